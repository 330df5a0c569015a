"""The PostgreSQL of the load test, set up as an operator's, and what it and the processes take."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.postgres import shared_server

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# As an operator would have it: what is acknowledged is on the disk, and a quarter of a small machine's memory.
_SETTINGS = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "1GB", "autovacuum_naptime": "1min"}


@contextmanager
def served(folder: Path, url: str) -> Iterator[str]:
    """Give the address of an empty database on a server of its own, or `url` where there is one."""
    if url:
        yield url
        return
    with shared_server(folder / "cluster") as server:
        for name, value in _SETTINGS.items():
            server.command(f"ALTER SYSTEM SET {name} = '{value}'")
        server.stop()
        server.start()
        yield server.create().render_as_string(hide_password=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of the processor that processes have taken since they began, and MB of memory that they hold."""

    seconds: float
    megabytes: float


class Database:
    """The server behind an address, as an operator looks at it."""

    def __init__(self, url: str) -> None:
        """Connect."""
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.connection = psycopg.connect(plain, autocommit=True)

    def settle(self) -> None:
        """Have it count its rows and write what it has in memory, as it would by itself in the first minutes."""
        self.connection.execute("VACUUM ANALYZE")
        self.connection.execute("CHECKPOINT")

    def megabytes(self) -> float:
        """Return how large the database is."""
        row = self.connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return int(row[0]) / 1e6 if row else 0.0

    def passages(self) -> int:
        """Return how many passages it holds, of all communities."""
        row = self.connection.execute("SELECT count(*) FROM stored_passage").fetchone()
        return int(row[0]) if row else 0

    def connections(self) -> int:
        """Return how many connections the server's clients have."""
        row = self.connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        ).fetchone()
        return int(row[0]) if row else 0

    def bytes_of_exchange(self) -> float:
        """Return how many bytes a question takes that is kept with its answer."""
        row = self.connection.execute(
            "SELECT (pg_total_relation_size('exchange') + pg_total_relation_size('gap'))::float8 "
            "/ greatest((SELECT count(*) FROM exchange), 1)"
        ).fetchone()
        return float(row[0]) if row else 0.0

    def taken(self) -> Taken:
        """Return what all processes of the server take; nothing where it is on another machine."""
        row = self.connection.execute("SELECT pg_backend_pid()").fetchone()
        status = Path(f"/proc/{row[0] if row else 0}/stat")
        if not status.is_file() or "postgres" not in status.read_text():
            return Taken(0.0, 0.0)
        main = int(_fields(status)[1])
        children = [int(one) for one in Path(f"/proc/{main}/task/{main}/children").read_text().split()]
        held = [_memory(process) for process in (main, *children)]
        shared = max((memory.get("RssShmem", 0.0) for memory in held), default=0.0)
        own = sum(memory.get("RssAnon", 0.0) for memory in held)
        ended = sum(int(ticks) for ticks in _fields(Path(f"/proc/{main}/stat"))[13:15]) / _TICKS
        return Taken(ended + sum(map(_seconds, (main, *children))), own + shared)

    def close(self) -> None:
        """Disconnect."""
        self.connection.close()


def taken_by(processes: Sequence[int]) -> Taken:
    """Return what the bot's processes take together."""
    return Taken(sum(map(_seconds, processes)), sum(_memory(one).get("VmRSS", 0.0) for one in processes))


def _seconds(process: int) -> float:
    try:
        return sum(int(ticks) for ticks in _fields(Path(f"/proc/{process}/stat"))[11:13]) / _TICKS
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _fields(status: Path) -> list[str]:
    """Return what stands in a process's status after its name: its state, its parent, and so on."""
    return status.read_text().rpartition(")")[2].split()


def _memory(process: int) -> dict[str, float]:
    """Return the lines about memory of a process's status, in MB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines if line.endswith(" kB")}
