"""What Discord is told of the bot: its commands, when they changed, and its intents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import discord
import pytest

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
    async with world_of(make_assistant(), in_the_way) as world:
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


MODERATORS = {"reload", "channel"}
MENU = "What was said about this?"


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
        assert len(json.dumps(command)) < 8_000
    assert by_name[MENU]["type"] == discord.AppCommandType.message.value


async def test_the_commands_are_told_in_every_language(world: World) -> None:
    commands: Any = world.sent("PUT", r"/applications/\d+/commands")[0]
    for locale in ("zh-TW", "zh-CN"):
        say = phrases(locale)
        for command in commands:
            phrase = "command-look-up" if command["name"] == MENU else f"command-{command['name']}-name"
            assert command["name_localizations"][locale] == say(phrase)
            if command["name"] != MENU:
                assert re.fullmatch(r"[-_\w]{1,32}", say(phrase))
                assert say(phrase) == say(phrase).lower()
                assert command["description_localizations"][locale] == say(f"command-{command['name']}")
            for option in command.get("options", []):
                told = option["description_localizations"][locale]
                assert told == say(f"command-{command['name']}-{option['name']}")
                assert 1 <= len(told) <= 100
                name = option["name_localizations"][locale]
                assert name == say(f"option-{option['name']}-name") != option["name"]
                assert re.fullmatch(r"[-_\w]{1,32}", name)
                for choice in option.get("choices", []):
                    assert choice["name_localizations"][locale] == say(f"channel-presence-{choice['value']}")
    assert set(commands[0]["name_localizations"]) == {"zh-TW", "zh-CN"}


def test_no_privileged_intent_is_asked_for(make_assistant: MakeAssistant, tmp_path: Path) -> None:
    intents = DiscordPlatform(make_assistant(), settings(tmp_path)).client.intents
    assert {name for name, wanted in intents if wanted} == {"guilds", "guild_messages", "dm_messages"}
