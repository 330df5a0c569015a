"""The lines of a PDF: where they stand and how large they are, without headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pypdf import PageObject

_EDGE = 0.1  # the part of a page, from its top and its bottom, where headers and footers stand
_SMALL = 0.88  # of the body's size; smaller print at a page's edge is no body
_RAISED = 0.8  # of the body's size; digits so small within a line are the mark of a note
_NUMBER = re.compile(r"\W*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*$", re.IGNORECASE)
_PRINTED = re.compile(r"(?:https?://\S+|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}[:.]\d{2}\b.*)$")  # by a browser
_LEADERS = re.compile(r"(?:\. ?){8}")  # of a table of contents
_DIGITS = re.compile(r"\d+")
_NOISE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffc\ud800-\udfff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its words, its page counted from 0, where it begins and how large it is, in points.

    `edge` says that it stands where headers and footers do. `y` grows upwards, as PDF has it.
    """

    words: str
    page: int
    x: float
    y: float
    size: float
    edge: bool = False


@dataclass(slots=True)
class _Print:
    """The line that is being put together from fragments."""

    page: int
    height: float
    bottom: float
    lines: list[Line] = field(default_factory=list)
    fragments: list[tuple[str, float, float, float]] = field(default_factory=list)

    def add(self, text: str, matrix: Sequence[float], within: Sequence[float], size: float) -> None:
        """Take a fragment: its text, its matrix and that of the page around it, and its font's size."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end()
            if part:
                x = matrix[4] * within[0] + matrix[5] * within[2] + within[4]
                y = matrix[4] * within[1] + matrix[5] * within[3] + within[5]
                scale = (abs(matrix[3]) or abs(matrix[1])) * (abs(within[3]) or abs(within[1]))
                self.fragments.append((part, x, y, size * scale))

    def end(self) -> None:
        """End the line."""
        marks = [fragment for fragment in self.fragments if fragment[0].strip()]
        if marks:
            size = max(Counter({at: 0 for *_, at in marks}), key=lambda at: sum(len(m[0]) for m in marks if m[3] == at))
            kept = [text for text, _, _, at in self.fragments if not (at < _RAISED * size and text.strip().isdigit())]
            words = " ".join(_NOISE.sub("", "".join(kept)).translate(_LIGATURES).split())
            _, x, y, _ = marks[0]
            height = (y - self.bottom) / self.height if self.height else 0.5
            if words:
                self.lines.append(Line(words, self.page, x, y, round(size, 1), not _EDGE < height < 1 - _EDGE))
        self.fragments.clear()


def lines_of(page: PageObject, number: int) -> list[Line]:
    """Return the lines of a page in the order in which they are to be read; `number` counts pages from 0."""
    box = page.mediabox
    made = _Print(number, float(box.height), float(box.bottom))
    page.extract_text(visitor_text=lambda text, within, matrix, _font, size: made.add(text, matrix, within, size))
    made.end()
    return made.lines


def body_size(lines: Sequence[Line]) -> float:
    """Return the size in which most of the text is printed, in points."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[line.size] += len(line.words)
    return counts.most_common(1)[0][0] if counts else 0.0


def without_furniture(lines: Sequence[Line], pages: int) -> list[Line]:
    """Return the lines that are no headers, footers, page numbers or notes."""
    size = body_size(lines)
    shapes = Counter({shape for line in lines if line.edge for shape in [(line.page, _shape(line))]})
    recurring = Counter(shape for _, shape in shapes)
    kept = []
    for line in lines:
        if _LEADERS.search(line.words):
            continue
        if line.edge and (
            line.size < _SMALL * size
            or _NUMBER.match(line.words)
            or _PRINTED.match(line.words)
            or recurring[_shape(line)] >= (2 if pages < 6 else 3)
        ):
            continue
        kept.append(line)
    return kept


def usual_gap(lines: Sequence[Line], size: float) -> float:
    """Return the distance from a line of the body to the next within a paragraph, in points; 0 where there is none."""
    gaps = sorted(
        above.y - below.y
        for above, below in pairwise(lines)
        if above.page == below.page and above.size == below.size == size and 0 < above.y - below.y < 4 * size
    )
    return gaps[len(gaps) // 4] if gaps else 0.0  # most are within paragraphs, in a page of short ones at least a few


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.words)
