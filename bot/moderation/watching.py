"""Looking at sources of the web again, now and then: what changed is taken over, and moderators are told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from bot.errors import AlreadyRunning, BotError
from bot.libraries import Done, Libraries, Plan, Reload
from bot.moderation import Actor
from bot.moderation.changing import done_notice, unfetched_facts
from bot.moderation.notice import Fact, Notice
from bot.moderation.rendering import names
from bot.phrases import Phrases, phrases
from bot.rendering import article_title
from bot.state.state import State
from index.errors import RecordError

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
    """Looks again at the sources of communities' own libraries."""

    def __init__(self, libraries: Libraries, state: State, minutes: int, tellers: Mapping[str, Teller]) -> None:
        """Look every `minutes`; `tellers` are the platforms' by their names."""
        self._libraries = libraries
        self._state = state
        self._minutes = minutes
        self._tellers = tellers

    async def run(self) -> None:
        """Look, for as long as the process runs; nothing that fails ends it."""
        while True:
            await asyncio.sleep(self._minutes * _MINUTE)
            await self.look()

    async def look(self) -> None:
        """Look at all communities' sources once."""
        for community in self._libraries.own:
            try:
                await self._look_at(community)
            except AlreadyRunning:
                continue  # a moderator is at work there: the next round sees to it
            except (BotError, RecordError) as error:
                log.warning("The sources of %s could not be looked at again: %s", community, error)
            except Exception:
                log.exception("Looking again at the sources of %s failed", community)

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
        await self._tell(platform, place, plan, done, changed)

    async def _tell(self, platform: str, community: str, plan: Plan, done: Done, changed: list[str]) -> None:
        rules = self._state.settings.community(plan.community)
        teller = self._tellers.get(platform)
        if teller is None or rules.notices is None:
            return
        say = phrases(rules.language)
        notice = done_notice(done, say("watch-changed", count=len(changed)), say, unfetched_facts(plan, say))
        facts = (Fact(say("watch-sources"), names(changed)), *notice.facts)
        await teller(community, rules.notices, Notice(notice.lead, facts, acts=notice.acts, tone="done"), say)
