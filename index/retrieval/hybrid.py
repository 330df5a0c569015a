"""The retriever: dense and lexical evidence for each passage, weighed by a regression."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.retrieval.dense import DenseIndex
from index.retrieval.lexical import LexicalIndex

# Fitted by `python -m tests.benchmarks.confidence`: intercept, then one weight a column of `Retriever.evidence`.
_INTERCEPT = -7.0
_WEIGHTS = np.array([4.0, 2.0, 3.0, 1.0], np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that came close to a question.

    `passage` and `sentence` count from 0, the passage within the snapshot and the sentence within the
    passage (its best). `probability` is the estimated one that this passage answers the question.
    """

    passage: int
    sentence: int
    probability: float


class Retriever:
    """Ranks passages for a question by four pieces of evidence."""

    def __init__(self, dense: DenseIndex, passages: Sequence[str], sentences: Sequence[str]) -> None:
        """Take the vectors, and the texts that they were made from, in the same order."""
        self._dense = dense
        self._passages = LexicalIndex(passages)
        self._sentences = LexicalIndex(sentences)

    def evidence(self, question: str, vector: Vectors) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """Return what speaks for each passage.

        Args:
            question: its words.
            vector: its embedding, shape (dimension,).

        Returns:
            Shape (passages, 4): cosine of the passage, of its best sentence, share of the question's words in the
            passage, in its best sentence. Shape (passages,): which sentence of the passage is the best.
        """
        of_passage, of_sentence = self._dense.cosines(vector)
        in_sentence = self._sentences.coverage(question)
        best = self._dense.best_sentences(of_sentence + in_sentence)
        columns = (
            of_passage,
            self._dense.highest(of_sentence),
            self._passages.coverage(question),
            self._dense.highest(in_sentence),
        )
        return np.stack(columns, axis=1), best

    def search(self, question: str, vector: Vectors) -> list[Match]:
        """Return every passage as a match, the most probable first; arguments as of `evidence`."""
        evidence, sentences = self.evidence(question, vector)
        logits = _INTERCEPT + evidence @ _WEIGHTS
        order = np.argsort(-logits, kind="stable")
        return [Match(int(i), int(sentences[i]), 1 / (1 + math.exp(-float(logits[i])))) for i in order]
