"""Attributions as plain data: the form in which they are scored, and read by other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.article import Article, Attribution, Span, SpeakerKind
from index.attribution import attribute
from index.sources.captions import caption_offsets, looks_like_captions, read_captions
from index.sources.parsing import check_length
from index.sources.text import read_text
from index.sources.transcript import looks_like_transcript, read_transcript


def quotes_of_text(name: str, text: str) -> dict[str, Any]:
    """Return the quotations of a plain text, a transcript or captions, with offsets into `text`.

    Raises:
        SourceError: the text is too long, or has the form of captions but is no valid caption file.
        ModelError: the language model is not installed.
    """
    if looks_like_captions(text):
        article = read_captions(name, text, "")
        check_length(article)
        return to_quotes(article, attribute(article), caption_offsets(name, text))
    reader = read_transcript if looks_like_transcript(text) else read_text
    article = reader(name, text, "")
    check_length(article)
    return to_quotes(article, attribute(article))


def to_quotes(article: Article, attribution: Attribution, offsets: Sequence[int] | None = None) -> dict[str, Any]:
    """Return `{"doc_id": ..., "quotes": [...]}`: one object a statement, in the order of the text.

    Each has "start", "end", "spans" and "speaker_span" (offsets, half open), "kind", "speaker_text" (the mention
    in the text, or the speaker's name), "canonical" and "role" (of the speaker, or null), "cue", "polarity",
    "confidence" and "rule". `offsets[i]` is the place in the file of character `i` of the article's text, where
    the two differ.
    """
    speakers = {speaker.id: speaker for speaker in attribution.speakers}

    def place(span: Span) -> list[int]:
        if offsets is None:
            return [span.start, span.end]
        return [offsets[span.start], offsets[span.end - 1] + 1]

    quotes = []
    for statement in attribution.statements:
        speaker = speakers.get(statement.speaker) if statement.speaker is not None else None
        mention = " ".join(statement.source.of(article.text).split()) if statement.source else None
        spans = [place(span) for span in statement.spans]
        quotes.append(
            {
                "start": spans[0][0],
                "end": spans[-1][1],
                "spans": spans,
                "kind": str(statement.kind),
                "speaker_text": mention or (speaker.name if speaker else None),
                "speaker_span": place(statement.source) if statement.source else None,
                "canonical": speaker.name if speaker else None,
                "role": speaker.role if speaker and speaker.kind is SpeakerKind.PERSON else None,
                "cue": statement.cue.of(article.text) if statement.cue else None,
                "polarity": str(statement.polarity),
                "confidence": round(statement.confidence, 3),
                "rule": statement.rule,
            }
        )
    return {"doc_id": article.name, "quotes": quotes}
