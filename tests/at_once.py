"""How many threads do something at once."""

from __future__ import annotations

import threading

from tests.waiting import SECONDS


class AtOnce:
    """What threads step into: each waits there until as many have come as are wanted, and then for one too many.

    `most` is how many were there at once. In code that keeps to its number every visit takes `moment`, so that one
    too many would come meanwhile.
    """

    def __init__(self, wanted: int, moment: float = 0.05) -> None:
        """Have visitors wait until `wanted` are there, and then `moment` seconds."""
        self.most = 0
        self._wanted, self._moment = wanted, moment
        self._there = 0
        self._changed = threading.Condition()

    def visit(self) -> None:
        """Step in, wait, and step out."""
        with self._changed:
            self._there += 1
            self.most = max(self.most, self._there)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.most >= self._wanted, SECONDS)
            self._changed.wait_for(lambda: self.most > self._wanted, self._moment)
            self._there -= 1
