"""The benchmark measures this bot alone where nothing else is installed, judges it, and says what it leaves out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.embedding import DEFAULT_MODEL
from tests.benchmarks.peers import ROWS, Row, asked, compare, ready, squad_reports
from tests.benchmarks.reports import Question, Report

PARAGRAPHS = (
    "“The ferry will run again in April,” said Ines Okoro, the harbour master of Port Ellery.",
    "Okoro said that the new pier cost nine million crowns. A boy asked for ice cream.",
    "The lighthouse keeper, Tom Brand, complained about the gulls that wake him every morning.",
)
REPORT = Report(
    name="harbour",
    forum="harbour",
    text="\n\n".join(("News of the harbour", *PARAGRAPHS)) + "\n",
    suffix=".txt",
    paragraphs=PARAGRAPHS,
    questions=(
        Question("q1", "When will the ferry run again?", "fact", "en", gold=(1,)),
        Question("q2", "How much did the pier cost?", "fact", "en", gold=(2,)),
        Question("q3", "Which birds wake the lighthouse keeper?", "fact", "en", gold=(2,)),  # it is the third
    ),
)
COLUMNS = ["paragraphs/s", "ms", "CPU", "ms", "first", "s", "CPU", "s", "MB", "harbour"]


def test_this_bot_alone_is_measured_and_judged_and_what_fails_is_left_out(capfd: pytest.CaptureFixture[str]) -> None:
    ours = [row for row in ROWS if row.model == DEFAULT_MODEL]
    broken = Row("one that fails", "no-such-system", DEFAULT_MODEL)
    assert not compare({"harbour": [REPORT]}, [*ours, broken], rounds=1)
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("one that fails: building failed, so it is left out:")
    assert "no-such-system" in lines[0]
    assert lines[1] == "1 articles of 3 paragraphs, 3 questions, median of 1 rounds"
    values, ratios = lines[3:6], lines[7:10]
    assert values[0].split() == ratios[0].split() == COLUMNS
    for row, line, ratio in zip(ours, values[1:], ratios[1:], strict=True):
        assert line.startswith(row.name)
        assert ratio.startswith(row.name)
        figures = [float(value) for value in line.removeprefix(row.name).split()]
        assert all(figure > 0 for figure in figures)
        assert figures[-1] == 0.67, "the third question's paragraph is said to be another than the one that answers"
    assert {float(value) for value in ratios[1].removeprefix(ours[0].name).split()} == {1.0}


def test_what_is_not_installed_is_named_with_how_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [ROWS[0], Row("another", "another", DEFAULT_MODEL, ("json", "no_such_library"))]
    assert list(ready(rows)) == rows[:1]
    said = capsys.readouterr().out
    assert said.startswith("another: no_such_library is not installed")
    assert "pip install -e '.[peers]'" in said


def test_only_questions_that_stand_alone_are_asked_and_evenly_drawn() -> None:
    plain = [Question(str(number), f"What is {number}?", "fact", "en", gold=(1,)) for number in range(10)]
    others = [
        Question("follows", "And then?", "follow_up", "en", previous="What is 1?", gold=(1,)),
        Question("foreign", "Was ist 1?", "fact", "de", gold=(1,)),
        Question("none", "What is 11?", "un_fact", "en"),
    ]
    report = Report("r", "r", "", ".txt", PARAGRAPHS, (*others, *plain))
    assert [q.id for q in asked(report, 5).questions] == ["0", "2", "4", "6", "8"]
    assert [q.id for q in asked(report, 60).questions] == [str(number) for number in range(10)]


def test_articles_that_the_reader_learned_from_are_not_asked_about(tmp_path: Path) -> None:
    def article(number: int) -> dict[str, object]:
        qas = [
            {"id": f"{number}a", "question": "Who built it?", "is_impossible": False},
            {"id": f"{number}b", "question": "Who broke it?", "is_impossible": True},
        ]
        paragraphs = [{"context": "Nothing here.", "qas": []}, {"context": "Ann  built\nit.", "qas": qas}]
        return {"title": f"Article_{number}", "paragraphs": paragraphs}

    path = tmp_path / "squad2_part.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": [article(number) for number in range(10)]}).encode()))
    reports = list(squad_reports(path))
    assert [report.name for report in reports] == ["Article 8", "Article 9"]
    assert reports[0].paragraphs == ("Nothing here.", "Ann built it.")
    assert [(q.id, q.gold) for q in reports[0].questions] == [("8a", (2,))]
