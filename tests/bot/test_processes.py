"""The bot as a process on its platforms: real sockets, signals and exit codes; the platforms are the tests' doubles."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.phrases import phrases
from tests.bot.platforms.discord_payloads import BOT
from tests.bot.platforms.discord_server import MANAGE_GUILD, TOKEN, DiscordServer
from tests.bot.platforms.slack_payloads import BOT_USER
from tests.bot.platforms.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.bot.test_main import environment
from tests.waiting import SECONDS

__all__ = ["environment"]

SAY = phrases()
QUESTION = "Who called the city a magnet for the world's money?"


@asynccontextmanager
async def running(
    *program: str, slack: SlackServer, environment: dict[str, str], cwd: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a module of Python with its arguments against `slack`, in a folder of its own."""
    told = {"SLACK_API_URL": slack.url, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *program,
        env={**environment, **told, **settings}, cwd=cwd, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def read_until_ready(process: asyncio.subprocess.Process) -> str:
    """Read the log until the index is open, and return it."""
    assert process.stderr is not None
    log = ""
    while "Ready:" not in log:
        line = await asyncio.wait_for(process.stderr.readline(), SECONDS)
        assert line, log
        log += line.decode()
    return log


async def test_a_signal_with_twenty_requests_in_flight_on_both_platforms(
    environment: dict[str, str], tmp_path: Path, extract_archive: Path
) -> None:
    data = str(shutil.copytree(extract_archive, tmp_path / "index"))
    settings = {"DATA_DIR": data, "DISCORD_TOKEN": TOKEN, "COOLDOWN_MEMBER": "0"}
    async with slack_server() as slack, DiscordServer() as discord:
        program = ("tests.bot.platforms.discord_process", str(discord.port))
        async with running(*program, slack=slack, environment=environment, cwd=tmp_path, **settings) as process:
            log = await read_until_ready(process)
            await discord.until(lambda: discord.sessions == 1)
            await slack.until(lambda: slack.sockets)
            commands = [
                await discord.command("ask", MANAGE_GUILD, question=f"{QUESTION} ({n}) " + "and why? " * 60)
                for n in range(8)
            ]
            for n in range(2):
                await discord.message(f"<@{BOT}> {QUESTION} ({n})", mentions=[BOT], member=600 + n)
            mentions = [slack.event("app_mention", f"<@{BOT_USER}> {QUESTION} ({n})") for n in range(10)]
            delivered = [await slack.deliver("events_api", mention) for mention in mentions]
            await discord.until(lambda: all(one.acknowledged for one in commands))
            await slack.until(lambda: set(delivered) <= slack.acknowledged.keys())
            process.send_signal(signal.SIGTERM)
            assert process.stderr is not None
            rest = (await asyncio.wait_for(process.stderr.read(), SECONDS)).decode()
            assert await process.wait() == 0, log + rest
    on_discord = [*(one.shown for one in commands), *([reply["shown"]] for reply in discord.replies)]
    assert [len(shown) for shown in on_discord] == [1] * 10
    on_slack = slack.sent("chat.postMessage")
    assert Counter(posted["thread_ts"] for posted in on_slack) == {mention["event"]["ts"]: 1 for mention in mentions}
    outcomes = [*(shown for (shown,) in on_discord), *(str(posted["text"]) for posted in on_slack)]
    assert all("magnet" in outcome or outcome == SAY("error-restarting") for outcome in outcomes)
    everything = log + rest
    lines = [json.loads(line) for line in everything.splitlines()]
    assert {line["level"] for line in lines} == {"info"}, everything
    assert not [token for token in (TOKEN, BOT_TOKEN, APP_TOKEN) if token in everything]


async def test_a_refused_token_is_one_sentence_and_exit_code_78(environment: dict[str, str], tmp_path: Path) -> None:
    revoked = "xoxb-0-revoked"
    async with (
        slack_server() as slack,
        running("bot", slack=slack, environment=environment, cwd=tmp_path, SLACK_BOT_TOKEN=revoked) as process,
    ):
        assert process.stderr is not None
        log = (await asyncio.wait_for(process.stderr.read(), SECONDS)).decode()
        assert await process.wait() == 78
    assert "Slack refused SLACK_BOT_TOKEN" in log
    assert "https://api.slack.com/apps" in log
    assert revoked not in log
    assert "Traceback" not in log
