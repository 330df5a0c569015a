"""Several processes share a PostgreSQL: what one changes, all answer from, and never from two states at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.errors import AlreadyRunning, LibraryChanged
from bot.libraries import Add, Libraries
from bot.library import Library
from bot.state.database import Database
from tests.bot.libraries.conftest import ACTOR, BRIDGE, FERRY, HERE, said, source, texts

ELSEWHERE = "slack:T02"
SWAPS = 20
NAMES = ("one", "two", "three")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are forked")


class Processes:
    """The processes, and all that they said."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running
        self.said: list[str] = []

    def tell(self, line: str) -> None:
        assert self._running.stdin is not None
        print(line, file=self._running.stdin)

    def until(self, *wanted: str) -> None:
        """Read what they say until each of the lines was said."""
        missing = set(wanted) - set(self.said)
        while missing:
            missing.discard(self.hear())

    def end(self) -> None:
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        self._running.stdin.close()
        self.said += [line.strip() for line in self._running.stdout]

    def numbers(self, beginning: str) -> list[int]:
        return [int(line.removeprefix(beginning)) for line in self.said if line.startswith(beginning)]

    def hear(self) -> str:
        """Read one line."""
        assert self._running.stdout is not None
        line = self._running.stdout.readline()
        assert line, self.said
        self.said.append(line.strip())
        return self.said[-1]


@contextmanager
def processes(url: URL, folder: Path) -> Iterator[Processes]:
    command = [sys.executable, "-m", "tests.bot.libraries.sharing", url.render_as_string(False), str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
        bufsize=1,
        start_new_session=True,
    ) as running:
        try:
            made = Processes(running)
            made.until("ready")
            yield made
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)  # those that it forked too


@pytest.fixture
def several(postgres: URL, tmp_path: Path) -> Iterator[Processes]:
    """Return processes that answer, all of which have begun to."""
    with processes(postgres, tmp_path) as made:
        for name in NAMES:
            made.tell(f"answer {name}")
        made.until(*(f"{name} saw 0" for name in NAMES))
        yield made


def test_what_one_process_changes_all_answer_from_and_none_from_two_states(several: Processes) -> None:
    several.tell(f"swap {SWAPS}")
    several.until(*(f"{name} saw {SWAPS}" for name in NAMES))
    # Nobody is told of this one: each process looks for itself.
    several.tell("back 1")
    while {several.numbers(f"{name} saw ")[-1] for name in NAMES} != {1}:
        several.hear()
    several.tell("default 11")
    several.until(*(f"{name} default 11" for name in NAMES))
    several.end()
    assert several.numbers("swapped ") == list(range(1, SWAPS + 1))
    assert [line for line in several.said if " wrong " in line] == []
    for name in NAMES:
        assert several.numbers(f"{name} answered ")[0] > SWAPS
        assert several.numbers(f"{name} default ") == [0, 11]


async def test_one_change_at_a_time_in_a_community_whichever_process_makes_it(
    library: Library, postgres: URL, tmp_path: Path
) -> None:
    databases = [Database(postgres) for _ in range(2)]
    here, there = (Libraries(library, database, tmp_path / "communities") for database in databases)
    await here.open()
    await there.open()
    inside, go_on, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    def hold(what: str, _done: int, _total: int) -> None:
        if what == "embedding":
            loop.call_soon_threadsafe(inside.set)
            go_on.wait(300)

    first = asyncio.create_task(here.plan(HERE, Add(source(FERRY)), hold))
    waiting = asyncio.create_task(inside.wait())
    await asyncio.wait({first, waiting}, return_when=asyncio.FIRST_COMPLETED)
    assert not first.done(), first
    with pytest.raises(AlreadyRunning):
        await there.plan(HERE, Add(source(BRIDGE)))
    elsewhere = await there.plan(ELSEWHERE, Add(source(BRIDGE)))
    assert not first.done()
    go_on.set()
    plan = await first
    late = await there.plan(HERE, Add(source(BRIDGE)))
    await here.carry_out(plan, ACTOR)
    # What was made ready from the library of before is not carried out over the newer one.
    with pytest.raises(LibraryChanged):
        await there.carry_out(late, ACTOR)
    assert said(elsewhere.snapshot) != await texts(there) == [FERRY.strip()]
    for libraries, database in zip((here, there), databases, strict=True):
        libraries.close()
        await database.close()
