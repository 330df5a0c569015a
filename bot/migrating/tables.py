"""The rows of all tables: read, told apart, and put into another database."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.state.communities import DEFAULT
from bot.state.models import Base, CommunityRow

_STAY = {"secret", "seen", "lease", "asked"}
"""Secrets stand in files where a single process keeps them; what processes tell each other is over soon."""

TABLES: tuple[Table, ...] = tuple(table for table in Base.metadata.sorted_tables if table.name not in _STAY)
"""Those that are moved, a community first."""

_AT_ONCE = 20
"""Rows in memory at a time: sources may have megabytes."""

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Digest:
    """What tells the rows of a table from others, whatever their order."""

    count: int = 0
    sum: int = 0

    def with_row(self, row: _Row) -> Digest:
        """Return the digest of these rows and one more."""
        content = json.dumps(row, sort_keys=True, default=_plain).encode()
        return Digest(self.count + 1, (self.sum + int.from_bytes(hashlib.sha256(content).digest())) % 2**256)


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"A {type(value).__name__} is in no table.")


async def digests(session: AsyncSession) -> dict[str, Digest]:
    """Return the digest of each table, by its name."""
    found = {}
    for table in TABLES:
        digest = Digest()
        async for rows in _read(session, table):
            for row in rows:
                digest = digest.with_row(row)
        found[table.name] = digest
    return found


async def copy(source: AsyncSession, target: AsyncSession, told: Callable[[int], None]) -> dict[str, Digest]:
    """Put all rows of `source` into `target`, which has none, and return the digests of what was read.

    Args:
        source: a transaction that reads.
        target: a transaction that writes.
        told: is told how many rows have been put there.
    """
    found, done = {}, 0
    pointers: dict[str, int] = {}
    for table in TABLES:
        digest = Digest()
        async for rows in _read(source, table):
            for row in rows:
                digest = digest.with_row(row)
                if table.name == "community" and row["snapshot"] is not None:
                    pointers[row["id"]] = row["snapshot"]
                    row["snapshot"] = None  # its snapshots come later
            await target.execute(insert(table), rows)
            done += len(rows)
            told(done)
        found[table.name] = digest
    for community, number in pointers.items():
        await target.execute(update(CommunityRow).where(CommunityRow.id == community).values(snapshot=number))
    return found


async def clear(session: AsyncSession) -> None:
    """Delete the rows of all communities; those of the default library stay."""
    await session.execute(delete(CommunityRow).where(CommunityRow.id != DEFAULT))


def count(found: Mapping[str, Digest]) -> int:
    """Return how many rows there are in all tables together."""
    return sum(digest.count for digest in found.values())


async def _read(session: AsyncSession, table: Table) -> AsyncIterator[list[_Row]]:
    """Yield all rows of a table but the default library's, some at a time."""
    community = table.c.id if table.name == "community" else table.c.community
    rows = await session.stream(select(table).where(community != DEFAULT).execution_options(yield_per=_AT_ONCE))
    async for some in rows.mappings().partitions():
        yield [{name: _portable(value) for name, value in row.items()} for row in some]


def _portable(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a value as both databases can hold it: PostgreSQL knows no character of the number 0."""
    return value.replace("\0", "") if isinstance(value, str) else value
