"""The bot on Slack: over Socket Mode or over HTTP, and an end that finishes what was begun."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.assistant import Assistant
from bot.connection import Connection
from bot.in_flight import InFlight
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.platforms.slack.delivery import ChannelOutlet, DeliveryError
from bot.platforms.slack.listeners import listen
from bot.platforms.slack.notices import lay_out_notice
from bot.platforms.slack.reaching import Ending, wait
from bot.platforms.slack.socket_mode import SocketMode
from bot.platforms.slack.web_mode import WebMode
from bot.platforms.slack.workspaces import Workspaces
from bot.settings import Settings
from bot.state.faults import StateError

log = logging.getLogger(__name__)

CLOSING_TIME = 4.0
"""Seconds that requests in flight get to finish when the process is told to end."""

_SETTLING = 0.2
"""Seconds between the acknowledgement of a request and the start of the task that serves it, at most."""

_DISCONNECTING_TIME = 1.0  # seconds


class SlackPlatform:
    """The bot on Slack."""

    name = "slack"

    def __init__(self, assistant: Assistant, settings: Settings, *, ping_seconds: float = 5.0) -> None:
        """Serve `assistant`; a connection that gives no sign of life for four times `ping_seconds` is replaced."""
        self._assistant = assistant
        self._moderator_groups = settings.slack_moderator_groups
        self._ending = Ending()
        self._disconnected = asyncio.Event()
        self._disconnected.set()
        self._in_flight = InFlight(_SETTLING)
        self.connection = Connection(self.name, assistant.metrics)
        given = (self._listen, settings, self._in_flight, self.connection, self._ending)
        self._mode: SocketMode | WebMode = (
            WebMode(*given, assistant.state.database) if settings.slack_over_http else SocketMode(*given, ping_seconds)
        )

    @property
    def app(self) -> AsyncApp:
        """The Bolt app with all listeners; it can be given requests without a connection.

        Raises:
            ConfigurationError: a setting that it needs is missing or malformed.
        """
        return self._mode.app

    async def run(self) -> None:
        """Connect and serve until `close`; lost connections are replaced.

        Raises:
            ConfigurationError: a setting is missing or malformed, or Slack refuses it.
        """
        self._disconnected.clear()
        try:
            await self._mode.run()
        finally:
            self._disconnected.set()

    async def close(self) -> None:
        """Take no more requests, let those in flight finish for a few seconds, and disconnect."""
        self._ending.closing.set()
        await self._in_flight.finish(CLOSING_TIME)
        self._ending.finished.set()
        await wait(self._disconnected, _DISCONNECTING_TIME)

    async def tell(self, community: str, channel: str, notice: Notice, say: Phrases) -> None:
        """Show `notice` in a channel of the workspace `community`, to which nobody gave a command.

        A channel that is gone, or closed to the bot, is logged; so is a workspace that the bot is not installed in.
        """
        try:
            client = await self._mode.workspaces.find(community)
        except StateError as error:
            log.warning("A notice for a Slack workspace was not shown: %s", error)
            return
        if client is None:
            log.warning("A notice for a Slack workspace was not shown: the bot is not connected to it.")
            return
        try:
            await ChannelOutlet(client, channel, None).send(lay_out_notice(notice, say, channel))
        except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack did not take a notice for moderators (%s).", error or type(error).__name__)

    async def is_in(self, communities: Collection[str]) -> dict[str, bool]:
        """Return whether the bot is installed in workspaces, by Slack's ids (a `bot.departures.IsIn`).

        Raises:
            StateError: what is kept of installations cannot be read.
        """
        return await self._mode.workspaces.installed(communities)

    @property
    def http_port(self) -> int | None:
        """The port for requests from Slack; None over Socket Mode."""
        return self._mode.port if isinstance(self._mode, WebMode) else None

    def _listen(self, app: AsyncApp, workspaces: Workspaces) -> None:
        listen(app, self._assistant, workspaces, self._moderator_groups, self._in_flight)
