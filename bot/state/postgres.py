"""A server of PostgreSQL, which any number of the bot's processes share."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL, Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.state.engine import READING
from bot.state.faults import StateError
from bot.state.schema import upgrade

DRIVER = "postgresql+psycopg"
OLDEST = 16
"""The oldest major version that the bot is tested with."""

_CONNECTIONS = 10
_SECONDS_TO_CONNECT = 5
_SECONDS_IN_LINE = 30
"""For a connection that others use now: about as long as the last of those that wait for an answer waits for it."""
# A server that is gone without a word is noticed after some ten seconds, not after the system's two hours.
_KEEPALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}

_MIGRATING = 0x6F74_7265_636F_7264
"""The advisory lock of whoever changes the tables: "otrecord" as a number."""


def address(url: str, setting: str = "DATABASE_URL", otherwise: str = "leave it empty") -> URL:
    """Return the address of a PostgreSQL database, with the driver that the bot uses.

    Args:
        url: as in `DATABASE_URL`: `postgresql+psycopg://user:password@host/name`; `postgresql://...` is the same.
        setting: where it stands, for messages.
        otherwise: what else can be done there, for messages.

    Raises:
        StateError: it is no such address. It is not repeated: it may hold a password.
    """
    try:
        made = make_url(url.strip())
    except (ArgumentError, ValueError):
        made = None
    if made is None or made.drivername not in {DRIVER, "postgresql", "postgres"} or not made.database:
        raise StateError(
            f"{setting} is no address of a PostgreSQL database. Write it as "
            f"postgresql+psycopg://user:password@host/name, or {otherwise}."
        )
    return made.set(drivername=DRIVER)


def addresses(url: SecretStr | None, copies: SecretStr | None) -> tuple[URL | None, URL | None]:
    """Return the addresses of the database and of the copies that follow it, each None where there is none.

    Args:
        url: as in `DATABASE_URL`.
        copies: as in `DATABASE_READ_URL`.

    Raises:
        StateError: one is no address, or there are copies of nothing.
    """
    if copies and not url:
        raise StateError(
            "DATABASE_READ_URL names copies of a database, and DATABASE_URL is empty. Put the database's own address "
            "there, or leave both empty."
        )
    return (
        address(url.get_secret_value()) if url else None,
        address(copies.get_secret_value(), "DATABASE_READ_URL") if copies else None,
    )


class Postgres:
    """A database of a PostgreSQL server."""

    def __init__(self, url: URL, patience: float) -> None:
        """Use the database at `url`, and wait `patience` seconds for others who write to the same rows."""
        self._url = url
        self._patience = patience

    @property
    def name(self) -> str:
        """Its address without the password, for messages."""
        return self._url.set(query={}).render_as_string(hide_password=True)

    def made(self) -> AsyncEngine:
        """Return what connects to the server.

        Raises:
            StateError: the driver is not installed.
        """
        try:
            engine = create_async_engine(
                self._url,
                pool_size=_CONNECTIONS,
                max_overflow=0,
                pool_timeout=_SECONDS_IN_LINE,
                pool_pre_ping=True,  # a server that was restarted costs nobody an error
                connect_args={"connect_timeout": _SECONDS_TO_CONNECT, **_KEEPALIVE},
                hide_parameters=True,
            )
        except ImportError as error:
            raise StateError(
                "The driver for PostgreSQL is not installed. Install the bot with it: pip install 'on-the-record"
                "[postgres]'."
            ) from error
        patience = f"{int(self._patience * 1_000)}ms"

        def set_up(connection: DBAPIConnection, _record: object) -> None:
            with connection.cursor() as cursor:  # type: ignore[attr-defined]  # psycopg's cursors close themselves
                cursor.execute(f"SET lock_timeout = '{patience}'")
            connection.commit()

        event.listen(engine.sync_engine, "connect", set_up)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine

    def prepare(self, connection: Connection) -> None:
        """Look whether the server is new enough, and migrate; of several processes one does, and the others wait.

        Raises:
            StateError: the server is too old, or the tables are of a newer version (NewerVersion) or another program.
        """
        with connection.begin():
            version = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
            if version < OLDEST:
                raise StateError(
                    f"The database {self.name} is on PostgreSQL {version}; the bot needs {OLDEST} or newer. Upgrade it."
                )
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # others may have much to migrate
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            upgrade(connection, self.name)

    async def overwrite(self, engine: AsyncEngine) -> None:
        """Have the server reuse the space of what was deleted; its log and its backups are the operator's to expire."""
        async with engine.connect() as connection:
            at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await at_once.execute(text("VACUUM (SKIP_LOCKED) exchange, gap, verdict, asked"))

    @asynccontextmanager
    async def alone(self, engine: AsyncEngine, name: str) -> AsyncIterator[bool]:
        """Give whether this process alone holds the advisory lock of that name; it goes with the connection at last."""
        key = {"key": int.from_bytes(hashlib.sha256(f"on the record: {name}".encode()).digest()[:8], signed=True)}
        async with engine.connect() as connected:
            connection = await connected.execution_options(isolation_level="AUTOCOMMIT")
            mine = bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key))
            try:
                yield mine
            finally:
                try:
                    if mine:
                        await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
                except DBAPIError:  # the connection is gone, and the lock with it
                    await connection.invalidate()


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(READING):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def parameters(url: URL) -> dict[str, Any]:
    """Return what psycopg itself is to be given to connect to `url`, for a connection outside the pool."""
    _, given = url.get_dialect()().create_connect_args(url)
    return {"connect_timeout": _SECONDS_TO_CONNECT, **_KEEPALIVE, **given}
