"""Draws the README's pictures of Discord and Slack: what the bot really sends there, in the platforms' looks.

python -m tests.pictures

The messages come from the platforms' own code, by way of the doubles that the tests use; the looks are imitated in
HTML and photographed with Debian's Chromium (apt install chromium). The quote card is the bot's own.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.answering import reply_to
from bot.answers import Answer
from bot.assistant import Assistant
from bot.card import draw_card, make_card
from bot.conversation import Conversation
from bot.library import Library
from bot.phrases import phrases
from bot.settings import Settings
from index.embedding import DEFAULT_MODEL, Encoder
from tests.bot.platforms.discord_world import world_of
from tests.bot.platforms.slack_desk import MODERATORS, open_desk
from tests.conftest import assistant_of
from tests.pictures import discord_look, slack_look
from tests.pictures.browser import NoBrowser, photograph
from tests.pictures.discord_moderators import discord_gaps_page, discord_moderators_page
from tests.pictures.page import Said, page, shown
from tests.pictures.slack_moderators import slack_moderators_page

FOLDER = Path(__file__).resolve().parent.parent.parent / ".github"
REPORTS = Path(__file__).resolve().parent.parent / "data" / "reports"
ON_DISCORD = ("Who said a marriage has been built on less?", "Who won the football match?")
ON_SLACK = ("Who said the machine does not play golf?", "Who won the football match?")
MEMBER, BOT = "Alice", "On the Record"


async def discord_page(assistant: Assistant, data_dir: Path) -> str:
    """Return a page with what `/ask` shows on Discord."""
    messages: list[Said] = []
    async with world_of(assistant, data_dir) as world:
        for question in ON_DISCORD:
            await world.ask(question)
            payload = world.sent("PATCH", r"/webhooks/.*@original")[-1]
            messages.append(Said(BOT, discord_look.body_of(payload), is_bot=True, note=f"{MEMBER} used <b>/ask</b>"))
    return page(discord_look.STYLE, messages)


async def slack_page(assistant: Assistant) -> str:
    """Return a page with what a direct message to the bot shows on Slack."""
    messages: list[Said] = []
    async with open_desk(assistant) as desk:
        for question in ON_SLACK:
            event: dict[str, Any] = dict(desk.server.event("message", question, channel="D1", channel_type="im"))
            payload = await desk.reply_to(event, "chat.postMessage")
            messages.append(Said(MEMBER, f"<p>{shown(question)}</p>"))
            messages.append(Said(BOT, slack_look.body_of(payload), is_bot=True))
    return page(slack_look.STYLE, messages)


def report_of(name: str, publisher: str, date: str) -> str:
    """Return one of the tests' invented reports as Markdown with front matter."""
    report = json.loads((REPORTS / f"{name}.json").read_text(encoding="utf-8"))
    head = f"---\ntitle: {json.dumps(report['title'])}\npublisher: {publisher}\ndate: {date}\n---\n\n"
    return head + "\n\n".join(report["paragraphs"])


async def draw(data_dir: Path) -> None:
    """Draw the pictures, over an index of one of the tests' invented reports in `data_dir`."""
    article = data_dir / "report.md"
    article.write_text(report_of("harbour", "Lok Wan Herald", "27 February 2026"), encoding="utf-8")
    encoder = Encoder.load()
    library = Library((article,), data_dir, DEFAULT_MODEL, lambda _name: encoder)
    library.open()
    threshold = Settings(_env_file=None).answer_threshold
    reply = reply_to(ON_DISCORD[0], Conversation(), library.snapshot, encoder, threshold)
    assert isinstance(reply, Answer)
    (FOLDER / "card.png").write_bytes(draw_card(make_card(reply.citation, phrases())))
    assistant = assistant_of(library, threshold, moderators=MODERATORS)
    photograph(await discord_page(assistant, data_dir), FOLDER / "discord.png")
    photograph(await discord_gaps_page(assistant, data_dir / "asking"), FOLDER / "discord-gaps.png")
    photograph(await slack_page(assistant), FOLDER / "slack.png")
    to_add = report_of("vineyards", "Kransdal Courier", "3 October 2026")
    on_discord = await discord_moderators_page(assistant, data_dir / "adding", to_add)
    photograph(on_discord, FOLDER / "discord-moderators.png")
    photograph(await slack_moderators_page(assistant, to_add), FOLDER / "slack-moderators.png")
    assistant.close()


def main() -> None:
    """Draw the pictures, or say what is missing."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            asyncio.run(draw(Path(folder)))
        except NoBrowser as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
