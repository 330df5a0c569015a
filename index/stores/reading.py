"""Reading from a copy of the database that follows it, where there is one that has what is asked for."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import psycopg

from index.errors import SnapshotError, StoreError
from index.stores.server import Server

log = logging.getLogger(__name__)

PAUSE = 30.0
"""Seconds for which a copy is not asked after it could not answer."""

T = TypeVar("T")


class Reading:
    """Asks a copy first, and the database itself for what the copy does not have. Safe for several threads.

    A snapshot is written in one transaction and never changed, so whoever has it has all of it: it makes no difference
    which of both is asked for which part.
    """

    def __init__(self, primary: Server, copy: Server | None = None) -> None:
        """Read from `copy`, which may lag behind `primary` or be away."""
        self._primary = primary
        self._copy = copy
        self._away_until = 0.0

    @property
    def name(self) -> str:
        """The database's address without the password, for messages."""
        return self._primary.name

    def read(self, ask: Callable[[psycopg.Connection], T]) -> T:
        """Return what `ask` reads of a snapshot; it may be called twice.

        Raises:
            SnapshotError: as `ask` raises it where the snapshot is not there, or not whole.
            StoreError: the server cannot be reached, or refuses.
        """
        if self._copy is not None and time.monotonic() >= self._away_until:
            try:
                with self._copy.connection() as connection:
                    found = ask(connection)
            except SnapshotError:
                log.debug("The copy %s does not have a snapshot yet.", self._copy.name)
            except StoreError as error:
                # With every question that waited for it in vain, all others would wait too.
                self._away_until = time.monotonic() + PAUSE
                log.warning("A copy is not read from for a while: %s", error)
            else:
                return found
        with self._primary.connection() as connection:
            return ask(connection)

    def close(self) -> None:
        """Close the connections to the copy."""
        if self._copy is not None:
            self._copy.close()
