"""What sort of words would answer: a question for a number or a time is not answered where there is neither.

And what a question's form says of whether anything answers: who asks why takes something for granted, which may never
have been said; a name or the exact words are often what an article leaves out; who says that something is not so has
mostly read it. Question words in the languages that members ask in; numbers and times in English, which the articles
are in.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Expected(StrEnum):
    """What a question asks to be told."""

    NUMBER = "number"
    TIME = "time"


FORMS = ("asks why", "asks for a name", "denies something")
"""What `form` tells of a question."""

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
_REASON = re.compile(
    r"\b(?:why|how come|pourquoi|por qu[eé]|warum|wieso)\b|為什麼|为什么|為何|为何|點解|点解|なぜ|どうして",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:names?|exact(?:ly)?|precise(?:ly)?|in full|s'appelle|se llama|hei(?:ß|ss)t)\b|\b(?:called|named)\W*$"
    r"|叫咩|叫乜|叫什麼|叫什么|名字|咩名|名前",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:not|never|no|nobody|none|nothing)\b|n['’]t\b", re.IGNORECASE)
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


def form(question: str) -> tuple[bool, bool, bool]:
    """Return what a question's `FORMS` are."""
    return bool(_REASON.search(question)), bool(_NAME.search(question)), bool(_DENIAL.search(question))


def holds(what: Expected, words: str) -> bool:
    """Return whether `words`, in English, hold a number, or anything that tells a time."""
    if _DIGIT.search(words):
        return True
    return bool((_NUMBER_WORD if what is Expected.NUMBER else _DATE).search(words))
