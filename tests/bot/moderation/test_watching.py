"""Sources of the web are looked at again: what changed is taken over and told where moderators want to hear it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.libraries import Add, Done, Libraries, Plan, Reload, SourceBytes
from bot.moderation import Actor
from bot.moderation.notice import Notice
from bot.moderation.watching import WATCHER, Watching
from bot.phrases import Phrases
from bot.state.faults import StateError
from index.embedding import Encoder
from index.errors import SnapshotError, WebError
from index.sources import read_source
from index.watching import Look, Watched
from tests.bot.moderation.conftest import ANNA, BO, FERRY, FERRY_LATER, PIER, Office, facts
from tests.conftest import open_library

PAGE, OTHER = "https://post.example/ferry", "https://post.example/pier"


@dataclass
class Channel:
    """What was told to which channel of which community."""

    told: list[tuple[str, str, Notice]] = field(default_factory=list)

    async def tell(self, community: str, channel: str, notice: Notice, say: Phrases) -> None:
        assert notice.lead == say("watch-changed", count=1)
        self.told.append((community, channel, notice))


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
async def watching(office: Office, channel: Channel) -> Watching:
    """Return what watches two communities, each with a page of its own."""
    office.web.pages |= {PAGE: FERRY, OTHER: PIER}
    await office.press(await office.type(f"add {PAGE}"), "Add it")
    await office.press(await office.type(f"add {OTHER}", BO), "Add it", BO)
    return Watching(office.libraries, office.state, 5, {"discord": channel.tell})


async def test_what_changed_is_taken_over_and_told_in_the_channel_that_is_set(
    office: Office, watching: Watching, channel: Channel
) -> None:
    await office.type("settings notices:yes")
    await office.type("settings notices:yes", BO)
    await watching.look()
    assert channel.told == []
    office.web.pages[PAGE] = FERRY_LATER
    await watching.look()
    ((community, where, notice),) = channel.told
    assert (community, where) == ("guild-1", "channel-1")
    assert facts(notice)["Changed"] == "Ferry to run again"
    assert facts(notice)["New speakers"] == "Lena Wu"
    assert "from Thursday" in (await office.type("show 2")).items[0].text
    entries = await office.state.audit.entries(ANNA.thread.community_key)
    assert [(one.actor, one.what) for one in entries if one.actor == WATCHER] == [(WATCHER, "reload")]
    (source,) = (await office.type("list")).items
    newest, first = (await office.type("history")).items
    for by_nobody in (source, newest):
        assert by_nobody.note.endswith(f" · {office.say('by-watch')}")
        assert by_nobody.by == ""
    assert first.by == "anna"
    await office.press(notice, "Undo")
    assert "from Monday" in (await office.type("show 2")).items[0].text
    assert len(channel.told) == 1


async def test_without_a_channel_nobody_is_told_and_it_is_taken_over_all_the_same(
    office: Office, watching: Watching, channel: Channel
) -> None:
    office.web.pages[PAGE] = FERRY_LATER
    await watching.look()
    assert channel.told == []
    assert "from Thursday" in (await office.type("show 2")).items[0].text


async def test_a_page_that_is_gone_or_broken_changes_nothing_and_holds_up_nobody(
    office: Office, watching: Watching, caplog: pytest.LogCaptureFixture
) -> None:
    del office.web.pages[PAGE]
    office.web.pages[OTHER] = PIER.replace("1911", "1912")
    with caplog.at_level(logging.WARNING):
        await watching.look()
    assert "could not be fetched again" in caplog.text
    assert "from Monday" in (await office.type("show 2")).items[0].text
    assert "1912" in (await office.type("show 2", BO)).items[0].text
    office.web.pages[OTHER] = "\0\1\2"
    await watching.look()
    assert "1912" in (await office.type("show 2", BO)).items[0].text


async def shared_libraries(office: Office, folder: Path, encoder: Encoder) -> tuple[Path, Libraries]:
    """Return the file that all communities share, and libraries over it."""
    source = folder / "shared.md"
    source.write_text(FERRY, encoding="utf-8")
    default = open_library(folder / "shared", encoder, source)
    shared = Libraries(default, office.state.database, folder / "own", office.web.fetch)
    await shared.open()
    return source, shared


async def test_what_all_communities_share_is_read_again_and_told_where_it_answers(
    office: Office, watching: Watching, channel: Channel, tmp_path: Path, encoder: Encoder
) -> None:
    source, shared = await shared_libraries(office, tmp_path, encoder)
    at_the_address = Watched(PAGE, PAGE)

    async def look(_: Sequence[Watched]) -> list[Look]:
        changed = source.read_text(encoding="utf-8") != FERRY
        return [Look(at_the_address, read_source(source) if changed else None)]

    looking = Watching(shared, office.state, 5, {"discord": channel.tell}, look)
    third = replace(ANNA, community="guild-3")
    await office.type("settings notices:yes", third)
    await office.type("settings notices:yes")
    await looking.look()
    assert channel.told == []
    source.write_text(FERRY_LATER, encoding="utf-8")
    await looking.look()
    ((community, _, notice),) = channel.told
    assert community == "guild-3", "only where it answers"
    assert facts(notice)["New speakers"] == "Lena Wu"
    assert "Thursday" in str(shared.default.snapshot.passages)
    shared.close()


async def test_looking_goes_on_by_itself_whatever_fails(
    office: Office,
    watching: Watching,
    channel: Channel,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    troubles = [StateError("The database is away. Try again in a minute."), ValueError("nobody foresaw this")]
    told = asyncio.Event()
    alone = office.state.database.alone
    plan = office.libraries.plan

    def sometimes_away(name: str) -> AbstractAsyncContextManager[bool]:
        if troubles and isinstance(troubles[0], StateError):
            raise troubles.pop(0)
        return alone(name)

    async def broken_once(community: str, change: Reload) -> Plan:
        if troubles:
            raise troubles.pop()
        return await plan(community, change)

    async def tell(community: str, where: str, notice: Notice, say: Phrases) -> None:
        await channel.tell(community, where, notice, say)
        told.set()

    monkeypatch.setattr("bot.moderation.watching._MINUTE", 0.001)
    monkeypatch.setattr(office.state.database, "alone", sometimes_away)
    monkeypatch.setattr(office.libraries, "plan", broken_once)
    await office.type("settings notices:yes")
    office.web.pages[PAGE] = FERRY_LATER
    looking = asyncio.create_task(Watching(office.libraries, office.state, 1, {"discord": tell}).run())
    await asyncio.wait_for(told.wait(), 120)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert [community for community, _, _ in channel.told] == ["guild-1"]
    assert "Sources are not looked at again just now: The database is away." in caplog.text
    assert "Looking again at the sources of discord:guild-" in caplog.text
    assert "nobody foresaw this" in caplog.text


async def test_where_a_moderator_is_at_work_the_next_round_sees_to_it(
    office: Office, watching: Watching, caplog: pytest.LogCaptureFixture
) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def hold(what: str, _done: int, _total: int) -> None:
        if what == "embedding":
            inside.set()
            assert go_on.wait(120)

    report = SourceBytes("more.md", f"{PIER} Three of them still live.\n".encode(), None)
    at_work = asyncio.create_task(office.libraries.plan(ANNA.thread.community_key, Add(report), hold))
    assert await asyncio.to_thread(inside.wait, 120)
    office.web.pages |= {PAGE: FERRY_LATER, OTHER: PIER.replace("1911", "1912")}
    await watching.look()
    assert "from Monday" in (await office.type("show 2")).items[0].text
    assert "1912" in (await office.type("show 2", BO)).items[0].text
    go_on.set()
    await at_work
    await watching.look()
    assert "from Thursday" in (await office.type("show 2")).items[0].text
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_disk_that_is_full_is_told_in_the_log_and_the_others_are_looked_at(
    office: Office, watching: Watching, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out = office.libraries.carry_out

    async def full(plan: Plan, actor: Actor) -> Done:
        if plan.community == ANNA.thread.community_key:
            raise SnapshotError("The disk is full. Make room, and try again.")
        return await carry_out(plan, actor)

    monkeypatch.setattr(office.libraries, "carry_out", full)
    office.web.pages |= {PAGE: FERRY_LATER, OTHER: PIER.replace("1911", "1912")}
    await watching.look()
    assert "The sources of discord:guild-1 could not be looked at again: The disk is full. Make room" in caplog.text
    assert "from Monday" in (await office.type("show 2")).items[0].text
    assert "1912" in (await office.type("show 2", BO)).items[0].text


async def test_a_shared_page_that_is_away_or_says_the_same_is_told_to_nobody(
    office: Office, channel: Channel, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    source, shared = await shared_libraries(office, tmp_path, encoder)
    at_the_address = Watched(PAGE, PAGE)
    looks = [
        Look(at_the_address, error=WebError(f"{PAGE}: there is no page at this address. Check it.")),
        Look(at_the_address, read_source(source)),
    ]

    async def look(_: Sequence[Watched]) -> list[Look]:
        return [looks.pop(0)]

    await office.type("settings notices:yes", replace(ANNA, community="guild-3"))
    looking = Watching(shared, office.state, 5, {"discord": channel.tell}, look)
    await looking.look()
    assert "there is no page at this address" in caplog.text
    await looking.look()
    assert (channel.told, looks) == ([], [])
    shared.close()
