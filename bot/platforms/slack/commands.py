"""Slash commands, the window for asking, and the shortcut on somebody's message. Their replies are private."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.conversation import Thread
from bot.phrases import Phrases
from bot.platforms.slack import lists, modals
from bot.platforms.slack.answers import lay_out_reply
from bot.platforms.slack.delivery import PrivateOutlet, what_failed
from bot.platforms.slack.layout import SlackMessage, lay_out_lines, lay_out_text
from bot.platforms.slack.serving import Serving, Work, thread_of
from bot.platforms.slack.words import words_of

log = logging.getLogger(__name__)

COMMANDS = {
    "/ask": "command-ask",
    "/quotes": "command-quotes",
    "/speakers": "command-speakers",
    "/sources": "command-sources",
    "/privacy": "command-privacy",
    "/index": "command-index",
    "/reload": "command-reload",
    # Slack keeps /help to itself; this one shows up beside /ask while a member types that.
    "/ask-help": "command-help",
}
"""Every command and the id of the phrase that describes it; `Moderating` carries out those for moderators."""

LOOK_UP = "look-up"
"""The callback id of the shortcut "What was said about this?"."""


class Commands:
    """Answers what members ask by command, window or shortcut."""

    def __init__(self, app: AsyncApp, serving: Serving) -> None:
        """Listen through `app` and answer through `serving`."""
        self._serving = serving
        handlers: Mapping[str, Callable[..., Awaitable[None]]] = {
            "/ask": self.on_ask,
            "/quotes": self.on_quotes,
            "/speakers": self.on_list,
            "/sources": self.on_list,
            "/privacy": self.on_list,
            "/ask-help": self.on_list,
        }
        for command, handler in handlers.items():
            app.command(command)(handler)
        app.view(modals.ASKING)(self.on_window)
        app.options(modals.SPEAKER)(self.on_typing)
        app.shortcut(LOOK_UP)(self.on_shortcut)

    async def on_ask(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a question privately: the channel has not seen it, so the channel would not understand the answer.

        Without a question, open a window for one, with a menu of speakers.
        """
        await ack()
        if not await self._serving.is_new(command, context):
            return
        question = words_of(str(command.get("text") or ""), context.bot_user_id)
        thread, outlet = self._place(command, context)
        if question or not await self._open_window(command, thread):
            await self._serving.serve(outlet, thread, self._answering(question, thread))

    async def on_window(
        self, ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Answer the question of the window, where the command that opened it was given."""
        await ack()
        if not await self._serving.is_new(body, context):
            return
        asked = modals.read_question(view)
        thread = thread_of(context, asked.channel, str(body["user"]["id"]))
        work = self._answering(asked.text, thread, asked.speaker)
        await self._serving.serve(PrivateOutlet(asked.response_url), thread, work)

    async def on_typing(self, ack: AsyncAck, payload: dict[str, Any], context: AsyncBoltContext) -> None:
        """Offer speakers for what a member has typed into the menu; instant, since Slack waits for it."""
        typed, thread = str(payload.get("value") or ""), thread_of(context, "", str(context.user_id or ""))
        found = self._serving.assistant.speaker_choices(typed, thread, modals.MOST_CHOICES)
        await ack(**modals.menu_of(found))

    async def on_shortcut(self, ack: AsyncAck, shortcut: dict[str, Any], context: AsyncBoltContext) -> None:
        """Look up what was said about a message's subject, for the member who asks that of it."""
        await ack()
        if not await self._serving.is_new(shortcut, context):
            return
        thread = thread_of(context, str(shortcut["channel"]["id"]), str(shortcut["user"]["id"]))
        text = words_of(_text_of(shortcut.get("message") or {}), context.bot_user_id)

        async def look_up(say: Phrases) -> SlackMessage:
            await self._serving.admit(thread, mentioned=False)
            reply = await self._serving.assistant.look_up(text, thread)
            return await lay_out_reply(self._serving.assistant, reply, thread, say, private=True)

        await self._serving.serve(PrivateOutlet(str(shortcut["response_url"])), thread, look_up)

    async def on_quotes(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """List all that a speaker said, in pages."""
        await ack()
        if not await self._serving.is_new(command, context):
            return
        name = words_of(str(command.get("text") or ""), context.bot_user_id)
        thread, outlet = self._place(command, context)

        async def quotes(say: Phrases) -> SlackMessage:
            if not name:
                return lay_out_text(say("slack-quotes-of-whom"))
            await self._serving.admit(thread, mentioned=False)
            return await lists.quotes(self._serving.assistant, name, thread, say)

        await self._serving.serve(outlet, thread, quotes)

    async def on_list(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show one of the lists: speakers, articles, commands, what is kept."""
        await ack()
        if not await self._serving.is_new(command, context):
            return
        thread, outlet = self._place(command, context)
        assistant, serving = self._serving.assistant, self._serving
        works: Mapping[str, Work] = {
            "/speakers": lambda say: lists.speakers(assistant, 1, thread, say),
            "/sources": lambda say: lists.sources(assistant, thread, say),
            "/privacy": lambda say: lists.privacy(assistant, thread, say),
            "/ask-help": lambda say: self._help(thread, say),
        }
        await serving.serve(outlet, thread, works[str(command["command"])])

    @staticmethod
    def _place(command: Mapping[str, Any], context: AsyncBoltContext) -> tuple[Thread, PrivateOutlet]:
        thread = thread_of(context, str(command["channel_id"]), str(command["user_id"]))
        return thread, PrivateOutlet(str(command["response_url"]))

    def _answering(self, question: str, thread: Thread, speaker: str | None = None) -> Work:
        async def answer(say: Phrases) -> SlackMessage:
            assistant = self._serving.assistant
            await self._serving.admit(thread, mentioned=False)
            reply = await assistant.ask(question, thread, speaker=speaker)
            asked = say("slack-asked", question=reply.question) if reply.question else None
            return await lay_out_reply(assistant, reply, thread, say, private=True, asked=asked)

        return answer

    async def _open_window(self, command: Mapping[str, Any], thread: Thread) -> bool:
        """Open the window for asking; return whether Slack did, which it must be asked to within three seconds."""
        with self._serving.in_flight.request():
            say = await self._serving.phrases(thread)
            view = modals.asking_window(thread.channel, str(command["response_url"]), say)
            try:
                await self._serving.client(thread).views_open(trigger_id=str(command["trigger_id"]), view=view)
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                log.warning("Slack did not open the window for asking (%s).", what_failed(error))
                return False
        return True

    async def _help(self, thread: Thread, say: Phrases) -> SlackMessage:
        offered = await self._serving.assistant.suggestions(thread, say)
        lines = [
            *(say("slack-help-command", command=name, description=say(phrase)) for name, phrase in COMMANDS.items()),
            say("slack-help-shortcut", name=say("slack-shortcut"), description=say("slack-shortcut-description")),
            say("slack-help-shortcut", name=say("slack-add"), description=say("slack-add-description")),
            *(say("for-example", example=question) for question in offered),
        ]
        return lay_out_lines(f"{say('help-lead')} {say('slack-help')}", lines, say, bold=False)


def _text_of(message: Mapping[str, Any]) -> str:
    """Return the words of a message; those of its attachments where it has none of its own, as other apps' have."""
    attached = [str(part.get("text") or part.get("fallback") or "") for part in message.get("attachments") or ()]
    return str(message.get("text") or "") or "\n".join(attached)
