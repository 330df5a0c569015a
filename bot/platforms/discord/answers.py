"""Answering on Discord: from a question, wherever it was asked, to the message that shows the answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.answering import Reply
from bot.assistant import Assistant
from bot.channels import Presence
from bot.conversation import Thread
from bot.errors import OnlyMentioned, StaysOut
from bot.phrases import Phrases
from bot.platforms.discord.buttons import answer_rows
from bot.platforms.discord.layout import Post, layout_message
from bot.rendering import example_for, render_reply


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply as a message, and the exchange that it is kept under, empty where it is not."""

    post: Post
    exchange: str


async def answer(
    assistant: Assistant,
    thread: Thread,
    question: str,
    say: Phrases,
    *,
    speaker: str | None = None,
    instead_of: str | None = None,
) -> Answered:
    """Answer a question that a member wrote in a message; see `Assistant.ask` for the arguments and errors."""
    reply = await assistant.ask(question, thread, speaker=speaker, instead_of=instead_of)
    return Answered(await lay_out(assistant, reply, thread, say), reply.exchange)


async def lay_out(
    assistant: Assistant,
    reply: Reply,
    thread: Thread,
    say: Phrases,
    *,
    repeat_question: bool = False,
    private: bool = False,
) -> Post:
    """Return the message for a reply.

    Args:
        assistant: whose reply it is.
        reply: the reply.
        thread: where it is shown.
        say: the member's language.
        repeat_question: whether the question is shown above, where the member's own words are not.
        private: whether only the member sees it.
    """
    example = await asyncio.to_thread(example_for, reply, await assistant.snapshot(thread), say)
    message = render_reply(reply, say, example, await assistant.suggestions_after(reply, thread, say))
    rows = answer_rows(reply, say, private=private)
    return layout_message(message, say, reply.question if repeat_question else None, rows)


def let_post(assistant: Assistant, thread: Thread) -> None:
    """Refuse to show everybody in a channel what was not asked for by a mention, where moderators do not want that.

    Raises:
        StaysOut: the bot stays out of the channel.
        OnlyMentioned: the bot answers there only when it is mentioned.
    """
    presence = assistant.channel(thread).presence
    if presence is Presence.STAYS_OUT:
        raise StaysOut
    if presence is Presence.MENTIONED:
        raise OnlyMentioned
