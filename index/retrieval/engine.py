"""What the retriever asks of whatever holds the vectors and words of a snapshot, wherever they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.retrieval.dense import DenseIndex
from index.retrieval.late import TokenIndex

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """What a first look finds for a question with k stems, in n passages and their s sentences.

    `passage_cosines` and `passage_bm25` have shape (n,), `sentence_cosines` and `sentence_bm25` (s,); `idf`, shape
    (k,), says how telling each stem is, and `held`, shape (s, k), which sentence holds it.
    """

    passage_cosines: Scores
    sentence_cosines: Scores
    passage_bm25: Scores
    sentence_bm25: Scores
    idf: Scores
    held: npt.NDArray[np.bool_]


class VectorSource(Protocol):
    """The vectors of a snapshot, wherever they are."""

    @property
    def dense(self) -> DenseIndex:
        """Those of its passages and sentences, in memory; fetched where they are elsewhere: see `Engine` for errors."""

    @property
    def tokens(self) -> TokenIndex:
        """Those of its tokens, likewise."""

    def engine(self, sentences: Sequence[str]) -> Engine:
        """Return what searches them; `sentences` are those of all passages, in order, each on one line."""


class Engine(Protocol):
    """The vectors and words of one snapshot. All engines give the same figures, but for rounding."""

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """The passage of each sentence, shape (sentences,), ascending; every passage has a sentence."""

    def first(self, question: Vectors, stems: Sequence[str]) -> Found:
        """Return the first look at every passage and sentence.

        Args:
            question: its pooled vector, shape (dimension,).
            stems: its stems, each once.

        Raises:
            RecordError: the engine cannot be read.
        """

    def highest(self, question: Vectors, sentences: npt.NDArray[np.int64]) -> Vectors:
        """Return the highest cosine of each token of a question with the tokens of a sentence.

        Args:
            question: its token vectors of any length, shape (tokens, dimension).
            sentences: which sentences, ascending.

        Returns:
            Shape (sentences, tokens of the question); -1 for a sentence that has no token.

        Raises:
            RecordError: the engine cannot be read.
        """
