"""HTTP: Slack calls the bot at a public address, and any number of workspaces install it there by themselves."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.state_store.stateless import StatelessOAuthStateStore

from bot.errors import ConfigurationError
from bot.phrases import phrases
from bot.platforms.slack.installed import InstalledWorkspaces
from bot.platforms.slack.listeners import SCOPES
from bot.platforms.slack.mode import Mode
from bot.platforms.slack.workspaces import new_client
from bot.settings import Settings
from bot.state.database import Database
from bot.state.installations import Installations

log = logging.getLogger(__name__)

EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"

OWN_EVENTS = ("app_uninstalled", "tokens_revoked")
"""What such an app subscribes to besides `EVENTS`."""

_LONGEST_INSTALLATION = 600  # seconds from the button to Slack's answer
_A_SECOND = datetime.timedelta(seconds=1)
"""Slack says of an event in which second it was."""

_MALFORMED, _TROUBLE, _CLOSING = 400, 502, 503

# Bolt's own words about an installation that failed hold the code that Slack gave for it.
_UNHEARD = logging.Logger("oauth")
_UNHEARD.addHandler(logging.NullHandler())


@dataclass(eq=False)
class WebMode(Mode):
    """A web server for what Slack delivers and for installing the bot, whose installations `database` keeps.

    `port` is the one that is listened at; once running, that which was free where the setting is 0.
    """

    database: Database
    port: int = field(init=False)

    def __post_init__(self) -> None:
        """Listen at the port of the settings."""
        self.port = self.settings.slack_http_port

    @cached_property
    def workspaces(self) -> InstalledWorkspaces:
        """The workspaces that have installed the bot.

        Raises:
            ConfigurationError: the client secret is missing.
        """
        kept = Installations(self.database, _needed(self.settings)["SLACK_CLIENT_SECRET"])
        return InstalledWorkspaces(kept, str(self.settings.slack_api_url))

    @cached_property
    def app(self) -> AsyncApp:
        """The Bolt app with all listeners; it can be given requests without a server.

        Raises:
            ConfigurationError: one of the credentials is missing, or a token of another mode is there.
        """
        given = _needed(self.settings)
        state = StatelessOAuthStateStore(
            expiration_seconds=_LONGEST_INSTALLATION, signing_secret=given["SLACK_CLIENT_SECRET"], logger=_UNHEARD
        )
        flow = AsyncOAuthFlow(
            client=new_client(str(self.settings.slack_api_url)),
            logger=_UNHEARD,
            settings=AsyncOAuthSettings(
                client_id=given["SLACK_CLIENT_ID"],
                client_secret=given["SLACK_CLIENT_SECRET"],
                scopes=SCOPES,
                user_scopes=[],
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                installation_store=self.workspaces,
                state_store=state,
                state_expiration_seconds=_LONGEST_INSTALLATION,
                callback_options=AsyncCallbackOptions(success=_installed, failure=_not_installed),
                logger=_UNHEARD,
            ),
        )
        app = AsyncApp(
            name="on-the-record",
            signing_secret=given["SLACK_SIGNING_SECRET"],
            client=new_client(str(self.settings.slack_api_url)),
            authorize=self.workspaces,  # type: ignore[arg-type]  # the annotation leaves out the class that Bolt looks for
            oauth_flow=flow,
            user_facing_authorize_error_message=phrases()("slack-not-installed"),
        )
        self.listen(app, self.workspaces)
        for event, handler in zip(OWN_EVENTS, (self._on_uninstalled, self._on_revoked), strict=True):
            app.event(event)(handler)
        return app

    async def run(self) -> None:
        """Listen and serve until the end.

        Raises:
            ConfigurationError: a credential is missing, or the address cannot be listened at.
        """
        flow = self.app.oauth_flow
        assert flow is not None  # noqa: S101 - for the type checker: the app was just made with it
        server = web.Application()
        server.router.add_post(EVENTS_PATH, self._on_request)
        server.router.add_get(INSTALL_PATH, self._answering(flow.handle_installation))
        server.router.add_get(REDIRECT_PATH, self._answering(flow.handle_callback))
        runner = web.AppRunner(
            server, access_log=None, shutdown_timeout=1.0
        )  # addresses hold codes that a token can be had for
        await runner.setup()
        host, port = self.settings.slack_http_host, self.settings.slack_http_port
        try:
            await web.TCPSite(runner, host, port).start()
            self.port = int(runner.addresses[0][1])
            self.connection.up()
            log.info("Waiting for Slack at %s:%d.", host, self.port)
            await self.ending.finished.wait()
        except OSError as error:
            raise ConfigurationError(
                f"The address {host}:{port} for Slack cannot be listened at ({error.strerror or error}). Choose "
                "another SLACK_HTTP_PORT or SLACK_HTTP_HOST."
            ) from None
        finally:
            self.connection.down()
            await runner.cleanup()

    async def _on_request(self, request: web.Request) -> web.Response:
        """Take what Slack delivers, if it is signed; while closing it is refused, and Slack sends it again."""
        if self.ending.closing.is_set():
            return web.Response(status=_CLOSING)
        with self.in_flight.request():
            return await self._answer(request, self.app.async_dispatch)

    def _answering(
        self, handler: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            return await self._answer(request, handler)

        return answer

    @staticmethod
    async def _answer(
        request: web.Request, handler: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
    ) -> web.Response:
        try:
            asked = await to_bolt_request(request)
        except (UnicodeDecodeError, LookupError, ValueError):
            return web.Response(status=_MALFORMED)
        try:
            return await to_aiohttp_response(await handler(asked))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack cannot be reached (%s), so the bot was not installed.", type(error).__name__)
            return web.Response(status=_TROUBLE, text=phrases()("slack-install-trouble"))

    async def _on_uninstalled(self, body: dict[str, Any]) -> None:
        await self.workspaces.forget(str(body.get("team_id")), _time_of(body) + _A_SECOND)

    async def _on_revoked(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await self._on_uninstalled(body)


def _time_of(body: dict[str, Any]) -> datetime.datetime:
    """Return when an event took place; now, where Slack does not say."""
    when = body.get("event_time")
    now = datetime.datetime.now(datetime.UTC)
    return datetime.datetime.fromtimestamp(when, datetime.UTC) if isinstance(when, int) else now


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    return await args.default.success(args)


async def _not_installed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("The bot was not installed on Slack (%s). %s", args.reason, args.error or "")
    return await args.default.failure(args)


def _needed(settings: Settings) -> dict[str, str]:
    """Return the credentials of an app that is installed by many, by their settings.

    Raises:
        ConfigurationError: one is missing, or a token of one workspace is there too.
    """
    given = {
        "SLACK_CLIENT_ID": settings.slack_client_id or "",
        "SLACK_CLIENT_SECRET": settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else "",
        "SLACK_SIGNING_SECRET": (
            settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
        ),
    }
    if missing := [name for name, value in given.items() if not value]:
        raise ConfigurationError(
            f"An app that many workspaces install needs {' and '.join(missing)} too. Copy them from the page Basic "
            "Information of your app at https://api.slack.com/apps; for one workspace leave SLACK_CLIENT_ID, "
            "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET empty."
        )
    if settings.slack_bot_token or settings.slack_app_token:
        raise ConfigurationError(
            "SLACK_CLIENT_ID is for an app that many workspaces install, SLACK_BOT_TOKEN and SLACK_APP_TOKEN are for "
            "one workspace. Leave one or the other empty."
        )
    return given
