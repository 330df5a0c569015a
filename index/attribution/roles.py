"""Roles: what the text says a person is, beside the person's name.

Six places are read: titles and nouns before the name ("opposition leader Amina Sorel"), an apposition after it or
before it ("Odette Marchetti, the mayor"; "the mayor, Odette Marchetti"), a relative clause (see `clauses`), a copula
("is a professor of law"), an "of" phrase ("Jane Roe of Oxfam") and what the person leads ("the inquiry, led by").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.clauses import TIMELESS_ADVERBS, roles_of_clause, skip
from index.attribution.names import BESIDE_NAME, PLACE_BEFORE, Name, is_organisation_word
from index.attribution.offices import office_before
from index.attribution.phrases import (
    CLAUSE_WORDS,
    OF_ROLES,
    STOPS,
    Role,
    end_of_sentence,
    is_role_noun,
    names_organisation,
    read_role,
    stops,
)
from index.attribution.wordlists import role_verbs, titles, word_group, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document

_PRENOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_PHRASE = _PRENOMINAL | {"ADP", "DET", "CCONJ", "PART", "NUM"}
_LED_BY = re.compile(
    r"\b(?P<thing>[Tt]he [\w' -]{3,50}?),? "
    r"(?P<verb>led|chaired|headed|run|founded|co-founded|directed|edited|owned|hosted) by (?:the |a |an )?$"
)
_COMMA_BEFORE = re.compile(r", (?:the )?(?:(?:Very|Most|Right) )?$")  # "The Dean, the Very Rev Jan Obi"
_SITTING = frozenset({"judge", "justice", "magistrate"})
_RANKLESS = frozenset(
    {"professor", "reverend", "vice", "former", "deputy", "assistant", "acting", "executive", "chief", "general"}
)


def roles_of(document: Document, name: Name) -> list[Role]:
    """Return every role that the text states beside one mention of a name, in the order of the text."""
    found: list[Role] = []
    office = _start_of_office(document, name)
    start = _start_of_phrase(document, name) if office is None else office
    before = _before(document, name, start) if office is None else _office(document, name, office)
    apposed = _apposed_before(document, document.doc[start].idx, name)
    if apposed:
        found.append(apposed)
    if led := _led(document, document.doc[start].idx):
        found.append(led)
    if before:
        found.append(before)
    found.extend(_after(document, name, before))
    return found


def _start_of_phrase(document: Document, name: Name) -> int:
    """Return the token at which the nouns, adjectives and titles directly before a name begin."""
    doc = document.doc
    i = at = _first_token(document, name)
    while i > 0 and not _boundary(document, doc[i - 1]):
        i -= 1
        if i > 1 and doc[i].text[0].isupper() and doc[i - 1].lower_ == "of" and doc[i - 2].lower_ in titles():
            i -= 2  # "Secretary of State"
    i = _at_prefix(document, i)
    while i < at and doc[i].tag_ in ("POS", "HYPH"):
        i += 1
    return i


def _at_prefix(document: Document, i: int) -> int:
    """Return the token before a hyphen at which a phrase was taken to begin ("Under-secretary"), or the same one."""
    hyphened = i > 0 and document.doc[i].text == "-" and not document.doc[i - 1].whitespace_
    return i - 1 if hyphened and document.doc[i - 1].is_alpha else i


def _start_of_office(document: Document, name: Name) -> int | None:
    """Return the token at which "Former director of the Rivers Trust" before a name begins, or None."""
    office = office_before(document, name.titled.start)
    if office is None:
        return None
    start = office
    while start > 0 and not _boundary(document, document.doc[start - 1]):
        start -= 1
    return _at_prefix(document, start)


def _first_token(document: Document, name: Name) -> int:
    """Return the first token of a name with its titles."""
    return int(document.tokens(name.titled if name.titles else name.span)[0].i)


def _before(document: Document, name: Name, start: int) -> Role | None:
    """Return the role that nouns and titles directly before the name, from token `start`, state."""
    doc = document.doc
    at = _first_token(document, name)
    tokens = list(doc[start:at])
    lead = document.text[tokens[0].idx : doc[at].idx].strip() if tokens else ""
    titled = _titled(name)
    if (
        tokens
        and titled is not None
        and tokens[-1].is_lower
        and tokens[-1].lower_ in _SITTING
        and titled.head in _SITTING
    ):
        return Role(_lower_first(lead, tokens), tokens[-1].lower_, tokens[0].idx)  # "retired judge Justice Ada Obi"
    if titled is not None:
        text = " ".join(filter(None, [_lower_first(lead, tokens), titled.text]))
        return Role(text, titled.head, tokens[0].idx if tokens else name.titled.start, weak=text in _RANKLESS)
    known = titles()
    ranked = any(t.lower_ in known and known[t.lower_].role for t in tokens[:-1])
    if tokens and (is_role_noun(tokens[-1]) or (ranked and " of " in lead)):
        return Role(_lower_first(lead, tokens), tokens[-1].lemma_.lower(), tokens[0].idx)
    return None


def _titled(name: Name) -> Role | None:
    """Return the role that a name's titles state by themselves, or None."""
    known = titles()
    # A word of the run that is no title is part of the role ("House" in "House Speaker").
    spelt = [role for word in name.titles if (role := known[word.lower()].role if word.lower() in known else word)]
    if not any(word.lower() in known and known[word.lower()].role for word in name.titles):
        return None
    text = " ".join(spelt)
    return Role(text, text.split()[-1].lower(), name.titled.start)


def _office(document: Document, name: Name, start: int) -> Role:
    """Return the role of an office and its complement, from token `start` up to a name."""
    tokens = list(document.doc[start : _first_token(document, name)])
    noun = office_before(document, name.titled.start) or start
    text = document.text[tokens[0].idx : name.titled.start].strip()
    return Role(_lower_first(text, tokens), document.doc[noun].lemma_.lower(), tokens[0].idx)


def _start_of_title(document: Document, i: int, sentence: int) -> int:
    """Return the token at which the noun phrase that ends with token `i` begins."""
    while i > sentence and (document.doc[i - 1].pos_ in _PRENOMINAL or document.doc[i - 1].pos_ == "DET"):
        i -= 1
    return i


def _lower_first(text: str, tokens: list[Token]) -> str:
    """Return `text` without the capital that only the sentence's beginning gave it."""
    if not tokens or not tokens[0].is_sent_start or text[:2].isupper():
        return text
    if tokens[0].ent_type_ in ("GPE", "NORP") and tokens[0].pos_ != "VERB":
        return text
    if len(tokens) > 1 and tokens[1].tag_ == "POS":
        return text  # a possessor without an article has a name of its own: "Labour's shadow secretary"
    proper = re.search(rf"[a-z,] {re.escape(tokens[0].text)}\b", tokens[0].doc.text) is not None
    if tokens[0].pos_ != "PROPN" or not (proper or any(token.text[0].isupper() for token in tokens[1:])):
        return text[:1].lower() + text[1:]
    return text


def _boundary(document: Document, token: Token) -> bool:
    """Return whether a token cannot be part of the noun phrase before a name."""
    if token.tag_ in ("HYPH", "POS") or token.text == "-":
        return False
    if token.lower_ in ("very", "most") or (token.lower_ == "right" and token.text[0].isupper()):
        return True  # "the Very Rev Jan Obi"
    if document.quoted(token.idx) is not None or token.lower_ in ("a.m.", "p.m.", "am", "pm"):
        return True
    if token.text[0].isupper() and token.lower_ in word_group("calendar"):
        return True  # "On Friday Mayor Jan Obi said"
    if token.tag_ == "NNS" and is_role_noun(token):
        return True  # "the candidates Senator Jan Obi and ..."
    # A word that opens the sentence may be taken for a verb and still for part of a compound: "Harbour master Jan Obi".
    modifies = token.dep_ == "compound" or (token.tag_ == "VBN" and token.dep_ == "amod")
    # "said provost Ines Obi", where the parse calls the role a verb and still the subject.
    mistaken = token.dep_ in ("nsubj", "nsubjpass", "pobj", "appos") and token.lower_ in words("role_nouns")
    return token.pos_ not in _PRENOMINAL and not modifies and not mistaken


def _after(document: Document, name: Name, before: Role | None) -> Iterator[Role]:
    """Yield the roles that stand after the name: apposition, relative clause, copula, "of" phrase."""
    doc = document.doc
    tokens = document.tokens(name.span)
    end = end_of_sentence(document, tokens[0].i)
    i = tokens.end
    letters = word_group("post-nominals")
    while i + 1 < end and (doc[i].text in letters or (doc[i].text == "," and doc[i + 1].text in letters)):
        i += 1  # "Iqbal Dunmore KC", "Ines Pillai, IAS"
    i = _skip_age(document, i, end)
    if doc[i : i + 2].text == ", of":
        i += 1  # "Jane Roe, of the Weir Board, said"
    if i >= end:
        return
    found: list[Role] = []
    token = doc[i]
    if token.text in (",", "(", "—", "–") and i + 1 < end:
        found, i = _appositions(document, name, i + 1, end)
    elif token.lower_ in ("of", "from", "with", "at") and token.pos_ == "ADP" and not _in_office(document, name):
        role, i = _of_phrase(document, i, end, before)
        found = [role] if role is not None else []
    elif token.lower_ in ("is", "was") and document.quoted(token.idx) is None:
        role, _ = read_role(document, skip(document, i + 1, TIMELESS_ADVERBS), end)
        found = [role] if role is not None and role.head in words("role_nouns") else []
    yield from found
    if i < end and doc[i].text == ",":
        i += 1
    if i < end and doc[i].lower_ == "who":
        yield from roles_of_clause(document, i + 1, end)


def _appositions(document: Document, name: Name, i: int, end: int) -> tuple[list[Role], int]:
    """Return the roles in apposition from token `i` and the token after them."""
    found: list[Role] = []
    while i < end and not _another_begins(document, i):
        role, after = read_role(document, i, end)
        # "Across Asia, voters want": a plural is the role of two joined names only.
        if role is None or (role.plural and not _joined_before(document, name)):
            break
        if document.doc[i].lower_ == "and" and BESIDE_NAME.match(document.text, role.start + len(role.text)):
            break  # "Jane Roe, a cook, and the warden, Jan Obi"
        found.append(role)
        i = after
        if not (i + 1 < end and document.doc[i].text in (",", "and")):
            break
        i += 1
    return found, i


def _another_begins(document: Document, i: int) -> bool:
    """Return whether "and her deputy, ..." at token `i` goes on to somebody else."""
    return document.doc[i].lower_ == "and" and document.doc[min(i + 1, len(document.doc) - 1)].tag_ == "PRP$"


def _in_office(document: Document, name: Name) -> bool:
    """Return whether a lone word is an office or stands in one's complement ("Founder of Orm Steel Jan Obi")."""
    last = document.tokens(name.span)[-1]
    return not name.full and (is_role_noun(last) or office_before(document, name.span.end, bare=True) is not None)


def _joined_before(document: Document, name: Name) -> bool:
    """Return whether "and" joins a name to what stands before it."""
    return document.text[: name.titled.start].endswith(" and ")


def _skip_age(document: Document, i: int, end: int) -> int:
    """Return the token after an age in commas (", 45,")."""
    doc = document.doc
    if i + 2 < end and doc[i].text == "," and doc[i + 1].like_num and doc[i + 2].text == ",":
        return i + 2
    return i


def _of_phrase(document: Document, i: int, end: int, before: Role | None) -> tuple[Role | None, int]:
    """Return the role of "of ORGANISATION" after a name, joined to a title before it, and the token after it."""
    doc = document.doc
    stop = i + 1
    while (
        stop < end
        and doc[stop].text not in STOPS
        and (doc[stop].pos_ in _PHRASE or doc[stop].text == "-")
        and doc[stop].lower_ not in CLAUSE_WORDS
    ):
        stop += 1
    while stop > i + 1 and doc[stop - 1].pos_ in ("CCONJ", "ADP", "DET"):
        stop -= 1
    piece = doc[i + 1 : stop]
    organised = any(t.ent_type_ in ("ORG", "GPE") or is_organisation_word(t.lemma_) for t in piece)
    if not organised or doc[i].lower_ == "at":
        return None, stop
    phrase = document.text[doc[i].idx : piece[-1].idx + len(piece[-1])]
    if before is not None:
        return Role(f"{before.text} {phrase}", before.head, before.start), stop
    return Role(phrase, "", doc[i].idx, weak=True), stop


def _led(document: Document, start: int) -> Role | None:
    """Return the role of "the inquiry, led by" before a name that begins at offset `start`."""
    match = _LED_BY.search(document.text, max(0, start - 90), start)
    if match is None:
        return None
    noun = role_verbs().get(match["verb"], (False, None))[1] or "leader of"
    return Role(f"{noun} {match['thing'][:1].lower()}{match['thing'][1:]}", noun.split()[0], match.start("thing"))


def _apposed_before(document: Document, start: int, name: Name) -> Role | None:
    """Return the role of a phrase before the name and a comma ("the mayor, Odette Marchetti")."""
    text, doc = document.text, document.doc
    opened = _COMMA_BEFORE.search(text, max(0, start - 24), start)
    if opened is None:
        return None
    comma = document.tokens(Span(opened.start(), opened.start() + 1))[0].i
    sentence = doc[comma].sent.start
    i = comma
    while (
        i > sentence
        and (
            doc[i - 1].pos_ in _PHRASE
            or doc[i - 1].tag_ in ("HYPH", "PRP$", "POS")
            or doc[i - 1].lower_ in OF_ROLES
            or doc[i - 1].text == "-"
        )
        and not stops(document, i - 1)
    ):
        i -= 1
    if (
        i - 2 > sentence
        and doc[i - 1].text == ","
        and is_role_noun(doc[i - 2])
        and names_organisation(document, i, comma)
    ):
        i = _start_of_title(document, i - 2, sentence)  # "The Managing Director, Orm Steel Plc, Mrs Jan Obi,"
    place = PLACE_BEFORE.search(text, max(0, start - 40), start)  # "a baker from Columbia, South Tarn,"
    placed = place is not None and place[1] in ("in", "from", "near")
    closed = text[name.span.end : name.span.end + 1] in (",", ".", ";", ")", ":", "") and not placed
    for first in range(i, comma):
        token = doc[first]
        if any(t.lower_ == "and" and t.nbor().tag_ == "PRP$" for t in doc[first:comma]):
            continue  # "The port and its Danish owner, Bo Rask,": the owner alone
        opens = first == i or doc[first - 1].pos_ == "ADP" or doc[first - 1].lower_ == "and"
        if not opens or token.pos_ == "ADP":
            continue
        role, stop = read_role(document, first, comma)
        if role is None or stop < comma or role.plural:
            continue
        if first == sentence or (closed and (token.pos_ == "DET" or token.tag_ == "PRP$")):
            return role
    return None
