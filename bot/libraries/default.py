"""The default library: a single process keeps it in the data folder, several that share a database keep it there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncSession

from bot.libraries import building, rows
from bot.libraries.changes import Contents
from bot.libraries.rows import Made, Standing
from bot.libraries.serving import store_at
from bot.libraries.work import Work
from bot.library import Library, sources_of
from bot.state.communities import DEFAULT
from bot.state.database import Database
from index.embedding import Encoder
from index.errors import SnapshotError
from index.snapshot import Progress, Snapshot
from index.stores import Store

log = logging.getLogger(__name__)

_LOCK = f"library {DEFAULT}"
"""As of `Libraries`: held by the process that builds the default library or changes it."""

_PATIENCE = 0.5  # seconds between two looks whether another process has built what this one waits for

Also = Callable[[AsyncSession | None], Awaitable[None]]
"""Writes what belongs to a snapshot in the transaction that makes it answer; without one, as well as it can."""


async def nothing_else(_session: AsyncSession | None) -> None:
    """Write nothing else: no moderator did it."""


@dataclass(frozen=True, slots=True)
class Act:
    """Why the default library changes: the command, what that was given, who gave it, and what belongs to it."""

    what: str
    about: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    also: Also = nothing_else


class Default:
    """What answers where moderators have not made a library of their own, in all processes the same.

    Where the database is shared, it stands there under the key `DEFAULT`, as the libraries of communities do. A process
    that starts builds it again where its own `SOURCES` or rules are others, or where `python -m index build` has put a
    newer one in its data folder; from then on that one answers everywhere.
    """

    def __init__(self, library: Library, database: Database, store: Store, work: Work) -> None:
        """Serve through `library`; see `Libraries` for the others."""
        self._library = library
        self._database = database
        self._shelf = store.shelf(DEFAULT)
        self._work = work
        self._number = 0
        """Of the snapshot that answers here, as the database counts them; 0 in a single process."""

    async def open(self, report: Progress) -> None:
        """Have it answer, built where it has to be.

        Raises:
            RecordError: there is nothing to answer from, or the database cannot be used.
        """
        if not self._database.is_shared:
            await self._work.build(self._library.open, report)
            return
        while True:
            if await self._opened(report):
                return
            await asyncio.sleep(_PATIENCE)  # another process is building it

    async def take(self, snapshot: Snapshot, act: Act) -> None:
        """Have `snapshot`, made by `Library.rebuild`, answer from now on, here and in all other processes.

        Raises:
            LibraryChanged: another process was faster.
            RecordError: the disk or the database refused; the old one serves on.
        """
        if not self._database.is_shared:
            await self._work.build(self._library.take, snapshot)
            await act.also(None)
            return
        self._number = await self._published(snapshot, self._number, act)
        await self._work.build(self._library.serve, snapshot)

    async def follow(self) -> None:
        """Have what answers here follow the database, where another process has changed it.

        Raises:
            RecordError: it cannot be read; what answered answers on.
        """
        standing = await self._standing()
        if standing.number <= self._number or not self._library.is_open:
            return
        snapshot = await self._stored(standing)
        if snapshot is None:
            raise SnapshotError(
                "The default library's index is not in the database, though it should be. Restore it from a backup."
            )
        await self._work.build(self._library.serve, snapshot)
        self._number = max(self._number, standing.number)

    async def copies(self, snapshot: Snapshot) -> Contents:
        """Return the sources of `snapshot`, which answers, as sources of a community's own.

        Raises:
            RecordError: they cannot be read.
        """
        if not self._database.is_shared:
            return building.copies(await self._work.read(sources_of, snapshot))
        # What was corrected stands beside the files, which another machine may have; the database has both.
        async with self._database.reading() as session:
            return await rows.contents(session, DEFAULT, self._number)

    async def _opened(self, report: Progress) -> bool:
        """Serve what the database has, or build it where that has to be; False where another process just builds it."""
        async with self._database.alone(_LOCK) as mine:
            standing = await self._standing()
            stored = await self._stored(standing)
            if not mine and stored is None:
                return False
            chosen = stored
            if mine:  # else whoever looks after it just now is heard of when that is done
                local = await self._work.read(self._library.saved)
                newer = local if local and (stored is None or local.manifest.id > stored.manifest.id) else stored
                chosen = await self._work.build(self._library.choose, newer, _kept_later, report)
            assert chosen is not None  # noqa: S101 - for the type checker: it is what is stored, or was chosen
            if chosen is not stored:
                self._number = await self._published(chosen, standing.number, Act("build"))
            else:
                self._number = standing.number
            await self._work.build(self._library.serve, chosen)
            return True

    async def _published(self, snapshot: Snapshot, base: int, act: Act) -> int:
        """Have `snapshot` stand in the database as what answers instead of `base`, and return its number there."""
        contents = building.copies(await self._work.read(sources_of, snapshot))
        await self._work.read(self._shelf.save, snapshot, {(await self._standing()).index_id})
        async with self._database.session() as session:
            number = await rows.record(session, DEFAULT, base, Made(snapshot, contents, act.what, act.about, act.by))
            await act.also(session)
        return number

    async def _standing(self) -> Standing:
        async with self._database.reading() as session:
            return await rows.standing(session, DEFAULT)

    async def _stored(self, standing: Standing) -> Snapshot | None:
        """Return the snapshot that the database names, or None where there is none that verifies."""
        if not standing.number:
            return None
        return await self._work.read(building.saved, self._shelf, standing.index_id, None, self._library.encoder())


def _kept_later(_snapshot: Snapshot) -> None:
    """Keep nothing: a snapshot that was built is kept together with the row that names it."""


async def shared_default(url: URL, encoder: Encoder, copies: URL | None = None) -> Snapshot | None:
    """Return the default library as it stands in the PostgreSQL at `url`, or None where there is none yet.

    Args:
        url: where it is.
        encoder: the embedding model that must have made it.
        copies: where copies of that PostgreSQL are read.

    Raises:
        RecordError: the database cannot be read, or another embedding model than `encoder` made it.
    """
    database = Database(url)
    try:
        async with database.reading() as session:
            standing = await rows.standing(session, DEFAULT)
    finally:
        await database.close()
    if not standing.number:
        return None
    return await asyncio.to_thread(store_at(url, copies).shelf(DEFAULT).load, standing.index_id, encoder.name)
