"""Roles: what the text says a person is, beside the person's name.

Five places are read: titles and nouns before the name ("opposition leader Amina Sorel"), an apposition after it
or before it ("Petra Vance, the mayor"; "the mayor, Petra Vance"), a relative clause ("who chairs the guild"), a
copula ("is a professor of law") and an "of" phrase ("Jane Roe of Oxfam").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.names import PLACE_BEFORE, Name, is_organisation_word
from index.attribution.phrases import CLAUSE_WORDS, STOPS, Role, end_of_phrase, is_role_noun, read_role, stops
from index.attribution.wordlists import role_verbs, titles, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document

_PRENOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_PHRASE = _PRENOMINAL | {"ADP", "DET", "CCONJ", "PART", "NUM"}
_PAST_ADVERBS = frozenset({"once", "earlier", "previously", "formerly", "then"})
_TIMELESS_ADVERBS = frozenset(
    {"also", "now", "currently", "later", "still", "recently", "long", "today", "both", "at", "one", "time"}
)
_RANKLESS = frozenset(
    {"professor", "reverend", "vice", "former", "deputy", "assistant", "acting", "executive", "chief", "general"}
)


def roles_of(document: Document, name: Name) -> list[Role]:
    """Return every role that the text states beside one mention of a name, in the order of the text."""
    found: list[Role] = []
    start = _start_of_phrase(document, name)
    before = _before(document, name, start)
    apposed = _apposed_before(document, document.doc[start].idx, name)
    if apposed:
        found.append(apposed)
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
    while i < at and doc[i].tag_ in ("POS", "HYPH"):
        i += 1
    return i


def _first_token(document: Document, name: Name) -> int:
    """Return the first token of a name with its titles."""
    return int(document.tokens(name.titled if name.titles else name.span)[0].i)


def _before(document: Document, name: Name, start: int) -> Role | None:
    """Return the role that nouns and titles directly before the name, from token `start`, state."""
    doc = document.doc
    at = _first_token(document, name)
    tokens = list(doc[start:at])
    known = titles()
    # A word of the run that is no title is part of the role ("House" in "House Speaker").
    spelt = [role for word in name.titles if (role := known[word.lower()].role if word.lower() in known else word)]
    if not any(word.lower() in known and known[word.lower()].role for word in name.titles):
        spelt = []
    lead = document.text[tokens[0].idx : at_offset(document, at)].strip() if tokens else ""
    if spelt:
        text = " ".join(filter(None, [_lower_first(lead, tokens), *spelt]))
        return Role(
            text, spelt[-1].split()[-1].lower(), tokens[0].idx if tokens else name.titled.start, weak=text in _RANKLESS
        )
    ranked = any(t.lower_ in titles() and titles()[t.lower_].role for t in tokens[:-1])
    if tokens and (is_role_noun(tokens[-1]) or (ranked and " of " in lead)):
        return Role(_lower_first(lead, tokens), tokens[-1].lemma_.lower(), tokens[0].idx)
    return None


def at_offset(document: Document, token: int) -> int:
    """Return the offset at which a token begins."""
    return int(document.doc[token].idx)


def _lower_first(text: str, tokens: list[Token]) -> str:
    """Return `text` without the capital that only the sentence's beginning gave it."""
    if not tokens or not tokens[0].is_sent_start or text[:2].isupper() or tokens[0].ent_type_ in ("GPE", "NORP"):
        return text
    if tokens[0].pos_ != "PROPN" or not any(token.text[0].isupper() for token in tokens[1:]):
        return text[:1].lower() + text[1:]
    return text


def _boundary(document: Document, token: Token) -> bool:
    """Return whether a token cannot be part of the noun phrase before a name."""
    if token.tag_ in ("HYPH", "POS") or token.text == "-":
        return False
    if document.quoted(token.idx) is not None or token.lower_ in ("a.m.", "p.m.", "am", "pm"):
        return True
    if token.tag_ == "NNS" and is_role_noun(token):
        return True  # "the candidates Senator Jan Obi and ..."
    return token.pos_ not in _PRENOMINAL and not (token.tag_ == "VBN" and token.dep_ == "amod")


def _after(document: Document, name: Name, before: Role | None) -> Iterator[Role]:
    """Yield the roles that stand after the name: apposition, relative clause, copula, "of" phrase."""
    doc = document.doc
    tokens = document.tokens(name.span)
    sentence_end = tokens[0].sent.end
    i = _skip_age(document, tokens.end, sentence_end)
    if i >= sentence_end:
        return
    token = doc[i]
    if token.text in (",", "(", "—", "–") and i + 1 < sentence_end:
        i += 1
        while i < sentence_end:
            role, after = read_role(document, i, sentence_end)
            # "Across Asia, voters want": a plural is the role of two joined names only.
            if role is None or (role.plural and not _joined_before(document, name)):
                break
            yield role
            i = after
            if not (i + 1 < sentence_end and doc[i].text in (",", "and")):
                break
            i += 1
        if i < sentence_end and doc[i].text == ",":
            i += 1
    elif token.lower_ in ("of", "from", "with", "at") and token.pos_ == "ADP":
        role = _of_phrase(document, i, sentence_end, before)
        if role is not None:
            yield role
    elif token.lemma_ == "be" and token.lower_ in ("is", "was") and document.quoted(token.idx) is None:
        role, _ = read_role(document, _skip(document, i + 1, _TIMELESS_ADVERBS), sentence_end)
        if role is not None and role.head in words("role_nouns"):
            yield role
    if i < sentence_end and doc[i].lower_ == "who":
        yield from _relative(document, i + 1, sentence_end)


def _joined_before(document: Document, name: Name) -> bool:
    """Return whether "and" joins a name to what stands before it."""
    return document.text[: name.titled.start].endswith(" and ")


def _skip_age(document: Document, i: int, end: int) -> int:
    """Return the token after an age in commas (", 45,")."""
    doc = document.doc
    if i + 2 < end and doc[i].text == "," and doc[i + 1].like_num and doc[i + 2].text == ",":
        return i + 2
    return i


def _skip(document: Document, i: int, skipped: frozenset[str]) -> int:
    """Return the first token from `i` that is not one of `skipped`."""
    while i < len(document.doc) and document.doc[i].lower_ in skipped:
        i += 1
    return i


def _of_phrase(document: Document, i: int, end: int, before: Role | None) -> Role | None:
    """Return the role of "of ORGANISATION" after a name, joined to a title before it."""
    doc = document.doc
    stop = i + 1
    while (
        stop < end
        and doc[stop].text not in STOPS
        and doc[stop].pos_ in _PHRASE
        and doc[stop].lower_ not in CLAUSE_WORDS
    ):
        stop += 1
    while stop > i + 1 and doc[stop - 1].pos_ in ("CCONJ", "ADP", "DET"):
        stop -= 1
    piece = doc[i + 1 : stop]
    organised = any(t.ent_type_ in ("ORG", "GPE") or is_organisation_word(t.lemma_) for t in piece)
    if not organised or doc[i].lower_ == "at":
        return None
    phrase = document.text[doc[i].idx : piece[-1].idx + len(piece[-1])]
    if before is not None:
        return Role(f"{before.text} {phrase}", before.head, before.start)
    return Role(phrase, "", doc[i].idx, weak=True)


def _relative(document: Document, i: int, end: int) -> Iterator[Role]:
    """Yield the roles that a relative clause from token `i`, after "who", states."""
    doc = document.doc
    adverbs = _TIMELESS_ADVERBS | _PAST_ADVERBS
    i = _skip(document, i, adverbs)
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
            j = _skip(document, j, adverbs)
            role, i = read_role(document, j, end)
            if role is not None:
                prefix = "former " if past and not role.text.startswith(("former", "ex-")) else ""
                yield Role(prefix + role.text, role.head, role.start, role.plural)
            else:
                return
        elif verb.lower_ in role_verbs():
            made = _from_verb(document, i, end)
            if made is None:
                return
            role, i = made
            yield role
        else:
            return
        if not (i + 1 < end and doc[i].lower_ == "and"):
            return
        i = _skip(document, i + 1, adverbs)


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
    verb = doc[i]
    past, noun = role_verbs()[verb.lower_]
    if verb.lower_ in ("serves", "served", "works", "worked") and i + 1 < end and doc[i + 1].lower_ == "as":
        role, j = read_role(document, i + 1, end)
        if role is None:
            return None
        return Role(("former " if past else "") + role.text, role.head, role.start), j
    stop = i + 1
    while stop < end and not stops(document, stop) and doc[stop].lower_ not in CLAUSE_WORDS:
        if (
            doc[stop].lower_ == "and"
            and stop + 1 < end
            and (doc[stop + 1].lower_ in role_verbs() or doc[stop + 1].tag_ in ("VBZ", "VBD", "VBP"))
        ):
            break
        if doc[stop].lower_ == "and" and stop + 2 < end and doc[stop + 1].pos_ == "AUX":
            break
        stop += 1
    if stop == i + 1:
        return None
    thing = document.text[doc[i + 1].idx : doc[stop - 1].idx + len(doc[stop - 1])]
    if noun is None:
        if verb.lower_ in ("sits", "sat", "serves", "served") and doc[i + 1].lower_ == "on" and stop > i + 2:
            body = document.text[doc[i + 2].idx : doc[stop - 1].idx + len(doc[stop - 1])]
            return Role(f"{'former ' if past else ''}member of {body}", "member", verb.idx), stop
        return Role(f"who {verb.text} {thing}", "", verb.idx), stop
    former = "former " if past and "founder" not in noun else ""
    if doc[i + 1].pos_ == "ADP":
        noun = noun.removesuffix(" of")
    return Role(f"{former}{noun} {thing}", noun.split()[0], verb.idx), stop


def _apposed_before(document: Document, start: int, name: Name) -> Role | None:
    """Return the role of a phrase before the name and a comma ("the mayor, Petra Vance")."""
    text, doc = document.text, document.doc
    if text[start - 2 : start] != ", ":
        return None
    comma = document.tokens(Span(start - 2, start - 1))[0].i
    sentence = doc[comma].sent.start
    i = comma
    while (
        i > sentence
        and (doc[i - 1].pos_ in _PHRASE or doc[i - 1].tag_ in ("HYPH", "PRP$", "POS"))
        and doc[i - 1].text not in STOPS
    ):
        i -= 1
    place = PLACE_BEFORE.search(text, max(0, start - 40), start)  # "a baker from Columbia, South Tarn,"
    placed = place is not None and place[1] in ("in", "from", "near")
    closed = text[name.span.end : name.span.end + 1] in (",", ".", ";", ")", ":", "") and not placed
    for first in range(i, comma):
        token = doc[first]
        opens = first == i or doc[first - 1].pos_ == "ADP"
        if not opens or token.pos_ == "ADP":
            continue
        role, stop = read_role(document, first, comma)
        if role is None or stop < comma or role.plural:
            continue
        if first == sentence or (closed and (token.pos_ == "DET" or token.tag_ == "PRP$")):
            return role
    return None
