"""The marked reports are whole, and judged by who speaks where."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.speech import Marked, Stretch, judge_speech, marked_reports


@pytest.mark.parametrize("report", marked_reports(), ids=lambda report: report.name)
def test_marked_words_stand_once_in_their_paragraph(report: Marked) -> None:
    assert len(report.stretches) > 40
    for stretch in report.stretches:
        assert report.paragraphs[stretch.paragraph - 1].count(stretch.words) == 1
    assert {stretch.speaker for stretch in report.stretches} >= {None}


def test_words_are_judged_by_whose_they_are(tmp_path: Path) -> None:
    paragraphs = (
        "Tolls",
        '"They are high," said Captain Ana Ruiz. The lock closed at ten.',
        "Tom Bekele said that they were low.",
    )
    stretches = (
        Stretch(2, "They are high", "Ana Ruiz"),
        Stretch(2, "The lock closed", None),
        Stretch(3, "they were low", "Ana Ruiz"),
        Stretch(3, "they were", None),
    )
    report = Marked("tolls", paragraphs, {"Ana Ruiz": ("captain",)}, stretches)
    assert judge_speech(report, tmp_path) == ([True, False], [True, False])
