"""What a moderator reads on Discord: a report that is to be added, that it is, and what members asked in vain."""

from __future__ import annotations

from pathlib import Path

import simcord

from bot.assistant import Assistant
from bot.phrases import phrases
from tests.bot.platforms.discord_world import World, world_of
from tests.pictures import discord_look
from tests.pictures.page import Said, page

MODERATOR, BOT = "Mei", "On the Record"
NAME = "vineyards.md"
IN_VAIN = (
    "Who won the football match?",
    "What did Zebulon Quux say about tariffs?",
    "Who won the match?",
    "Where can I buy a kettle?",
)


async def discord_moderators_page(assistant: Assistant, data_dir: Path, report: str) -> str:
    """Return a page with what Discord shows to a moderator who adds `report`, the text of a Markdown file.

    `data_dir` is a folder of its own for the world.
    """
    async with world_of(assistant, data_dir) as world:
        offered = await _given(world, "add", file=(NAME, report.encode()))
        messages = [_said(world, f"used <b>/index add</b> with {NAME}")]
        assert offered.response is not None
        label = phrases()("desk-add")
        await world.moderator.click(offered.response, label=label)
        messages.append(_said(world, f"pressed <b>{label}</b>"))
    return page(discord_look.STYLE, messages)


async def discord_gaps_page(assistant: Assistant, data_dir: Path) -> str:
    """Return a page with what Discord shows to a moderator who looks what was not answered.

    `data_dir` is a folder of its own for the world.
    """
    async with world_of(assistant, data_dir) as world:
        for question in IN_VAIN:
            await world.ask(question)
        await _given(world, "gaps")
        messages = [_said(world, "used <b>/index gaps</b>")]
    return page(discord_look.STYLE, messages)


async def _given(world: World, command: str, **options: object) -> simcord.InteractionResult:
    result: simcord.InteractionResult = await world.moderator.slash(world.channel, f"index {command}", **options)
    return result


def _said(world: World, what: str) -> Said:
    """Return the message that the bot has shown last."""
    payload = world.sent("PATCH", r"/webhooks/.*@original")[-1]
    note = f"{MODERATOR} {what} · Only you can see this"
    return Said(BOT, discord_look.body_of(payload), is_bot=True, note=note)
