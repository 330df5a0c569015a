"""Snapshots on disk: a folder of them, and an archive, which also says which of them is current.

    ROOT/snapshots/ID/...   one folder a snapshot, never changed once it has its name
    ROOT/current            of an archive: the id of the one that answers; replaced by a single rename
    ROOT/lock               held by whoever writes

A snapshot is written under another name, read back and checked, and only then renamed; a process that is
killed at any moment leaves `current` naming a whole snapshot.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import SnapshotError
from index.snapshot import REBUILD, Snapshot
from index.snapshot_files import read_snapshot, write_snapshot

KEPT = 5
_UNFINISHED = ".part"


class Shelf:
    """A folder of snapshots, each whole; which of them answers is for somebody else to know."""

    def __init__(self, root: Path) -> None:
        """Use the folder `root`; it is made when something is first written."""
        self.root = root
        self._snapshots = root / "snapshots"

    def folder(self, name: str) -> Path | None:
        """Return the folder of the snapshot of that id, or None where there is none."""
        folder = self._snapshots / name
        return None if name in {"", ".", ".."} or Path(name).name != name or not folder.is_dir() else folder

    def names(self) -> list[str]:
        """Return the ids of the snapshots that are held, the newest first.

        Raises:
            SnapshotError: the folder cannot be read.
        """
        try:
            found = [folder.name for folder in self._snapshots.iterdir() if folder.suffix != _UNFINISHED]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SnapshotError(
                f"The folder {self._snapshots} cannot be read: {error.strerror}. Let the bot read it."
            ) from error
        return sorted(found, reverse=True)

    def holds(self, name: str) -> bool:
        """Return whether the snapshot of that id is held, whole or not."""
        return self.folder(name) is not None

    def load(self, name: str, model: str | None = None) -> Snapshot:
        """Read and verify the snapshot of that id; `model` is the embedding model it must have been made by.

        Raises:
            SnapshotError: it is not there, or does not verify.
        """
        folder = self.folder(name)
        if folder is None:
            raise SnapshotError(f"The snapshot {name} is not in {self._snapshots}. {REBUILD}")
        return read_snapshot(folder, model)

    def save(self, snapshot: Snapshot, needed: Collection[str] = ()) -> Path:
        """Write `snapshot`, verify what was written, and return its folder; one that is there already may stay.

        Afterwards all are deleted but the newest `KEPT` and those whose ids are `needed`.

        Raises:
            SnapshotError: another process is writing, the disk refused, or what was written does not verify.
        """
        with self.writing():
            folder = self.write(snapshot)
            self.prune({folder.name, *needed})
            return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Have nobody else write to the folder meanwhile.

        Raises:
            SnapshotError: another process is writing, or the disk refuses.
        """
        try:
            self._snapshots.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / "lock", timeout=0):
                yield
        except Timeout as error:
            raise SnapshotError(
                f"Another process is writing an index to {self.root}. Try again when it is done."
            ) from error
        except OSError as error:
            raise SnapshotError(
                f"The index could not be written to {self.root}: {error.strerror or error}. The old one is unchanged. "
                "Make room, or let the bot write there."
            ) from error

    def write(self, snapshot: Snapshot) -> Path:
        """Write and verify a snapshot; to be called within `writing`."""
        for left in self._snapshots.glob(f"*{_UNFINISHED}"):
            shutil.rmtree(left, ignore_errors=True)
        folder = self._snapshots / snapshot.manifest.id
        if folder.is_dir():
            with suppress(SnapshotError):
                read_snapshot(folder, snapshot.manifest.model)
                return folder
            shutil.rmtree(folder)
        unfinished = folder.with_name(folder.name + _UNFINISHED)
        try:
            write_snapshot(snapshot, unfinished)
            read_snapshot(unfinished, snapshot.manifest.model)
            for file in unfinished.iterdir():
                _sync(file)
            _sync(unfinished)
            unfinished.rename(folder)
            _sync(self._snapshots)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return folder

    def prune(self, needed: Collection[str]) -> None:
        """Delete all but the newest `KEPT` and those whose ids are `needed`; to be called within `writing`."""
        others = sorted(folder for folder in self._snapshots.iterdir() if folder.name not in needed)
        for folder in others[: -(KEPT - 1)]:
            shutil.rmtree(folder, ignore_errors=True)


class Archive:
    """A shelf, and which of its snapshots is current."""

    def __init__(self, root: Path) -> None:
        """Use the folder `root`; it is made when something is first written."""
        self.root = root
        self._shelf = Shelf(root)
        self._current = root / "current"

    def current(self) -> Path | None:
        """Return the folder of the current snapshot, or None where none was ever saved.

        Raises:
            SnapshotError: the pointer to it cannot be read, or names a snapshot that is not there.
        """
        try:
            name = self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SnapshotError(f"{self._current} cannot be read. {REBUILD}") from error
        folder = self._shelf.folder(name)
        if folder is None:
            raise SnapshotError(f"{self._current} names a snapshot that is not there. {REBUILD}")
        return folder

    def load(self, model: str | None = None) -> Snapshot:
        """Read and verify the current snapshot; `model` is the embedding model it must have been made by.

        Raises:
            SnapshotError: there is none, or it does not verify; the message says which and what to do.
        """
        folder = self.current()
        if folder is None:
            raise SnapshotError(f"There is no index in {self.root} yet. Build one with `python -m index build`.")
        return read_snapshot(folder, model)

    def save(self, snapshot: Snapshot) -> Path:
        """Write `snapshot`, verify what was written, and make it the current one.

        Returns:
            Its folder. The newest five snapshots are kept; older ones and unfinished ones are deleted.

        Raises:
            SnapshotError: another process is writing, the disk refused, or what was written does not
                verify. The snapshot that was current stays so.
        """
        with self._shelf.writing():
            folder = self._shelf.write(snapshot)
            self._point_to(folder.name)
            self._shelf.prune({folder.name})
            return folder

    def _point_to(self, name: str) -> None:
        pointer = self._current.with_name(self._current.name + _UNFINISHED)
        pointer.write_text(name + "\n", encoding="utf-8")
        _sync(pointer)
        pointer.replace(self._current)
        _sync(self.root)


def _sync(path: Path) -> None:
    """Have the disk hold what was written to `path`, where the system can promise that."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems refuse to sync a folder
            os.fsync(handle)
    finally:
        os.close(handle)
