"""The exchanges of the last days: so that buttons work after a restart, and members can have them deleted."""

from __future__ import annotations

import datetime
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import delete, func, select, tuple_

from bot.conversation import FORGOTTEN_AFTER, Thread
from bot.errors import NotKept
from bot.exchanges import LONGEST_REMARK, Complaint, Exchange, Kept, Verdict
from bot.state.communities import known
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.members import Members
from bot.state.models import AskedRow, ExchangeRow, GapRow, VerdictRow

log = logging.getLogger(__name__)

MOST_IN_MEMORY = 5_000
"""Exchanges kept where none are written down; the oldest go first."""


class Exchanges:
    """The exchanges of all communities. One is found only from the community in which it took place."""

    def __init__(
        self, database: Database, members: Members, days: int = 0, clock: Callable[[], float] = time.time
    ) -> None:
        """Keep exchanges in `database` for `days` days; 0: it is in memory, and holds the newest.

        Args:
            database: where they are kept.
            members: hashes who asked.
            days: how long.
            clock: gives seconds since 1970.
        """
        self._database = database
        self._members = members
        self._days = days
        self._clock = clock

    async def add(self, thread: Thread, question: str, reply: dict[str, Any], gap: str | None = None) -> str:
        """Keep an exchange and return its id, 16 random characters fit for an address.

        Args:
            thread: who asked where.
            question: as it was asked; empty where it is not the member's own.
            reply: what `bot.recall` makes of the reply.
            gap: why it was not answered, where moderators shall see that.

        Returns:
            "" where it could not be kept, which is logged.
        """
        made, community = secrets.token_urlsafe(12), thread.community_key
        row = ExchangeRow(
            community=community,
            id=made,
            at=self._now(),
            member=self._members.hash(thread),
            conversation=self._members.conversation(thread),
            question=question,
            reply=reply,
        )
        try:
            async with _kept(), self._database.session() as session:
                await known(session, community)
                session.add(row)
                await session.flush()
                if gap:
                    session.add(GapRow(community=community, exchange=made, reason=gap))
        except NotKept:
            return ""
        if not self._days:
            await self.prune()
        return made

    async def get(self, exchange: str, thread: Thread) -> Exchange | None:
        """Return the exchange with that id, or None where the community of `thread` has none.

        Raises:
            NotKept: the database cannot be read just now.
        """
        async with _kept(), self._database.reading() as session:
            row = await session.get(ExchangeRow, (thread.community_key, exchange))
        return _exchange(row) if row else None

    async def said(self, thread: Thread, known: Collection[str], most: int = 10) -> list[Exchange] | None:
        """Return the exchanges of a conversation that any process had with the member of `thread`, the oldest first.

        Args:
            thread: names the conversation; of it, those since it was last silent for long, and the newest alone.
            known: ids of exchanges, which are returned too as far as they are kept still.
            most: how many of the conversation.

        Returns:
            None where no other process has any, or they cannot be read just now, which is logged.
        """
        if not self._database.is_shared:
            return None
        here = ExchangeRow.community == thread.community_key
        since = self._now() - datetime.timedelta(seconds=FORGOTTEN_AFTER)
        lately = (ExchangeRow.conversation == self._members.conversation(thread), ExchangeRow.at > since)
        newest = select(ExchangeRow).where(here, *lately).order_by(ExchangeRow.at.desc()).limit(most)
        try:
            async with _kept(), self._database.reading() as session:
                rows = list(await session.scalars(newest))
                if missing := set(known) - {row.id for row in rows}:
                    rows += await session.scalars(select(ExchangeRow).where(here, ExchangeRow.id.in_(missing)))
        except NotKept:
            return None
        return [_exchange(row) for row in sorted(rows, key=lambda row: row.at)]

    def is_of(self, exchange: Exchange, thread: Thread) -> bool:
        """Return whether the member of `thread` asked that question."""
        return exchange.member == self._members.hash(thread)

    async def drop(self, exchange: str, thread: Thread) -> None:
        """Delete an exchange of the community of `thread`, what members thought of it, and its gap.

        Raises:
            NotKept: the database cannot be written just now.
        """
        here = (ExchangeRow.community == thread.community_key, ExchangeRow.id == exchange)
        async with _kept(), self._database.session() as session:
            await session.execute(delete(ExchangeRow).where(*here))

    async def judge(self, exchange: str, thread: Thread, verdict: Verdict) -> None:
        """Keep what the member of `thread` thinks of an exchange that is kept, instead of what they thought before.

        Raises:
            NotKept: their community has no such exchange, or the database cannot be written just now.
        """
        row = VerdictRow(
            community=thread.community_key,
            exchange=exchange,
            member=self._members.hash(thread),
            at=self._now(),
            helpful=verdict.helpful,
            complaint=verdict.complaint.value if verdict.complaint else None,
            remark=verdict.remark[:LONGEST_REMARK],
        )
        async with _kept(), self._database.session() as session:
            await session.merge(row)

    async def verdicts(self, exchange: str, thread: Thread) -> list[Verdict]:
        """Return what members think of an answer that the community of `thread` got, the oldest first.

        Raises:
            NotKept: the database cannot be read just now.
        """
        here = (VerdictRow.community == thread.community_key, VerdictRow.exchange == exchange)
        async with _kept(), self._database.reading() as session:
            rows = list(await session.scalars(select(VerdictRow).where(*here).order_by(VerdictRow.at)))
        return [Verdict(row.helpful, Complaint(row.complaint) if row.complaint else None, row.remark) for row in rows]

    async def kept(self, thread: Thread) -> Kept:
        """Return how much is kept of the member of `thread`, in all communities of the platform.

        Raises:
            NotKept: the database cannot be read just now.
        """
        member = self._members.hash(thread)
        asked = select(func.count(), func.min(ExchangeRow.at), func.count(GapRow.exchange)).select_from(ExchangeRow)
        asked = asked.outerjoin(
            GapRow, (GapRow.community == ExchangeRow.community) & (GapRow.exchange == ExchangeRow.id)
        ).where(ExchangeRow.member == member)
        judged = select(func.count(), func.min(VerdictRow.at)).where(VerdictRow.member == member)
        async with _kept(), self._database.reading() as session:
            questions, first, gaps = (await session.execute(asked)).one()
            verdicts, second = (await session.execute(judged)).one()
        since = min((when for when in (first, second) if when is not None), default=None)
        return Kept(questions, gaps, verdicts, since, self._days)

    async def forget(self, thread: Thread) -> None:
        """Delete everything of the member of `thread`, in all communities of the platform, and overwrite it.

        Raises:
            NotKept: the database cannot be written just now.
        """
        member = self._members.hash(thread)
        async with _kept():
            async with self._database.session() as session:
                await session.execute(delete(ExchangeRow).where(ExchangeRow.member == member))
                await session.execute(delete(VerdictRow).where(VerdictRow.member == member))
                await session.execute(delete(AskedRow).where(AskedRow.member == member))
            await self._database.overwrite()

    async def prune(self) -> None:
        """Delete what is older than it may be kept; a failure is logged, and the next time tries again."""
        try:
            async with _kept():
                async with self._database.session() as session:
                    if self._days:
                        oldest = self._now() - datetime.timedelta(days=self._days)
                        await session.execute(delete(ExchangeRow).where(ExchangeRow.at < oldest))
                        await session.execute(delete(VerdictRow).where(VerdictRow.at < oldest))
                    else:
                        names = tuple_(ExchangeRow.community, ExchangeRow.id)
                        order = ExchangeRow.at.desc(), ExchangeRow.id
                        old = select(ExchangeRow.community, ExchangeRow.id).order_by(*order).offset(MOST_IN_MEMORY)
                        await session.execute(delete(ExchangeRow).where(names.in_(old)))
                if self._days:
                    await self._database.overwrite()
        except NotKept:
            return

    def _now(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self._clock(), datetime.UTC)


def _exchange(row: ExchangeRow) -> Exchange:
    return Exchange(row.id, row.community, row.member, row.at, row.question, row.reply)


async def delete_all(database: Database) -> None:
    """Delete every exchange with all that belongs to it, and overwrite it.

    Raises:
        StateError: the database cannot be written.
    """
    async with database.session() as session:
        await session.execute(delete(ExchangeRow))
        await session.execute(delete(AskedRow))
    await database.overwrite()


@asynccontextmanager
async def _kept() -> AsyncIterator[None]:
    """Log that the database refused, and raise it as what a member reads."""
    try:
        yield
    except StateError as error:  # its text names no value
        log.error("What was answered could not be read or written: %s", error)
        raise NotKept from error
