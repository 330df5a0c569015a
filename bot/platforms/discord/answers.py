"""From a reply to the message that shows it on Discord, with its buttons."""

from __future__ import annotations

from bot.answers import Reply
from bot.assistant import Assistant
from bot.conversation import Thread
from bot.phrases import Phrases
from bot.platforms.discord.buttons import answer_rows
from bot.platforms.discord.layout import Post, layout_message
from bot.replies import message_of


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
    message = await message_of(assistant, reply, thread, say)
    rows = answer_rows(reply, say, private=private)
    return layout_message(message, say, reply.question if repeat_question else None, rows)
