"""Whether each part of the bot does its work just now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter
from typing import Protocol

from sqlalchemy import false, select, true, update
from sqlalchemy.exc import SQLAlchemyError

from bot.assistant import Assistant
from bot.connection import Connection
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.models import CommunityRow

_PATIENCE = 2.0
"""Seconds after which a database that has not answered counts as one that does not answer."""


class Connected(Protocol):
    """A platform that tells whether it is connected."""

    name: str
    connection: Connection


class Readiness:
    """Looks after the parts: the index, the database, what is written into it ("state"), and each platform."""

    def __init__(self, assistant: Assistant, platforms: Sequence[Connected]) -> None:
        """Look after what `assistant` answers from and writes to, and after `platforms`."""
        self.draining = False
        """Whether the process is ending: it finishes what it has begun, and nobody should send it anything new."""
        self._assistant = assistant
        self._platforms = platforms
        self._database = _Part(assistant.state.database, _reads)
        self._state = _Part(assistant.state.database, _writes)

    async def parts(self) -> dict[str, bool]:
        """Return each part's name, and whether it does its work; and set the figures that tell the same."""
        reads, writes = await asyncio.gather(self._database.is_up(), self._state.is_up())
        found = {"index": self._assistant.libraries.is_open, "database": reads, "state": writes}
        found |= {platform.name: platform.connection.is_up for platform in self._platforms}
        self._assistant.metrics.ready(found)
        self._assistant.metrics.database_took(self._database.seconds)
        return found


class _Part:
    """Something that a database can do, tried at most once at a time: one that hangs gathers no crowd."""

    def __init__(self, database: Database, attempt: Callable[[Database], Awaitable[None]]) -> None:
        self.seconds = 0.0
        """What the last attempt that ended took."""
        self._database = database
        self._attempt = attempt
        self._trying: asyncio.Task[bool] | None = None

    async def is_up(self) -> bool:
        """Return whether it can do that within the time; an attempt that takes longer goes on."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try(), name="asking the database")
        done, _ = await asyncio.wait({self._trying}, timeout=_PATIENCE)
        return any(task.result() for task in done if not task.cancelled())

    async def _try(self) -> bool:
        started = perf_counter()
        try:
            await self._attempt(self._database)
        except (StateError, SQLAlchemyError):
            return False
        finally:
            self.seconds = perf_counter() - started
        return True


async def _reads(database: Database) -> None:
    async with database.reading() as session:
        await session.execute(select(true()))


async def _writes(database: Database) -> None:
    """Begin to write, and change nothing: a standby, a file that is read-only and one that is locked refuse that."""
    async with database.session() as session:
        await session.execute(update(CommunityRow).where(false()).values(id=CommunityRow.id))
