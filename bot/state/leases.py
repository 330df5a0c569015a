"""Who does what only one process may do: leases in the database, which a process that died no longer renews."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.state.communities import known
from bot.state.database import Database
from bot.state.models import LeaseRow

PROCESSES = "processes"
"""The key under which leases stand, in place of a community's; those have a colon."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one process is to do.

    Args:
        parts: into how many parts the whole is divided; all processes agree on it.
        held: the parts that are this process's, from 0 on.
        surplus: those of them that it has too many: it ends them, and then gives them back.
        processes: how many share the whole.
    """

    parts: int
    held: frozenset[int]
    surplus: frozenset[int]
    processes: int


class Leases:
    """One process's part in something that several share, such as a platform's shards.

    All times are the database's: the clocks of several machines differ.
    """

    def __init__(self, database: Database, group: str, seconds: float) -> None:
        """Share what `group` names, in a PostgreSQL; whoever says nothing for `seconds` loses its part."""
        self._database = database
        self._group = group
        self._lasts = datetime.timedelta(seconds=seconds)
        self.holder = secrets.token_hex(8)

    async def renew(self, wanted: int) -> Share:
        """Say that this process lives, and return what it is to do: as much as the others, and what nobody does.

        Args:
            wanted: into how many parts to divide the whole, where nobody has divided it yet.

        Raises:
            StateError: the database refused. What is held is held as long as nobody else takes it.
        """
        async with self._database.session() as session:
            now = await self._begin(session)
            await session.execute(delete(LeaseRow).where(*self._of_group(), LeaseRow.until <= now))
            rows = list(await session.scalars(select(LeaseRow).where(*self._of_group())))
            parts = next((row.about for row in rows), wanted)
            others = {row.holder for row in rows if row.name.startswith(self._name("process"))} - {self.holder}
            taken = {int(row.name.rpartition("/")[2]): row.holder for row in rows if "/part/" in row.name}
            mine = sorted(part for part, holder in taken.items() if holder == self.holder)
            fair = self._fair(parts, others, list(taken.values()))
            free = [part for part in range(parts) if part not in taken]
            new = free[: max(0, fair - len(mine))]
            await self._write(session, [self._name("process", self.holder)], parts, now)
            await self._write(session, [self._name("part", part) for part in [*mine, *new]], parts, now)
        return Share(parts, frozenset([*mine, *new]), frozenset(mine[fair:]), len(others) + 1)

    async def give_back(self, parts: frozenset[int]) -> None:
        """Let another process have `parts`, which this one has ended.

        Raises:
            StateError: the database refused; they are free when their time is over.
        """
        await self._delete(LeaseRow.name.in_([self._name("part", part) for part in parts]))

    async def leave(self) -> None:
        """Let the others have all that this process has ended.

        Raises:
            StateError: the database refused; it is free when its time is over.
        """
        await self._delete(*self._of_group())

    async def take_turn(self, name: str, seconds: float) -> float:
        """Take a turn at something that all processes together do at most once in `seconds`.

        Returns:
            0 where it is this process's turn now; else the seconds after which to try again.

        Raises:
            StateError: the database refused.
        """
        async with self._database.session() as session:
            now = await self._begin(session, name)
            turn = f"{self._group} {name}"  # outside the group: it stays when this process leaves
            row = await session.get(LeaseRow, (PROCESSES, turn))
            if row is not None and row.until > now:
                return (row.until - now).total_seconds()
            await self._write(session, [turn], 0, now, datetime.timedelta(seconds=seconds))
        return 0.0

    async def _begin(self, session: AsyncSession, lock: str = "") -> datetime.datetime:
        """Let no other process do the same until the end of the transaction, and return the time."""
        await known(session, PROCESSES)
        key = func.hashtextextended(f"{self._group} {lock}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))
        now: datetime.datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
        return now

    def _fair(self, parts: int, others: set[str], holders: list[str]) -> int:
        """Return how many parts are this process's; where they do not divide evenly, who has more keeps one more."""
        ranked = sorted([self.holder, *others], key=lambda one: (-holders.count(one), one))
        each, left = divmod(parts, len(ranked))
        return each + (ranked.index(self.holder) < left)

    async def _write(
        self,
        session: AsyncSession,
        names: list[str],
        about: int,
        now: datetime.datetime,
        lasts: datetime.timedelta | None = None,
    ) -> None:
        if not names:
            return
        fixed = {"community": PROCESSES, "holder": self.holder, "until": now + (lasts or self._lasts), "about": about}
        rows = insert(LeaseRow).values([{**fixed, "name": name} for name in names])
        new = {"holder": rows.excluded.holder, "until": rows.excluded.until, "about": rows.excluded.about}
        await session.execute(rows.on_conflict_do_update(index_elements=["community", "name"], set_=new))

    async def _delete(self, *which: ColumnElement[bool]) -> None:
        own = (LeaseRow.community == PROCESSES, LeaseRow.holder == self.holder)
        async with self._database.session() as session:
            await session.execute(delete(LeaseRow).where(*own, *which))

    def _of_group(self) -> tuple[ColumnElement[bool], ...]:
        return LeaseRow.community == PROCESSES, LeaseRow.name.like(f"{self._group}/%")

    def _name(self, kind: str, rest: str | int = "") -> str:
        return f"{self._group}/{kind}/{rest}"
