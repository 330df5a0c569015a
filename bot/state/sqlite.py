"""One file of SQLite in the data folder, or memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.state.engine import READING
from bot.state.faults import Damaged, StateError, damaged
from bot.state.models import Base
from bot.state.schema import upgrade

_MEMORY = ":memory:"


class Sqlite:
    """A file, or memory, whose contents go with the engine."""

    def __init__(self, path: Path | None, patience: float) -> None:
        """Use the file at `path`; see `Database`."""
        self._path = path
        self._patience = patience

    @property
    def name(self) -> str:
        """The file's path, for messages."""
        return str(self._path) if self._path else _MEMORY

    def made(self) -> AsyncEngine:
        """Return what connects to the file; it and its folder are made where they are not there.

        Raises:
            StateError: the disk refuses.
        """
        if self._path:
            _make(self._path)
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

    def prepare(self, connection: Connection) -> None:
        """Look whether the file is whole, and migrate, with foreign keys unguarded: tables are made anew meanwhile.

        Raises:
            StateError: it is damaged (Damaged) or of a newer version (NewerVersion).
        """
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

    async def overwrite(self, engine: AsyncEngine) -> None:
        """Have nothing of what was deleted remain in the file or in what SQLite keeps beside it.

        Raises:
            StateError: another process is reading.
        """
        async with engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None  # noqa: S101 - for the type checker: a connection that was just made
            async with raw.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                busy, *_ = await cursor.fetchone()
        if busy:
            raise StateError(f"The database {self.name} is being read by another process. Try again in a minute.")

    @asynccontextmanager
    async def alone(self, engine: AsyncEngine, name: str) -> AsyncIterator[bool]:  # noqa: ARG002 - as of Engine
        """Give that it is so: a file is one process's, and what two do to it is noticed when it is written."""
        yield True


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
    reads_only = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _do(connection: DBAPIConnection | None, command: str) -> None:
    assert connection is not None  # noqa: S101 - for the type checker: it is checked out
    cursor = connection.cursor()
    cursor.execute(command)
    cursor.close()
