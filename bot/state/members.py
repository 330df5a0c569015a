"""Members as the database knows them: by a keyed hash, which only this installation can make."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from bot.conversation import Thread
from bot.state.communities import DEFAULT, held
from bot.state.database import Database
from bot.state.faults import Damaged, StateError
from bot.state.models import SecretRow

FILE = "key"
_LENGTH = 32  # bytes


class Members:
    """Turns members' ids into hashes. Without the key, nobody can try out which id a hash belongs to."""

    def __init__(self, key: bytes) -> None:
        """Hash with `key`, 32 random bytes."""
        self._key = key

    @classmethod
    def of_memory(cls) -> Members:
        """Hash with a key that nobody keeps, for what nobody keeps either."""
        return cls(secrets.token_bytes(_LENGTH))

    @classmethod
    def of_folder(cls, folder: Path) -> Members:
        """Hash with the key in `folder`; it is made there at the first start, for nobody else to read.

        Raises:
            StateError: the key cannot be read or made, or is not one.
        """
        path = folder / FILE
        try:
            if not path.exists():
                _make(path)
            key = path.read_bytes()
        except OSError as error:
            raise StateError(
                f"The key {path} cannot be read or made: {error.strerror or type(error).__name__}. Let the bot write "
                "to the folder."
            ) from error
        if len(key) != _LENGTH:
            raise StateError(
                f"The key {path} is damaged. Put back a copy of it, or delete it: the bot then makes another, and what "
                "it keeps of members from before is deleted when its days are over, no longer by /privacy."
            )
        return cls(key)

    async def share(self, database: Database) -> None:
        """Hash with the key that stands in `database`: whoever comes first puts its own there.

        Raises:
            StateError: the database refuses, or what stands there is no key (Damaged).
        """
        key = select(SecretRow.value).where(SecretRow.community == DEFAULT, SecretRow.name == FILE)
        async with database.session() as session:
            await held(session, DEFAULT)
            found = await session.scalar(key)
            if found is None:
                session.add(SecretRow(community=DEFAULT, name=FILE, value=self._key))
                found = self._key
        if len(found) != _LENGTH:
            raise Damaged(
                f"The key of members in the database {database.name} is damaged. Restore its table `secret` from a "
                "backup."
            )
        self._key = found

    def hash(self, thread: Thread) -> str:
        """Return the hash of the member of `thread`, 64 hexadecimal digits, the same in all of a platform's places."""
        return self._hash(thread.platform, thread.member)

    def conversation(self, thread: Thread) -> str:
        """Return the hash of the conversation that `thread` names, 64 hexadecimal digits."""
        return self._hash(*thread)

    def _hash(self, *parts: str) -> str:
        return hmac.digest(self._key, "\0".join(parts).encode(), hashlib.sha256).hex()


def _make(path: Path) -> None:
    """Write a new key to `path`, whole or not at all; where another process was faster, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()
