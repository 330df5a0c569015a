"""The database: a file of SQLite or a PostgreSQL, opened, brought to this version, and asked in transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.state.engine import READING, Engine
from bot.state.faults import StateError, explained
from bot.state.postgres import Postgres
from bot.state.sqlite import Sqlite

FILE = "record.db"
PATIENCE = 5.0
"""Seconds to wait for another process that writes to the same."""


class Database:
    """One file, memory, or a PostgreSQL. It opens at its first use where nobody has opened it before."""

    def __init__(self, place: Path | URL | None = None, patience: float | None = None) -> None:
        """Use the file or the server at `place`; without one, memory, whose contents go with this object.

        Args:
            place: the file, which is made with its folder where it is not there, or the address of a PostgreSQL
                database (`bot.state.postgres.address`), which must be there.
            patience: seconds to wait for another process that writes to the same; None: `PATIENCE`.
        """
        waits = PATIENCE if patience is None else patience
        self.url = place if isinstance(place, URL) else None
        self._kind: Engine = Postgres(place, waits) if isinstance(place, URL) else Sqlite(place, waits)
        self._engine: AsyncEngine | None = None
        self._opening = asyncio.Lock()
        self._closed = False

    @property
    def is_shared(self) -> bool:
        """Whether other processes may be at work on it: then it also holds the default library."""
        return self.url is not None

    @property
    def name(self) -> str:
        """The file's path, or the server's address without the password, for messages."""
        return self._kind.name

    async def open(self) -> None:
        """Connect, look whether the database is whole, and bring its tables to this version.

        All steps from an earlier version are one transaction: a process that is killed leaves the earlier one.

        Raises:
            StateError: it is damaged (Damaged), of a newer version (NewerVersion), locked, cannot be reached
                (Unreachable), or the disk refuses it. It is left as it is.
        """
        await self._opened()

    async def close(self) -> None:
        """Close it; whoever asks afterwards gets a StateError."""
        self._closed = True
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.dispose()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Give a transaction that reads and writes: all that is done within is there at its end, or nothing.

        Two that change the same community take turns from `bot.state.communities.held` on.

        Raises:
            StateError: the database refused; nothing was written.
        """
        with explained(self.name):
            async with AsyncSession(await self._opened(), expire_on_commit=False) as session, session.begin():
                yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a transaction that only reads, one state of everything; it waits for nobody who writes.

        Raises:
            StateError: the database refused.
        """
        with explained(self.name):
            engine = (await self._opened()).execution_options(**{READING: True})
            async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                yield session

    async def overwrite(self) -> None:
        """Have nothing of what was deleted remain, as far as the database can promise that.

        Raises:
            StateError: another process is reading, or the disk refuses.
        """
        with explained(self.name):
            await self._kind.overwrite(await self._opened())

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        """Give whether no other process holds the lock of that name; if so, this one holds it to the end of the block.

        It keeps work from being done twice, no more: a lock is lost with its connection. What must not be mixed is
        guarded by the transaction that writes it.

        Raises:
            StateError: the database refused.
        """
        with explained(self.name):
            async with self._kind.alone(await self._opened(), name) as mine:
                yield mine

    async def _opened(self) -> AsyncEngine:
        async with self._opening:
            if self._engine is not None:
                return self._engine
            if self._closed:
                raise StateError(f"The database {self.name} is closed: the process is ending.")
            with explained(self.name):
                engine = self._kind.made()
                try:
                    async with engine.connect() as connection:
                        await connection.run_sync(self._kind.prepare)
                except BaseException:
                    await engine.dispose()
                    raise
            self._engine = engine
            return engine
