"""The bot as a process on a platform: real sockets, real signals, exit codes; Slack is the server of its own tests."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bot.platforms.slack_payloads import BOT_USER
from tests.bot.platforms.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.bot.test_main import environment

__all__ = ["environment"]

QUESTION = "Who called the city a magnet for the world's money?"


@asynccontextmanager
async def running(
    server: SlackServer, environment: dict[str, str], cwd: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m bot` against `server`, in a folder of its own."""
    slack = {"SLACK_API_URL": server.url, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", env={**environment, **slack, **settings}, cwd=cwd, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_in_the_middle_of_requests(
    environment: dict[str, str], tmp_path: Path, digest_archive: Path, number: signal.Signals
) -> None:
    data = {"DATA_DIR": str(digest_archive), "COOLDOWN_MEMBER": "0"}
    async with slack_server() as server, running(server, environment, tmp_path, **data) as process:
        assert process.stderr is not None
        log = b""
        while b"Ready:" not in log:
            line = await asyncio.wait_for(process.stderr.readline(), 90)
            assert line, log.decode()
            log += line
        await server.until(lambda: server.sockets, seconds=30)
        asked = {
            await server.deliver("events_api", server.event("app_mention", f"<@{BOT_USER}> {QUESTION} ({i})"))
            for i in range(20)
        }
        await server.until(lambda: asked & server.acknowledged.keys())
        told = time.monotonic()
        process.send_signal(number)
        rest = await asyncio.wait_for(process.stderr.read(), 15)
        assert await process.wait() == 0, (log + rest).decode()
        assert time.monotonic() - told < 10  # the operator's contract, in real time
        acknowledged = asked & server.acknowledged.keys()
        # Whatever was acknowledged has been answered, if only by the sentence that the bot is restarting.
        posted = server.sent("chat.postMessage")
        assert len(posted) >= len(acknowledged), (len(posted), len(acknowledged), rest.decode())
    everything = (log + rest).decode()
    assert BOT_TOKEN not in everything
    assert APP_TOKEN not in everything
    assert "Traceback" not in everything


async def test_a_refused_token_is_one_sentence_and_exit_code_78(environment: dict[str, str], tmp_path: Path) -> None:
    revoked = "xoxb-0-revoked"
    async with slack_server() as server, running(server, environment, tmp_path, SLACK_BOT_TOKEN=revoked) as process:
        assert process.stderr is not None
        log = (await asyncio.wait_for(process.stderr.read(), 60)).decode()
        assert await process.wait() == 78
    assert "Slack refused SLACK_BOT_TOKEN" in log
    assert "https://api.slack.com/apps" in log
    assert revoked not in log
    assert "Traceback" not in log
