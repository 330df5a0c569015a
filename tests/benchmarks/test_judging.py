from __future__ import annotations

import math
from typing import Any

import pytest

from tests.benchmarks.judging import figures, judge
from tests.benchmarks.plain import best_threshold, leave_one_out
from tests.benchmarks.reports import Question, Report

PARAGRAPHS = (
    "The ferry will run again from April, the council decided.",
    "“We should never have stopped it,” said Dr Ines Okoro-Lund. Tom Bell said that it cost too much.",
    "A boy in the hall asked for ice cream.",
    "ROWE: I have nothing to add. Nobody objected.",
)
QUESTIONS = (
    Question("when", "When?", "fact", "en", None, (1,), None, {1: "from April"}),
    Question("okoro", "Who regrets it?", "who_said", "en", None, (2,), "Ines Okoro-Lund", {2: "never have stopped"}),
    Question("bell", "What did Bell say?", "what_said", "en", None, (2,), "Tom Bell", {2: "cost too much"}),
    Question("boy", "What did the child want?", "fact", "en", None, (3,), "boy in the hall", {3: "ice cream"}),
    Question("rowe", "Did anybody object?", "fact", "en", None, (4,), "Ada Rowe", {4: "Nobody objected"}),
    Question("all", "Everything about it", "multi", "en", None, (2, 1), "Tom Bell", {2: "cost", 1: "April"}),
    Question("cost", "What did it cost?", "un_nearmiss", "en"),
    Question("hello", "hello", "un_empty", "en"),
)
SPEAKERS = {
    "Ines Okoro-Lund": ("harbour master", "Okoro"),
    "Tom Bell": ("treasurer",),
    "boy in the hall": ("audience member", "the kid"),
    "Ada Rowe": ("chair",),
}
REPORT = Report("ferry", "ferry", "", ".txt", PARAGRAPHS, QUESTIONS, SPEAKERS)
DECLINED: dict[str, Any] = {"answered": False, "passage": None, "speaker": None, "passages": []}


def given(paragraph: int, speaker: str | None, *highlights: str, also: tuple[int, ...] = ()) -> dict[str, Any]:
    texts = [PARAGRAPHS[number - 1] for number in (paragraph, *also)]
    return {"answered": True, "passage": texts[0], "speaker": speaker, "highlights": highlights, "passages": texts}


RIGHT = {
    "when": given(1, None),
    "okoro": given(2, "Ines Okoro-Lund"),
    "bell": given(2, "Tom Bell"),
    "boy": given(3, "a boy in the hall"),
    "rowe": given(4, "ROWE"),
    "all": given(2, "Tom Bell", also=(1,)),
    "cost": DECLINED,
    "hello": DECLINED,
}


def cause(name: str, line: dict[str, Any]) -> str | None:
    lines = [{**found, "id": key} for key, found in {**RIGHT, name: line}.items()]
    return next(v.cause for v in judge(REPORT, lines) if v.question.id == name)


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_are_right(name: str) -> None:
    assert cause(name, RIGHT[name]) is None


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("when", given(2, None), "wrong passage"),
        ("when", {**given(1, None), "passage": "\n".join(PARAGRAPHS)}, "wrong passage"),
        ("when", DECLINED, "wrongly refused"),
        ("when", given(1, "Tom Bell"), "wrong speaker"),
        ("when", given(1, None, "the council decided"), "words that answer not marked"),
        ("when", given(1, None, "will run again", "FROM APRIL,"), None),
        ("when", {**given(1, None), "passage": "run again  from April, the"}, None),
        ("okoro", given(2, "Tom Bell"), "wrong speaker"),
        ("okoro", given(2, None), "wrong speaker"),
        ("okoro", given(2, "Okoro-Lund"), "wrong speaker"),
        ("okoro", given(2, "Prof. INES Okoro-Lund"), None),
        ("boy", given(3, "a girl at the door"), "wrong speaker"),
        ("boy", given(3, "kid"), None),
        ("rowe", given(4, "Ada Rowe"), None),
        ("rowe", given(4, "BELL"), "wrong speaker"),
        ("all", given(2, "Ines Okoro-Lund"), None),
        ("all", given(1, None), None),
        ("cost", given(2, "Tom Bell"), "should have refused"),
        ("hello", given(1, None), "should have refused"),
    ],
)
def test_each_failure_has_its_cause(name: str, line: dict[str, Any], expected: str | None) -> None:
    assert cause(name, line) == expected


def test_the_figures_of_some_answers() -> None:
    lines = {**RIGHT, "when": DECLINED, "bell": given(3, "Tom Bell"), "all": given(2, "Tom Bell"), "cost": given(2, "")}
    measured = figures(judge(REPORT, [{**line, "id": key} for key, line in lines.items()]))
    assert measured["headline"] == pytest.approx(5 / 8)
    assert measured["passage"] == pytest.approx(4 / 6)
    assert measured["speaker"] == 1
    assert measured["refusals"] == pytest.approx(1 / 2)
    assert measured["refused wrongly"] == pytest.approx(1 / 6)
    assert measured["near misses"] == 0
    assert measured["lists"] == pytest.approx(1 / 2)
    assert measured["words"] == measured["marked"] == 1
    assert all(math.isnan(value) for value in figures([]).values())


def test_the_threshold_that_tells_answerable_from_unanswerable_best() -> None:
    assert best_threshold([(0.2, False), (0.9, True), (0.4, False), (0.5, True), (0.3, True)]) == 0.5


def test_the_plain_bot_s_threshold_comes_from_the_other_forums() -> None:
    questions = (Question("q", "Rain?", "fact", "en", None, (1,)), Question("u", "Hail?", "un_nearmiss", "en"))

    def report(name: str, forum: str) -> Report:
        return Report(name, forum, "", ".txt", ("It rains.",), questions)

    line = {"answered": True, "passage": "It rains.", "speaker": None, "passages": ["It rains."]}
    lines = [{**line, "id": "q"}, {**line, "id": "u"}]
    reports = [report("digest", "forum"), report("article", "forum"), report("other", "other")]
    cosines = {"digest": {"q": 0.9, "u": 0.6}, "article": {"q": 0.8, "u": 0.1}, "other": {"q": 0.5, "u": 0.2}}
    judged = leave_one_out(reports, {r.name: lines for r in reports}, cosines)
    # For the forum's two reports the other's 0.5 is the threshold; for the other one theirs, 0.8.
    answered = {name: [v.answered for v in verdicts] for name, verdicts in judged.items()}
    assert answered == {"digest": [True, True], "article": [True, False], "other": [False, False]}
