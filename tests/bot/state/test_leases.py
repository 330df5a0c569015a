"""What only one process may do, divided among several: here several `Leases` over one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.platforms.discord.shares import LeasedShares
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.leases import Leases, Share

Process = Callable[[], Leases]


@pytest.fixture
async def process(postgres: URL) -> AsyncIterator[Process]:
    """Return a function that gives another process, whose leases last an hour."""
    databases: list[Database] = []

    def begin() -> Leases:
        databases.append(Database(postgres))
        return Leases(databases[-1], "discord/100", 3600)

    yield begin
    for database in databases:
        await database.close()


async def settled(processes: list[Leases], parts: int) -> list[Share]:
    """Have the processes look and give back what they have too many, until each has its share."""
    for _ in range(3):
        for one in processes:
            share = await one.renew(parts)
            await one.give_back(share.surplus)
    return [await one.renew(parts) for one in processes]


async def an_hour_passes_without(dead: Leases) -> None:
    """Let the time of what `dead` holds be over."""
    async with dead._database.session() as session:
        over = text("UPDATE lease SET until = clock_timestamp() - interval '1 second' WHERE holder = :holder")
        await session.execute(over, {"holder": dead.holder})


@pytest.mark.parametrize(
    ("parts", "processes", "shares"), [(1, 1, [1]), (8, 3, [3, 3, 2]), (7, 3, [3, 2, 2]), (2, 4, [1, 1, 0, 0])]
)
async def test_parts_are_divided_evenly_and_none_twice(
    process: Process, parts: int, processes: int, shares: list[int]
) -> None:
    found = await settled([process() for _ in range(processes)], parts)
    assert sorted((len(share.held) for share in found), reverse=True) == shares
    held = [part for share in found for part in share.held]
    assert sorted(held) == list(range(parts))
    assert all(share.processes == processes and not share.surplus for share in found)


async def test_those_that_begin_at_once_take_nothing_twice(process: Process) -> None:
    found = await asyncio.gather(*(process().renew(16) for _ in range(6)))
    held = [part for share in found for part in share.held]
    assert len(held) == len(set(held))


async def test_what_one_has_too_many_is_its_own_until_it_gives_it_back(process: Process) -> None:
    first, second = process(), process()
    assert (await first.renew(4)).held == {0, 1, 2, 3}
    assert not (await second.renew(4)).held
    share = await first.renew(4)
    assert share.held == {0, 1, 2, 3}
    assert share.surplus == {2, 3}
    assert not (await second.renew(4)).held
    await first.give_back(share.surplus)
    assert (await second.renew(4)).held == {2, 3}


async def test_parts_of_one_that_died_are_taken_over_and_not_by_itself_again(process: Process) -> None:
    dead, living = process(), process()
    await settled([dead, living], 4)
    await an_hour_passes_without(dead)
    assert (await living.renew(4)).held == {0, 1, 2, 3}
    assert not (await dead.renew(4)).held  # it was only asleep, and learns that it has nothing left


async def test_who_leaves_leaves_at_once(process: Process) -> None:
    first, second = process(), process()
    await settled([first, second], 4)
    await first.leave()
    share = await second.renew(4)
    assert share.held == {0, 1, 2, 3}
    assert share.processes == 1


async def test_all_divide_as_the_first_did_as_long_as_any_lives(process: Process) -> None:
    first, second = process(), process()
    assert (await first.renew(4)).parts == 4
    assert (await second.renew(8)).parts == 4
    await first.leave()
    await second.leave()
    assert (await second.renew(8)).held == set(range(8))


async def test_turns_are_as_far_apart_as_they_must_be_whoever_takes_them(process: Process) -> None:
    processes = [process() for _ in range(4)]
    waits = await asyncio.gather(*(one.take_turn("identify 0", 60) for one in processes))
    assert sorted(waits)[0] == 0
    assert all(50 < wait <= 60 for wait in sorted(waits)[1:])
    assert await processes[0].take_turn("identify 1", 60) == 0
    for one in processes:
        await one.leave()
    assert await processes[1].take_turn("identify 0", 60) > 0
    assert await processes[1].take_turn("identify 2", 0.01) == 0
    await asyncio.sleep(0.02)
    assert await processes[2].take_turn("identify 2", 0.01) == 0


async def test_who_waits_for_a_turn_waits_on_while_the_database_does_not_answer(
    postgres: URL, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(postgres)
    session, away = database.session, [StateError("The database is away. Try again in a minute.")] * 2

    def sometimes() -> AbstractAsyncContextManager[AsyncSession]:
        if away:
            raise away.pop()
        return session()

    monkeypatch.setattr(database, "session", sometimes)
    monkeypatch.setattr("bot.platforms.discord.shares._BETWEEN_ATTEMPTS", 0.001)
    async with asyncio.timeout(60):
        await LeasedShares(database, "discord/100", 3600).turn(0)
    assert away == []
    assert caplog.text.count("Discord is not connected to before the database answers: The database is away.") == 2
    await database.close()


@pytest.mark.parametrize(("spare", "turns"), [(60.0, 1), (-1.0, 4)])
async def test_a_turn_that_was_told_too_late_is_let_go_but_not_for_ever(
    postgres: URL, monkeypatch: pytest.MonkeyPatch, spare: float, turns: int
) -> None:
    monkeypatch.setattr("bot.platforms.discord.shares.BETWEEN_IDENTIFIES", 0.01)
    monkeypatch.setattr("bot.platforms.discord.shares.ALLOWED_EVERY", 0.01 - spare)
    database, taken = Database(postgres), []

    class Counted(LeasedShares):
        async def take_turn(self, name: str, seconds: float) -> float:
            wait = await super().take_turn(name, seconds)
            taken.append(wait)
            return wait

    async with asyncio.timeout(60):
        await Counted(database, "discord/100", 3600).turn(0)
    assert taken.count(0.0) == turns
    await database.close()
