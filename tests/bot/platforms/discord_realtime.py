"""What the tests of Discord in real time share: the platform on real sockets, with a model that can be held."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.library import Library
from bot.platforms.discord import DiscordPlatform
from bot.settings import Settings
from index.embedding import Embedding, Encoder
from index.vector_cache import FILE as VECTORS
from tests.bot.platforms.discord_server import TOKEN, DiscordServer
from tests.conftest import assistant_of, open_library

QUESTION = "Who says that doing business without AI has become hard to imagine?"
WELL_WITHIN = 1.5  # seconds, of the three in which Discord wants an acknowledgement


class HeldEncoder(Encoder):
    """The real model, which waits for `gate` before each question and each batch of passages."""

    def __init__(self, encoder: Encoder) -> None:
        """Share the loaded model of `encoder`; the gate is open."""
        super().__init__(encoder._model, encoder.name)
        self.gate = threading.Event()
        self.gate.set()

    def embed_question(self, text: str) -> Embedding:
        """Wait, then embed."""
        self.gate.wait(30)
        return super().embed_question(text)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Embedding]:
        """Wait, then embed."""
        self.gate.wait(30)
        return super().embed_passages(texts, progress)


@pytest.fixture
def held(encoder: Encoder) -> Iterator[HeldEncoder]:
    """Return a model that a test can hold; it is let go at the end."""
    held = HeldEncoder(encoder)
    yield held
    held.gate.set()


@pytest.fixture
def held_library(digest_archive: Path, held: HeldEncoder) -> Library:
    """Return an open library over the bundled digest whose model can be held, and is asked whatever it knows."""
    (digest_archive / VECTORS).unlink(missing_ok=True)
    return open_library(digest_archive, held)


@pytest.fixture
def platform(held_library: Library, tmp_path: Path) -> Iterator[DiscordPlatform]:
    """Return a platform that calls the best passage an answer."""
    assistant = assistant_of(held_library, 0.0)
    yield DiscordPlatform(assistant, settings(tmp_path))
    assistant.close()


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
        await asyncio.wait_for(running, 10)
