"""A full disk, a folder or database that refuses, changes at once: the old index serves, and nothing is lost."""

from __future__ import annotations

import asyncio
import errno
import shutil
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, NotReady, SnapshotUnknown
from bot.libraries import Add, Libraries, Plan, Replace, Rollback
from bot.libraries.building import copies, read
from bot.library import Library
from bot.state.database import Database
from bot.state.faults import StateError
from index.corrections import Corrections
from index.errors import RecordError, SnapshotError, SourceError
from tests.bot.libraries.conftest import ACTOR, BRIDGE, FERRY, HERE, Make, do, said, source, texts

ELSEWHERE = "slack:T02"


async def fails(libraries: Libraries, plan: Plan, kind: type[RecordError], sentence: str) -> None:
    """Carry a plan out, which must be refused with a sentence that says why, and leave the library as it was."""
    before, past = await texts(libraries), await libraries.history(HERE)
    with pytest.raises(kind, match=sentence):
        await libraries.carry_out(plan, ACTOR)
    assert await texts(libraries) == before
    assert await libraries.history(HERE) == past


async def test_a_full_disk_is_named_and_the_same_change_succeeds_when_there_is_room(
    libraries: Libraries, monkeypatch: pytest.MonkeyPatch
) -> None:
    await do(libraries, Add(source(FERRY)))
    plan = await libraries.plan(HERE, Add(source(BRIDGE, "bridge.txt")))
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "tokens.npz":
            write(path, data[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        await fails(libraries, plan, SnapshotError, "No space left on device")
    await libraries.carry_out(plan, ACTOR)
    assert len(await texts(libraries)) == 3


async def test_a_folder_that_cannot_be_written_is_named(libraries: Libraries, tmp_path: Path) -> None:
    (tmp_path / "communities").write_text("in the way")
    plan = await libraries.plan(HERE, Add(source(FERRY)))
    await fails(libraries, plan, SnapshotError, "could not be written")
    (tmp_path / "communities").unlink()
    await libraries.carry_out(plan, ACTOR)
    assert await texts(libraries) == [FERRY.strip()]


async def test_a_locked_database_is_named_and_what_is_served_goes_on(
    libraries: Libraries, library: Library, tmp_path: Path
) -> None:
    await do(libraries, Add(source(FERRY)))
    database = Database(tmp_path / "record.db", patience=0.05)
    impatient = Libraries(library, database, tmp_path / "communities")
    await impatient.open()
    plan = await impatient.plan(HERE, Add(source(BRIDGE, "bridge.txt")))
    locking = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    locking.execute("BEGIN IMMEDIATE")
    await fails(impatient, plan, StateError, "locked by another process")
    locking.execute("ROLLBACK")
    locking.close()
    await impatient.carry_out(plan, ACTOR)
    assert len(await texts(impatient)) == 3
    # What another process changed is noticed before anything is made of it.
    assert len((await libraries.holdings(HERE)).sources) == 2
    assert len(await texts(libraries)) == 3
    impatient.close()
    await database.close()


async def test_a_full_database_is_named(libraries: Libraries, tmp_path: Path) -> None:
    await do(libraries, Add(source(FERRY)))
    plan = await libraries.plan(HERE, Add(source(BRIDGE + " " * 200_000, "bridge.txt")))
    async with libraries._database.session() as session:
        connection = await session.connection()
        (pages,) = (await connection.exec_driver_sql("PRAGMA page_count")).one()
    engine = libraries._database._engine
    assert engine is not None
    for _ in range(5):  # of the pool's connections, whichever comes
        async with engine.connect() as one:
            await one.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    await fails(libraries, plan, StateError, "full")


async def test_a_database_that_cannot_be_read_does_not_stop_what_is_served(libraries: Libraries) -> None:
    await do(libraries, Add(source(FERRY)))
    await libraries._database.close()
    assert await texts(libraries) == [FERRY.strip()]
    for asked in (libraries.holdings(HERE), libraries.history(HERE), libraries.plan(HERE, Rollback(0))):
        with pytest.raises(StateError):
            await asked
    assert await texts(libraries) == [FERRY.strip()]


async def test_an_own_library_that_cannot_be_opened_answers_nothing_and_no_other_is_hurt(
    libraries: Libraries, make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await do(libraries, Add(source(FERRY)))
    shutil.rmtree(tmp_path / "communities")
    with sqlite3.connect(tmp_path / "record.db") as connection:
        connection.execute("UPDATE source SET data = x''")
    connection.close()
    again = make()
    await again.open()
    for _ in range(3):
        with pytest.raises(NotReady):
            await again.snapshot(HERE)
        assert again.served(HERE) is None
    assert caplog.text.count("cannot be opened") == 1, "it is not tried again at each question"
    assert f"The library of {HERE} cannot be opened: report.txt" in caplog.text
    assert await texts(again, ELSEWHERE) == said(again.default.snapshot)


async def test_one_change_at_a_time_in_a_community_and_others_go_on(libraries: Libraries) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def hold(what: str, _done: int, _total: int) -> None:
        if what == "embedding":
            inside.set()
            assert go_on.wait(60)

    first = asyncio.create_task(libraries.plan(HERE, Add(source(FERRY)), hold))
    assert await asyncio.to_thread(inside.wait, 60)
    with pytest.raises(AlreadyRunning):
        await libraries.plan(HERE, Add(source(BRIDGE)))
    elsewhere = await libraries.plan(ELSEWHERE, Add(source(BRIDGE)))
    assert not first.done()
    go_on.set()
    await libraries.carry_out(await first, ACTOR)
    assert said(elsewhere.snapshot) != await texts(libraries) == [FERRY.strip()]


async def test_a_change_that_fails_leaves_the_way_free_for_the_next(libraries: Libraries) -> None:
    with pytest.raises(SourceError):
        await libraries.plan(HERE, Add(source("")))
    await do(libraries, Add(source(FERRY)))


async def test_what_has_begun_is_finished_though_nobody_waits_for_it(libraries: Libraries) -> None:
    plan = await libraries.plan(HERE, Add(source(FERRY)))
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def report(_what: str, _done: int, _total: int) -> None:
        loop.call_soon_threadsafe(begun.set)

    waiting = asyncio.create_task(libraries.carry_out(plan, ACTOR, report))
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.gather(*libraries._finishing)
    assert await texts(libraries) == [FERRY.strip()]


async def test_too_much_is_refused(libraries: Libraries, monkeypatch: pytest.MonkeyPatch) -> None:
    await do(libraries, Add(source(FERRY)))
    monkeypatch.setattr("bot.libraries.building.MOST_SOURCES", 1)
    with pytest.raises(SourceError, match="Remove others first"):
        await libraries.plan(HERE, Add(source(BRIDGE)))
    (held,) = (await libraries.holdings(HERE)).sources
    await libraries.plan(HERE, Replace(held.id, source(BRIDGE)))
    monkeypatch.setattr("bot.libraries.building.MOST_BYTES", 10)
    with pytest.raises(SourceError, match="Remove others first"):
        await libraries.plan(HERE, Replace(held.id, source(BRIDGE)))


async def test_snapshots_that_are_long_past_go_with_their_sources(
    libraries: Libraries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.libraries.rows.KEPT", 2)
    await do(libraries, Add(source(FERRY, "ferry.txt")))
    (ferry,) = (await libraries.holdings(HERE)).sources
    await do(libraries, Replace(ferry.id, source(BRIDGE, "bridge.txt")))
    assert len(await libraries.history(HERE)) == 2
    await do(libraries, Add(source("It rained.", "rain.txt")))
    assert [past.number for past in await libraries.history(HERE)] == [3, 2]
    with pytest.raises(SnapshotUnknown):
        await libraries.plan(HERE, Rollback(1))
    with sqlite3.connect(tmp_path / "record.db") as connection:
        names = connection.execute("SELECT name FROM source").fetchall()
    connection.close()
    assert sorted(names) == [("bridge.txt",), ("rain.txt",)]
    await do(libraries, Rollback(2))
    assert len(await texts(libraries)) == 2


async def test_only_so_many_are_held_in_memory(libraries: Libraries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.stores.held.MOST_BYTES", 1)
    await do(libraries, Add(source(FERRY)))
    theirs = ACTOR.__class__("slack", "T02", "C1", "U1")
    await libraries.carry_out(await libraries.plan(ELSEWHERE, Add(source(BRIDGE))), theirs)
    for _ in range(2):
        assert await texts(libraries) == [FERRY.strip()]
        assert libraries.served(ELSEWHERE) is None
        assert len(await texts(libraries, ELSEWHERE)) == 2


async def test_a_copy_of_the_default_library_that_was_damaged_is_named_with_the_remedy(libraries: Libraries) -> None:
    (copy,) = copies([(libraries.default.snapshot.record.articles[0], Corrections())])
    assert read(copy) == libraries.default.snapshot.record.articles[0]
    with pytest.raises(SourceError, match=r"what is kept of it is damaged\. Remove it, and add it again"):
        read(replace(copy, source=replace(copy.source, data=b"{}")))
