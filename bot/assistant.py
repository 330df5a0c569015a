"""What every platform talks to: questions in, replies out, with everything slow kept off the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.answering import Conversation, Reply, reply_to
from bot.conversation import Conversations, Thread
from bot.errors import Busy
from bot.library import Library, Reload
from bot.metrics import Metrics
from bot.moderation import Actor, Moderation
from index.snapshot import Progress, Snapshot

log = logging.getLogger(__name__)

MOST_WAITING = 100
"""Questions that may wait for an answer at once; one more is told that the bot is busy."""

T = TypeVar("T")


class Assistant:
    """Answers questions and carries out moderators' commands, for any number of platforms in one event loop."""

    def __init__(self, library: Library, moderation: Moderation, threshold: float) -> None:
        """Answer from `library`, calling a passage an answer from the confidence `threshold` on."""
        self._library = library
        self._moderation = moderation
        self._threshold = threshold
        self.metrics = Metrics()
        self._conversations = Conversations()
        self._answering = ThreadPoolExecutor(1, thread_name_prefix="answering")
        self._rebuilding = ThreadPoolExecutor(2, thread_name_prefix="rebuilding")  # the second is refused at once
        self._waiting = 0
        self._closing = False

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that answers now.

        Raises:
            NotReady: none is open yet.
        """
        return self._library.snapshot

    async def open(self, progress: Progress | None = None) -> None:
        """Open the index, building it where needed, and load the embedding model.

        Raises:
            RecordError: there is nothing to answer from.
        """
        report = partial(self._unless_closing, progress)
        report("loading the embedding model", 0, 1)
        await self._off_the_loop(self._answering, self._library.encoder)
        report("loading the embedding model", 1, 1)
        await self._off_the_loop(self._answering, self._library.open, report)

    async def ask(self, question: str, thread: Thread) -> Reply:
        """Answer `question` in the conversation that `thread` names.

        Raises:
            Busy: too many questions are waiting.
            NotReady: there is no index yet.
        """
        _ = self._library.snapshot  # a member who asks before it is there is told so, and need not wait for it
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            reply = await self._off_the_loop(self._answering, self._answer, question, self._conversations.get(thread))
        finally:
            self._waiting -= 1
        self._conversations.put(thread, self._conversations.get(thread).after(reply))
        return reply

    async def reload(self, actor: Actor, progress: Progress | None = None) -> Reload:
        """Have `actor` rebuild the index; see `Moderation.reload` for what it raises."""
        return await self._off_the_loop(
            self._rebuilding, self._moderation.reload, actor, partial(self._unless_closing, progress)
        )

    def close(self) -> None:
        """Take no more work and give up what is running, without waiting for it."""
        self._closing = True
        self._answering.shutdown(wait=False, cancel_futures=True)
        self._rebuilding.shutdown(wait=False, cancel_futures=True)

    def _answer(self, question: str, conversation: Conversation) -> Reply:
        return reply_to(question, conversation, self._library.snapshot, self._library.encoder(), self._threshold)

    def _unless_closing(self, progress: Progress | None, what: str, done: int, total: int) -> None:
        if self._closing:
            raise asyncio.CancelledError("the process is ending")
        if progress:
            progress(what, done, total)

    @staticmethod
    async def _off_the_loop(executor: ThreadPoolExecutor, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(executor, partial(work, *arguments))
