"""Showing a moderator how far long work has come, without an edit for every step of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from bot.moderation.notice import render_progress
from bot.phrases import Phrases

SECONDS_BETWEEN_EDITS = 2.0


class ShownProgress:
    """Shows the latest progress while its `async with` block runs; the last edit is over when the block is left."""

    def __init__(self, show: Callable[[str], Awaitable[object]], say: Phrases) -> None:
        """Show sentences of `say` by awaiting `show`, which raises nothing.

        `was_shown` tells whether any was, which stands now where something else stood before.
        """
        self.was_shown = False
        self._show = show
        self._say = say
        self._latest = ""
        self._changed = asyncio.Event()
        self._over = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start to show."""
        self._loop = asyncio.get_running_loop()
        self._showing = asyncio.create_task(self._keep_showing())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop. An edit under way is not cut off: it could then arrive after the message that follows."""
        self._over.set()
        self._changed.set()
        await self._showing

    def report(self, what: str, done: int, total: int) -> None:
        """Take note of progress; called by the thread that works (an `index.snapshot.Progress`)."""
        self._loop.call_soon_threadsafe(self._note, render_progress(what, done, total, self._say))

    def _note(self, sentence: str) -> None:
        if sentence != self._latest:
            self._latest = sentence
            self._changed.set()

    async def _keep_showing(self) -> None:
        while True:
            await self._changed.wait()
            if self._over.is_set():
                return
            self._changed.clear()
            self.was_shown = True
            await self._show(self._latest)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), SECONDS_BETWEEN_EDITS)
