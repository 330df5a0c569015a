from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.multilingual import PackedWeights
from index.reading import Reader
from tests.at_once import AtOnce

QUESTION = "When was the mill built?"
PASSAGES = [
    ("", "Nobody came."),
    (
        "Ada Lum, dean: ",
        "The mill was built in 1843, Lum said, and it burned twice before the owners rebuilt it in stone.",
    ),
    ("Bo Hall: ", "“Nobody pays for singing.”"),
]


def test_each_passage_is_read_as_if_it_were_alone() -> None:
    reader = Reader.installed()
    alone = [reader.read(QUESTION, [passage])[0] for passage in PASSAGES]
    assert reader.read(QUESTION, PASSAGES) == alone
    assert max(alone, key=lambda reading: reading.answers) is alone[1]
    assert "1843" in alone[1].words.of(PASSAGES[1][1])
    assert reader.read(QUESTION, []) == []


def test_several_questions_are_read_at_once_as_one_after_the_other() -> None:
    reader = Reader.installed()
    questions = [QUESTION, "Who came?", "What did Hall say?", "Who rebuilt it?"]
    in_turn = [reader.read(question, PASSAGES) for question in questions]
    with ThreadPoolExecutor(len(questions)) as threads:
        assert list(threads.map(lambda question: reader.read(question, PASSAGES), questions)) == in_turn


def test_whatever_parts_two_words_is_read_as_a_space() -> None:
    """Word and PDF have line breaks of their own within a paragraph."""
    reader = Reader.installed()
    (plain,) = reader.read(QUESTION, [("", "The mill was built in 1843, Lum said.")])
    for gap in "\n\t\v\x85\u00a0\u2028":
        assert reader.read(QUESTION, [("", f"The mill was{gap}built in{gap}1843, Lum said.")]) == [plain]


class Watched:
    """A network that notes how long the passages are that it reads, and how many it reads at once."""

    def __init__(self, processors: int) -> None:
        self.lengths: list[int] = []
        self.readers = AtOnce(processors)

    def run(self, _outputs: None, fed: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        count = fed["mask"].shape[1]
        self.lengths.append(count)
        self.readers.visit()
        return np.zeros((1, count, 2), np.float32), np.zeros(1, np.float32)


@pytest.mark.parametrize("processors", [1, 3])
def test_each_processor_reads_a_passage_and_the_longest_come_first(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, loaded = Watched(processors), []

    def load(*_: object, threads: int) -> Watched:
        loaded.append(threads)
        return watched

    monkeypatch.setattr("index.reading.reader.session.load", load)
    monkeypatch.setattr("index.reading.reader.processors", lambda: processors)
    reader = Reader(PackedWeights.installed())
    reader.read("who?", [("", "rain " * words) for words in (2, 30, 9, 50, 12, 4)])
    assert loaded == [1], "one thread for each"
    assert watched.readers.most == processors
    assert len(watched.lengths) == 6
    longest = sorted(watched.lengths, reverse=True)
    for first in range(0, 6, processors):  # the order within those that are read at once is nobody's
        part = slice(first, first + processors)
        assert sorted(watched.lengths[part], reverse=True) == longest[part]
