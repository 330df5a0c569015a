from __future__ import annotations

import pytest

from index.article import Speaker
from index.multilingual import PackedWeights
from index.reading.inputs import MAX_QUESTION, MAX_TOKENS, asked, encode, said_by

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


def test_a_question_that_goes_on_carries_the_one_before() -> None:
    assert asked("and why?", "What did Lum say?") == "and why? (after: What did Lum say?)"
    assert asked("and why?") == "and why?"


def test_a_passage_is_introduced_by_who_speaks_in_it() -> None:
    lum, hall = Speaker("s1", "Ada Lum", role="dean"), Speaker("s2", "Bo Hall")
    assert said_by([lum, hall]) == "Ada Lum, dean; Bo Hall: "
    assert said_by([]) == ""
