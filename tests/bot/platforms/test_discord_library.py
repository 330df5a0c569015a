"""What moderators do to their server's library on Discord: each command through the real desk, and the way back."""

from __future__ import annotations

import aiohttp
import discord
import pytest
import simcord

from bot.phrases import phrases
from bot.state.state import State
from index.sources.reading import MAX_BYTES
from tests.bot.libraries.conftest import BRIDGE, FERRY
from tests.bot.platforms.discord_markdown import seen
from tests.bot.platforms.discord_world import World, labels, shown, texts

SAY = phrases()

pytestmark = pytest.mark.simcord(settle_timeout=120)


async def give(world: World, command: str, **options: object) -> simcord.InteractionResult:
    """Have the moderator give a command of `/index`."""
    result: simcord.InteractionResult = await world.moderator.slash(world.channel, f"index {command}", **options)
    assert result.ephemeral
    return result


async def press(world: World, result: simcord.InteractionResult, label: str) -> list[str]:
    """Have the moderator press a button of a notice, and return what stands there then."""
    assert result.response is not None
    pressed = await world.moderator.click(result.response, label=SAY(label))
    assert pressed.followups == []
    return texts(result.response.components)


def buttons(result: simcord.InteractionResult) -> list[str]:
    assert result.response is not None
    return labels(result.response.components)


async def add(world: World, text: str = FERRY, name: str = "ferry.txt") -> simcord.InteractionResult:
    """Have the moderator add a report, and confirm it."""
    offered = await give(world, "add", file=(name, text.encode()))
    assert await press(world, offered, "desk-add")
    return offered


async def test_a_file_is_shown_before_it_is_added_and_can_be_taken_back(world: World) -> None:
    offered = await give(world, "add", file=("ferry.txt", FERRY.encode()))
    assert shown(offered)[0].startswith(SAY("add-offer-begins", held="#").split("#")[0])
    assert shown(offered)[-1].split("\n")[:2] == ["**Ines Okoro, harbour master**", f"> {FERRY.strip()}"]
    assert buttons(offered) == [SAY("desk-add"), SAY("desk-leave")]
    assert shown(await give(world, "list"))[0] == SAY("list-default", count=1)
    done = await press(world, offered, "desk-add")
    assert done[0].startswith("Added: ")
    assert buttons(offered) == [SAY("desk-undo")]
    assert shown(await give(world, "list"))[0] == SAY("list-own", count=1)
    assert (await press(world, offered, "desk-undo"))[0] == SAY("undo-done")
    assert shown(await give(world, "list"))[0] == SAY("list-default", count=1)


async def test_what_is_left_or_used_is_gone(world: World) -> None:
    offered = await give(world, "add", file=("ferry.txt", FERRY.encode()))
    again = await give(world, "add", file=("ferry.txt", FERRY.encode()))
    assert await press(world, offered, "desk-leave") == [SAY("desk-left")]
    assert await press(world, again, "desk-leave") == [SAY("desk-left")]
    assert shown(await give(world, "list"))[0] == SAY("list-default", count=1)
    added = await add(world)
    twice = await give(world, "add", file=("ferry.txt", FERRY.encode()))
    assert "Nothing has changed." in shown(twice)[0]
    assert buttons(added) == [SAY("desk-undo")]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("large.txt", b"x" * (MAX_BYTES + 1), "larger than 5 MB"),
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "picture.txt"),
    ],
)
async def test_a_file_that_is_no_article_is_refused_in_a_sentence(
    world: World, name: str, data: bytes, says: str
) -> None:
    refused = await give(world, "add", file=(name, data))
    assert says in seen(shown(refused)[0])
    assert "nothing has changed" in shown(refused)[0]
    assert shown(await give(world, "list"))[0] == SAY("list-default", count=1)


async def test_a_file_that_discord_does_not_hand_out_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: discord.Attachment) -> bytes:
        raise aiohttp.ClientConnectionError("a detail")

    monkeypatch.setattr(discord.Attachment, "read", fail)
    refused = await give(world, "add", file=("ferry.txt", FERRY.encode()))
    assert shown(refused) == [SAY("discord-file-unread")]


async def test_an_address_inside_is_not_fetched(world: World) -> None:
    refused = await give(world, "add", address="http://127.0.0.1:1/report")
    assert shown(refused)[0].startswith("That could not be done, and nothing has changed.")
    neither = await give(world, "add")
    assert shown(neither)[0].startswith(SAY("error-nothing-given").split(" https")[0])


async def test_a_source_is_found_by_completion_and_taken_out(world: World) -> None:
    await add(world)
    await add(world, BRIDGE, "bridge.txt")
    offered = await world.moderator.autocomplete(world.channel, "index remove", "source", "")
    assert len(offered) == 2
    asked = await give(world, "remove", source=offered[1]["value"])
    assert buttons(asked) == [SAY("desk-remove"), SAY("desk-leave")]
    assert shown(await give(world, "list"))[0] == SAY("list-own", count=2)
    done = await press(world, asked, "desk-remove")
    assert done[0].startswith("Taken out: ")
    assert shown(await give(world, "list"))[0] == SAY("list-own", count=1)
    assert (await press(world, asked, "desk-undo"))[0] == SAY("undo-done")
    assert shown(await give(world, "list"))[0] == SAY("list-own", count=2)


async def test_a_speaker_is_corrected_and_the_passage_shown(world: World) -> None:
    await add(world)
    (passage,) = await world.moderator.autocomplete(world.channel, "index show", "passage", "ferry")
    before = shown(await give(world, "show", passage=passage["value"]))
    assert "Ines Okoro" in "".join(before)
    people = await world.moderator.autocomplete(world.channel, "index correct", "speaker", "Okor")
    assert [one["value"] for one in people] == ["Ines Okoro"]
    done = await give(world, "correct", passage=passage["value"], speaker="Ada Byron", role="computer")
    assert "Ada Byron" in shown(done)[0]
    after = "".join(shown(await give(world, "show", passage=passage["value"])))
    assert "Ada Byron" in after
    assert SAY("show-corrected") in after
    await press(world, done, "desk-undo")
    assert "Ada Byron" not in "".join(shown(await give(world, "show", passage=passage["value"])))


async def test_versions_are_listed_and_brought_back(world: World) -> None:
    assert shown(await give(world, "history")) == [SAY("history-none")]
    nothing = await give(world, "rollback")
    assert shown(nothing) == [SAY("error-nothing-to-go-back-to")]
    await add(world)
    await add(world, BRIDGE, "bridge.txt")
    past = shown(await give(world, "history"))
    assert past[0] == SAY("history-lead", count=2)
    versions = await world.moderator.autocomplete(world.channel, "index rollback", "snapshot", "")
    assert [one["value"] for one in versions] == ["1"]
    asked = await give(world, "rollback", snapshot="1")
    assert buttons(asked) == [SAY("desk-rollback"), SAY("desk-leave")]
    assert (await press(world, asked, "desk-rollback"))[0] == SAY("rollback-done", number=1)
    assert shown(await give(world, "list"))[0] == SAY("list-own", count=1)
    assert (await press(world, asked, "desk-undo"))[0] == SAY("undo-done")
    assert shown(await give(world, "list"))[0] == SAY("list-own", count=2)


async def test_settings_are_shown_changed_and_taken_back(world: World) -> None:
    before = shown(await give(world, "settings"))
    changed = await give(world, "settings", **{"cooldown-member": 3, "language": "zh-Hant", "notices": True})
    assert shown(changed)[0] == SAY("settings-done")
    assert SAY("settings-rate", count=3) in shown(changed)[1]
    say = phrases("zh-TW")
    now = shown(await give(world, "settings"))
    assert now[0] == say("settings-lead")
    assert say("settings-notices-here") in now[1]
    assert (await world.alice.slash(world.channel, "privacy")).ephemeral
    await press(world, changed, "desk-undo")
    assert shown(await give(world, "settings")) == before


async def test_what_was_done_and_what_was_not_is_written_down(world: World, state: State) -> None:
    await add(world)
    await give(world, "show", passage="no such words")
    entries = await state.audit.entries(f"discord:{world.guild.id}")
    assert [(entry.what, entry.result.split(":")[0]) for entry in entries] == [
        ("show", "failed"),
        ("add", "done"),
        ("add", "shown"),
    ]
