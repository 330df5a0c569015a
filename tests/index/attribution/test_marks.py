"""Quotation marks: stretches, continuations, and what is no quotation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Span
from index.attribution.marks import Segment, find_segments, is_title


def segments_of(*paragraphs: str) -> tuple[str, list[Segment]]:
    """Return the joined text of normalised paragraphs, and the quoted stretches found in it."""
    text = " ".join(paragraphs)
    spans: list[Span] = []
    for paragraph in paragraphs:
        start = spans[-1].end + 1 if spans else 0
        spans.append(Span(start, start + len(paragraph)))
    return text, find_segments(text, spans)


def words(*paragraphs: str, full: bool | None = None) -> list[str]:
    """Return the quoted stretches, all of them or only the whole quotations or the fragments."""
    text, segments = segments_of(*paragraphs)
    return [segment.span.of(text) for segment in segments if full is None or segment.full is full]


def test_two_halves_of_a_split_quotation() -> None:
    text = '"We did not expect it," Tobias Ekwueme said, "because nobody counted twice."'
    assert words(text, full=True) == ["We did not expect it,", "because nobody counted twice."]


def test_single_marks_leave_apostrophes_alone() -> None:
    text = "'It's the oldest trick, and people don't read the book,' said Carys Pugh of the clerks' union."
    assert words(text, full=True) == ["It's the oldest trick, and people don't read the book,"]


def test_a_paragraph_without_a_closing_mark_goes_on_in_the_next() -> None:
    _, segments = segments_of('"The water came first.', '"Then the lights went out."', "The shelter reopened.")
    assert [(segment.closed, segment.continues) for segment in segments] == [(False, False), (True, True)]


def test_a_mark_opened_again_before_it_was_closed() -> None:
    assert words('"One was left open, he said. "Another one is closed."') == [
        "One was left open, he said.",
        "Another one is closed.",
    ]


def test_nested_marks_belong_to_the_outer_quotation() -> None:
    text = "\"She told me, 'Never lend to a man in a hurry,' and I listened,\" he said."
    assert words(text) == ["She told me, 'Never lend to a man in a hurry,' and I listened,"]


@pytest.mark.parametrize(
    "fragment",
    ['The so-called "smart" bins were removed.', 'The accounts were "a work of fiction" to the auditors.'],
)
def test_fragments_are_not_whole_quotations(fragment: str) -> None:
    assert words(fragment, full=True) == []
    assert len(words(fragment)) == 1


def test_titles_of_works() -> None:
    assert is_title("The Cartographer's Daughter")
    assert is_title("Salt and Other Taxes")
    assert not is_title("We will sing in the car park")
    assert words('A screening of "The Cartographer\'s Daughter" ended the evening.', full=True) == []


@given(st.lists(st.text(alphabet="aB ,.?'\"-", min_size=1, max_size=40).map(str.strip).filter(bool), max_size=4))
def test_stretches_lie_in_their_paragraph_and_do_not_overlap(paragraphs: list[str]) -> None:
    _, segments = segments_of(*paragraphs)
    for segment in segments:
        assert segment.span.start < segment.span.end
    for one, other in pairwise(segments):
        assert one.span.end <= other.span.start
        assert one.paragraph <= other.paragraph
