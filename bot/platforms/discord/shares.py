"""Which of Discord's shards are this process's, and when it may identify one."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from bot.state.faults import StateError
from bot.state.leases import Leases, Share

log = logging.getLogger(__name__)

ALLOWED_EVERY = 5.0
"""Seconds between two identifies of the same bucket that Discord wants."""

BETWEEN_IDENTIFIES = 5.5
"""Seconds between two turns; the rest is for two processes of which one takes longer to send what it may."""

_LATE_TURNS = 3
"""Turns that are let go because they came too late; where the database is always slow, Discord may refuse one."""

_BETWEEN_ATTEMPTS = 1.0  # seconds, while the database does not answer


class Shares(Protocol):
    """Divides the shards among the processes."""

    async def renew(self, wanted: int) -> Share:
        """Return what is this process's now; `wanted` is the number of shards, where nobody has settled that.

        Raises:
            StateError: that cannot be known just now.
        """

    async def give_back(self, parts: frozenset[int]) -> None:
        """Let others have the shards `parts`, whose connections are closed.

        Raises:
            StateError: they are not told, and take them when the lease is over.
        """

    async def leave(self) -> None:
        """Let others have all shards; all connections are closed.

        Raises:
            StateError: as of `give_back`.
        """

    async def turn(self, bucket: int) -> None:
        """Wait until a shard of the bucket may identify."""


class OwnShares:
    """All shards are this process's, the only one."""

    def __init__(self) -> None:
        """Begin with no shard identified."""
        self._next: dict[int, float] = {}

    async def renew(self, wanted: int) -> Share:
        """Return all."""
        return Share(wanted, frozenset(range(wanted)), frozenset(), 1)

    async def give_back(self, parts: frozenset[int]) -> None:
        """There is nobody to take them."""

    async def leave(self) -> None:
        """There is nobody to take them."""

    async def turn(self, bucket: int) -> None:
        """Wait until a shard of the bucket may identify."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next.get(bucket, now))
        self._next[bucket] = at + BETWEEN_IDENTIFIES
        await asyncio.sleep(at - now)


class LeasedShares(Leases):
    """The shards are divided among all processes that share a PostgreSQL."""

    async def turn(self, bucket: int) -> None:
        """Wait until a shard of the bucket may identify: no process does so within five seconds of another.

        A turn of which a busy process or database is told too late is let go, since the next one's may have come.
        """
        clock, late = asyncio.get_running_loop().time, 0
        while True:
            asked = clock()
            try:
                wait = await self.take_turn(f"identify {bucket}", BETWEEN_IDENTIFIES)
            except StateError as error:
                log.warning("Discord is not connected to before the database answers: %s", error)
                wait = _BETWEEN_ATTEMPTS
            if not wait:
                if clock() - asked <= BETWEEN_IDENTIFIES - ALLOWED_EVERY or late == _LATE_TURNS:
                    return
                late += 1
            await asyncio.sleep(wait)
