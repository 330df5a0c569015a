"""Finding the nearest of very many vectors without comparing all of them at full precision.

Which way is by how many there are, as `python -m tests.benchmarks.large` measured it: up to `EXACT`, comparing all is
fast enough; from there on a byte a number is compared, and from `CELLS` on those of the nearest cells alone. Whoever
asked compares what is found again, exactly: 99 in 100 of the ten nearest are then among the ten.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.embedding import Vectors

EXACT = 50_000
CELLS = 300_000
FOUND = 2_000
"""How many are found: at least the best fifty passages' sentences, whatever else counts for them."""

_STEP = 65_536  # vectors at once, so that they need not all be in memory
_SAMPLE = 64  # vectors a cell to learn the cells from
_PROBED = 16  # one cell in so many is looked into


class Nearest:
    """An index of vectors of length one by inner product, which forgets their exact values."""

    def __init__(self, count: int, dimension: int, vectors: Callable[[slice], Vectors]) -> None:
        """Index `count` vectors; `vectors` gives those of a range, shape (n, dimension)."""
        cells = int(4 * math.sqrt(count)) if count >= CELLS else 0
        self._index: Any = faiss.index_factory(
            dimension, f"IVF{cells},SQ8" if cells else "SQ8", faiss.METRIC_INNER_PRODUCT
        )
        if cells:
            faiss.extract_index_ivf(self._index).nprobe = max(cells // _PROBED, 1)
        sample = _SAMPLE * cells or _STEP
        # A sample of the whole: neighbours in an article are alike.
        steps = max(count // sample, 1)
        self._index.train(np.concatenate([vectors(slice(i, i + 1)) for i in range(0, count, steps)]))
        for start in range(0, count, _STEP):
            self._index.add(vectors(slice(start, min(start + _STEP, count))))

    def search(self, question: Vectors, most: int | None = None) -> npt.NDArray[np.int64]:
        """Return which vectors are nearest to one of shape (dimension,), at most that many or `FOUND`, ascending."""
        _, rows = self._index.search(np.ascontiguousarray(question.reshape(1, -1), np.float32), most or FOUND)
        found: npt.NDArray[np.int64] = np.sort(rows[0][rows[0] >= 0])
        return found
