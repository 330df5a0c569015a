"""The connection to Slack in real time, over real sockets on loopback: see `slack_server`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.errors import ConfigurationError
from bot.phrases import phrases
from bot.platforms.slack import SlackPlatform, platform
from bot.platforms.slack.once import MOST, Once
from bot.state.seen import REMEMBERED_FOR
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import MAGNET, Desk, assistant_over, open_desk, settings_for
from tests.bot.platforms.slack_payloads import BOT_USER, TEAM
from tests.bot.platforms.slack_server import Failure, SlackServer
from tests.conftest import end
from tests.waiting import SECONDS

SAY = phrases()


@pytest.fixture
async def assistant(digest_archive: Path, model: HeldUpEncoder) -> AsyncIterator[Assistant]:
    assistant = assistant_over(digest_archive, model)
    yield assistant
    await end(assistant)


@pytest.fixture
async def desk(assistant: Assistant) -> AsyncIterator[Desk]:
    async with open_desk(assistant, ping_seconds=0.5) as desk:
        yield desk


def mention(server: SlackServer, text: str = MAGNET, channel: str = "C1") -> dict[str, object]:
    return server.event("app_mention", f"<@{BOT_USER}> {text}", channel=channel)


async def test_everything_is_acknowledged_while_twenty_questions_wait_for_their_answers(
    desk: Desk, model: HeldUpEncoder
) -> None:
    server = desk.server
    model.may_go_on.clear()

    def threads() -> list[object]:
        return [sent["thread_ts"] for sent in server.sent("chat.postMessage") if "thread_ts" in sent]

    async with desk.connected():
        sent = set()
        for number in range(20):
            sent.add(await server.deliver("events_api", mention(server, f"{MAGNET} ({number})")))
        for command in ("/ask", "/speakers", "/reload"):
            sent.add(await server.deliver("slash_commands", server.command(command, MAGNET)))
        await server.until(lambda: sent <= server.acknowledged.keys())
        assert not server.sent("chat.postMessage")
        assert not any("magnet" in str(sent_so_far["text"]) for sent_so_far in server.sent("response_url"))
        model.may_go_on.set()
        await server.until(lambda: len(threads()) == 20)
        await server.until(lambda: len(server.sent("response_url")) == 3)
    assert len(set(threads())) == 20


async def test_nothing_has_to_be_asked_of_slack_before_an_acknowledgement(desk: Desk) -> None:
    async with desk.connected():
        before = len(desk.server.calls)
        envelope = await desk.server.deliver("events_api", mention(desk.server))
        await desk.server.until(lambda: desk.server.sent("chat.postMessage"))
        assert envelope in desk.server.acknowledged
        # Neither who the bot is nor anything else that Bolt would ask for; the member's language after it.
        assert [call.method for call in desk.server.calls[before:]] == ["users.info", "chat.postMessage"]


async def test_a_redelivered_event_is_acknowledged_again_and_answered_once(desk: Desk) -> None:
    server = desk.server
    payload = mention(server)
    async with desk.connected():
        envelopes = {await server.deliver("events_api", payload) for _ in range(3)}
        await server.until(lambda: envelopes <= server.acknowledged.keys())
        await server.until(lambda: server.sent("chat.postMessage"))
    assert len(server.sent("chat.postMessage")) == 1


async def test_a_refreshed_connection_is_replaced_at_once(desk: Desk) -> None:
    server = desk.server
    async with desk.connected():
        await server.refresh()
        await server.until(lambda: server.connections == 2)
        await server.deliver("events_api", mention(server))
        await server.until(lambda: server.sent("chat.postMessage"))
        assert desk.platform.connection.is_up
        # Another workspace may have a process of its own.
        assert await desk.platform.is_in([TEAM, "T9"]) == {TEAM: True}
    assert not desk.platform.connection.is_up


async def test_a_broken_connection_is_replaced_and_a_redelivery_answered_once(desk: Desk) -> None:
    server = desk.server
    payload = mention(server)
    async with desk.connected():
        await server.deliver("events_api", payload)
        await server.until(lambda: server.sent("chat.postMessage"))
        server.break_connection()
        await server.until(lambda: server.connections == 2)
        envelope = await server.deliver("events_api", payload)
        await server.until(lambda: envelope in server.acknowledged)
    assert len(server.sent("chat.postMessage")) == 1


async def test_of_several_connections_each_serves_and_an_event_that_comes_over_all_is_answered_once(
    assistant: Assistant,
) -> None:
    async with open_desk(assistant, ping_seconds=0.5, slack_connections=3) as desk, desk.connected():
        server = desk.server
        await server.until(lambda: server.connections == 3)
        payload = mention(server)
        envelopes = {await server.deliver("events_api", payload, over) for over in range(3)}
        await server.until(lambda: envelopes <= server.acknowledged.keys())
        questions = [mention(server, f"{MAGNET} ({over})") for over in range(3)]
        for over, question in enumerate(questions):
            await server.deliver("events_api", question, over)
        await server.until(lambda: len(server.sent("chat.postMessage")) == 4)


async def test_while_one_of_several_connections_is_lost_the_others_serve_and_it_is_replaced(
    assistant: Assistant,
) -> None:
    async with open_desk(assistant, ping_seconds=0.5, slack_connections=2) as desk, desk.connected():
        server, connection = desk.server, desk.platform.connection
        await server.until(lambda: server.connections == 2)
        server.refusing = 1  # its first attempt to come back fails
        server.break_connection(0)
        await server.deliver("events_api", mention(server), 1)
        await server.until(lambda: server.sent("chat.postMessage"))
        assert connection.is_up
        await server.until(lambda: server.connections == 3)
        await server.deliver("events_api", mention(server, f"{MAGNET} Who?"), 2)
        await server.until(lambda: len(server.sent("chat.postMessage")) == 2)


async def test_an_address_that_slack_no_longer_takes_is_given_up(desk: Desk) -> None:
    server = desk.server
    async with desk.connected():
        server.refusing = 2  # so many addresses turn out to be used up
        server.break_connection()
        await server.until(lambda: server.connections == 2)
        await server.deliver("events_api", mention(server))
        await server.until(lambda: server.sent("chat.postMessage"))


async def test_an_answer_waits_as_long_as_slack_says_and_is_posted_once(desk: Desk) -> None:
    server = desk.server
    server.failures["chat.postMessage"].append(Failure(429, "ratelimited", {"Retry-After": "1"}))
    server.failures["response_url"].append(Failure(429, headers={"Retry-After": "1"}))
    async with desk.connected():
        await server.deliver("events_api", mention(server))
        await server.deliver("slash_commands", server.command("/ask", MAGNET))
        for method in ("chat.postMessage", "response_url"):
            await server.until(lambda method=method: len(server.sent(method)) == 2)  # type: ignore[misc]
    for method in ("chat.postMessage", "response_url"):
        first, second = (call.when for call in server.calls if call.method == method)
        assert second - first >= 1.0


async def test_a_server_error_is_tried_again(desk: Desk) -> None:
    desk.server.failures["chat.postMessage"].append(Failure(503))
    async with desk.connected():
        await desk.server.deliver("events_api", mention(desk.server))
        await desk.server.until(lambda: len(desk.server.sent("chat.postMessage")) == 2)


async def test_a_start_while_slack_is_in_trouble_goes_on_trying(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.server.failures["auth.test"].append(Failure(error="internal_error"))
    desk.server.failures["apps.connections.open"].append(Failure(error="fatal_error"))
    with caplog.at_level(logging.WARNING):
        async with desk.connected():
            await desk.server.deliver("events_api", mention(desk.server))
            await desk.server.until(lambda: desk.server.sent("chat.postMessage"))
    assert "Slack cannot be reached (internal_error). Trying again in 1 s." in caplog.text
    assert "Slack cannot be reached (fatal_error)." in caplog.text


async def test_a_start_while_slack_is_in_trouble_can_be_ended(desk: Desk) -> None:
    desk.server.failures["auth.test"].extend([Failure(error="internal_error")] * 3)
    running = asyncio.create_task(desk.platform.run())
    await desk.server.until(lambda: desk.server.sent("auth.test"))
    await desk.platform.close()
    await asyncio.wait_for(running, SECONDS)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slack_bot_token": None}, "SLACK_BOT_TOKEN is missing."),
        ({"slack_app_token": None}, "SLACK_APP_TOKEN is missing."),
        ({"slack_bot_token": "xoxp-1-user"}, "SLACK_BOT_TOKEN is not a bot token, which starts with xoxb-."),
        ({"slack_app_token": "xoxb-1-test"}, "SLACK_APP_TOKEN is not an app-level token, which starts with xapp-."),
        ({"slack_bot_token": "xoxb-1\n2"}, "SLACK_BOT_TOKEN is not a bot token, which starts with xoxb-."),
        ({"slack_bot_token": "xoxb-0-revoked"}, "Slack refused SLACK_BOT_TOKEN (invalid_auth)."),
        ({"slack_app_token": "xapp-0-revoked"}, "Slack refused SLACK_APP_TOKEN (invalid_auth)."),
    ],
)
async def test_a_token_that_does_not_do_ends_the_start_with_a_sentence(
    desk: Desk, assistant: Assistant, changes: dict[str, object], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    slack = SlackPlatform(assistant, settings_for(desk.server.url, **changes))
    with pytest.raises(ConfigurationError) as caught:
        await asyncio.wait_for(slack.run(), SECONDS)
    assert str(caught.value).startswith(sentence)
    assert "https://api.slack.com/apps" in str(caught.value)
    for token in changes.values():
        assert token is None or str(token) not in str(caught.value)


async def test_scopes_that_the_app_lacks_are_named(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.server.scopes = "app_mentions:read,assistant:write,chat:write,commands,files:read,files:write,im:history"
    with caplog.at_level(logging.WARNING):
        async with desk.connected():
            pass
    assert "lacks the scopes usergroups:read, users:read" in caplog.text


async def test_closing_lets_a_question_finish_and_takes_no_new_one(
    desk: Desk, model: HeldUpEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "CLOSING_TIME", SECONDS)
    server = desk.server
    model.may_go_on.clear()
    async with desk.connected():
        begun = await server.deliver("events_api", mention(server))
        await server.until(lambda: begun in server.acknowledged)
        closing = asyncio.create_task(desk.platform.close())
        await asyncio.sleep(0)
        late = await server.deliver("events_api", mention(server, "And who spoke about AI?"))
        model.may_go_on.set()
        await closing
    assert len(server.sent("chat.postMessage")) == 1
    assert "a magnet for the world's money" in server.sent("chat.postMessage")[0]["text"]
    assert late not in server.acknowledged  # so Slack delivers it again, to the process that comes next


async def test_closing_does_not_wait_for_ever_and_tells_the_member(
    desk: Desk, model: HeldUpEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "CLOSING_TIME", 1.2)
    server = desk.server
    model.may_go_on.clear()
    async with desk.connected():
        await server.deliver("events_api", mention(server))
        await server.deliver("slash_commands", server.command("/ask", MAGNET))
        await server.until(lambda: len(server.acknowledged) == 2)
        await desk.platform.close()
    for method in ("chat.postMessage", "response_url"):
        assert [message["text"] for message in server.sent(method)] == [SAY("error-restarting")]


def test_what_was_seen_is_forgotten_after_a_while_and_beyond_a_number() -> None:
    now = 0.0
    once = Once(clock=lambda: now)
    assert once.first_time("a", ("C1", "1.0"))
    assert not once.first_time("b", ("C1", "1.0"))
    assert not once.first_time("b")
    now = REMEMBERED_FOR - 1
    assert not once.first_time("a")
    now = REMEMBERED_FOR + 1
    assert once.first_time("a")
    for number in range(MOST + 2):
        assert once.first_time(number)
    assert once.first_time("a")
    assert once.first_time(0)
    assert not once.first_time(MOST)
