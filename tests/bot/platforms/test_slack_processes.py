"""Slack with several of the bot's processes on one PostgreSQL: here several platforms, each with a state of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.library import Library
from bot.platforms.slack import SlackPlatform
from bot.state.state import State
from tests.bot.platforms.slack_desk import MAGNET, settings_for
from tests.bot.platforms.slack_payloads import BOT_USER
from tests.bot.platforms.slack_server import SlackServer, slack_server
from tests.conftest import assistant_of


@pytest.fixture
async def server(library: Library, postgres: URL, tmp_path: Path) -> AsyncIterator[SlackServer]:
    """Return a Slack to which two platforms are connected that share a database."""
    async with slack_server() as server:
        states = [State(tmp_path, 1, url=postgres) for _ in range(2)]
        for state in states:
            await state.open()
        assistants = [assistant_of(library, 0.0, state) for state in states]
        platforms = [SlackPlatform(assistant, settings_for(server.url)) for assistant in assistants]
        running = [asyncio.create_task(platform.run()) for platform in platforms]
        await server.until(lambda: server.connections >= len(platforms), seconds=120)
        yield server
        await asyncio.gather(*(platform.close() for platform in platforms))
        await asyncio.gather(*running)
        for assistant, state in zip(assistants, states, strict=True):
            assistant.close()
            await state.close()


async def test_what_several_processes_get_is_answered_once(server: SlackServer) -> None:
    questions = [f"<@{BOT_USER}> {MAGNET} ({number})" for number in range(4)]
    events = [server.event("app_mention", question, channel="C1") for question in questions]
    commands = [server.command("/ask", f"{MAGNET} {number}") for number in range(4)]
    envelopes = set()
    for payload in events:
        envelopes |= {await server.deliver("events_api", payload, over) for over in (0, 1)}
    for payload in commands:
        envelopes |= {await server.deliver("slash_commands", payload, over) for over in (0, 1)}
    await server.until(lambda: envelopes <= server.acknowledged.keys(), seconds=120)
    # A question of its own to each, after which all that came before has been looked at.
    for over in (0, 1):
        await server.deliver("events_api", server.event("app_mention", f"<@{BOT_USER}> last {over}"), over)
    await server.until(
        lambda: len(server.sent("chat.postMessage")) >= 6 and len(server.sent("response_url")) >= 4, seconds=120
    )
    assert len(server.sent("chat.postMessage")) == 6
    assert len(server.sent("response_url")) == 4
