"""Discord over real sockets and in real time: what a simulated clock cannot show."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform
from tests.bot.platforms.discord_payloads import BOT, BOT_ROLE
from tests.bot.platforms.discord_realtime import (
    QUESTION,
    connected,
    held_library,
    platform,
    server,
    settings,
)
from tests.bot.platforms.discord_server import MANAGE_GUILD, TOKEN, DiscordServer
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.conftest import assistant_of
from tests.waiting import SECONDS, until

__all__ = ["held_library", "platform", "server"]

SAY = phrases()


async def test_a_question_under_way_is_answered_before_the_bot_leaves(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.discord.platform._PATIENCE", SECONDS)
    async with connected(platform, server):
        model.may_go_on.clear()
        asked = await server.command("ask", question=QUESTION)
        await server.until(lambda: asked.acknowledged is not None)
        closing = asyncio.create_task(platform.close())
        await asyncio.sleep(0)
        late = await server.command("ask", question="Too late?")
        await server.until(lambda: bool(late.shown))
        model.may_go_on.set()
        await closing
    assert "hard to imagine" in asked.shown[0]
    assert late.shown == [SAY("error-restarting")]


async def test_a_question_that_takes_too_long_is_told_that_the_bot_restarts(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder
) -> None:
    async with connected(platform, server):
        model.may_go_on.clear()
        asked = await server.command("ask", question=QUESTION)
        await server.message(f"<@{BOT}> {QUESTION}", mentions=[BOT])
        await server.until(lambda: asked.acknowledged is not None)
        await platform.close()
    assert asked.shown == [SAY("error-restarting")]
    assert [reply["shown"] for reply in server.replies] == [SAY("error-restarting")]


async def test_a_second_reload_is_refused_at_once_and_questions_are_answered_meanwhile(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder, held_library: Library
) -> None:
    before = held_library.snapshot
    async with connected(platform, server):
        model.may_go_on.clear()
        first = await server.command("reload", MANAGE_GUILD)
        await server.until(lambda: any("embedding (" in text for text in first.shown))
        second = await server.command("reload", MANAGE_GUILD)
        await server.until(lambda: bool(second.shown))
        assert second.shown == [SAY("error-already-running")]
        sources = await server.command("sources")
        await server.until(lambda: bool(sources.shown))
        assert held_library.snapshot is before
        model.may_go_on.set()
        await server.until(lambda: first.shown[-1].startswith(SAY("reload-read")))
        assert held_library.snapshot is not before


async def test_a_lost_connection_is_resumed(platform: DiscordPlatform, server: DiscordServer) -> None:
    async with connected(platform, server):
        await server.drop()
        await server.until(lambda: server.resumed == 1)
        asked = await server.command("ask", question=QUESTION)
        await server.until(lambda: bool(asked.shown))
    assert "hard to imagine" in asked.shown[0]


async def test_an_answer_survives_trouble_on_the_network(platform: DiscordPlatform, server: DiscordServer) -> None:
    async with connected(platform, server):
        server.to_break = 1
        asked = await server.command("ask", question=QUESTION)
        await server.until(lambda: len(asked.shown) == 2)
        server.to_break = 1
        await server.message(f"<@{BOT}> {QUESTION}", mentions=[BOT])
        await server.until(lambda: len(server.replies) == 2)
    assert asked.shown[0] == asked.shown[1]
    assert server.replies[0]["nonce"] == server.replies[1]["nonce"]  # which makes them one message


async def test_discord_out_of_reach_at_the_start_is_tried_again(
    platform: DiscordPlatform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordServer() as gone:
        gone.serve(monkeypatch)
    async with DiscordServer() as server:
        running = asyncio.create_task(platform.run())
        await until(lambda: "cannot be reached" in caplog.text)
        server.serve(monkeypatch)
        await server.until(lambda: server.sessions > 0)
        asked = await server.command("ask", question=QUESTION)
        await server.until(lambda: bool(asked.shown))
        await platform.close()
        await asyncio.wait_for(running, SECONDS)


async def test_a_gateway_out_of_reach_at_the_start_is_tried_again(
    platform: DiscordPlatform, server: DiscordServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordServer() as gone:
        pass
    port, server.port = server.port, gone.port
    server.serve(monkeypatch)
    server.port = port
    monkeypatch.setattr("discord.http.Route.BASE", f"http://127.0.0.1:{port}/api")
    running = asyncio.create_task(platform.run())
    await until(lambda: "gateway does not answer" in caplog.text)
    server.serve(monkeypatch)
    await server.until(lambda: server.sessions > 0)
    await platform.close()
    await asyncio.wait_for(running, SECONDS)


async def test_closing_while_discord_is_out_of_reach_ends_at_once(
    platform: DiscordPlatform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordServer() as gone:
        gone.serve(monkeypatch)
    running = asyncio.create_task(platform.run())
    await until(lambda: "cannot be reached" in caplog.text)
    await platform.close()
    await asyncio.wait_for(running, SECONDS)


async def test_closing_before_running_is_no_fault(platform: DiscordPlatform) -> None:
    await platform.close()
    await asyncio.wait_for(platform.run(), SECONDS)


@pytest.mark.parametrize("token", ["", "  ", "not-a-token", "two.parts", "a.b.c d", "ä.b.c"])
async def test_a_missing_or_odd_token_is_told_with_the_remedy(token: str, tmp_path: Path, library: Library) -> None:
    assistant = assistant_of(library, 0.5)
    with pytest.raises(ConfigurationError, match=r"DISCORD_TOKEN .*https://discord\.com/developers/applications"):
        await DiscordPlatform(assistant, settings(tmp_path, token)).run()
    assistant.close()


async def test_a_refused_token_is_told_with_the_remedy(platform: DiscordPlatform, server: DiscordServer) -> None:
    server.refuse_token = True
    with pytest.raises(ConfigurationError, match=r"refused DISCORD_TOKEN.*Reset Token") as raised:
        await platform.run()
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(("code", "sentence"), [(4004, "refused DISCORD_TOKEN"), (4014, "intents")])
async def test_a_refusal_by_the_gateway_is_told(
    platform: DiscordPlatform, server: DiscordServer, code: int, sentence: str
) -> None:
    server.close_with = code
    with pytest.raises(ConfigurationError, match=sentence):
        await platform.run()


async def test_the_bots_role_is_taken_for_the_bot(platform: DiscordPlatform, server: DiscordServer) -> None:
    async with connected(platform, server):
        await server.message(f"<@&{BOT_ROLE}> {QUESTION}", roles=[BOT_ROLE])
        await server.until(lambda: bool(server.replies))
    assert "hard to imagine" in server.replies[0]["shown"]


async def test_the_token_is_in_no_log(
    platform: DiscordPlatform, server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with connected(platform, server):
            asked = await server.command("ask", question="a very private question")
            await server.until(lambda: bool(asked.shown))
    ours = [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO]
    assert not any(TOKEN in message or "private question" in message for message in ours)
