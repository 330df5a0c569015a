"""All that the bot keeps, opened and closed together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, delete

from bot.state import database
from bot.state.asked import AskedMessages
from bot.state.audit import AuditLog
from bot.state.database import Database
from bot.state.exchanges import Exchanges, delete_all
from bot.state.gaps import Gaps
from bot.state.members import Members
from bot.state.models import CommunityRow
from bot.state.news import News
from bot.state.seen import Seen
from bot.state.settings import SettingsStore

_DAY = 86_400.0  # seconds


class State:
    """The database and what stands in it. Questions stand in memory instead where they are not to be written down."""

    def __init__(
        self,
        folder: Path | None = None,
        keep_days: int = 0,
        clock: Callable[[], float] = time.time,
        url: URL | None = None,
    ) -> None:
        """Keep everything in the folder at `folder`, or at `url`; without either, in memory.

        Args:
            folder: the data folder; it is made where it is not there.
            keep_days: for how many days questions, verdicts and gaps are kept; 0: in memory only.
            clock: gives seconds since 1970.
            url: the PostgreSQL that holds everything, instead of a file in the folder.

        Raises:
            StateError: the key that members are hashed with cannot be read or made.
        """
        self.database = Database(url or (folder / database.FILE if folder else None))
        self.audit = AuditLog(self.database)
        self.seen = Seen(self.database, clock)
        self.settings = SettingsStore(self.database)
        # The key of several processes stands in the database that they share: `open` gets it from there.
        self._members = Members.of_folder(folder) if folder and url is None else Members.of_memory()
        lasting = folder is not None or url is not None
        written = lasting and keep_days > 0
        self._questions = self.database if written or not lasting else Database()
        self.exchanges = Exchanges(self._questions, self._members, keep_days if written else 0, clock)
        self.asked = AskedMessages(self._questions, self._members, clock)
        self.gaps = Gaps(self._questions)
        self.news = News(self.database)
        self.news.hear("settings", self.settings.reread)
        self._pruning: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the database, read the settings, and delete what is older than it may be kept, now and each day.

        Raises:
            StateError: the database refuses, as of `Database.open`, or a setting in it is damaged.
        """
        await self.database.open()
        if self.database.is_shared:
            await self._members.share(self.database)
        await self.settings.open()
        self.news.start()
        if self._questions is self.database:
            await self._prune()
        else:
            await delete_all(self.database)
        self._pruning = asyncio.create_task(self._prune_daily(), name="forgetting what is old")

    async def forgotten(self, community: str) -> None:
        """Let nothing outlive a community that was deleted from the database (`bot.state.communities.forget`).

        Raises:
            StateError: the database refused; only what was deleted may not be overwritten yet.
        """
        await self.settings.reread(community)
        if self._questions is not self.database:
            async with self._questions.session() as session:
                await session.execute(delete(CommunityRow).where(CommunityRow.id == community))
        await self.database.overwrite()

    async def close(self) -> None:
        """Close the database; whoever asks afterwards is told so."""
        if self._pruning:
            self._pruning.cancel()
            await asyncio.gather(self._pruning, return_exceptions=True)
        await self.news.close()
        await self.database.close()
        await self._questions.close()

    async def _prune_daily(self) -> None:
        while True:
            await asyncio.sleep(_DAY)
            await self._prune()

    async def _prune(self) -> None:
        await self.exchanges.prune()
        await self.asked.prune()
