"""Communities that the bot is no longer in: what is kept of them stays for a while, and is then deleted."""

from __future__ import annotations

import asyncio
import datetime
import logging
import time
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from bot.errors import AlreadyRunning, ConfigurationError
from bot.libraries import Libraries
from bot.state.communities import known_of, noted_as_gone
from bot.state.faults import StateError
from bot.state.state import State
from index.errors import RecordError

log = logging.getLogger(__name__)

KEPT_FOR = datetime.timedelta(days=30)
"""For how long the bot must have been away: whoever removed it in error has that long to invite it again."""

_EVERY = 3600.0  # seconds between two looks


class IsIn(Protocol):
    """How a platform says in which communities the bot is."""

    async def __call__(self, communities: Collection[str], /) -> Mapping[str, bool]:
        """Return whether the bot is in each of `communities`, by the platform's own ids.

        One of which the platform does not know that for certain just now, as while it is not connected, or while the
        community itself is out of order, is left out.

        Raises:
            StateError: that cannot be read.
        """


class Departures:
    """Asks the platforms again and again where the bot still is, so that nothing depends on an event that was missed.

    Several processes may do so at once: each knows of the communities that it serves, and a library is deleted as it is
    changed, by one at a time.
    """

    def __init__(
        self,
        libraries: Libraries,
        state: State,
        platforms: Mapping[str, IsIn],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Look after what `libraries` and `state` hold.

        Args:
            libraries: those of the communities.
            state: all else that is kept of them.
            platforms: by their names, what says where the bot is.
            clock: gives seconds since 1970.
        """
        self._libraries = libraries
        self._state = state
        self._platforms = platforms
        self._clock = clock

    async def run(self) -> None:
        """Look, for as long as the process runs; nothing that fails ends it."""
        while True:
            for platform in self._platforms:
                try:
                    await self.look(platform)
                except ConfigurationError:
                    pass  # the platform cannot begin either, and says why when it ends the program
                except StateError as error:
                    log.warning("In which communities the bot still is cannot be looked up: %s", error)
                except Exception:
                    log.exception("Looking up in which communities of %s the bot still is failed", platform)
            await asyncio.sleep(_EVERY)

    async def look(self, platform: str) -> None:
        """Note where the bot is no longer and where it is again, and delete what was kept for long enough.

        Raises:
            StateError: the database, or the platform, cannot say.
        """
        async with self._state.database.reading() as session:
            since = await known_of(session, platform)
        present = await self._platforms[platform](since.keys())
        now = datetime.datetime.fromtimestamp(self._clock(), datetime.UTC)
        for place, is_there in present.items():
            community, gone = f"{platform}:{place}", since[place]
            if is_there and gone is not None:
                await self._note(community, None)
                log.info("The bot is in %s again: what is kept of it stays.", community)
            elif not is_there and gone is None:
                await self._note(community, now)
                log.warning(
                    "The bot is not in %s: what is kept of it will be deleted on %s, unless the bot is there by then.",
                    community,
                    (now + KEPT_FOR).date(),
                )
            elif not is_there and gone is not None and gone <= now - KEPT_FOR:
                await self._delete(community, gone)

    async def _note(self, community: str, gone: datetime.datetime | None) -> None:
        async with self._state.database.session() as session:
            await noted_as_gone(session, community, gone)

    async def _delete(self, community: str, gone: datetime.datetime) -> None:
        try:
            if not await self._libraries.forget(community, gone):
                return
            await self._state.forgotten(community)
        except AlreadyRunning:
            return  # another process is at it
        except RecordError as error:
            log.warning("What is kept of %s is not all deleted yet: %s", community, error)
            return
        log.warning("What was kept of %s is deleted: the bot was not in it from %s on.", community, gone.date())
