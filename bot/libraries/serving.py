"""Which snapshot answers in which community: those of communities' own libraries are read when they are needed."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

from sqlalchemy import URL

from bot.libraries import building, rows
from bot.libraries.changes import Contents
from bot.libraries.rows import Standing
from bot.libraries.work import Work
from bot.library import Library, made_ready
from bot.state.database import Database
from bot.state.faults import Unreachable
from index.errors import RecordError, StoreError
from index.snapshot import Snapshot
from index.stores import FolderStore, Shelf, Store
from index.stores.held import Held

log = logging.getLogger(__name__)

_AT_ONCE = 3
"""Libraries about which the database is asked at once."""

_PATIENCE = 60.0  # seconds before what could not be opened is tried again


def store_at(place: Path | URL, copies: URL | None = None) -> Store:
    """Return what keeps the snapshots of communities: a PostgreSQL, or a folder within the data folder `place`.

    Args:
        place: where they are.
        copies: where copies of that PostgreSQL are read.
    """
    if isinstance(place, Path):
        return FolderStore(place / "communities")
    from index.stores.postgres import PostgresStore  # noqa: PLC0415 - only the extra for PostgreSQL brings its driver

    return PostgresStore(place, copies=copies)


class Serving:
    """The default library's snapshot, and those of the communities' own libraries.

    The database says what a community's library is made of. The folder of its built snapshots is only what spares
    building them: one that is missing, damaged, or made by older rules is built from the database.
    """

    def __init__(self, default: Library, database: Database, store: Store, work: Work) -> None:
        """Serve `default` where a community has nothing of its own; see `Libraries` for the others."""
        self._default = default
        self._database = database
        self._store = store
        self._work = work
        self._own: dict[str, int] = {}  # which communities have their own, and the number of its snapshot
        self._is_open = False
        # Of the database's connections: however many libraries are opened at once, questions find others.
        self._few = asyncio.Semaphore(_AT_ONCE)
        self._held = Held()
        self._loading: dict[str, asyncio.Task[None]] = {}
        self._news: set[str] = set()
        self._following: dict[str, asyncio.Task[None]] = {}
        self._failed: dict[str, tuple[float, RecordError]] = {}

    @property
    def own(self) -> tuple[str, ...]:
        """The keys of the communities that have a library of their own."""
        return tuple(self._own)

    async def open(self) -> None:
        """Learn which communities have a library of their own.

        Raises:
            StateError: the database cannot be read.
        """
        async with self._database.reading() as session:
            self._own = await rows.own(session)
        self._is_open = True

    def at_hand(self, community: str) -> Snapshot | None:
        """Return what answers, instantly; None where it has to be read first, which then begins."""
        if community not in self._own:
            return self._default.snapshot if self._default.is_open else None
        if community not in self._held:
            self._load(community)
        return self._held.get(community)

    async def snapshot(self, community: str) -> Snapshot:
        """Return what answers in a community.

        Raises:
            NotReady: nothing is open yet.
            RecordError: the community's own library cannot be opened.
        """
        while community in self._own:
            if held := self._held.get(community):
                return held
            await asyncio.shield(self._load(community))
        return self._default.snapshot

    async def base(self, community: str) -> tuple[Standing, Snapshot]:
        """Return what the database says answers in a community, and its snapshot.

        Raises:
            NotReady, RecordError: as of `snapshot`.
        """
        standing = await self.standing(community)
        if self._own.get(community, 0) != (standing.number if standing.entries else 0):
            # Another process changed it, or the database failed after it had written.
            self.put(community, standing.number if standing.entries else 0, None)
        return standing, await self.snapshot(community)

    async def standing(self, community: str, number: int | None = None) -> Standing:
        """Return what answers in a community, or what its snapshot of that number is.

        Raises:
            SnapshotUnknown: there is none of that number.
            StateError: the database cannot be read.
        """
        async with self._few, self._database.reading() as session:
            return await rows.standing(session, community, number)

    async def contents(self, community: str, number: int) -> Contents:
        """Return what the snapshot of that number is made of.

        Raises:
            StateError: the database cannot be read.
        """
        async with self._few, self._database.reading() as session:
            return await rows.contents(session, community, number)

    async def opened(self, community: str, standing: Standing) -> Snapshot | None:
        """Return the snapshot of a state of a community's own library as it lies on the disk, whole; else None."""
        encoder = self._default.encoder()
        return await self._work.read(
            building.saved, self.shelf(community), standing.index_id, standing.entries, encoder
        )

    def put(self, community: str, number: int, snapshot: Snapshot | None) -> None:
        """Have `snapshot` answer in a community from now on; number 0: the default library.

        Without a snapshot the one of that number is read when it is needed.
        """
        self._failed.pop(community, None)
        self._held.pop(community)
        self._own.pop(community, None)
        if number:
            self._own[community] = number
        if number and snapshot is not None:
            self._held.put(community, snapshot)

    def shelf(self, community: str) -> Shelf:
        """Return a community's snapshots."""
        return self._store.shelf(community)

    async def follow_all(self) -> None:
        """Have what answers in all communities follow the database, which other processes may have changed.

        Raises:
            StateError: the database cannot be read.
        """
        if not self._is_open:  # it learns of all there is when it opens; until then every community would be news
            return
        async with self._database.reading() as session:
            there = await rows.own(session)
        for community in {*there, *self._own}:
            if there.get(community) != self._own.get(community):
                self.follow(community)

    def follow(self, community: str) -> None:
        """Have what answers in a community follow the database, soon; until then, what answers now answers on."""
        self._news.add(community)
        if community not in self._following:
            task = asyncio.create_task(self._followed(community), name="taking over a library")
            self._following[community] = task
            task.add_done_callback(lambda _: self._following.pop(community, None))

    async def _followed(self, community: str) -> None:
        while community in self._news:
            self._news.discard(community)
            try:
                await self._taken_over(community)
            except RecordError as error:  # the next look tries again
                log.error("What changed in the library of %s cannot be taken over: %s", community, error)
            except Exception:
                log.exception("What changed in the library of %s cannot be taken over", community)

    async def _taken_over(self, community: str) -> None:
        before = self._own.get(community)
        standing = await self.standing(community)
        number = standing.number if standing.entries else None
        if number == before:
            return
        snapshot = None
        if number and (community in self._held or not before):  # somebody asks there: nobody shall wait for it
            snapshot = await self._read_or_built(community, standing)
        if self._own.get(community) == before:  # else moderators changed it here meanwhile
            self.put(community, number or 0, snapshot)

    def _load(self, community: str) -> asyncio.Task[None]:
        """Begin to read a community's snapshot, or return what is reading it."""
        if community not in self._loading:
            task = asyncio.create_task(self._loaded(community), name="opening a library")
            self._loading[community] = task
            task.add_done_callback(lambda _: self._loading.pop(community, None))
            task.add_done_callback(lambda task: task.cancelled() or task.exception())  # that it is known: it was logged
        return self._loading[community]

    async def _loaded(self, community: str) -> None:
        when, failure = self._failed.get(community, (0.0, None))
        if failure is not None and time.monotonic() - when < _PATIENCE:
            raise failure
        before = self._own.get(community)
        try:
            standing = await self.standing(community)
            snapshot = await self._read_or_built(community, standing) if standing.entries else None
        except RecordError as error:
            log.error("The library of %s cannot be opened: %s", community, error)
            if not isinstance(error, (Unreachable, StoreError)):  # a server that is back is asked at once
                self._failed[community] = time.monotonic(), error
            raise
        if self._own.get(community) == before:  # else moderators changed it meanwhile
            self.put(community, standing.number if standing.entries else 0, snapshot)

    async def _read_or_built(self, community: str, standing: Standing) -> Snapshot:
        on_disk = await self.opened(community, standing)
        if on_disk is not None and on_disk.follows_rules:
            return await self._work.read(made_ready, on_disk)
        contents = await self.contents(community, standing.number)
        encoder = self._default.encoder()
        try:
            built = await self._work.build(building.build, contents, {}, encoder, self._work.report(None))
        except RecordError as error:
            if on_disk is None:
                raise
            log.warning("%s Answering from the index of %s.", error, on_disk.manifest.created)
            return await self._work.read(made_ready, on_disk)
        try:
            await self._work.read(self.shelf(community).save, built)
            async with self._database.session() as session:
                await rows.rebuilt(session, community, standing.number, built.manifest.id)
        except RecordError as error:
            log.warning("The library of %s was built again, and will be at the next start: %s", community, error)
        return await self._work.build(made_ready, built)
