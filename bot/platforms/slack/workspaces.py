"""The workspaces that the bot serves, each with a Web API client that has its token."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.delivery import retry_handlers


class Workspaces(Protocol):
    """Where the bot is installed."""

    def client(self, team: str) -> AsyncWebClient:
        """Return the client for the workspace with the id `team`, from which a request has just come."""

    async def find(self, team: str) -> AsyncWebClient | None:
        """Return the client for the workspace with the id `team`; None where the bot is not installed there.

        Raises:
            StateError: what is kept of installations cannot be read.
        """


class OneWorkspace:
    """The one workspace that SLACK_BOT_TOKEN belongs to."""

    def __init__(self, client: AsyncWebClient) -> None:
        """Talk to it through `client`; which one it is, is known once `team` is set."""
        self._client = client
        self.team: str | None = None

    def client(self, team: str) -> AsyncWebClient:  # noqa: ARG002 - requests come from the one workspace alone
        """Return the client, whatever the request says it comes from."""
        return self._client

    async def find(self, team: str) -> AsyncWebClient | None:
        """Return the client where `team` is the workspace."""
        return self._client if team == self.team else None

    async def installed(self, teams: Collection[str]) -> dict[str, bool]:
        """Return that it is installed in the workspace; another one may be served by a process with its token."""
        return {team: True for team in teams if team == self.team}


def new_client(api: str, token: str | None = None) -> AsyncWebClient:
    """Return a client for the Web API at the address `api`, which tries again where that helps."""
    return AsyncWebClient(token, base_url=api.rstrip("/") + "/", retry_handlers=retry_handlers())
