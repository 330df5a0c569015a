"""Content: the words that a cue reports, where they are not simply the quotation beside it."""

from __future__ import annotations

from index.article import Span
from index.attribution.cues import Cue, Form, complement_of_noun
from index.attribution.document import Document
from index.attribution.frames import Content, complement, token_span, trim, without_lead
from index.attribution.setoff import rest, set_off
from index.attribution.sources import Source


def find_content(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the content of a cue within its sentence: its complement, or the clause that it is set in."""
    if cue.form is Form.VERB:
        medial = document.text[_attribution_end(cue, source) :].lstrip()[:1] in {",", "."}
        first, second = (set_off, complement) if medial else (complement, set_off)
        return first(document, cue, source, sentence) or second(document, cue, source, sentence)
    if cue.form is Form.NOUN:
        return _of_noun(document, cue) or _after_colon(document, cue, sentence)
    return rest(document, cue, source, sentence)


def _attribution_end(cue: Cue, source: Source | None) -> int:
    """Return where the cue and its source end, whichever stands last."""
    if source is None or source.shared:
        return cue.span.end
    return max(cue.span.end, source.span.end)


def _after_colon(document: Document, cue: Cue, sentence: Span) -> Content | None:
    colon = document.text.find(":", cue.span.end, sentence.end)
    if colon < 0:
        return None
    span = trim(document.text, Span(colon + 1, sentence.end))
    return Content((span,), "colon") if span.end > span.start else None


def _of_noun(document: Document, cue: Cue) -> Content | None:
    """Return the complement of a speech noun."""
    head = complement_of_noun(cue.token)
    if head is None:
        return None
    span = trim(document.text, token_span(head.left_edge, head.right_edge))
    if head.dep_ == "pobj":
        return Content((span,), "noun")
    return Content((without_lead(document.text, span),), "clause" if head.left_edge.lower_ == "that" else "infinitive")
