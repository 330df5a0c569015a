"""Serving and ending: real signals, a platform that is only an object."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from bot.assistant import Assistant
from bot.connection import Connection
from bot.conversation import Thread
from bot.errors import ConfigurationError
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.run import serve
from index.errors import SourceError

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
    await asyncio.wait_for(serving, 10)
    assert room.closed
    assert len(room.replies) == 1


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
    await asyncio.wait_for(serving, 10)
