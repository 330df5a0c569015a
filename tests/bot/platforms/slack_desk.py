"""The bot on the Slack of `slack_server`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from bot.assistant import Assistant
from bot.cooldown import Cooldown
from bot.library import Library
from bot.platforms.slack import SlackPlatform
from bot.settings import Settings
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from tests.bot.platforms.slack_payloads import TEAM
from tests.bot.platforms.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.conftest import assistant_of
from tests.waiting import SECONDS

MODERATORS = frozenset({"moderators"})
MAGNET = "Who called the city a magnet for the world's money?"


@dataclass(frozen=True)
class Desk:
    """A platform and the server that it talks to."""

    server: SlackServer
    platform: SlackPlatform

    async def give(self, payload: Mapping[str, Any]) -> None:
        """Hand the payload of an envelope to the app, as Socket Mode does; it must be acknowledged."""
        request = AsyncBoltRequest(mode="socket_mode", body=dict(payload))
        response = await self.platform.app.async_dispatch(request)
        assert (response.status, response.body) == (200, "")

    async def reply_to(self, payload: Mapping[str, Any], method: str = "response_url") -> Mapping[str, Any]:
        """Hand over a payload and return the next message that comes by `method`."""
        before = len(self.server.sent(method))
        await self.give(payload)
        await self.server.until(lambda: len(self.server.sent(method)) > before)
        return self.server.sent(method)[before]

    async def answer_to(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """Deliver a payload over the connection and return what it is acknowledged with."""
        envelope = await self.server.deliver("interactive", payload)
        await self.server.until(lambda: envelope in self.server.acknowledgements)
        answer: Mapping[str, Any] = self.server.acknowledgements[envelope]
        return answer

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Run the platform while the context lasts; it must then end by itself."""
        running = asyncio.create_task(self.platform.run())
        try:
            connected = asyncio.create_task(self.server.until(lambda: self.server.connections))
            done, _ = await asyncio.wait({running, connected}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            yield
            await self.platform.close()
            await asyncio.wait_for(running, SECONDS)
        finally:
            running.cancel()


def settings_for(url: str, **changes: object) -> Settings:
    """Return settings for the server at `url`, free of the environment that the tests run in."""
    values: dict[str, Any] = {
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_api_url": url,
        "slack_moderator_groups": MODERATORS,
    }
    return Settings(_env_file=None, **{**values, **changes})


@asynccontextmanager
async def open_desk(
    assistant: Assistant, ping_seconds: float = 5.0, team: str = TEAM, **changes: object
) -> AsyncIterator[Desk]:
    """Serve `assistant` on a Slack of its own, the workspace `team`, with `changes` of settings; not yet connected."""
    async with slack_server(team) as server:
        platform = SlackPlatform(assistant, settings_for(server.url, **changes), ping_seconds=ping_seconds)
        yield Desk(server, platform)
        await platform.close()


def assistant_on(
    library: Library,
    folder: Path,
    *,
    days: int = 0,
    cooldown: Cooldown | None = None,
    threshold: float = 0.0,
) -> Assistant:
    """Return an assistant over `library` that answers from a confidence on, and keeps in `folder` for `days` days.

    Moderators are those in the group "moderators".
    """
    state = State(folder if days else None, days)
    return assistant_of(library, threshold, state, MODERATORS, cooldown)


def button_of(message: Mapping[str, Any], action_id: str) -> Mapping[str, Any]:
    """Return the button of `message` with that id; it must have one."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    (button,) = [element for row in rows for element in row if element["action_id"] == action_id]
    found: Mapping[str, Any] = button
    return found


def buttons_of(message: Mapping[str, Any]) -> list[str]:
    """Return the ids of the buttons of `message`, in order."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


def assistant_over(data_dir: Path, encoder: Encoder, *sources: Path, threshold: float = 0.0) -> Assistant:
    """Return an assistant over `sources` (the bundled digest where there are none) that answers every question.

    What is judged here is how a reply is shown, not whether the passage is the right one.
    """
    library = Library(sources, data_dir, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    return assistant_of(library, threshold, moderators=MODERATORS)
