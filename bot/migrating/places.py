"""Where everything is kept: the data folder, or PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from bot.libraries import store_at
from bot.state import database as files
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.members import FILE as KEY
from index.archive import Archive
from index.stores import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A place that holds everything: the database, the built snapshots of communities, and for files their folder."""

    database: Database
    store: Store
    folder: Path | None

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.folder) if self.folder else self.database.name

    @property
    def archive(self) -> Archive | None:
        """The default library's snapshots, where they are files."""
        return Archive(self.folder) if self.folder else None

    def key(self) -> bytes | None:
        """Return the key of members that stands in the folder, or None where there is none.

        Raises:
            StateError: it cannot be read.
        """
        path = (self.folder or Path()) / KEY
        try:
            return path.read_bytes() if self.folder and path.exists() else None
        except OSError as error:
            raise StateError(f"The key {path} cannot be read: {error.strerror}. Let the bot read it.") from error

    def put_key(self, key: bytes) -> None:
        """Have `key` stand in the folder, whole or not at all.

        Raises:
            StateError: it cannot be written.
        """
        assert self.folder is not None  # noqa: S101 - for the type checker: only files have a folder
        unfinished = self.folder / f"{KEY}.part"
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(key)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(self.folder / KEY)
        except OSError as error:
            raise StateError(
                f"The key {self.folder / KEY} cannot be written: {error.strerror}. Let the bot write there."
            ) from error


@asynccontextmanager
async def kept_at(place: Path | URL) -> AsyncIterator[Kept]:
    """Give what is kept in a data folder or a PostgreSQL database, opened, and close it at the end.

    Raises:
        StateError: it cannot be opened.
    """
    folder = place if isinstance(place, Path) else None
    database = Database(folder / files.FILE if folder else place)
    store = store_at(place)
    try:
        await database.open()
        yield Kept(database, store, folder)
    finally:
        await database.close()
        store.close()
