"""Which words the reader marks, by networks whose scores are known: each gives the same scores to every passage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.article import Span
from index.multilingual import PackedWeights
from index.reading import Reader
from index.reading.inputs import MAX_TOKENS, encode

QUESTION = "when?"
LOW = -9.0


@pytest.fixture(scope="module")
def weights() -> PackedWeights:
    return PackedWeights.installed()


def network(path: Path, dimension: int, starts: Sequence[float], ends: Sequence[float], answers: float = 1.0) -> Path:
    """Write a network that gives the first tokens of its input these scores to start and to end the answer."""
    place = np.full((1, MAX_TOKENS, 2), LOW, np.float32)
    place[0, : len(starts), 0], place[0, : len(ends), 1] = starts, ends
    constants: dict[str, np.ndarray] = {
        "scores": place,
        "logit": np.array([answers, 99], np.float32),
        "one": np.array([1], np.int64),
        "two": np.array([2], np.int64),
        "none": np.array([0], np.int64),
    }
    nodes = [
        helper.make_node("Shape", ["mask"], ["shape"]),
        helper.make_node("Slice", ["shape", "one", "two"], ["length"]),
        helper.make_node("Slice", ["scores", "none", "length", "one"], ["place"]),
        helper.make_node("Shape", ["embeddings"], ["shape_of_embeddings"]),
        helper.make_node("Identity", ["logit"], ["answers"]),
    ]
    graph = helper.make_graph(
        nodes,
        "scores",
        [
            helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, [1, "tokens", dimension]),
            helper.make_tensor_value_info("mask", TensorProto.INT64, [1, "tokens"]),
        ],
        [
            helper.make_tensor_value_info("place", TensorProto.FLOAT, [1, "tokens", 2]),
            helper.make_tensor_value_info("answers", TensorProto.FLOAT, [2]),
        ],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    path.write_bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    )
    return path


class Scored:
    """A passage of which a test says where its answer starts and ends, and how sure that is."""

    def __init__(self, weights: PackedWeights, folder: Path, text: str, before: str = "") -> None:
        self.weights, self.folder, self.text, self.before = weights, folder, text, before
        level = "".join(" " if c.isspace() else c for c in text)
        (self.made,) = encode(weights.tokenizer, [QUESTION], [(before, level)])
        self.starts, self.ends = np.full(MAX_TOKENS, LOW), np.full(MAX_TOKENS, LOW)

    def token(self, word: str, last: bool = False) -> int:
        """Return the place in the input of the first token of a word, or of its last."""
        at = self.text.index(word)
        held = [i for i, (start, end) in enumerate(self.made.offsets) if start < at + len(word) and end > at]
        return self.made.first + (held[-1] if last else held[0])

    def start(self, word: str, score: float) -> None:
        self.starts[self.token(word)] = score

    def end(self, word: str, score: float) -> None:
        self.ends[self.token(word, last=True)] = score

    def words(self) -> str:
        """Return what the reader marks."""
        dimension = self.weights.header.dimension
        path = network(self.folder / "network.onnx", dimension, list(self.starts), list(self.ends))
        (reading,) = Reader(self.weights, path).read(QUESTION, [(self.before, self.text)])
        return reading.words.of(self.text)


def test_the_likeliest_first_and_last_words_are_marked(weights: PackedWeights, tmp_path: Path) -> None:
    scored = Scored(weights, tmp_path, "The ferry will run again during April, said the harbour master.")
    scored.start("during", 5)
    scored.end("April", 5)
    scored.start("said", 4)
    scored.end("master", 4)
    assert scored.words() == "during April"


def test_one_word_can_be_the_answer(weights: PackedWeights, tmp_path: Path) -> None:
    scored = Scored(weights, tmp_path, "It will run in April again.")
    scored.start("April", 5)
    scored.end("April", 5)
    assert scored.words() == "April"


def test_the_end_never_stands_before_the_beginning(weights: PackedWeights, tmp_path: Path) -> None:
    scored = Scored(weights, tmp_path, "The bakery burnt down in March and opened in April.")
    scored.start("opened", 9)
    scored.end("bakery", 9)
    scored.start("bakery", 3)
    scored.end("April", 4)
    assert scored.words() == "opened in April"


def test_nothing_longer_than_forty_tokens_is_marked(weights: PackedWeights, tmp_path: Path) -> None:
    numbers = " ".join(f"{tens}{ones}" for tens in "123456" for ones in range(10))
    assert len(Scored(weights, tmp_path, numbers).made.offsets) == 60
    for last, marked in (("49", numbers[: numbers.index(" 50")]), ("50", "60 61")):
        scored = Scored(weights, tmp_path, numbers)
        scored.start("10", 9)
        scored.end(last, 9)
        scored.start("60", 4)
        scored.end("61", 4)
        assert scored.words() == marked


def test_neither_the_question_nor_who_speaks_is_ever_marked(weights: PackedWeights, tmp_path: Path) -> None:
    scored = Scored(weights, tmp_path, "In April, again.", "Ada Lum, dean: ")
    scored.starts[: scored.made.first] = scored.ends[: scored.made.first] = 50
    after = scored.made.first + len(scored.made.offsets)
    scored.starts[after:] = scored.ends[after:] = 50
    scored.start("April", 1)
    scored.end("April", 1)
    assert scored.words() == "April"


def test_white_space_around_the_words_is_left_out(weights: PackedWeights, tmp_path: Path) -> None:
    text = "It runs\n\t again\u00a0in April , or so."
    scored = Scored(weights, tmp_path, text)
    scored.start("again", 5)
    scored.end("April", 5)
    assert scored.words() == "again\u00a0in April"


def test_of_a_passage_without_any_word_that_was_read_all_is_meant(weights: PackedWeights, tmp_path: Path) -> None:
    text = "It runs."
    scored = Scored(weights, tmp_path, text, "Ada Lum, " + "dean and " * 300 + ": ")
    assert scored.made.offsets == []
    assert scored.words() == text


def test_each_passage_has_a_reading_of_its_own(weights: PackedWeights, tmp_path: Path) -> None:
    path = network(tmp_path / "network.onnx", weights.header.dimension, [1.0] * 256, [1.0] * 256, answers=-2.5)
    readings = Reader(weights, path).read(QUESTION, [("", "April"), ("", ""), ("", "12 13")])
    assert [reading.answers for reading in readings] == [-2.5] * 3
    assert [reading.words for reading in readings] == [Span(0, 5), Span(0, 0), Span(0, 2)]
    assert Reader(weights, path).read(QUESTION, []) == []


def test_the_reader_that_comes_with_the_program_finds_the_answer() -> None:
    passages = [
        ("Ines Okoro, harbour master: ", "The ferry will run again in April."),
        ("", "The bakery sold bread and cakes to the schools of the town."),
    ]
    first, second = Reader.installed().read("When will the ferry run again?", passages)
    assert "April" in first.words.of(passages[0][1])
    assert first.answers > second.answers
    assert Reader.installed() is Reader.installed()
