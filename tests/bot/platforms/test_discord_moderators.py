"""How Discord carries what moderators do to the desk and back: options, progress, failures, completion, buttons.

The desk is played here, so that it can be held, fail and forge; what the real one does is tested beside this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.errors import AlreadyRunning, BotError, NotAllowed, NotReady
from bot.moderation import Actor
from bot.moderation.commands import INDEX_COMMANDS, ParameterKind
from bot.moderation.notice import LONGEST_ACT, Act, Attachment, Choice, Fact, Notice
from bot.phrases import Phrases, phrases
from bot.platforms.discord import DiscordPlatform
from index.snapshot import Progress
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_world import World, forge, labels, last, settings, shown, speak, texts

SAY = phrases()
ACTS = (Act("y" * LONGEST_ACT, "Confirm", "danger"), Act("no: ~!", "Leave it"))

pytestmark = pytest.mark.simcord(settle_timeout=60)


@dataclass
class PlayedDesk:
    """Answers every command with one notice, after the progress and the failure that a test wants."""

    fails: BotError | None = None
    progress: tuple[tuple[str, int, int], ...] = ()
    choices: list[Choice] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    asked: list[tuple[str, Mapping[str, str | Attachment], str]] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    typed: list[tuple[str, str, str, str]] = field(default_factory=list)

    asks = Notice("Remove it?", acts=ACTS, tone="warning")
    does = Notice("It is removed.", tone="done")

    async def run(
        self,
        actor: Actor,
        command: str,
        arguments: Mapping[str, str | Attachment],
        say: Phrases,
        progress: Progress | None = None,
    ) -> Notice:
        """Note what was asked, and answer."""
        self.actors.append(actor)
        self.asked.append((command, arguments, say.language))
        return await self._after_work(self.asks, progress)

    async def press(self, actor: Actor, act: str, say: Phrases, progress: Progress | None = None) -> Notice:  # noqa: ARG002 - the desk's signature
        """Note what was pressed, and answer."""
        self.actors.append(actor)
        self.acts.append(act)
        return await self._after_work(self.does, progress)

    async def complete(self, actor: Actor, command: str, parameter: str, typed: str, say: Phrases) -> list[Choice]:
        """Note what was typed, and offer."""
        self.actors.append(actor)
        self.typed.append((command, parameter, typed, say.language))
        if self.fails:
            raise self.fails
        return self.choices

    async def _after_work(self, notice: Notice, progress: Progress | None) -> Notice:
        assert progress is not None
        for step in self.progress:
            await asyncio.to_thread(progress, *step)
            await asyncio.sleep(0)
        if self.fails:
            raise self.fails
        return notice


@pytest.fixture
def desk() -> PlayedDesk:
    """Return the desk that is played."""
    return PlayedDesk()


@pytest.fixture
def platform(make_assistant: MakeAssistant, desk: PlayedDesk, tmp_path: Path) -> DiscordPlatform:
    """Return a platform whose moderators are served by the played desk."""
    return DiscordPlatform(at(desk, make_assistant), settings(tmp_path))


def at(desk: PlayedDesk, make_assistant: MakeAssistant) -> Assistant:
    """Return an assistant with that desk."""
    assistant = make_assistant()
    vars(assistant)["desk"] = desk
    return assistant


async def test_each_command_reaches_the_desk_with_what_was_given(world: World, desk: PlayedDesk) -> None:
    given: dict[ParameterKind, Callable[[], Any]] = {
        ParameterKind.FILE: lambda: ("report.md", b"words"),
        ParameterKind.SWITCH: lambda: True,
        ParameterKind.NUMBER: lambda: 7,
    }
    for command in INDEX_COMMANDS:
        options = {
            one.name: one.choices[-1] if one.choices else given.get(one.kind, lambda: "some words")()
            for one in command.parameters
        }
        result = await world.moderator.slash(world.channel, f"index {command.name}", **options)
        assert result.ephemeral
        assert shown(result) == ["Remove it?"]
        name, arguments, language = desk.asked[-1]
        assert (name, language) == (command.name, "en")
        told = {ParameterKind.SWITCH: "yes", ParameterKind.NUMBER: "7"}
        assert set(arguments) == set(options)
        for one in command.parameters:
            if one.kind is not ParameterKind.FILE:
                assert arguments[one.name] == told.get(one.kind, options[one.name])
        required = {one.name: "words" for one in command.parameters if one.required}
        await world.moderator.slash(world.channel, f"index {command.name}", **required)
        assert desk.asked[-1][:2] == (command.name, required)
    await world.moderator.slash(world.channel, "index settings", private=False)
    assert desk.asked[-1][1] == {"private": "no"}


async def test_the_short_form_of_reload(world: World, desk: PlayedDesk) -> None:
    result = await world.moderator.slash(world.channel, "reload")
    assert result.ephemeral
    assert desk.asked == [("reload", {}, "en")]


async def test_who_gives_a_command_is_told_to_the_desk(world: World, desk: PlayedDesk) -> None:
    await world.moderator.slash(world.channel, "index status")
    (actor,) = desk.actors
    where = ("discord", str(world.guild.id), str(world.channel.id), str(world.moderator.id))
    assert (*actor.thread,) == where
    assert actor.runs_the_community
    assert len(actor.groups) == 2  # the role, and that of everybody


async def test_an_attached_file_is_read_when_the_desk_wants_it(world: World, desk: PlayedDesk) -> None:
    await world.moderator.slash(world.channel, "index add", file=("day one.md", b"# The harbour\n"))
    file = desk.asked[0][1]["file"]
    assert isinstance(file, Attachment)
    assert file.name.endswith(".md")
    assert file.size == len(b"# The harbour\n")
    assert await file.read() == b"# The harbour\n"


async def test_a_button_takes_the_place_of_what_stood_there(world: World, desk: PlayedDesk) -> None:
    asked = await world.moderator.slash(world.channel, "index remove", source="1")
    assert asked.response is not None
    assert labels(asked.response.components) == ["Confirm", "Leave it"]
    for number, act in enumerate(ACTS):
        result = await world.moderator.click(asked.response, custom_id=f"act={act.id}")
        assert desk.acts[number] == act.id
        assert result.followups == []
        assert asked.response.ephemeral
        assert texts(asked.response.components) == ["It is removed."]
        assert labels(asked.response.components) == []
        asked = await world.moderator.slash(world.channel, "index remove", source="1")
        assert asked.response is not None


async def test_a_button_works_after_a_restart(
    world: World, desk: PlayedDesk, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    asked = await world.moderator.slash(world.channel, "index remove", source="1")
    await world.env.restart_bot(DiscordPlatform(at(desk, make_assistant), settings(tmp_path)).client)
    assert asked.response is not None
    await world.moderator.click(asked.response, label="Confirm")
    assert desk.acts == [ACTS[0].id]


async def test_long_work_is_shown_in_the_message_that_will_hold_its_outcome(world: World, desk: PlayedDesk) -> None:
    desk.progress = (("attributing", 3, 7), ("embedding", 5, 9))
    result = await world.moderator.slash(world.channel, "index reload")
    edits = [texts(body["components"])[0] for body in world.sent("PATCH", "/webhooks/.*")]
    assert [SAY("reload-attributing", done=3, total=7), "Remove it?"] == [edits[0], edits[-1]]
    assert len(edits) <= 3, "not an edit for every step"
    before = len(edits)
    assert result.response is not None
    await world.moderator.click(result.response, label="Confirm")
    edits = [texts(body["components"])[0] for body in world.sent("PATCH", "/webhooks/.*")][before:]
    assert [SAY("reload-attributing", done=3, total=7), "It is removed."] == [edits[0], edits[-1]]


async def test_a_refusal_stands_beside_the_message_and_its_buttons_stay(world: World, desk: PlayedDesk) -> None:
    asked = await world.moderator.slash(world.channel, "index remove", source="1")
    assert asked.response is not None
    desk.fails = AlreadyRunning()
    refused = await world.moderator.click(asked.response, label="Confirm")
    assert [texts(one.components) for one in refused.followups] == [[SAY("error-already-running")]]
    assert all(one.ephemeral for one in refused.followups)
    assert labels(asked.response.components) == ["Confirm", "Leave it"]


async def test_a_failure_takes_the_place_of_the_progress(world: World, desk: PlayedDesk) -> None:
    asked = await world.moderator.slash(world.channel, "index remove", source="1")
    assert asked.response is not None
    desk.fails, desk.progress = NotReady(), (("embedding", 1, 9),)
    failed = await world.moderator.click(asked.response, label="Confirm")
    assert failed.followups == []
    assert texts(asked.response.components) == [SAY("error-not-ready")]


async def test_who_may_not_is_refused_by_the_desk_wherever_they_get_in(world: World, desk: PlayedDesk) -> None:
    desk.fails = NotAllowed()
    command = next(c for c in await world.platform.client.tree.fetch_commands() if c.name == "index")
    assert not [name for name in world.alice.available_commands(world.channel) if name.startswith("index")]
    world.guild.set_command_permissions(command, {world.alice: True})
    refusal = SAY("error-not-allowed", needed=SAY("error-not-allowed-needed-discord"))
    for declared in INDEX_COMMANDS:
        required = {one.name: "words" for one in declared.parameters if one.required}
        result = await world.alice.slash(world.channel, f"index {declared.name}", **required)
        assert result.ephemeral
        assert shown(result) == [refusal]
        for one in declared.parameters:
            if one.kind.completes:
                assert await world.alice.autocomplete(world.channel, f"index {declared.name}", one.name, "a") == []
    assert not any(actor.runs_the_community for actor in desk.actors)


async def test_completion_offers_what_discord_takes(world: World, desk: PlayedDesk) -> None:
    desk.choices = [
        Choice("One", "1"),
        Choice("L" * 300, "2"),
        Choice("too long", "v" * 101),
        Choice(" ", "blank"),
        Choice("none", ""),
        *(Choice(f"Choice {n}", str(n)) for n in range(40)),
    ]
    for command, parameter in (
        ("remove", "source"),
        ("show", "passage"),
        ("correct", "speaker"),
        ("rollback", "snapshot"),
    ):
        offered = await world.moderator.autocomplete(world.channel, f"index {command}", parameter, "typ")
        assert desk.typed[-1] == (command, parameter, "typ", "en")
        assert offered[0] == {"name": "One", "value": "1"}
        assert offered[1] == {"name": "L" * 99 + "…", "value": "2"}
        assert len(offered) <= 25
        assert all(1 <= len(one["name"]) <= 100 and 1 <= len(one["value"]) <= 100 for one in offered)
    desk.fails = NotReady()
    assert await world.moderator.autocomplete(world.channel, "index remove", "source", "a") == []


async def test_nobody_moderates_where_only_a_member_has_the_bot(
    world: World, desk: PlayedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await world.moderator.slash(world.channel, "index remove", source="1")
    assert asked.response is not None
    before = len(desk.actors)
    speak(monkeypatch, installed_for={"1": str(world.moderator.id)})
    refused = await world.moderator.slash(world.channel, "index remove", source="1")
    assert shown(refused) == [SAY("error-guild-only")]
    pressed = await world.moderator.click(asked.response, label="Confirm")
    assert texts(pressed.followups[0].components) == [SAY("error-guild-only")]
    assert await world.moderator.autocomplete(world.channel, "index remove", "source", "a") == []
    assert len(desk.actors) == before


async def test_a_forged_id_reaches_the_desk_as_it_is_or_nothing_at_all(world: World, desk: PlayedDesk) -> None:
    for forged, arrives in (
        ("act=anything: at all", True),
        ("act=" + "x" * 90, False),
        ("act=", False),
        ("act=é", False),
    ):
        asked = await world.moderator.slash(world.channel, "index remove", source="1")
        assert asked.response is not None
        forge(world, asked.response, forged)
        before = len(desk.acts)
        await world.moderator.click(asked.response, custom_id=forged)
        assert desk.acts[before:] == ([forged.removeprefix("act=")] if arrives else [])


async def test_moderators_read_their_language(world: World, desk: PlayedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, "zh-TW")
    await world.moderator.slash(world.channel, "index status")
    assert desk.asked[-1][2] == "zh-Hant"
    await world.moderator.autocomplete(world.channel, "index rollback", "snapshot", "")
    assert desk.typed[-1] == ("rollback", "snapshot", "", "zh-Hant")


async def test_help_lists_each_command_to_moderators_and_one_line_to_others(world: World) -> None:
    for_all = "\n".join(shown(await world.alice.slash(world.channel, "help")))
    assert f"**/index** · {SAY('command-index')}" in for_all
    assert "/index add" not in for_all
    for_moderators = "\n".join(shown(await world.moderator.slash(world.channel, "help")))
    for command in INDEX_COMMANDS:
        assert f"**/index {command.name}** · " in for_moderators


TOLD = Notice(
    "Two sources have changed.", (Fact("Sources", "@everyone"),), acts=(Act("undo:2:1", "Undo"),), tone="done"
)


async def test_moderators_are_told_in_their_channel_and_can_take_it_back(world: World, desk: PlayedDesk) -> None:
    await world.platform.tell(str(world.guild.id), str(world.channel.id), TOLD, SAY)
    told = last(world.channel)
    assert texts(told.components) == ["Two sources have changed.", "**Sources** · \\@\u200beveryone"]
    assert labels(told.components) == ["Undo"]
    desk.fails = NotAllowed()
    refused = await world.alice.click(told, label="Undo")
    assert refused.followups[0].ephemeral
    assert labels(last(world.channel).components) == ["Undo"]
    desk.fails = None
    await world.moderator.click(told, label="Undo")
    assert texts(last(world.channel).components) == ["It is removed."]


async def test_nobody_is_told_where_the_channel_is_not_the_community_s(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    other = world.env.create_guild("Others")
    elsewhere = other.create_text_channel("general")
    for community, channel in ((world.guild.id, elsewhere.id), (1, world.channel.id), (world.guild.id, 1)):
        await world.platform.tell(str(community), str(channel), TOLD, SAY)
    assert caplog.text.count("is not there (any more)") == 3
    assert not world.sent("POST", "/channels/.*")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.platform.tell(str(world.guild.id), str(world.channel.id), TOLD, SAY)
    assert "could not be sent" in caplog.text
