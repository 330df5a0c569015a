"""The database: one file of SQLite in the data folder, opened, brought to this version, and asked in transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.state.faults import Damaged, StateError, damaged, explained
from bot.state.models import Base
from bot.state.schema import upgrade

FILE = "record.db"
PATIENCE = 5.0
"""Seconds to wait for another process that writes to the same file."""

_MEMORY = ":memory:"
_READING = "reads_only"


class Database:
    """One file, or memory. It opens at its first use where nobody has opened it before."""

    def __init__(self, path: Path | None = None, patience: float | None = None) -> None:
        """Use the file at `path`; without one, memory, whose contents go with this object.

        Args:
            path: the file; it and its folder are made where they are not there.
            patience: seconds to wait for another process that writes to the same file; None: `PATIENCE`.
        """
        self._path = path
        self._patience = PATIENCE if patience is None else patience
        self._engine: AsyncEngine | None = None
        self._opening = asyncio.Lock()
        self._closed = False

    @property
    def name(self) -> str:
        """The file's path, for messages."""
        return str(self._path) if self._path else _MEMORY

    async def open(self) -> None:
        """Open the file, look whether it is whole, and bring its tables to this version.

        All steps from an earlier version are one transaction: a process that is killed leaves the earlier one.

        Raises:
            StateError: it is damaged (Damaged), of a newer version (NewerVersion), locked, or the disk refuses it. The
                file is left as it is.
        """
        await self._opened()

    async def close(self) -> None:
        """Close the file; whoever asks afterwards gets a StateError."""
        self._closed = True
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.dispose()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Give a transaction that reads and writes: all that is done within is there at its end, or nothing.

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
            engine = (await self._opened()).execution_options(**{_READING: True})
            async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                yield session

    async def overwrite(self) -> None:
        """Have nothing of what was deleted remain in the file or in what SQLite keeps beside it.

        Raises:
            StateError: another process is reading, or the disk refuses.
        """
        with explained(self.name):
            async with (await self._opened()).connect() as connection:
                raw = (await connection.get_raw_connection()).driver_connection
                assert raw is not None  # noqa: S101 - for the type checker: a connection that was just made
                async with raw.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                    busy, *_ = await cursor.fetchone()
        if busy:
            raise StateError(f"The database {self.name} is being read by another process. Try again in a minute.")

    async def _opened(self) -> AsyncEngine:
        async with self._opening:
            if self._engine is not None:
                return self._engine
            if self._closed:
                raise StateError(f"The database {self.name} is closed: the process is ending.")
            if self._path:
                _make(self._path)
            with explained(self.name):
                engine = self._made()
                try:
                    async with engine.connect() as connection:
                        await connection.run_sync(self._prepare)
                except BaseException:
                    await engine.dispose()
                    raise
            self._engine = engine
            return engine

    def _made(self) -> AsyncEngine:
        # Memory belongs to one connection: whoever comes second waits for it.
        connections = 5 if self._path else 1
        engine = create_async_engine(
            URL.create("sqlite+aiosqlite", database=self.name),
            poolclass=AsyncAdaptedQueuePool,
            pool_size=connections,
            max_overflow=0,
            connect_args={"timeout": self._patience},
            hide_parameters=True,
        )
        event.listen(engine.sync_engine, "connect", _set_up)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine

    def _prepare(self, connection: Connection) -> None:
        """Look whether the file is whole, and migrate, with foreign keys unguarded: tables are made anew meanwhile."""
        _do(connection.connection.dbapi_connection, "PRAGMA foreign_keys = OFF")
        with connection.begin():
            if connection.execute(text("PRAGMA quick_check")).scalar() != "ok":
                raise Damaged(damaged(self.name))
            if self._path:
                upgrade(connection, self.name)
            else:
                Base.metadata.create_all(connection)  # memory has no earlier version
            if connection.execute(text("PRAGMA foreign_key_check")).first():
                raise Damaged(damaged(self.name))
        _do(connection.connection.dbapi_connection, "PRAGMA foreign_keys = ON")


def _make(path: Path) -> None:
    """Make the file at `path` where it is not there yet, for nobody else to read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StateError(
            f"The database {path} cannot be opened: {error.strerror}. Let the bot write to the file and its folder."
        ) from error


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy begins them, not where the driver thinks
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        _do(connection, f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # Who will write takes the lock at once: a reader that turns writer may be refused without being let to wait.
    reads_only = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _do(connection: DBAPIConnection | None, command: str) -> None:
    assert connection is not None  # noqa: S101 - for the type checker: it is checked out
    cursor = connection.cursor()
    cursor.execute(command)
    cursor.close()
