"""What a moderator reads on Slack: a report that is to be added, and a speaker of it who is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.assistant import Assistant
from bot.platforms.slack.moderating import ADD
from tests.bot.platforms.slack_desk import Desk, open_desk
from tests.bot.platforms.slack_payloads import ADMIN
from tests.pictures import slack_look
from tests.pictures.page import Said, page

MODERATOR, BOT = "Mei", "On the Record"
NAME = "vineyards.md"


async def slack_moderators_page(assistant: Assistant, report: str) -> str:
    """Return a page with what Slack shows to a moderator who adds `report`, the text of a Markdown file."""
    messages: list[Said] = []
    async with open_desk(assistant) as desk:
        file = desk.server.file(report.encode(), NAME, "text/markdown")
        offered = await noticed(desk, desk.server.shortcut(ADD, "", user=ADMIN, files=[file]))
        messages.append(_said(f"{MODERATOR} chose <b>Add to the library</b> on a message with {NAME}", offered))
        add = slack_look.first_button(offered)
        await noticed(desk, desk.server.action(add["action_id"], add["value"], user=ADMIN))
        typed = "correct 3 role: manager of the Kransdal Valley water board"
        corrected = await noticed(desk, desk.server.command("/index", typed, user=ADMIN))
        messages.append(_said(f"{MODERATOR} typed <b>/index {typed}</b>", corrected))
    return page(slack_look.STYLE, messages)


async def noticed(desk: Desk, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand over a payload and return the notice that comes of it: at once, or in the message that told how it went."""
    before = len(desk.server.calls)
    found: list[Mapping[str, Any]] = []

    def has_come() -> bool:
        shown = [call.arguments for call in desk.server.calls[before:]]
        found[:] = [one for one in shown if any(block["type"] == "actions" for block in one.get("blocks") or ())]
        return bool(found)

    await desk.give(payload)
    await desk.server.until(has_come, 120)
    return found[0]


def _said(note: str, message: Mapping[str, Any]) -> Said:
    return Said(BOT, slack_look.body_of(message), is_bot=True, note=f"{note} · Only visible to you")
