"""Late interaction: how well each token of a question is met by some token of a sentence.

MaxSim is ColBERT's score (Khattab and Zaharia 2020, arXiv:2004.12832), here over the token vectors of a model that
was trained for sentences. Such vectors share a large common component, which hides what tells them apart; the record's
mean is taken out of them and of the question's (Mu and Viswanath 2018, arXiv:1702.01417).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors


class TokenIndex:
    """The token vectors of a record's sentences: centred, of length one, in int8 with a scale for each."""

    def __init__(
        self,
        mean: Vectors,
        codes: npt.NDArray[np.int8],
        scales: npt.NDArray[np.float32],
        sentences: npt.NDArray[np.int64],
    ) -> None:
        """Take what `of_vectors` made.

        Args:
            mean: shape (d,), taken out of every vector.
            codes: the vectors, each divided by its scale, shape (tokens, d).
            scales: shape (tokens,).
            sentences: shape (tokens,), ascending: the sentence that each token belongs to.

        Raises:
            ValueError: the four do not fit together.
        """
        if (
            codes.ndim != 2
            or mean.shape != codes.shape[1:]
            or scales.shape != sentences.shape
            or len(codes) != len(scales)
            or (np.diff(sentences) < 0).any()
        ):
            raise ValueError("the token vectors do not fit together")
        self.mean = mean
        self.codes = codes
        self.scales = scales
        self.sentences = sentences

    @classmethod
    def of_vectors(cls, tokens: Vectors, sentences: npt.NDArray[np.int64]) -> TokenIndex:
        """Index token vectors of any length, shape (tokens, d), of `sentences`, shape (tokens,) and ascending."""
        unit = _unit(tokens)
        mean = unit.mean(axis=0) if len(unit) else np.zeros(tokens.shape[1], np.float32)
        centred = _unit(unit - mean)
        scales = np.abs(centred).max(axis=1, initial=0) / 127
        codes = np.rint(centred / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8)
        return cls(mean, codes, scales, sentences)

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.codes)

    def to_bytes(self) -> tuple[bytes, bytes]:
        """Return what `read` reads from two files: all but the codes (.npz of NumPy), and the codes (.npy)."""
        tokens, codes = io.BytesIO(), io.BytesIO()
        np.savez(tokens, mean=self.mean, scales=self.scales, sentences=self.sentences)
        np.save(codes, self.codes)
        return tokens.getvalue(), codes.getvalue()

    @classmethod
    def read(cls, tokens: Path, codes: Path) -> TokenIndex:
        """Read the files of what `to_bytes` gave. The codes, by far the most, stay in theirs until they are needed.

        Raises:
            ValueError: it is something else.
        """
        try:
            with np.load(tokens) as arrays:
                held = np.asarray(np.lib.format.open_memmap(codes, mode="r"))
                return cls(arrays["mean"], held, arrays["scales"], arrays["sentences"])
        except (EOFError, KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
            raise ValueError("the token vectors cannot be read") from error

    def highest(self, question: Vectors, sentences: Sequence[int] | npt.NDArray[np.int64]) -> Vectors:
        """Return the highest cosine of each token of a question with the tokens of a sentence.

        Args:
            question: its token vectors of any length, shape (tokens, d).
            sentences: which sentences, ascending.

        Returns:
            Shape (sentences, tokens of the question); -1 for a sentence that has no token.
        """
        query = _unit(_unit(question) - self.mean)
        starts = np.searchsorted(self.sentences, sentences, "left")
        ends = np.searchsorted(self.sentences, sentences, "right")
        highest = np.full((len(starts), len(query)), -1, np.float32)
        there = np.flatnonzero(ends > starts)
        if not len(there):
            return highest
        rows = np.concatenate([np.arange(starts[i], ends[i]) for i in there])
        cosines = (self.codes[rows].astype(np.float32) @ query.T) * self.scales[rows, None]
        within = np.cumsum(np.append(0, (ends - starts)[there][:-1]))
        highest[there] = np.maximum.reduceat(cosines, within, axis=0)
        return highest


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
