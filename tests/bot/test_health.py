"""What a supervisor reads over HTTP, from a real server on loopback."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import probe
from bot.assistant import Assistant
from bot.connection import Connection
from bot.errors import ConfigurationError
from bot.health import Health
from bot.library import Library
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.run import serve
from bot.state.state import State
from tests.conftest import assistant_of
from tests.waiting import SECONDS


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

    async def is_in(self, communities: Collection[str]) -> dict[str, bool]:
        return dict.fromkeys(communities, True)

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
    kept = {"index": True, "database": True, "state": True}
    state = {"ready": False, "draining": False, "parts": {**kept, "discord": True, "slack": False}}
    assert await get(http, health, "/ready") == (503, state)
    slack.connection.up()
    state = {"ready": True, "draining": False, "parts": {**kept, "discord": True, "slack": True}}
    assert await get(http, health, "/ready") == (200, state)
    discord.connection.down()
    assert (await get(http, health, "/ready"))[0] == 503
    status, page = await get(http, health, "/metrics")
    assert status == 200
    for line in (
        'on_the_record_connected{platform="slack"} 1.0',
        'on_the_record_connected{platform="discord"} 0.0',
        'on_the_record_ready{part="index"} 1.0',
        'on_the_record_ready{part="database"} 1.0',
        'on_the_record_ready{part="state"} 1.0',
        'on_the_record_ready{part="slack"} 1.0',
        'on_the_record_ready{part="discord"} 0.0',
        f"on_the_record_passages {len(assistant.libraries.default.snapshot.passages)}.0",
    ):
        assert f"\n{line}\n" in page
    assert re.search(r"\non_the_record_database_seconds [\d.e-]+\n", page)
    await health.stop()


async def test_a_process_that_ends_is_not_ready_for_anything_new(
    assistant: Assistant, http: aiohttp.ClientSession
) -> None:
    health = Health(assistant, [], "127.0.0.1", 0)
    await health.start()
    assert (await get(http, health, "/ready"))[0] == 200
    health.drain()
    status, state = await get(http, health, "/ready")
    assert (status, state["ready"], state["draining"]) == (503, False, True)
    await health.stop()


async def test_a_file_that_another_process_holds_can_be_read_and_not_written_to(
    library: Library, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    state = State(tmp_path, 30)
    await state.open()
    assistant = assistant_of(library, 0.5, state)
    health = Health(assistant, [], "127.0.0.1", 0)
    await health.start()
    other = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, told = await get(http, health, "/ready")
    assert (status, told["parts"]) == (503, {"index": True, "database": True, "state": False})
    other.close()
    async with asyncio.timeout(20):
        while (await get(http, health, "/ready"))[0] != 200:
            pass
    await state.close()
    status, told = await get(http, health, "/ready")
    assert (status, told["parts"]) == (503, {"index": True, "database": False, "state": False})
    await health.stop()
    assistant.close()


async def test_the_probe_is_what_the_health_says(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended() -> object:
        with pytest.raises(SystemExit) as end:
            probe.main()
        return end.value.code

    lounge = Lounge("slack", assistant)
    health = Health(assistant, [lounge], "127.0.0.1", 0)
    await health.start()
    monkeypatch.setenv("HEALTH_PORT", str(health.port))
    for host in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - the probe asks, and listens at none
        monkeypatch.setenv("HEALTH_HOST", host)
        lounge.connection.down()
        assert await asyncio.to_thread(ended) == 1
        assert '"slack": false' in capsys.readouterr().out
        lounge.connection.up()
        assert await asyncio.to_thread(ended) == 0
    await health.stop()
    assert await asyncio.to_thread(ended) == 1
    assert "ConnectionRefused" in capsys.readouterr().out
    monkeypatch.setenv("HEALTH_PORT", "")
    assert "HEALTH_PORT" in str(await asyncio.to_thread(ended))


async def test_alive_but_not_ready_before_the_index_is_open(unopened: Assistant, http: aiohttp.ClientSession) -> None:
    lounge = Lounge("slack", unopened)
    lounge.connection.up()
    health = Health(unopened, [lounge], "127.0.0.1", 0)
    await health.start()
    assert await get(http, health, "/alive") == (200, {"alive": True})
    parts = {"index": False, "database": True, "state": True, "slack": True}
    state = {"ready": False, "draining": False, "parts": parts}
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
    await asyncio.wait_for(serving, SECONDS)
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.get(f"http://127.0.0.1:{port}/alive")
