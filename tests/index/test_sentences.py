import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Span
from index.sentences import sentence_spans
from tests.effort import ENDURED, growth


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


def test_ends_at_full_stops_and_keeps_closing_marks() -> None:
    assert sentences("“It rained.” Nobody came! Why?  The end.") == ["“It rained.”", "Nobody came!", "Why?", "The end."]


def test_titles_initials_and_numbers_do_not_end_a_sentence() -> None:
    text = "Dr. A. B. Okafor paid $2.10 to St. Mary's, i.e. the hospital. Mrs. Lowe did not."
    assert sentences(text) == [
        "Dr. A. B. Okafor paid $2.10 to St. Mary's, i.e. the hospital.",
        "Mrs. Lowe did not.",
    ]


def test_a_company_s_abbreviation_may_end_a_sentence() -> None:
    assert sentences("She joined Orchard Inc. The firm grew.") == ["She joined Orchard Inc.", "The firm grew."]
    assert sentences("Orchard Inc. Chairman Wu spoke.") == ["Orchard Inc. Chairman Wu spoke."]


def test_a_span_limits_the_search() -> None:
    text = "One. Two. Three."
    assert [s.of(text) for s in sentence_spans(text, Span(5, 9))] == ["Two."]


@pytest.mark.parametrize("repeated", [".", "A. ", "Mr. ", "!?", '."', ". "])
def test_what_somebody_made_to_take_long_takes_no_more_effort_than_its_length(repeated: str) -> None:
    def text_of(length: int) -> str:
        return repeated * (length // len(repeated)) + "a"

    assert growth(lambda length: sentence_spans(text_of(length)), 3_000) < ENDURED
    text = text_of(24_000)
    spans = sentence_spans(text)
    assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())


@given(st.text(alphabet=st.sampled_from("aB .!?\n\"”“'Dr1"), max_size=60))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [i for span in spans for i in range(*span)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(span.of(text) == span.of(text).strip() for span in spans)
