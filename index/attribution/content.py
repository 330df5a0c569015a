"""Content: the words that a cue reports, where they are not simply the quotation beside it."""

from __future__ import annotations

from index.article import Span
from index.attribution.cues import Cue, Form, complement_of_noun, is_question
from index.attribution.document import Document
from index.attribution.frames import Content, complement, token_span, trim, without_lead
from index.attribution.lexicon import Tier
from index.attribution.setoff import rest, set_off
from index.attribution.sources import Source, is_person

_LEAD = 8  # words between a cue and the colon that it leads to
_OF_BE = {"ccomp", "xcomp", "attr", "prep", "advcl"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def find_content(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the content of a cue within its sentence: its complement, or the clause that it is set in."""
    if cue.form is Form.VERB:
        medial = document.text[_attribution_end(cue, source) :].lstrip()[:1] in {",", "."}
        first, second = (set_off, complement) if medial else (complement, set_off)
        found = first(document, cue, source, sentence) or second(document, cue, source, sentence)
        return found or (_led_to(document, cue, sentence) if source is not None and is_person(source.head) else None)
    if cue.form is Form.NOUN:
        return _of_noun(document, cue) or _after_colon(document, cue, sentence) or _answer(document, cue, sentence)
    return rest(document, cue, source, sentence)


def _attribution_end(cue: Cue, source: Source | None) -> int:
    """Return where the cue and its source end, whichever stands last."""
    if source is None or source.shared:
        return cue.span.end
    return max(cue.span.end, source.span.end)


def _led_to(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return what a cue leads to with a colon ("Obi opened with a number: 40 boats were idle")."""
    colon = document.text.find(": ", cue.span.end, sentence.end)
    if colon < 0 or cue.verb is None or cue.verb.tier is Tier.THOUGHT or not cue.takes("quote"):
        return None
    between = document.tokens(Span(cue.span.end, colon))
    if len(between) > _LEAD or any(token.tag_ in _FINITE or token.pos_ == "PUNCT" for token in between):
        return None
    content = _after_colon(document, cue, sentence)
    marked = content is not None and document.segments_in(Span(colon, content.spans[0].start + 1))
    return None if marked else content


def _after_colon(document: Document, cue: Cue, sentence: Span) -> Content | None:
    colon = document.text.find(":", cue.span.end, sentence.end)
    if colon < 0:
        return None
    span = trim(document.text, Span(colon + 1, sentence.end))
    return Content((span,), "colon") if span.end > span.start else None


def _answer(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return what stands after "His verdict?" in a sentence drawn out to hold it, unless it tells what somebody did."""
    mark = document.text.find("?", cue.span.end, sentence.end)
    if mark < 0 or not is_question(cue.token):
        return None
    span = trim(document.text, Span(mark + 1, sentence.end))
    if span.end <= span.start:
        return None
    root = document.tokens(span).root
    told = root.tag_ == "VBD" and any(child.dep_ == "nsubj" and child.pos_ in {"PRON", "PROPN"} for child in root.lefts)
    return Content((span,), "colon") if not told or document.segments_in(span) else None


def _of_noun(document: Document, cue: Cue) -> Content | None:
    """Return the complement of a speech noun."""
    head = complement_of_noun(cue.token)
    if head is None:
        return None
    last = head.right_edge
    if cue.token.dep_ == "nsubj" and head.head == cue.token.head:  # "her demand was a week off in both terms"
        last = max(
            (c.right_edge for c in head.head.rights if c.dep_ in _OF_BE), key=lambda token: token.i, default=last
        )
    span = trim(document.text, token_span(head.left_edge, last))
    if head.dep_ == "pobj":
        return Content((span,), "noun")
    return Content((without_lead(document.text, span),), "clause" if head.left_edge.lower_ == "that" else "infinitive")
