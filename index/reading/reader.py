"""The reader: does this passage answer this question, and with which of its words?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.article import Span
from index.multilingual import PackedWeights, session
from index.processes import processors
from index.reading.inputs import ReaderInput, encode

WEIGHTS = Path(__file__).parent / "reader.onnx"
_LONGEST_ANSWER = 40  # tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage: the logit that it answers, and its words that would."""

    answers: float
    words: Span


class Reader:
    """A small cross-encoder with a span head, run by ONNX Runtime. Safe for several threads.

    As many passages as there are processors are read at the same time, each by one of them, whichever question they
    belong to: so nothing is lost in dividing one passage's sums.
    """

    def __init__(self, weights: PackedWeights, path: Path = WEIGHTS) -> None:
        """Load the layers from `path`; words are looked up in the embedding model's `weights`."""
        self._session = session.load(path, threads=1)
        self._weights = weights
        self._threads = ThreadPoolExecutor(processors(), thread_name_prefix="reader")

    @classmethod
    @cache
    def installed(cls) -> Reader:
        """Return the reader that comes with the program; loaded once a process.

        Raises:
            ModelError: the package that carries the word embeddings is missing or damaged.
        """
        return cls(PackedWeights.installed())

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read `question` beside each passage.

        Args:
            question: from `inputs.asked`.
            passages: what goes before each passage (from `inputs.before`), and its text.

        Returns:
            One reading a passage; its span lies in the passage's text.
        """
        level = [(before, "".join(" " if c.isspace() else c for c in text)) for before, text in passages]
        inputs = encode(self._weights.tokenizer, [question] * len(level), level)
        longest_first = sorted(range(len(inputs)), key=lambda i: -len(inputs[i].tokens))
        begun = {i: self._threads.submit(self._reading, inputs[i], level[i][1]) for i in longest_first}
        return [begun[i].result() for i in range(len(inputs))]

    def _reading(self, made: ReaderInput, text: str) -> Reading:
        # Each by itself: in a batch the eight-bit layers would scale by what the other passages hold, and padding
        # would be computed too.
        tokens = np.array([made.tokens])
        fed = {"embeddings": self._weights.rows(tokens), "mask": np.ones_like(tokens)}
        place, answers = self._session.run(None, fed)
        return Reading(float(answers[0]), _best_span(made, place[0], text))


def _best_span(made: ReaderInput, place: npt.NDArray[np.float32], text: str) -> Span:
    """Return the characters from the likeliest first token to the likeliest last one after it."""
    count = len(made.offsets)
    if not count:
        return Span(0, len(text))
    starts, ends = place[made.first : made.first + count].T
    first, last = np.indices((count, count))
    allowed = (last >= first) & (last - first < _LONGEST_ANSWER)
    best = int(np.where(allowed, starts[:, None] + ends[None, :], -np.inf).argmax())
    start, end = made.offsets[best // count][0], made.offsets[best % count][1]
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
