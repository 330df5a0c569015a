"""While the database is away a member reads that it is, and is answered as soon as it is back."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.assistant import Assistant
from bot.libraries import Add, Libraries, store_at
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.phrases import phrases
from bot.platforms.terminal import TerminalChat
from bot.platforms.terminal_page import TerminalPage
from bot.state.state import State
from tests.bot.libraries.conftest import FERRY, source
from tests.bot.platforms.slack_desk import Desk, open_desk
from tests.bot.platforms.slack_payloads import TEAM
from tests.postgres import Server, own_server

pytestmark = pytest.mark.usefixtures("read_here")

SAY = phrases()
QUESTION = "When will the ferry run again?"
TERMINAL = Actor("terminal", "terminal", "terminal", "ann", runs_the_community=True)
SLACK = Actor("slack", TEAM, "C1", "U1", runs_the_community=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with own_server(tmp_path / "primary") as server:
        yield server


@pytest.fixture
async def assistant(server: Server, library: Library, tmp_path: Path) -> AsyncIterator[Assistant]:
    """Return the assistant of a process that has read no community's own library yet."""
    url = server.create()
    state, store = State(tmp_path / "data", 30, url=url), store_at(url)
    await state.open()
    before = Libraries(library, state.database, store)
    await before.open()
    for actor in (TERMINAL, SLACK):
        await before.carry_out(await before.plan(actor.thread.community_key, Add(source(FERRY))), actor)
    libraries = Libraries(library, state.database, store)
    await libraries.open()
    assistant = Assistant(libraries, Moderation(state.audit), 0.0, state=state)
    yield assistant
    assistant.close()
    before.close()
    await state.close()
    store.close()


class Lines:
    """What somebody types who asks once while the server is gone, and once when it is back."""

    def __init__(self, server: Server) -> None:
        """Kill `server` before the first line, and start it before the second."""
        self._before = [server.kill, server.start]

    def isatty(self) -> bool:
        """Return that nobody sits there."""
        return False

    def readline(self) -> str:
        """Return the next line, or nothing at the end."""
        if not self._before:
            return ""
        self._before.pop(0)()
        return f"{QUESTION}\n"


async def test_in_the_terminal(
    server: Server, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Lines(server))
    shown = io.StringIO()
    await TerminalChat(assistant, tmp_path, TerminalPage(Console(file=shown, width=200))).run()
    away, _, back = shown.getvalue().partition(SAY("error-away"))
    assert "run again in April" not in away
    assert "run again in April" in back
    assert SAY("error-away") not in back


async def test_on_slack(server: Server, assistant: Assistant) -> None:
    async with open_desk(assistant) as desk:
        server.kill()
        assert await answer(desk) == SAY("error-away")
        await asyncio.to_thread(server.start)
        assert "run again in April" in await answer(desk)


async def answer(desk: Desk) -> str:
    """Ask, and return the words of the answer."""
    before = len(desk.server.sent("chat.postMessage"))
    await desk.give(desk.server.event("message", QUESTION, channel="D1", channel_type="im"))
    await desk.server.until(lambda: len(desk.server.sent("chat.postMessage")) > before)
    return str(desk.server.sent("chat.postMessage")[before]["text"])
