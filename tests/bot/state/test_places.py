"""The same database, in a file and on a server: transactions, turns, and what several processes may do at once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import URL, func, select, text

from bot.conversation import Thread
from bot.state.communities import held, known
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.models import CommunityRow, SettingRow
from bot.state.settings import SettingsStore


@pytest.fixture
async def database(place: Path | URL) -> AsyncIterator[Database]:
    database = Database(place, patience=0.5)
    yield database
    await database.close()


async def communities(database: Database) -> set[str]:
    async with database.reading() as session:
        return set(await session.scalars(select(CommunityRow.id)))


async def add(database: Database, key: str) -> None:
    async with database.session() as session:
        await known(session, key)


async def opened(place: Path | URL, count: int) -> list[Database]:
    """Return several databases in the same place, as several processes have them."""
    several = [Database(place) for _ in range(count)]
    for database in several:
        await database.open()
    return several


async def test_a_transaction_is_there_wholly_or_not_at_all(database: Database) -> None:
    await add(database, "discord:1")

    async def half_done() -> None:
        async with database.session() as session:
            await known(session, "discord:2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half_done()
    assert await communities(database) == {"discord:1"}


async def test_who_reads_sees_one_state_and_waits_for_nobody(database: Database) -> None:
    await add(database, "discord:1")
    async with database.reading() as session:
        count = select(func.count()).select_from(CommunityRow)
        assert await session.scalar(count) == 1
        await add(database, "discord:2")
        assert await session.scalar(count) == 1
    assert len(await communities(database)) == 2


async def test_who_only_reads_cannot_write(postgres: URL) -> None:
    database = Database(postgres)
    with pytest.raises(StateError):
        await written_while_reading(database)
    await database.close()


async def written_while_reading(database: Database) -> None:
    async with database.reading() as session:
        await known(session, "discord:1")


async def test_a_community_that_several_add_at_once_is_there_once(place: Path | URL) -> None:
    several = await opened(place, 4)
    await asyncio.gather(*(add(database, "discord:1") for database in several for _ in range(5)))
    assert await communities(several[0]) == {"discord:1"}
    for database in several:
        await database.close()


async def test_who_changes_what_stands_there_takes_turns(place: Path | URL) -> None:
    several = await opened(place, 3)

    async def counted(database: Database) -> None:
        async with database.session() as session:
            await held(session, "discord:1")
            row = await session.get(SettingRow, ("discord:1", "", "count"))
            if row is None:
                session.add(SettingRow(community="discord:1", channel="", name="count", value=1))
            else:
                row.value += 1

    await asyncio.gather(*(counted(database) for database in several for _ in range(7)))
    async with several[0].reading() as session:
        assert await session.scalar(select(SettingRow.value)) == 21
    for database in several:
        await database.close()


async def test_two_who_change_different_channels_lose_nothing(place: Path | URL) -> None:
    several = await opened(place, 2)
    stores = [SettingsStore(database) for database in several]
    channels = [Thread("discord", "guild", f"c{number}", "ann") for number in range(10)]
    changes = [stores[n % 2].change_channel(channel, private=True) for n, channel in enumerate(channels)]
    await asyncio.gather(*changes)
    fresh = SettingsStore(several[0])
    await fresh.open()
    assert all(fresh.channel(channel).private for channel in channels)
    for database in several:
        await database.close()


async def test_after_the_end_it_says_that_it_is_closed(database: Database) -> None:
    await database.close()
    with pytest.raises(StateError, match="the process is ending"):
        await communities(database)


async def test_overwriting_what_was_deleted_is_possible_everywhere(database: Database) -> None:
    await add(database, "discord:1")
    await database.overwrite()
    assert await communities(database) == {"discord:1"}


async def test_more_than_there_are_connections_wait_for_each_other_however_patient_they_are(postgres: URL) -> None:
    database = Database(postgres, patience=0.1)
    await database.open()

    async def work() -> None:
        async with database.session() as session:
            await session.execute(text("SELECT pg_sleep(0.15)"))

    try:
        await asyncio.gather(*(work() for _ in range(50)))
    finally:
        await database.close()
