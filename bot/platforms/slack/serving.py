"""What every request on Slack goes through: its language, its cooldown, its answer or a sentence in its place."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import aiohttp
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.assistant import Assistant
from bot.conversation import Thread
from bot.errors import CoolingDown, NotAllowed
from bot.in_flight import InFlight
from bot.metrics import Step
from bot.moderation import Actor
from bot.phrases import Phrases, phrases
from bot.platforms.slack.delivery import DeliveryError, Outlet
from bot.platforms.slack.layout import SlackMessage, lay_out_text
from bot.platforms.slack.members import KEPT_FOR, Members, NotChecked
from bot.platforms.slack.once import Once
from bot.platforms.slack.workspaces import Workspaces
from bot.rendering import render_error

log = logging.getLogger(__name__)

T = TypeVar("T")

Work = Callable[[Phrases], Coroutine[Any, Any, SlackMessage | None]]
"""Makes the reply to a request, in the member's language; None where none is to be sent."""

_MOST_JUDGED = 1_000
"""Members of whom it is remembered for a minute what they may do."""


class Serving:
    """Carries requests from their arrival to a reply, for all kinds of them."""

    def __init__(
        self, assistant: Assistant, workspaces: Workspaces, moderator_groups: frozenset[str], in_flight: InFlight
    ) -> None:
        """Answer from `assistant` in `workspaces`; see `listen` for the others."""
        self.assistant = assistant
        self.members = Members(workspaces, moderator_groups)
        self.in_flight = in_flight
        self._workspaces = workspaces
        self._once = Once()
        self._judged: OrderedDict[tuple[str, str], tuple[float, Actor]] = OrderedDict()

    def client(self, thread: Thread) -> AsyncWebClient:
        """Return the client of the workspace in which the member of `thread` asks."""
        return self._workspaces.client(thread.community)

    async def first_time(self, team: str, *keys: str) -> bool:
        """Return whether none of `keys` was seen lately in the workspace `team`, by any process; remember them all."""
        if not self._once.first_time(*((team, key) for key in keys)):
            return False
        return await self.assistant.state.seen.first_time(f"slack:{team}", *keys)

    async def is_new(self, request: Mapping[str, Any], context: AsyncBoltContext) -> bool:
        """Return whether a command, press, shortcut or window is new; Slack may deliver one again."""
        trigger = request.get("trigger_id")
        return trigger is None or await self.first_time(team_of(context), f"trigger {trigger}")

    async def phrases(self, thread: Thread) -> Phrases:
        """Return the bot's own words for the member of `thread`: in the language that moderators chose, else theirs."""
        language = self.assistant.rules(thread).language
        return phrases(language) if language else await self.members.phrases(thread.community, thread.member)

    async def serve(self, outlet: Outlet, thread: Thread, work: Work) -> str | None:
        """Send what `work` makes for the member of `thread`, or a sentence about why it made nothing.

        Returns:
            The timestamp of the reply where all in the channel read it, else None.
        """
        with self.in_flight.request() as request:
            say = phrases()
            try:
                say = await request.work(self.phrases(thread))
                message = await request.work(work(say))
            except CoolingDown as refused:
                message = lay_out_text(render_error(refused, say, "slack")) if refused.first_time else None
            except Exception as error:  # noqa: BLE001 - `render_error` logs what nobody foresaw
                message = lay_out_text(render_error(error, say, "slack"))
            return await self.send(outlet, message) if message else None

    async def send(self, outlet: Outlet, message: SlackMessage) -> str | None:
        """Send `message`; where Slack does not take it, that is logged without its words."""
        try:
            with self.assistant.metrics.timed("slack", Step.SENDING):
                return await outlet.send(message)
        except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
            log.error("Slack did not take an answer: %s", error or type(error).__name__)
            return None

    async def admit(self, thread: Thread, *, mentioned: bool) -> None:
        """Let a question through to be answered, or not: by the channel's settings and by cooldowns.

        Args:
            thread: who asks where.
            mentioned: whether it came as a message to the bot.

        Raises:
            StaysOut, OnlyMentioned: moderators want no such answer in the channel.
            CoolingDown: as of `count`.
        """
        self.assistant.channel(thread).check(mentioned=mentioned)
        await self.count(thread, mentioned=mentioned)

    async def count(self, thread: Thread, *, mentioned: bool) -> None:
        """Count a request against the cooldowns of its member and channel, unless a moderator makes it.

        Args:
            thread: who asks where.
            mentioned: whether it came as a message to the bot. Of a flood of those only the first is told so, where
                others would have to read it each time; the reply to a command disturbs nobody, and is never left out.

        Raises:
            CoolingDown: there were too many requests of the member's or in the channel.
        """
        try:
            self.assistant.admit(thread)
        except CoolingDown as refused:
            if not self.assistant.may_moderate(await self.recent_actor(thread)):
                raise CoolingDown(first_time=refused.first_time or not mentioned, seconds=refused.seconds) from None

    async def actor(self, thread: Thread) -> Actor:
        """Return the member of `thread` with the rights that Slack vouches for now."""
        actor, _ = await self.members.actor(thread.community, thread.channel, thread.member)
        return actor

    async def as_moderator(self, thread: Thread, act: Callable[[Actor], Awaitable[T]]) -> T:
        """Return what `act` returns for the member of `thread` with the rights that Slack vouches for now.

        Raises:
            NotChecked: `act` refused the member, and Slack did not tell all that there is to know about them.
        """
        actor, complete = await self.members.actor(thread.community, thread.channel, thread.member)
        try:
            return await act(actor)
        except NotAllowed as refused:
            if complete:
                raise
            raise NotChecked from refused

    async def recent_actor(self, thread: Thread) -> Actor:
        """Return the member of `thread` with the rights that they had within the last minute.

        It is for what changes nothing: choices while a moderator types, and who is spared a cooldown.
        """
        key = (thread.community, thread.member)
        until, actor = self._judged.get(key, (0.0, Actor(*thread)))
        if time.monotonic() >= until:
            actor = await self.actor(thread)
            self._judged[key] = (time.monotonic() + KEPT_FOR, actor)
            self._judged.move_to_end(key)
            while len(self._judged) > _MOST_JUDGED:
                self._judged.popitem(last=False)
        return replace(actor, channel=thread.channel)


def thread_of(context: AsyncBoltContext, channel: str, member: str, thread_ts: str | None = None) -> Thread:
    """Return where and by whom something was asked.

    The community is the workspace that the bot is installed in, whatever the request says it comes from.
    """
    return Thread("slack", team_of(context), f"{channel}/{thread_ts}" if thread_ts else channel, member)


def team_of(context: AsyncBoltContext) -> str:
    """Return the id of the workspace that the bot is installed in and a request came from."""
    return str(context.authorize_result.team_id) if context.authorize_result else ""


def is_direct(thread: Thread) -> bool:
    """Return whether `thread` is between one member and the bot."""
    return thread.channel.startswith("D")
