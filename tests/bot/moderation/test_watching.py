"""Sources of the web are looked at again: what changed is taken over and told where moderators want to hear it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.libraries import Libraries
from bot.moderation.notice import Notice
from bot.moderation.watching import WATCHER, Watching
from bot.phrases import Phrases
from index.embedding import Encoder
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


async def test_what_all_communities_share_is_read_again_and_told_where_it_answers(
    office: Office, watching: Watching, channel: Channel, tmp_path: Path, encoder: Encoder
) -> None:
    source = tmp_path / "shared.md"
    source.write_text(FERRY, encoding="utf-8")
    shared = Libraries(
        open_library(tmp_path / "shared", encoder, source), office.state.database, tmp_path / "own", office.web.fetch
    )
    await shared.open()
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
