"""What commands and buttons show beside answers: lists in pages, passages in context, what is kept."""

from __future__ import annotations

import asyncio

from bot.answers import Answer
from bot.assistant import Assistant
from bot.conversation import Thread
from bot.details import render_context, render_others, render_quotes
from bot.paging import page
from bot.phrases import Phrases
from bot.platforms.slack.answers import lay_out_reply
from bot.platforms.slack.buttons import Listed, forget_button, page_buttons
from bot.platforms.slack.layout import SlackMessage, lay_out_details, lay_out_lines, lay_out_text
from bot.privacy import render_privacy
from bot.rendering import render_sources, render_speakers

ON_A_PAGE = 20
"""Speakers on one page."""


async def speakers(assistant: Assistant, number: int, thread: Thread, say: Phrases) -> SlackMessage:
    """Return page `number` (from 1) of who speaks."""
    heading, lines = await asyncio.to_thread(render_speakers, await assistant.snapshot(thread), say)
    shown = page(lines, number, ON_A_PAGE)
    if shown.pages > 1:
        heading = f"{heading} ({say('page', number=shown.number, pages=shown.pages)})"
    buttons = page_buttons(Listed.SPEAKERS, shown.number, shown.pages, say)
    return lay_out_lines(heading, shown.items, say, buttons=buttons)


async def sources(assistant: Assistant, thread: Thread, say: Phrases) -> SlackMessage:
    """Return the articles."""
    heading, lines = await asyncio.to_thread(render_sources, await assistant.snapshot(thread), say)
    return lay_out_lines(heading, lines, say)


async def quotes(assistant: Assistant, name: str, thread: Thread, say: Phrases) -> SlackMessage:
    """Return the first page of all that a speaker said, for the member of `thread`, or that there is nothing."""
    reply = await assistant.quotes(name, thread)
    if not isinstance(reply, Answer):
        return await lay_out_reply(assistant, reply, thread, say, private=True)
    return _lay_out_quotes(reply, 1, say)


async def quotes_again(assistant: Assistant, exchange: str, number: int, thread: Thread, say: Phrases) -> SlackMessage:
    """Return page `number` (from 1) of the quotes that were asked for in `exchange`."""
    reply = (await assistant.recall(exchange, thread)).reply
    if not isinstance(reply, Answer):
        return lay_out_text(say("nothing-lead"))
    return _lay_out_quotes(reply, number, say)


def _lay_out_quotes(answer: Answer, number: int, say: Phrases) -> SlackMessage:
    shown = render_quotes(answer, say, number)
    pages = shown.pages if answer.exchange else 1  # what is not kept cannot be paged through
    return lay_out_details(shown, page_buttons(Listed.QUOTES, shown.number, pages, say, answer.exchange))


async def context(assistant: Assistant, exchange: str, thread: Thread, say: Phrases) -> SlackMessage:
    """Return the passage of an answer with those before and after it."""
    return lay_out_details(render_context(await assistant.context(exchange, thread), say))


async def others(assistant: Assistant, exchange: str, thread: Thread, say: Phrases) -> SlackMessage:
    """Return the other passages that came close."""
    return lay_out_details(render_others(await assistant.others(exchange, thread), say))


async def privacy(assistant: Assistant, thread: Thread, say: Phrases) -> SlackMessage:
    """Return what is kept of the member of `thread`, with a button that deletes it."""
    first, *rest = render_privacy(await assistant.kept(thread), say)
    return lay_out_lines(first, rest, say, bold=False, buttons=forget_button(say))
