"""Sentences as a reader divides a report: a quotation belongs to the sentence that attributes it."""

from __future__ import annotations

import re

from index.article import Span
from index.attribution.document import Document
from index.attribution.lexicon import may_report

_STOP = re.compile(r"[.?!…:]['\")\]]*$")
# "... for?" Smith asked. - the short clause after a question or an exclamation may be its attribution.
_TAIL = re.compile(r"\s+((?:[\w.'-]+,? ){0,13}?)(\w+)\b")


def outer_sentences(document: Document, paragraph: int) -> list[Span]:
    """Return the sentences of a paragraph; none ends inside a quotation of more than a fragment."""
    place = document.paragraphs[paragraph]
    breaks = {sentence.start_char for sentence in document.sentences(paragraph)}
    segments = document.segments_in(place)
    breaks |= {_after(document.text, segment.outer.end, place.end) for segment in segments if segment.closed}
    inner = [p for p in sorted(breaks) if place.start < p < place.end and _is_break(document, place, p)]
    starts = [place.start, *inner]
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], place.end], strict=True)]


def _after(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _is_break(document: Document, paragraph: Span, position: int) -> bool:
    """Return whether a sentence ends before `position`."""
    text = document.text
    if document.quoted(position) is not None or document.quoted(position - 1) is not None:
        return False
    before = text[paragraph.start : position].rstrip()
    stop = _STOP.search(before)
    first = text[position]
    if stop is None or stop.group().startswith(":") or first.islower():
        return False
    inside = document.quoted(paragraph.start + len(before) - 2)
    if inside is not None and before[-2:-1] in {"?", "!"}:
        tail = _TAIL.match(text, len(before) + paragraph.start, paragraph.end)
        attributed = tail and _is_attribution(text[position : paragraph.end])
        return not attributed or _reports_a_clause(document, Span(position, paragraph.end))
    return True


def _reports_a_clause(document: Document, place: Span) -> bool:
    """Return whether what follows a question has a content of its own ('"Who pays?" Obi said the city would pay.')."""
    verb = next((token for token in document.tokens(place)[:14] if may_report(token.lower_)), None)
    if verb is None or verb.sent.start_char < place.start:
        return False
    return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)


def _is_attribution(text: str) -> bool:
    """Return whether a clause with a plain reporting verb among its first words starts a text."""
    words = re.split(r"[.;:\"]", text, maxsplit=1)[0].split()[:14]
    return any(may_report(word.strip(",").lower()) for word in words)
