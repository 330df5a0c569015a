"""Cutting an article into passages, each a verbatim piece with the statements that it holds."""

from __future__ import annotations

from collections.abc import Iterator

from index.article import Article, Attribution, Passage, Span, Statement
from index.sentences import is_aside, sentence_spans

MAX_WORDS = 180  # the default model reads 512 word pieces and silently drops what follows


def cut_passages(article: Article, attribution: Attribution) -> tuple[Passage, ...]:
    """Return the article's passages in order: its paragraphs, the long ones divided between sentences.

    A passage's id holds the first eight digits of the article's hash and its number, counted from 1.
    """
    passages = []
    for number, (paragraph, span, sentences) in enumerate(_pieces(article), start=1):
        passages.append(
            Passage(
                id=f"{article.sha256[:8]}-p{number}",
                article=article.sha256,
                number=number,
                paragraph=paragraph,
                span=span,
                text=span.of(article.text),
                sentences=sentences,
                statements=statements_within(span, attribution),
            )
        )
    return tuple(passages)


def _pieces(article: Article) -> Iterator[tuple[int, Span, tuple[Span, ...]]]:
    """Yield (number of the paragraph, span of the passage, its sentences)."""
    for number, paragraph in enumerate(article.paragraphs, start=1):
        if is_aside(paragraph.span.of(article.text)):
            continue
        sentences = sentence_spans(article.text, paragraph.span)
        piece: list[Span] = []
        words = 0
        for sentence in sentences:
            length = len(sentence.of(article.text).split())
            if piece and words + length > MAX_WORDS:
                yield number, Span(piece[0].start, piece[-1].end), tuple(piece)
                piece, words = [], 0
            piece.append(sentence)
            words += length
        if piece:
            yield number, Span(piece[0].start, piece[-1].end), tuple(piece)


def statements_within(span: Span, attribution: Attribution) -> tuple[Statement, ...]:
    """Return the statements whose content lies, at least in part, in `span`."""
    return tuple(s for s in attribution.statements if any(part.overlaps(span) for part in s.spans))
