"""The many workspaces that have installed the bot: each request is answered with the token of its own."""

from __future__ import annotations

import datetime
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.listeners import SCOPES
from bot.platforms.slack.workspaces import new_client
from bot.state.faults import StateError
from bot.state.installations import Installation, Installations

log = logging.getLogger(__name__)

KEPT_FOR = 60.0
"""Seconds for which an installation is not read again: so late another process learns that it is gone."""

MOST_KEPT = 2_000
"""Workspaces whose clients are held at once; the one that was silent longest goes first."""


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    installation: Installation
    client: AsyncWebClient


class InstalledWorkspaces(AsyncInstallationStore, AsyncAuthorize):
    """Keeps what Slack's OAuth gives, and finds it again for Bolt and for the bot's own messages."""

    def __init__(self, installations: Installations, api: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep them in `installations`, and talk to the Web API at the address `api`; `clock` gives seconds."""
        self._installations = installations
        self._api = api
        self._clock = clock
        self._nobody = new_client(api)
        self._known: OrderedDict[str, _Known] = OrderedDict()

    @property
    def logger(self) -> logging.Logger:
        """The logger, as Bolt asks for it."""
        return log

    def client(self, team: str) -> AsyncWebClient:
        """Return the client for a workspace; one without a token where it has just uninstalled the bot."""
        known = self._known.get(team)
        return known.client if known else self._nobody

    async def find(self, team: str) -> AsyncWebClient | None:
        """Return the client for a workspace; None where the bot is not installed there.

        Raises:
            StateError: what is kept cannot be read.
        """
        known = await self._look_up(team)
        return known.client if known else None

    async def installed(self, teams: Collection[str]) -> dict[str, bool]:
        """Return whether the bot is installed in each of `teams`.

        Raises:
            StateError: what is kept cannot be read.
        """
        communities = await self._installations.communities()
        return {team: _key(team) in communities for team in teams}

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt passes it by name
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002 - so this
        actor_enterprise_id: str | None = None,  # noqa: ARG002 - and this
        actor_team_id: str | None = None,  # noqa: ARG002 - and this
        actor_user_id: str | None = None,  # noqa: ARG002 - and this
    ) -> AuthorizeResult | None:
        """Return as what the bot answers a request of a workspace; None where it is not installed there.

        Raises:
            StateError: what is kept cannot be read: Slack then delivers the request again.
        """
        known = await self._look_up(team_id or "")
        if known is None:
            return None
        bot = known.installation.bot
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot["bot_id"],
            bot_user_id=bot["bot_user_id"],
            bot_token=known.installation.token,
            bot_scopes=bot["scopes"],
        )

    async def async_save(self, installation: SlackInstallation) -> None:
        """Keep what Slack gave to who installed the bot.

        Raises:
            BoltError: it is for a whole organisation, or its token expires, neither of which the bot can do; or it
                cannot be written down.
        """
        team, token = installation.team_id, installation.bot_token
        if installation.is_enterprise_install or not team or not token:
            raise BoltError(
                "The app was installed for a whole organisation. Install it in one workspace after another."
            )
        if installation.bot_token_expires_at is not None:
            raise BoltError("The app's tokens expire. Switch token rotation off in its settings, and install it again.")
        granted = installation.bot_scopes or []
        scopes = granted.split(",") if isinstance(granted, str) else list(granted)
        if missing := set(SCOPES) - set(scopes):
            log.warning(
                "The workspace %s did not grant the scopes %s; some things will not work.", team, sorted(missing)
            )
        bot = {"bot_id": installation.bot_id or "", "bot_user_id": installation.bot_user_id or ""}
        kept = Installation(_key(team), installation.user_id, {**bot, "scopes": ",".join(scopes)}, token)
        try:
            await self._installations.save(kept)
        except StateError as error:
            raise BoltError(str(error)) from error
        self._known.pop(team, None)
        log.info("The bot was installed in the Slack workspace %s.", team)

    async def forget(self, team: str, when: datetime.datetime) -> None:
        """Forget the installation of a workspace that uninstalled the bot at `when`.

        Raises:
            StateError: it cannot be deleted.
        """
        self._known.pop(team, None)
        if await self._installations.remove(_key(team), before=when):
            log.info("The Slack workspace %s has uninstalled the bot; its token is deleted.", team)

    async def _look_up(self, team: str) -> _Known | None:
        known = self._known.get(team)
        if known and self._clock() < known.until:
            return known
        try:
            found = await self._installations.find(_key(team))
        except StateError:
            if known is None:
                raise
            return known  # what held a minute ago is likelier to hold than not
        if found is None:
            self._known.pop(team, None)
            return None
        client = (
            known.client if known and known.installation.token == found.token else new_client(self._api, found.token)
        )
        self._known[team] = _Known(self._clock() + KEPT_FOR, found, client)
        self._known.move_to_end(team)
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return self._known[team]


def _key(team: str) -> str:
    return f"slack:{team}"
