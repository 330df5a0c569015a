"""A PostgreSQL server with pgvector, as the stores use it: connections that are kept, and errors with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

import psycopg
from pgvector.psycopg import register_vector
from sqlalchemy import URL, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from index.errors import StoreError

_SECONDS_TO_WAIT = 5.0
"""For a connection, for the server to take one, and for others who write to the same community."""
_SECONDS_TO_ANSWER = 30
_SOON_TO_CONNECT, _SOON_TO_ANSWER = 2, 5  # seconds, where another server answers if this one does not
# A server that is gone without a word is noticed after some ten seconds, not after the system's two hours.
_TIMELY = {
    "connect_timeout": int(_SECONDS_TO_WAIT),
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class Server:
    """A database of a server. Safe for several threads; it connects at the first use, and again after a failure."""

    def __init__(self, url: URL, connections: int = 8, *, impatient: bool = False) -> None:
        """Use the database at `url`.

        Args:
            url: its address, with the driver `postgresql+psycopg`.
            connections: how many at once, at most; who comes later waits.
            impatient: give up early, as another server can be asked.
        """
        self.name = url.set(query={}).render_as_string(hide_password=True)
        self._closed = False
        self._engine = create_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=_SECONDS_TO_WAIT,
            pool_pre_ping=True,  # a server that was restarted costs nobody an error
            connect_args={**_TIMELY, "connect_timeout": _SOON_TO_CONNECT} if impatient else _TIMELY,
            hide_parameters=True,
        )
        seconds = _SOON_TO_ANSWER if impatient else _SECONDS_TO_ANSWER
        event.listen(self._engine, "connect", partial(_set_up, seconds))

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """Give a connection on which each statement is a transaction of its own, unless `transaction()` says else.

        Raises:
            StoreError: the server cannot be reached, or refuses; what a transaction was to write is not there.
        """
        if self._closed:
            raise StoreError(f"The database {self.name} is closed: the process is ending.")
        try:
            pooled = self._engine.raw_connection()
            try:
                yield cast(psycopg.Connection, pooled.driver_connection)
            finally:
                pooled.close()
        except (psycopg.Error, SQLAlchemyError) as error:
            raise StoreError(_explained(error, self.name)) from error

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        self._engine.dispose()


def _set_up(seconds_to_answer: int, connection: DBAPIConnection, _record: object) -> None:
    raw = cast(psycopg.Connection, connection)
    raw.autocommit = True
    raw.execute("SELECT set_config('lock_timeout', %s, false)", [f"{_SECONDS_TO_WAIT * 1_000:.0f}ms"])
    raw.execute("SELECT set_config('statement_timeout', %s, false)", [f"{seconds_to_answer}s"])
    register_vector(raw)


def _explained(error: Exception, name: str) -> str:
    """Return what an error means, without anything of what was read or written."""
    if isinstance(error, PoolTimeout):
        return f"The database {name} has more to do than it can. Try again in a minute."
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or ""
    match state[:2], state:
        case _, "55P03" | "40P01" | "40001":
            return f"The database {name} is locked by another process. Try again in a minute."
        case _, "57014":
            return f"The database {name} took too long. Try again in a minute."
        case "53", _:
            return f"The disk, the memory or the connections of the database {name} are used up. Make room."
        case _, "42P01" | "42704":
            return f"The database {name} lacks the tables of the bot. Start the bot once, which makes them."
        case _, "25006":
            return f"The database {name} only reads: it is a standby. Try again when it is promoted."
        case (("" | "08" | "57"), _) if isinstance(cause, psycopg.OperationalError):
            return f"The database {name} cannot be reached. Look whether its server runs; the bot goes on."
        case "", _ if isinstance(cause, psycopg.ProgrammingError):
            return f"The database {name} has no extension vector. Start the bot once, which makes it where pgvector is."
    return f"The database {name} could not be used ({type(cause).__name__}). Look into its log, and try again."
