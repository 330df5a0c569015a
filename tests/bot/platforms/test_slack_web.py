"""Slack over HTTP, with workspaces that install the bot by themselves: over real sockets, against `slack_server`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.errors import ConfigurationError
from bot.library import Library
from bot.moderation.notice import Notice
from bot.phrases import phrases
from bot.platforms.slack import SlackPlatform, platform
from bot.state.state import State
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import MAGNET
from tests.bot.platforms.slack_payloads import BOT_USER, Payload, Payloads
from tests.bot.platforms.slack_server import CLIENT_SECRET, Failure, SlackServer, slack_server
from tests.bot.platforms.slack_web import SIGNING_SECRET, SlackSide, uninstalled, web_settings, web_slack
from tests.conftest import assistant_of, open_library
from tests.waiting import SECONDS, until

SAY = phrases()


@pytest.fixture
def held_library(digest_archive: Path, model: HeldUpEncoder) -> Library:
    return open_library(digest_archive, model)


@pytest.fixture
async def assistant(held_library: Library, tmp_path: Path) -> AsyncIterator[Assistant]:
    state = State(tmp_path / "state", 1)
    await state.open()
    assistant = assistant_of(held_library, 0.0, state)
    yield assistant
    assistant.close()
    await state.close()


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture
async def slack(assistant: Assistant, server: SlackServer) -> AsyncIterator[SlackSide]:
    async with web_slack(assistant, server) as slack:
        yield slack


def mention(workspace: Payloads, text: str = MAGNET) -> Payload:
    return workspace.event("app_mention", f"<@{BOT_USER}> {text}", channel="C1")


async def answered(server: SlackServer, number: int, method: str = "chat.postMessage") -> None:
    await server.until(lambda: len(server.sent(method)) >= number)
    assert len(server.sent(method)) == number


async def test_each_workspace_that_installs_the_bot_is_answered_with_its_own_token(slack: SlackSide) -> None:
    first, second = slack.workspace("T1000"), slack.workspace("T2000")
    for team in ("T1000", "T2000"):
        assert (await slack.install(team)).status == 200
    for workspace in (first, second):
        assert (await slack.send(mention(workspace))).status == 200
        assert (await slack.send(workspace.command("/ask", MAGNET))).status == 200
    await answered(slack.server, 2)
    await answered(slack.server, 2, "response_url")
    posted = [call.team for call in slack.server.calls if call.method == "chat.postMessage"]
    assert sorted(posted, key=str) == ["T1000", "T2000"]
    assert all("a magnet for the world's money" in sent["text"] for sent in slack.server.sent("chat.postMessage"))
    assert {call.team for call in slack.server.calls if call.method == "users.info"} == {"T1000", "T2000"}


async def test_a_moderator_of_one_workspace_is_nobody_in_another(slack: SlackSide) -> None:
    for team in ("T1000", "T2000"):
        await slack.install(team)
    await slack.send(slack.workspace("T1000").command("/index", "settings language:zh-Hant", user="UADMIN"))
    await answered(slack.server, 1, "response_url")
    rules = {team: slack.platform._assistant.state.settings.community(f"slack:{team}") for team in ("T1000", "T2000")}
    assert rules["T1000"].language == "zh-Hant"
    assert rules["T2000"].language != "zh-Hant"


async def test_a_workspace_that_has_not_installed_the_bot_is_told_so(slack: SlackSide) -> None:
    page = await slack.send(slack.workspace("T3000").command("/ask", MAGNET))
    assert page.status == 200
    await slack.server.until(lambda: slack.server.sent("response_url"))
    assert slack.server.sent("response_url")[0]["text"] == SAY("slack-not-installed")


@pytest.mark.parametrize(("secret", "age"), [("another-secret", 0), (SIGNING_SECRET, 600)])
async def test_what_slack_has_not_signed_just_now_is_refused(slack: SlackSide, secret: str, age: int) -> None:
    await slack.install("T1000")
    before = len(slack.server.calls)
    page = await slack.send(mention(slack.workspace("T1000")), secret=secret, age=age)
    assert page.status == 401
    async with slack.session.post(f"{slack.address}/slack/events", data=b"\xff\xfe{}") as answer:
        assert answer.status in {400, 401}
    assert len(slack.server.calls) == before


async def test_a_request_that_is_too_large_is_not_read(slack: SlackSide) -> None:
    async with slack.session.post(f"{slack.address}/slack/events", data=b"{" + b" " * 2**21) as answer:
        assert answer.status == 413


async def test_the_address_is_confirmed_to_slack(slack: SlackSide) -> None:
    page = await slack.send({"type": "url_verification", "challenge": "abc123", "token": "x"})
    assert (page.status, page.text) == (200, '{"challenge": "abc123"}')


async def test_an_event_that_slack_repeats_is_answered_once(slack: SlackSide) -> None:
    await slack.install("T1000")
    workspace = slack.workspace("T1000")
    payload = mention(workspace)
    for _ in range(3):
        assert (await slack.send(payload)).status == 200
    await slack.send(mention(workspace, "And who spoke about AI?"))
    await answered(slack.server, 2)


async def test_an_installation_that_this_browser_did_not_begin_is_refused(slack: SlackSide) -> None:
    state, cookie = await slack.begin()
    slack.server.codes["code"] = "T1000"
    forged = f"{state[:-3]}AAA"
    for tried, browser in ((state, None), (forged, cookie), (forged, cookie.replace(state, forged)), ("", cookie)):
        page = await slack.come_back(browser, code="code", state=tried)
        assert page.status in {400, 401}, (tried, browser)
    assert not slack.server.sent("oauth.v2.access")
    assert (await slack.come_back(cookie, code="code", state=state)).status == 200


async def test_a_code_that_slack_refuses_installs_nothing_and_is_in_no_log(
    slack: SlackSide, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        state, cookie = await slack.begin()
        assert (await slack.come_back(cookie, code="used-up-code", state=state)).status == 401
        assert (await slack.come_back(cookie, error="access_denied", state=state)).status == 200
        await slack.install("T1000")
    ours = [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO]
    assert "The bot was not installed on Slack (invalid_code)." in " ".join(ours)
    assert "The bot was not installed on Slack (access_denied)." in " ".join(ours)
    assert "The bot was installed in the Slack workspace T1000." in ours
    assert not [
        line for line in ours if "code-" in line or "used-up" in line or "xoxb" in line or CLIENT_SECRET in line
    ]


async def test_slack_out_of_reach_while_installing_is_told(slack: SlackSide) -> None:
    slack.server.failures["oauth.v2.access"].extend([Failure(503)] * 4)
    state, cookie = await slack.begin()
    slack.server.codes["code"] = "T1000"
    assert (await slack.come_back(cookie, code="code", state=state)).status in {401, 502}
    page = await slack.send(slack.workspace("T1000").command("/ask", MAGNET))
    assert page.status == 200
    await slack.server.until(lambda: slack.server.sent("response_url"))
    assert slack.server.sent("response_url")[0]["text"] == SAY("slack-not-installed")


async def test_an_app_whose_tokens_expire_is_refused_with_the_remedy(
    slack: SlackSide, caplog: pytest.LogCaptureFixture
) -> None:
    slack.server.expires_in = 43_200
    assert (await slack.install("T1000")).status == 500
    assert "Switch token rotation off" in caplog.text


async def test_uninstalling_deletes_the_token_and_installing_again_serves_again(
    slack: SlackSide, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    workspace = slack.workspace("T1000")
    await slack.install("T1000")
    await slack.send(mention(workspace))
    await answered(slack.server, 1)
    assert (await slack.send(uninstalled(workspace))).status == 200
    await until(lambda: "has uninstalled the bot" in caplog.text)
    assert await slack.platform.is_in(["T1000", "T3000"]) == {"T1000": False, "T3000": False}
    await slack.send(mention(workspace))
    await slack.install("T1000")
    # What Slack tells late, of before, undoes nothing.
    await slack.send(uninstalled(workspace, time.time() - 60))
    await slack.send(mention(workspace, "And who spoke about AI?"))
    await answered(slack.server, 2)
    assert slack.server.calls[-1].team == "T1000"
    assert await slack.platform.is_in(["T1000", "T3000"]) == {"T1000": True, "T3000": False}


async def test_an_installation_outlives_a_restart_and_its_token_is_in_no_file(
    assistant: Assistant, server: SlackServer, tmp_path: Path
) -> None:
    async with web_slack(assistant, server) as slack:
        await slack.install("T1000")
    (token,) = [token for token, team in server.tokens.items() if team == "T1000"]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "state").glob("record.db*"))
    assert b"slack:T1000" in kept
    assert token.encode() not in kept
    async with web_slack(assistant, server) as slack:
        await slack.send(mention(slack.workspace("T1000")))
        await answered(server, 1)
    async with web_slack(assistant, server, slack_client_secret="another-secret") as slack:
        assert await slack.platform._mode.workspaces.find("T1000") is None


async def test_everything_is_acknowledged_before_it_is_answered(slack: SlackSide, model: HeldUpEncoder) -> None:
    await slack.install("T1000")
    workspace = slack.workspace("T1000")
    model.may_go_on.clear()
    assert (await slack.send(mention(workspace))).status == 200
    assert (await slack.send(workspace.command("/ask", MAGNET))).status == 200
    assert not slack.server.sent("chat.postMessage")
    model.may_go_on.set()
    await answered(slack.server, 1)
    await answered(slack.server, 1, "response_url")


async def test_closing_lets_a_question_finish_and_leaves_the_next_to_another_process(
    slack: SlackSide, model: HeldUpEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "CLOSING_TIME", 60.0)
    await slack.install("T1000")
    workspace = slack.workspace("T1000")
    model.may_go_on.clear()
    await slack.send(mention(workspace))
    closing = asyncio.create_task(slack.platform.close())
    await asyncio.sleep(0)
    assert (await slack.send(mention(workspace, "And who spoke about AI?"))).status == 503
    model.may_go_on.set()
    await closing
    assert len(slack.server.sent("chat.postMessage")) == 1
    assert "a magnet for the world's money" in slack.server.sent("chat.postMessage")[0]["text"]


async def test_a_notice_goes_to_the_workspace_that_it_is_for(
    slack: SlackSide, caplog: pytest.LogCaptureFixture
) -> None:
    await slack.install("T1000")
    await slack.platform.tell("T1000", "C1", Notice("A source changed."), SAY)
    assert [call.team for call in slack.server.calls if call.method == "chat.postMessage"] == ["T1000"]
    await slack.platform.tell("T3000", "C1", Notice("A source changed."), SAY)
    assert "not connected to it" in caplog.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slack_client_id": None}, "SLACK_CLIENT_ID too"),
        ({"slack_client_secret": None, "slack_signing_secret": None}, "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET"),
        ({"slack_bot_token": "xoxb-1-test"}, "Leave one or the other empty"),
        ({"slack_http_host": "203.0.113.1"}, "cannot be listened at"),
    ],
)
async def test_settings_that_do_not_do_end_the_start_with_a_sentence(
    assistant: Assistant, changes: dict[str, object], sentence: str
) -> None:
    slack = SlackPlatform(assistant, web_settings("http://127.0.0.1:9/api/", **changes))
    with pytest.raises(ConfigurationError, match=sentence) as caught:
        await asyncio.wait_for(slack.run(), SECONDS)
    assert CLIENT_SECRET not in str(caught.value)
