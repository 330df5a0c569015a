"""The communities that are asked: libraries of our invented reports, built and kept as the bot does."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql

from bot.libraries import Contents, HeldSource, SourceBytes, building, rows, store_at
from bot.libraries.rows import Made
from bot.state.postgres import address
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from index.retrieval import Embedded
from index.snapshot import Snapshot, build_snapshot
from index.sources import read_bytes
from index.vector_cache import FILE, CachedEncoder, VectorCache
from tests.benchmarks.load.answering import PLATFORM
from tests.benchmarks.reports import Report, our_reports

DIFFERENT = 20
"""Communities whose libraries are built; the others get copies of them, which the server makes faster."""

_PARAGRAPHS = 1.1  # that make a passage: who goes on speaking in the next one speaks in the same passage
_ROOM = 4 << 30  # bytes for the vectors, which are made only once
_TABLES = (
    "snapshot",
    "source",
    "snapshot_source",
    "stored_snapshot",
    "stored_passage",
    "stored_sentence",
    "stored_stem",
)
"""What a library is in the database, beside the row of its community."""


@dataclass(frozen=True, slots=True)
class Furnished:
    """What was made: so many passages kept in `saving` seconds, so many different ones built in `building` seconds."""

    passages: int = 0
    saving: float = 0.0
    different: int = 0
    building: float = 0.0


class Communities:
    """So many communities, each with so many passages or hardly more."""

    def __init__(self, count: int, passages: int, folder: Path) -> None:
        """Use `folder` for the vectors, of which several communities need the same."""
        self.count = count
        self._passages = passages
        self._folder = folder
        self._reports = our_reports()

    def reports(self, community: int) -> Sequence[Report]:
        """Return the reports that a community answers from: a run of all, from somewhere, round the end."""
        found: list[Report] = []
        begin, missing = self._begin(community), self._passages * _PARAGRAPHS
        while missing > 0 and len(found) < min(len(self._reports), building.MOST_SOURCES):
            found.append(self._reports[(begin + len(found)) % len(self._reports)])
            missing -= len(found[-1].paragraphs)
        return found

    async def furnish(self, url: str) -> Furnished:
        """Build the libraries that are different, where the database at `url` lacks one of them."""
        place = address(url)
        state, store = State(self._folder, 30, url=place), store_at(place)
        await state.open()
        try:
            async with state.database.reading() as session:
                there = await rows.own(session)
            built = [community for community in range(min(self.count, DIFFERENT)) if key_of(community) not in there]
            if not built:
                return Furnished()
            different, building = self._build_all()
            passages, saving = 0, 0.0
            # Neighbours hold mostly the same reports: who speaks in each is then found once.
            for community in sorted(built, key=self._begin):
                contents, snapshot = self._build(community)
                started = time.perf_counter()
                store.shelf(key_of(community)).save(snapshot)
                async with state.database.session() as session:
                    made = Made(snapshot, contents, "add", {}, "U0")
                    await rows.record(session, key_of(community), 0, made)
                saving += time.perf_counter() - started
                passages += len(snapshot.passages)
            return Furnished(passages, saving, different, building)
        finally:
            await state.close()
            store.close()

    def copy(self, database: psycopg.Connection) -> None:
        """Give the communities that have no library yet one of those that were built."""
        for community in range(DIFFERENT, self.count):
            names = {"new": key_of(community), "old": key_of(community % DIFFERENT)}
            with database.transaction():
                made = database.execute(
                    "INSERT INTO community (id, since) SELECT %(new)s, since FROM community WHERE id = %(old)s "
                    "ON CONFLICT DO NOTHING",
                    names,
                )
                if not made.rowcount:
                    continue
                for table in _TABLES:
                    _copy_rows(database, table, names)
                database.execute(
                    "UPDATE community SET snapshot = (SELECT snapshot FROM community WHERE id = %(old)s) "
                    "WHERE id = %(new)s",
                    names,
                )

    def in_memory(self, communities: Sequence[int], url: str) -> Iterator[tuple[int, Snapshot]]:
        """Yield libraries of the database at `url` as one process has them that keeps their vectors in its memory."""
        store = store_at(address(url))
        for community in communities:
            shelf = store.shelf(key_of(community))
            stored = shelf.load(shelf.names()[0])
            yield community, replace(stored, vectors=Embedded(stored.dense, stored.tokens))
        store.close()

    def _build(self, community: int) -> tuple[Contents, Snapshot]:
        """Build the library of a community from its sources, in memory."""
        contents = tuple(
            HeldSource(hashlib.sha256(source.data).hexdigest()[:12], source)
            for source in map(_source, self.reports(community))
        )
        return contents, building.build(contents, {}, self._encoder)

    def _build_all(self) -> tuple[int, float]:
        """Build one index of all reports that any community has; return its passages, and the seconds that it took.

        The vectors are kept, so that the communities' own libraries need none of their own.
        """
        reports = {report.name: report for community in range(self.count) for report in self.reports(community)}
        sources = map(_source, reports.values())
        encoder = self._encoder
        started = time.perf_counter()
        snapshot = build_snapshot([read_bytes(source.name, source.data) for source in sources], encoder)
        return len(snapshot.passages), time.perf_counter() - started

    @cached_property
    def _encoder(self) -> Encoder:
        """The default model, which embeds each passage once."""
        return CachedEncoder(Encoder.load(DEFAULT_MODEL), VectorCache(self._folder / FILE, _ROOM))

    def _begin(self, community: int) -> int:
        """Return the first report of a community: those of neighbouring numbers share few."""
        return community % DIFFERENT * 37 % len(self._reports)


def key_of(community: int) -> str:
    """Return the key of a community in the database."""
    return f"{PLATFORM}:{community}"


def _copy_rows(database: psycopg.Connection, table: str, names: Mapping[str, str]) -> None:
    """Give a community the rows that another has in a table."""
    found = database.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    others = sql.SQL(", ").join(sql.Identifier(row[0]) for row in found if row[0] != "community")
    database.execute(
        sql.SQL(
            "INSERT INTO {table} (community, {others}) SELECT %(new)s, {others} FROM {table} WHERE community = %(old)s"
        ).format(table=sql.Identifier(table), others=others),
        names,
    )


def _source(report: Report) -> SourceBytes:
    return SourceBytes(f"{report.name}{report.suffix}", report.text.encode())
