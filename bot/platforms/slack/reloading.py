"""`/reload` on Slack: refusals at once, progress in one message that is edited.

The message is a direct message to the moderator. A command's own answers cannot be edited (Slack ignores
replace_original there) and its address takes five of them; a message in the channel would show everyone the paths
of the operator's files when a reload fails; and the bot need not be a member of the channel.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.assistant import Assistant
from bot.conversation import Thread
from bot.errors import NotAllowed, Restarting
from bot.phrases import Phrases
from bot.platforms.slack.delivery import DeliveryError, Outlet, error_code
from bot.platforms.slack.layout import SlackMessage, lay_out_lines, lay_out_text
from bot.platforms.slack.members import Members, NotChecked
from bot.rendering import render_error, render_reload
from index.snapshot import Progress

log = logging.getLogger(__name__)

AT_ONCE = 1.0
"""Seconds within which a result is simply the answer to the command, with no message of progress."""

BETWEEN_EDITS = 2.0
"""Seconds; Slack takes about one message a second and channel."""


class Reloading:
    """Rebuilds the index for a moderator and reports how it goes."""

    def __init__(self, assistant: Assistant, client: AsyncWebClient, members: Members) -> None:
        """Rebuild through `assistant`, report through `client`, and ask `members` who may."""
        self._assistant = assistant
        self._client = client
        self._members = members

    async def serve(self, outlet: Outlet, thread: Thread, say: Phrases) -> None:
        """Carry out the command given in `thread`, and answer it through `outlet` in the words `say`.

        Raises:
            DeliveryError: Slack took the answer nowhere.
        """
        latest: list[str] = []  # at most the newest sentence: the thread that builds writes it, this one reads it

        def note(what: str, done: int, total: int) -> None:
            latest[:] = [say(f"reload-{what}", done=done, total=total)]

        building = asyncio.ensure_future(self._rebuild(thread, note, say))
        try:
            await asyncio.wait({building}, timeout=AT_ONCE)
            if building.done():
                await outlet.send(building.result())
            else:
                await self._report(building, latest, outlet, thread, say)
        except asyncio.CancelledError:
            building.cancel()
            raise

    async def _rebuild(self, thread: Thread, note: Progress, say: Phrases) -> SlackMessage:
        actor, complete = await self._members.actor(thread.community, thread.channel, thread.member)
        try:
            done = await self._assistant.reload(actor, note)
        except NotAllowed as error:
            return lay_out_text(render_error(error if complete else NotChecked(), say, "slack"))
        except Exception as error:  # noqa: BLE001 - `render_error` logs what nobody foresaw
            return lay_out_text(render_error(error, say, "slack"))
        first, *rest = render_reload(done, say)
        return lay_out_lines(first, rest, say)

    async def _report(
        self, building: asyncio.Future[SlackMessage], latest: list[str], outlet: Outlet, thread: Thread, say: Phrases
    ) -> None:
        posted = await self._post(thread.member, lay_out_text(say("slack-reload-beginning")))
        if posted is None:
            await outlet.send(lay_out_text(say("slack-reload-started-here")))
            await outlet.send(await building)
            return
        if posted.channel != thread.channel:
            with suppress(DeliveryError, aiohttp.ClientError, TimeoutError):  # the result matters more than the notice
                await outlet.send(lay_out_text(say("slack-reload-started")))
        try:
            await self._keep_current(posted, building, latest)
        except asyncio.CancelledError:
            await self._edit(posted, lay_out_text(render_error(Restarting(), say, "slack")))
            raise
        if not await self._edit(posted, building.result()):
            await outlet.send(building.result())

    async def _keep_current(self, posted: _Posted, building: asyncio.Future[SlackMessage], latest: list[str]) -> None:
        """Show in `posted` what is being done, until it is done."""
        shown: list[str] = []
        while not building.done():
            await asyncio.wait({building}, timeout=BETWEEN_EDITS)
            if not building.done() and latest != shown:
                shown = list(latest)
                await self._edit(posted, lay_out_text(shown[0]))

    async def _post(self, member: str, beginning: SlackMessage) -> _Posted | None:
        """Post the message of progress to `member`; None where Slack does not take it."""
        try:
            response = await self._client.chat_postMessage(channel=member, **beginning.arguments())
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            _report_failure("chat.postMessage", error)
            return None
        return _Posted(str(response["channel"]), str(response["ts"]))

    async def _edit(self, posted: _Posted, message: SlackMessage) -> bool:
        """Make `posted` say `message`; return whether Slack did."""
        try:
            await self._client.chat_update(channel=posted.channel, ts=posted.ts, **message.arguments())
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            _report_failure("chat.update", error)
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Posted:
    """Where the message of progress is: the conversation's id and the message's timestamp."""

    channel: str
    ts: str


def _report_failure(method: str, error: Exception) -> None:
    what = error_code(error) if isinstance(error, SlackApiError) else type(error).__name__
    log.warning("Slack did not take the progress of a reload (%s: %s).", method, what)
