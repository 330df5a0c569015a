"""Content: the words that a cue reports, where they are not simply the quotation beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.cues import Cue, Form, misattached_to
from index.attribution.document import Document
from index.attribution.lexicon import Tier
from index.attribution.sources import Source

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGE = " ,;:.-–—\"'"
_CLAUSE_MARKS = {"whether", "if", "how", "why", "what", "when", "where", "who", "which"}
_OBJECT_PARTS = {"dobj", "xcomp", "ccomp", "oprd", "prep", "dative", "attr"}
_OBJECT_LINKS = {"as", "of", "for", "to", "against", "with"}
_NOUN_LINKS = {"as", "for", "over", "of", "in", "on", "from", "to", "against", "by"}
_LEAD = re.compile(r"(?:that|as)\b\s*", re.IGNORECASE)
_LEADING_CONNECTIVE = re.compile(r"(?:and|but|so|yet|or)\b,?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """The spans of a cue's content and the frame that found them."""

    spans: tuple[Span, ...]
    frame: str


def find_content(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the content of a cue within its sentence: its complement, or the clause that it is set in."""
    if cue.form is Form.VERB:
        medial = document.text[_attribution_end(cue, source) :].lstrip()[:1] in {",", "."}
        first, second = (set_off, complement) if medial else (complement, set_off)
        return first(document, cue, source, sentence) or second(document, cue, source, sentence)
    if cue.form is Form.NOUN:
        return _after_colon(document, cue, sentence) or _that_clause(document, cue)
    return _rest(document, cue, source, sentence)


def _attribution_end(cue: Cue, source: Source | None) -> int:
    """Return where the cue and its source end, whichever stands last."""
    if source is None or source.shared:
        return cue.span.end
    return max(cue.span.end, source.span.end)


def complement(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the content that follows a reporting verb: its clause, infinitive, object or preposition's object."""
    if cue.verb is None or (source is not None and source.head.i > cue.token.i and not source.shared):
        return None  # "..., said Jiao Jie, dean of X": what follows an inverted verb is not its content
    verb = cue.token
    for child in verb.rights:
        if child.dep_ == "ccomp" and _fits_clause(cue, child):
            return _content(document, child.left_edge, _clause_end(verb, child), sentence, "clause")
    return (
        _that_after(document, cue, sentence)
        or _preposition_frame(document, cue, sentence)
        or _object_frame(document, cue, sentence)
        or _infinitive_frame(document, cue, sentence)
        or _noun_frame(document, cue, sentence)
        or _bare_clause(document, cue, sentence)
    )


def _fits_clause(cue: Cue, clause: Token) -> bool:
    """Return whether the verb takes such a clause."""
    first = clause.left_edge.lower_
    if first == "to" and clause.tag_ == "VB":
        return cue.takes("to")
    if first in _CLAUSE_MARKS:
        return cue.takes("wh") or cue.takes("that")
    if cue.takes("that"):
        return True
    return cue.takes("object") and clause.tag_ != "VBG"


def _clause_end(verb: Token, clause: Token) -> Token:
    """Return the last token of a clause, before a further cue that the parse took into it."""
    for token in clause.subtree:
        if token.i > clause.i and token != verb and misattached_to(token) == verb:
            last = token.left_edge.i - 1
            while last > clause.i and (verb.doc[last].pos_ in {"CCONJ", "PUNCT", "ADV"}):
                last -= 1
            return verb.doc[last]
    return clause.right_edge


def _that_after(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return the rest of the sentence after "said ... that" where the parse has no clause for it."""
    if not cue.takes("that"):
        return None
    doc = document.doc
    for place in range(cue.token.i + 1, min(len(doc), cue.token.i + 40)):
        token = doc[place]
        if token.idx >= sentence.end or token.text in {";", '"', ":"}:
            return None
        if token.lower_ == "that" and (token.tag_ == "IN" or place == cue.token.i + 1):
            if token.head.i < cue.token.i or (place > cue.token.i + 1 and doc[place - 1].pos_ == "NOUN"):
                return None
            last = document.tokens(sentence)[-1]
            return _content(document, token, last, sentence, "clause")
        if token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBD", "VBZ", "VBP"}:
            return None
    return None


def _bare_clause(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return the clause right after "said" where the parse did not see it as said."""
    verb = cue.token
    if cue.verb is None or cue.verb.tier is not Tier.STRONG or not cue.takes("that"):
        return None
    tokens = [t for t in document.tokens(sentence) if t.i > verb.i]
    while tokens and tokens[0].dep_ in {"npadvmod", "advmod"} and tokens[0].pos_ in {"PROPN", "ADV"}:
        tokens = tokens[1:]
    if not tokens or tokens[0].pos_ not in {"DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"}:
        return None
    for token in tokens:
        if token.pos_ == "PUNCT" and token.text != "'":
            return None
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.i > tokens[0].i:
            return _content(document, tokens[0], tokens[-1], sentence, "clause")
    return None


def _preposition_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return the object of the verb's own preposition ("pointed to ...", "called on X to ...")."""
    verb = cue.token
    for child in verb.rights:
        if child.dep_ == "prep" and cue.verb is not None and child.lower_ in cue.verb.prepositions:
            first = next((place for place in child.children if place.dep_ in {"pobj", "pcomp"}), None)
            if first is None:
                continue
            last = first.right_edge
            for other in verb.rights:
                if other.i > last.i and other.dep_ in {"xcomp", "advcl"} and other.left_edge.lower_ == "to":
                    last = other.right_edge
            return _content(document, first.left_edge, last, sentence, "noun")
    return None


def _object_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return an object together with what the speaker says of it ("urged X to leave", "called it a farce")."""
    if not cue.takes("object"):
        return None
    verb = cue.token
    parts = [child for child in verb.rights if child.dep_ in _OBJECT_PARTS]
    objects = [child for child in parts if child.dep_ != "prep" and child.tag_ != "VBG"]
    if not objects:
        return None
    first = objects[0]
    rest = [child for child in parts if child.i > first.i and (child.dep_ != "prep" or child.lower_ in _OBJECT_LINKS)]
    rest = [child for child in rest if child.tag_ != "VBG"]
    if not rest and (first.dep_ not in {"ccomp", "xcomp", "oprd"} or first.left_edge.lower_ == "to"):
        return None
    last = rest[-1] if rest else first
    return _content(document, first.left_edge, last.right_edge, sentence, "object")


def _infinitive_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return an infinitive that is the content ("promised to ...")."""
    if not cue.takes("to"):
        return None
    for child in cue.token.rights:
        if child.dep_ in {"xcomp", "ccomp"} and any(part.lower_ == "to" for part in child.lefts):
            return _content(document, child.left_edge, child.right_edge, sentence, "infinitive")
    return None


def _noun_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return a noun phrase or gerund that is the content, with the phrases that go on with it."""
    if not cue.takes("noun"):
        return None
    verb = cue.token
    for child in verb.rights:
        gerund = child.dep_ in {"xcomp", "ccomp"} and child.tag_ == "VBG"
        if not gerund and (child.dep_ != "dobj" or child.tag_ == "PRP"):
            continue
        last = child.right_edge
        for other in verb.rights:
            if other.dep_ == "prep" and other.left_edge.i == last.i + 1 and other.lower_ in _NOUN_LINKS:
                last = other.right_edge
        return _content(document, child.left_edge, last, sentence, "noun")
    return None


def set_off(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the clause around "..., Zhu said," or "..., Zhu said.": the sentence without those words."""
    if source is None or source.shared or source.relative is not None or not cue.takes("quote"):
        return None
    if any(
        child.dep_ in {"dobj", "prt", "xcomp", "ccomp", "attr"} and child != source.head for child in cue.token.rights
    ):
        return None
    attribution = clause_span(document, cue, source, sentence)
    text = document.text
    before = text[sentence.start : attribution.start].rstrip()
    after = text[attribution.end : sentence.end].lstrip()
    if not before.endswith((",", '"', "'", "-", "–", "—", "?", "!")):
        return None
    if after and after[0] not in ",.;-–—:?!\"')":
        return None
    spans = [Span(sentence.start, attribution.start)]
    resumes = after[:1] in {",", "-", "–", "—"} and len(after.split()) > 2 and _resumes(document, cue, attribution.end)
    if resumes:
        spans.append(Span(attribution.end, sentence.end))
    elif not _is_main_clause(document, spans[0], cue):
        return None
    trimmed = tuple(trim(text, span) for span in spans)
    trimmed = tuple(span for span in trimmed if span.end > span.start)
    if not trimmed:
        return None
    first = _LEADING_CONNECTIVE.match(text, trimmed[0].start)
    if first and len(trimmed) > 1 and first.end() >= trimmed[0].end:
        trimmed = trimmed[1:]
    return Content(trimmed, "set off")


def _is_main_clause(document: Document, span: Span, cue: Cue) -> bool:
    """Return whether the words before an attribution are a clause of their own, not an adverbial of it."""
    tokens = document.tokens(span)
    if len(tokens) == 0:
        return False
    if document.text[: span.end].rstrip().endswith('"'):
        return True
    for token in tokens:
        if token.tag_ not in {"VBD", "VBZ", "VBP", "MD"}:
            continue
        head = token.head if token.dep_ in {"aux", "auxpass"} else token
        if head.dep_ in {"relcl", "acl"}:
            continue
        subordinate = head.dep_ == "advcl" or any(child.dep_ == "mark" for child in head.children)
        if not subordinate or tokens[0].pos_ not in {"SCONJ", "ADP", "ADV"}:
            return True
        if head.dep_ == "ccomp" and head.head == cue.token and tokens[0].pos_ != "SCONJ":
            return True
    return False


def _resumes(document: Document, cue: Cue, end: int) -> bool:
    """Return whether the clause goes on after a set-off attribution, rather than the attribution itself."""
    words = document.text[end:].lstrip(" ,-–—")
    first = words.split(maxsplit=1)[0].lower() if words else ""
    if first in {"adding", "noting", "citing", "while", "who", "which", "referring", "according", "as", "in"}:
        return False
    doc = document.doc
    following = document.tokens(Span(end + 1, min(len(document.text), end + 40)))
    if len(following) == 0:
        return False
    token = next((t for t in following if t.pos_ != "PUNCT"), doc[following.start])
    while token.head != token:
        if token.head == cue.token and token.dep_ in {"advcl", "prep", "npadvmod", "appos"}:
            return False
        token = token.head
    return True


def clause_span(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Span:
    """Return the span of the attribution itself: source, cue and their adjuncts up to the next mark."""
    text = document.text
    start = cue.span.start
    end = cue.span.end
    if source is not None and not source.shared:
        start = min(start, source.span.start)
        end = max(end, source.span.end)
    # An appositive or relative clause between source and cue lies within; one after an inverted source too.
    tail = re.compile(r"[^,.;:?!\"–—]*").match(text, end, sentence.end)
    end = tail.end() if tail else end
    if source is not None and source.span.start > cue.span.start and text[end : end + 1] == ",":
        end = _past_appositive(document, source, end, sentence)
    return Span(start, end)


def _past_appositive(document: Document, source: Source, end: int, sentence: Span) -> int:
    """Return where the phrases that describe an inverted source ("said X, dean of Y, in Z") end."""
    last = source.head.right_edge
    limit = min(sentence.end, last.idx + len(last))
    return max(end, limit)


def _after_colon(document: Document, cue: Cue, sentence: Span) -> Content | None:
    colon = document.text.find(":", cue.span.end, sentence.end)
    if colon < 0:
        return None
    span = trim(document.text, Span(colon + 1, sentence.end))
    return Content((span,), "colon") if span.end > span.start else None


def _that_clause(document: Document, cue: Cue) -> Content | None:
    for child in cue.token.rights:
        if child.dep_ in {"acl", "ccomp"} and child.left_edge.lower_ == "that":
            span = _span(child.left_edge, child.right_edge)
            return Content((_without_lead(document.text, span),), "clause")
    return None


def _rest(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the clause that "according to X" or "in X's view" stands in."""
    if source is None:
        return None
    text = document.text
    start = min(cue.span.start, source.span.start)
    end = max(cue.span.end, source.span.end)
    if cue.form is Form.ACCORDING:
        last = source.head.right_edge
        if last.idx + len(last) <= sentence.end:
            end = max(end, last.idx + len(last))
    before = trim(text, Span(sentence.start, start))
    after = trim(text, Span(end, sentence.end))
    long_before = len(before.of(text).split()) > 2
    if text[end : end + 1] == "," and not long_before:
        return Content((after,), "rest") if after.end > after.start else None
    if cue.form is Form.IN_WORDS and not long_before and after.end > after.start:
        return Content((after,), "rest")
    return Content((before,), "rest") if before.end > before.start else None


def trim(text: str, span: Span) -> Span:
    """Return a span without the marks and spaces at its ends."""
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _span(first: Token, last: Token) -> Span:
    return Span(first.idx, last.idx + len(last))


def _without_lead(text: str, span: Span) -> Span:
    lead = _LEAD.match(text, span.start, span.end)
    return Span(lead.end(), span.end) if lead and lead.group().lower().startswith("that") else span


def _content(document: Document, first: Token, last: Token, sentence: Span, frame: str) -> Content | None:
    span = _span(first, last)
    span = Span(max(span.start, sentence.start), min(span.end, sentence.end))
    span = trim(document.text, span)
    if frame == "clause":
        span = trim(document.text, _without_lead(document.text, span))
    return Content((span,), frame) if span.end > span.start else None
