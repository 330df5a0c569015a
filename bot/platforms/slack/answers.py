"""An answer as a message with its buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bot.answering import Answer, Reply
from bot.assistant import Assistant
from bot.card import can_be_card
from bot.channels import Presence
from bot.conversation import Thread
from bot.phrases import Phrases
from bot.platforms.slack.buttons import Press, answer_buttons
from bot.platforms.slack.layout import SlackMessage, lay_out
from bot.platforms.slack.serving import is_direct
from bot.rendering import example_for, render_reply


async def lay_out_reply(
    assistant: Assistant, reply: Reply, thread: Thread, say: Phrases, *, private: bool = False, asked: str | None = None
) -> SlackMessage:
    """Return `reply` to the member of `thread`, laid out.

    Args:
        assistant: who replies.
        reply: the reply.
        thread: where it is shown.
        say: the bot's own words.
        private: whether that member alone sees it.
        asked: a line above it, where the conversation does not show the question.
    """
    example = await asyncio.to_thread(example_for, reply, assistant.snapshot, say)
    message = render_reply(reply, say, example)
    presses = tuple(_presses(reply, shareable=private and may_share(assistant, thread)))
    buttons = answer_buttons(presses, reply.exchange, say) if reply.exchange else None
    return lay_out(message, say, asked, buttons)


def may_share(assistant: Assistant, thread: Thread) -> bool:
    """Return whether a private answer may be shown to the channel of `thread`, where others are."""
    return not is_direct(thread) and assistant.channel(thread).presence is Presence.ANSWERS


def _presses(reply: Reply, *, shareable: bool) -> Iterator[Press]:
    yield Press.CONTEXT
    is_answer = isinstance(reply, Answer)
    if len(reply.shown) > len(reply.given or reply.shown[:1]):
        yield Press.OTHERS
    if is_answer and can_be_card(reply.given[0]):
        yield Press.CARD
    yield Press.HELPFUL
    yield Press.UNHELPFUL
    if shareable:
        yield Press.SHARE
    yield Press.DELETE
