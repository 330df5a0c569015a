"""What the database can be kept in, each with its own way of opening, checking and cleaning up."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

READING = "reads_only"
"""The execution option of a transaction that only reads."""


class Engine(Protocol):
    """One place that holds the tables: a file of SQLite, memory, or a server of PostgreSQL."""

    @property
    def name(self) -> str:
        """What messages call it; no password is in it."""

    def made(self) -> AsyncEngine:
        """Return what connects to it; nothing is connected yet.

        Raises:
            StateError: it cannot be made, as for a folder that may not be written to.
        """

    def prepare(self, connection: Connection) -> None:
        """Look whether it is whole, and bring its tables to this version in one transaction.

        Raises:
            StateError: it is damaged, of another program, or of a newer version. It is left as it is.
        """

    async def overwrite(self, engine: AsyncEngine) -> None:
        """Have nothing of what was deleted remain, as far as this kind of database can promise that.

        Raises:
            StateError: another process keeps it from doing so.
        """

    def alone(self, engine: AsyncEngine, name: str) -> AbstractAsyncContextManager[bool]:
        """Give whether no other process holds the lock of that name, which this one then holds to the end."""
