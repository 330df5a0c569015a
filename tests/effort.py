"""How the effort of some work grows with its size, which tells a text made to take long on any machine."""

from __future__ import annotations

import time
from collections.abc import Callable

ENDURED = 24.0
"""The most by which the effort may grow where the size grows eightfold: eight times where all is well, 64 times where
each piece is compared with each, and what else the processor has to do makes a measured effort larger."""
_LEAST = 0.0002  # seconds; less than that says nothing


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times the processor time of `work` grows where its size grows from `size` to eightfold.

    Each is the least of three runs, in this thread.
    """
    small, large = (min(_seconds(work, one) for _ in range(3)) for one in (size, 8 * size))
    return large / max(small, _LEAST)


def _seconds(work: Callable[[int], object], size: int) -> float:
    started = time.thread_time()
    work(size)
    return time.thread_time() - started
