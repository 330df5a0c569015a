"""Quotation marks: where quoted stretches start and end.

Works on normalised text, in which a double mark is `"` and a single one or an apostrophe is `'`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.article import Span

_OPENS_AFTER = re.compile(r"[\s(\[{\-–—/:]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A quoted stretch within one paragraph.

    `span` is the range between the marks. `closed` is false where the paragraph ends before a closing
    mark. `continues` is true where the stretch before it, at the end of the last paragraph, was left
    open and this one opens its paragraph: the same speaker goes on.
    """

    span: Span
    paragraph: int
    mark: str = '"'
    closed: bool = True
    continues: bool = False

    @property
    def outer(self) -> Span:
        """The range with its quotation marks."""
        return Span(self.span.start - 1, self.span.end + (1 if self.closed else 0))


def find_segments(text: str, paragraphs: Sequence[Span]) -> list[Segment]:
    """Return the quoted stretches of each paragraph of a normalised text, in order."""
    segments: list[Segment] = []
    left_open = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.end <= paragraph.start:
            continue
        mark = '"' if '"' in text[paragraph.start : paragraph.end] else "'"
        found = list(_scan(text, paragraph, number, mark))
        if found and left_open and found[0].span.start == paragraph.start + 1:
            found[0] = Segment(found[0].span, number, mark, found[0].closed, continues=True)
        segments.extend(found)
        left_open = bool(found) and not found[-1].closed
    return segments


def _scan(text: str, paragraph: Span, number: int, mark: str) -> Iterator[Segment]:
    """Yield the stretches between the marks of one paragraph."""
    opened: int | None = None
    for position in range(paragraph.start, paragraph.end):
        if text[position] != mark:
            continue
        before = text[position - 1] if position > paragraph.start else " "
        after = text[position + 1] if position + 1 < paragraph.end else " "
        opens = bool(_OPENS_AFTER.match(before)) and not after.isspace()
        if mark == "'" and not opens and (after.isalnum() or opened is None):
            continue  # an apostrophe
        if opened is None:
            opened = position + 1
        elif opens:  # the mark before it was never closed
            if position - 1 > opened and mark == '"':
                yield Segment(Span(opened, position - 1), number, mark, closed=False)
                opened = position + 1
        else:
            if position > opened:
                yield Segment(Span(opened, position), number, mark)
            opened = None
    if opened is not None and opened < paragraph.end and (mark == '"' or opened == paragraph.start + 1):
        yield Segment(Span(opened, paragraph.end), number, mark, closed=False)
