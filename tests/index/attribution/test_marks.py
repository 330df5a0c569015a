"""Quotation marks: stretches, continuations, and what is no quotation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Span
from index.attribution.marks import Segment, find_segments, is_title, word_count


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


def test_an_empty_paragraph_ends_nothing() -> None:
    _, segments = segments_of('"The water came first.', "", '"Then the lights went out."', "", '"We waited," she said.')
    assert [(s.paragraph, s.closed, s.continues) for s in segments] == [
        (0, False, False),
        (2, True, True),
        (4, True, False),
    ]


def test_what_does_not_open_its_paragraph_goes_on_from_nothing() -> None:
    _, segments = segments_of('"The water came first.', 'He paused. "Then the lights went out," he said.')
    assert [segment.continues for segment in segments] == [False, False]


def test_a_single_mark_left_open_is_an_apostrophe_unless_the_next_paragraph_goes_on() -> None:
    text = "He said: 'The water came first."
    assert words(text) == []
    assert words(text, "The shelter reopened.") == []
    assert words(text, "'Then the lights went out.'") == ["The water came first.", "Then the lights went out."]
    assert words("'The water came first.", "The shelter reopened.") == ["The water came first."]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("'She told me, \"Never lend,\" and I listened,' he said.", ['She told me, "Never lend," and I listened,']),
        ('In the \'90s he said, "It was good," twice.', ["It was good,"]),
        ("\"It was good,\" he said of the 'old days,' as he calls them.", ["It was good,"]),
        ('She left ("It was good," he said) at noon.', ["It was good,"]),
        ('She left—"It was good," he said—at noon.', ["It was good,"]),
        ('Her word:"good" and no other.', ["good"]),
        ('He said nothing "" at all.', []),
        ('He wrote "', []),
        ("'I said 'tis late,' he told me.", ["I said 'tis late,"]),
        ("'The islands' banks are full,' he said.", ["The islands' banks are full,"]),
        ("'We lost the boats' he said.", ["We lost the boats"]),
        ("'We lost the boats', the pilots' union said.", ["We lost the boats"]),
        ("He said 'We lost it' and left.", ["We lost it"]),
        ("It's late, and the pilots' union left.", []),
    ],
)
def test_which_marks_open_and_close(text: str, quoted: list[str]) -> None:
    assert words(text) == quoted


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


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ('He said, "Yes."', True),
        ('He said, "We all agree" twice.', True),
        ('He said, "We agree" twice.', False),
        ('He said, "12 boats sank" twice.', True),
        ('He said, "…We all agree" now.', True),
        ('He said that "We all agree" with her.', True),
        ('He wrote on "We all agree" for her.', False),
        ('"we all agree now" he said.', True),
        ('"we all agree" he said.', False),
        ('He added, "and we will all go home."', True),
        ('He added, "and home we will all go."', True),
        ('He added, "and home we all go."', False),
        ("He added, \"and she told me there 'never!'\" today.", True),
        ('He added, "and she told me there of it" today.', False),
        ('He asked "Will we all go home tonight?" and left.', True),
        ('He asked "Will we all go home?" and left.', False),
        ('He asked "will we all go home tonight?" and left.', False),
        ('He said, "…"', False),
        ('He said, "Salt and Other Taxes"', False),
        ("'We will all go home now'", False),
        ('"We will all go home now"', True),
        ("'We will go home by the very last boat'", False),  # 39 characters: a heading
        ("'We will go home by the very last train'", True),
    ],
)
def test_what_is_a_quotation_of_its_own(text: str, whole: bool) -> None:
    _, (segment,) = segments_of(text)
    assert segment.full is whole


def test_a_heading_in_single_marks_is_no_quotation_wherever_it_stands() -> None:
    _, (segment,) = segments_of(
        "The harbour met in May for the first time.", "'We will all go home now'", "Nobody did."
    )
    assert not segment.full


def test_the_second_half_of_a_divided_quotation_is_whole_where_its_first_is() -> None:
    names = "one two three four five six seven eight nine ten eleven twelve thirteen"
    for text, whole in (
        ('"We agree," he said, "because we must."', [True, True]),
        ('"We agree"—he said—"because we must."', [False, False]),
        ('"We all do agree"—he said—"because we must."', [True, True]),
        ('"We all do agree" - he said - "because we must."', [True, True]),
        ('"We all do agree" – he said – "because we must."', [True, True]),
        ('"We all do agree—" he said, "because we must."', [True, True]),
        ('"We all do agree" he said, "because we must."', [True, False]),
        ('"We agree," he said of "a work of fiction".', [True, False]),
        ('The "smart," he said, "because we must."', [False, False]),
        (f'"We agree," said {names}, "because we must."', [True, True]),
        (f'"We agree," also said {names}, "because we must."', [True, True]),
        (f'"We agree," he also said {names}, "because we must."', [True, False]),
    ):
        _, segments = segments_of(text)
        assert [segment.full for segment in segments] == whole, text


def test_what_is_told_of_a_stretch() -> None:
    text, (first, second) = segments_of('"It\'s a so-called boat," he said of "Salt and Other Taxes" today')
    assert (first.words, first.title, first.mark) == (4, False, '"')
    assert (second.words, second.title) == (4, True)
    assert first.outer.of(text) == '"It\'s a so-called boat,"'
    text, (left_open,) = segments_of('He said: "It goes on')
    assert left_open.outer.of(text) == '"It goes on'
    assert word_count("") == 0


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Who Pays Us Now?", True),
        ("Who Pays For Us Now?", True),  # of the five, one is small
        ("Who Pays Both Of Us Now?", False),
        ("Who Pays Both Of Us Now", True),
        ("2001 Nights", True),
        ("Salt", False),
        ("The Salt", False),
        ("", False),
        ("Salt and pepper", False),
    ],
)
def test_what_is_capitalised_like_a_title(words: str, title: bool) -> None:
    assert is_title(words) is title


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


def test_an_inch_after_a_digit_opens_and_closes_nothing() -> None:
    assert words('The 6" pipe burst on Monday. "It was old," said Obi.') == ["It was old,"]
    assert words('"The 6" pipe burst at noon," said Obi.') == ['The 6" pipe burst at noon,']
    assert words("He was 6'2\" and she was 5'4\" tall.") == []


def test_a_quotation_may_end_with_a_digit() -> None:
    assert words('It "grew by 6" and then "by 8" in a year.') == ["grew by 6", "by 8"]
    assert words('"We open in 2021," said Obi. "We close in 2022" was the answer.') == [
        "We open in 2021,", "We close in 2022",
    ]  # fmt: skip
