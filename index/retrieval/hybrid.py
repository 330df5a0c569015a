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

# Fitted by `python -m tests.benchmarks.confidence`. One weight a column of `Retriever.evidence` ranks passages;
# the confidence is logistic in the best passage's score and in its lead over the second.
_WEIGHTS = np.array([0.63, 6.96, 4.67], np.float32)
_INTERCEPT, _OF_SCORE, _OF_LEAD = -3.17, 0.32, 0.45


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that came close to a question.

    `passage` and `sentence` count from 0, the passage within the snapshot and the sentence within the
    passage (its best). `score` is the weighted sum of the evidence, comparable within one question.
    """

    passage: int
    sentence: int
    score: float


class Retriever:
    """Ranks passages for a question by three pieces of evidence."""

    def __init__(self, dense: DenseIndex, sentences: Sequence[str]) -> None:
        """Take the vectors, and the texts that the sentences' vectors were made from, in the same order."""
        self._dense = dense
        self._sentences = LexicalIndex(sentences)

    def evidence(self, question: str, vector: Vectors) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """Return what speaks for each passage.

        Args:
            question: its words.
            vector: its embedding, shape (dimension,).

        Returns:
            Shape (passages, 3): cosine of the passage, of its best sentence, and the share of the question's words
            that one sentence holds. Shape (passages,): which sentence of the passage is the best.
        """
        of_passage, of_sentence = self._dense.cosines(vector)
        in_sentence = self._sentences.coverage(question)
        best = self._dense.best_sentences(of_sentence + in_sentence)
        columns = (of_passage, self._dense.highest(of_sentence), self._dense.highest(in_sentence))
        return np.stack(columns, axis=1), best

    def search(self, question: str, vector: Vectors) -> list[Match]:
        """Return every passage as a match, best first; arguments as of `evidence`."""
        evidence, sentences = self.evidence(question, vector)
        scores = evidence @ _WEIGHTS
        order = np.argsort(-scores, kind="stable")
        return [Match(int(i), int(sentences[i]), float(scores[i])) for i in order]


def confidence(matches: Sequence[Match]) -> float:
    """Return the probability that the first of `matches`, best first, answers the question."""
    if not matches:
        return 0.0
    best = matches[0].score
    lead = best - matches[1].score if len(matches) > 1 else 0.0
    return 1 / (1 + math.exp(-(_INTERCEPT + _OF_SCORE * best + _OF_LEAD * lead)))
