"""How often a member may ask, and how often a channel: token buckets that fill up again with time."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.conversation import Thread, place_of
from bot.errors import CoolingDown

_MINUTE = 60.0
MOST = 10_000
"""Members and channels that are remembered at once; whoever has been silent longest goes first."""


@dataclass(slots=True)
class _Bucket:
    """How many questions were left at `when`, and until when a refusal need not be told again."""

    left: float
    when: float
    told_until: float = -math.inf


class Cooldown:
    """Counts the questions of members and channels. Not for several threads at once: it belongs to the event loop."""

    def __init__(self, member: int = 6, channel: int = 30, clock: Callable[[], float] = time.monotonic) -> None:
        """Let a member ask `member` questions a minute and a channel `channel`, 0 for any; `clock` gives seconds."""
        self._clock = clock
        self._rates = (member, channel)
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """Return how many members and channels are remembered."""
        return len(self._buckets)

    def admit(self, thread: Thread, member: int | None = None, channel: int | None = None) -> None:
        """Count one question in `thread`.

        Args:
            thread: who asks where.
            member: questions a minute that a member may ask there, 0 for any, None for what holds elsewhere.
            channel: the same of a channel.

        Raises:
            CoolingDown: the member, or the channel, has asked too much lately. `seconds` says how long to wait;
                `first_time` is true for the first refusal of a flood, which alone needs an answer.
        """
        now = self._clock()
        given = zip(("member", "channel"), (member, channel), self._rates, strict=True)
        rates = {name: default if rate is None else rate for name, rate, default in given}
        keys = {
            "member": (thread.platform, thread.community, thread.member),
            "channel": (thread.platform, thread.community, place_of(thread), ""),
        }
        buckets = {name: self._bucket(keys[name], rates[name], now) for name in keys}
        short = [name for name, bucket in buckets.items() if bucket.left < 1]
        if not short:
            for bucket in buckets.values():
                bucket.left -= 1
            return
        wait = max((1 - buckets[name].left) * _MINUTE / rates[name] for name in short)
        # Also who is refused for the channel's sake is told once: each member, not one for all.
        asking = buckets["member"]
        first = now >= asking.told_until
        if first:
            asking.told_until = now + wait
        raise CoolingDown(first_time=first, seconds=max(1, math.ceil(wait)))

    def _bucket(self, key: Hashable, rate: int, now: float) -> _Bucket:
        """Return the bucket of `key`, filled up to `now`; that of the rate 0 is never empty."""
        most = rate or math.inf
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        bucket.left = min(most, bucket.left + (now - bucket.when) * rate / _MINUTE) if rate else most
        bucket.when = now
        self._buckets.move_to_end(key)
        while len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
        return bucket
