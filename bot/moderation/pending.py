"""What was shown to a moderator and waits for their word: in memory, for ten minutes, for them alone."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.errors import AlreadyRunning
from bot.moderation import Actor
from bot.moderation.faults import OfferGone
from bot.moderation.notice import Notice
from bot.moderation.request import Request

FORGOTTEN_AFTER = 10 * 60  # seconds
MOST, MOST_OF_ONE = 100, 6
"""Offers kept at once, of all and of one moderator, each with an index in memory; the oldest go first."""

Work = Callable[[Request], Awaitable[Notice]]
"""What is done when the moderator says yes."""


@dataclass(frozen=True, slots=True)
class _Offer:
    whose: tuple[str, str, str]
    until: float
    what: str
    work: Work


class Offers:
    """What can be confirmed. Belongs to the event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with none; `clock` returns seconds."""
        self._clock = clock
        self._kept: OrderedDict[str, _Offer] = OrderedDict()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._kept)

    def make(self, actor: Actor, what: str, work: Work) -> str:
        """Keep `work` until `actor` wants it, and return the name it is kept under: 16 characters, not to be guessed.

        Args:
            actor: the one moderator who can take it up.
            what: the command that it belongs to, for the audit log.
            work: what is done then.
        """
        self._forget()
        name = secrets.token_urlsafe(12)
        whose = _whose(actor)
        self._kept[name] = _Offer(whose, self._clock() + FORGOTTEN_AFTER, what, work)
        theirs = [name for name, offer in self._kept.items() if offer.whose == whose]
        for oldest in [*theirs[:-MOST_OF_ONE], *list(self._kept)[:-MOST]]:
            self._kept.pop(oldest, None)
        return name

    def what(self, actor: Actor, name: str) -> str:
        """Return the command that an offer to `actor` belongs to, "button" where there is no such offer."""
        offer = self._kept.get(name)
        return offer.what if offer and offer.whose == _whose(actor) else "button"

    async def carry_out(self, asked: Request, name: str) -> Notice:
        """Do what is kept under `name`, and return what came of it. It can be done once.

        Where another change is in the way just now, it is kept: the button can be pressed again.

        Raises:
            OfferGone: as of `take`.
            AlreadyRunning: another change is being made there.
            BotError: it could not be done.
        """
        offer = self._kept.get(name)
        work = self.take(asked.actor, name)
        try:
            return await work(asked)
        except AlreadyRunning:
            if offer is not None:
                self._kept[name] = offer
            raise

    def take(self, actor: Actor, name: str) -> Work:
        """Return the work that is kept under `name` for `actor`; it can be taken once.

        Raises:
            OfferGone: there is none: it is over, was taken, or is another moderator's or another community's.
        """
        self._forget()
        offer = self._kept.get(name)
        if offer is None or offer.whose != _whose(actor):
            raise OfferGone
        del self._kept[name]
        return offer.work

    def _forget(self) -> None:
        now = self._clock()
        for name in [name for name, offer in self._kept.items() if offer.until <= now]:
            del self._kept[name]


def _whose(actor: Actor) -> tuple[str, str, str]:
    return actor.platform, actor.community, actor.member
