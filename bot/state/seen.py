"""What was delivered already, remembered for all processes, so that one of them alone acts on it."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from bot.state.communities import known
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.models import SeenRow

log = logging.getLogger(__name__)

REMEMBERED_FOR = 15 * 60
"""Seconds. Slack delivers an event again at once, after a minute and after five minutes."""

_BETWEEN_CLEANINGS = 60.0  # seconds


class Seen:
    """What any process has seen. A database that one process has to itself remembers nothing: that process does."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Remember in `database`, where several processes share it; `clock` gives seconds since 1970."""
        self._database = database
        self._clock = clock
        self._cleaned = 0.0

    async def first_time(self, community: str, *keys: str) -> bool:
        """Return whether no process has seen any of `keys` lately, and remember them all.

        Of several processes that ask at once one is told so. Where the database does not answer, each is: rather a
        second answer than none.

        Args:
            community: where it was seen (`Thread.community_key`).
            keys: what names it, at most 200 characters each.
        """
        if self._database.url is None:
            return True
        try:
            first = await self._noted(community, sorted(keys))
        except StateError as error:
            log.warning("Whether something came a second time is not known: %s", error)
            return True
        await self._clean()
        return first

    async def _noted(self, community: str, keys: list[str]) -> bool:
        now = self._now()
        until = now + datetime.timedelta(seconds=REMEMBERED_FOR)
        new = insert(SeenRow).values([{"community": community, "key": key, "until": until} for key in keys])
        # Another process that is at the same key is waited for here.
        or_renewed = new.on_conflict_do_update(
            index_elements=["community", "key"], set_={"until": new.excluded.until}, where=SeenRow.until <= now
        ).returning(SeenRow.key)
        async with self._database.session() as session:
            await known(session, community)
            return len((await session.scalars(or_renewed)).all()) == len(keys)

    async def _clean(self) -> None:
        """Delete what nobody asks for any more, once a minute; where the database refuses, the next time does."""
        if self._clock() - self._cleaned < _BETWEEN_CLEANINGS:
            return
        self._cleaned = self._clock()
        try:
            async with self._database.session() as session:
                await session.execute(delete(SeenRow).where(SeenRow.until <= self._now()))
        except StateError as error:
            log.warning("What was seen long ago could not be deleted: %s", error)

    def _now(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self._clock(), datetime.UTC)
