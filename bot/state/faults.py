"""What can go wrong with the database, each with a sentence for the person who can mend it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from index.errors import RecordError

_PRIMARY = 0xFF  # SQLite's extended result codes hold the primary one in their lowest byte


class StateError(RecordError):
    """The database cannot be opened, read or written. Nothing of what was to be written is there."""


class NewerVersion(StateError):
    """The database was written by a later version of the bot."""


class Damaged(StateError):
    """The database's file is no database, or its contents are damaged."""


class Unreachable(StateError):
    """The database's server cannot be reached, or is starting or ending. It is tried again at the next question."""


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Raise whatever SQLAlchemy and the drivers raise within as a StateError about the database at `name`.

    Raises:
        StateError: the database refused.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise explain(error, name) from error


def explain(error: Exception, name: str) -> StateError:
    """Return what `error` means to whoever runs the bot; it holds nothing of what was to be read or written."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    match code & _PRIMARY if isinstance(code, int) else None:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StateError(f"The database {name} is locked by another process. Stop that, or try again in a minute.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StateError(f"The database {name} is read-only. Let the bot write to the file and its folder.")
        case sqlite3.SQLITE_CANTOPEN:
            return StateError(f"The database {name} cannot be opened. Let the bot write to the file and its folder.")
        case sqlite3.SQLITE_FULL:
            return StateError(f"The disk that holds the database {name} is full. Make room, and try again.")
        case sqlite3.SQLITE_IOERR:
            return StateError(
                f"The database {name} could not be read or written: the disk refused ({_symbol(cause)}). Look whether "
                "it is full or failing, and try again."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Damaged(damaged(name))
    if cause is not None and hasattr(cause, "sqlstate"):
        return _of_server(cause, name)
    if isinstance(cause, PoolTimeout):
        return StateError(f"The database {name} has more to do than it can. Try again in a minute.")
    return StateError(
        f"The database {name} could not be used ({type(cause).__name__}). Look into its log, and try again."
    )


def _of_server(cause: BaseException, name: str) -> StateError:
    """Return what an error of psycopg means; https://www.postgresql.org/docs/current/errcodes-appendix.html."""
    state: str = getattr(cause, "sqlstate", None) or _refused(str(cause))
    match state[:2], state:
        case _, "28P01" | "28000":
            return StateError(f"The database {name} refuses the user or the password. Correct DATABASE_URL.")
        case _, "3D000":
            return StateError(f"The database {name} does not exist. Make it with createdb, or correct DATABASE_URL.")
        case _, "42501":
            return StateError(
                f"The database {name} does not let its user do what the bot needs. Make that user its owner, with the "
                "right to make tables and the extension vector."
            )
        case _, "55P03" | "40P01" | "40001":
            return StateError(f"The database {name} is locked by another process. Try again in a minute.")
        case "53", "53300":
            return StateError(f"The database {name} takes no more connections. Raise its max_connections.")
        case "53", _:
            return StateError(f"The disk or the memory of the database {name} is full. Make room, and try again.")
        case _, "25006":
            return Unreachable(
                f"The database {name} only reads: it is a standby. Try again when it is promoted, or correct "
                "DATABASE_URL."
            )
        case (("" | "08" | "57"), _):
            return Unreachable(f"The database {name} cannot be reached. Look whether its server runs; the bot goes on.")
        case _, "XX001" | "XX002":
            return Damaged(f"The database {name} is damaged. Restore it from a backup; the bot has left it as it is.")
    return StateError(
        f"The database {name} could not be used ({type(cause).__name__}). Look into its log, and try again."
    )


_REFUSALS = {
    "authentication failed": "28P01",
    "permission denied": "42501",
    "no pg_hba.conf entry": "28000",
    'role "': "28000",
    'database "': "3D000",
    "too many clients": "53300",
    "connection slots": "53300",
}
"""What a server says that lets nobody in, of which the driver gives the words alone, and its code."""


def _refused(said: str) -> str:
    """Return the code of what a server said that took no connection, "" where there is none to be asked."""
    _, _, fatal = said.partition("FATAL:")
    return next((code for words, code in _REFUSALS.items() if words in fatal), "")


def damaged(name: str) -> str:
    """Return the sentence about a database that is damaged."""
    return (
        f"The database {name} is damaged. Put back a copy of it, or move it away to begin with an empty one; the bot "
        "has left it as it is."
    )


def _symbol(cause: BaseException | None) -> str:
    return str(getattr(cause, "sqlite_errorname", type(cause).__name__))
