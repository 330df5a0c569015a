"""Relative clauses that state a role: "who chairs the guild", "who was once a warden", "who has run the weir"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.attribution.phrases import CLAUSE_WORDS, Role, end_of_phrase, read_role, stops
from index.attribution.wordlists import role_verbs, word_group

if TYPE_CHECKING:
    from index.attribution.document import Document

_EVENTS = word_group("events")  # whoever chaired a meeting has left no office
_PAST_ADVERBS = frozenset({"once", "earlier", "previously", "formerly", "then"})
TIMELESS_ADVERBS = frozenset(
    {"also", "now", "currently", "later", "still", "recently", "long", "today", "both", "at", "one", "time"}
)


def roles_of_clause(document: Document, i: int, end: int) -> Iterator[Role]:
    """Yield the roles that a relative clause from token `i`, after "who", states."""
    doc = document.doc
    adverbs = TIMELESS_ADVERBS | _PAST_ADVERBS
    i = skip(document, i, adverbs)
    if i >= end or doc[end - 1].text == "?":  # "Tom, who owns it?"
        return
    prefix = ""
    if doc[i].lower_ == "as":
        yield from _as_role(document, i + 1, end)
        return
    while i < end:
        verb = doc[i]
        if verb.lower_ in ("is", "was", "became", "remains") or (verb.lower_ == "has" and doc[i + 1].lower_ == "been"):
            j = i + (2 if verb.lower_ == "has" else 1)
            past = verb.lower_ == "was"
            j = skip(document, j, adverbs)
            role, i = read_role(document, j, end)
            if role is not None:
                prefix = "former " if past and not role.text.startswith(("former", "ex-")) else ""
                yield Role(prefix + role.text, role.head, role.start, role.plural)
            else:
                return
        elif verb.lower_ in role_verbs() or _participle(document, i) is not None:
            made = _from_verb(document, i, end)
            if made is None:
                return
            role, i = made
            yield role
        else:
            return
        if not (i + 1 < end and doc[i].lower_ == "and"):
            return
        i = skip(document, i + 1, adverbs)


def _as_role(document: Document, i: int, end: int) -> Iterator[Role]:
    """Yield the role of "who, as dean, leads the school": "dean of the school"."""
    doc = document.doc
    verb = next((j for j in range(i + 1, min(i + 8, end)) if doc[j].lower_ in role_verbs()), None)
    if verb is None:
        return
    role, _ = read_role(document, i, verb)
    stop = end_of_phrase(document, verb + 1, end)
    if role is None or stop == verb + 1:
        return
    thing = document.text[doc[verb + 1].idx : doc[stop - 1].idx + len(doc[stop - 1])]
    yield Role(f"{role.text} of {thing}" if " of " not in role.text else role.text, role.head, role.start)


def _from_verb(document: Document, i: int, end: int) -> tuple[Role, int] | None:
    """Return the role that a verb at token `i` and its object state, and the token after them."""
    doc = document.doc
    first, verb = i, doc[i]
    past, noun = _meaning(document, i)
    if verb.lower_ == "has":
        i += 1  # "who has run the archive"
    if verb.lower_ in ("serves", "served", "works", "worked") and i + 1 < end and doc[i + 1].lower_ == "as":
        role, j = read_role(document, i + 1, end)
        if role is None:
            return None
        return Role(("former " if past else "") + role.text, role.head, role.start), j
    stop = i + 1
    while stop < end and not stops(document, stop) and doc[stop].lower_ not in CLAUSE_WORDS:
        if (
            doc[stop].lower_ == "for"
            and stop + 2 < end
            and doc[stop + 2].lower_.rstrip("s") in ("year", "decade", "month")
        ):
            break
        if (
            doc[stop].lower_ == "and"
            and stop + 1 < end
            and (doc[stop + 1].lower_ in role_verbs() or doc[stop + 1].tag_ in ("VBZ", "VBD", "VBP"))
        ):
            break
        if doc[stop].lower_ == "and" and stop + 2 < end and doc[stop + 1].pos_ == "AUX":
            break
        if doc[stop].pos_ == "CCONJ" and _opens_own_clause(document, stop + 1, end):
            break
        stop += 1
    if stop == i + 1:
        return None
    thing = document.text[doc[i + 1].idx : doc[stop - 1].idx + len(doc[stop - 1])]
    if noun is None:
        if verb.lower_ in ("sits", "sat", "serves", "served") and doc[i + 1].lower_ == "on" and stop > i + 2:
            body = document.text[doc[i + 2].idx : doc[stop - 1].idx + len(doc[stop - 1])]
            return Role(f"{'former ' if past else ''}member of {body}", "member", verb.idx), stop
        return Role(f"who {doc[first : i + 1].text} {thing}", "", verb.idx), stop
    once = any(token.is_lower and token.lemma_ in _EVENTS for token in doc[i + 1 : min(stop, i + 5)])
    former = "former " if past and "founder" not in noun and not once else ""
    if doc[i + 1].pos_ == "ADP":
        noun = noun.removesuffix(" of")
    return Role(f"{former}{noun} {thing}", noun.split()[0], verb.idx), stop


def _opens_own_clause(document: Document, i: int, end: int) -> bool:
    """Return whether a clause with its own subject begins at token `i` ("and I rent here", "and her son drives it")."""
    doc = document.doc
    if i < end and doc[i].tag_ == "PRP":
        return True
    subjects = (t for t in doc[i : min(end, i + 6)] if t.dep_ in ("nsubj", "nsubjpass") and t.left_edge.i == i)
    return any(t.head.i > t.i and t.head.dep_ == "conj" for t in subjects)


def skip(document: Document, i: int, skipped: frozenset[str]) -> int:
    """Return the first token from `i` that is not one of `skipped`."""
    while i < len(document.doc) and document.doc[i].lower_ in skipped:
        i += 1
    return i


def _meaning(document: Document, i: int) -> tuple[bool, str | None]:
    """Return whether a role's verb at token `i` is past, and the noun that it becomes."""
    present = _participle(document, i)
    return (False, role_verbs()[present][1]) if present else role_verbs()[document.doc[i].lower_]


def _participle(document: Document, i: int) -> str | None:
    """Return the present form of the verb of "has led" at token `i`, which states a role still held, or None."""
    doc = document.doc
    if doc[i].lower_ != "has" or i + 1 >= len(doc):
        return None
    lemma = doc[i + 1].lemma_.lower()
    return next((form for form in (f"{lemma}s", f"{lemma}es") if form in role_verbs()), None)
