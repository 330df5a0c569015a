"""What moderators meet on Discord, and what everybody meets when something fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.errors import Busy
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_markdown import seen
from tests.bot.platforms.discord_world import (
    QUESTION,
    World,
    last,
    quoted,
    settings,
    shown,
    texts,
    world_of,
)

SAY = phrases()
TOKEN_EXPIRED = 50027

pytestmark = pytest.mark.simcord(settle_timeout=60)


# Moderation


async def test_a_moderator_reloads_and_sees_how_it_goes(world: World, library: Library, state: State) -> None:
    before = library.snapshot
    result = await world.moderator.slash(world.channel, "reload")
    assert library.snapshot is not before
    assert result.ephemeral
    edits = [texts(body["components"])[0] for body in world.sent("PATCH", "/webhooks/.*")]
    assert edits[0].startswith("Rebuilding the index: ")
    assert edits[-1] == shown(result)[0] == SAY("reload-read")
    assert f"**{SAY('difference-passages')}** · {SAY('difference-nothing')}" in shown(result)[1]
    (entry,) = await state.audit.entries(f"discord:{world.guild.id}")
    assert (entry.actor, entry.channel) == (str(world.moderator.id), str(world.channel.id))
    assert entry.result.startswith("done")


async def test_the_permission_is_checked_on_arrival(world: World, library: Library, state: State) -> None:
    before = library.snapshot
    command = next(c for c in await world.platform.client.tree.fetch_commands() if c.name == "reload")
    assert "reload" not in world.alice.available_commands(world.channel)
    world.guild.set_command_permissions(command, {world.alice: True})
    result = await world.alice.slash(world.channel, "reload")
    needed = SAY("error-not-allowed-needed-discord")
    assert shown(result) == [SAY("error-not-allowed", needed=needed)]
    assert result.ephemeral
    assert library.snapshot is before
    (entry,) = await state.audit.entries(f"discord:{world.guild.id}")
    assert entry.result.startswith("refused")


async def test_a_role_that_the_operator_named_may_reload(
    world: World, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    role = world.guild.create_role("Archivists")
    archivist = world.guild.add_member(world.env.create_user("archie"), roles=[role])
    command = next(c for c in await world.platform.client.tree.fetch_commands() if c.name == "reload")
    world.guild.set_command_permissions(command, {role: True})
    assistant = make_assistant(moderators=frozenset({str(role.id)}))
    await world.env.restart_bot(DiscordPlatform(assistant, settings(tmp_path)).client)
    result = await archivist.slash(world.channel, "reload")
    assert shown(result)[0] == SAY("reload-read")


async def test_a_reload_that_fails_says_why_and_the_old_index_serves(
    encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    source = tmp_path / "report.txt"
    source.write_text("A title\n\nThe harbour was full of ships, the mayor said on Monday.", encoding="utf-8")
    library = Library((source,), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    async with world_of(make_assistant(of=library), tmp_path) as world:
        source.unlink()
        result = await world.moderator.slash(world.channel, "reload")
        text = shown(result)[0]
        assert text.startswith("That could not be done, and nothing has changed.")
        assert "report.txt" in seen(text)
        assert "harbour" in quoted(await world.ask("Was the harbour full?"))


# Faults


async def test_a_fault_is_told_in_a_sentence_and_logged(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a detail that is nobody's business")

    monkeypatch.setattr(Assistant, "ask", fail)
    shown_first = await world.ask(QUESTION)
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    shown_second = texts(last(world.channel).components)
    logged = re.findall(r"failed unexpectedly \(reference (\w+)\)", caplog.text)
    assert [shown_first, shown_second] == [[SAY("error-unexpected", reference=number)] for number in logged]
    assert len(set(logged)) == 2
    assert caplog.text.count("RuntimeError: a detail") == 2


async def test_too_many_questions_are_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.queue.MOST", 0)
    assert await world.ask(QUESTION) == [SAY(Busy.phrase)]


async def test_before_the_index_is_open_everything_says_so(
    encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    closed = Library((), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    async with world_of(make_assistant(of=closed), tmp_path) as world:
        assert await world.ask(QUESTION) == [SAY("error-not-ready")]
        assert await world.ask("?") == [SAY("error-not-ready")]
        for command in ("speakers", "sources"):
            result = await world.alice.slash(world.channel, command)
            assert shown(result) == [SAY("error-not-ready")]


async def test_a_command_that_discord_gave_up_on_is_not_carried_out(
    world: World, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    before = library.snapshot
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    await world.moderator.slash(world.channel, "reload")
    assert library.snapshot is before
    assert "could not be acknowledged" in caplog.text
    assert not world.sent("PATCH", "/webhooks/.*")


async def test_an_outcome_after_fifteen_minutes_comes_as_a_direct_message(world: World) -> None:
    world.env.inject_error("PATCH", "/webhooks/*", status=401, code=TOKEN_EXPIRED)
    await world.alice.slash(world.channel, "help")
    direct = world.env.backend.get_dm_channel(world.alice.id).id
    assert "**/ask**" in texts(world.sent("POST", f"/channels/{direct}/messages")[-1]["components"])[0]


async def test_a_command_that_is_no_more_gets_a_sentence(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.platform.client.tree.remove_command("sources")
    result = await world.alice.slash(world.channel, "sources")
    (reference,) = re.findall(r"\(reference (\w+)\)", caplog.text)
    assert shown(result) == [SAY("error-unexpected", reference=reference)]
    assert "sources" in caplog.text
    with pytest.raises(ExceptionGroup):
        world.env.raise_errors()  # the simulation holds every error of the tree against the bot
