"""Mentions: how far the noun phrase of a speaker reaches from its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.article import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

STOPS = {",", "(", "[", "-", "--", "–", "—", ";", ":", '"', "who", "whose", "which", "that", "where", "whom"}
"""The marks and words that end a mention."""


def mention_span(head: Token) -> Span:
    """Return the span of the noun phrase of a token, without what is set off by commas or "who"."""
    doc = head.doc
    first = head.left_edge.i
    for place in range(head.i - 1, first - 1, -1):
        if doc[place].text in {",", '"', "(", ")", ";", ":", "--", "–", "—"} and not _in_list(head, place):
            first = place + 1
            break
    last = head.i
    members = list_members(head)
    for place in range(head.i + 1, head.right_edge.i + 1):
        token = doc[place]
        if token.text in STOPS and not _hyphen(token) and not (members and place < members[-1].i):
            break
        apart = token.left_edge.i <= place and not members and not _hyphen(doc[place - 1])
        if token.dep_ in {"relcl", "acl", "appos"} and apart:
            break
        if token.pos_ in {"VERB", "AUX"}:
            break
        if token.pos_ == "ADP" and place < head.right_edge.i and doc[place + 1].ent_type_ in {"DATE", "TIME"}:
            break  # "Tessaly in June"
        last = place
    while last > head.i and doc[last].pos_ in {"PUNCT", "CCONJ", "ADP", "SPACE"} and doc[last].text != "'s":
        last -= 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def without_possessive(text: str, mention: Span) -> Span:
    """Return the span of a mention without the "'s" of an owner, or the apostrophe of several."""
    owner = mention.of(text)
    return Span(mention.start, mention.end - (2 if owner.endswith("'s") else 1 if owner.endswith("s'") else 0))


def is_reader_aloud(named: Token) -> bool:
    """Return whether somebody is named as reading another's words ("a letter, read out by its chair, Ada Obi")."""
    while named.dep_ in {"appos", "compound"}:
        named = named.head
    return named.dep_ == "pobj" and named.head.lower_ == "by" and named.head.head.lemma_ == "read"


def _hyphen(token: Token) -> bool:
    """Return whether a token is the hyphen of a compound and not a dash between spaces."""
    return token.text == "-" and not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_


def list_members(head: Token) -> list[Token]:
    """Return the other nouns coordinated with a noun."""
    members: list[Token] = []
    pending = [head]
    while pending:
        token = pending.pop()
        for child in token.children:
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON"} and child.i > head.i:
                members.append(child)
                pending.append(child)
    return sorted(members, key=lambda token: token.i)


def _in_list(head: Token, place: int) -> bool:
    """Return whether the mark at `place` separates the adjectives or members before a noun."""
    return (
        head.doc[place].text == ","
        and head.doc[place].head != head
        and head.doc[place].dep_ == "punct"
        and (head.doc[place - 1].pos_ == "ADJ")
    )
