"""Which message answers which question, remembered for all processes, so that any of them can follow an edit."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import Thread
from bot.state.communities import known
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.members import Members
from bot.state.models import AskedRow

log = logging.getLogger(__name__)

FOLLOWED_FOR = 24 * 60 * 60
"""Seconds for which edits and deletions of a question are followed by another process than its own."""


@dataclass(frozen=True, slots=True)
class AskedMessage:
    """A question that a member wrote as a message, as all processes know it: see `AskedRow`."""

    edited: str
    withdrawn: bool
    answer: str | None
    exchange: str


class AskedMessages:
    """The messages of late. Where one process has the database to itself there are none: that process knows its own.

    Where the database does not answer it is as if there were none; that is logged.
    """

    def __init__(self, database: Database, members: Members, clock: Callable[[], float] = time.time) -> None:
        """Remember in `database`; `members` hashes who asks, `clock` gives seconds since 1970."""
        self._database = database
        self._members = members
        self._clock = clock

    async def find(self, thread: Thread, key: str) -> AskedMessage | None:
        """Return what is known of the message `key` in the community of `thread`."""
        if not self._database.is_shared:
            return None
        try:
            async with self._database.reading() as session:
                row = await session.get(AskedRow, (thread.community_key, key))
                return _message(row) if row is not None and row.until > self._now() else None
        except StateError as error:
            _warn(error)
            return None

    async def note(self, thread: Thread, key: str, edited: str) -> AskedMessage | None:
        """Remember that the member of `thread` has asked, or edited the question, and return what is known of it.

        Args:
            thread: who asks where.
            key: names the message in its community.
            edited: which edit it is, empty: none. Later ones come later in the order of text.
        """
        if not self._database.is_shared:
            return None
        new = {
            "community": thread.community_key,
            "key": key,
            "member": self._members.hash(thread),
            "edited": edited,
            "withdrawn": False,
            "answer": None,
            "exchange": "",
            "until": self._now() + datetime.timedelta(seconds=FOLLOWED_FOR),
        }
        try:
            async with self._database.session() as session:
                await known(session, thread.community_key)
                await session.execute(insert(AskedRow).values(new).on_conflict_do_nothing())
                row = await session.get_one(AskedRow, (thread.community_key, key), with_for_update=True)
                row.edited = max(row.edited, edited)
                return _message(row)
        except StateError as error:
            _warn(error)
            return None

    async def withdraw(self, thread: Thread, key: str) -> AskedMessage | None:
        """Remember that the message is deleted, where it was a question, and return what was known of it."""
        if not self._database.is_shared:
            return None
        try:
            async with self._database.session() as session:
                row = await _alone(session, thread, key)
                if row is None:
                    return None
                before = _message(row)
                row.withdrawn = True
                return before
        except StateError as error:
            _warn(error)
            return None

    async def answered(self, thread: Thread, key: str, edited: str, answer: str | None, exchange: str) -> bool:
        """Remember by what a question is answered, unless it is deleted or edited by now.

        Args:
            thread: who asked where.
            key: names the message.
            edited: the edit that was answered.
            answer: the bot's message, None where there is none.
            exchange: the id of the exchange, or empty.

        Returns:
            Whether the answer stands.
        """
        if not self._database.is_shared:
            return True
        try:
            async with self._database.session() as session:
                row = await _alone(session, thread, key)
                if row is None:  # the member has had everything deleted meanwhile
                    return True
                if row.withdrawn or row.edited != edited:
                    return False
                row.answer, row.exchange = answer, exchange
        except StateError as error:
            _warn(error)
        return True

    async def prune(self) -> None:
        """Delete what is remembered for long enough; a failure is logged, and the next time tries again."""
        if not self._database.is_shared:
            return
        try:
            async with self._database.session() as session:
                await session.execute(delete(AskedRow).where(AskedRow.until <= self._now()))
        except StateError as error:
            _warn(error)

    def _now(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self._clock(), datetime.UTC)


async def _alone(session: AsyncSession, thread: Thread, key: str) -> AskedRow | None:
    """Return the row of a message, which no other transaction changes until the end of this one."""
    return await session.get(AskedRow, (thread.community_key, key), with_for_update=True)


def _message(row: AskedRow) -> AskedMessage:
    return AskedMessage(row.edited, row.withdrawn, row.answer, row.exchange)


def _warn(error: StateError) -> None:
    log.warning("Which message answers a question is not known: %s", error)
