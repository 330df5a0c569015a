"""What speaks for each passage as the answer to a question, in figures that compare across questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

COLUMNS = (
    "paragraph cosine",
    "sentence cosine",
    "paragraph BM25",
    "sentence BM25",
    "MaxSim by idf",
    "MaxSim",
    "sentence MaxSim by idf",
    "sentence MaxSim",
    "sentence coverage",
    "window coverage",
    "passage coverage",
    "article coverage",
)
"""Cosines and MaxSim are from -1 to 1, BM25 and coverage from 0 to 1.

BM25 is a share of what the question could reach at most. MaxSim is the mean over the question's tokens, weighted by
idf where it says so, of the best cosine with a token of the passage, or of its best sentence. Coverage is the share
of the question's stems, weighted by idf, that one sentence holds, three in a row, the passage, or its whole article.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one question.

    `features` has shape (passages, len(COLUMNS)); `sentences`, shape (passages,), says which sentence of each passage
    comes closest, counted from 0 within the passage.
    """

    features: npt.NDArray[np.float32]
    sentences: npt.NDArray[np.int64]

    def column(self, name: str) -> npt.NDArray[np.float32]:
        """Return the column called `name`, shape (passages,).

        Raises:
            ValueError: no column has that name.
        """
        return self.features[:, COLUMNS.index(name)]
