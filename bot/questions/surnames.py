"""Family names in Chinese characters for speakers whose names are in Latin letters: "曾局長" for Rowena Tsang.

How a family name is spelt depends on where its bearer is from, and no rule of sound tells it: 陳 is Chen, Chan, Tan or
Tran, 長谷川 is Hasegawa. So they are looked up in `data/surnames.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.questions.cast import Cast, Entity, Found
from bot.questions.question import Manner
from bot.questions.words import Token, by_word, fold, halves, is_han
from index.article import SpeakerKind
from index.attribution.wordlists import titles

_SURE, _LESS_SURE = 0.85, 0.7
# What follows a family name alone: a form of address or a short office.
_ADDRESSED = (
    "先生|女士|小姐|太太|生(?=話|讲|講|说|說|點|对|對|覺|觉|想|要|建|提|會|会|嘅|的|怎|為|为|认|認)|太(?=話|講|點|嘅)|博士|教授|醫生|医生|局長|局长|部長|"
    "部长|行長|行长|市長|市长|副市長|副市长|校長|校长|院長|院长|館長|馆长|會長|会长|主席|總裁|总裁|議員|议员|律師|律师|法官|老師|老师|牧師|牧师|警司|"
    "處長|处长|署長|署长|大使|工程師|工程师|經理|经理|導演|导演|氏|さん|大臣|監督|選手|総裁|社長|弁護士"
)
_SAYS = "話|话|說|说|講|讲|認為|认为|覺得|觉得|點|怎|建議|建议|對|对|想|は|が|の"
_NAMED = re.compile(
    rf"(?:(?P<alone>[\u3400-\u9fff々]{{1,3}}?)(?:{_ADDRESSED})|(?P<full>[\u3400-\u9fff々]{{3}})(?={_SAYS}))"
)


def surname_mentions(question: Sequence[Token], taken: set[int], cast: Cast) -> Iterator[Found]:
    """Yield a mention for each run of characters that opens with the family name of one person; `taken` is left out.

    A family name counts before a form of address or an office, or where a given name of two characters and a verb of
    saying follow; and only where one person alone has it.
    """
    for at, token in enumerate(question):
        if at in taken or not is_han(token.text[0]):
            continue
        match = _NAMED.match(token.text)
        if match is None:
            continue
        written = match["alone"] or match["full"]
        lengths = [len(written)] if match["alone"] else [2, 1]
        for length in lengths:
            bearers = _bearers(_surnames().get(written[:length], frozenset()), cast)
            if len(bearers) == 1:
                yield Found(at, at + 1, tuple(bearers), Manner.SCRIPT, _SURE if match["alone"] else _LESS_SURE)
                break


def _bearers(spellings: frozenset[str], cast: Cast) -> list[Entity]:
    """Return the people whose name opens or ends with one of `spellings`, the parts of a double name apart."""
    return [
        entity
        for entity in cast.entities
        if entity.kind is SpeakerKind.PERSON and entity.keys and spellings & _family_names(entity)
    ]


def _family_names(entity: Entity) -> set[str]:
    words = [word for word in fold(entity.name).split() if word.rstrip(".") not in titles()]
    return {
        part for word in (words[:1] + words[-1:]) for part in {word, *word.split("-")[-1:], *word.split("-")[:1]}
    } | (set(words[1:2]) if len(words) > 2 else set())


@cache
def _surnames() -> dict[str, frozenset[str]]:
    return {name: frozenset(" ".join(spellings).split()) for name, spellings in by_word(halves("surnames")).items()}
