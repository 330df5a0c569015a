"""What the tests of the platforms share: an assistant that answers, a Discord, a Slack, and a model to hold up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import discord
import pytest
import simcord

from bot.assistant import Assistant
from bot.cooldown import Cooldown
from bot.library import Library
from bot.platforms.discord import DiscordPlatform
from bot.state.state import State
from index.embedding import Encoder
from tests.bot.platforms.discord_world import World, settings
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import Desk, open_desk
from tests.conftest import assistant_of, end

MakeAssistant = Callable[..., Assistant]


@pytest.fixture(scope="session")
def digest_archive(extract_archive: Path) -> Path:
    """Let platforms answer from an extract: here it matters how an answer is delivered, not how it is found."""
    return extract_archive


@pytest.fixture
async def make_assistant(library: Library, state: State) -> AsyncIterator[MakeAssistant]:
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
        await end(assistant)


@pytest.fixture
def platform(make_assistant: MakeAssistant, tmp_path: Path) -> DiscordPlatform:
    """Return a platform that calls the best passage an answer, however unsure it is."""
    return DiscordPlatform(make_assistant(), settings(tmp_path))


@pytest.fixture
def simcord_bot(platform: DiscordPlatform) -> discord.Client:
    """Return the client that simcord's own fixture connects."""
    return platform.client


@pytest.fixture
def world(simcord_env: simcord.Env, platform: DiscordPlatform) -> Iterator[World]:
    """Return a world around `platform`; nothing that the bot sends there may ping anybody."""
    world = World(simcord_env, platform)
    yield world
    world.check_pings()


@pytest.fixture
async def desk(assistant: Assistant) -> AsyncIterator[Desk]:
    """Return the platform for the test's own `assistant` on a Slack, not yet connected."""
    async with open_desk(assistant) as desk:
        yield desk


@pytest.fixture
def model(encoder: Encoder) -> Iterator[HeldUpEncoder]:
    """Return a model that a test can hold up; it is let go on at the end."""
    model = HeldUpEncoder(encoder)
    yield model
    model.may_go_on.set()
