"""What the tests of Discord in real time share: the platform on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.library import Library
from bot.platforms.discord import DiscordPlatform
from bot.settings import Settings
from index.vector_cache import FILE as VECTORS
from tests.bot.platforms.discord_server import TOKEN, DiscordServer
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.conftest import assistant_of, end, open_library
from tests.waiting import SECONDS

QUESTION = "Who says that doing business without AI has become hard to imagine?"


@pytest.fixture
def held_library(digest_archive: Path, model: HeldUpEncoder) -> Library:
    """Return an open library over the bundled digest whose model can be held, and is asked whatever it knows."""
    (digest_archive / VECTORS).unlink(missing_ok=True)
    return open_library(digest_archive, model)


@pytest.fixture
async def platform(held_library: Library, tmp_path: Path) -> AsyncIterator[DiscordPlatform]:
    """Return a platform that calls the best passage an answer."""
    assistant = assistant_of(held_library, 0.0)
    yield DiscordPlatform(assistant, settings(tmp_path))
    await end(assistant)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """Return a Discord that discord.py talks to."""
    async with DiscordServer() as server:
        server.serve(monkeypatch)
        yield server


def settings(data_dir: Path, token: str = TOKEN) -> Settings:
    return Settings(_env_file=None, discord_token=token, data_dir=data_dir)


@asynccontextmanager
async def connected(platform: DiscordPlatform, server: DiscordServer) -> AsyncIterator[asyncio.Task[None]]:
    """Run `platform` until the block is left, and see it end in good order."""
    running = asyncio.create_task(platform.run())
    ready = asyncio.create_task(server.until(lambda: server.sessions > 0))
    await asyncio.wait((running, ready), return_when=asyncio.FIRST_COMPLETED)
    try:
        assert not running.done(), running
        yield running
    finally:
        await platform.close()
        await asyncio.wait_for(running, SECONDS)
