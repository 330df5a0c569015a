"""Quotation marks: where quoted stretches start and end, and which are whole quotations.

Works on normalised text, in which a double mark is `"` and a single one or an apostrophe is `'`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.article import Span

_OPENS_AFTER = re.compile(r"[\s(\[{\-–—/:]")
_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_PLURAL_POSSESSIVE = re.compile(r"[a-z]s$")
# What precedes the opening mark of a quotation that is a clause of its own.
_BEFORE_WHOLE = re.compile(r"(?:^|[.?!,:;\-–—)\"']|\bthat)\s*$")
_SMALL_WORDS = frozenset("a an and as at but by for from in into of on or over the to under vs with".split())


@dataclass(frozen=True, slots=True)
class Segment:
    """A quoted stretch within one paragraph.

    `span` is the range between the marks. `closed` is false where the paragraph ends before a closing
    mark. `continues` is true where the stretch before it, at the end of the last paragraph, was left
    open and this one opens its paragraph: the same speaker goes on. `full` tells a quotation that is a
    clause or more from a fragment ("a work of fiction") or a title. `words` is its number of
    words, and `title` tells that it is capitalised like the title of a work.
    """

    span: Span
    paragraph: int
    mark: str = '"'
    closed: bool = True
    continues: bool = False
    full: bool = False
    words: int = 0
    title: bool = False

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
        mark = _mark_of(text, paragraph)
        goes_on = (
            number + 1 < len(paragraphs) and text[paragraphs[number + 1].start : paragraphs[number + 1].end][:1] == mark
        )
        found = list(_scan(text, paragraph, number, mark, goes_on=goes_on))
        if found and left_open and found[0].span.start == paragraph.start + 1:
            found[0] = replace(found[0], continues=True)
        segments.extend(_judged(text, found, paragraph))
        left_open = bool(found) and not found[-1].closed
    return segments


def _mark_of(text: str, paragraph: Span) -> str:
    """Return the mark that a paragraph quotes with: the double one where it has any."""
    inside = paragraph.of(text)
    if '"' not in inside:
        return "'"
    # British style holds double marks inside single ones; the outermost mark is the paragraph's.
    single = re.search(r"(?:^|[\s(\[–—:])'(?=\w)", inside)
    if single and single.end() - 1 < inside.index('"') and re.search(r"[,.?!]'(?:\s|$)", inside):
        return "'"
    return '"'


def _scan(text: str, paragraph: Span, number: int, mark: str, *, goes_on: bool) -> Iterator[Segment]:
    """Yield the stretches between the marks of one paragraph.

    `goes_on` tells that the next paragraph opens with the mark, so that a single mark left open is no apostrophe.
    """
    opened: int | None = None
    for position in range(paragraph.start, paragraph.end):
        if text[position] != mark:
            continue
        before = text[position - 1] if position > paragraph.start else " "
        after = text[position + 1] if position + 1 < paragraph.end else " "
        opens = bool(_OPENS_AFTER.match(before)) and not after.isspace()
        if mark == '"' and before.isdigit() and _is_inch(text, position, opened, paragraph.end):
            continue
        if mark == "'" and not opens and not _closes_single(text, position, opened, after):
            continue
        if opened is None:
            opened = position + 1
        elif opens and before.isspace():  # the mark before it was never closed
            if mark == '"':
                if position - 1 > opened:
                    yield Segment(Span(opened, position - 1), number, mark, closed=False)
                opened = position + 1
        else:
            if position > opened:
                yield Segment(Span(opened, position), number, mark)
            opened = None
    if opened is not None and opened < paragraph.end and (mark == '"' or opened == paragraph.start + 1 or goes_on):
        yield Segment(Span(opened, paragraph.end), number, mark, closed=False)


def _is_inch(text: str, position: int, opened: int | None, end: int) -> bool:
    """Return whether a double mark after a digit is an inch's ("The 6" pipe burst"), and opens or closes nothing."""
    if opened is None:
        return True
    if not re.match(r" [a-z]", text[position + 1 : position + 3]):
        return False
    later = text.find('"', position + 1, end)
    return later > 0 and not text[later - 1].isspace()


def _closes_single(text: str, position: int, opened: int | None, after: str) -> bool:
    """Return whether a single mark closes a quotation, rather than being an apostrophe."""
    if opened is None or after.isalnum():
        return False
    # "the islands' banks": a plural possessive goes on in lower case, a quotation seldom ends without a stop.
    word_before = text[max(opened, position - 2) : position]
    goes_on = text[position + 1 : position + 3]
    later = text.find("'", position + 1)
    return not (_PLURAL_POSSESSIVE.match(word_before) and re.match(r" [a-z]", goes_on) and later > 0)


def _judged(text: str, found: Sequence[Segment], paragraph: Span) -> Iterator[Segment]:
    """Yield the stretches of a paragraph with `full` set."""
    before: Segment | None = None
    for segment in found:
        full = segment.continues or _is_full(text, segment, paragraph)
        if not full and before is not None and before.full:
            # '"We agree," he said, "because we must."': the second half starts in lower case.
            gap = text[before.outer.end : segment.outer.start]
            inner = text[before.span.end - 1]
            halves = inner in ",-–—" or gap.lstrip()[:1] in {",", "-", "–", "—"}
            full = halves and gap.rstrip().endswith((",", "-", "–", "—")) and len(gap.split()) <= 15
        inside = segment.span.of(text)
        full = full and not _is_heading(segment, paragraph)
        before = replace(segment, full=full, words=word_count(inside), title=is_title(inside))
        yield before


def _is_full(text: str, segment: Segment, paragraph: Span) -> bool:
    """Return whether a stretch is a quotation of a clause or more."""
    inside = segment.span.of(text)
    words = _WORD.findall(inside)
    if not words or is_title(inside):
        return False
    before = text[paragraph.start : segment.span.start - 1]
    starts = inside.lstrip("([.… '\"-–—")[:1]
    # Chinese characters have no small letters, nor a capital that would tell where a sentence begins.
    capital = starts.isupper() or starts.isdigit() or (starts.isalpha() and not starts.islower())
    begins_whole = bool(_BEFORE_WHOLE.search(before)) and capital
    ends_whole = inside.rstrip(" '\"")[-1:] in ",.?!-–—…"
    if begins_whole and (ends_whole or len(words) >= 3):
        return True
    if not before.strip() and len(words) >= 4:
        return True
    if before.rstrip().endswith((",", ":")) and ends_whole and len(words) >= 6:
        return True
    return starts.isupper() and ends_whole and len(words) >= 6


def _is_heading(segment: Segment, paragraph: Span) -> bool:
    """Return whether a short stretch in single marks is a whole paragraph: a heading between paragraphs."""
    return segment.mark == "'" and segment.outer == paragraph and paragraph.end - paragraph.start < 40


def is_title(inside: str) -> bool:
    """Return whether a stretch is capitalised like the title of a work and has no stop of a clause."""
    words = [word for word in _WORD.findall(inside) if word.lower() not in _SMALL_WORDS]
    if inside.rstrip()[-1:] in {".", "?", "!"} and len(words) > 4:
        return False
    return bool(words) and len(words) >= 2 and all(word[0].isupper() or word[0].isdigit() for word in words)


def word_count(inside: str) -> int:
    """Return the number of words of a stretch."""
    return len(_WORD.findall(inside))
