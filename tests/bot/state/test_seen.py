"""What came already is known to all processes that share a database, here several `Seen` over one."""

from __future__ import annotations

import asyncio
import datetime

import pytest
from sqlalchemy import URL, func, select

from bot.state.database import Database
from bot.state.models import SeenRow
from bot.state.seen import REMEMBERED_FOR, Seen
from tests.postgres import Server


async def test_of_eight_that_see_the_same_at_once_one_is_first(postgres: URL) -> None:
    databases = [Database(postgres) for _ in range(8)]
    processes = [Seen(database) for database in databases]
    for event in range(5):
        # As Slack tells of a mention: two kinds of event, with two ids, about one message.
        keys = [[f"event {event} {number % 2}", f"message {event}"] for number in range(len(processes))]
        first = await asyncio.gather(
            *(seen.first_time("slack:T1", *own) for seen, own in zip(processes, keys, strict=True))
        )
        assert first.count(True) == 1
    assert await processes[0].first_time("slack:T2", "message 1")  # another workspace's
    for database in databases:
        await database.close()


async def test_what_was_seen_long_ago_is_new_and_goes(postgres: URL) -> None:
    now = 1_800_000_000.0
    database = Database(postgres)
    seen = Seen(database, lambda: now)
    assert await seen.first_time("slack:T1", "a", "b")
    assert not await seen.first_time("slack:T1", "b", "c")
    now += REMEMBERED_FOR - 1
    assert not await seen.first_time("slack:T1", "a")
    now += 2
    assert await seen.first_time("slack:T1", "a")
    now += 60
    assert not await seen.first_time("slack:T1", "a")
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(SeenRow)) == 1
    await database.close()


async def test_cleaning_up_that_fails_makes_nothing_new(postgres: URL, caplog: pytest.LogCaptureFixture) -> None:
    now = 1_800_000_000.0
    database, other = Database(postgres, patience=0.1), Database(postgres)
    seen = Seen(database, lambda: now)
    assert await seen.first_time("slack:T1", "a")
    now += 61
    async with other.session() as session:
        session.add(SeenRow(community="slack:T1", key="old", until=datetime.datetime.fromtimestamp(now, datetime.UTC)))
    async with other.session() as session:  # holds what the other will want to delete
        await session.execute(select(SeenRow).where(SeenRow.key == "old").with_for_update())
        assert not await seen.first_time("slack:T1", "a")
    assert "What was seen long ago could not be deleted" in caplog.text
    assert not await seen.first_time("slack:T1", "a")
    await database.close()
    await other.close()


async def test_a_database_that_does_not_answer_keeps_nobody_from_an_answer(
    postgres_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(postgres_server.url("that_is_not_there"))
    seen = Seen(database)
    assert await seen.first_time("slack:T1", "a")
    assert "Whether something came a second time is not known" in caplog.text
    await database.close()


async def test_a_file_of_one_process_remembers_nothing() -> None:
    seen = Seen(Database())
    assert await seen.first_time("slack:T1", "a")
    assert await seen.first_time("slack:T1", "a")
