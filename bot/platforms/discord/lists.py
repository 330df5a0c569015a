"""Lists of which a message shows one page."""

from __future__ import annotations

from bot.answers import Answer, Reply
from bot.details import render_quotes
from bot.paging import page
from bot.phrases import Phrases
from bot.platforms.discord.buttons import QUOTES, SPEAKERS, page_rows
from bot.platforms.discord.layout import Post, layout_details, layout_lines, layout_message
from bot.rendering import render_reply, render_speakers
from index.snapshot import Snapshot

_SPEAKERS_ON_A_PAGE = 20


def speakers_page(snapshot: Snapshot, say: Phrases, number: int = 1) -> Post:
    """Return page `number`, counted from 1, of who speaks, with the buttons that turn the pages."""
    heading, lines = render_speakers(snapshot, say)
    shown = page(lines, number, _SPEAKERS_ON_A_PAGE)
    if shown.pages > 1:
        heading = f"{heading} · {say('page', number=shown.number, pages=shown.pages)}"
    return layout_lines(heading, shown.items, say, page_rows(SPEAKERS, shown.number, shown.pages, say))


def quotes_page(reply: Reply, say: Phrases, number: int = 1) -> Post:
    """Return page `number`, counted from 1, of all that a speaker said; or what was replied where there is nothing."""
    if not isinstance(reply, Answer):
        return layout_message(render_reply(reply, say), say)
    details = render_quotes(reply, say, number)
    # Without an exchange that is kept, the buttons would not find the other pages.
    pages = details.pages if reply.exchange else 1
    return layout_details(details, say, page_rows(QUOTES, details.number, pages, say, reply.exchange))
