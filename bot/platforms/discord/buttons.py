"""The buttons below messages. What they are about stands in their ids, so that they work after a restart too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord

from bot.answers import Reply
from bot.buttons import Press, press_label, presses
from bot.phrases import Phrases
from bot.platforms.discord.layout import Row, View
from bot.platforms.discord.members import Interaction
from index.plain import cut

PRESSED = "answer_button"
"""The event that a press of a button makes the client dispatch, with the interaction and `Pressed`."""

SPEAKERS, QUOTES, POST_CARD, FORGET = "speakers", "quotes", "post", "forget"
"""What buttons do that do not stand below a reply; those that do are called as in `Press`."""

_BUTTON = re.compile(r"(?P<what>[a-z]+):(?P<exchange>[\w-]{0,40}):(?P<page>\d{1,4})")
_MOST_LABEL = 80
_MOST_PAGES = 9_999


@dataclass(frozen=True, slots=True)
class Pressed:
    """Which button was pressed: `what` it does, for which exchange, and to which page."""

    what: str
    exchange: str = ""
    page: int = 0

    @property
    def custom_id(self) -> str:
        """What the button carries, at most 60 characters."""
        return f"{self.what}:{self.exchange}:{self.page}"


class Button(
    discord.ui.DynamicItem[discord.ui.Button[View]],
    template=_BUTTON,
):
    """A button of the bot's, from whichever message and process."""

    def __init__(
        self,
        pressed: Pressed,
        label: str = "",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        *,
        disabled: bool = False,
    ) -> None:
        """Make the button that says `pressed` when it is pressed."""
        self.pressed = pressed
        super().__init__(
            discord.ui.Button(
                label=cut(label, _MOST_LABEL), style=style, custom_id=pressed.custom_id, disabled=disabled
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that a member has pressed."""
        return cls(Pressed(match["what"], match["exchange"], int(match["page"])))

    async def callback(self, interaction: Interaction) -> None:
        """Leave it to the client's event."""
        interaction.client.dispatch(PRESSED, interaction, self.pressed)


def answer_rows(reply: Reply, say: Phrases, *, private: bool) -> list[Row]:
    """Return the buttons below a reply; `private` says whether only the member sees it."""
    wanted = presses(reply, private=private)
    opinions = (Press.HELPFUL, Press.UNHELPFUL, Press.DELETE)
    first = [Button(Pressed(one, reply.exchange), press_label(one, say)) for one in wanted if one not in opinions]
    second = [Button(Pressed(one, reply.exchange), press_label(one, say)) for one in wanted if one in opinions]
    return _rows(first, second)


def exchange_below(answer: discord.Message) -> str:
    """Return the id of the exchange that the buttons below an answer carry, empty where there are none."""
    rows = [row.children for row in answer.components if isinstance(row, discord.ActionRow)]
    ids = [one.custom_id or "" for row in rows for one in row if isinstance(one, discord.Button)]
    found = (_BUTTON.fullmatch(one) for one in ids)
    return next((match["exchange"] for match in found if match and match["exchange"]), "")


def card_view(exchange: str, say: Phrases) -> discord.ui.View:
    """Return what stands below a card that only the member sees: posting it for everybody."""
    view = discord.ui.View(timeout=None)
    view.add_item(Button(Pressed(POST_CARD, exchange), press_label(Press.SHARE, say)))
    return view


def page_rows(what: str, number: int, pages: int, say: Phrases, exchange: str = "") -> list[Row]:
    """Return the buttons that turn the pages of a list; pages count from 1."""
    turns = {"earlier": number - 1, "later": number + 1}
    return _rows(
        [
            Button(Pressed(what, exchange, to), say(f"button-{turn}"))
            for turn, to in turns.items()
            if 1 <= to <= min(pages, _MOST_PAGES)
        ]
    )


def forget_rows(say: Phrases) -> list[Row]:
    """Return the button that deletes what is kept of a member."""
    return _rows([Button(Pressed(FORGET), say("button-forget"), discord.ButtonStyle.danger)])


def _rows(*rows: Sequence[Button]) -> list[Row]:
    made: list[Row] = []
    for buttons in filter(None, rows):
        row: Row = discord.ui.ActionRow()
        for button in buttons:
            row.add_item(button)
        made.append(row)
    return made
