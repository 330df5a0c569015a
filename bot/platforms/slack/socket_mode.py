"""Socket Mode: one workspace, no public address, and up to ten connections of which any one gets each event."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import ConfigurationError
from bot.in_flight import InFlight
from bot.platforms.slack.listeners import SCOPES
from bot.platforms.slack.mode import Mode
from bot.platforms.slack.reaching import until_reached, wait
from bot.platforms.slack.workspaces import OneWorkspace, new_client
from bot.settings import Settings

log = logging.getLogger(__name__)

_GET_BOT_ONE = (
    "Copy the Bot User OAuth Token (xoxb-...) from the page OAuth & Permissions of your app at "
    "https://api.slack.com/apps into SLACK_BOT_TOKEN in .env."
)
_GET_APP_ONE = (
    "Make an app-level token (xapp-...) with the scope connections:write on the page Basic Information of your app "
    "at https://api.slack.com/apps, switch on its Socket Mode, and put the token into SLACK_APP_TOKEN in .env."
)


_Listener = Callable[[AsyncBaseSocketModeClient, dict[Any, Any], str | None], Awaitable[None]]


@dataclass(eq=False)
class SocketMode(Mode):
    """Keeps the connections, and hands what comes over them to the app.

    A connection that gives no sign of life for four times `ping_seconds` is replaced.
    """

    ping_seconds: float
    _up: set[int] = field(default_factory=set, init=False)

    @cached_property
    def app(self) -> AsyncApp:
        """The Bolt app with all listeners; it can be given requests without a connection.

        Raises:
            ConfigurationError: the bot token is missing or malformed.
        """
        # Given a client, Bolt would complain of the token that it finds in the environment.
        app = AsyncApp(name="on-the-record", token=_bot_token(self.settings))
        ours = self.workspaces.client("")
        app.client.base_url, app.client.retry_handlers = ours.base_url, ours.retry_handlers
        self.listen(app, self.workspaces)
        return app

    @cached_property
    def workspaces(self) -> OneWorkspace:
        """The workspace of the bot token.

        Raises:
            ConfigurationError: the bot token is missing or malformed.
        """
        return OneWorkspace(new_client(str(self.settings.slack_api_url), _bot_token(self.settings)))

    async def run(self) -> None:
        """Connect and serve until the end; lost connections are replaced.

        Raises:
            ConfigurationError: a token is missing, malformed or refused.
        """
        app, app_token, closing = self.app, _app_token(self.settings), self.ending.closing
        await until_reached(self._check_bot_token, f"Slack refused SLACK_BOT_TOKEN ({{}}). {_GET_BOT_ONE}", closing)

        async def open_connection() -> str:
            return str((await app.client.apps_connections_open(app_token=app_token))["url"])

        refused = f"Slack refused SLACK_APP_TOKEN ({{}}). {_GET_APP_ONE}"
        address = await until_reached(open_connection, refused, closing)
        if address is None:
            return
        await self._warm_up()
        # The others ask for their addresses themselves: Slack hands out about one a minute, and nobody waits for them.
        addresses = [address, *[None] * (self.settings.slack_connections - 1)]
        try:
            await asyncio.gather(*(self._keep(app_token, number, one) for number, one in enumerate(addresses)))
        finally:
            self.connection.down()

    async def _keep(self, app_token: str, number: int, address: str | None) -> None:
        """Keep the connection with that number until the end, at first at `address`, later wherever Slack says."""
        handler = _Handler(self.app, app_token, self.in_flight, self.ending.closing, self.ping_seconds)
        client = handler.client
        client.wss_uri = address
        client.message_listeners.append(self._greeted(number))
        connecting = asyncio.ensure_future(client.connect())  # type: ignore[no-untyped-call]
        try:
            while not self.ending.finished.is_set():
                await wait(self.ending.finished, self.ping_seconds)
                if not await client.is_connected():
                    self._lost(number)
                    # slack_sdk would try an address again for ever that Slack accepts once and for a short while only;
                    # without one it asks for another.
                    client.wss_uri = None
        finally:
            self._lost(number)
            await handler.close_async()  # type: ignore[no-untyped-call]
            connecting.cancel()
            with suppress(asyncio.CancelledError):
                await connecting

    def _lost(self, number: int) -> None:
        self._up.discard(number)
        if not self._up:
            self.connection.down()

    def _greeted(self, number: int) -> _Listener:
        """Return what notes that Slack greets a new connection; one that takes another's place is a reconnection."""

        async def note(_client: object, message: Mapping[Any, Any], _raw: str | None = None) -> None:
            if message.get("type") == "hello":
                self._lost(number)
                self._up.add(number)
                self.connection.up()

        return note

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
        self.workspaces.team = response.get("team_id")
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
