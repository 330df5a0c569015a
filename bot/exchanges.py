"""What was answered, kept for a while: so that buttons work after a restart, and members can have it deleted."""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.conversation import Thread
from bot.errors import NotKept

log = logging.getLogger(__name__)

_DAY = 86_400.0  # seconds
_MOST_IN_MEMORY = 5_000
"""Exchanges kept where none are written down; the oldest go first."""

LONGEST_REMARK = 1_000  # characters
_PATIENCE = 2.0
"""Seconds to wait for another process that writes to the same file."""

_TABLES = """
CREATE TABLE IF NOT EXISTS exchange (
    id TEXT PRIMARY KEY, platform TEXT NOT NULL, community TEXT NOT NULL, channel TEXT NOT NULL, member TEXT NOT NULL,
    asked REAL NOT NULL, question TEXT NOT NULL, reply TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS exchange_member ON exchange (platform, member);
CREATE INDEX IF NOT EXISTS exchange_asked ON exchange (asked);
CREATE TABLE IF NOT EXISTS verdict (
    exchange TEXT NOT NULL REFERENCES exchange (id) ON DELETE CASCADE, platform TEXT NOT NULL, member TEXT NOT NULL,
    given REAL NOT NULL, helpful INTEGER NOT NULL, complaint TEXT, remark TEXT NOT NULL,
    PRIMARY KEY (exchange, platform, member)
);
CREATE INDEX IF NOT EXISTS verdict_member ON verdict (platform, member);
"""


class Complaint(StrEnum):
    """Why an answer did not help."""

    WRONG_PASSAGE = "wrong-passage"
    WRONG_SPEAKER = "wrong-speaker"
    MISSED = "missed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was replied. `asked` is in seconds since 1970, `reply` what `bot.recall` makes of a reply."""

    id: str
    thread: Thread
    asked: float
    question: str
    reply: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one member thinks of an answer; `remark` is in their own words."""

    helpful: bool
    complaint: Complaint | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a member, since when (in seconds since 1970, None where nothing is), and for how many days.

    `days` is 0 where nothing is written down: it is then forgotten when the process ends.
    """

    questions: int
    verdicts: int
    since: float | None
    days: int


class Exchanges:
    """The exchanges of the last days, in a file. Methods block: call them off the event loop, one at a time."""

    def __init__(self, path: Path | None, days: int = 0, clock: Callable[[], float] = time.time) -> None:
        """Keep exchanges in the file at `path` for `days` days; 0: in memory only, and no file is left there.

        A file that is damaged, locked or cannot be made is left alone and logged; memory does until the next start.
        """
        self._clock = clock
        self._days = days
        self._connection = _opened(path) if path and days else None
        if self._connection is None:
            self._days = 0
            self._connection = _connect(":memory:")
        if path and not days:
            _remove(path)
        self.prune()

    def add(self, thread: Thread, question: str, reply: dict[str, Any]) -> str:
        """Keep an exchange and return its id, 16 random characters fit for an address.

        Returns "" where it could not be kept, which is logged.
        """
        made = secrets.token_urlsafe(12)
        try:
            self._do(
                "INSERT INTO exchange VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                made,
                *thread,
                self._clock(),
                question,
                json.dumps(reply, ensure_ascii=False),
            )
            if not self._days:
                self.prune()
        except NotKept:
            return ""
        return made

    def get(self, exchange: str) -> Exchange | None:
        """Return the exchange with that id, or None where it is not kept.

        Raises:
            NotKept: the file cannot be read just now.
        """
        columns = "id, platform, community, channel, member, asked, question, reply"
        found = self._do(f"SELECT {columns} FROM exchange WHERE id = ?", exchange)  # noqa: S608 - no value from outside
        if not found:
            return None
        name, *thread, asked, question, reply = found[0]
        return Exchange(name, Thread(*thread), asked, question, json.loads(reply))

    def drop(self, exchange: str) -> None:
        """Delete one exchange, and what members thought of it.

        Raises:
            NotKept: the file cannot be written just now.
        """
        self._do("DELETE FROM exchange WHERE id = ?", exchange)

    def judge(self, exchange: str, thread: Thread, verdict: Verdict) -> None:
        """Keep what the member of `thread` thinks of an exchange that is kept, instead of what they thought before.

        Raises:
            NotKept: the exchange is gone, or the file cannot be written just now.
        """
        self._do(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?)",
            exchange,
            thread.platform,
            thread.member,
            self._clock(),
            verdict.helpful,
            verdict.complaint,
            verdict.remark[:LONGEST_REMARK],
        )

    def verdicts(self, exchange: str) -> list[Verdict]:
        """Return what members think of an answer, the oldest first.

        Raises:
            NotKept: the file cannot be read just now.
        """
        rows = self._do("SELECT helpful, complaint, remark FROM verdict WHERE exchange = ? ORDER BY given", exchange)
        return [Verdict(bool(helpful), Complaint(why) if why else None, remark) for helpful, why, remark in rows]

    def kept(self, platform: str, member: str) -> Kept:
        """Return how much is kept of a member.

        Raises:
            NotKept: the file cannot be read just now.
        """
        of_member = "WHERE platform = ? AND member = ?"
        ((questions, first),) = self._do(
            f"SELECT COUNT(*), MIN(asked) FROM exchange {of_member}",  # noqa: S608 - no value from outside
            platform,
            member,
        )
        ((verdicts, second),) = self._do(
            f"SELECT COUNT(*), MIN(given) FROM verdict {of_member}",  # noqa: S608 - no value from outside
            platform,
            member,
        )
        since = min((when for when in (first, second) if when is not None), default=None)
        return Kept(questions, verdicts, since, self._days)

    def forget(self, platform: str, member: str) -> None:
        """Delete everything of a member, and overwrite where it stood.

        Raises:
            NotKept: the file cannot be written just now.
        """
        self._do("DELETE FROM exchange WHERE platform = ? AND member = ?", platform, member)
        self._do("DELETE FROM verdict WHERE platform = ? AND member = ?", platform, member)
        self._do("PRAGMA wal_checkpoint(TRUNCATE)")

    def prune(self) -> None:
        """Delete what is older than it may be kept; a failure is logged, and the next time tries again."""
        with suppress(NotKept):
            if self._days:
                self._do("DELETE FROM exchange WHERE asked < ?", self._clock() - self._days * _DAY)
                self._do("DELETE FROM verdict WHERE given < ?", self._clock() - self._days * _DAY)
            else:
                newest = "(SELECT MAX(rowid) FROM exchange)"
                self._do(f"DELETE FROM exchange WHERE rowid <= {newest} - ?", _MOST_IN_MEMORY)  # noqa: S608 - see above

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _do(self, command: str, *values: object) -> list[Any]:
        """Carry a command out, wholly or not at all, and return its rows."""
        try:
            if self._connection is None:
                raise sqlite3.ProgrammingError("it is closed")
            with self._connection as connection:
                return connection.execute(command, values).fetchall()
        except sqlite3.Error as error:  # its text names no value
            log.error("What was answered could not be read or written (%s: %s).", type(error).__name__, error)
            raise NotKept from error


def _opened(path: Path) -> sqlite3.Connection | None:
    """Return the file at `path`, or None where it cannot be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return _connect(str(path))
    except (OSError, sqlite3.Error) as error:
        log.error(
            "What was answered cannot be kept in %s (%s: %s). Buttons under earlier answers do not work, and what is "
            "answered now is kept in memory only. Stop whatever else uses the file, or move it away, and start again.",
            path,
            type(error).__name__,
            error,
        )
        return None


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_PATIENCE, check_same_thread=False)
    try:
        for line in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {line}")
        connection.executescript(_TABLES)
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("its contents are damaged")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _remove(path: Path) -> None:
    """Delete the file at `path` and what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        try:
            path.with_name(name).unlink(missing_ok=True)
        except OSError as error:
            log.error("%s could not be deleted: %s. Delete it by hand.", path.with_name(name), error.strerror)
