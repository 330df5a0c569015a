"""Cutting an article into passages, each a verbatim piece with the statements that it holds."""

from __future__ import annotations

from collections.abc import Iterator

from index.article import Article, Attribution, Passage, Span, Statement
from index.sentences import sentence_spans

MAX_WORDS = 180  # all-MiniLM-L6-v2 reads 256 word pieces and silently drops what follows


def cut_passages(article: Article, attribution: Attribution) -> tuple[Passage, ...]:
    """Return the article's passages in order: its paragraphs, the long ones divided between sentences.

    A passage's id holds the first eight digits of the article's hash and its number, counted from 1.
    """
    passages = []
    for number, (span, sentences) in enumerate(_pieces(article), start=1):
        passages.append(
            Passage(
                id=f"{article.sha256[:8]}-p{number}",
                article=article.sha256,
                number=number,
                span=span,
                text=span.of(article.text),
                sentences=sentences,
                statements=_statements_in(span, attribution),
            )
        )
    return tuple(passages)


def _pieces(article: Article) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    for paragraph in article.paragraphs:
        sentences = sentence_spans(article.text, paragraph.span)
        piece: list[Span] = []
        words = 0
        for sentence in sentences:
            length = len(sentence.of(article.text).split())
            if piece and words + length > MAX_WORDS:
                yield Span(piece[0].start, piece[-1].end), tuple(piece)
                piece, words = [], 0
            piece.append(sentence)
            words += length
        if piece:
            yield Span(piece[0].start, piece[-1].end), tuple(piece)


def _statements_in(span: Span, attribution: Attribution) -> tuple[Statement, ...]:
    return tuple(s for s in attribution.statements if any(part.overlaps(span) for part in s.spans))
