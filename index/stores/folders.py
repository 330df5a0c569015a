"""Snapshots in folders: for one process, which holds those that it answers from in memory."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from index.archive import Shelf


class FolderStore:
    """A folder with a folder for each community."""

    def __init__(self, root: Path) -> None:
        """Use the folder `root`; it is made when something is first saved."""
        self._root = root

    def shelf(self, community: str) -> Shelf:
        """Return the snapshots of a community; their folder is named by a hash, whatever stands in the key."""
        platform, _, _ = community.partition(":")
        safe = platform if platform.isalnum() and platform.isascii() else "other"
        return Shelf(self._root / f"{safe}-{hashlib.sha256(community.encode()).hexdigest()[:20]}")

    def forget(self, community: str) -> None:
        """Delete all that is held of a community.

        Raises:
            SnapshotError: another process is writing there, or the disk refuses.
        """
        shelf = self.shelf(community)
        if shelf.root.is_dir():
            with shelf.writing():
                shutil.rmtree(shelf.root)

    def close(self) -> None:
        """Nothing is held open."""
