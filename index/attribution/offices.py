"""Offices with a complement directly before a name: "Secretary for Roads and Harbours Ines Aalto".

Capitals run on from the complement into the name, so that two questions are asked here: whether an office stands
before a place in the text, and how many words of a run of capitals still belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.wordlists import given_names, titles, word_group, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document

_RULING = frozenset({"of", "for", "at", "to"})
_LINKS = _RULING | {"the", "and", "&", "in", "on"}
_REACH = 16  # tokens from a name back to the noun of its office


def office_before(document: Document, offset: int, *, bare: bool = False) -> int | None:
    """Return the token of the noun of an office whose complement ends at `offset`, or None.

    "director of the Rivers Trust " has one at its end; "a lawyer for " and "the aunt of chef " have none, since what
    follows them is another person. With `bare`, a complement that is still empty or ends with "and" counts.
    """
    doc = document.doc
    if offset <= 0:
        return None
    last = int(document.tokens(Span(offset - 2 if offset > 1 else 0, offset))[-1:][0].i) if offset > 1 else 0
    if not bare and not _may_end(doc[last]):
        return None
    start = doc[last].sent.start
    listed = False
    for i in range(last, max(start, last - _REACH), -1):
        token = doc[i]
        if token.lower_ in _RULING and _is_office(doc[i - 1]):
            return i - 1
        listed = listed or token.lower_ == "and"
        if not _may_stand_within(token, listed):
            return None
    return None


def words_of_office(document: Document, run: Sequence[Span], folded: Sequence[str]) -> int:
    """Return how many words at the start of a run of capitals belong to the office before the run, at least two left.

    `folded` are the words of `run` in lower case. The office's part ends with an organisation's word, before a given
    name, or before what the model takes for a person; words of ministries always belong to it.
    """
    count = len(run)
    if folded[-1] in words("organisation_nouns"):
        return 0  # no name follows ("the head of the Ada Obi Institute said")
    portfolios = word_group("offices")
    kinds = {document.tokens(span)[0].ent_type_ for span in run}
    placed = bool(kinds) and kinds <= {"GPE", "LOC", "FAC"}
    first = 0
    while first < count - 1 and folded[first] in portfolios:
        first += 1
    text = document.text
    organised = [
        i + 1
        for i in range(first, count - 2)
        if folded[i] in words("organisation_nouns") or text[run[i].start : run[i].end] in words("organisation_nouns")
    ]
    if organised:
        return organised[-1]
    if first or folded[0] in given_names():
        return first
    given = [i for i in range(1, count - 1) if folded[i] in given_names()]
    if given:
        return given[0]
    if count > 3 and re.search(
        rf"(?:^|[a-z,.;:\"] |\. ){re.escape(text[run[-1].start : run[-1].end])}\b(?! [A-Z])", text
    ):
        return count - 2  # "president of the Ganna Kisan Sabha Prakash Jadhav": later "Jadhav" alone is the family name
    begun = [i for i in range(1, count - 1) if document.tokens(run[i])[0].ent_type_ == "PERSON"]
    if begun and document.tokens(run[begun[0]])[0].ent_iob_ == "B":
        return begun[0]
    # Whatever ministry a minister is for, at least one of the words before two more must name it.
    return int(count > 2 and _is_ministers(document, run[0].start) and not placed)


def _is_ministers(document: Document, offset: int) -> bool:
    """Return whether "Minister for", "and" or the like stands before an offset, so that a matter must follow.

    "Commissioner for transport" lacks none.
    """
    office = office_before(document, offset, bare=True)
    if office is None or document.tokens(Span(0, offset))[-1].lower_ not in _LINKS:
        return False
    noun, ruling = document.doc[office], document.doc[office + 1]
    return ruling.lower_ == "for" and noun.lower_ in word_group("ministers") and noun.text[0].isupper()


def _is_office(token: Token) -> bool:
    """Return whether a token is a noun for somebody who holds an office, and not for kin or staff."""
    listed = words("role_nouns")
    known = token.lower_ in listed or (token.text[0].isupper() and token.lower_ in titles())
    return known and token.lower_ not in word_group("kin") and token.lower_ not in word_group("on-behalf")


def _may_end(token: Token) -> bool:
    """Return whether a token may be the last of an office's complement."""
    noun = token.pos_ in ("NOUN", "PROPN") or token.text[0].isupper()
    return noun and token.lower_ not in words("role_nouns") | _LINKS and token.tag_ != "POS"


def _may_stand_within(token: Token, listed: bool) -> bool:
    """Return whether a token may stand in an office's complement; a comma only within a list."""
    if token.text == ",":
        return listed
    if token.lower_ in _LINKS or token.tag_ in ("HYPH", "POS") or token.text in ("-", "'"):
        return True
    return token.text[0].isupper() or token.pos_ in ("NOUN", "PROPN", "ADJ")
