"""Work that may take long, for moderators: done at once, or with its progress in one message that is edited.

That message is the one whose button was pressed where it can be edited, else a direct message to the moderator. A
command's own answers cannot be edited (Slack ignores replace_original there) and its address takes five of them; a
message in the channel would show everyone what moderators are at; and the bot need not be a member of the channel.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.conversation import Thread
from bot.errors import Restarting
from bot.moderation.notice import render_progress
from bot.phrases import Phrases, phrases
from bot.platforms.slack.delivery import DeliveryError, PrivateOutlet, what_failed
from bot.platforms.slack.layout import SlackMessage, lay_out_text
from bot.platforms.slack.serving import Serving
from bot.rendering import render_error
from index.snapshot import Progress

log = logging.getLogger(__name__)

AT_ONCE = 1.0
"""Seconds within which a result is simply the answer to the command, with no message of progress."""

BETWEEN_EDITS = 2.0
"""Seconds; Slack takes about one message a second and channel."""

Work = Callable[[Phrases, Progress], Coroutine[Any, Any, SlackMessage]]
"""Makes the reply in the moderator's language, and tells how far it has come."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of the bot's that can be edited: the conversation's id and the message's timestamp."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the outcome goes.

    `outlet` is where who began it reads a reply; `pressed` is in place of the message whose button they pressed, and
    `posted` that message itself where it can be edited. What cannot be done is told beside it, and it stays.
    """

    thread: Thread
    outlet: PrivateOutlet
    pressed: PrivateOutlet | None = None
    posted: Posted | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    message: SlackMessage
    failed: bool


class LongWork:
    """Carries out what moderators begin, and reports how it goes."""

    def __init__(self, serving: Serving) -> None:
        """Report through the client of `serving`."""
        self._serving = serving

    async def serve(self, place: Place, work: Work) -> None:
        """Do `work` and show what comes of it, or a sentence about why nothing did."""
        with self._serving.in_flight.request() as request:
            say = phrases()
            try:
                say = await request.work(self._serving.phrases(place.thread))
                await request.work(self._carry_out(place, work, say))
            except Restarting as ending:
                await self._serving.send(place.outlet, lay_out_text(render_error(ending, say, "slack")))
            except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
                log.error("Slack did not take an answer to a moderator: %s", error or type(error).__name__)

    async def _carry_out(self, place: Place, work: Work, say: Phrases) -> None:
        latest: list[str] = []  # at most the newest sentence: the thread that works writes it, this one reads it

        def note(what: str, done: int, total: int) -> None:
            latest[:] = [render_progress(what, done, total, say)]

        working = asyncio.ensure_future(_outcome(work(say, note), say))
        try:
            await asyncio.wait({working}, timeout=AT_ONCE)
            if working.done():
                await self._show(working.result(), place)
            else:
                await self._report(working, latest, place, say)
        except asyncio.CancelledError:
            working.cancel()
            raise

    @staticmethod
    async def _show(outcome: _Outcome, place: Place) -> None:
        await (place.outlet if outcome.failed or place.pressed is None else place.pressed).send(outcome.message)

    async def _report(self, working: asyncio.Future[_Outcome], latest: list[str], place: Place, say: Phrases) -> None:
        posted = await self._begin(place, say)
        if posted is None:
            await self._show(await working, place)
            return
        try:
            await self._keep_current(place.thread, posted, working, latest)
        except asyncio.CancelledError:
            await self._edit(place.thread, posted, lay_out_text(render_error(Restarting(), say, "slack")))
            raise
        if not await self._edit(place.thread, posted, working.result().message):
            await self._show(working.result(), place)

    async def _begin(self, place: Place, say: Phrases) -> Posted | None:
        """Say that work is under way; return the message to report in, None where Slack takes none."""
        beginning = lay_out_text(say("slack-index-beginning"))
        if place.posted and await self._edit(place.thread, place.posted, beginning):
            return place.posted
        outlet = place.pressed or place.outlet
        posted = await self._post(place.thread, beginning)
        if posted is None:
            await outlet.send(lay_out_text(say("slack-index-started-here")))
        elif posted.channel != place.thread.channel or place.pressed:
            with suppress(DeliveryError, aiohttp.ClientError, TimeoutError):  # the result matters more than the notice
                await outlet.send(lay_out_text(say("slack-index-started")))
        return posted

    async def _keep_current(
        self, thread: Thread, posted: Posted, working: asyncio.Future[_Outcome], latest: list[str]
    ) -> None:
        """Show in `posted` what is being done, until it is done."""
        shown: list[str] = []
        while not working.done():
            await asyncio.wait({working}, timeout=BETWEEN_EDITS)
            if not working.done() and latest != shown:
                shown = list(latest)
                await self._edit(thread, posted, lay_out_text(shown[0]))

    async def _post(self, thread: Thread, beginning: SlackMessage) -> Posted | None:
        """Post the message of progress to the member of `thread`; None where Slack does not take it."""
        try:
            response = await self._serving.client(thread).chat_postMessage(
                channel=thread.member, **beginning.arguments()
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            _report_failure("chat.postMessage", error)
            return None
        return Posted(str(response["channel"]), str(response["ts"]))

    async def _edit(self, thread: Thread, posted: Posted, message: SlackMessage) -> bool:
        """Make `posted`, in the workspace of `thread`, say `message`; return whether Slack did."""
        try:
            client = self._serving.client(thread)
            await client.chat_update(channel=posted.channel, ts=posted.ts, **message.arguments())
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            _report_failure("chat.update", error)
            return False
        return True


async def _outcome(work: Coroutine[Any, Any, SlackMessage], say: Phrases) -> _Outcome:
    try:
        return _Outcome(await work, failed=False)
    except Exception as error:  # noqa: BLE001 - `render_error` logs what nobody foresaw
        return _Outcome(lay_out_text(render_error(error, say, "slack")), failed=True)


def _report_failure(method: str, error: Exception) -> None:
    log.warning("Slack did not take the progress of a moderator's work (%s: %s).", method, what_failed(error))
