"""What every engine that keeps snapshots promises; `tests/index/stores` asks each of them for all of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from index.snapshot import Snapshot


class Shelf(Protocol):
    """The snapshots of one community. Safe for several threads and processes; its methods block."""

    def names(self) -> list[str]:
        """Return the ids of the snapshots that are held, the newest first.

        Raises:
            RecordError: the engine cannot be read.
        """

    def holds(self, name: str) -> bool:
        """Return whether the snapshot of that id is held.

        Raises:
            RecordError: the engine cannot be read.
        """

    def load(self, name: str, model: str | None = None) -> Snapshot:
        """Return the snapshot of that id, verified and ready to answer.

        Its words are in memory. Where its vectors stay in the engine, `Snapshot.retriever` asks the engine, for this
        community and this snapshot alone, and finds what it would find if they were in memory; `Snapshot.dense` and
        `Snapshot.tokens` fetch them.

        Args:
            name: its id, `Manifest.id`.
            model: the embedding model that it must have been made by; None: any.

        Raises:
            SnapshotError: it is not there, is damaged, or was made by another model.
            RecordError: the engine cannot be read.
        """

    def save(self, snapshot: Snapshot, needed: Collection[str] = ()) -> object:
        """Hold `snapshot`, whole or not at all; one that is held already stays.

        Afterwards all are deleted but the newest few and those whose ids are `needed`.

        Raises:
            RecordError: the engine refused, or another process is writing there. What was held still is.
        """


class Store(Protocol):
    """An engine that keeps the snapshots of all communities, each apart from every other's."""

    def shelf(self, community: str) -> Shelf:
        """Return the snapshots of a community, by its key; instantly, and made when something is first saved."""

    def forget(self, community: str) -> None:
        """Delete all that is held of a community.

        Raises:
            RecordError: the engine refused.
        """

    def close(self) -> None:
        """Let go of the engine; whoever asks afterwards gets a RecordError or opens it again."""
