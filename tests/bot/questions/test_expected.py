from __future__ import annotations

import pytest

from bot.questions.expected import FORMS, Expected, expected, form, holds


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


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("why did the ferry stop", {"asks why"}),
        ("點解佢反對？", {"asks why"}),
        ("Pourquoi la mairie refuse-t-elle ?", {"asks why"}),
        ("what is her ship called", {"asks for a name"}),
        ("隻船叫咩名？", {"asks for a name"}),
        ("what exactly did the letter say", {"asks for a name"}),
        ("who said it isn’t over", {"denies something"}),
        ("how come nobody asked the tenants", {"asks why", "denies something"}),
        ("who called the harbour a puddle", set()),
        ("what was said about the note", set()),
    ],
)
def test_what_a_question_s_form_is(question: str, forms: set[str]) -> None:
    assert {name for name, fits in zip(FORMS, form(question), strict=True) if fits} == forms
