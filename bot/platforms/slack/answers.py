"""An answer as a message with its buttons."""

from __future__ import annotations

from bot.answers import Reply
from bot.assistant import Assistant
from bot.buttons import Press, presses
from bot.channels import Presence
from bot.conversation import Thread
from bot.phrases import Phrases
from bot.platforms.slack.buttons import answer_buttons
from bot.platforms.slack.layout import SlackMessage, lay_out
from bot.platforms.slack.serving import is_direct
from bot.replies import message_of


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
    message = await message_of(assistant, reply, thread, say)
    shown = [one for one in presses(reply, private=private) if one is not Press.SHARE or may_share(assistant, thread)]
    return lay_out(message, say, asked, answer_buttons(shown, reply.exchange, say))


def may_share(assistant: Assistant, thread: Thread) -> bool:
    """Return whether a private answer may be shown to the channel of `thread`, where others are."""
    return not is_direct(thread) and assistant.channel(thread).presence is Presence.ANSWERS
