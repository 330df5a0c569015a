"""Dense retrieval: cosine similarity of the question to every paragraph and to every sentence.

The vectors of one record share a large component, of its subject and of the model's own making, and those of questions
in another language share another. Cosines are taken from the mean of the record's sentences, not from the origin.
"""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

from index.embedding import Vectors

_TINY = 1e-4  # below it a length is nothing but rounding


class DenseIndex:
    """Exact inner-product search over normalised paragraph and sentence vectors, in FAISS."""

    def __init__(self, paragraphs: faiss.Index, sentences: faiss.Index, owners: npt.NDArray[np.int64]) -> None:
        """Take two FAISS indexes; `owners[i]` is the passage that sentence vector i belongs to, ascending.

        Raises:
            ValueError: the three do not fit together.
        """
        if (
            sentences.ntotal != len(owners)
            or paragraphs.d != sentences.d
            or (len(owners) and int(owners.max()) >= paragraphs.ntotal)
        ):
            raise ValueError("the vectors do not fit the passages")
        self.paragraphs = paragraphs
        self.sentences = sentences
        self.owners = owners
        self._first = np.searchsorted(owners, np.arange(paragraphs.ntotal))
        self._mean = sentences.reconstruct_n(0, sentences.ntotal).mean(axis=0, keepdims=True)
        self._along = _all_scores(paragraphs, self._mean), _all_scores(sentences, self._mean)

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

    def cosines(self, question: Vectors) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return the cosine of one question vector, shape (dimension,), with every passage and every sentence.

        All are taken from the mean of the sentences; a vector that is the mean has the cosine 0 with every other.
        """
        query = np.ascontiguousarray(question.reshape(1, -1), np.float32)
        of_passages, of_sentences = (
            self._centred(_all_scores(index, query), query, along)
            for index, along in zip((self.paragraphs, self.sentences), self._along, strict=True)
        )
        return of_passages, of_sentences

    def _centred(
        self, scores: npt.NDArray[np.float32], query: Vectors, along: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """Turn inner products x·q into cosines of x - m and q - m, where `along` holds x·m and x has length one."""
        square = float((self._mean**2).sum())
        products = scores - along - float(self._mean[0] @ query[0]) + square
        lengths = np.sqrt(np.clip(1 - 2 * along + square, 0, None)) * np.linalg.norm(query - self._mean)
        cosines = np.zeros_like(scores)
        np.divide(products, lengths, out=cosines, where=lengths > _TINY)
        return cosines

    def highest(self, of_sentences: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the highest score among each passage's sentences: shape (sentences,) to shape (passages,)."""
        return np.maximum.reduceat(of_sentences, self._first)

    def best_sentences(self, of_sentences: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        """Return which sentence of each passage scores highest, counted from 0 within the passage."""
        ends = np.append(self._first[1:], len(of_sentences))
        return np.array(
            [np.argmax(of_sentences[start:end]) for start, end in zip(self._first, ends, strict=True)], np.int64
        )


def _all_scores(index: faiss.Index, query: Vectors) -> npt.NDArray[np.float32]:
    """Return the inner product of `query`, shape (1, d), with every vector of `index`, in their order."""
    scores = np.zeros(index.ntotal, np.float32)
    found, rows = index.search(query, index.ntotal)
    scores[rows[0]] = found[0]
    return scores
