"""Running the platforms in one event loop, and ending them cleanly."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.assistant import Assistant
from bot.connection import Connection
from bot.departures import Departures
from bot.health import Health
from bot.metrics import Metrics
from bot.moderation.notice import Notice
from bot.moderation.watching import Teller
from bot.phrases import Phrases
from bot.supervisor import keep_watchdog_calm, notify

log = logging.getLogger(__name__)

_BETWEEN = 0.25  # seconds between two looks at how late the event loop is

CLOSING_TIME = 8.0
"""Seconds that the platforms together get to finish what is in flight when the process is told to end."""


class Platform(Protocol):
    """A place where members ask."""

    name: str
    connection: Connection

    async def run(self) -> None:
        """Connect and serve until `close`.

        Raises:
            ConfigurationError: the platform refused the token.
        """

    async def tell(self, community: str, channel: str, notice: Notice, say: Phrases, /) -> None:
        """Show a notice in a channel, as `bot.moderation.watching.Teller` says."""

    async def is_in(self, communities: Collection[str], /) -> Mapping[str, bool]:
        """Return where the bot is, as `bot.departures.IsIn` says."""

    async def close(self) -> None:
        """Take no more questions, finish those in flight, and disconnect."""


async def serve(assistant: Assistant, platforms: Sequence[Platform], health: Health | None = None) -> None:
    """Open the index and run `platforms` until SIGINT, SIGTERM, or the failure of any of them.

    Members who ask before the index is open are told to come back in a minute. `health` tells a supervisor how it
    goes, from the beginning to the end. A signal has the platforms take nothing new and finish what they have begun; a
    second one ends that.

    Raises:
        ConfigurationError: a platform refused its token, or the address of `health` is taken.
        RecordError: there is nothing to answer from.
    """
    if health:
        await health.start()
    stop, hurry = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def told_to_end() -> None:
        (hurry if stop.is_set() else stop).set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_end)
    opening = asyncio.create_task(_open(assistant), name="opening the index")
    tellers = {platform.name: platform.tell for platform in platforms}
    departures = Departures(assistant.libraries, assistant.state, {one.name: one.is_in for one in platforms})
    watching = asyncio.create_task(_watch(assistant, opening, tellers), name="looking again at sources")
    running = {asyncio.create_task(platform.run(), name=platform.name) for platform in platforms}
    stopping = asyncio.create_task(stop.wait(), name="waiting for a signal")
    beside = [
        asyncio.create_task(_time_loop(assistant.metrics), name="timing the event loop"),
        asyncio.create_task(keep_watchdog_calm(), name="signs of life for systemd"),
        asyncio.create_task(departures.run(), name="looking up where the bot still is"),
    ]
    try:
        await _until_one_ends(opening, running, stopping)
    finally:
        log.info("Ending: finishing what is in flight.")
        stop.set()
        if health:
            health.drain()
        notify("STOPPING=1")
        await _close(platforms, hurry)
        assistant.close()
        tasks = (opening, watching, stopping, *running, *beside)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if health:
            await health.stop()


async def _open(assistant: Assistant) -> None:
    await assistant.open()
    made_of = assistant.libraries.default.snapshot.manifest
    notify("READY=1")
    log.info("Ready: %s passages from %s.", made_of.counts["passages"], ", ".join(s.name for s in made_of.sources))


async def _watch(assistant: Assistant, opening: asyncio.Task[None], tellers: Mapping[str, Teller]) -> None:
    """Look again at sources of the web once the index is open, where the operator wants that."""
    await asyncio.wait({opening})
    if not opening.cancelled() and opening.exception() is None:
        await assistant.desk.watch(tellers)


async def _until_one_ends(
    opening: asyncio.Task[None], running: set[asyncio.Task[None]], stopping: asyncio.Task[bool]
) -> None:
    """Wait for a signal; a failure of any task is raised at once."""
    waiting: set[asyncio.Task[None] | asyncio.Task[bool]] = {opening, stopping, *running}
    while not stopping.done():
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if not waiting & running:
            return


async def _close(platforms: Sequence[Platform], hurry: asyncio.Event) -> None:
    """Close the platforms, waiting for no longer than there is time, nor than until `hurry` is set."""
    closing = {asyncio.create_task(_closed(platform), name=f"closing {platform.name}") for platform in platforms}
    hurried = asyncio.create_task(hurry.wait(), name="waiting for a second signal")
    finished = asyncio.create_task(asyncio.wait(closing), name="waiting for the platforms")
    await asyncio.wait((finished, hurried), timeout=CLOSING_TIME, return_when=asyncio.FIRST_COMPLETED)
    if not finished.done():
        log.warning("What is still in flight is given up.")
    for task in (*closing, finished, hurried):
        task.cancel()
    await asyncio.gather(*closing, finished, hurried, return_exceptions=True)


async def _closed(platform: Platform) -> None:
    try:
        await platform.close()
    except Exception as error:  # noqa: BLE001 - the others are to be closed all the same
        log.error("%s did not close cleanly: %s", platform.name, type(error).__name__)


async def _time_loop(metrics: Metrics) -> None:
    """Note again and again by how much later than due the event loop comes to this task."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _BETWEEN
        await asyncio.sleep(_BETWEEN)
        metrics.delayed(max(0.0, loop.time() - due))
