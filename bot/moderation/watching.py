"""Looking at sources of the web again, now and then: what changed is taken over, and moderators are told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.errors import AlreadyRunning, BotError
from bot.libraries import Libraries, Reload
from bot.moderation import Actor
from bot.moderation.changing import done_notice, unfetched_facts
from bot.moderation.notice import Fact, Notice
from bot.moderation.rendering import difference_facts, names
from bot.phrases import Phrases, phrases
from bot.rendering import article_title
from bot.state.faults import StateError
from bot.state.state import State
from index.errors import RecordError
from index.watching import Look, Watched, look_again, watched_in

log = logging.getLogger(__name__)

WATCHER = "watch"
"""Who made a version, in the history and in the audit log, where no moderator did."""

_MINUTE = 60.0  # seconds


class Teller(Protocol):
    """How a platform shows a notice in a channel, to which nobody gave a command."""

    async def __call__(self, community: str, channel: str, notice: Notice, say: Phrases, /) -> None:
        """Show `notice` in a channel of a community, both by the platform's own ids.

        A channel that is gone, or closed to the bot, is logged.
        """


class Watching:
    """Looks again at the web sources of all libraries: the default one, and those of communities."""

    def __init__(
        self,
        libraries: Libraries,
        state: State,
        minutes: int,
        tellers: Mapping[str, Teller],
        look: Callable[[Sequence[Watched]], Awaitable[list[Look]]] = look_again,
    ) -> None:
        """Look every `minutes`.

        Args:
            libraries: whose sources are looked at.
            state: the settings, which say where moderators want to be told.
            minutes: between two looks.
            tellers: the platforms', by their names.
            look: how the default library's sources are looked at.
        """
        self._libraries = libraries
        self._state = state
        self._minutes = minutes
        self._tellers = tellers
        self._look = look
        self._watched: list[Watched] = []
        self._of = ""  # the id of the snapshot that `_watched` is of

    async def run(self) -> None:
        """Look, for as long as the process runs; nothing that fails ends it. Of several processes only one looks."""
        while True:
            try:
                async with self._state.database.alone("watching") as mine:
                    await asyncio.sleep(self._minutes * _MINUTE)
                    if mine:
                        await self.look()
            except StateError as error:
                log.warning("Sources are not looked at again just now: %s", error)
                await asyncio.sleep(_MINUTE)

    async def look(self) -> None:
        """Look at all sources once."""
        await self._guarded("what all communities share", self._look_at_default())
        for community in self._libraries.own:
            await self._guarded(community, self._look_at(community))

    async def _guarded(self, whose: str, looking: Coroutine[None, None, None]) -> None:
        """Await `looking`; what fails is logged."""
        try:
            await looking
        except AlreadyRunning:
            return  # a moderator is at work there: the next round sees to it
        except (BotError, RecordError) as error:
            log.warning("The sources of %s could not be looked at again: %s", whose, error)
        except Exception:
            log.exception("Looking again at the sources of %s failed", whose)

    async def _look_at_default(self) -> None:
        snapshot = self._libraries.default.snapshot
        if snapshot.manifest.id != self._of:
            self._watched, self._of = watched_in(snapshot), snapshot.manifest.id
        looks = await self._look(self._watched)
        for failed in (look for look in looks if look.error is not None):
            log.warning("%s", failed.error)
        self._watched = [look.watched for look in looks]
        changed = [article_title(look.article) for look in looks if look.article is not None]
        if not changed:
            return
        difference = await self._libraries.renew_default()
        self._of = self._libraries.default.snapshot.manifest.id
        if difference.nothing:
            return
        for community in self._state.settings.notices().keys() - set(self._libraries.own):
            say = phrases(self._state.settings.community(community).language)
            notice = Notice(say("watch-changed", count=len(changed)), difference_facts(difference, say), tone="done")
            await self._tell(community, notice, changed, say)

    async def _look_at(self, community: str) -> None:
        plan = await self._libraries.plan(community, Reload())
        if plan.unfetched:
            log.warning("%s sources of %s could not be fetched again.", len(plan.unfetched), community)
        if plan.nothing or not plan.contents:
            return
        before = await self._libraries.snapshot(community)
        known = {article.sha256 for article in before.record.articles}
        changed = [article_title(one) for one in plan.snapshot.record.articles if one.sha256 not in known]
        platform, _, place = community.partition(":")
        done = await self._libraries.carry_out(plan, Actor(platform, place, "", WATCHER))
        say = phrases(self._state.settings.community(community).language)
        notice = done_notice(done, say("watch-changed", count=len(changed)), say, unfetched_facts(plan, say))
        await self._tell(community, notice, changed, say)

    async def _tell(self, key: str, notice: Notice, changed: list[str], say: Phrases) -> None:
        """Tell the moderators of a community, where they want to hear it, what changed in which sources."""
        platform, _, community = key.partition(":")
        channel = self._state.settings.community(key).notices
        teller = self._tellers.get(platform)
        if teller is not None and channel is not None:
            facts = (Fact(say("watch-sources"), names(changed)), *notice.facts)
            await teller(community, channel, replace(notice, facts=facts), say)
