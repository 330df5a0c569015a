"""Serves Discord and Slack from one process while fifty questions arrive at once, and times what members wait for.

    python -m tests.benchmarks.platforms [--questions NUMBER]

Both platforms are the doubles of the tests, on real sockets of the loopback interface and in the same event loop as
the bot, so that the times hold the doubles' own work too. Everything that the event loop runs is timed: what held it
longest is printed, and how much of that time its thread really ran; the rest it waited for Python's lock, which the
thread that answers holds, or for a processor. Exits with 1 where an acknowledgement takes three seconds, a heartbeat
is late, or a question is not answered exactly once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from bot.library import Library
from bot.platforms.discord import DiscordPlatform
from bot.platforms.slack import SlackPlatform
from bot.run import Platform
from bot.settings import Settings
from index.embedding import DEFAULT_MODEL
from tests.bot.platforms.discord_server import TOKEN, DiscordServer
from tests.bot.platforms.slack_payloads import BOT_USER
from tests.bot.platforms.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.conftest import assistant_of

QUESTIONS = (
    "Who called the city a magnet for the world's money?",
    "Who says that doing business without AI has become hard to imagine?",
    "What will the weather be?",
    "Who speaks?",
)
LIMIT = 3.0
"""Seconds within which both platforms want a sign of life."""
HEARTBEAT = 1.0
"""Seconds between two heartbeats that the double of Discord's gateway asks for; the real one asks for some 41."""
BLOCKED = 0.05
"""Seconds for which nothing should hold the event loop."""
_PATIENCE = 600.0  # seconds for all answers


@dataclass(frozen=True, slots=True)
class Times:
    """What the questions of one platform met with: seconds to each acknowledgement and answer, answers to each."""

    platform: str
    acknowledged: Sequence[float]
    answered: Sequence[float]
    answers: Sequence[int]

    @property
    def fine(self) -> bool:
        """Whether each was acknowledged in time and answered once."""
        return max(self.acknowledged) < LIMIT and set(self.answers) == {1}


@dataclass(frozen=True, slots=True)
class Block:
    """What the event loop ran without a pause: for how many seconds, in how many of which its thread ran, and what."""

    seconds: float
    running: float
    what: str


class LoopWatch:
    """Times all that an event loop runs, for as long as it is watched."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        """Watch every loop of this process from now on, until `patch` is undone."""
        self.blocks: list[Block] = []
        """Those of longer than `BLOCKED`."""
        self.count = 0
        self.longest = Block(0.0, 0.0, "nothing")
        run: Callable[[asyncio.Handle], None] = asyncio.Handle._run  # what the loop calls

        def timed(handle: asyncio.Handle) -> None:
            what, began, ran = _what(handle), time.perf_counter(), time.thread_time()
            run(handle)
            block = Block(time.perf_counter() - began, time.thread_time() - ran, what)
            self.count += 1
            self.longest = max(self.longest, block, key=lambda one: one.seconds)
            if block.seconds > BLOCKED:
                self.blocks.append(block)

        patch.setattr(asyncio.Handle, "_run", timed)


def _what(handle: asyncio.Handle) -> str:
    """Return the name of what a handle calls: of a task's step, the coroutine's."""
    callback: object = handle._callback  # type: ignore[attr-defined]  # typeshed leaves it out
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        return str(getattr(owner.get_coro(), "__qualname__", owner))
    return str(getattr(callback, "__qualname__", callback))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=50, help="how many, half of them on each platform")
    count = max(2, parser.parse_args().questions)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        times, late, watch = asyncio.run(measure(count // 2, Path(folder), patch))
    print(f"{'':<9}{'questions':>10}{'acknowledged, s':>22}{'answered, s':>22}{'once':>7}")
    print(f"{'':<19}{'median':>11}{'slowest':>11}{'median':>11}{'slowest':>11}")
    for one in times:
        once = sum(number == 1 for number in one.answers)
        cells = [median(one.acknowledged), max(one.acknowledged), median(one.answered), max(one.answered)]
        print(f"{one.platform:<9}{len(one.answers):>10}{''.join(f'{cell:>11.2f}' for cell in cells)}{once:>7}")
    print(f"heartbeats of Discord's gateway, one wanted every {HEARTBEAT:.0f} s: the latest came {late:.2f} s late")
    longest = watch.longest
    print(
        f"the event loop was held longest by {longest.what}: {longest.seconds:.3f} s, of which its thread ran "
        f"{longest.running:.3f} s; of {watch.count:,} steps {len(watch.blocks)} took more than {BLOCKED:.2f} s"
    )
    for block in sorted(watch.blocks, key=lambda one: one.running, reverse=True)[:3]:
        print(f"    {block.running:.3f} s of {block.seconds:.3f} s: {block.what}")
    sys.exit(0 if all(one.fine for one in times) and late < HEARTBEAT else 1)


async def measure(each: int, folder: Path, patch: pytest.MonkeyPatch) -> tuple[list[Times], float, LoopWatch]:
    """Ask `each` questions on both platforms at once.

    Returns:
        Their times, by how much a heartbeat was late, and what held the event loop meanwhile.
    """
    library = Library((), folder, DEFAULT_MODEL)
    assistant = assistant_of(library, 0.33)
    await assistant.open()
    async with DiscordServer(HEARTBEAT) as discord, slack_server() as slack:
        discord.serve(patch)
        settings = Settings(
            _env_file=None,
            discord_token=TOKEN,
            slack_bot_token=BOT_TOKEN,
            slack_app_token=APP_TOKEN,
            slack_api_url=slack.url,
            data_dir=folder,
        )
        platforms: list[Platform] = [DiscordPlatform(assistant, settings), SlackPlatform(assistant, settings)]
        running = [asyncio.create_task(platform.run()) for platform in platforms]
        await discord.until(lambda: discord.sessions > 0)
        await slack.until(lambda: slack.connections)
        watch = LoopWatch(patch)
        began = time.monotonic()
        times = list(await asyncio.gather(ask_discord(discord, each), ask_slack(slack, each)))
        beats = [began, *(beat for beat in discord.heartbeats if beat > began), time.monotonic()]
        for platform in platforms:
            await platform.close()
        await asyncio.gather(*running)
    assistant.close()
    late = max(0.0, max(later - earlier for earlier, later in pairwise(beats)) - HEARTBEAT)
    return times, late, watch


async def ask_discord(server: DiscordServer, count: int) -> Times:
    """Give `count` commands at once."""
    answered: dict[int, float] = {}
    asked = [await server.command("ask", question=QUESTIONS[n % len(QUESTIONS)], member=100 + n) for n in range(count)]

    def all_answered() -> bool:
        for one in asked:
            if one.shown:
                answered.setdefault(one.id, time.monotonic() - one.given)
        return len(answered) == count

    await server.until(all_answered, _PATIENCE)
    acknowledged = [(one.acknowledged or float("inf")) - one.given for one in asked]
    return Times("Discord", acknowledged, list(answered.values()), [len(one.shown) for one in asked])


async def ask_slack(server: SlackServer, count: int) -> Times:
    """Mention the bot `count` times at once."""
    asked: dict[str, tuple[str, float]] = {}
    for number in range(count):
        text = f"<@{BOT_USER}> {QUESTIONS[number % len(QUESTIONS)]}"
        payload = server.event("app_mention", text, user=f"U{number}")
        began = time.monotonic()
        envelope = await server.deliver("events_api", payload)
        asked[payload["event"]["ts"]] = (envelope, began)
    await server.until(lambda: len(server.sent("chat.postMessage")) >= count, _PATIENCE)
    posted = [call for call in server.calls if call.method == "chat.postMessage"]
    when = {str(call.arguments["thread_ts"]): call.when for call in posted}
    answers = Counter(str(call.arguments["thread_ts"]) for call in posted)
    return Times(
        "Slack",
        [server.acknowledged.get(envelope, float("inf")) - began for envelope, began in asked.values()],
        [when.get(ts, float("inf")) - began for ts, (_, began) in asked.items()],
        [answers[ts] for ts in asked],
    )


if __name__ == "__main__":
    main()
