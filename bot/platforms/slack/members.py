"""Who a member is: what Slack vouches for, asked when a command arrives, and the language that they read."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import NotAllowed
from bot.moderation import Actor
from bot.phrases import Phrases, phrases
from bot.platforms.slack.delivery import error_code, what_failed
from bot.platforms.slack.workspaces import Workspaces

log = logging.getLogger(__name__)

KEPT_FOR = 60.0
"""Seconds for which a user group's members are not asked for again."""

LOCALE_KEPT_FOR = 60 * 60.0
"""Seconds for which a member's language is not asked for again."""

LOCALE_UNKNOWN_FOR = 60.0
"""Seconds for which it is not asked for again where Slack did not say; English meanwhile."""

MOST_LOCALES = 10_000
"""Members whose language is remembered at once; who was asked for longest ago goes first."""

_PATIENCE = 2.0
"""Seconds that an answer waits for its language."""

_FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError)


class NotChecked(NotAllowed):
    """The command is for moderators, and Slack did not tell whether the member is one."""

    phrase = "error-not-allowed-unchecked"


class Members:
    """Looks up what a member of a workspace may do."""

    def __init__(
        self,
        workspaces: Workspaces,
        moderator_groups: frozenset[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask the client of each workspace; membership in `moderator_groups` (ids of user groups) is looked up too."""
        self._workspaces = workspaces
        self._moderator_groups = moderator_groups
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}
        self._locales: OrderedDict[tuple[str, str], tuple[float, str | None]] = OrderedDict()

    async def phrases(self, team: str, member: str) -> Phrases:
        """Return the bot's own words in the language of `member`; in English where Slack does not tell it soon."""
        until, locale = self._locales.get((team, member), (0.0, None))
        if (team, member) not in self._locales or self._clock() >= until:
            kept_for = LOCALE_KEPT_FOR
            try:
                asking = self._workspaces.client(team).users_info(user=member, include_locale=True)
                found = ((await asyncio.wait_for(asking, _PATIENCE)).get("user") or {}).get("locale")
                locale = found if isinstance(found, str) else None
            except _FAILURES as error:
                log.info("Slack did not tell a member's language (%s).", what_failed(error))
                kept_for = LOCALE_UNKNOWN_FOR
            self._remember((team, member), self._clock() + kept_for, locale)
        return phrases(locale)

    def _remember(self, who: tuple[str, str], until: float, locale: str | None) -> None:
        self._locales[who] = (until, locale)
        self._locales.move_to_end(who)
        while len(self._locales) > MOST_LOCALES:
            self._locales.popitem(last=False)

    async def actor(self, team: str, channel: str, member: str) -> tuple[Actor, bool]:
        """Return `member` as an actor, and whether all that was asked about them was answered.

        What Slack does not answer counts as a right that the member does not have.
        """
        complete = True
        runs = False
        groups: frozenset[str] = frozenset()
        try:
            runs = await self._runs_the_workspace(member, team)
        except _FAILURES as error:
            complete = False
            _report("users.info", error)
        if not runs:
            try:
                groups = await self._groups(member, team)
            except _FAILURES as error:
                complete = False
                _report("usergroups.users.list", error)
        return Actor("slack", team, channel, member, runs_the_community=runs, groups=groups), complete

    async def _runs_the_workspace(self, member: str, team: str) -> bool:
        user = (await self._workspaces.client(team).users_info(user=member)).get("user") or {}
        # An admin of another workspace, met in a shared channel, is nobody here.
        teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
        return team in teams and any(user.get(flag) is True for flag in ("is_admin", "is_owner", "is_primary_owner"))

    async def _groups(self, member: str, team: str) -> frozenset[str]:
        named = sorted(self._moderator_groups)
        return frozenset([group for group in named if member in await self._members_of(group, team)])

    async def _members_of(self, group: str, team: str) -> frozenset[str]:
        kept, now = self._kept.get((team, group)), self._clock()
        if kept is not None and now - kept[0] < KEPT_FOR:
            return kept[1]
        try:
            response = await self._workspaces.client(team).usergroups_users_list(usergroup=group)
            members = frozenset(response.get("users") or ())
        except SlackApiError as error:
            if error_code(error) != "no_such_subteam":
                raise
            members = frozenset()  # a group of another workspace
        self._kept[team, group] = (now, members)
        return members


def _report(method: str, error: Exception) -> None:
    log.warning(
        "Slack did not answer %s (%s): a command for moderators was refused for it.", method, what_failed(error)
    )
