"""The log of moderation: who did what, where, when, and how it ended."""

from __future__ import annotations

import datetime
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.state.communities import known
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.models import AuditRow

if TYPE_CHECKING:
    from bot.moderation import Actor

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act of moderation; `actor` is the moderator's id, `channel` where it was done, `result` how it ended."""

    id: str
    at: datetime.datetime
    actor: str
    channel: str
    what: str
    result: str


class AuditLog:
    """The acts of moderation of all communities."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def append(self, actor: Actor, what: str, result: str, session: AsyncSession | None = None) -> None:
        """Note who did what, where, when, and how it ended.

        Args:
            actor: who.
            what: the command.
            result: how it ended, a few words.
            session: the transaction in which it was done: then one is not there without the other. Without it, a
                database that refuses is logged with the entry, and stops nothing.

        Raises:
            StateError: the database refused, where `session` was given.
        """
        if session is not None:
            await self._add(session, actor, what, result)
            return
        try:
            async with self._database.session() as own:
                await self._add(own, actor, what, result)
        except StateError as error:
            entry = {"who": actor.member, "where": f"{actor.thread.community_key}/{actor.channel}", "what": what}
            log.error("An act of moderation could not be written down: %s %s", error, {**entry, "result": result})

    async def entries(self, community: str) -> list[AuditEntry]:
        """Return the acts of moderation in a community, by its key (`Thread.community_key`), the newest first.

        No command shows them: they are for whoever runs the bot.

        Raises:
            StateError: the database cannot be read.
        """
        wanted = select(AuditRow).where(AuditRow.community == community).order_by(AuditRow.id.desc())
        async with self._database.reading() as session:
            rows = list(await session.scalars(wanted))
        return [AuditEntry(row.id, row.at, row.actor, row.channel, row.what, row.result) for row in rows]

    @staticmethod
    async def _add(session: AsyncSession, actor: Actor, what: str, result: str) -> None:
        community = actor.thread.community_key
        await known(session, community)
        # The id says when: the order of ids is that of the entries, also where two have the same moment.
        now = time.time_ns()
        entry = AuditRow(
            community=community,
            id=f"{now:016x}{secrets.token_hex(4)}",
            at=datetime.datetime.fromtimestamp(now / 1e9, datetime.UTC),
            actor=actor.member,
            channel=actor.channel,
            what=what,
            result=result,
        )
        session.add(entry)
        await session.flush()
