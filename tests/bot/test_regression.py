from __future__ import annotations

import json
from typing import Any

import pytest

from bot.errors import ConfigurationError
from bot.regression import (
    Change,
    Expectation,
    Outcome,
    change,
    comparison,
    judge,
    lost,
    read_answers,
    read_expectation,
    summary,
)

PASSAGE = "“We should never have\nstopped it,” said Ines Okoro."


def answer(passage: str | None = PASSAGE, speaker: str | None = "Ines Okoro", **more: str) -> dict[str, Any]:
    return {"id": "q", "answered": passage is not None, "passage": passage, "speaker": speaker, **more}


DECLINED = answer(None, None, reason="not-said")


@pytest.mark.parametrize(
    ("fields", "given", "outcome"),
    [
        ({"expected": ["never have stopped it"]}, answer(), Outcome.RIGHT),
        ({"expected": ["never  have stopped\tit"]}, answer(), Outcome.RIGHT),
        ({"expected": ["elsewhere", "never have stopped it"]}, answer(), Outcome.RIGHT),
        ({"expected": ["never have started it"]}, answer(), Outcome.WRONG_PASSAGE),
        ({"expected": ["stopped it"], "expected_speaker": "ines  okoro"}, answer(), Outcome.RIGHT),
        ({"expected": ["stopped it"], "expected_speaker": "Lena Wu"}, answer(), Outcome.WRONG_SPEAKER),
        ({"expected": ["stopped it"], "expected_speaker": None}, answer(), Outcome.WRONG_SPEAKER),
        ({"expected": ["stopped it"], "expected_speaker": None}, answer(speaker=None), Outcome.RIGHT),
        ({"expected": ["stopped it"]}, DECLINED, Outcome.DECLINED),
        ({"expected": None}, DECLINED, Outcome.RIGHT),
        ({"expected": []}, answer(), Outcome.ANSWERED),
    ],
)
def test_an_answer_is_judged_by_what_was_expected(
    fields: dict[str, Any], given: dict[str, Any], outcome: Outcome
) -> None:
    expected = read_expectation(fields, 1)
    assert expected is not None
    assert judge(expected, given) is outcome


def test_the_summary_counts_every_outcome() -> None:
    outcomes = [Outcome.RIGHT, Outcome.RIGHT, Outcome.ANSWERED]
    assert summary(outcomes) == (
        "3 expectations: 2 right, 0 wrong passage, 0 wrong speaker, 0 declined wrongly, 1 answered wrongly."
    )


def test_an_expected_piece_that_left_the_index_is_named() -> None:
    assert lost(Expectation(("never have stopped", "gone")), ["Another.", PASSAGE]) == ("gone",)


WANTED = Expectation(("stopped it",))


@pytest.mark.parametrize(
    ("expected", "then", "now", "found"),
    [
        (WANTED, answer(), answer("Another."), Change.NEWLY_WRONG),
        (WANTED, DECLINED, answer(), Change.NEWLY_RIGHT),
        (WANTED, answer("Another."), DECLINED, Change.NEWLY_DECLINED),
        (None, answer(), DECLINED, Change.NEWLY_DECLINED),
        (None, DECLINED, answer(), Change.NEWLY_ANSWERED),
        (None, answer(), answer("Another."), Change.OTHER_PASSAGE),
        (None, answer(), answer(speaker=None), Change.OTHER_SPEAKER),
        (None, answer(), answer(PASSAGE.replace("\n", " ")), None),
        (WANTED, DECLINED, DECLINED, None),
    ],
)
def test_what_changed_between_two_answers(
    expected: Expectation | None, then: dict[str, Any], now: dict[str, Any], found: Change | None
) -> None:
    assert change(expected, then, now) is found


def test_a_comparison_shows_each_change_with_its_question_the_worst_first() -> None:
    texts: dict[str | int, str] = {"a": "Who spoke?", "b": "Who else?", "c": "New?", "d": "Same?"}
    then: dict[str | int, dict[str, Any]] = {
        "a": answer(None, None, reason="not-said", index="one"),
        "b": answer(),
        "d": answer(),
        "e": DECLINED,
    }
    now: dict[str | int, dict[str, Any]] = {
        "a": answer(index="two"),
        "b": answer("Another passage. " * 20, None),
        "c": DECLINED,
        "d": answer(),
    }
    told = comparison(texts, {"a": None, "b": WANTED, "c": None, "d": None}, then, now)
    assert told.startswith("From index one to two: 1 newly wrong, 1 newly answered.")
    assert told.index("newly wrong: b  Who else?") < told.index("newly answered: a  Who spoke?")
    assert "  then: declined (not-said)\n  now:  Ines Okoro: “We should never have stopped it,”" in told
    assert "  now:  the reporter: Another passage." in told
    assert "1 questions that are new, 1 that are gone" in told
    assert "Same?" not in told
    assert "nothing changed" in comparison(texts, {"d": None, "a": None, "b": None, "c": None}, now, now)


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"id": "a"}', '{"id": "a", "answered": true, "passage": null, "speaker": null}']
)
def test_a_line_that_is_no_answer_is_named(line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"Line 2 of old\.jsonl"):
        read_answers([json.dumps(answer()), line], "old.jsonl")


def test_an_empty_file_of_answers_is_explained() -> None:
    with pytest.raises(ConfigurationError, match="another file"):
        read_answers([""], "old.jsonl")
