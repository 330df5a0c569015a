"""Dense retrieval: cosine similarity of the question to every paragraph and to every sentence.

The vectors of one record share a large component, of its subject and of the model's own making, and those of questions
in another language share another. Cosines are taken from the mean of the record's sentences, not from the origin.
"""

from __future__ import annotations

from functools import cached_property
from typing import cast

import faiss
import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.retrieval.nearest import EXACT, Nearest

_TINY = 1e-4  # below it a length is nothing but rounding


class DenseIndex:
    """Exact inner-product search over normalised paragraph and sentence vectors, in FAISS."""

    def __init__(
        self,
        paragraphs: faiss.Index,
        sentences: faiss.Index,
        owners: npt.NDArray[np.int64],
        nearest: tuple[Nearest | None, Nearest | None] = (None, None),
    ) -> None:
        """Take two FAISS indexes.

        Args:
            paragraphs: the vectors of the passages.
            sentences: those of their sentences.
            owners: shape (sentences,), ascending: the passage that each belongs to.
            nearest: `DenseIndex.nearest`, where it was kept.

        Raises:
            ValueError: they do not fit together.
        """
        if (
            sentences.ntotal != len(owners)
            or paragraphs.d != sentences.d
            or (len(owners) and int(owners.max()) >= paragraphs.ntotal)
            or any(
                kept is not None and len(kept) != one.ntotal
                for kept, one in zip(nearest, (paragraphs, sentences), strict=True)
            )
        ):
            raise ValueError("the vectors do not fit the passages")
        self.paragraphs = paragraphs
        self.sentences = sentences
        self.owners = owners
        self.mean: Vectors = _matrix(sentences).mean(axis=0)
        self._of_passages = _Centred(paragraphs, self.mean, nearest[0])
        self._of_sentences = _Centred(sentences, self.mean, nearest[1])

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

    @property
    def nearest(self) -> tuple[Nearest | None, Nearest | None]:
        """What finds the nearest passages and sentences where there are very many; made at the first call."""
        return self._of_passages.nearest, self._of_sentences.nearest

    def cosines(self, question: Vectors) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return the cosine of one question vector, shape (dimension,), with every passage and every sentence.

        All are taken from the mean of the sentences; a vector that is the mean has the cosine 0 with every other. Of
        more than `nearest.EXACT`, those that are far have the lowest cosine of those that are near.
        """
        return self._of_passages.cosines(question), self._of_sentences.cosines(question)


def centred(
    products: npt.NDArray[np.float32], along: npt.NDArray[np.float32], question: Vectors, mean: Vectors
) -> npt.NDArray[np.float32]:
    """Turn inner products with vectors of length one into cosines as they are from a mean.

    Args:
        products: of the vectors with the question, shape (n,).
        along: of the vectors with the mean, shape (n,).
        question: shape (d,).
        mean: shape (d,).

    Returns:
        Shape (n,); 0 for a vector that is the mean.
    """
    square = float((mean**2).sum())
    differences = products - along - float(mean @ question) + square
    lengths = np.sqrt(np.clip(1 - 2 * along + square, 0, None)) * np.linalg.norm(question - mean)
    cosines = np.zeros_like(products)
    np.divide(differences, lengths, out=cosines, where=lengths > _TINY)
    return cosines


class _Centred:
    """Vectors of length one as they are from a mean; they stay where FAISS holds them."""

    def __init__(self, index: faiss.Index, mean: Vectors, nearest: Nearest | None) -> None:
        self._index = index  # it owns the memory of the matrix
        self._vectors = _matrix(index)
        self._mean = mean
        self._kept = nearest

    @cached_property
    def nearest(self) -> Nearest | None:
        if self._kept is not None or self._index.ntotal <= EXACT:
            return self._kept
        return Nearest.of_vectors(self._index.ntotal, self._index.d, self._from_mean)

    @cached_property
    def _along(self) -> npt.NDArray[np.float32]:
        """The inner products of the vectors with the mean."""
        along: npt.NDArray[np.float32] = self._vectors @ self._mean
        return along

    def cosines(self, question: Vectors) -> npt.NDArray[np.float32]:
        if self.nearest is None:
            return centred(self._vectors @ question, self._along, question, self._mean)
        rows = self.nearest.search(_unit(question - self._mean))
        near = centred(self._vectors[rows] @ question, self._along[rows], question, self._mean)
        cosines = np.full(len(self._vectors), near.min(initial=1), np.float32)
        cosines[rows] = near
        return cosines

    def _from_mean(self, part: slice) -> Vectors:
        return _unit(self._vectors[part] - self._mean)


def _matrix(index: faiss.Index) -> Vectors:
    """Return the vectors of a flat index, shape (n, d), without a copy: valid as long as the index is."""
    if not index.ntotal:
        return np.zeros((0, index.d), np.float32)
    matrix: Vectors = faiss.rev_swig_ptr(cast(faiss.IndexFlat, index).get_xb(), index.ntotal * index.d).reshape(
        index.ntotal, index.d
    )
    return matrix


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > _TINY, lengths, 1), np.float32)
