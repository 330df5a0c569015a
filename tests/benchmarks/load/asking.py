"""Asks worker processes over sockets, each question when it is due, whether or not those before it were answered."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

LIMIT = 1 << 24
"""Bytes of a line on the sockets."""
BUSY = "Busy"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a community, which is told by its number."""

    community: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question, `seconds` after it was due.

    `reply` is what `bot.batch.reply_as_dict` made of the answer; None where there was none: `failure` then names the
    error.
    """

    asked: Asked
    seconds: float
    reply: Mapping[str, Any] | None
    failure: str = ""


@dataclass
class Worker:
    """The connection to one process: a line of JSON for each question, and one for each reply, in any order."""

    process: int
    _writer: asyncio.StreamWriter
    _waiting: dict[int, asyncio.Future[Mapping[str, Any]]] = field(default_factory=dict)
    _ids: itertools.count[int] = field(default_factory=itertools.count)
    _gone: bool = False

    async def ask(self, asked: Asked) -> Mapping[str, Any]:
        """Return the process's reply: under "reply", or under "failure" the name of what kept it from replying."""
        if self._gone:
            return {"failure": "the process ended"}
        number = next(self._ids)
        made: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = made
        line = {"id": number, "community": asked.community, "question": asked.text}
        self._writer.write(json.dumps(line).encode() + b"\n")
        return await made

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take the replies until the process ends; who still waits then is told that."""
        try:
            async for line in reader:
                told = json.loads(line)
                self._waiting.pop(told["id"]).set_result(told)
        finally:
            self._gone = True
            for made in self._waiting.values():
                made.set_result({"failure": "the process ended"})

    def close(self) -> None:
        """Tell the process to end."""
        self._writer.close()


class Workers:
    """The processes that have connected."""

    def __init__(self) -> None:
        """There are none yet."""
        self.port = 0
        self.all: list[Worker] = []
        self._more = asyncio.Event()
        self._listening = set[asyncio.Task[None] | None]()

    async def until(self, count: int, failed: Callable[[], bool]) -> None:
        """Wait for so many.

        Raises:
            RuntimeError: `failed` says that one of them never will.
        """
        while len(self.all) < count:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), 1)
            except TimeoutError:
                if failed():
                    raise RuntimeError("A process that was to answer ended; above stands why.") from None

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take in a process, which first says its number."""
        self._listening.add(asyncio.current_task())
        worker = Worker(int(await reader.readline()), writer)
        self.all.append(worker)
        self._more.set()
        try:
            await worker.listen(reader)
        finally:
            writer.close()

    async def end(self) -> None:
        """Tell all processes to end."""
        for worker in self.all:
            worker.close()
        await asyncio.gather(*(task for task in self._listening if task), return_exceptions=True)


@asynccontextmanager
async def listening() -> AsyncIterator[Workers]:
    """Give the workers that connect to a port of the loopback interface; at the end they are told to end."""
    workers = Workers()
    server = await asyncio.start_server(workers.join, "127.0.0.1", 0, limit=LIMIT)
    workers.port = server.sockets[0].getsockname()[1]
    try:
        yield workers
    finally:
        server.close()
        await workers.end()


def moments(rate: float, seconds: float, chance: np.random.Generator) -> Sequence[float]:
    """Return when questions are due that come independently of each other, in seconds from the beginning, ascending."""
    return [float(moment) for moment in np.sort(chance.uniform(0, seconds, round(rate * seconds)))]


async def ask_when_due(
    questions: Sequence[Asked], due: Sequence[float], worker_of: Callable[[Asked], Worker]
) -> list[Outcome]:
    """Ask each question at its moment, and return what became of them, in their order.

    The time of each counts from when it was due, also where it could be asked only later.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def one(asked: Asked, moment: float) -> Outcome:
        await asyncio.sleep(began + moment - loop.time())
        told = await worker_of(asked).ask(asked)
        return Outcome(asked, loop.time() - began - moment, told.get("reply"), told.get("failure", ""))

    return list(await asyncio.gather(*map(one, questions, due)))
