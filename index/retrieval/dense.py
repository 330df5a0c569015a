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
        self.mean: Vectors = sentences.reconstruct_n(0, sentences.ntotal).mean(axis=0)
        self._along = _all_scores(paragraphs, self.mean), _all_scores(sentences, self.mean)

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
        of_passages, of_sentences = (
            centred(_all_scores(index, question), along, question, self.mean)
            for index, along in zip((self.paragraphs, self.sentences), self._along, strict=True)
        )
        return of_passages, of_sentences


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


def _all_scores(index: faiss.Index, question: Vectors) -> npt.NDArray[np.float32]:
    """Return the inner product of `question`, shape (d,), with every vector of `index`, in their order."""
    scores = np.zeros(index.ntotal, np.float32)
    found, rows = index.search(np.ascontiguousarray(question.reshape(1, -1), np.float32), index.ntotal)
    scores[rows[0]] = found[0]
    return scores
