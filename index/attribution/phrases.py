"""Noun phrases that state a role: where they begin and end, and what their head is.

"minister for women, family and sport", "deputy managing director of the fund", "presenter of "Night Post"".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.attribution.names import is_organisation_word
from index.attribution.wordlists import word_group, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document

_AGENT = re.compile(
    r"(?:er|or|ist|ian|eer|man|woman|person|men|women|people|ers|ors|ists|ians|smith|wright|herd|maid)$"
)
_NOT_AGENTS = word_group("not-agents")
CLAUSE_WORDS = word_group("clauses")
STOPS = frozenset({",", ".", ";", ":", "(", ")", '"', "—", "–", "--", "?", "!", "[", "]", "'"})
OF_ROLES = word_group("of-roles")  # participles that go on with a role ("a lawyer representing the port")
_DENYING = re.compile(r",? and (?:no|not|never) .*")  # "chairman of the League and no relation of the minister"
_STANDING = word_group("standing")  # participles that belong to a role
_AGE = re.compile(r"^\d+[- ]year[- ]old ")

_NEUTRAL = {
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "councilman": "councillor",
    "councilwoman": "councillor",
    "councilor": "councillor",
    "congressman": "representative",
    "congresswoman": "representative",
    "lawmaker": "legislator",
    "advisor": "adviser",
    "headteacher": "teacher",
    "boss": "chief",
    "don": "professor",
    "academic": "professor",
    "scholar": "professor",
    "businesswoman": "businessperson",
    "businessman": "businessperson",
    "co-founder": "founder",
    "cofounder": "founder",
}


@dataclass(frozen=True, slots=True)
class Role:
    """One statement of a role: its text as it reads after a name, and its head noun ("" where a verb stands)."""

    text: str
    head: str
    start: int
    plural: bool = False
    weak: bool = False


def is_role_noun(token: Token) -> bool:
    """Return whether a token is a noun that says what a person is."""
    lower, lemma = token.lower_, token.lemma_.lower()
    listed = words("role_nouns")
    if lower in listed or lemma in listed or token.text in listed:
        return True
    if token.pos_ != "NOUN" or not token.is_lower or lower in _NOT_AGENTS or lemma in _NOT_AGENTS:
        return False
    return len(lower) > 4 and _AGENT.search(lower) is not None and not is_organisation_word(lower)


def content_words(text: str) -> set[str]:
    """Return the words of a role that carry meaning."""
    return {
        w for w in re.findall(r"\w+", text.lower()) if w not in ("the", "a", "an", "of", "at", "for", "in", "to", "and")
    }


def same_role(head: str, words: set[str], role: Role) -> bool:
    """Return whether a phrase's head and words name the same role as `role`."""
    mine = _NEUTRAL.get(head, head)
    if not role.head or _NEUTRAL.get(role.head, role.head) != mine:
        return False
    described = {
        w for w in words if w.isalpha() and w not in ("the", "this", "that", "its", "his", "her", "their", "our", head)
    }
    return described <= {*content_words(role.text), "of", "at", "for", "in", "to", "and", "then", "former"}


def join_roles(roles: Sequence[Role]) -> str | None:
    """Return the fullest role: the first stated, later ones added that say something new, or None.

    A role that says no more than another is left out, and one that only a title or an "of" phrase states gives
    way to any fuller one.
    """
    kin = word_group("kin")
    strong = [role for role in roles if not role.weak and role.head not in kin] or list(roles)
    kept: list[str] = []
    for role in strong:
        text = _DENYING.sub("", role.text)
        words = content_words(text)
        if not words or any(words <= content_words(other) for other in kept):
            continue
        kept = [other for other in kept if not content_words(other) <= words]
        kept.append(text)
    return "; ".join(kept) or None


def head_of(document: Document, start: int, end: int) -> Token | None:
    """Return the head noun of the phrase in tokens `start` to `end`: the last noun before its complements."""
    head: Token | None = None
    for token in document.doc[start:end]:
        if token.pos_ in ("NOUN", "PROPN") or (token.pos_ in ("ADJ", "VERB") and is_role_noun(token)):
            head = token
        elif (token.text in STOPS and token.tag_ != "POS") or (
            head is not None and not _inside_noun_phrase(document, token)
        ):
            break
    return head


def _inside_noun_phrase(document: Document, token: Token) -> bool:
    """Return whether a token after a noun still leads to a later head ("deputy managing director")."""
    if token.tag_ in ("HYPH", "POS") or token.text == "-":
        return True
    if document.doc[token.i - 1].text == "-" and token.pos_ != "ADP":
        return True  # "the harbour-born commissioner"
    after = document.doc[token.i + 1] if token.i + 1 < len(document.doc) else None
    return (
        token.tag_ in ("VBG", "JJ", "CD")
        and after is not None
        and after.pos_ in ("NOUN", "PROPN")
        and is_role_noun(after)
    )


def read_role(document: Document, i: int, end: int) -> tuple[Role | None, int]:
    """Read a role's noun phrase from token `i`; return it and the token after it."""
    doc = document.doc
    if i < end and doc[i].lower_ == "and":
        i += 1
    if i < end and doc[i].lower_ == "as":
        i += 1
    first = i
    while first < end and (
        doc[first].pos_ == "DET" or doc[first].tag_ == "PRP$" or doc[first].lower_ in ("also", "now")
    ):
        first += 1
    if first >= end or doc[i].lower_ == "whose":
        return None, i
    if doc[first].tag_ == "VBG" and doc[first].lower_ not in _STANDING:
        return None, i
    head = head_of(document, first, min(end, first + 14))
    if head is not None and first > i and not is_role_noun(head) and doc[head.i + 1 : head.i + 2].text == "and":
        head = head_of(document, head.i + 2, min(end, head.i + 6))  # "a countertenor and chair of the guild"
    if head is None or not is_role_noun(head):
        return None, i
    if any(
        (t.pos_ in ("VERB", "AUX", "PRON") and t.tag_ not in ("VBN", "VBG", "PRP$"))
        or (t.pos_ in ("ADP", "SCONJ") and t.lower_ != "under")  # an under secretary
        or t.dep_ == "neg"
        for t in doc[first : head.i]
    ):
        return None, i
    if first > i and doc[first].is_lower and doc[first + 1].tag_ == "POS":
        first -= 1  # "the lender's president" needs its article
    stop = end_of_phrase(document, head.i + 1, end)
    text = document.text[doc[first].idx : doc[stop - 1].idx + len(doc[stop - 1])]
    text = with_closing_mark(text)
    plural = head.tag_ in ("NNS", "NNPS")
    text = text[:1].lower() + text[1:] if doc[first].pos_ == "DET" else text
    text = _AGE.sub("", text)
    return Role(text.strip(), head.lemma_.lower() or head.lower_, doc[first].idx, plural), stop


def end_of_phrase(document: Document, i: int, end: int) -> int:
    """Return the token after the complements of a role's head noun."""
    doc = document.doc
    first = i
    while i < end:
        token = doc[i]
        if (after := _past_title(document, i, end)) > i:
            i = after
            continue
        if stops(document, i):
            extended = _past_comma(document, i, end) if token.text == "," else i
            if extended == i:
                break
            i = extended
            continue
        if token.lower_ in CLAUSE_WORDS or (token.tag_ in ("VBD", "VBZ", "VBP", "MD") and not _within_capitals(token)):
            break
        if (
            token.tag_ in ("VBG", "VBN")
            and token.lower_ not in OF_ROLES
            and doc[i - 1].pos_ in ("NOUN", "PROPN")
            and token.dep_ in ("acl", "advcl", "ROOT", "conj")
        ):
            break
        if token.pos_ == "CCONJ" and token.lower_ != "and" and token.text != "&":
            break
        if token.tag_ == "PRP" and token.is_lower:  # "member for parks in a town she calls home"
            i = next((j for j in range(i - 1, max(first, i - 6), -1) if doc[j].pos_ == "ADP"), i)
            break
        i += 1
    while i > 0 and (doc[i - 1].pos_ in ("CCONJ", "ADP", "DET") or doc[i - 1].tag_ == "RB") and doc[i - 1].is_lower:
        i -= 1
    return i


def with_closing_mark(text: str) -> str:
    """Return a role with the closing mark of a title that a phrase leaves outside (composer of "Tides," says)."""
    return text + '"' * (text.count('"') % 2)


def _within_capitals(token: Token) -> bool:
    """Return whether a token is one of several words with capitals, as in a long name that the model reads as verbs."""
    before = token.nbor(-1) if token.i > 0 else None
    return token.text[0].isupper() and before is not None and before.text[0].isupper()


def end_of_sentence(document: Document, i: int) -> int:
    """Return the token after the sentence of token `i`, where the parse divides one without a stop or a quotation."""
    doc = document.doc
    end = int(doc[i].sent.end)
    paragraph = document.paragraphs[document.paragraph_at(doc[i].idx)].end
    while end < len(doc) and doc[end].idx < paragraph and _run_on(doc[end - 1], doc[end]):
        end = int(doc[end].sent.end)
    return end


def _run_on(last: Token, first: Token) -> bool:
    """Return whether a sentence of the parse ends within a name in capitals."""
    return last.text[-1].isalpha() and last.text[0].isupper() and first.text[0].isupper() and first.pos_ == "PROPN"


def stops(document: Document, i: int) -> bool:
    """Return whether the token at `i` is punctuation that ends a phrase, and not the apostrophe of a plural."""
    token = document.doc[i]
    return token.text in STOPS and not (token.text == "'" and i > 0 and document.doc[i - 1].text.endswith("s"))


def _past_title(document: Document, i: int, end: int) -> int:
    """Return the token after a short title in quotation marks that begins at token `i`, or `i` where none does."""
    doc = document.doc
    if doc[i].text != '"' or i + 1 >= end or not doc[i + 1].text[0].isupper():
        return i
    close = next((j for j in range(i + 1, min(end, i + 8)) if doc[j].text == '"'), i)
    return close + 1 if close > i and doc[close - 1].text not in STOPS else i


def names_organisation(document: Document, start: int, end: int) -> bool:
    """Return whether the tokens from `start` to `end` are all of an organisation's name, by one of its words."""
    piece = document.doc[start:end]
    printed = [t for t in piece if t.lower_ not in ("of", "the", "for", "and", "&", "-", "'s")]
    named = len(printed) > 1 and all(t.text[0].isupper() for t in printed)
    return named and any(is_organisation_word(t.text) for t in printed) and not any(is_role_noun(t) for t in printed)


def _past_comma(document: Document, i: int, end: int) -> int:
    """Return the token after what a comma at token `i` adds to a role's complement, or `i` where it adds nothing."""
    doc = document.doc
    j = i + 1
    while j < end and doc[j].text not in STOPS:
        j += 1
    piece = doc[i + 1 : j]
    if not len(piece):
        return i
    if (
        len(piece) <= 2
        and all(t.ent_type_ == "GPE" or t.text in ("D.C.", "U.S.") for t in piece)
        and doc[i - 1].pos_ == "PROPN"
    ):
        return j
    if is_role_noun(doc[i - 1]) and names_organisation(document, i + 1, j) and (j >= end or doc[j].text in (",", ".")):
        return j  # "managing director, Orm Steel Plc,"
    # "minister for women, family and sport": a list of plain nouns within the complement
    plain = all(t.pos_ in ("NOUN", "ADJ", "PROPN", "CCONJ") for t in piece) and any(t.lower_ == "and" for t in piece)
    closed = j >= end or doc[j].text in (",", ".", ";", ")")
    listed = plain and len(piece) <= 6 and closed and piece[0].lower_ != "and" and not is_role_noun(piece[0])
    return j if listed else i
