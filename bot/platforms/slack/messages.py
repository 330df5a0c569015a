"""Mentions and direct messages, what becomes of them later, and the agent pane."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.channels import Presence
from bot.conversation import Thread, place_of
from bot.errors import as_bot_error
from bot.phrases import Phrases
from bot.platforms.slack.answers import lay_out_reply
from bot.platforms.slack.delivery import ChannelOutlet, Outlet, WhisperOutlet, error_code
from bot.platforms.slack.layout import SlackMessage
from bot.platforms.slack.questions import Asked, AskedQuestions
from bot.platforms.slack.serving import Serving, is_direct, team_of, thread_of
from bot.platforms.slack.words import words_of

log = logging.getLogger(__name__)

_WORDS_OF_A_MEMBER = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that somebody wrote; others tell of edits, deletions, bots, people joining."""

MOST_PROMPTS = 4


class Messages:
    """Answers what members write to the bot, follows edits and deletions, and offers questions in the agent pane."""

    def __init__(self, app: AsyncApp, serving: Serving) -> None:
        """Listen through `app` and answer through `serving`."""
        self._serving = serving
        self._questions = AskedQuestions(serving.assistant.state.asked)
        app.event("app_mention")(self.on_mention)
        app.event("message")(self.on_message)
        app.event("app_home_opened")(self.on_opened)

    async def on_mention(self, event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a mention in the thread of the question, which is begun where there is none."""
        if self._is_by_a_member(event, context):
            await self._take(event, body, context, str(event.get("thread_ts") or event["ts"]))

    async def on_message(self, event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a direct message right below it, or in its thread; follow edits and deletions of questions.

        Messages in channels are none of ours, but for news of those that we have answered.
        """
        before: Mapping[str, Any] = event.get("previous_message") or {}
        after: Mapping[str, Any] = event.get("message") or {}
        if event.get("subtype") == "message_deleted" or after.get("subtype") == "tombstone":
            channel, ts = str(event["channel"]), str(before.get("ts") or event.get("deleted_ts") or "")
            await self._withdraw(thread_of(context, channel, str(before.get("user") or "")), ts)
        elif event.get("subtype") == "message_changed":
            # Slack also tells of changes that are none of the member's, such as a link's preview.
            new = dict(after) | {key: event[key] for key in ("channel", "channel_type") if key in event}
            thread = thread_of(context, str(event["channel"]), str(after.get("user") or ""))
            is_edited = "edited" in after and after.get("text") != before.get("text")
            if is_edited and await self._questions.find(thread, str(after.get("ts"))):
                await self.on_message(new, body, context)
        elif event.get("channel_type") == "im" and self._is_by_a_member(event, context):
            await self._take(event, body, context, event.get("thread_ts"))

    async def on_opened(self, event: dict[str, Any], context: AsyncBoltContext) -> None:
        """Offer questions to a member who opens the agent pane."""
        if event.get("tab") != "messages":
            return
        with self._serving.in_flight.request() as request:
            try:
                await request.work(self._offer(thread_of(context, str(event["channel"]), str(event["user"]))))
            except SlackApiError as error:
                log.warning("Slack did not take the suggested prompts (%s).", error_code(error))
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("Slack did not take the suggested prompts (%s).", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - logged where nobody foresaw it; the member asked for nothing
                as_bot_error(error, "Offering questions in the agent pane")

    async def _offer(self, thread: Thread) -> None:
        say = await self._serving.phrases(thread)
        offered = await self._serving.assistant.suggestions(thread, say, MOST_PROMPTS)
        if offered:
            await self._serving.client(thread).assistant_threads_setSuggestedPrompts(
                channel_id=thread.channel,
                title=say("slack-prompts-title"),
                prompts=[{"title": question, "message": question} for question in offered],
            )

    @staticmethod
    def _is_by_a_member(event: Mapping[str, Any], context: AsyncBoltContext) -> bool:
        if event.get("subtype") not in _WORDS_OF_A_MEMBER or "bot_id" in event or "bot_profile" in event:
            return False
        return event.get("user") not in (None, "USLACKBOT", context.bot_user_id)

    async def _take(
        self, event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, thread_ts: str | None
    ) -> None:
        """Answer a question, or answer it anew after an edit, each once."""
        channel, ts = str(event["channel"]), str(event["ts"])
        edited = str((event.get("edited") or {}).get("ts") or "")
        # A redelivery keeps its event_id. A mention that comes as two kinds of event has two, but one place in one
        # channel; so has an edit that comes as two.
        keys = [f"event {body['event_id']}"] if body.get("event_id") else []
        keys.append(f"message {channel} {ts} {edited}")
        if not await self._serving.first_time(team_of(context), *keys):
            return
        thread = thread_of(context, channel, str(event["user"]), thread_ts)
        asked = await self._questions.note(thread, ts, edited)
        question = words_of(str(event.get("text") or ""), context.bot_user_id)
        async with asked.turn:
            if asked.stands(edited):
                outlet = self._outlet(thread, channel, thread_ts, asked)
                await self._answer(question, thread, asked, (ts, edited), outlet)

    def _outlet(self, thread: Thread, channel: str, thread_ts: str | None, asked: Asked) -> Outlet:
        rules = self._serving.assistant.channel(thread)
        if not is_direct(thread) and (rules.private or rules.presence is Presence.STAYS_OUT):
            return WhisperOutlet(self._serving.client(thread), channel, thread_ts, thread.member)
        return ChannelOutlet(self._serving.client(thread), channel, thread_ts, asked.answer)

    async def _answer(
        self, question: str, thread: Thread, asked: Asked, version: tuple[str, str], outlet: Outlet
    ) -> None:
        """Answer a question in the version that its timestamp and its edit name, unless it is another by then."""
        whispers = isinstance(outlet, WhisperOutlet)
        before, exchange = asked.answer, asked.exchange

        async def answer(say: Phrases) -> SlackMessage | None:
            nonlocal exchange
            await self._serving.admit(thread, mentioned=True)
            reply = await self._serving.assistant.ask(question, thread, instead_of=exchange or None)
            exchange = reply.exchange
            message = await lay_out_reply(self._serving.assistant, reply, thread, say, private=whispers)
            if await self._questions.still_stands(asked, thread, *version):
                return message
            await self._drop(thread, exchange)
            exchange = ""
            return None

        posted = await self._serving.serve(outlet, thread, answer)
        asked.answer, asked.exchange = posted or asked.answer, exchange
        if not await self._questions.answered(asked, thread, *version):
            # Another process heard of an edit or of the deletion before it could know of this answer. A message that it
            # knows is its to change or delete.
            await asyncio.gather(
                self._delete(thread, posted if posted != before else None), self._drop(thread, exchange)
            )
            asked.answer, asked.exchange = before, ""

    async def _withdraw(self, thread: Thread, ts: str) -> None:
        """Delete the answer to a question that its member has deleted, and forget both."""
        with self._serving.in_flight.request():
            asked = await self._questions.withdraw(thread, ts)
            if asked is None:
                return
            async with asked.turn:
                await asyncio.gather(self._delete(thread, asked.answer), self._drop(thread, asked.exchange))

    async def _delete(self, thread: Thread, answer: str | None) -> None:
        if answer is None:
            return
        try:
            await self._serving.client(thread).chat_delete(channel=place_of(thread), ts=answer)
        except SlackApiError as error:
            if error_code(error) != "message_not_found":  # somebody was faster
                log.warning("Slack did not delete the answer to a deleted question (%s).", error_code(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack did not delete the answer to a deleted question (%s).", type(error).__name__)

    async def _drop(self, thread: Thread, exchange: str) -> None:
        if exchange:
            await self._serving.assistant.drop(exchange, thread)
