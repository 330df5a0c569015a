"""Frames: the clause, phrase or object with which a reporting verb gives what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.cues import Cue, figure_of, is_taken_for_auxiliary, misattached_to
from index.attribution.document import Document
from index.attribution.lexicon import Tier, cue_nouns, cue_verbs
from index.attribution.mentions import mention_span
from index.attribution.mislaid import (
    CLAUSE_MARKS,
    asked_from,
    is_circumstance,
    is_clause_subject,
    is_medium,
    sums_up,
    told_that,
)
from index.attribution.sources import Source
from index.attribution.wordlists import word_group

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGE = " ,;:.-–—\"'"
_OBJECT_PARTS = {"dobj", "xcomp", "ccomp", "oprd", "prep", "dative", "attr"}
_OBJECT_LINKS = {"as", "of", "for", "to", "against", "with", "in"}
_NOUN_LINKS = {"as", "for", "over", "of", "in", "on", "from", "to", "against", "by"}
# "between £3m and £4m", of which the parse takes the second figure for something else.
_FIGURE = r"[$£€]?\d[\w.,]*(?: [a-z]+illion)?"
_FIGURES = re.compile(rf"(?: [a-z]+)*? {_FIGURE}(?: (?:and|to|or) {_FIGURE})?")
_LEAD = re.compile(r"(?:that|as)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """The spans of a cue's content and the frame that found them."""

    spans: tuple[Span, ...]
    frame: str


def complement(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the content that follows a reporting verb: its clause, infinitive, object or preposition's object."""
    verb = cue.token
    if cue.verb is not None and verb.tag_ == "VBN" and any(child.dep_ == "agent" for child in verb.rights):
        return _passive_frame(document, cue, sentence)
    if cue.verb is None or (source is not None and source.head.i > verb.i and not source.shared):
        return None  # "..., said Jiao Jie, dean of X": what follows an inverted verb is not its content
    for child in verb.rights:
        if child.dep_ == "ccomp" and _fits_clause(cue, child):
            return _content(document, _clause_start(cue, child), _clause_end(verb, child), sentence, "clause")
    if is_taken_for_auxiliary(verb) and cue.takes("object"):
        return _content(document, verb.head, verb.head.right_edge, sentence, "object")
    if (asked := asked_from(verb, cue)) is not None:
        return _content(document, asked.left_edge, asked.right_edge, sentence, "clause")
    if (told := told_that(verb, cue)) is not None:
        return _content(document, told.left_edge, told.right_edge, sentence, "clause")
    bare = not any(token.tag_ == "WRB" for child in verb.lefts for token in child.subtree)
    if verb.dep_ == "relcl" and bare and source is not None and not source.shared:
        # In "the scheme he praised costs ..." the noun before is what is praised.
        return _that_after(document, cue, sentence) or _bare_clause(document, cue, sentence)
    return (
        _that_after(document, cue, sentence)
        or _preposition_frame(document, cue, sentence)
        or _figure_frame(document, cue, sentence)
        or _object_frame(document, cue, sentence)
        or _infinitive_frame(document, cue, sentence)
        or _noun_frame(document, cue, sentence)
        or _bare_clause(document, cue, sentence)
        or _quantity(document, cue, sentence)
    )


def _passive_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return what is said of a passive's subject ("the plan was praised by X for its thrift")."""
    if cue.verb is None or cue.verb.tier is Tier.THOUGHT or cue.verb.lemma in {"quote", "read", "ask"}:
        return None  # of "was quoted by the Gazette as saying that ..." the content is what was said
    verb = cue.token
    subject = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None)
    if subject is None and verb.dep_ == "acl":
        subject = verb.head
    if subject is None:
        return None
    phrases = [child for child in verb.rights if child.dep_ == "prep" and child.lower_ in {"as", "for", "of", "over"}]
    if verb.dep_ == "acl" and not phrases:
        return None  # "the zone, agreed by both in March, is to open": nothing is told of what was said
    spans = [trim(document.text, token_span(phrase.left_edge, phrase.right_edge)) for phrase in phrases]
    inside = tuple(span for span in sorted([mention_span(subject), *spans]) if sentence.contains(span))
    return Content(inside, "noun") if inside else None


def _fits_clause(cue: Cue, clause: Token) -> bool:
    """Return whether the verb takes such a clause."""
    first = clause.left_edge.lower_
    if first == "to" and clause.tag_ == "VB":
        return cue.takes("to")
    if first in CLAUSE_MARKS:
        return cue.takes("wh")
    if cue.token.tag_ == "VBG" and cue.verb is not None and cue.verb.tier is not Tier.STRONG:
        return first == "that"  # "promising companies": a participle before a noun looks like a cue
    if cue.takes("that"):
        return True
    return cue.takes("object") and clause.tag_ != "VBG"


def _clause_start(cue: Cue, clause: Token) -> Token:
    """Return the first token of a clause; right after the cue where the parse left its subject outside."""
    first = clause.left_edge
    verb = cue.token
    if cue.takes("object") or first.i == verb.i + 1:
        return first
    between = [token for token in verb.doc[verb.i + 1 : first.i] if token.head == verb or token.head.i > first.i]
    if any(token.dep_ in {"dobj", "nsubj"} and token.pos_ != "PRON" for token in between):
        return verb.nbor()
    return first


def _clause_end(verb: Token, clause: Token) -> Token:
    """Return the last token of a clause: before a further cue that the parse took in, after a verb it left out."""
    for token in clause.subtree:
        if token.i > clause.i and token != verb and (misattached_to(token) == verb or _contrasts(token)):
            return _last_before(token, clause)
        if token.i > clause.i and sums_up(token):
            return _last_before(token, clause)
    last = clause.right_edge
    sentence_end = clause.sent.end - 1
    if last.i < sentence_end and last.nbor().tag_ in {"VBD", "VBZ", "VBP", "MD"} and last.nbor().i != verb.i:
        return verb.doc[sentence_end]
    for other in verb.rights:
        joined = other.dep_ == "conj" and other.i > last.i and not any(c.dep_ == "nsubj" for c in other.children)
        if joined and other.lemma_.lower() not in cue_verbs() and any(t.lower_ == "but" for t in verb.rights):
            return other.right_edge  # "said it was fair, but required an effort"
    return last


def _is_view(verb: Token, thing: Token) -> bool:
    """Return whether "he saw them in older industries" is meant, not "he saw a film in Leeds"."""
    holder = any(child.dep_ == "nsubj" and child.lower_ in {"he", "she", "they"} for child in verb.lefts)
    return holder and thing.lower_ in {"it", "them", "this", "that", "these", "both"}


def _named_in_quotes(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return what is called something in quotation marks, with it ("called the plan 'childish'")."""
    if cue.takes("quote") and cue.token.lemma_ not in {"label", "dub", "brand", "dismiss", "hail", "call"}:
        return None
    following = [s for s in document.segments_in(sentence) if cue.span.end < s.outer.start]
    if not following or following[0].full:
        return None
    between = document.tokens(Span(cue.span.end, following[0].outer.start))
    if len(between) > 15 or any(
        token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in between if token.i > cue.token.i
    ):
        return None
    span = trim(document.text, Span(cue.span.end, following[0].outer.end))
    return Content((span,), "object")


def _last_before(token: Token, head: Token) -> Token:
    """Return the last word of a clause before a coordinated verb that is no part of it."""
    last = token.left_edge.i - 1
    while last > head.i and token.doc[last].pos_ in {"CCONJ", "PUNCT", "ADV"}:
        last -= 1
    return token.doc[last]


def _contrasts(verb: Token) -> bool:
    """Return whether a verb is another speaker's cue, set against the first ("..., while others said ...")."""
    if verb.dep_ != "advcl" or verb.lemma_.lower() not in cue_verbs():
        return False
    return any(child.dep_ == "mark" and child.lower_ in {"while", "whereas"} for child in verb.lefts)


def _that_after(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return the rest of the sentence after "said ... that" where the parse has no clause for it."""
    if not cue.takes("that"):
        return None
    doc = document.doc
    for place in range(cue.token.i + 1, min(len(doc), cue.token.i + 40)):
        token = doc[place]
        if token.idx >= sentence.end or token.text in {";", '"', ":"}:
            return None
        if token.dep_ == "det" and token.head.dep_ == "npadvmod":
            continue  # "said that evening"
        if token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ == "mark" or place == cue.token.i + 1):
            after_noun = place > cue.token.i + 1 and doc[place - 1].pos_ == "NOUN"
            of_noun = after_noun and not is_medium(cue.token, doc[place - 1]) and not is_circumstance(cue.token, token)
            if token.head.i < cue.token.i or of_noun:
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
    if any(child.dep_ in {"dobj", "dative"} and not is_clause_subject(child) for child in verb.rights):
        return None
    tokens = [t for t in document.tokens(sentence) if t.i > verb.i]
    if tokens and tokens[0].tag_ in {"VBD", "VBZ", "VBP", "MD"}:  # "a decision they say allowed ..."
        return _content(document, tokens[0], tokens[0].sent[-1], sentence, "clause")
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


def _quantity(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return the quantity that is all that somebody said ("Obi said about fifteen years.")."""
    verb = cue.token
    thing = verb.doc[verb.i + 1 : verb.sent.end]
    counted = next((child for child in verb.rights if child.dep_ in {"dobj", "npadvmod"}), None)
    if verb.lemma_ not in {"say", "answer", "reply"} or counted is None or counted.left_edge.i != verb.i + 1:
        return None
    last = counted.right_edge
    ended = last.i + 1 >= verb.sent.end or last.nbor().text in {".", ",", ";"}
    number = any(token.like_num or token.text == "%" for token in thing[: last.i - verb.i])
    when = any(token.lower_ in {"ago", "later", "earlier", "before"} for token in thing)
    return _content(document, counted.left_edge, last, sentence, "noun") if ended and number and not when else None


def _figure_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return an object with the figure that the speaker puts it at ("put the cost at between $3m and $5m")."""
    at = figure_of(cue.token) if cue.takes("at") else None
    thing = next((child for child in cue.token.rights if child.dep_ == "dobj"), None)
    if at is None or thing is None:
        return None
    last = max(at.right_edge, thing.right_edge, key=lambda token: token.i)
    if figures := _FIGURES.match(document.text, at.idx + len(at), sentence.end):
        last = max(last, document.tokens(Span(at.idx, figures.end()))[-1], key=lambda token: token.i)
    return _content(document, thing.left_edge, last, sentence, "object")


def _opens_for(verb: Token) -> bool:
    """Return whether a participle only leads to what is reported ("Commenting on the opening, Obi said ...")."""
    main = verb.head
    return verb.tag_ == "VBG" and verb.dep_ == "advcl" and main.i > verb.i and main.lemma_.lower() in cue_verbs()


def _preposition_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return the object of the verb's own preposition ("pointed to ...", "called on X to ...")."""
    verb = cue.token
    if _opens_for(verb) or (verb.lemma_ == "ask" and verb.dep_ == "acl"):
        return None  # "those asking for money" are no speakers
    for child in verb.rights:
        mark = child.left_edge
        asked = cue.verb is not None and mark.dep_ == "mark" and mark.lower_ in cue.verb.prepositions
        if asked and child.dep_ in {"advcl", "ccomp"} and mark.i == verb.i + 1:
            return _content(document, mark.nbor(), child.right_edge, sentence, "noun")  # "asked for cabs to be spared"
        if child.dep_ == "prep" and cue.verb is not None and child.lower_ in cue.verb.prepositions:
            first = next((place for place in child.children if place.dep_ in {"pobj", "pcomp"}), None)
            if first is None or first.ent_type_ in {"DATE", "TIME"}:
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
    if verb.lemma_ == "ask" and not any(child.dep_ in {"dobj", "ccomp", "dative"} for child in verb.rights):
        return None  # "who asked not to be named"
    if verb.lemma_ == "tell" and not any(part.lower_ == "to" for child in verb.rights for part in child.lefts):
        return None
    parts = [child for child in verb.rights if child.dep_ in _OBJECT_PARTS]
    objects = [child for child in parts if child.dep_ != "prep" and child.tag_ != "VBG"]
    if not objects:
        return _named_in_quotes(document, cue, sentence)
    first = objects[0]
    if cue.verb is not None and cue.verb.tier is Tier.THOUGHT and not _is_view(verb, first):
        return None
    rest = [child for child in parts if child.i > first.i and (child.dep_ != "prep" or child.lower_ in _OBJECT_LINKS)]
    rest = [child for child in rest if child.tag_ != "VBG"]
    link = "of" if verb.lemma_ == "accuse" else "as"
    if not rest and first.dep_ == "dobj" and any(t.lower_ == link and t.dep_ == "prep" for t in first.children):
        return _content(document, first.left_edge, first.right_edge, sentence, "object")
    if not rest and (first.dep_ not in {"ccomp", "xcomp", "oprd"} or first.left_edge.lower_ == "to"):
        return _named_in_quotes(document, cue, sentence)
    last = rest[-1] if rest else first
    return _content(document, first.left_edge, _before_finite(last), sentence, "object")


def _before_finite(infinitive: Token) -> Token:
    """Return the last token of an infinitive, before a finite verb that the parse coordinated with it."""
    for token in infinitive.subtree:
        if token.dep_ == "conj" and token.tag_ in {"VBD", "VBZ"} and token.head.tag_ == "VB" and token.i > infinitive.i:
            if any(child.dep_ == "nsubj" for child in token.children):
                continue
            return _last_before(token, infinitive)
    return infinitive.right_edge


def _infinitive_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return an infinitive that is the content ("promised to ...")."""
    if not cue.takes("to"):
        return None
    for child in cue.token.rights:
        if child.dep_ in {"xcomp", "ccomp"} and any(part.lower_ == "to" for part in child.lefts):
            return _content(document, child.left_edge, _before_finite(child), sentence, "infinitive")
    return None


def _noun_frame(document: Document, cue: Cue, sentence: Span) -> Content | None:
    """Return a noun phrase or gerund that is the content, with the phrases that go on with it."""
    if not (cue.takes("noun") or cue.takes("claim") or cue.takes("result")):
        return None
    verb = cue.token
    for child in verb.rights:
        gerund = child.dep_ in {"xcomp", "ccomp"} and child.tag_ == "VBG"
        if not gerund and (child.dep_ != "dobj" or child.tag_ == "PRP"):
            continue
        if not cue.takes("noun") and not _stands_for_words(cue, child):
            continue  # a plan is rejected by a vote, a claim by words
        last = child.right_edge
        for other in verb.rights:
            if other.dep_ == "prep" and other.left_edge.i == last.i + 1 and other.lower_ in _NOUN_LINKS:
                last = other.right_edge
        return _content(document, child.left_edge, last, sentence, "noun")
    return None


def _stands_for_words(cue: Cue, thing: Token) -> bool:
    """Return whether a noun stands for what was said or found, as the verb's frame wants it."""
    noun = thing.lemma_.lower()
    results = word_group("own-work") | word_group("surveys")
    return (cue.takes("claim") and noun in cue_nouns("claim")) or (cue.takes("result") and noun in results)


def trim(text: str, span: Span) -> Span:
    """Return a span without the marks and spaces at its ends."""
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def token_span(first: Token, last: Token) -> Span:
    """Return the span from one token's start to another's end."""
    return Span(first.idx, last.idx + len(last))


def without_lead(text: str, span: Span) -> Span:
    """Return a clause's span without the "that" that opens it."""
    lead = _LEAD.match(text, span.start, span.end)
    return Span(lead.end(), span.end) if lead and lead.group().lower().startswith("that") else span


def _content(document: Document, first: Token, last: Token, sentence: Span, frame: str) -> Content | None:
    span = token_span(first, last)
    span = Span(max(span.start, sentence.start), min(span.end, sentence.end))
    span = trim(document.text, span)
    pronoun = first.lower_ == "that" and first.dep_ in {"nsubj", "nsubjpass"} and first.tag_ != "IN"
    if frame == "clause" and not pronoun:
        span = trim(document.text, without_lead(document.text, span))
    return Content((span,), frame) if span.end > span.start else None
