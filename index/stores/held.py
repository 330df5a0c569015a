"""The snapshots in memory: of the communities that asked last, within a bound; what is needed again is loaded again."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from index.retrieval import Embedded
from index.snapshot import Snapshot

MOST_BYTES = 512 << 20

_A_CHARACTER = 40
"""Bytes in memory for a character of the articles, with all that is made of them for answering."""


class Held:
    """Snapshots by community. Not for several threads."""

    def __init__(self, most_bytes: int | None = None) -> None:
        """Hold snapshots of about `most_bytes` together, None: `MOST_BYTES`; and the newest one in any case."""
        self._most_bytes = most_bytes
        self._bytes = 0
        self._held: OrderedDict[str, tuple[Snapshot, int]] = OrderedDict()

    def __contains__(self, community: object) -> bool:
        """Return whether a community's snapshot is held."""
        return community in self._held

    def __len__(self) -> int:
        """Return how many are held."""
        return len(self._held)

    def get(self, community: str) -> Snapshot | None:
        """Return a community's snapshot, which is thereby the last to go; None where it is not held."""
        if community not in self._held:
            return None
        self._held.move_to_end(community)
        return self._held[community][0]

    def put(self, community: str, snapshot: Snapshot) -> None:
        """Hold a community's snapshot instead of an earlier one; those that nobody asked for longest go."""
        self.pop(community)
        weight = weight_of(snapshot)
        self._held[community] = snapshot, weight
        self._bytes += weight
        most = MOST_BYTES if self._most_bytes is None else self._most_bytes
        while self._bytes > most and len(self._held) > 1:
            self.pop(next(iter(self._held)))

    def pop(self, community: str) -> None:
        """Let a community's snapshot go, if it is held."""
        if community in self._held:
            self._bytes -= self._held.pop(community)[1]


def weight_of(snapshot: Snapshot) -> int:
    """Return about how many bytes of memory a snapshot takes that answers.

    Vectors count where they are in memory: not those on a server, and not those that stay in their files.
    """
    words = _A_CHARACTER * sum(len(article.text) for article in snapshot.record.articles)
    vectors = snapshot.vectors
    if not isinstance(vectors, Embedded) or isinstance(vectors.tokens.codes.base, np.memmap):
        return words
    rows = len(vectors.dense) + len(vectors.dense.owners)
    return words + vectors.tokens.codes.nbytes + 4 * rows * vectors.dense.dimension
