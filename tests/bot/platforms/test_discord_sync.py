"""What Discord is told of the bot: its commands, when they changed, and its intents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.moderation.commands import GROUP, INDEX_COMMANDS, ParameterKind, choice_phrase
from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_world import (
    QUESTION,
    World,
    last,
    quoted,
    settings,
    texts,
    world_of,
)

SAY = phrases()

pytestmark = pytest.mark.simcord(settle_timeout=60)


async def test_commands_are_sent_only_when_they_changed(
    world: World, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    path = r"/applications/\d+/commands"

    async def restart() -> int:
        await world.env.restart_bot(DiscordPlatform(make_assistant(), settings(tmp_path)).client)
        return len(world.sent("PUT", path))

    assert len(world.sent("PUT", path)) == 1
    assert await restart() == 1
    note = tmp_path / "discord-commands.json"
    known = json.loads(note.read_text(encoding="utf-8"))
    assert list(known) == [str(world.platform.client.application_id)]
    note.write_text(json.dumps({"1": "another application's"}), encoding="utf-8")
    assert await restart() == 2
    assert json.loads(note.read_text(encoding="utf-8")) == {"1": "another application's", **known}
    for damaged in ("{", "[]", "\x00"):
        note.write_text(damaged, encoding="utf-8")
        await restart()
        assert json.loads(note.read_text(encoding="utf-8")) == known
    assert await restart() == 5


async def test_a_folder_that_cannot_be_written_stops_nothing(
    make_assistant: MakeAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    async with world_of(make_assistant(), in_the_way / "data") as world:
        assert quoted(await world.ask(QUESTION))
    assert "the next start sends the commands again" in caplog.text


async def test_commands_that_discord_refuses_stop_no_mention(
    world: World, make_assistant: MakeAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "discord-commands.json").unlink()
    world.env.inject_error("PUT", "/applications/*/commands", status=403, code=50001)
    await world.env.restart_bot(DiscordPlatform(make_assistant(), settings(tmp_path)).client)
    assert "Discord did not take the commands" in caplog.text
    assert not (tmp_path / "discord-commands.json").exists()
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert quoted(texts(last(world.channel).components))


MODERATORS = {"reload", GROUP}
MENU = "What was said about this?"
IN_CHINESE = ("zh-TW", "zh-CN")


def characters(told: dict[str, Any]) -> int:
    """Return what Discord counts of a command: names, descriptions and values, each in its longest language."""
    own = sum(
        max(map(len, [str(told.get(field, "")), *told.get(f"{field}_localizations", {}).values()]))
        for field in ("name", "description", "value")
    )
    return own + sum(map(characters, [*told.get("options", []), *told.get("choices", [])]))


async def test_what_discord_is_told_of_the_commands(world: World) -> None:
    commands: Any = world.sent("PUT", r"/applications/\d+/commands")[0]
    by_name = {command["name"]: command for command in commands}
    lists = {"speakers", "quotes", "sources", "help", "privacy"}
    assert set(by_name) == {"ask", *lists, *MODERATORS, MENU}
    manage_guild = str(discord.Permissions(manage_guild=True).value)
    for name, command in by_name.items():
        moderators_only = name in MODERATORS
        if name != MENU:
            assert command["description"] == SAY(f"command-{name}")
        assert len(command.get("description", "")) <= 100
        assert str(command["default_member_permissions"]) == (manage_guild if moderators_only else "None")
        assert command["contexts"] == ([0] if moderators_only else [0, 1, 2])
        assert command["integration_types"] == ([0] if moderators_only else [0, 1])
        assert 0 < characters(command) < 8_000
    assert by_name[MENU]["type"] == discord.AppCommandType.message.value


async def test_the_commands_are_told_in_every_language(world: World) -> None:
    commands: Any = world.sent("PUT", r"/applications/\d+/commands")[0]
    for command in commands:
        if command["name"] == MENU:
            check_words(command, "command-look-up", None)
            continue
        check_words(command, f"command-{command['name']}-name", f"command-{command['name']}")
        for option in command.get("options", []) if command["name"] != GROUP else []:
            for locale in IN_CHINESE:
                told = option["description_localizations"][locale]
                assert told == phrases(locale)(f"command-{command['name']}-{option['name']}")
                assert 1 <= len(told) <= 100
    assert set(commands[0]["name_localizations"]) == set(IN_CHINESE)


async def test_discord_is_told_of_everything_that_is_declared_for_moderators(world: World) -> None:
    commands: Any = world.sent("PUT", r"/applications/\d+/commands")[0]
    (group,) = [command for command in commands if command["name"] == GROUP]
    assert [told["name"] for told in group["options"]] == [command.name for command in INDEX_COMMANDS]
    for told, command in zip(group["options"], INDEX_COMMANDS, strict=True):
        check_words(told, f"command-index-{command.name}-name", f"command-index-{command.name}")
        options = told.get("options", [])
        assert [one["name"] for one in options] == [one.name for one in command.parameters]
        for option, declared in zip(options, command.parameters, strict=True):
            check_words(option, f"option-{declared.name}-name", f"option-index-{command.name}-{declared.name}")
            assert option.get("required", False) == declared.required
            assert option.get("autocomplete", False) == declared.kind.completes
            assert discord.AppCommandOptionType(option["type"]) is TYPES.get(
                declared.kind, discord.AppCommandOptionType.string
            )
            choices = option.get("choices", [])
            assert tuple(one["value"] for one in choices) == declared.choices
            for one in choices:
                check_words(one, choice_phrase(command, declared, one["value"]), None)
            if declared.most:
                assert (option["min_value"], option["max_value"]) == (0, declared.most)


TYPES = {
    ParameterKind.FILE: discord.AppCommandOptionType.attachment,
    ParameterKind.SWITCH: discord.AppCommandOptionType.boolean,
    ParameterKind.NUMBER: discord.AppCommandOptionType.integer,
}


def check_words(told: dict[str, Any], name: str, description: str | None) -> None:
    """Fail where a name or a description is not that of the phrases, in any language."""
    for locale in IN_CHINESE:
        assert told["name_localizations"][locale] == phrases(locale)(name)
    assert told["name"] == SAY(name)
    if description is not None:
        for locale in IN_CHINESE:
            assert told["description_localizations"][locale] == phrases(locale)(description)
        assert told["description"] == SAY(description)


def test_no_privileged_intent_is_asked_for(make_assistant: MakeAssistant, tmp_path: Path) -> None:
    intents = DiscordPlatform(make_assistant(), settings(tmp_path)).client.intents
    assert {name for name, wanted in intents if wanted} == {"guilds", "guild_messages", "dm_messages"}
