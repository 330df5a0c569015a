"""Clauses that the parse hangs on the wrong noun: what tells that they are a reporting verb's content after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.cues import Cue
from index.attribution.lexicon import cue_nouns
from index.attribution.wordlists import word_group, words

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSE_MARKS = frozenset({"whether", "if", "how", "why", "what", "when", "where", "who", "which"})
"""The words that open a clause of a question."""

_PLACING = frozenset("after at before by during from in inside on outside to via".split())


def sums_up(noun: Token) -> bool:
    """Return whether a noun opens the reporter's remark on what was said (", a remark that drew laughter")."""
    first = noun.left_edge
    apart = first.i > 0 and first.nbor(-1).text == "," and first.lower_ in {"a", "an"}
    if not apart or noun.lemma_.lower() not in word_group("summing"):
        return False
    return any(child.dep_ == "relcl" for child in noun.rights)


def is_medium(verb: Token, noun: Token) -> bool:
    """Return whether a noun names what a verb's words stood in ("said in a statement that ...")."""
    phrase = noun.head
    within = phrase.dep_ == "prep" and phrase.lower_ in {"in", "on", "by"} and phrase.head == verb
    lemma = noun.lemma_.lower()
    spoken = cue_nouns("source") | cue_nouns("that") | cue_nouns("issued") | words("document_nouns")
    return within and lemma in spoken


def is_circumstance(verb: Token, that: Token) -> bool:
    """Return whether "that" opens what a verb says, though the parse made it a clause about where or when it was said.

    "Told reporters in the corridor that it was late" does; "spoke of her fear that it was late" and "in the hope that"
    do not.
    """
    if that.dep_ != "mark" or not any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in that.head.lefts):
        return False
    link = that.nbor(-1)
    while link.head != verb:
        takes_clause = link.lemma_.lower() in word_group("clause-nouns") | cue_nouns("that")
        placed = link.dep_ != "prep" or link.lower_ in _PLACING | {"of"}
        if link.head == link or link.dep_ not in {"pobj", "prep", "dobj", "dative"} or takes_clause or not placed:
            return False
        link = link.head
    return link.dep_ in {"dobj", "dative"} or (link.dep_ == "prep" and link.lower_ in _PLACING)


def asked_from(verb: Token, cue: Cue) -> Token | None:
    """Return the clause of "asked from the floor who would pay", where the parse made it one about the floor."""
    if verb.lemma_ not in {"ask", "inquire", "enquire", "wonder"} or not cue.takes("wh"):
        return None
    for phrase in verb.rights:
        if phrase.dep_ == "prep" and phrase.lower_ in {"from", "at", "in", "on"}:
            for place in phrase.children:
                for clause in place.rights:
                    if place.dep_ == "pobj" and clause.dep_ == "relcl" and clause.left_edge.lower_ in CLAUSE_MARKS:
                        return clause
    return None


def told_that(verb: Token, cue: Cue) -> Token | None:
    """Return the clause of "told a packed room (that) ...", where the parse made it one about the room."""
    if not (cue.takes("that") and cue.takes("object")):
        return None
    heard = next((child for child in verb.rights if child.dep_ in {"dobj", "dative"}), None)
    if heard is None or heard.pos_ == "PRON":
        return None
    for clause in heard.rights:
        subject = next((part for part in clause.lefts if part.dep_ in {"nsubj", "nsubjpass"}), None)
        if clause.dep_ not in {"relcl", "acl"} or subject is None or heard.right_edge != clause.right_edge:
            continue
        first = clause.left_edge
        bare = verb.lemma_ == "tell" and first == subject.left_edge and not first.tag_.startswith("W")
        if bare or (first.lower_ == "that" and first != subject):
            return clause
    return None


def is_clause_subject(noun: Token) -> bool:
    """Return whether a noun taken for an object is the subject of what was said ("said the fee would be set at $3")."""
    clauses = (child for child in noun.rights if child.dep_ in {"acl", "relcl"})
    return any(
        any(part.dep_ in {"aux", "auxpass"} and part.tag_ in {"MD", "VBD", "VBZ", "VBP"} for part in clause.lefts)
        and not any(part.tag_ in {"WDT", "WP", "WP$", "WRB", "IN", "TO"} for part in clause.lefts)
        and not any(part.dep_ in {"nsubj", "nsubjpass"} for part in clause.lefts)
        for clause in clauses
    )
