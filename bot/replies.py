"""From a reply of the assistant's to the message that a platform lays out, with what could be asked instead."""

from __future__ import annotations

import asyncio

from bot.answers import Reply
from bot.assistant import Assistant
from bot.conversation import Thread
from bot.phrases import Phrases
from bot.rendering import Message, example_for, render_reply


async def message_of(assistant: Assistant, reply: Reply, thread: Thread, say: Phrases) -> Message:
    """Return the message for a reply of `assistant` to the member of `thread`, in the words of `say`.

    Raises:
        NotReady: the index that answers in `thread` cannot be opened (any more).
    """
    offered = await assistant.suggestions_after(reply, thread, say)
    example = None if offered else await asyncio.to_thread(example_for, reply, await assistant.snapshot(thread), say)
    return render_reply(reply, say, example, offered)
