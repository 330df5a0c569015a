"""Discord when it fails: nothing is lost and nothing doubled, over real sockets and in real time."""

from __future__ import annotations

from typing import Any

import pytest

from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform
from tests.benchmarks.platforms import LoopWatch
from tests.bot.platforms.discord_payloads import BOT, GUILD
from tests.bot.platforms.discord_realtime import (
    QUESTION,
    connected,
    held_library,
    platform,
    server,
)
from tests.bot.platforms.discord_server import MANAGE_GUILD, Asked, DiscordServer, Fault
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.waiting import until

__all__ = ["held_library", "platform", "server"]

SAY = phrases()
OTHER = "Who called the city a magnet for the world's money?"
MENTION = f"<@{BOT}> {QUESTION}"
MESSAGES, ORIGINAL = r"channels/\d+/messages", r"webhooks/\d+/[^/]+/messages/@original"


async def ask_many(server: DiscordServer, count: int = 5) -> list[Asked]:
    """Have a moderator, for whom there is no cooldown, give as many commands, and mention the bot once."""
    asked = [await server.command("ask", MANAGE_GUILD, question=f"{QUESTION} {n}") for n in range(count)]
    await server.message(MENTION, mentions=[BOT])
    return asked


def assert_answered_once(server: DiscordServer, asked: list[Asked]) -> None:
    assert [len(one.shown) for one in asked] == [1] * len(asked)
    assert all("hard to imagine" in one.shown[0] for one in asked)
    assert len(server.messages) == len(asked) + 1


async def all_answered(server: DiscordServer, asked: list[Asked]) -> None:
    await server.until(lambda: all(one.shown for one in asked) and len(server.messages) > len(asked))


async def test_what_is_asked_while_the_connection_is_gone_is_answered_once(
    platform: DiscordPlatform, server: DiscordServer
) -> None:
    async with connected(platform, server):
        await server.drop()
        asked = await ask_many(server)
        await server.until(lambda: server.resumed == 1)
        await all_answered(server, asked)
        assert platform.connection.is_up
    assert_answered_once(server, asked)
    assert not platform.connection.is_up


async def test_discord_may_ask_to_connect_anew_in_the_middle_of_questions(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder
) -> None:
    async with connected(platform, server):
        model.may_go_on.clear()
        asked = await ask_many(server)
        await server.until(lambda: all(one.acknowledged for one in asked))
        await server.ask_to_reconnect()
        await server.until(lambda: server.resumed == 1)
        model.may_go_on.set()
        await all_answered(server, asked)
    assert_answered_once(server, asked)


@pytest.mark.parametrize("while_resuming", [False, True])
async def test_a_session_that_is_over_is_begun_anew(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder, while_resuming: bool
) -> None:
    async with connected(platform, server):
        model.may_go_on.clear()
        before = await ask_many(server)
        await server.until(lambda: all(one.acknowledged for one in before))
        if while_resuming:
            server.refuse_to_resume = True
            await server.drop()
        else:
            await server.end_the_session()
        await server.until(lambda: server.sessions == 2)
        model.may_go_on.set()
        await all_answered(server, before)
        after = await server.command("ask", MANAGE_GUILD, question=QUESTION)
        await server.until(lambda: bool(after.shown))
    assert [len(one.shown) for one in (*before, after)] == [1] * 6
    assert len(server.replies) == 1


async def test_events_that_come_twice_are_answered_once(platform: DiscordPlatform, server: DiscordServer) -> None:
    async with connected(platform, server):
        asked = await ask_many(server, 1)
        await server.repeat(2)
        await all_answered(server, asked)
        await server.repeat(2)
        last = await server.command("sources")
        await server.until(lambda: bool(last.shown))
    assert len(asked[0].shown) == 1
    assert len(server.replies) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_fault_of_discords_costs_no_answer_and_doubles_none(
    platform: DiscordPlatform, server: DiscordServer, status: int
) -> None:
    server.faults = [Fault("POST", MESSAGES, status), Fault("PATCH", ORIGINAL, status)]
    async with connected(platform, server):
        asked = await ask_many(server, 3)
        await all_answered(server, asked)
    assert not any(fault.times for fault in server.faults)
    assert_answered_once(server, asked)


async def test_a_question_deleted_while_it_is_answered_leaves_no_answer(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder
) -> None:
    async with connected(platform, server):
        model.may_go_on.clear()
        message = await server.message(MENTION, mentions=[BOT])
        marker = await server.command("sources")
        await server.until(lambda: bool(marker.shown))
        await server.delete(message)
        marker = await server.command("sources")
        await server.until(lambda: bool(marker.shown))
        model.may_go_on.set()
    assert not server.replies


async def test_a_question_edited_while_it_is_answered_ends_with_the_answer_to_the_new_one(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder
) -> None:
    async with connected(platform, server):
        model.may_go_on.clear()
        message = await server.message(MENTION, mentions=[BOT])
        await server.message(f"<@{BOT}> {OTHER}", mentions=[BOT], edited=message)
        model.may_go_on.set()
        await server.until(lambda: any("magnet" in shown for shown in server.messages.values()))
        (shown,) = server.messages.values()
        assert "hard to imagine" not in shown.split("\n")[0]  # what comes close may hold them
        await server.delete(message)
        await server.until(lambda: not server.messages)
    assert len(server.replies) == 1


async def test_twenty_questions_wait_while_the_heart_beats_and_nothing_holds_the_event_loop(
    platform: DiscordPlatform, model: HeldUpEncoder
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        async with DiscordServer(heartbeat_interval=0.2) as server:
            server.serve(patch)
            async with connected(platform, server):
                watch = LoopWatch(patch)
                model.may_go_on.clear()
                asked = [await server.command("ask", MANAGE_GUILD, question=f"{QUESTION} {n}") for n in range(20)]
                late = await server.command("speakers")
                await server.until(lambda: all(one.acknowledged for one in asked))
                await server.until(lambda: bool(late.shown))
                assert not any(one.shown for one in asked)
                before = len(server.heartbeats)
                await until(lambda: len(server.heartbeats) > before)
                model.may_go_on.set()
                await server.until(lambda: all(one.shown for one in asked))
    assert [len(one.shown) for one in asked] == [1] * 20
    # Of the processor's time: what a machine with other things to do takes longer for is no fault.
    held = [block for block in watch.blocks if block.running > 0.5]
    assert held == []


async def test_buttons_work_at_once_while_questions_wait(
    platform: DiscordPlatform, server: DiscordServer, model: HeldUpEncoder
) -> None:
    async with connected(platform, server):
        await server.message(MENTION, mentions=[BOT])
        await server.until(lambda: bool(server.messages))
        (answer,) = server.messages
        model.may_go_on.clear()
        waiting = [await server.command("ask", MANAGE_GUILD, question=f"{QUESTION} {n}") for n in range(5)]
        ids = list(custom_ids(server.replies[0]["components"]))
        message = {**server.posted(answer), "components": server.replies[0]["components"]}
        pressed = await server.press(next(one for one in ids if one.startswith("context:")), message)
        await server.until(lambda: bool(pressed.shown))
        assert pressed.private
        assert not [one for one in waiting if one.shown]
        model.may_go_on.set()
        await server.until(lambda: all(one.shown for one in waiting))
        deleted = await server.press(next(one for one in ids if one.startswith("delete:")), message)
        await server.until(lambda: deleted.removed)


def custom_ids(components: list[dict[str, Any]]) -> list[str]:
    """Return the ids of all buttons of a message."""
    own = [one["custom_id"] for one in components if "custom_id" in one]
    return own + [found for one in components for found in custom_ids(one.get("components", []))]


async def test_the_bot_has_left_what_it_was_removed_from_and_nothing_else(
    platform: DiscordPlatform, server: DiscordServer
) -> None:
    here, elsewhere = str(GUILD), str(GUILD + 1)
    assert await platform.is_in([here, elsewhere]) == {}
    async with connected(platform, server):
        await until(lambda: platform.connection.is_up)
        assert await platform.is_in([here, elsewhere]) == {here: True, elsewhere: False}
        await server.take_away(out_of_order=True)
        await until(lambda: _is_out_of_order(platform))
        assert await platform.is_in([here]) == {here: True}
        await server.take_away(out_of_order=False)
        await until(lambda: platform.client.is_in(GUILD) is False)
        assert await platform.is_in([here]) == {here: False}
    assert await platform.is_in([here, elsewhere]) == {}


def _is_out_of_order(platform: DiscordPlatform) -> bool:
    guild = platform.client.get_guild(GUILD)
    return guild is not None and guild.unavailable
