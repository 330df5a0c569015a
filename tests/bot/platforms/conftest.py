"""What the tests of Discord share: an assistant that answers, and a simulated server with the bot in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import discord
import pytest
import simcord

from bot.assistant import Assistant
from bot.cooldown import Cooldown
from bot.library import Library
from bot.platforms.discord import DiscordPlatform
from bot.state.state import State
from tests.bot.platforms.discord_world import World, settings
from tests.conftest import assistant_of

MakeAssistant = Callable[..., Assistant]


@pytest.fixture
def make_assistant(library: Library, state: State) -> Iterator[MakeAssistant]:
    """Return a function that makes an assistant which answers from a given confidence on."""
    made: list[Assistant] = []

    def make(
        threshold: float = 0.0,
        moderators: frozenset[str] = frozenset(),
        of: Library = library,
        keeping: State = state,
        cooldown: Cooldown | None = None,
    ) -> Assistant:
        made.append(assistant_of(of, threshold, keeping, moderators, cooldown))
        return made[-1]

    yield make
    for assistant in made:
        assistant.close()


@pytest.fixture
def platform(make_assistant: MakeAssistant, tmp_path: Path) -> DiscordPlatform:
    """Return a platform that calls the best passage an answer, however unsure it is."""
    return DiscordPlatform(make_assistant(), settings(tmp_path))


@pytest.fixture
def simcord_bot(platform: DiscordPlatform) -> discord.Client:
    """Return the client that simcord's own fixture connects."""
    return platform.client


@pytest.fixture
def world(simcord_env: simcord.Env, platform: DiscordPlatform) -> World:
    """Return a world around `platform`."""
    return World(simcord_env, platform)
