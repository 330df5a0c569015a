"""Slack with several of the bot's processes on one PostgreSQL: here several platforms, each with a state of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, select

from bot.library import Library
from bot.platforms.slack import SlackPlatform
from bot.state.models import AskedRow, ExchangeRow
from bot.state.state import State
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import MAGNET, settings_for
from tests.bot.platforms.slack_limits import blocks_as_text
from tests.bot.platforms.slack_payloads import BOT_USER
from tests.bot.platforms.slack_server import SlackServer, slack_server
from tests.conftest import assistant_of, open_library
from tests.waiting import SECONDS

WHERE = "where does it say that?"
WHO = "Who is Stephen Wong Yuen-shan?"


@dataclass(frozen=True)
class Several:
    """A Slack to which several platforms are connected that share a database."""

    server: SlackServer
    platforms: Sequence[SlackPlatform]
    state: State

    async def answer_to(self, payload: Mapping[str, Any], over: int, method: str = "chat.postMessage") -> str:
        """Deliver an event to the platform with that number, and return the words of what comes by `method`."""
        before = len(self.server.sent(method))
        await self.server.deliver("events_api", payload, over)
        await self.server.until(lambda: len(self.server.sent(method)) > before)
        sent = self.server.sent(method)[before]
        return blocks_as_text(sent) if "blocks" in sent else ""

    async def end(self) -> None:
        """Have all finish what they have begun."""
        await asyncio.gather(*(platform.close() for platform in self.platforms))

    async def noted(self) -> None:
        """Wait until all know by which message each question is answered: before, an edit gets a message of its own."""
        async with asyncio.timeout(SECONDS):
            while await self._unanswered():  # noqa: ASYNC110 - another process of the bot's notes it, which tells nobody
                await asyncio.sleep(0.01)

    async def _unanswered(self) -> bool:
        async with self.state.database.reading() as session:
            return bool(list(await session.scalars(select(AskedRow.key).where(AskedRow.answer.is_(None)))))

    async def exchanges(self) -> int:
        """Return how many exchanges are kept."""
        async with self.state.database.reading() as session:
            return len(list(await session.scalars(select(ExchangeRow.id))))


def direct(server: SlackServer, text: str, channel: str = "D1") -> dict[str, Any]:
    return server.event("message", text, channel=channel, channel_type="im")


@asynccontextmanager
async def connected(libraries: Sequence[Library], url: URL, folder: Path) -> AsyncIterator[Several]:
    """Connect a platform over each of `libraries`, in this order."""
    async with slack_server() as server:
        states = [State(folder, 1, url=url) for _ in libraries]
        for state in states:
            await state.open()
        assistants = [assistant_of(one, 0.0, state) for one, state in zip(libraries, states, strict=True)]
        platforms = [SlackPlatform(assistant, settings_for(server.url)) for assistant in assistants]
        running = []
        for platform in platforms:
            before = server.connections
            running.append(asyncio.create_task(platform.run()))
            await server.until(partial(_more_than, server, before))
        several = Several(server, platforms, states[0])
        yield several
        await several.end()
        await asyncio.gather(*running)
        for assistant, state in zip(assistants, states, strict=True):
            assistant.close()
            await state.close()


def _more_than(server: SlackServer, connections: int) -> bool:
    return server.connections > connections


@pytest.fixture
async def several(library: Library, postgres: URL, tmp_path: Path) -> AsyncIterator[Several]:
    """Return a Slack to which two platforms are connected."""
    async with connected([library, library], postgres, tmp_path) as several:
        yield several


async def test_what_several_processes_get_is_answered_once(several: Several) -> None:
    server = several.server
    questions = [f"<@{BOT_USER}> {MAGNET} ({number})" for number in range(4)]
    events = [server.event("app_mention", question, channel="C1") for question in questions]
    commands = [server.command("/ask", f"{MAGNET} {number}") for number in range(4)]
    envelopes = set()
    for payload in events:
        envelopes |= {await server.deliver("events_api", payload, over) for over in (0, 1)}
    for payload in commands:
        envelopes |= {await server.deliver("slash_commands", payload, over) for over in (0, 1)}
    await server.until(lambda: envelopes <= server.acknowledged.keys())
    # A question of its own to each, after which all that came before has been looked at.
    for over in (0, 1):
        await server.deliver("events_api", server.event("app_mention", f"<@{BOT_USER}> last {over}"), over)
    await server.until(lambda: len(server.sent("chat.postMessage")) >= 6 and len(server.sent("response_url")) >= 4)
    assert len(server.sent("chat.postMessage")) == 6
    assert len(server.sent("response_url")) == 4


async def test_any_process_goes_on_from_what_another_answered(several: Several) -> None:
    server = several.server
    assert "magnet" in await several.answer_to(direct(server, MAGNET), 0)
    assert "magnet" in await several.answer_to(direct(server, WHERE), 1)
    assert "magnet" not in await several.answer_to(direct(server, WHERE, channel="D2"), 1)
    # And back again: what the other was asked meanwhile is what the next question is about.
    assert "magnet" not in await several.answer_to(direct(server, WHO), 1)
    assert "magnet" not in await several.answer_to(direct(server, WHERE), 0)


@pytest.mark.parametrize("mentioned", [True, False])
async def test_any_process_follows_an_edit_and_a_deletion(several: Several, mentioned: bool) -> None:
    server = several.server
    question = server.event("app_mention", f"<@{BOT_USER}> {MAGNET}") if mentioned else direct(server, MAGNET)
    assert "magnet" in await several.answer_to(question, 0)
    await several.noted()
    ((_, place),) = server.messages
    edited = server.edited(question, f"<@{BOT_USER}> {WHO}" if mentioned else WHO)
    assert "magnet" not in await several.answer_to(edited, 1, "chat.update")
    assert [ts for _, ts in server.messages] == [place]
    assert await several.exchanges() == 1
    await several.answer_to(server.deleted(question), 0, "chat.delete")
    await several.end()
    assert not server.messages
    assert len(server.sent("chat.postMessage")) == 1
    assert await several.exchanges() == 0


async def test_nothing_is_kept_of_an_edit_that_one_process_answers_while_another_hears_of_the_deletion(
    several: Several,
) -> None:
    server = several.server
    question = direct(server, MAGNET)
    await several.answer_to(question, 0)
    await several.noted()
    server.holding["chat.update"] = asyncio.Event()
    await several.answer_to(server.edited(question, WHO), 1, "chat.update")
    await several.answer_to(server.deleted(question), 0, "chat.delete")
    server.holding["chat.update"].set()
    await several.end()
    assert not server.messages
    assert await several.exchanges() == 0


async def test_a_question_deleted_at_one_process_gets_no_answer_from_another(
    digest_archive: Path, library: Library, model: HeldUpEncoder, postgres: URL, tmp_path: Path
) -> None:
    held = open_library(digest_archive, model)
    async with connected([held, library], postgres, tmp_path) as several:
        server = several.server
        model.may_go_on.clear()
        question = direct(server, MAGNET)
        await server.deliver("events_api", question, 0)
        await server.until(lambda: server.sent("users.info"))
        deletion = await server.deliver("events_api", server.deleted(question), 1)
        await server.until(lambda: deletion in server.acknowledged)
        await several.platforms[1].close()  # which finishes what it has begun
        model.may_go_on.set()
        # One question is answered after the other: when the next one is, this one was due.
        await several.answer_to(direct(server, WHO, channel="D2"), 0)
        await several.end()
        assert [message["channel"] for message in server.sent("chat.postMessage")] == ["D2"]
        assert await several.exchanges() == 1
