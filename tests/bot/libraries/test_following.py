"""What another process changed in a library is taken over: what answers answers on, and nobody waits for the new."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyRunning
from bot.libraries import Add, Libraries, Reload, Rollback, rows
from bot.libraries.rows import Standing
from bot.library import Library
from bot.moderation import Actor
from bot.state.communities import DEFAULT
from tests.bot.libraries.conftest import ACTOR, BRIDGE, FERRY, HERE, Make, do, said, source, texts

ELSEWHERE = "slack:T02"
THEIRS = Actor("slack", "T02", "C1", "U1", runs_the_community=True)


@pytest_asyncio.fixture
async def there(libraries: Libraries, make: Make) -> Libraries:
    """Return the libraries of another process than `libraries`, over the same database."""
    assert libraries.is_open
    made = make()
    await made.open()
    return made


async def ended(name: str) -> int:
    """Wait until no task of a name runs any more, and return how many were still running."""
    count = 0
    while running := {task for task in asyncio.all_tasks() if task.get_name() == name}:
        count += len(running)
        await asyncio.wait(running)
    return count


async def followed(libraries: Libraries, community: str | None = HERE) -> None:
    """Have libraries follow what another process changed, to the end."""
    await libraries.follow(community)
    await ended("taking over a library")


def taking_over() -> bool:
    """Return whether the task that asks is one that takes over a library."""
    task = asyncio.current_task()
    return task is not None and task.get_name() == "taking over a library"


def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the communities in which who takes over libraries looks for what is new, from now on."""
    standing, looked = rows.standing, list[str]()

    async def seen(session: AsyncSession, community: str, number: int | None = None) -> Standing:
        if taking_over():
            looked.append(community)
        return await standing(session, community, number)

    monkeypatch.setattr(rows, "standing", seen)
    return looked


def hold_up(monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Event, asyncio.Event]:
    """Hold up who takes over a library, once, after looking at what is new.

    Returns:
        What is set when that is so, and what is to be set for it to go on.
    """
    standing, looked, go_on = rows.standing, asyncio.Event(), asyncio.Event()

    async def held_up(session: AsyncSession, community: str, number: int | None = None) -> Standing:
        found = await standing(session, community, number)
        if taking_over() and not looked.is_set():
            looked.set()
            await go_on.wait()
        return found

    monkeypatch.setattr(rows, "standing", held_up)
    return looked, go_on


async def test_what_is_new_is_at_hand_before_it_answers(libraries: Libraries, there: Libraries) -> None:
    default = await texts(there)
    await do(libraries, Add(source(FERRY)))
    assert await texts(there) == default, "nobody has told it"
    await there.follow(HERE)
    assert await texts(there) == default, "what answered answers on"
    await ended("taking over a library")
    assert there.own == (HERE,)
    begun = there.served(HERE)
    assert begun is not None
    assert said(begun) == [FERRY.strip()]
    await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    await followed(there)
    later = there.served(HERE)
    assert later is not None
    assert len(said(later)) == 3
    assert await there.snapshot(HERE) is later
    await do(libraries, Rollback(0))
    await followed(there)
    assert list(there.own) == []
    assert await texts(there) == default


async def test_what_is_the_same_stays_in_memory(libraries: Libraries, there: Libraries) -> None:
    await do(libraries, Add(source(FERRY)))
    await followed(there)
    held = there.served(HERE)
    assert held is not None
    await followed(there)
    assert there.served(HERE) is held


async def test_a_library_in_which_nobody_asks_is_read_when_somebody_does(libraries: Libraries, make: Make) -> None:
    await do(libraries, Add(source(FERRY)))
    started = make()
    await started.open()
    await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    await followed(started)
    assert started.served(HERE) is None
    assert await ended("opening a library") == 1
    read = started.served(HERE)
    assert read is not None
    assert len(said(read)) == 3


async def test_a_library_that_is_gone_when_somebody_asks_is_the_default(libraries: Libraries, make: Make) -> None:
    await do(libraries, Add(source(FERRY)))
    started = make()
    await started.open()
    await do(libraries, Rollback(0))
    assert started.own == (HERE,), "nobody has told it"
    async with asyncio.timeout(60):
        assert await texts(started) == said(started.default.snapshot)
    assert list(started.own) == []


async def test_all_that_changed_is_followed_and_nothing_else(
    libraries: Libraries, there: Libraries, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = watched(monkeypatch)
    await do(libraries, Add(source(FERRY)))
    await followed(there, None)
    await libraries.carry_out(await libraries.plan(ELSEWHERE, Add(source(BRIDGE))), THEIRS)
    await followed(there, None)
    assert sorted(there.own) == [HERE, ELSEWHERE]
    await do(libraries, Rollback(0))
    await followed(there, None)
    assert there.own == (ELSEWHERE,)
    await followed(there, None)
    assert looked == [HERE, ELSEWHERE, HERE]


async def test_what_cannot_be_taken_over_is_told_and_what_answered_answers_on(
    libraries: Libraries, there: Libraries, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    default = await texts(there)
    await do(libraries, Add(source(FERRY)))
    shutil.rmtree(tmp_path / "communities")
    with sqlite3.connect(tmp_path / "record.db") as connection:
        ((data,),) = connection.execute("SELECT data FROM source")
        connection.execute("UPDATE source SET data = x''")
    await followed(there)
    (told,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told.startswith(f"What changed in the library of {HERE} cannot be taken over: report.txt")
    assert await texts(there) == default
    with sqlite3.connect(tmp_path / "record.db") as connection:
        connection.execute("UPDATE source SET data = ?", (data,))
    connection.close()
    await followed(there)
    assert await texts(there) == [FERRY.strip()]


async def test_what_nobody_thought_of_is_told_whole_and_the_next_news_is_followed(
    libraries: Libraries, there: Libraries, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await do(libraries, Add(source(FERRY)))

    async def odd(*_: object) -> Standing:
        raise ValueError("odd")

    with monkeypatch.context() as patched:
        patched.setattr(rows, "standing", odd)
        await followed(there)
    (told,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert told.getMessage() == f"What changed in the library of {HERE} cannot be taken over"
    assert told.exc_info
    await followed(there)
    assert await texts(there) == [FERRY.strip()]


async def test_news_that_comes_while_older_is_taken_over_is_not_lost(
    libraries: Libraries, there: Libraries, monkeypatch: pytest.MonkeyPatch
) -> None:
    await do(libraries, Add(source(FERRY)))
    looked, go_on = hold_up(monkeypatch)
    await there.follow(HERE)
    await looked.wait()
    await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    await there.follow(HERE)
    go_on.set()
    assert await ended("taking over a library") == 1
    assert len(await texts(there)) == 3


async def test_what_moderators_change_here_meanwhile_is_not_overwritten(
    libraries: Libraries, there: Libraries, monkeypatch: pytest.MonkeyPatch
) -> None:
    await do(libraries, Add(source(FERRY)))
    await there.holdings(HERE)
    await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    looked, go_on = hold_up(monkeypatch)
    await there.follow(HERE)
    await looked.wait()
    await there.carry_out(await there.plan(HERE, Rollback(0)), ACTOR)
    go_on.set()
    await ended("taking over a library")
    assert there.own == ()
    assert await texts(there) == said(there.default.snapshot)


async def test_the_default_library_is_read_again_and_said_what_changed(
    libraries: Libraries, library: Library, tmp_path: Path
) -> None:
    old = libraries.default.snapshot
    assert (await libraries.renew_default()).nothing
    with (tmp_path / "default.txt").open("a", encoding="utf-8") as file:
        file.write("\nThe bakery opened again.\n")
    difference = await libraries.renew_default()
    assert (difference.added, difference.removed) == (1, 0)
    assert await texts(libraries) == [*said(old), "The bakery opened again."]
    assert said(library.snapshot) == await texts(libraries)


async def test_the_default_library_is_not_read_again_twice_at_once(libraries: Libraries) -> None:
    async with libraries._alone(DEFAULT):
        with pytest.raises(AlreadyRunning):
            await libraries.renew_default()
        with pytest.raises(AlreadyRunning):
            await libraries.plan(HERE, Reload())
    assert (await libraries.renew_default()).nothing
