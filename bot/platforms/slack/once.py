"""Answering once what Slack delivers more than once to this process; `bot.state.seen` knows of the others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from bot.state.seen import REMEMBERED_FOR

MOST = 10_000


class Once:
    """Remembers what has been seen, for a while and up to a number."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing seen; `clock` returns seconds."""
        self._clock = clock
        self._seen: OrderedDict[Hashable, float] = OrderedDict()

    def first_time(self, *keys: Hashable) -> bool:
        """Return whether none of `keys` has been seen lately, and remember them all."""
        now = self._clock()
        while self._seen:
            oldest, when = next(iter(self._seen.items()))
            if len(self._seen) <= MOST and now - when < REMEMBERED_FOR:
                break
            del self._seen[oldest]
        new = not any(key in self._seen for key in keys)
        for key in keys:
            self._seen.setdefault(key, now)
        return new
