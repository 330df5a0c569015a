"""What one process changed, told to all others that share its PostgreSQL; a single process has nobody to tell."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.state.database import Database
from bot.state.faults import StateError, explain
from bot.state.postgres import parameters

log = logging.getLogger(__name__)

CHANNEL = "on_the_record"
EVERY = 15.0
"""Seconds between two looks whether something changed of which no news came."""

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 10.0  # seconds before the connection that listens is tried again

Hearer = Callable[[str | None], Awaitable[None]]
"""Takes the key of the community in which something changed, or None: anything may have changed anywhere."""


async def announce(session: AsyncSession, what: str, community: str) -> None:
    """Have every process told what changed in a community once the transaction of `session` is committed, not before.

    Args:
        session: a transaction that writes.
        what: "library" or "settings".
        community: its key.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_notify(CHANNEL, f"{what} {community}")))


class News:
    """Listens for what others changed, on a connection of its own, which it makes anew when it is lost.

    What came while there was none is lost. So all that hear are told that anything may have changed whenever it is
    there again; those that ask for it, also at regular times.
    """

    def __init__(self, database: Database, every: float = EVERY) -> None:
        """Listen at `database`, and have those told that ask for it every `every` seconds without any news."""
        self._database = database
        self.every = every
        self._hearers: dict[str, Hearer] = {}
        self._looking: set[str] = set()
        self._missed: set[str] = set()
        self._listening: asyncio.Task[None] | None = None

    def hear(self, what: str, hearer: Hearer, *, looks: bool = False) -> None:
        """Have `hearer` told of changes of one kind; one that `looks` also at regular times."""
        self._hearers[what] = hearer
        if looks:
            self._looking.add(what)

    def start(self) -> None:
        """Listen from now on, where there is anybody to listen to."""
        if self._database.url is not None and self._listening is None:
            self._listening = asyncio.create_task(self._listen(), name="listening for what others changed")

    async def close(self) -> None:
        """Listen no more."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _listen(self) -> None:
        """Listen and look for as long as the process runs; nothing that fails ends it."""
        wait = _FIRST_WAIT
        while True:
            began = time.monotonic()
            try:
                await self._listen_once()
            except Exception as error:  # noqa: BLE001 - whatever it is, what others change must be heard of again
                # Its text names no value; the driver's would name the server's address.
                log.warning("Not listening for what others change: %s", explain(error, self._database.name))
            wait = _FIRST_WAIT if time.monotonic() - began > _LONGEST_WAIT else min(2 * wait, _LONGEST_WAIT)
            await asyncio.sleep(wait)
            await self._look(self._looking)  # where nobody can listen, as behind some poolers, this is all there is

    async def _listen_once(self) -> None:
        from psycopg import AsyncConnection  # noqa: PLC0415 - only the extra for PostgreSQL brings it

        assert self._database.url is not None  # noqa: S101 - for the type checker: `start` looked
        connected = await AsyncConnection.connect(**parameters(self._database.url), autocommit=True)
        async with connected as connection:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            await self._look(set(self._hearers))
            while True:
                async for news in connection.notifies(timeout=self.every):
                    what, _, community = news.payload.partition(" ")
                    await self._tell(what, community)
                await self._look(self._looking | self._missed)
                await connection.execute("SELECT 1")  # a connection that is gone without a word is noticed

    async def _look(self, whom: set[str]) -> None:
        for what in sorted(whom):
            self._missed.discard(what)
            await self._tell(what, None)

    async def _tell(self, what: str, community: str | None) -> None:
        hearer = self._hearers.get(what)
        if hearer is None:
            return
        try:
            await hearer(community)
        except StateError as error:
            self._missed.add(what)
            log.warning("What others changed could not be read: %s", error)
        except Exception:
            self._missed.add(what)
            log.exception("What others changed could not be taken over")
