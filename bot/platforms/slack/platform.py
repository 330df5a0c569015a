"""The connection to Slack: tokens, Socket Mode, and an end that finishes what was begun."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.assistant import Assistant
from bot.connection import Connection
from bot.errors import ConfigurationError
from bot.in_flight import InFlight
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.platforms.slack.delivery import ChannelOutlet, DeliveryError, error_code, retry_handlers
from bot.platforms.slack.listeners import SCOPES, listen
from bot.platforms.slack.notices import lay_out_notice
from bot.settings import Settings

log = logging.getLogger(__name__)

CLOSING_TIME = 4.0
"""Seconds that requests in flight get to finish when the process is told to end."""

_SETTLING = 0.2
"""Seconds between the acknowledgement of an envelope and the start of the task that serves it, at most."""

_DISCONNECTING_TIME = 1.0  # seconds
_LONGEST_WAIT = 60.0  # seconds between two attempts to reach Slack
_TEMPORARY = {None, "ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""Errors of Slack's that say nothing about a token; None stands for an answer that names no error."""

_GET_BOT_ONE = (
    "Copy the Bot User OAuth Token (xoxb-...) from the page OAuth & Permissions of your app at "
    "https://api.slack.com/apps into SLACK_BOT_TOKEN in .env."
)
_GET_APP_ONE = (
    "Make an app-level token (xapp-...) with the scope connections:write on the page Basic Information of your app "
    "at https://api.slack.com/apps, switch on its Socket Mode, and put the token into SLACK_APP_TOKEN in .env."
)

T = TypeVar("T")


class SlackPlatform:
    """The bot on Slack."""

    name = "slack"

    def __init__(self, assistant: Assistant, settings: Settings, *, ping_seconds: float = 5.0) -> None:
        """Serve `assistant`; a connection that gives no sign of life for four times `ping_seconds` is replaced."""
        self._assistant = assistant
        self._settings = settings
        self._ping_seconds = ping_seconds
        self._closing = asyncio.Event()
        self._finished = asyncio.Event()
        self._disconnected = asyncio.Event()
        self._disconnected.set()
        self._in_flight = InFlight(_SETTLING)
        self._team: str | None = None
        self.connection = Connection(self.name, assistant.metrics)

    @cached_property
    def app(self) -> AsyncApp:
        """The Bolt app with all listeners; it can be given requests without a connection.

        Raises:
            ConfigurationError: the bot token is missing or malformed.
        """
        app = AsyncApp(name="on-the-record", token=_bot_token(self._settings))
        app.client.base_url = str(self._settings.slack_api_url).rstrip("/") + "/"
        app.client.retry_handlers = retry_handlers()
        listen(app, self._assistant, self._settings.slack_moderator_groups, self._in_flight)
        return app

    async def run(self) -> None:
        """Connect and serve until `close`; lost connections are replaced.

        Raises:
            ConfigurationError: a token is missing, malformed or refused.
        """
        app, app_token = self.app, _app_token(self._settings)
        await self._until_reached(self._check_bot_token, f"Slack refused SLACK_BOT_TOKEN ({{}}). {_GET_BOT_ONE}")
        address = await self._until_reached(
            lambda: self._open_connection(app_token), f"Slack refused SLACK_APP_TOKEN ({{}}). {_GET_APP_ONE}"
        )
        if address is None:
            return
        await self._warm_up()
        self._disconnected.clear()
        handler = _Handler(app, app_token, self._in_flight, self._closing, self._ping_seconds)
        handler.client.wss_uri = address
        handler.client.message_listeners.append(self._on_any)
        connecting = asyncio.ensure_future(handler.client.connect())  # type: ignore[no-untyped-call]
        try:
            await self._keep_connected(handler)
        finally:
            self.connection.down()
            await handler.close_async()  # type: ignore[no-untyped-call]
            connecting.cancel()
            with suppress(asyncio.CancelledError):
                await connecting
            self._disconnected.set()

    async def close(self) -> None:
        """Take no more requests, let those in flight finish for a few seconds, and disconnect."""
        self._closing.set()
        await self._in_flight.finish(CLOSING_TIME)
        self._finished.set()
        await _wait(self._disconnected, _DISCONNECTING_TIME)

    async def tell(self, community: str, channel: str, notice: Notice, say: Phrases) -> None:
        """Show `notice` in a channel of the workspace `community`, to which nobody gave a command.

        A channel that is gone, or closed to the bot, is logged; so is a workspace that the bot is not connected to.
        """
        if community != self._team:
            log.warning("A notice for a Slack workspace was not shown: the bot is not connected to it.")
            return
        try:
            await ChannelOutlet(self.app.client, channel, None).send(lay_out_notice(notice, say, channel))
        except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack did not take a notice for moderators (%s).", error or type(error).__name__)

    async def _keep_connected(self, handler: AsyncSocketModeHandler) -> None:
        while not self._finished.is_set():
            await _wait(self._finished, self._ping_seconds)
            if not await handler.client.is_connected():
                self.connection.down()
                # slack_sdk would try an address again for ever that Slack accepts once and for a short while only;
                # without one it asks for another.
                handler.client.wss_uri = None

    async def _on_any(self, _client: object, message: Mapping[str, object], _raw: str | None = None) -> None:
        """Note that Slack greets a new connection; one that takes another's place is a reconnection."""
        if message.get("type") == "hello":
            self.connection.down()
            self.connection.up()

    async def _check_bot_token(self) -> bool:
        response = await self.app.client.auth_test()
        granted = response.headers.get("x-oauth-scopes")
        missing = set(SCOPES) - {scope.strip() for scope in granted.split(",")} if granted else set()
        if missing:
            log.warning(
                "The Slack app lacks the scopes %s. Update it from bot/platforms/slack-manifest.yaml and install it "
                "again; until then some things will not work.",
                ", ".join(sorted(missing)),
            )
        self._team = response.get("team_id")
        log.info("Slack knows the bot as %s in %s.", response.get("user"), response.get("team"))
        return True

    async def _warm_up(self) -> None:
        """Pass an event without meaning through the app.

        Before its first event Bolt asks Slack who it is; nobody's acknowledgement shall wait for that.
        """
        event = {"type": "message", "channel_type": "none"}
        await self.app.async_dispatch(
            AsyncBoltRequest(mode="socket_mode", body={"type": "event_callback", "event": event})
        )

    async def _open_connection(self, app_token: str) -> str:
        return str((await self.app.client.apps_connections_open(app_token=app_token))["url"])

    async def _until_reached(self, call: Callable[[], Awaitable[T]], refused: str) -> T | None:
        """Return what `call` returns, trying again while Slack cannot be reached; None when closing.

        Raises:
            ConfigurationError: Slack refused; `refused` is the sentence, with a place for Slack's word for it.
        """
        pause = 1.0
        while not self._closing.is_set():
            try:
                return await call()
            except SlackApiError as error:
                code = error_code(error)
                if code not in _TEMPORARY:
                    raise ConfigurationError(refused.format(code)) from None
                why = code or "a server error"
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                why = type(error).__name__
            log.warning("Slack cannot be reached (%s). Trying again in %d s.", why, pause)
            await _wait(self._closing, pause)
            pause = min(pause * 2, _LONGEST_WAIT)
        return None


class _Handler(AsyncSocketModeHandler):
    """Hands Slack's envelopes to Bolt. While closing it leaves them unacknowledged, so that Slack sends them again."""

    def __init__(
        self, app: AsyncApp, app_token: str, in_flight: InFlight, closing: asyncio.Event, ping_interval: float
    ) -> None:
        super().__init__(app, app_token, ping_interval=ping_interval)
        self._in_flight = in_flight
        self._closing = closing

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if not self._closing.is_set():
            with self._in_flight.request():
                await super().handle(client, req)


def _bot_token(settings: Settings) -> str:
    token = settings.slack_bot_token.get_secret_value().strip() if settings.slack_bot_token else ""
    if not token:
        raise ConfigurationError(f"SLACK_BOT_TOKEN is missing. {_GET_BOT_ONE}")
    if not token.startswith("xoxb-") or not token.isascii() or not token.isprintable():
        raise ConfigurationError(f"SLACK_BOT_TOKEN is not a bot token, which starts with xoxb-. {_GET_BOT_ONE}")
    return token


def _app_token(settings: Settings) -> str:
    token = settings.slack_app_token.get_secret_value().strip() if settings.slack_app_token else ""
    if not token:
        raise ConfigurationError(f"SLACK_APP_TOKEN is missing. {_GET_APP_ONE}")
    if not token.startswith("xapp-") or not token.isascii() or not token.isprintable():
        raise ConfigurationError(f"SLACK_APP_TOKEN is not an app-level token, which starts with xapp-. {_GET_APP_ONE}")
    return token


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
