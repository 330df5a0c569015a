"""Communities that the bot has left: kept for a while, kept on where it comes back, then deleted without a trace."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import URL, func, select

from bot.channels import CommunityRules
from bot.conversation import Thread
from bot.departures import KEPT_FOR, Departures
from bot.errors import ConfigurationError
from bot.exchanges import Verdict
from bot.libraries import Add, Libraries, store_at
from bot.library import Library
from bot.moderation import Actor
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.models import Base, CommunityRow
from bot.state.state import State
from index.archive import Shelf
from tests.bot.libraries.conftest import FERRY, source
from tests.bot.libraries.moderating import WordEncoder
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("read_here")

LEFT, STAYED = "slack:T1", "slack:T2"
DAY = 86_400.0


class Bot:
    """One process's part of what is kept, on a platform that says where the bot is, on a day that can be turned."""

    def __init__(self, state: State, libraries: Libraries, folder: Path) -> None:
        self.state = state
        self.libraries = libraries
        self.folder = folder
        self.there: dict[str, bool] = {}
        self.day = 0.0
        self.departures = Departures(libraries, state, {"slack": self._is_in}, self._now)

    async def look(self, day: float, **there: bool) -> None:
        """Look on a day; the platform knows of those in `there` alone."""
        self.day, self.there = day, there
        await self.departures.look("slack")

    async def use(self, key: str) -> str:
        """Have members and moderators of a community do what leaves something behind; return an exchange."""
        platform, _, place = key.partition(":")
        thread = Thread(platform, place, "C1", "ann")
        actor = Actor(platform, place, "C1", "U1", runs_the_community=True)
        await self.libraries.carry_out(await self.libraries.plan(key, Add(source(FERRY, "ferry.txt"))), actor)
        await self.state.settings.change_community(key, CommunityRules(language="zh-Hant"))
        await self.state.audit.append(actor, "settings", "done")
        exchange = await self.state.exchanges.add(thread, "When does the ferry run?", {}, "not-said")
        await self.state.exchanges.judge(exchange, thread, Verdict(helpful=False, remark="No."))
        return exchange

    async def rows(self, key: str) -> dict[str, int]:
        """Return how many rows of a community each table has."""
        found = {}
        async with self.state.database.reading() as session:
            for table in Base.metadata.sorted_tables:
                column = table.c.id if table.name == "community" else table.c.community
                found[table.name] = await session.scalar(select(func.count()).where(column == key)) or 0
        return {name: count for name, count in found.items() if count}

    async def gone(self, key: str) -> datetime.datetime | None:
        """Return since when the bot is noted not to be in a community."""
        async with self.state.database.reading() as session:
            return (await session.get_one(CommunityRow, key)).gone

    async def _is_in(self, communities: Collection[str]) -> dict[str, bool]:
        return {place: there for place, there in self.there.items() if place in communities}

    def _now(self) -> float:
        return 1_800_000_000 + self.day * DAY


def default_of(folder: Path) -> Path:
    """Make a data folder, and return the source of the default library of all processes."""
    folder.mkdir(exist_ok=True)
    default = folder.with_name("default.txt")
    default.write_text("“It rained,” said Ada Byron, the computer.\n", encoding="utf-8")
    return default


@asynccontextmanager
async def process(place: Path | URL, folder: Path, keep_days: int = 3650) -> AsyncIterator[Bot]:
    """Run what a process of the bot keeps in the data folder `folder`, or at a PostgreSQL."""
    default = default_of(folder)
    url = place if isinstance(place, URL) else None
    encoder = WordEncoder()
    state = State(folder, keep_days, url=url)
    await state.open()
    store = store_at(url or folder)
    library = Library((default,), folder, encoder.name, lambda _name: encoder)
    libraries = Libraries(library, state.database, store)
    state.news.hear("library", libraries.follow, looks=True)
    await libraries.open()
    yield Bot(state, libraries, folder)
    libraries.close()
    await state.close()
    store.close()


@pytest.fixture
async def bot(place: Path | URL, tmp_path: Path) -> AsyncIterator[Bot]:
    async with process(place, tmp_path / "data") as bot:
        yield bot


async def test_after_thirty_days_all_is_deleted_of_that_community_alone(bot: Bot, place: Path | URL) -> None:
    exchange = await bot.use(LEFT)
    await bot.use(STAYED)
    before = {key: await bot.rows(key) for key in (LEFT, STAYED)}
    assert before[LEFT].keys() >= {"source", "snapshot", "setting", "audit", "exchange", "verdict", "gap"}
    index = (await bot.libraries.snapshot(STAYED)).manifest.id
    for day in (0, KEPT_FOR.days - 0.1):
        await bot.look(day, T1=False, T2=True)
        assert {key: await bot.rows(key) for key in before} == before
        assert bot.libraries.own == (LEFT, STAYED)
    await bot.look(KEPT_FOR.days, T1=False, T2=True)
    assert await bot.rows(LEFT) == {}
    assert await bot.rows(STAYED) == before[STAYED]
    assert bot.libraries.own == (STAYED,)
    assert await bot.libraries.snapshot(LEFT) is bot.libraries.default.snapshot
    assert await bot.state.exchanges.get(exchange, Thread("slack", "T1", "C1", "ann")) is None
    assert bot.state.settings.community(LEFT) == CommunityRules()
    assert bot.state.settings.community(STAYED) == CommunityRules(language="zh-Hant")
    store = store_at(place if isinstance(place, URL) else bot.folder)
    assert store.shelf(LEFT).names() == []
    assert store.shelf(STAYED).names() == [index]
    store.close()
    # Who comes back later begins anew.
    await bot.use(LEFT)
    await bot.look(KEPT_FOR.days + 1, T1=True, T2=True)
    assert await bot.rows(LEFT) == before[LEFT]


async def test_who_comes_back_in_time_keeps_all_and_has_the_whole_time_again(bot: Bot) -> None:
    await bot.use(LEFT)
    before = await bot.rows(LEFT)
    await bot.look(0, T1=False)
    assert await bot.gone(LEFT) is not None
    await bot.look(29, T1=True)
    assert await bot.gone(LEFT) is None
    for day in (31, 60):
        await bot.look(day, T1=False)
        assert await bot.rows(LEFT) == before
    await bot.look(61, T1=False)
    assert await bot.rows(LEFT) == {}


async def test_where_the_platform_does_not_know_nothing_is_noted_or_deleted(bot: Bot) -> None:
    await bot.use(LEFT)
    await bot.look(0)
    assert await bot.gone(LEFT) is None
    await bot.look(1, T1=False)
    before = await bot.rows(LEFT)
    await bot.look(100)
    assert await bot.rows(LEFT) == before
    # Nor is that of other platforms, whose communities may have the same ids, or of none.
    await bot.use("discord:T1")
    await bot.state.exchanges.add(Thread("slack", "", "C1", "ann"), "Why?", {})
    await bot.look(101, T1=False)
    await bot.look(200, T1=False)
    assert await bot.rows(LEFT) == {}
    assert (await bot.rows("discord:T1"))["source"] == 1
    assert (await bot.rows("slack:"))["exchange"] == 1


async def test_a_library_that_is_being_changed_is_deleted_at_the_next_look(
    bot: Bot, place: Path | URL, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.use(LEFT)
    before = await bot.rows(LEFT)
    await bot.look(0, T1=False)
    if isinstance(place, URL):
        other = Database(place)
        async with other.alone(f"library {LEFT}") as mine:
            assert mine
            await bot.look(31, T1=False)
        await other.close()
    else:
        with FileLock(shelf_of(bot).root / "lock"), caplog.at_level(logging.WARNING):
            await bot.look(31, T1=False)
        assert "not all deleted yet" in caplog.text
    assert await bot.rows(LEFT) == before
    assert len((await bot.libraries.snapshot(LEFT)).passages) == 1
    await bot.look(31, T1=False)
    assert await bot.rows(LEFT) == {}


def shelf_of(bot: Bot) -> Shelf:
    shelf = store_at(bot.folder).shelf(LEFT)
    assert isinstance(shelf, Shelf)
    return shelf


async def test_nothing_of_it_remains_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with process(folder, folder) as bot:
        await bot.use(LEFT)
        shelf = shelf_of(bot)
        await bot.look(0, T1=False)
        await bot.look(31, T1=False)
        assert not shelf.root.exists()
        for file in folder.glob("record.db*"):
            assert not any(word in file.read_bytes() for word in (b"ferry.txt", b"Ines Okoro", b"When does the"))


async def test_what_is_in_memory_alone_goes_too(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with process(folder, folder, keep_days=0) as bot:
        exchange = await bot.use(LEFT)
        thread = Thread("slack", "T1", "C1", "ann")
        await bot.look(0, T1=False)
        assert await bot.state.exchanges.get(exchange, thread) is not None
        await bot.look(31, T1=False)
        assert await bot.state.exchanges.get(exchange, thread) is None


async def test_of_several_processes_one_deletes_it_and_all_know(
    postgres: URL, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with process(postgres, tmp_path / "one") as one, process(postgres, tmp_path / "two") as two:
        await one.use(LEFT)
        await until(lambda: two.libraries.own == (LEFT,))
        assert len((await two.libraries.snapshot(LEFT)).passages) == 1
        await one.look(0, T1=False)
        with caplog.at_level(logging.WARNING):
            await asyncio.gather(*(each.look(31, T1=False) for each in (one, two)))
        assert caplog.text.count("is deleted") == 1
        await until(lambda: one.libraries.own == two.libraries.own == ())
        for each in (one, two):
            assert await each.libraries.snapshot(LEFT) is each.libraries.default.snapshot
        await until(
            lambda: one.state.settings.community(LEFT) == two.state.settings.community(LEFT) == CommunityRules()
        )


async def test_looking_goes_on_by_itself_whatever_fails(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles = [
        StateError("Slack cannot say. Try again in a minute."),
        ConfigurationError("A token is missing."),
        ValueError("nobody foresaw this"),
    ]
    looks, noted = [], asyncio.Event()

    async def is_in(communities: Collection[str]) -> dict[str, bool]:
        if troubles:
            raise troubles.pop(0)
        looks.append(set(communities))
        if len(looks) == 2:  # what the first look found has been noted
            noted.set()
        return {"T1": False}

    monkeypatch.setattr("bot.departures._EVERY", 0.001)
    folder = tmp_path / "data"
    async with process(folder, folder) as bot:
        await bot.use(LEFT)
        running = asyncio.create_task(Departures(bot.libraries, bot.state, {"slack": is_in}).run())
        await asyncio.wait_for(noted.wait(), 120)
        assert await bot.gone(LEFT) is not None
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert "the bot still is cannot be looked up: Slack cannot say." in caplog.text
    assert "Looking up in which communities of slack the bot still is failed" in caplog.text
    assert "A token is missing." not in caplog.text  # the platform says it
