from __future__ import annotations

import pytest

from index.article import Speaker
from index.multilingual import PackedWeights
from index.reading.inputs import BEGIN, END, MAX_QUESTION, MAX_TOKENS, asked, before, encode, said_by

PASSAGE = "“We must “go” to the café now,” she said."


@pytest.fixture(scope="module")
def weights() -> PackedWeights:
    return PackedWeights.installed()


def test_tokens_of_a_passage_point_to_its_words_and_not_to_the_speaker_before_them(weights: PackedWeights) -> None:
    (made,) = encode(weights.tokenizer, ["what did she say?"], [("Ada Lum, dean: ", PASSAGE)])
    words = [PASSAGE[start:end] for start, end in made.offsets]
    assert "".join(words) == PASSAGE
    pieces = weights.tokenizer.pieces(made.tokens[made.first :])
    assert [p.replace("▁", " ").strip() for p in pieces[: len(words)]] == [w.strip() for w in words]


def test_the_speaker_and_the_question_are_read_too(weights: PackedWeights) -> None:
    (made,) = encode(weights.tokenizer, ["who?"], [("Ada Lum, dean: ", PASSAGE)])
    text = "".join(weights.tokenizer.pieces(made.tokens)).replace("▁", " ")
    assert "query: who?" in text
    assert "passage: Ada Lum, dean: " in text


def test_long_questions_and_passages_are_cut(weights: PackedWeights) -> None:
    (made,) = encode(weights.tokenizer, ["why " * 500], [("", "word " * 2000)])
    assert len(made.tokens) == MAX_TOKENS
    assert made.first < MAX_QUESTION + 10
    assert made.tokens[MAX_QUESTION + 1 : MAX_QUESTION + 3] == [END, END]


def test_a_sequence_is_marked_where_it_begins_and_ends_and_may_be_shorter(weights: PackedWeights) -> None:
    long, short = "word " * 99, "and then"
    made, other = encode(weights.tokenizer, ["who?", "and who?"], [("", long), ("", short)], longest=30)
    for one, text in ((made, long), (other, short)):
        assert (one.tokens[0], one.tokens[-1]) == (BEGIN, END)
        assert one.tokens.count(END) == 3
        assert len(one.tokens) == one.first + len(one.offsets) + 1
        assert all(0 <= start <= end <= len(text) for start, end in one.offsets)
    assert len(made.tokens) == 30
    assert len(other.tokens) < 30


def test_of_a_speaker_who_takes_all_the_room_no_word_of_the_passage_is_read(weights: PackedWeights) -> None:
    (made,) = encode(weights.tokenizer, ["who?"], [("dean " * 300, PASSAGE)])
    assert made.offsets == []
    assert (len(made.tokens), made.first) == (MAX_TOKENS, MAX_TOKENS - 1)


def test_a_question_that_goes_on_carries_the_one_before() -> None:
    assert asked("and why?", "What did Lum say?") == "and why? (after: What did Lum say?)"
    assert asked("and why?") == "and why?"


def test_a_passage_is_introduced_by_who_speaks_in_it() -> None:
    lum, hall = Speaker("s1", "Ada Lum", role="dean"), Speaker("s2", "Bo Hall")
    assert said_by([lum, hall]) == "Ada Lum, dean; Bo Hall: "
    assert said_by([]) == ""


def test_what_led_up_to_a_passage_stands_before_who_speaks_in_it() -> None:
    hall = Speaker("s2", "Bo Hall")
    assert before("Has anyone been sued?", [hall]) == "(Has anyone been sued?) Bo Hall: "
    assert before("", [hall]) == "Bo Hall: "
    assert before("They laughed.", []) == "(They laughed.) "


def test_of_many_speakers_three_introduce_a_passage() -> None:
    many = [Speaker(f"s{number}", name) for number, name in enumerate(("Lum", "Hall", "Okoro", "Wu"))]
    assert said_by(many) == "Lum; Hall; Okoro: "


def test_a_question_that_follows_nothing_stands_alone() -> None:
    assert asked("why?", "") == "why?"
