"""Serving and ending: real signals, a platform that is only an object."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from bot.assistant import Assistant
from bot.connection import Connection
from bot.conversation import Thread
from bot.errors import ConfigurationError
from bot.health import Health
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.run import serve
from bot.supervisor import keep_watchdog_calm, notify
from index.errors import SourceError
from tests.waiting import SECONDS, until

HERE = Thread("test", "c", "c", "m")


class Room:
    """A platform whose one member asks when told to."""

    name = "room"

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.connection = Connection(self.name, assistant.metrics)
        self.started, self.asked = asyncio.Event(), asyncio.Event()
        self.replies: list[object] = []
        self.closed = False
        self.told: list[Notice] = []

    async def run(self) -> None:
        self.started.set()
        await self.asked.wait()
        self.pending = asyncio.create_task(self.assistant.ask("Who called the city a magnet?", HERE))
        self.replies.append(await self.pending)
        await asyncio.Event().wait()

    async def tell(self, _community: str, _channel: str, notice: Notice, _say: Phrases) -> None:
        self.told.append(notice)

    async def is_in(self, communities: Collection[str]) -> dict[str, bool]:
        return dict.fromkeys(communities, False)

    async def close(self) -> None:
        if self.asked.is_set():
            await self.pending
        self.closed = True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly_after_what_is_in_flight(assistant: Assistant, number: signal.Signals) -> None:
    room = Room(assistant)
    serving = asyncio.create_task(serve(assistant, [room]))
    await room.started.wait()
    room.asked.set()
    await asyncio.sleep(0)
    os.kill(os.getpid(), number)
    await asyncio.wait_for(serving, SECONDS)
    assert room.closed
    assert len(room.replies) == 1


async def test_where_the_bot_is_no_longer_is_looked_up(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    await assistant.state.exchanges.add(Thread("room", "42", "c", "m"), "Why?", {})
    serving = asyncio.create_task(serve(assistant, [Room(assistant)]))
    await until(lambda: "The bot is not in room:42" in caplog.text or serving.done())
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, SECONDS)
    assert "The bot is not in room:42" in caplog.text


async def test_a_refused_token_ends_it(assistant: Assistant) -> None:
    class Refused(Room):
        async def run(self) -> None:
            raise ConfigurationError("no")

    other = Room(assistant)
    with pytest.raises(ConfigurationError):
        await serve(assistant, [Refused(assistant), other])
    assert other.closed


async def test_an_index_that_cannot_be_opened_ends_it(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail() -> None:
        raise SourceError("gone")

    monkeypatch.setattr(assistant, "open", fail)
    room = Room(assistant)
    with pytest.raises(SourceError):
        await serve(assistant, [room])
    assert room.closed


async def test_a_platform_that_will_not_close_is_left_behind(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stuck(Room):
        async def close(self) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr("bot.run.CLOSING_TIME", 0.05)
    room = Stuck(assistant)
    serving = asyncio.create_task(serve(assistant, [room]))
    await room.started.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, SECONDS)


async def test_a_second_signal_ends_the_waiting(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Room):
        closing = asyncio.Event()

        async def close(self) -> None:
            self.closing.set()
            await asyncio.Event().wait()

    monkeypatch.setattr("bot.run.CLOSING_TIME", 600.0)
    room = Slow(assistant)
    serving = asyncio.create_task(serve(assistant, [room]))
    await room.started.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(room.closing.wait(), SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, SECONDS)


async def test_while_it_finishes_its_health_says_so(assistant: Assistant) -> None:
    told: list[tuple[int, bool]] = []

    class Watched(Room):
        async def close(self) -> None:
            async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{health.port}/ready") as response:
                told.append((response.status, (await response.json())["draining"]))

    room = Watched(assistant)
    health = Health(assistant, [room], "127.0.0.1", 0)
    serving = asyncio.create_task(serve(assistant, [room], health))
    await room.started.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, SECONDS)
    assert told == [(503, True)]


async def test_a_platform_that_fails_to_close_does_not_keep_the_others_from_it(assistant: Assistant) -> None:
    class Failing(Room):
        async def close(self) -> None:
            raise ValueError("no")

    other = Room(assistant)
    serving = asyncio.create_task(serve(assistant, [Failing(assistant), other]))
    await other.started.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, SECONDS)
    assert other.closed


async def test_systemd_is_told_when_it_is_ready_that_it_lives_and_that_it_ends(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "200000")
        room = Room(assistant)
        serving = asyncio.create_task(serve(assistant, [room]))

        def hear() -> str:
            return systemd.recv(1000).decode()

        heard = [await asyncio.to_thread(hear)]
        while "READY=1" not in heard or heard.count("WATCHDOG=1") < 3:
            heard.append(await asyncio.to_thread(hear))
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(serving, SECONDS)
        systemd.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                heard.append(hear())
    assert set(heard) == {"READY=1", "WATCHDOG=1", "STOPPING=1"}
    assert heard.count("READY=1") == heard.count("STOPPING=1") == 1


async def test_a_systemd_that_does_not_listen_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    notify("READY=1")
    assert "could not be told" in caplog.text
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")
    monkeypatch.setenv("WATCHDOG_USEC", "1000000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getppid()))
    await keep_watchdog_calm()  # that is another process's
    assert caplog.text.count("could not be told") == 1


async def test_how_late_the_event_loop_is_is_noted(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(assistant)
    serving = asyncio.create_task(serve(assistant, [room]))
    await room.started.wait()
    noted = asyncio.Event()
    delays: list[float] = []

    def note(seconds: float) -> None:
        delays.append(seconds)
        noted.set()

    monkeypatch.setattr(assistant.metrics, "delayed", note)
    await asyncio.wait_for(noted.wait(), SECONDS)
    noted.clear()
    time.sleep(0.6)  # noqa: ASYNC251 - to block it
    await asyncio.wait_for(noted.wait(), SECONDS)
    assert delays[1] > 0.3
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, SECONDS)
