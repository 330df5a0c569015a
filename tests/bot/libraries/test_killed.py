"""Killed at any moment, the library is the one before or the one after, and what was confirmed is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

KILLS = 9


@contextmanager
def moderating(folder: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """Run the process that forks moderators, and give its input and output."""
    command = [sys.executable, "-m", "tests.bot.libraries.moderating", str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, bufsize=1
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes that are killed are forked")
def test_killed_at_any_moment_nothing_confirmed_is_lost_and_nothing_is_mixed(tmp_path: Path) -> None:
    chance = random.Random()
    seen: list[str] = []
    with moderating(tmp_path) as (say, said):
        ready, default = said.readline().split()
        assert ready == "ready"
        number, state = 0, default
        for kill in range(KILLS):
            print("moderate", chance.randrange(2**32), file=say)
            child = int(said.readline().split()[1])
            confirmed, may_be = number, {number: state}
            # Not a guess at how long anything takes: they only vary the moment of the kill.
            when = "writing" if kill % 3 else "planning"
            skipped, delay = chance.randrange(3), chance.random() ** 2 * 0.1
            killed = False
            for line in said:
                seen.append(line.strip())
                word, *rest = line.split()
                if word == "gone":
                    break
                if word == "writing":
                    may_be[int(rest[0])] = rest[1]
                elif word == "confirmed":
                    confirmed = int(rest[0])
                if word == when and not killed:
                    skipped -= 1
                    if skipped < 0:
                        time.sleep(delay)
                        os.kill(child, signal.SIGKILL)
                        killed = True
            assert killed, seen
            print("look", file=say)
            said.readline()
            found = said.readline().split()
            assert found[0] == "found", seen
            assert said.readline().strip() == "gone"
            number, state = int(found[1]), found[2]
            assert number >= confirmed, seen
            assert may_be[number] == state, seen
            assert found[3] == "True", "it had to be built again"
    assert number >= KILLS // 2
