"""Communities' own libraries: each change, what it makes of the library, and that the default is never touched."""

from __future__ import annotations

import asyncio
import datetime
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import GuildOnly, LibraryChanged, NotAllowed, SnapshotUnknown, SourceUnknown
from bot.libraries import Add, Correct, Libraries, Reload, Remove, Replace, Rollback
from bot.moderation import Actor
from index.corrections import Corrections, set_speaker
from index.errors import SourceError
from tests.bot.libraries.conftest import ACTOR, BRIDGE, FERRY, HERE, Make, do, said, source, texts

ELSEWHERE = "slack:T02"


async def ids(libraries: Libraries, community: str = HERE) -> list[str]:
    return [holding.id for holding in (await libraries.holdings(community)).sources]


async def test_a_community_answers_from_the_default_until_a_source_is_added(libraries: Libraries) -> None:
    default = said(libraries.default.snapshot)
    assert await texts(libraries) == default
    plan = await libraries.plan(HERE, Add(source(FERRY)))
    assert plan.begins
    assert plan.difference.removed == len(default)
    assert await texts(libraries) == default, "a plan changes nothing"
    done = await libraries.carry_out(plan, ACTOR)
    assert (done.number, done.previous) == (1, 0)
    assert await texts(libraries) == [FERRY.strip()]
    assert await texts(libraries, ELSEWHERE) == default
    held = await libraries.holdings(HERE)
    assert not held.is_default
    assert held.sources[0].added_by == ACTOR.member
    assert held.sources[0].passages == 1
    theirs = await libraries.holdings(ELSEWHERE)
    assert theirs.is_default
    assert theirs.snapshot is libraries.default.snapshot


async def test_sources_are_added_replaced_and_removed_in_their_places(libraries: Libraries) -> None:
    await do(libraries, Add(source(FERRY, "ferry.txt")))
    done = await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    assert not (await libraries.history(HERE))[0].about.keys() - {"source"}
    ferry, bridge = await ids(libraries)
    assert done.difference.added == 2
    assert not done.difference.removed
    later = FERRY.replace("April", "May")
    await do(libraries, Replace(ferry, source(later, "ferry.txt")))
    assert (await texts(libraries))[0] == later.strip()
    newer, same = await ids(libraries)
    assert same == bridge
    assert newer != ferry
    await do(libraries, Remove(bridge))
    assert await texts(libraries) == [later.strip()]
    await do(libraries, Remove(newer))
    held = await libraries.holdings(HERE)
    assert held.is_default
    assert held.number == 5
    assert await texts(libraries) == said(libraries.default.snapshot)


async def test_a_correction_on_the_default_makes_an_own_copy_of_it(libraries: Libraries) -> None:
    default = libraries.default.snapshot
    held = (await libraries.holdings(HERE)).sources[0]
    passage = next(p for p in default.passages if p.article == held.article.sha256)
    corrections = set_speaker(held.corrections, passage.text, "Ada Byron", "computer")
    plan = await libraries.plan(HERE, Correct(held.id, corrections))
    assert plan.begins
    assert plan.difference.reattributed == 1
    assert not plan.difference.removed
    await libraries.carry_out(plan, ACTOR)
    own = await libraries.snapshot(HERE)
    assert said(own) == said(default)
    assert [s.name for s in own.speakers_of(own.passages[0])] == ["Ada Byron"]
    assert (await libraries.snapshot(ELSEWHERE)) is libraries.default.snapshot is default
    assert (await libraries.holdings(HERE)).sources[0].corrections == corrections
    # What was a copy goes on as a source like any other.
    await do(libraries, Add(source(FERRY)))
    assert (await libraries.holdings(HERE)).sources[0].corrections == corrections


async def test_removing_the_only_source_of_the_default_changes_nothing(libraries: Libraries) -> None:
    (only,) = await ids(libraries)
    plan = await libraries.plan(HERE, Remove(only))
    assert plan.nothing
    assert plan.ends
    assert (await libraries.carry_out(plan, ACTOR)).number == 0
    assert not await libraries.history(HERE)


async def test_rolling_back_is_a_change_that_can_be_rolled_back(libraries: Libraries) -> None:
    begun = datetime.datetime.now(datetime.UTC)
    first = await do(libraries, Add(source(FERRY)))
    second = await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    undone = await do(libraries, Rollback(second.previous))
    assert await texts(libraries) == [FERRY.strip()]
    assert undone.snapshot.manifest.id == first.snapshot.manifest.id, "it lay on the disk"
    await do(libraries, Rollback(undone.previous))
    assert await texts(libraries) == said(second.snapshot)
    await do(libraries, Rollback(0))
    assert await texts(libraries) == said(libraries.default.snapshot)
    past = await libraries.history(HERE)
    assert [(p.number, p.what, p.sources, p.current) for p in past] == [
        (5, "rollback", (), True),
        (4, "rollback", ("report.txt", "bridge.txt"), False),
        (3, "rollback", ("report.txt",), False),
        (2, "add", ("report.txt", "bridge.txt"), False),
        (1, "add", ("report.txt",), False),
    ]
    times = [p.made for p in past]
    assert times == sorted(times, reverse=True)
    assert begun <= times[-1] <= times[0] <= datetime.datetime.now(datetime.UTC)
    assert {p.made_by for p in past} == {ACTOR.member}
    assert (await libraries.plan(HERE, Rollback(0))).nothing


async def test_a_snapshot_that_is_no_longer_on_the_disk_is_gone_back_to(libraries: Libraries, tmp_path: Path) -> None:
    await do(libraries, Add(source(FERRY)))
    await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    shutil.rmtree(tmp_path / "communities")
    await do(libraries, Rollback(1))
    assert await texts(libraries) == [FERRY.strip()]


async def test_after_a_restart_the_own_library_answers(libraries: Libraries, make: Make, tmp_path: Path) -> None:
    done = await do(libraries, Add(source(FERRY)))
    again = make()
    await again.open()
    assert again.own == (HERE,)
    assert again.served(HERE) is None, "it is being read"
    assert (await again.snapshot(HERE)).manifest.id == done.snapshot.manifest.id
    assert again.served(HERE) is await again.snapshot(HERE)


async def test_a_start_reads_no_library_in_which_nobody_asks(libraries: Libraries, make: Make) -> None:
    await do(libraries, Add(source(FERRY)))
    restarted = make()
    await restarted.follow(None)  # as whoever listens for news does as soon as there is a connection
    assert "taking over a library" not in {task.get_name() for task in asyncio.all_tasks()}
    await restarted.open()
    assert restarted.served(HERE) is None
    assert await texts(restarted) == [FERRY.strip()]


async def test_however_many_libraries_are_looked_up_at_once_questions_find_the_database_free(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = make()
    await libraries.open()
    database = libraries._database
    real, running, most = database.reading, 0, 0

    @asynccontextmanager
    async def counted() -> AsyncIterator[AsyncSession]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        async with real() as session:
            yield session
        running -= 1

    monkeypatch.setattr(database, "reading", counted)
    found = await asyncio.gather(*(libraries.holdings(f"slack:T{number}") for number in range(20)))
    assert all(holdings.is_default for holdings in found)
    assert most == 3


@pytest.mark.parametrize("what", ["gone", "damaged", "older rules"])
async def test_what_is_lost_or_old_on_the_disk_is_built_from_the_database(
    libraries: Libraries, make: Make, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await do(libraries, Add(source(FERRY)))
    held = (await libraries.holdings(HERE)).sources[0]
    corrections = set_speaker(Corrections(), FERRY.strip(), "Lena Wu", "mayor")
    done = await do(libraries, Correct(held.id, corrections))
    (folder,) = (tmp_path / "communities").glob(f"*/snapshots/{done.snapshot.manifest.id}")
    if what == "gone":
        shutil.rmtree(folder)
    elif what == "damaged":
        (folder / "record.json").write_bytes(b"{}")
    else:
        monkeypatch.setattr("index.snapshot.rules_version", lambda: "newer")
    again = make()
    await again.open()
    snapshot = await again.snapshot(HERE)
    assert said(snapshot) == [FERRY.strip()]
    assert [s.name for s in snapshot.speakers_of(snapshot.passages[0])] == ["Lena Wu"]
    assert snapshot.manifest.id != done.snapshot.manifest.id
    third = make()
    await third.open()
    assert (await third.snapshot(HERE)).manifest.id == snapshot.manifest.id, "it is built once"


async def test_a_plan_from_a_library_that_changed_is_not_carried_out(libraries: Libraries) -> None:
    plan = await libraries.plan(HERE, Add(source(FERRY)))
    await do(libraries, Add(source(BRIDGE)))
    with pytest.raises(LibraryChanged):
        await libraries.carry_out(plan, ACTOR)
    assert await texts(libraries) == said(await libraries.snapshot(HERE)) != [FERRY.strip()]
    assert len(await libraries.history(HERE)) == 1


async def test_a_plan_is_carried_out_by_its_own_community_alone(libraries: Libraries) -> None:
    plan = await libraries.plan(HERE, Add(source(FERRY)))
    with pytest.raises(NotAllowed):
        await libraries.carry_out(plan, Actor("slack", "T02", "C1", "U1", runs_the_community=True))
    assert await texts(libraries) == said(libraries.default.snapshot)


async def test_what_the_community_does_not_have_is_refused(libraries: Libraries) -> None:
    await do(libraries, Add(source(FERRY)))
    theirs = Actor("slack", "T02", "C1", "U1", runs_the_community=True)
    await libraries.carry_out(await libraries.plan(ELSEWHERE, Add(source(BRIDGE))), theirs)
    (forged,) = await ids(libraries, ELSEWHERE)
    for change in (Remove(forged), Replace(forged, source(BRIDGE)), Correct(forged, Corrections())):
        with pytest.raises(SourceUnknown):
            await libraries.plan(HERE, change)
    for number in (2, -1):
        with pytest.raises(SnapshotUnknown):
            await libraries.plan(HERE, Rollback(number))
    with pytest.raises(GuildOnly):
        await libraries.plan("discord:", Add(source(FERRY)))


async def test_a_source_that_cannot_be_read_changes_nothing(libraries: Libraries) -> None:
    await do(libraries, Add(source(FERRY)))
    for broken in (source("", "empty.txt"), source(FERRY, "twice.txt")):
        with pytest.raises(SourceError):
            await libraries.plan(HERE, Add(broken))
    assert await texts(libraries) == [FERRY.strip()]
    assert len(await libraries.history(HERE)) == 1


async def test_reloading_the_default_reads_its_files_again(libraries: Libraries) -> None:
    old = libraries.default.snapshot
    done = await do(libraries, Reload())
    assert done.difference.nothing
    assert libraries.default.snapshot is done.snapshot is not old
    assert done.number == done.previous == 0
    assert not await libraries.history(HERE)
