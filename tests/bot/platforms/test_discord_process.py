"""The bot as a process that is told to end while Discord's members wait for it."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.phrases import phrases
from tests.bot.platforms.discord_payloads import BOT
from tests.bot.platforms.discord_server import MANAGE_GUILD, TOKEN, DiscordServer
from tests.bot.test_main import environment

__all__ = ["environment"]

SAY = phrases()
QUESTION = "Who called the city a magnet for the world's money?"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_with_twenty_requests_in_flight(
    environment: dict[str, str], tmp_path: Path, digest_archive: Path, number: signal.Signals
) -> None:
    async with DiscordServer() as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.platforms.discord_process", str(server.port),
            env={**environment, "DISCORD_TOKEN": TOKEN, "DATA_DIR": str(digest_archive)},
            cwd=tmp_path, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            log = await _until_ready(process)
            await server.until(lambda: server.sessions == 1)
            asked = [
                await server.command("ask", MANAGE_GUILD, question=f"{QUESTION} ({n}) " + "and why? " * 60)
                for n in range(17)
            ]
            for n in range(3):
                await server.message(f"<@{BOT}> {QUESTION} ({n})", mentions=[BOT], member=600 + n)
            await server.until(lambda: all(one.acknowledged for one in asked))
            told = time.monotonic()
            process.send_signal(number)
            assert process.stderr is not None
            rest = (await asyncio.wait_for(process.stderr.read(), 15)).decode()
            assert await process.wait() == 0, log + rest
            assert time.monotonic() - told < 10
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    outcomes = [*(one.shown for one in asked), *([reply["shown"]] for reply in server.replies)]
    assert len(outcomes) == 20
    assert all(len(shown) == 1 for shown in outcomes)
    assert all("magnet" in shown or shown == SAY("error-restarting") for (shown,) in outcomes)
    assert not re.search(r"Traceback|ERROR|WARNING|CRITICAL", log + rest)
    assert TOKEN not in log + rest


async def _until_ready(process: asyncio.subprocess.Process) -> str:
    """Read the log until the index is open, and return it."""
    assert process.stderr is not None
    log = ""
    while "Ready:" not in log:
        line = await asyncio.wait_for(process.stderr.readline(), 90)
        assert line, log
        log += line.decode()
    return log
