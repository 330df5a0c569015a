"""The window that asks what was wrong with an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.buttons import complaint_labels
from bot.exchanges import LONGEST_REMARK, Complaint, Verdict
from bot.phrases import Phrases
from bot.platforms.discord.members import Interaction
from index.plain import cut

_WINDOW = re.compile(r"complaint=(?P<exchange>[\w-]{1,40})")
_WHY, _REMARK = "why", "remark"
_TITLE = _LABEL = 45
_OPTION = 100


@dataclass(frozen=True, slots=True)
class Complained:
    """What a member has put into the window, about which exchange."""

    exchange: str
    verdict: Verdict


def complaining_window(exchange: str, say: Phrases) -> discord.ui.Modal:
    """Return the window about the answer of `exchange`. `read_complaint` understands what comes of it.

    It is stopped already, so that discord.py does not keep it: one that it keeps serves the first of several members
    alone, and nobody after a restart.
    """
    window = discord.ui.Modal(title=cut(say("button-unhelpful"), _TITLE), custom_id=f"complaint={exchange}")
    options = [discord.SelectOption(label=cut(words, _OPTION), value=one.value) for one, words in complaint_labels(say)]
    why: discord.ui.Select[Any] = discord.ui.Select(custom_id=_WHY, options=options)
    remark: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_REMARK, style=discord.TextStyle.paragraph, max_length=LONGEST_REMARK, required=False
    )
    window.add_item(discord.ui.Label(text=cut(say("complaint-why"), _LABEL), component=why))
    window.add_item(discord.ui.Label(text=cut(say("complaint-remark"), _LABEL), component=remark))
    window.stop()
    return window


def read_complaint(interaction: Interaction) -> Complained | None:
    """Return what a member has sent from the window, None where `interaction` is something else."""
    if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
        return None
    sent: Mapping[str, Any] = interaction.data
    window = _WINDOW.fullmatch(str(sent.get("custom_id")))
    if window is None:
        return None
    fields = {str(one["custom_id"]): one for one in _fields(sent.get("components") or ())}
    chosen = next(iter(fields.get(_WHY, {}).get("values") or ()), None)
    why = Complaint(chosen) if chosen in set(Complaint) else Complaint.OTHER
    remark = str(fields.get(_REMARK, {}).get("value") or "").strip()
    return Complained(window["exchange"], Verdict(helpful=False, complaint=why, remark=remark))


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of a window, whatever they are wrapped in."""
    for one in components:
        within = [*one.get("components", ()), *([one["component"]] if "component" in one else [])]
        yield from _fields(within)
        if "custom_id" in one:
            yield one
