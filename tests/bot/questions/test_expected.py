from __future__ import annotations

import pytest

from bot.questions.expected import Expected, expected, holds


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("how many people came", Expected.NUMBER),
        ("How much pricier would it be?", Expected.NUMBER),
        ("what share of the budget goes on debt", Expected.NUMBER),
        ("收到幾多封信？", Expected.NUMBER),
        ("Combien de personnes travaillent ici ?", Expected.NUMBER),
        ("when does the trial begin", Expected.TIME),
        ("since when has she asked for it", Expected.TIME),
        ("手提電腦幾時發售？", Expected.TIME),
        ("¿Cuándo abre la feria?", Expected.TIME),
        ("who spoke of many things", None),
        ("why is it so much like the old one", None),
    ],
)
def test_a_number_or_a_time_is_expected(question: str, what: Expected | None) -> None:
    assert expected(question) is what


@pytest.mark.parametrize(
    ("what", "words", "held"),
    [
        (Expected.NUMBER, "about 1,900 engineers", True),
        (Expected.NUMBER, "a dozen benches", True),
        (Expected.NUMBER, "the bridge is long", False),
        (Expected.TIME, "from January", True),
        (Expected.TIME, "in 2031", True),
        (Expected.TIME, "before the end of next spring", True),
        (Expected.TIME, "in the old hall", False),
    ],
)
def test_words_hold_it_or_not(what: Expected, words: str, held: bool) -> None:
    assert holds(what, words) is held
