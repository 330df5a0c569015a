"""Finding the nearest of very many vectors without comparing all of them at full precision.

Which way is by how many there are, as `python -m tests.benchmarks.large` measured it: up to `EXACT`, comparing all is
fast enough; from there on a byte a number is compared, and from `CELLS` on those of the nearest cells alone. Whoever
asked compares what is found again, exactly: 99 in 100 of the ten nearest are then among the ten.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.embedding import Vectors

EXACT = 50_000
CELLS = 100_000
FOUND = 2_000
"""How many are found: at least the best fifty passages' sentences, whatever else counts for them."""

PROBED = 8
"""One cell in so many is looked into."""

_STEP = 65_536  # vectors at once, so that they need not all be in memory
_SAMPLE = 64  # vectors a cell to learn the cells from
_IN_CELLS = b"IwSq"  # how FAISS begins the file of an index with cells


class Nearest:
    """An index of vectors of length one by inner product, which forgets their exact values."""

    def __init__(self, index: faiss.Index) -> None:
        """Take what `of_vectors` made."""
        self._index: Any = index

    @classmethod
    def of_vectors(cls, count: int, dimension: int, vectors: Callable[[slice], Vectors]) -> Nearest:
        """Index `count` vectors; `vectors` gives those of a range, shape (n, dimension)."""
        cells = int(4 * math.sqrt(count)) if count >= CELLS else 0
        index: Any = faiss.index_factory(dimension, f"IVF{cells},SQ8" if cells else "SQ8", faiss.METRIC_INNER_PRODUCT)
        if cells:
            faiss.extract_index_ivf(index).nprobe = max(cells // PROBED, 1)
        sample = _SAMPLE * cells or _STEP
        # A sample of the whole: neighbours in an article are alike.
        steps = max(count // sample, 1)
        index.train(np.concatenate([vectors(slice(i, i + 1)) for i in range(0, count, steps)]))
        for start in range(0, count, _STEP):
            index.add(vectors(slice(start, min(start + _STEP, count))))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> Nearest:
        """Read the file of what `to_bytes` gave. What it holds of the vectors stays there until it is needed.

        Raises:
            OSError, RuntimeError: it cannot be read, or is something else.
        """
        with path.open("rb") as file:
            in_cells = file.read(len(_IN_CELLS)) == _IN_CELLS
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP if in_cells else faiss.IO_FLAG_MMAP_IFC))

    def to_bytes(self) -> bytes:
        """Return what `read` reads from a file."""
        content: bytes = faiss.serialize_index(self._index).tobytes()
        return content

    def __len__(self) -> int:
        """Return how many vectors are indexed."""
        return int(self._index.ntotal)

    def search(self, question: Vectors, most: int | None = None) -> npt.NDArray[np.int64]:
        """Return which vectors are nearest to one of shape (dimension,), at most that many or `FOUND`, ascending."""
        _, rows = self._index.search(np.ascontiguousarray(question.reshape(1, -1), np.float32), most or FOUND)
        found: npt.NDArray[np.int64] = np.sort(rows[0][rows[0] >= 0])
        return found
