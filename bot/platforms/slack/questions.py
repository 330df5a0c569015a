"""Which of the bot's messages answers which question, so that edits and deletions of the question are followed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.conversation import Thread, place_of
from bot.state.asked import AskedMessage, AskedMessages

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

    def learn(self, known: AskedMessage | None) -> None:
        """Take over what other processes know of it."""
        if known is not None:
            self.edited = max(self.edited, known.edited, key=_time)
            self.withdrawn |= known.withdrawn
            self.answer = known.answer or self.answer
            self.exchange = known.exchange or self.exchange


class AskedQuestions:
    """The questions of late, each by the channel of its thread and the timestamp of its message.

    All processes know of them that share a database; within this one, those at the same question take turns.
    """

    def __init__(self, shared: AskedMessages) -> None:
        """Start with those that are `shared`."""
        self._shared = shared
        self._kept: OrderedDict[tuple[str, str], Asked] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are remembered here."""
        return len(self._kept)

    async def find(self, thread: Thread, ts: str) -> Asked | None:
        """Return the question with that place, if any process remembers it."""
        if asked := self._kept.get((place_of(thread), ts)):
            return asked
        known = await self._shared.find(thread, _key(thread, ts))
        return self._remembered(thread, ts, known) if known else None

    async def note(self, thread: Thread, ts: str, edited: str) -> Asked:
        """Return the question with that place, remembered from now on, with its newest edit noted."""
        asked = self._remembered(thread, ts)
        asked.edited = max(asked.edited, edited, key=_time)
        asked.learn(await self._shared.note(thread, _key(thread, ts), asked.edited))
        return asked

    async def withdraw(self, thread: Thread, ts: str) -> Asked | None:
        """Return the question with that place, withdrawn from now on; None where none is known, or it was before."""
        asked = self._kept.get((place_of(thread), ts))
        known = await self._shared.withdraw(thread, _key(thread, ts))
        if asked is None and known is not None:
            asked = self._remembered(thread, ts)
        if asked is None:
            return None
        asked.learn(known)
        before, asked.withdrawn = asked.withdrawn, True
        return None if before else asked

    async def still_stands(self, asked: Asked, thread: Thread, ts: str, edited: str) -> bool:
        """Return whether a question stands in the words that the edit `edited` gave it, as far as any process knows."""
        asked.learn(await self._shared.find(thread, _key(thread, ts)))
        return asked.stands(edited)

    async def answered(self, asked: Asked, thread: Thread, ts: str, edited: str) -> bool:
        """Note by what a question is answered; return whether nobody knows better who does not know of that."""
        stands = await self._shared.answered(thread, _key(thread, ts), edited, asked.answer, asked.exchange)
        return stands or not asked.stands(edited)

    def _remembered(self, thread: Thread, ts: str, known: AskedMessage | None = None) -> Asked:
        place = place_of(thread), ts
        asked = self._kept.setdefault(place, Asked())
        asked.learn(known)
        self._kept.move_to_end(place)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return asked


def _key(thread: Thread, ts: str) -> str:
    return f"{place_of(thread)} {ts}"


def _time(timestamp: str) -> tuple[int, int]:
    """Return a timestamp of Slack's ("1700000000.000123", or empty for none) as numbers that can be compared."""
    seconds, _, part = timestamp.partition(".")
    return int(seconds or 0), int(part or 0)
