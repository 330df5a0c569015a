"""Dense retrieval: cosine similarity of the question to every paragraph and to every sentence."""

from __future__ import annotations

from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.errors import SnapshotError


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that came close to a question.

    `passage` and `sentence` count from 0, the passage within the snapshot and the sentence within the
    passage (its best). `score` is the mean of the two cosines, of the passage and of that sentence.
    """

    passage: int
    sentence: int
    score: float


class DenseIndex:
    """Exact inner-product search over normalised paragraph and sentence vectors, in FAISS."""

    def __init__(self, paragraphs: faiss.Index, sentences: faiss.Index, owners: npt.NDArray[np.int64]) -> None:
        """Take two FAISS indexes; `owners[i]` is the passage that sentence vector i belongs to, ascending.

        Raises:
            SnapshotError: the three do not fit together.
        """
        if (
            sentences.ntotal != len(owners)
            or paragraphs.d != sentences.d
            or (len(owners) and int(owners.max()) >= paragraphs.ntotal)
        ):
            raise SnapshotError("The vectors do not fit the passages. Build the index again.")
        self.paragraphs = paragraphs
        self.sentences = sentences
        self.owners = owners
        self._first = np.searchsorted(owners, np.arange(paragraphs.ntotal))

    @classmethod
    def of_vectors(cls, paragraphs: Vectors, sentences: Vectors, owners: npt.NDArray[np.int64]) -> DenseIndex:
        """Index vectors of shapes (passages, d) and (sentences, d), each row of length one."""
        indexes = []
        for vectors in (paragraphs, sentences):
            index = faiss.IndexFlatIP(paragraphs.shape[1])
            index.add(np.ascontiguousarray(vectors, np.float32))
            indexes.append(index)
        return cls(indexes[0], indexes[1], owners)

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self.paragraphs.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.paragraphs.d)

    def search(self, question: Vectors, count: int) -> list[Match]:
        """Return the `count` closest passages, closest first, to one question vector of shape (dimension,)."""
        query = np.ascontiguousarray(question.reshape(1, -1), np.float32)
        of_paragraph = _all_scores(self.paragraphs, query)
        of_sentence = _all_scores(self.sentences, query)
        best = np.maximum.reduceat(of_sentence, self._first) if len(of_sentence) else of_paragraph
        scores = (of_paragraph + best) / 2
        order = np.argsort(-scores, kind="stable")[:count]
        return [Match(int(i), self._best_sentence(of_sentence, int(i)), float(scores[i])) for i in order]

    def _best_sentence(self, scores: npt.NDArray[np.float32], passage: int) -> int:
        last = self._first[passage + 1] if passage + 1 < len(self._first) else len(scores)
        return int(np.argmax(scores[self._first[passage] : last]))


def _all_scores(index: faiss.Index, query: Vectors) -> npt.NDArray[np.float32]:
    """Return the inner product of `query`, shape (1, d), with every vector of `index`, in their order."""
    scores = np.zeros(index.ntotal, np.float32)
    found, rows = index.search(query, index.ntotal)
    scores[rows[0]] = found[0]
    return scores
