"""What is being served right now, so that a process that ends can wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

_LAST_WORDS = 1.0
"""Seconds that a cancelled request gets to tell its member so."""


_SETTLING = 0.2
"""Seconds without a request after which none is expected any more."""


class InFlight:
    """The tasks that serve requests."""

    def __init__(self) -> None:
        """Start with none."""
        self._tasks: set[asyncio.Task[object]] = set()

    def __len__(self) -> int:
        """Return how many requests are being served."""
        return len(self._tasks)

    @contextmanager
    def current(self) -> Iterator[None]:
        """Count the current task in while the context lasts (and keep it from being collected)."""
        task = asyncio.current_task()
        if task is None or task in self._tasks:
            yield
            return
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is being served, at most `seconds`; cancel what then still is.

        Between the acknowledgement of an envelope and the start of the task that serves it, nothing seems to be
        under way: it counts as idle only when it stays so.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        idle = False
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            if self._tasks:
                idle = False
                await asyncio.wait(set(self._tasks), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            elif idle:
                return
            else:
                idle = True
                await asyncio.sleep(min(_SETTLING, left))
        remaining = set(self._tasks)
        for task in remaining:
            task.cancel()
        if remaining:
            await asyncio.wait(remaining, timeout=_LAST_WORDS)
