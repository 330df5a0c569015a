"""Which of the bot's messages answers which question, so that edits and deletions of the question are followed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 5_000
"""Questions remembered at once; the longest unchanged go first. Their answers then stay as they are."""


@dataclass(slots=True)
class Asked:
    """A question that a member wrote as a message, and what became of it.

    `edited` is the timestamp of its newest edit, empty where there was none; `answer` that of the bot's message, None
    where there is none that can be edited; `exchange` the id of what was answered; `turn` is held by who answers it.
    """

    edited: str = ""
    withdrawn: bool = False
    answer: str | None = None
    exchange: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def stands(self, edited: str) -> bool:
        """Return whether the question is still there, and in the words that the edit `edited` gave it."""
        return not self.withdrawn and self.edited == edited


class AskedQuestions:
    """The questions of late, by the channel and the timestamp of the message."""

    def __init__(self) -> None:
        """Start with none."""
        self._kept: OrderedDict[tuple[str, str], Asked] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._kept)

    def known(self, channel: str, ts: str) -> Asked | None:
        """Return the question with that place, if it is remembered."""
        return self._kept.get((channel, ts))

    def note(self, channel: str, ts: str, edited: str) -> Asked:
        """Return the question with that place, remembered from now on, with its newest edit noted."""
        asked = self._kept.setdefault((channel, ts), Asked())
        asked.edited = max(asked.edited, edited, key=_time)
        self._kept.move_to_end((channel, ts))
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return asked


def _time(timestamp: str) -> tuple[int, int]:
    """Return a timestamp of Slack's ("1700000000.000123", or empty for none) as numbers that can be compared."""
    seconds, _, part = timestamp.partition(".")
    return int(seconds or 0), int(part or 0)
