"""The buttons below what moderators are shown: each carries an act of the desk, whichever process made it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from bot.moderation.notice import LONGEST_ACT, Act
from bot.platforms.discord.layout import Row, View
from bot.platforms.discord.members import Interaction
from index.plain import cut

ACT = "moderators_act"
"""The event that a press of such a button makes the client dispatch, with the interaction and the act's id."""

_MOST_LABEL = 80
_IN_A_ROW, _MOST_ACTS = 5, 10
_STYLES = {
    "primary": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
    "plain": discord.ButtonStyle.secondary,
}


class ActButton(
    discord.ui.DynamicItem[discord.ui.Button[View]],
    template=rf"act=(?P<act>[ -~]{{1,{LONGEST_ACT}}})",
):
    """A button that carries an act. What the act is, and for whom, the desk knows: an id alone allows nothing."""

    def __init__(self, act: Act) -> None:
        """Make the button of `act`."""
        self.act = act.id
        super().__init__(
            discord.ui.Button(label=cut(act.label, _MOST_LABEL), style=_STYLES[act.style], custom_id=f"act={act.id}")
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that a moderator has pressed."""
        return cls(Act(match["act"], ""))

    async def callback(self, interaction: Interaction) -> None:
        """Leave it to the client's event."""
        interaction.client.dispatch(ACT, interaction, self.act)


def act_rows(acts: Sequence[Act]) -> list[Row]:
    """Return the buttons of `acts`, five in a row, at most ten."""
    rows: list[Row] = []
    for first in range(0, min(len(acts), _MOST_ACTS), _IN_A_ROW):
        row: Row = discord.ui.ActionRow()
        for act in acts[first : first + _IN_A_ROW]:
            row.add_item(ActButton(act))
        rows.append(row)
    return rows
