"""Who is meant by a role in Chinese, Japanese, French, Spanish or German ("退休嘅圖書館員", "la juge retraitée").

The words for a role and those beside it that narrow it are looked up in `data/foreign_roles.txt` and
`data/foreign_fields.txt`; what they are in English is fitted as `roles` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.questions.cast import Cast, Found
from bot.questions.question import Manner
from bot.questions.roles import Fit, Phrase, fit
from bot.questions.words import Token, by_word, halves, is_han, is_kana

_SPACED = frozenset({"fr", "es", "de"})
_NEAR = 3
"""How many words from a role those stand that narrow it, in languages that part words by spaces."""
_BEFORE = 8
"""How many characters before a role those stand, in languages that do not."""
_SURE, _UNSURE = 0.8, 0.6
# What follows a role that somebody is named by; of "學生手機" the students' telephones are the subject.
_NAMES_SOMEBODY = re.compile(
    "$|[話话說说講讲嘅的嗰點怎對对想要會会為为問问答稱称指提建希擔担反是係系在將将曾有俾給给同和與与最又都仲還还因批質质解接唔不冇没沒先打拒回表主強强形"
    "透介引宣承抱警呼叫望應应支贊赞用把拿比認认覺觉究到底具甚何如乜咩嚟來来去聽听睇看見见讀读寫写念唸封之事當当後后前早先今昨上喺起出帶带送請请求道爆笑罵骂鬧闹嘆叹形評评判否拆揭透投保預预估計计]|について|によ|は|が|の|も|に|と|さん|、"
)
# "The clinic has no doctor", "most delegates": nobody in particular.
_NOBODY = re.compile(
    "(?:(?<![只還还仲都])有|[冇無无]|多[數数]|所有|任何|每[個个位名]?|各[位國国]?|[幾几]多|多少)(?:個|个|位|名)?$"
)
_TOGETHER = re.compile("[同和與与及跟、]|と")
_WHO_CJK = re.compile("(?:邊個|边个|誰|谁|邊位|哪位)(?![係是系])|[幾几]多|多少")
# "The one of the tenants' union": somebody, by nothing but what stands before.
_SOMEBODY = re.compile("(?:[嗰那這这呢]|的|嘅|の)(?:位|個人|个人|人|方|女士|先生)|方面|佬|阿姐|さん(?!の)")


def foreign_role_mentions(question: Sequence[Token], taken: set[int], language: str, cast: Cast) -> Iterator[Found]:
    """Yield the mentions of roles in other languages than English, as `role_mentions` does."""
    for at, token in enumerate(question):
        if at in taken or at - 1 in taken:
            continue
        if language in _SPACED:
            heads = _roles().get(token.word, ()) if not at or question[at - 1].word != "en" else ()  # "en chef"
            beside = [t.word for t in question[max(0, at - _NEAR) : at + _NEAR + 1] if t is not token]
            found = _best(heads, [_fields()[word] for word in beside if word in _fields()], cast)
            if found is not None:
                yield Found(at, at + 1, found[0], Manner.ROLE, min(found[1], _SURE))
        elif is_han(token.text[0]) or is_kana(token.text[0]):
            yield from _inside(token, at, cast)


def _inside(token: Token, at: int, cast: Cast) -> Iterator[Found]:
    """Yield the mentions of roles within a run of Chinese or Japanese characters."""
    asked = _WHO_CJK.search(token.text)  # "who said the mayor would pay": the mayor is no speaker
    text = token.text[: asked.start()] if asked else token.text
    done = named = 0
    for start, end in _longest(text):
        fields = _narrowing(text, max(done, start - _BEFORE), start)
        done = end
        # "What did the minister answer the hotel's owner": the first of them is asked about.
        if (
            _NOBODY.search(text[:start])
            or not _NAMES_SOMEBODY.match(token.text, end)
            or (named and not _TOGETHER.fullmatch(text[named:start]))
        ):
            continue
        found = _best(_roles()[text[start:end]], fields, cast)
        if found is not None:
            named = end
            yield Found(at, at + 1, found[0], Manner.ROLE, min(found[1], _SURE))
    if not named and (match := _SOMEBODY.search(text)):
        fields = _narrowing(text, max(0, match.start() - _BEFORE), match.start())
        found = _narrowed("person", fields, cast) if fields else None
        if found is not None and len(found[0]) == 1:
            yield Found(at, at + 1, found[0], Manner.ROLE, min(found[1], _UNSURE))


def _longest(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each role in a text without spaces, the longest that begins at a place."""
    start = 0
    while start < len(text):
        length = next((n for n in range(_longest_role(), 0, -1) if text[start : start + n] in _roles()), 0)
        if length:
            yield start, start + length
        start += length or 1


def _narrowing(text: str, start: int, end: int) -> list[tuple[str, ...]]:
    """Return the English words for what stands between two places of a text without spaces."""
    found = []
    while start < end:
        length = next((n for n in range(end - start, 0, -1) if text[start : start + n] in _fields()), 0)
        if length:
            found.append(_fields()[text[start : start + length]])
        start += length or 1
    return found


def _best(heads: Sequence[str], fields: Sequence[tuple[str, ...]], cast: Cast) -> Fit | None:
    """Return whom one of `heads` describes best: with all of the fields, or else with one, or else alone.

    Of each field the English word that fits best counts.
    """
    ways = [list(fields), *([field] for field in fields if len(fields) > 1), *([[]] if fields else [])]
    for way in ways:
        found = [one for head in heads if (one := _narrowed(head, way, cast)) is not None and len(one[0]) <= 2]
        if found:
            return max(found, key=lambda one: (one[1], -len(one[0])))
    return None


def _narrowed(head: str, fields: Sequence[tuple[str, ...]], cast: Cast) -> Fit | None:
    """Return whom a role describes with one word of each of `fields`."""
    words: list[str] = []
    found = fit(Phrase(head), cast) if not fields else None
    for field in fields:
        fitting = [(one, word) for word in field if (one := fit(Phrase(head, (*words, word)), cast)) is not None]
        if not fitting:
            return None
        found, word = max(fitting, key=lambda pair: pair[0][1])
        words.append(word)
    return found


@cache
def _roles() -> dict[str, tuple[str, ...]]:
    """Return the English roles for each word of another language."""
    return _turned("foreign_roles")


@cache
def _fields() -> dict[str, tuple[str, ...]]:
    """Return the English words for each word of another language that narrows a role."""
    return {
        word: tuple(field for line in lines for field in line.split())
        for word, lines in _turned("foreign_fields").items()
    }


@cache
def _longest_role() -> int:
    return max(len(word) for word in _roles() if not word.isascii())


def _turned(name: str) -> dict[str, tuple[str, ...]]:
    """Return the English of a list by the words that it stands before."""
    return by_word((words, english) for english, words in halves(name))
