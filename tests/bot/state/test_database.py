"""The database in trouble: damaged, locked, read-only, out of room, killed; each with its sentence, nothing lost."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.conversation import Thread
from bot.moderation import Actor
from bot.state.communities import known
from bot.state.database import Database
from bot.state.faults import Damaged, StateError
from bot.state.members import Members
from bot.state.models import AuditRow, CommunityRow
from bot.state.state import State

ROOT = Path(__file__).resolve().parents[3]
ANN = Thread("discord", "guild", "channel", "ann")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "record.db", patience=0.05)
    await database.open()
    yield database
    await database.close()


async def communities(database: Database) -> set[str]:
    async with database.reading() as session:
        return set(await session.scalars(select(CommunityRow.id)))


async def add(database: Database, key: str) -> None:
    async with database.session() as session:
        await known(session, key)


def child(program: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `program` in a process of its own; it finds `folder` and `arguments` in sys.argv."""
    command = [sys.executable, "-c", program, str(folder), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def test_many_at_once_take_turns(tmp_path: Path) -> None:
    for database in (Database(tmp_path / "many.db"), Database()):
        await asyncio.gather(*(add(database, f"slack:{number}") for number in range(40)))
        assert len(await communities(database)) == 40
        await database.close()


async def test_rows_of_a_community_go_with_it(database: Database) -> None:
    await add(database, "discord:1")
    async with database.session() as session:
        await session.execute(
            text("INSERT INTO snapshot VALUES ('discord:1', 1, 'i', '2026-11-01 00:00:00', 'm', 'add', '{}')")
        )
        await session.execute(text("UPDATE community SET snapshot = 1"))
    with pytest.raises(StateError):
        await pointed_nowhere(database)
    async with database.session() as session:
        await session.execute(text("DELETE FROM community"))
    async with database.reading() as session:
        assert await session.scalar(text("SELECT COUNT(*) FROM snapshot")) == 0


async def pointed_nowhere(database: Database) -> None:
    async with database.session() as session:
        await session.execute(text("UPDATE community SET snapshot = 2"))


# Damaged


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to look like one" * 40, b"SQLite format 3\0" + b"\x07" * 4_000]
)
async def test_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=r"record\.db is damaged. Put back a copy of it, or move it away"):
        await Database(path).open()
    assert path.read_bytes() == content


async def test_pages_that_were_overwritten_are_noticed_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    database = Database(path)
    for number in range(200):
        await add(database, f"discord:{number}" + "x" * 150)
    await database.close()
    whole = path.read_bytes()
    damaged = whole[: len(whole) // 2] + b"\xa5" * (len(whole) // 2)
    path.write_bytes(damaged)
    with pytest.raises(Damaged):
        await Database(path).open()
    assert path.read_bytes() == damaged
    path.write_bytes(whole)
    again = Database(path)
    assert len(await communities(again)) == 200
    await again.close()


async def test_what_points_nowhere_is_noticed_at_the_start(tmp_path: Path, database: Database) -> None:
    await add(database, "discord:1")
    await database.close()
    with closing(sqlite3.connect(tmp_path / "record.db")) as other, other:
        other.execute("UPDATE community SET snapshot = 7")  # as another program, which guards no foreign keys
    with pytest.raises(Damaged, match="is damaged"):
        await Database(tmp_path / "record.db").open()


# Locked, read-only, nowhere


async def test_what_is_deleted_cannot_be_overwritten_while_another_process_reads(
    tmp_path: Path, database: Database
) -> None:
    await add(database, "discord:1")
    with closing(sqlite3.connect(tmp_path / "record.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM community").fetchall()
        await add(database, "discord:2")
        with pytest.raises(StateError, match=r"is being read by another process\. Try again in a minute"):
            await database.overwrite()
    await database.overwrite()


async def test_one_that_only_reads_says_so(database: Database) -> None:
    await add(database, "discord:1")
    with pytest.raises(StateError, match=r"is read-only\. Let the bot write to the file and its folder"):
        await written_though_it_only_reads(database)
    await add(database, "discord:2")


async def written_though_it_only_reads(database: Database) -> None:
    async with database.session() as session:
        await session.execute(text("PRAGMA query_only = ON"))  # what a file system does that is mounted so
        try:
            await session.execute(text("DELETE FROM community"))
        finally:
            await session.execute(text("PRAGMA query_only = OFF"))


async def test_a_folder_in_the_place_of_the_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "record.db").mkdir()
    with pytest.raises(StateError, match=r"cannot be opened\. Let the bot write to the file and its folder"):
        await Database(tmp_path / "record.db").open()


async def test_a_locked_file_says_so_and_works_again_afterwards(tmp_path: Path, database: Database) -> None:
    await add(database, "discord:1")
    with closing(sqlite3.connect(tmp_path / "record.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match=r"locked by another process\. Stop that, or try again in a minute"):
            await add(database, "discord:2")
        with pytest.raises(StateError, match="locked by another process"):
            await Database(tmp_path / "record.db", patience=0.05).open()
        assert await communities(database) == {"discord:1"}
    await add(database, "discord:2")
    assert await communities(database) == {"discord:1", "discord:2"}


OPENING = """
import asyncio, os, pathlib, sys
from bot.state.faults import StateError
from bot.state.state import State
async def main():
    for folder in map(pathlib.Path, sys.argv[1:]):
        try:
            state = State(folder, 30)
            await state.open()
            await state.close()
            print("opened")
        except StateError as error:
            print(error)
        if os.geteuid() == 0:
            os.setuid(65_534)  # nothing is forbidden to root
asyncio.run(main())
"""


async def test_a_folder_that_may_not_be_written_to_says_so(tmp_path: Path) -> None:
    first, empty, used = (tmp_path / name for name in ("first", "empty", "used"))
    empty.mkdir()
    state = State(used, 30)
    await state.open()
    await state.close()
    for path in (*used.iterdir(), used, empty):
        path.chmod(0o555)
    for path in (tmp_path, *list(tmp_path.parents)[:2]) if os.geteuid() == 0 else ():
        path.chmod(0o755)
    told, _ = child(OPENING, first, str(empty), str(used)).communicate(timeout=120)
    for path in (used, empty):
        path.chmod(0o755)
    opened, *refused = told.splitlines()
    assert opened == "opened"
    assert len(refused) == 2
    assert all("Let the bot write to the" in line for line in refused), refused


async def test_a_file_in_place_of_the_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match=r"cannot be opened: .*Let the bot write"):
        await Database(tmp_path / "file" / "record.db").open()


# No room


async def test_where_the_file_may_not_grow_nothing_is_half_written(tmp_path: Path) -> None:
    database = Database(tmp_path / "record.db")
    await add(database, "discord:before")
    with pytest.raises(StateError, match=r"disk that holds the database .* is full. Make room, and try again"):
        await filled_to_the_brim(database)
    assert await communities(database) == {"discord:before"}
    await database.close()


async def filled_to_the_brim(database: Database) -> None:
    async with database.session() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))  # as if the disk ended there
        for number in range(5_000):
            await known(session, f"discord:{number}" + "x" * 150)


FILLING = """
import asyncio, pathlib, resource, sys
from bot.conversation import Thread
from bot.state.communities import known
from bot.state.faults import StateError
from bot.state.state import State
ANN = Thread("discord", "guild", "channel", "ann")
async def main():
    state = State(pathlib.Path(sys.argv[1]), 30)
    await state.open()
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
    kept = []
    while one := await state.exchanges.add(ANN, "why? " * 5_000, {}):
        kept.append(one)
    try:
        async with state.database.session() as session:
            await state.settings.change_channel(ANN, private=True, session=session)
            await known(session, "discord:" + "x" * 200_000)
    except StateError as error:
        print("refused", error)
    assert not state.settings.channel(ANN).private
    assert all([await state.exchanges.get(one, ANN) for one in kept])
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert await state.exchanges.add(ANN, "once more?", {})
    await state.settings.change_channel(ANN, private=True)
    await state.close()
    print("kept", len(kept))
asyncio.run(main())
"""


async def test_a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_room(tmp_path: Path) -> None:
    told, _ = child(FILLING, tmp_path).communicate(timeout=240)
    refused, kept = told.splitlines()
    assert "could not be read or written: the disk refused" in refused
    assert int(kept.removeprefix("kept ")) > 3
    state = State(tmp_path, 30)
    await state.open()
    assert (await state.exchanges.kept(ANN)).questions == int(kept.removeprefix("kept ")) + 1
    assert state.settings.channel(ANN).private
    await state.close()


# Killed

WRITING = """
import asyncio, pathlib, sys
from bot.conversation import Thread
from bot.state.state import State
async def main():
    state = State(pathlib.Path(sys.argv[1]), 30)
    await state.open()
    for number in range(100_000):
        thread = Thread("discord", str(number % 3), "c", "ann")
        kept = await state.exchanges.add(thread, f"question {number}", {}, "not-said")
        print(kept, number % 3, flush=True)
asyncio.run(main())
"""


async def test_what_was_confirmed_before_a_kill_is_there(tmp_path: Path) -> None:
    for wanted in (3, 40):
        process = child(WRITING, tmp_path)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(wanted)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait(30)
        state = State(tmp_path, 30)
        await state.open()
        for line in lines:
            if line.endswith("\n"):
                exchange, community = line.split()
                assert await state.exchanges.get(exchange, ANN._replace(community=community))
        gaps = [gap for number in range(3) for gap in await state.gaps.recent(f"discord:{number}", most=10_000)]
        assert len(gaps) == (await state.exchanges.kept(ANN)).questions
        await state.close()


# The key, and who may read


async def test_nobody_else_may_read_what_is_kept(tmp_path: Path) -> None:
    state = State(tmp_path / "data", 30)
    await state.open()
    await state.exchanges.add(ANN, "q", {})
    modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()}
    await state.close()
    assert {"key", "record.db", "record.db-wal"} <= modes.keys()
    assert set(modes.values()) == {0}


def test_the_key_is_made_once_and_is_another_elsewhere(tmp_path: Path) -> None:
    first = Members.of_folder(tmp_path / "a").hash(ANN)
    assert Members.of_folder(tmp_path / "a").hash(ANN) == first
    assert Members.of_folder(tmp_path / "b").hash(ANN) != first
    assert len(first) == 64
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["key"]


def test_members_places_and_platforms_do_not_run_into_each_other() -> None:
    members = Members.of_memory()
    assert members.hash(ANN) == members.hash(ANN._replace(community="other", channel="other"))
    assert members.hash(Thread("ab", "", "", "c")) != members.hash(Thread("a", "", "", "bc"))


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_key_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(StateError, match=r"key is damaged\. Put back a copy of it, or delete it"):
        State(tmp_path, 30)
    assert (tmp_path / "key").read_bytes() == content


# The log of moderation


async def test_acts_are_read_newest_first_and_of_one_community(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    actor = Actor("discord", "guild", "channel", "ann")
    for number in range(5):
        await state.audit.append(actor, "reload", f"done {number}")
        await state.audit.append(Actor("slack", "guild", "channel", "bob"), "add", "done")
    found = await state.audit.entries("discord:guild")
    assert [entry.result for entry in found] == ["done 4", "done 3", "done 2", "done 1", "done 0"]
    assert {(entry.actor, entry.channel, entry.what) for entry in found} == {("ann", "channel", "reload")}
    assert len(await state.audit.entries("slack:guild")) == 5
    assert await state.audit.entries("discord:other") == []
    await state.close()


async def test_an_act_is_there_only_with_what_was_done(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    actor = Actor("discord", "guild", "channel", "ann")
    async with state.database.session() as session:
        await state.audit.append(actor, "add", "done", session)
        await session.rollback()
    async with state.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AuditRow)) == 0
    await state.database.close()
    with pytest.raises(StateError):
        await appended_in_a_transaction(state, actor)
    await state.close()


async def appended_in_a_transaction(state: State, actor: Actor) -> None:
    async with state.database.session() as session:
        await state.audit.append(actor, "add", "done", session)
