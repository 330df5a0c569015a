"""The threads in which libraries are read and built."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from index.snapshot import Progress

_BUILDERS = 2  # snapshots built at once; they share the processor, so that more would only take longer each

P = ParamSpec("P")
T = TypeVar("T")


class Work:
    """Threads for what takes a moment (`read`) and for what takes minutes (`build`): neither waits for the other."""

    def __init__(self) -> None:
        """Start no thread before there is work."""
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._building = ThreadPoolExecutor(_BUILDERS, thread_name_prefix="building")
        self._closed = False

    async def read(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Return what `work` gives, which reads or writes files."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, lambda: work(*arguments, **named))

    async def build(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Return what `work` gives, which builds a snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._building, lambda: work(*arguments, **named))

    def report(self, progress: Progress | None) -> Progress:
        """Return what tells `progress`, and ends the work that calls it when the process ends."""

        def told(what: str, done: int, total: int) -> None:
            if self._closed:
                raise asyncio.CancelledError("the process is ending")
            if progress:
                progress(what, done, total)

        return told

    def close(self) -> None:
        """Take no more, and give up what is running at its next report, without waiting for it."""
        self._closed = True
        for executor in (self._reading, self._building):
            executor.shutdown(wait=False, cancel_futures=True)
