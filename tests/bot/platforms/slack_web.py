"""What the tests of Slack over HTTP share: Slack's side of it, which installs the bot and signs what it delivers."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.assistant import Assistant
from bot.platforms.slack import SlackPlatform
from bot.settings import Settings
from tests.bot.platforms.slack_payloads import Payload, Payloads
from tests.bot.platforms.slack_server import CLIENT_ID, CLIENT_SECRET, SlackServer
from tests.waiting import SECONDS, until

SIGNING_SECRET = "signing-secret-of-tests"


@dataclass(frozen=True)
class Page:
    """What a browser is shown."""

    status: int
    text: str


@dataclass(frozen=True)
class SlackSide:
    """Slack and its members' browsers, calling the bot at `address`."""

    server: SlackServer
    platform: SlackPlatform
    session: aiohttp.ClientSession

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.platform.http_port}"

    def workspace(self, team: str) -> Payloads:
        """Return what makes the payloads of a workspace."""
        made = Payloads(team)
        made.url, made.numbers = self.server.url, self.server.numbers
        return made

    async def begin(self) -> tuple[str, str]:
        """Open the page that installs the bot; return the state that its button carries, and the browser's cookie."""
        async with self.session.get(f"{self.address}/slack/install") as page:
            assert page.status == 200
            found = re.search(r'href="(https://slack\.com/[^"]+)"', await page.text())
            assert found
            asked = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
            assert asked["client_id"] == [CLIENT_ID]
            cookie = page.headers["Set-Cookie"].partition(";")[0]
            return asked["state"][0], cookie

    async def come_back(self, cookie: str | None, **query: str) -> Page:
        """Come back from Slack's own page."""
        headers = {"Cookie": cookie} if cookie else {}
        address = f"{self.address}/slack/oauth_redirect?{urlencode(query)}"
        async with self.session.get(address, headers=headers) as page:
            return Page(page.status, await page.text())

    async def install(self, team: str) -> Page:
        """Install the bot in a workspace."""
        state, cookie = await self.begin()
        code = f"secret-code-{next(self.server.numbers)}"
        self.server.codes[code] = team
        return await self.come_back(cookie, code=code, state=state)

    async def send(self, payload: Mapping[str, Any], *, secret: str = SIGNING_SECRET, age: int = 0) -> Page:
        """Deliver an event, a command or a press, signed."""
        if payload.get("type") in {"event_callback", "url_verification"}:
            kind, body = "application/json", json.dumps(payload)
        elif "command" in payload:
            kind, body = "application/x-www-form-urlencoded", urlencode(payload)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode({"payload": json.dumps(payload)})
        now = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=now, body=body)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": str(signature),
        }
        async with self.session.post(f"{self.address}/slack/events", data=body, headers=headers) as answer:
            return Page(answer.status, await answer.text())


def uninstalled(workspace: Payloads, when: float | None = None) -> Payload:
    """Return what tells that a workspace has removed the bot."""
    event = {"type": "app_uninstalled"}
    at = int(time.time() if when is None else when)
    return {**workspace.event("app_uninstalled", ""), "event": event, "event_time": at}


def web_settings(url: str, **changes: object) -> Settings:
    """Return settings of an app that many workspaces install, on the Slack at `url`."""
    values: dict[str, Any] = {
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": CLIENT_SECRET,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_http_port": 0,
        "slack_api_url": url,
        "slack_bot_token": None,
        "slack_app_token": None,
    }
    return Settings(_env_file=None, **{**values, **changes})


@asynccontextmanager
async def web_slack(assistant: Assistant, server: SlackServer, **changes: object) -> AsyncIterator[SlackSide]:
    """Serve `assistant` over HTTP to the Slack `server`, with `changes` of settings; it must then end by itself."""
    platform = SlackPlatform(assistant, web_settings(server.url, **changes))
    running = asyncio.create_task(platform.run())
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            await until(lambda: platform.connection.is_up or running.done())
            if running.done():
                running.result()
            yield SlackSide(server, platform, session)
            await platform.close()
            await asyncio.wait_for(running, SECONDS)
        finally:
            running.cancel()
