"""A clock that a test sets by hand, for what is forgotten, counted or asked again after a while."""

from __future__ import annotations

import datetime


class Clock:
    """What code calls for the seconds; `now` is what it says."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        """Begin at `now`."""
        self.now = now

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now

    @property
    def time(self) -> datetime.datetime:
        """The same as a moment, where the seconds are those of the epoch."""
        return datetime.datetime.fromtimestamp(self.now, datetime.UTC)
