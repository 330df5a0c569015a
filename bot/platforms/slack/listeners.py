"""What members can say to the bot on Slack: commands, mentions and direct messages."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.assistant import Assistant
from bot.conversation import Thread
from bot.errors import BotError
from bot.phrases import Phrases
from bot.platforms.slack.delivery import ChannelOutlet, DeliveryError, Outlet, PrivateOutlet
from bot.platforms.slack.in_flight import InFlight
from bot.platforms.slack.layout import SlackMessage, lay_out, lay_out_lines, lay_out_text
from bot.platforms.slack.members import Members
from bot.platforms.slack.once import Once
from bot.platforms.slack.reloading import Reloading
from bot.rendering import example_for, render_error, render_reply, render_sources, render_speakers

log = logging.getLogger(__name__)

COMMANDS = {
    "/ask": "command-ask",
    "/speakers": "command-speakers",
    "/sources": "command-sources",
    "/reload": "command-reload",
    # Slack keeps /help to itself; this one shows up beside /ask while a member types that.
    "/ask-help": "command-help",
}
"""Every command and the id of the phrase that describes it."""

EVENTS = ("app_mention", "message.im")
"""What the app subscribes to."""

SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history", "usergroups:read", "users:read")
"""What the bot token must allow, and no more."""

_WORDS_OF_A_MEMBER = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that somebody wrote; others tell of edits, deletions, bots, people joining."""


class Listeners:
    """Answers what Slack delivers. Everything is acknowledged before anything is done about it."""

    def __init__(
        self,
        app: AsyncApp,
        assistant: Assistant,
        moderator_groups: frozenset[str],
        in_flight: InFlight,
        say: Phrases,
    ) -> None:
        """Listen through `app`, answer from `assistant`, and count every request in `in_flight`."""
        self._in_flight = in_flight
        self._client = app.client
        self._assistant = assistant
        self._say = say
        self._once = Once()
        self._reloading = Reloading(assistant, app.client, Members(app.client, moderator_groups), say)
        handlers: Mapping[str, Callable[..., Awaitable[None]]] = {
            "/ask": self.on_ask,
            "/speakers": self.on_speakers,
            "/sources": self.on_sources,
            "/reload": self.on_reload,
            "/ask-help": self.on_help,
        }
        for command in COMMANDS:
            app.command(command)(handlers[command])
        app.event("app_mention")(self.on_mention)
        app.event("message")(self.on_message)

    async def on_ask(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a question privately: the channel has not seen it, so the channel would not understand the answer."""
        await ack()
        question = words_of(str(command.get("text") or ""), context.bot_user_id)
        thread = Thread("slack", str(context.team_id), str(command["channel_id"]), str(command["user_id"]))
        await self._command(command, self._answer(question, thread, shown=False))

    async def on_speakers(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        """List who speaks."""
        await ack()
        await self._command(command, self._speakers())

    async def on_sources(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        """List the articles."""
        await ack()
        await self._command(command, self._sources())

    async def on_help(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        """Say what can be asked, and how."""
        await ack()
        await self._command(command, self._help())

    async def on_reload(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """Rebuild the index for a moderator."""
        await ack()
        outlet = PrivateOutlet(str(command["response_url"]))
        channel, member = str(command["channel_id"]), str(command["user_id"])
        # The workspace that the bot is installed in, whatever the command says it comes from.
        team = str(context.authorize_result.team_id) if context.authorize_result else ""
        with self._in_flight.current():
            try:
                await self._reloading.serve(outlet, team, channel, member)
            except asyncio.CancelledError:
                await self._send(outlet, lay_out_text(self._say("slack-restarting")))
            except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
                log.error("Slack did not take the answer to /reload: %s", error or type(error).__name__)

    async def on_mention(self, event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a mention in the thread of the question, which is begun where there is none."""
        if self._is_for_us(event, body, context):
            await self._answer_message(event, context, str(event.get("thread_ts") or event["ts"]))

    async def on_message(self, event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a direct message right below it, or in its thread. Messages in channels are none of ours."""
        if event.get("channel_type") == "im" and self._is_for_us(event, body, context):
            await self._answer_message(event, context, event.get("thread_ts"))

    def _is_for_us(self, event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> bool:
        """Return whether a member wrote the message and it has not been answered yet."""
        if event.get("subtype") not in _WORDS_OF_A_MEMBER or "bot_id" in event or "bot_profile" in event:
            return False
        if event.get("user") in (None, "USLACKBOT", context.bot_user_id):
            return False
        # A redelivery keeps its event_id. A mention that comes as two kinds of event, or comes again because the
        # message was edited, has two event_ids but one place in one channel.
        keys = [key for key in (body.get("event_id"), (event.get("channel"), event.get("ts"))) if key]
        return self._once.first_time(*keys)

    async def _answer_message(self, event: dict[str, Any], context: AsyncBoltContext, thread_ts: str | None) -> None:
        channel = str(event["channel"])
        place = f"{channel}/{thread_ts}" if thread_ts else channel
        question = words_of(str(event.get("text") or ""), context.bot_user_id)
        thread = Thread("slack", str(context.team_id), place, str(event["user"]))
        await self._serve(ChannelOutlet(self._client, channel, thread_ts), self._answer(question, thread))

    async def _command(self, command: dict[str, Any], work: Awaitable[SlackMessage]) -> None:
        await self._serve(PrivateOutlet(str(command["response_url"])), work)

    async def _serve(self, outlet: Outlet, work: Awaitable[SlackMessage]) -> None:
        """Send what `work` makes, or a sentence about why it made nothing."""
        with self._in_flight.current():
            try:
                message = await work
            except asyncio.CancelledError:
                message = lay_out_text(self._say("slack-restarting"))
            except BotError as error:
                message = lay_out_text(render_error(error, self._say, "slack"))
            except Exception as error:
                log.exception("A request from Slack failed unexpectedly")
                message = lay_out_text(render_error(error, self._say, "slack"))
            await self._send(outlet, message)

    async def _send(self, outlet: Outlet, message: SlackMessage) -> None:
        try:
            await outlet.send(message)
        except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
            log.error("Slack did not take an answer: %s", error or type(error).__name__)

    async def _answer(self, question: str, thread: Thread, shown: bool = True) -> SlackMessage:
        """Answer `question`; `shown` says whether the member sees it above the answer anyway."""
        reply = await self._assistant.ask(question, thread)
        example = await asyncio.to_thread(example_for, reply, self._assistant.snapshot, self._say)
        message = render_reply(reply, self._say, example)
        return lay_out(message, self._say, None if shown else reply.question)

    async def _speakers(self) -> SlackMessage:
        heading, lines = await asyncio.to_thread(render_speakers, self._assistant.snapshot, self._say)
        return lay_out_lines(heading, lines, self._say)

    async def _sources(self) -> SlackMessage:
        heading, lines = await asyncio.to_thread(render_sources, self._assistant.snapshot, self._say)
        return lay_out_lines(heading, lines, self._say)

    async def _help(self) -> SlackMessage:
        lines = [
            self._say("slack-help-command", command=command, description=self._say(phrase))
            for command, phrase in COMMANDS.items()
        ]
        return lay_out_lines(f"{self._say('help-lead')} {self._say('slack-help')}", lines, self._say, bold=False)


_CONTROL_SEQUENCE = re.compile(r"<([@#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")


def words_of(text: str, bot_user_id: str | None) -> str:
    """Return what a member wrote, from the text that Slack delivers.

    The mention of the bot goes; links and channels become what the member saw of them; other mentions, which hold
    ids and no names, go too.
    """

    def seen(match: re.Match[str]) -> str:
        kind, target, label = match.groups()
        if kind == "@" and target == bot_user_id:
            return " "
        if label:
            return f"#{label}" if kind == "#" else label
        return kind + target if kind.endswith(":") else " "

    return _CONTROL_SEQUENCE.sub(seen, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
