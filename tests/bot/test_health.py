"""What a supervisor reads over HTTP, from a real server on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.assistant import Assistant
from bot.connection import Connection
from bot.errors import ConfigurationError
from bot.health import Health
from bot.library import Library
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.run import serve
from tests.conftest import assistant_of


class Lounge:
    """A platform that is connected when told to be."""

    def __init__(self, name: str, assistant: Assistant) -> None:
        self.name = name
        self.entered = asyncio.Event()
        self.connection = Connection(name, assistant.metrics)
        self.told: list[Notice] = []

    async def run(self) -> None:
        self.connection.up()
        self.entered.set()
        await asyncio.Event().wait()

    async def tell(self, _community: str, _channel: str, notice: Notice, _say: Phrases) -> None:
        self.told.append(notice)

    async def close(self) -> None:
        self.connection.down()


@pytest.fixture
def unopened(tmp_path: Path) -> Assistant:
    library = Library((), tmp_path, "no model")
    return assistant_of(library, 0.5)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def get(http: aiohttp.ClientSession, health: Health, path: str) -> tuple[int, Any]:
    async with http.get(f"http://127.0.0.1:{health.port}{path}") as response:
        return response.status, await (response.json() if path != "/metrics" else response.text())


async def test_ready_is_said_only_while_the_index_and_every_platform_serve(
    assistant: Assistant, http: aiohttp.ClientSession
) -> None:
    discord, slack = Lounge("discord", assistant), Lounge("slack", assistant)
    health = Health(assistant, [discord, slack], "127.0.0.1", 0)
    await health.start()
    discord.connection.up()
    state = {"ready": False, "index": True, "platforms": {"discord": True, "slack": False}}
    assert await get(http, health, "/ready") == (503, state)
    slack.connection.up()
    state = {"ready": True, "index": True, "platforms": {"discord": True, "slack": True}}
    assert await get(http, health, "/ready") == (200, state)
    discord.connection.down()
    assert (await get(http, health, "/ready"))[0] == 503
    status, page = await get(http, health, "/metrics")
    assert status == 200
    assert 'on_the_record_connected{platform="slack"} 1.0' in page
    assert 'on_the_record_connected{platform="discord"} 0.0' in page
    await health.stop()


async def test_alive_but_not_ready_before_the_index_is_open(unopened: Assistant, http: aiohttp.ClientSession) -> None:
    lounge = Lounge("slack", unopened)
    lounge.connection.up()
    health = Health(unopened, [lounge], "127.0.0.1", 0)
    await health.start()
    assert await get(http, health, "/alive") == (200, {"alive": True})
    state = {"ready": False, "index": False, "platforms": {"slack": True}}
    assert await get(http, health, "/ready") == (503, state)
    await health.stop()
    unopened.close()


async def test_a_port_in_use_names_the_setting(unopened: Assistant) -> None:
    first = Health(unopened, [], "127.0.0.1", 0)
    await first.start()
    second = Health(unopened, [], "127.0.0.1", first.port)
    with pytest.raises(ConfigurationError, match="HEALTH_PORT"):
        await second.start()
    await first.stop()
    third = Health(unopened, [], "127.0.0.1", 0)
    await third.start()  # and a port that was given back can be taken again
    await third.stop()
    unopened.close()


async def test_an_address_that_is_not_this_machine_s_names_the_setting(unopened: Assistant) -> None:
    with pytest.raises(ConfigurationError, match="HEALTH_HOST"):
        await Health(unopened, [], "203.0.113.7", 0).start()
    unopened.close()


async def test_it_is_served_from_the_start_to_the_end(
    unopened: Assistant, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = asyncio.Event()
    monkeypatch.setattr(unopened, "open", opened.wait)
    lounge = Lounge("slack", unopened)
    health = Health(unopened, [lounge], "127.0.0.1", 0)
    serving = asyncio.create_task(serve(unopened, [lounge], health))
    await lounge.entered.wait()
    assert await get(http, health, "/alive") == (200, {"alive": True})
    port = health.port
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 20)
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.get(f"http://127.0.0.1:{port}/alive")
