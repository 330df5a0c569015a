"""What sort of words would answer: a question for a number or a time is not answered where there is neither.

Question words in the languages that members ask in; numbers and times in English, which the articles are in.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Expected(StrEnum):
    """What a question asks to be told."""

    NUMBER = "number"
    TIME = "time"


_TIME = re.compile(
    r"\b(?:when|since when|until when|what (?:year|day|date|month|time)|which (?:year|day|month)|how soon|deadline"
    r"|quand|cu[aá]ndo|wann|quelle (?:date|ann[eé]e))\b"
    r"|幾時|几时|什麼時候|什么时候|何時|邊年|哪年|哪一年|いつ|何年",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|old|big|large|long|far|fast|tall|heavy|often)|what (?:percent(?:age)?|share|proportion"
    r"|portion|fraction|number|price|amount)|number of|combien|cu[aá]nt[oa]s?|wie ?viele?|wie (?:hoch|gro[sß]+|alt))\b"
    r"|幾多|几多|多少|幾個|几个|幾錢|幾大|多大|いくつ|いくら|何人|何%|何円|どのくらい",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir(?:teen|ty)|four(?:teen|ty)|fif(?:teen|ty)"
    r"|sixt(?:een|y)|sevent(?:een|y)|eight(?:een|y)|ninet(?:een|y)|twenty|forty|hundreds?|thousands?|[mb]illions?|dozens?"
    r"|half|halved|third|thirds|quarters?|twice|doubled?|tripled?|once|none|nobody|single|couple|both|all)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|fall|winter|morning|afternoon|evening"
    r"|night|noon|midnight|today|tomorrow|yesterday|years?|months?|weeks?|days?|hours?|decades?|century|season"
    r"|term|new year|christmas|easter|ago|soon|next|last)\b",
    re.IGNORECASE,
)


def expected(question: str) -> Expected | None:
    """Return what `question` asks to be told, None where it is neither a number nor a time."""
    if _TIME.search(question):
        return Expected.TIME
    return Expected.NUMBER if _NUMBER.search(question) else None


def holds(what: Expected, words: str) -> bool:
    """Return whether `words`, in English, hold a number, or anything that tells a time."""
    if _DIGIT.search(words):
        return True
    return bool((_NUMBER_WORD if what is Expected.NUMBER else _DATE).search(words))
