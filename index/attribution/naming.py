"""Naming: the name that stands beside a verb or a role which the parse took for the speaker, or for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.cues import Cue
from index.attribution.phrases import is_role_noun
from index.attribution.wordlists import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def named_after(cue: Cue) -> Token | None:
    """Return the name right after a verb that takes no object, and a comma before it ("..., replied Ada Obi")."""
    verb = cue.token
    if cue.takes("object") or cue.takes("noun") or not cue.takes("quote") or verb.i == 0:
        return None
    if verb.nbor(-1).text not in {",", '"'} or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    named = (child for child in verb.rights if child.dep_ == "dobj" and child.pos_ == "PROPN")
    return next((name for name in named if name.left_edge.i == verb.i + 1), None)


def named_by_role(head: Token) -> Token:
    """Return the name after a role that the parse took for a verb ("said provost Ines Obi"), or the head itself.

    Of "harbour master and engineer Ada Obi" it is the name too.
    """
    doc = head.doc
    if is_role_noun(head) and head.i + 3 < len(doc) and doc[head.i + 1].lower_ == "and":
        role, name = doc[head.i + 2], doc[head.i + 3]
        if name.pos_ == "PROPN" and role.is_lower and (is_role_noun(role) or role.lower_ in words("role_nouns")):
            return whole_name(name)
    if head.pos_ != "VERB" or head.lower_ not in words("role_nouns") or head.i + 1 >= len(head.doc):
        return head
    name = head.nbor()
    return next((token for token in [name, *name.ancestors] if token.head == head and token.pos_ == "PROPN"), head)


def named_appositive(head: Token) -> Token:
    """Return the name set beside a common noun ("The chef, Lucien Barreau, ..."), or the noun itself."""
    before = head.doc[head.left_edge.i : head.i + 1]
    office = head.lower_ in words("role_nouns") and not any(token.ent_type_ == "PERSON" for token in before)
    if head.pos_ in {"PROPN", "PRON"} and not office:
        return head
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i > head.i:
            return child
        if child.dep_ == "acl" and child.lower_ in {"named", "called"}:
            return next((name for name in child.rights if name.pos_ == "PROPN"), head)
    return head


def whole_name(token: Token) -> Token:
    """Return the last word of the name that a word begins."""
    while token.i + 1 < len(token.doc) and token.nbor().pos_ == "PROPN" and token.dep_ == "compound":
        token = token.nbor()
    return token
