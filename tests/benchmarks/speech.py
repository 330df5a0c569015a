"""Invented reports in which stretches of text are marked with who says them, and how many of these are found.

`tests/data/speech/*.json` hold 24 reports in as many styles. Whoever wrote them saw nothing of the program, and marked
what a careful reader takes for somebody's words: also what goes on in the reporter's words, without a cue, after
somebody has spoken ("The harvest had failed."), and what a speaker quotes of another. Other stretches are marked as
nobody's words. Their failures have been read since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.article import Article, Attribution, Span
from index.attribution import attribute
from index.sources.reading import read_source
from tests.benchmarks.judging import is_called
from tests.benchmarks.reports import ROOT

MARKED = ROOT / "tests" / "data" / "speech"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a paragraph, counted from 1, and who says them; None: nobody."""

    paragraph: int
    words: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with marked stretches; `speakers` gives what else may stand for a name: the role and the aliases."""

    name: str
    paragraphs: tuple[str, ...]
    speakers: Mapping[str, tuple[str, ...]]
    stretches: tuple[Stretch, ...]


def marked_reports(folder: Path = MARKED) -> list[Marked]:
    """Return the marked reports in a folder, by name."""
    return [_marked(path) for path in sorted(folder.glob("*.json"))]


def _marked(path: Path) -> Marked:
    held = json.loads(path.read_text(encoding="utf-8"))
    speakers = {one["name"]: (one.get("role") or "", *one.get("aliases", ())) for one in held["speakers"]}
    stretches = tuple(Stretch(one["paragraph"], one["words"], one["speaker"]) for one in held["said"])
    return Marked(path.stem, tuple(held["paragraphs"]), speakers, stretches)


def judge_speech(report: Marked, folder: Path) -> tuple[list[bool], list[bool]]:
    """Return which stretches of speech are found as their speaker's, and which others as nobody's words.

    A stretch is right where one of the statements in it is of the marked speaker, known by name, role or alias.

    Args:
        report: the report.
        folder: where its text may be written, to be read as any source is.
    """
    file = folder / f"{report.name}.txt"
    file.write_text("\n\n".join(report.paragraphs), encoding="utf-8")
    article = read_source(file)
    attribution = attribute(article)
    said, told = [], []
    for stretch in report.stretches:
        place = _place(article, report, stretch)
        if place is None:
            continue
        heard = _heard(attribution, place)
        if stretch.speaker is None:
            told.append(not heard)
            continue
        known = report.speakers.get(stretch.speaker, ())
        label = report.paragraphs[stretch.paragraph - 1].partition(":")[0]
        said.append(any(is_called(name, stretch.speaker, known, label) for name in heard))
    return said, told


def _place(article: Article, report: Marked, stretch: Stretch) -> Span | None:
    """Return where a stretch stands in the article's text; None where that was left out, as a headline is."""
    whole = "\n\n".join(report.paragraphs[: stretch.paragraph - 1])
    start = article.text.find(stretch.words, max(0, len(whole) - 2))
    if start < 0 or not any(paragraph.span.contains(Span(start, start + 1)) for paragraph in article.paragraphs):
        return None
    return Span(start, start + len(stretch.words))


def _heard(attribution: Attribution, place: Span) -> set[str | None]:
    """Return the names of those whose statements lie in a place; None for a statement whose speaker is unclear."""
    names = {speaker.id: speaker.name for speaker in attribution.speakers}
    return {
        names[statement.speaker] if statement.speaker else None
        for statement in attribution.statements
        if any(span.overlaps(place) for span in statement.spans)
    }
