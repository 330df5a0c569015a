"""Our reports are consistent, and become the shape that is measured on."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.sources import read_source
from tests.benchmarks.reports import OURS, Report, development_sets, forum_reports, our_reports, read_report
from tests.conftest import SHARED

PATHS = sorted(OURS.glob("*.json"))
FOLLOW_UPS = {"follow_up", "un_followup"}


def check(report: Report) -> None:
    assert len({question.id for question in report.questions}) == len(report.questions)
    for question in report.questions:
        assert question.answerable is not question.type.startswith("un_"), question.id
        assert question.answerable is bool(question.gold), question.id
        assert all(1 <= number <= len(report.paragraphs) for number in question.gold), question.id
        assert question.previous or question.type not in FOLLOW_UPS, question.id


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_report_of_ours_is_consistent(path: Path) -> None:
    report = read_report(path)
    check(report)
    for question in report.questions:
        assert not question.answerable or question.gold[0] in question.answers, question.id
        assert question.speaker is None or question.speaker in report.speakers, question.id
        for number, words in question.answers.items():
            assert words in report.paragraphs[number - 1], question.id


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_bot_reads_the_paragraphs_that_answer(path: Path, tmp_path: Path) -> None:
    report = read_report(path)
    file = tmp_path / f"article{report.suffix}"
    file.write_text(report.text, encoding="utf-8")
    article = read_source(file)
    read = [" ".join(paragraph.span.of(article.text).split()) for paragraph in article.paragraphs]
    for number in {number for question in report.questions for number in question.gold}:
        paragraph = " ".join(report.paragraphs[number - 1].split())
        assert any(text and text in paragraph for text in read), paragraph


def test_some_reports_are_held_out() -> None:
    held_out = [report.held_out for report in our_reports()]
    assert 0 < sum(held_out) < len(held_out)


def test_the_forum_s_questions_are_consistent() -> None:
    reports = list(forum_reports())
    assert reports
    for report in reports:
        check(report)


@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="the development sets are not part of the project")
def test_the_development_sets_are_consistent() -> None:
    reports = development_sets()
    assert len(reports) == 3
    for report in reports:
        check(report)
        assert all(set(question.answers) == set(question.gold) for question in report.questions)
