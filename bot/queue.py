"""The queue before the threads that answer: how many questions may wait, and how many are worked on at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from bot.errors import Busy

MOST = 100
"""Questions that may wait for an answer at once; one more is told that the bot is busy."""
AT_ONCE = 8
"""Of them, those that are worked on at once: enough to keep the reader busy and to embed together what came together.

More would only keep the event loop waiting for Python's lock.
"""

T = TypeVar("T")


class Queue:
    """Where questions wait. All its methods are for the event loop."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answering")
        self._waiting = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Keep a place for a question until what is done inside has ended.

        Raises:
            Busy: too many questions are waiting.
        """
        if self._waiting >= MOST:
            raise Busy
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def turn(self, work: Callable[[], T]) -> T:
        """Return what `work` does in a thread, when one is free."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Begin nothing more, and wait for nothing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
