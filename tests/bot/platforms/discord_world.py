"""A simulated Discord server with the bot in it, and what its members see there."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
import simcord.interactions

from bot.assistant import Assistant
from bot.platforms.discord import DiscordPlatform
from bot.settings import Settings
from index.article import Passage
from index.snapshot import Snapshot
from tests.bot.platforms.discord_markdown import seen

QUESTION = "Who says that doing business without AI has become hard to imagine?"


def settings(data_dir: Path) -> Settings:
    return Settings(_env_file=None, discord_token="AAAA.BBBB.CCCC", data_dir=data_dir)


class World:
    """A server with a channel and a member, and the bot in it."""

    def __init__(self, env: simcord.Env, platform: DiscordPlatform) -> None:
        """Make the server."""
        self.env = env
        self.platform = platform
        self.guild = env.create_guild("Forum watchers")
        self.channel = self.guild.create_text_channel("general")
        self.alice = self.guild.add_member(env.create_user("alice"))
        manage = discord.Permissions(manage_guild=True)
        self.moderator = self.guild.add_member(
            env.create_user("mod"), roles=[self.guild.create_role("Mods", permissions=manage)]
        )

    @property
    def me(self) -> discord.ClientUser:
        """The bot."""
        user = self.platform.client.user
        assert user is not None
        return user

    async def ask(self, question: str) -> list[str]:
        """Return the texts of the answer to `/ask`."""
        result = await self.alice.slash(self.channel, "ask", question=question)
        assert not result.ephemeral
        return shown(result)

    def sent(self, method: str, path: str) -> list[dict[str, Any]]:
        """Return the bodies of the bot's requests to paths that match the regular expression `path`."""
        requests = self.env.http_requests
        return [r.json or {} for r in requests if r.method == method and re.fullmatch(path, r.path)]


@asynccontextmanager
async def world_of(assistant: Assistant, data_dir: Path) -> AsyncIterator[World]:
    platform = DiscordPlatform(assistant, settings(data_dir))
    async with simcord.run(platform.client, settle_timeout=60) as env:
        yield World(env, platform)


def labels(components: list[Any]) -> list[str]:
    """Return the labels of the buttons of a message, in order."""
    found: list[str] = []
    for component in components:
        fields = component if isinstance(component, dict) else component.to_dict()
        found += [fields["label"]] if fields["type"] == 2 else []
        found += labels(fields.get("components", []))
    return found


def custom_ids(components: list[Any]) -> list[str]:
    """Return the ids of the buttons and menus of a message, in order."""
    found: list[str] = []
    for component in components:
        fields = component if isinstance(component, dict) else component.to_dict()
        found += [fields["custom_id"]] if "custom_id" in fields else []
        found += custom_ids(fields.get("components", []))
    return found


def forge(world: World, message: discord.Message | simcord.ResponseMessage, custom_id: str) -> None:
    """Have the first button or menu of a message carry another id, as no member could."""
    channel = message.channel.id if isinstance(message, discord.Message) else message.channel_id
    stored = world.env.backend.get_message(channel, message.id)
    first = json.dumps(custom_ids(stored.components)[0])
    stored.components = json.loads(json.dumps(stored.components).replace(first, json.dumps(custom_id), 1))


def texts(components: list[Any]) -> list[str]:
    """Return the text displays of a message, in order."""
    found: list[str] = []
    for component in components:
        fields = component if isinstance(component, dict) else component.to_dict()
        found += [fields["content"]] if "content" in fields else []
        found += texts(fields.get("components", []))
    return found


def shown(result: simcord.InteractionResult) -> list[str]:
    """Return the text displays of the outcome of a command."""
    assert result.response is not None
    return texts(result.response.components)


def last(channel: simcord.ChannelHandle) -> discord.Message:
    """Return the newest message in a channel."""
    message = channel.last_message
    assert message is not None
    return message


def replied_to(message: discord.Message) -> int | None:
    """Return the id of the message that another replies to."""
    return message.reference.message_id if message.reference else None


def quoted(parts: list[str]) -> str:
    """Return the words of the first quotation in a message, as a member sees them."""
    quote = next(line for part in parts for line in part.split("\n") if line.startswith("> "))
    return seen(re.sub(r"(?<!\\)\*\*", "", quote.removeprefix("> ")))


def speak(monkeypatch: pytest.MonkeyPatch, locale: str = "en-US", installed_for: dict[str, str] | None = None) -> None:
    """Have members use the language `locale`, or have the bot installed for whom `installed_for` says.

    The keys of `installed_for` are Discord's: "0" for a server's id, "1" for a member's.
    """
    plain: Callable[..., tuple[Any, dict[str, Any]]] = simcord.interactions.base_payload

    def payload(*arguments: object, **named: object) -> tuple[Any, dict[str, Any]]:
        record, data = plain(*arguments, **named)
        return record, {**data, "locale": locale, "authorizing_integration_owners": installed_for or {}}

    monkeypatch.setattr(simcord.interactions, "base_payload", payload)


def passage_with(words: str, snapshot: Snapshot) -> Passage:
    return next(passage for passage in snapshot.passages if words in passage.text)
