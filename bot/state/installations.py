"""Where the bot is installed by its members themselves, with a token for each place, encrypted."""

from __future__ import annotations

import base64
import datetime
import logging
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, select

from bot.state.communities import known
from bot.state.database import Database
from bot.state.models import InstallationRow

log = logging.getLogger(__name__)

_PURPOSE = b"on-the-record: tokens of installations"


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation.

    Args:
        community: where (`Thread.community_key`).
        by: the id of who installed it.
        bot: what the platform calls the bot there, by names of the platform's own.
        token: logs the bot in there.
        at: since when.
    """

    community: str
    by: str
    bot: dict[str, str]
    token: str = field(repr=False)
    at: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))


class Installations:
    """All installations of one app. Whoever has the database alone has no token."""

    def __init__(self, database: Database, secret: str) -> None:
        """Keep them in `database`, encrypted with a key made of `secret`, which stands nowhere in it."""
        self._database = database
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
        self._cipher = Fernet(base64.urlsafe_b64encode(key))

    async def save(self, installation: Installation) -> None:
        """Keep an installation; it takes the place of an earlier one in the same community.

        Raises:
            StateError: the database refused.
        """
        row = InstallationRow(
            community=installation.community,
            at=installation.at,
            by=installation.by,
            bot=installation.bot,
            token=self._cipher.encrypt(installation.token.encode()),
        )
        async with self._database.session() as session:
            await known(session, installation.community)
            await session.merge(row)

    async def find(self, community: str) -> Installation | None:
        """Return the installation in a community; None where there is none, or its token cannot be decrypted.

        Raises:
            StateError: the database refused.
        """
        async with self._database.reading() as session:
            row = await session.get(InstallationRow, community)
        if row is None:
            return None
        try:
            token = self._cipher.decrypt(row.token).decode()
        except InvalidToken:
            log.warning("The token for %s was kept with another secret of the app: install the app again.", community)
            return None
        return Installation(row.community, row.by, {k: str(v) for k, v in row.bot.items()}, token, row.at)

    async def communities(self) -> set[str]:
        """Return the communities with an installation, also those whose token cannot be decrypted.

        Raises:
            StateError: the database refused.
        """
        async with self._database.reading() as session:
            return set(await session.scalars(select(InstallationRow.community)))

    async def remove(self, community: str, before: datetime.datetime | None = None) -> bool:
        """Forget the installation in a community; return whether there was one.

        Args:
            community: where.
            before: one that is newer stays: what is told late does not undo that the bot was installed again.

        Raises:
            StateError: the database refused.
        """
        gone = delete(InstallationRow).where(InstallationRow.community == community)
        if before is not None:
            gone = gone.where(InstallationRow.at <= before)
        async with self._database.session() as session:
            return (await session.execute(gone.returning(InstallationRow.community))).first() is not None
