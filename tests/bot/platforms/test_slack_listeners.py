"""What members can say to the bot on Slack and what they get back, through Bolt's own dispatch."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.assistant import Assistant
from bot.channels import CommunityRules
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.slack.commands import COMMANDS
from bot.platforms.slack.layout import escape
from bot.platforms.slack.words import words_of
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import MAGNET, MODERATORS, Desk, assistant_over, open_desk
from tests.bot.platforms.slack_limits import blocks_as_text
from tests.bot.platforms.slack_payloads import BOT_ID, BOT_USER, MEMBER, TEAM
from tests.bot.platforms.slack_server import Failure
from tests.conftest import assistant_of, end

SAY = phrases()
HOSTILE_ARTICLE = (
    "Notes from the <!channel> hall\n\n"
    "The mayor of Quillhaven, Ada Obi, told the meeting that the *river* dam <@U123> must come first & soon.\n\n"
    "A `poster` at the door said: @everyone ||come|| to <https://evil.example|the fair> on Sunday.\n"
)


@pytest.fixture
def assistant(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(moderators=MODERATORS)


@pytest.fixture
async def held_up(encoder: Encoder, tmp_path: Path) -> AsyncIterator[tuple[Assistant, HeldUpEncoder, Path]]:
    """An assistant over an article of its own whose model a test can hold up, with the article's path."""
    article = tmp_path / "article.txt"
    article.write_text(HOSTILE_ARTICLE, encoding="utf-8")
    model = HeldUpEncoder(encoder)
    assistant = assistant_over(tmp_path / "data", model, article)
    yield assistant, model, article
    model.may_go_on.set()
    await end(assistant)


# Asking


async def test_ask_answers_privately_with_the_passage(desk: Desk, assistant: Assistant) -> None:
    reply = await desk.reply_to(desk.server.command("/ask", MAGNET))
    assert reply["response_type"] == "ephemeral"
    shown = blocks_as_text(reply)
    assert f"You asked: {MAGNET}" in shown
    assert "a magnet for the world's money" in shown
    number = next(
        passage.number for passage in assistant.libraries.default.snapshot.passages if "magnet" in passage.text
    )
    assert f"paragraph {number}" in shown
    assert "a magnet for the world's money" in reply["text"]


async def test_an_answer_names_whom_the_snapshot_names(desk: Desk, assistant: Assistant) -> None:
    passage = next(p for p in assistant.libraries.default.snapshot.passages if "magnet" in p.text)
    reply = await desk.reply_to(desk.server.command("/ask", MAGNET))
    for speaker in assistant.libraries.default.snapshot.speakers_of(passage):
        assert speaker.name in blocks_as_text(reply)


async def test_a_mention_is_answered_in_a_thread_of_the_question(desk: Desk) -> None:
    payload = desk.server.event("app_mention", f"<@{BOT_USER}> {MAGNET}")
    reply = await desk.reply_to(payload, "chat.postMessage")
    assert (reply["channel"], reply["thread_ts"]) == (payload["event"]["channel"], payload["event"]["ts"])
    assert "a magnet for the world's money" in blocks_as_text(reply)
    assert "You asked" not in blocks_as_text(reply)


async def test_a_mention_in_a_thread_is_answered_in_that_thread(desk: Desk) -> None:
    payload = desk.server.event("app_mention", f"<@{BOT_USER}> {MAGNET}", thread_ts="1600000000.000001")
    reply = await desk.reply_to(payload, "chat.postMessage")
    assert reply["thread_ts"] == "1600000000.000001"


async def test_a_direct_message_is_answered_below_it_and_in_its_thread(desk: Desk) -> None:
    payload = desk.server.event("message", MAGNET, channel="D1", channel_type="im")
    reply = await desk.reply_to(payload, "chat.postMessage")
    assert reply["channel"] == "D1"
    assert reply.get("thread_ts") is None
    payload = desk.server.event("message", MAGNET, channel="D1", channel_type="im", thread_ts="1600000000.000001")
    reply = await desk.reply_to(payload, "chat.postMessage")
    assert reply["thread_ts"] == "1600000000.000001"


async def test_no_answer_says_so_and_shows_what_comes_closest(
    digest_archive: Path, encoder: Encoder, tmp_path: Path
) -> None:
    library = Library((), digest_archive, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    assistant = assistant_of(library, 1.0)
    async with open_desk(assistant) as desk:
        reply = await desk.reply_to(desk.server.command("/ask", "What will the weather be?"))
    await end(assistant)
    shown = blocks_as_text(reply)
    assert SAY("closest-lead") in shown
    assert any(passage.text in shown for passage in assistant.libraries.default.snapshot.passages)


@pytest.mark.parametrize("text", [f"<@{BOT_USER}>", f"<@{BOT_USER}> ?!", f" <@{BOT_USER}|otr> <@U77> "])
async def test_an_empty_mention_gets_a_hint(desk: Desk, text: str) -> None:
    reply = await desk.reply_to(desk.server.event("app_mention", text), "chat.postMessage")
    assert "Ask me" in reply["text"]


async def test_a_question_before_the_index_is_open_is_asked_to_come_back(tmp_path: Path, encoder: Encoder) -> None:
    library = Library((), tmp_path, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    assistant = assistant_of(library, 0.5)
    async with open_desk(assistant) as desk:
        for command in ("/ask", "/speakers", "/sources"):
            reply = await desk.reply_to(desk.server.command(command, MAGNET))
            assert reply["text"] == SAY("error-not-ready")
    await end(assistant)


async def test_an_unexpected_failure_is_a_sentence_for_the_member_and_a_traceback_for_the_log(
    desk: Desk, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.close()  # what answers refuses work from here on, with an exception that nobody foresaw
    with caplog.at_level(logging.ERROR):
        reply = await desk.reply_to(desk.server.command("/ask", MAGNET))
    (record,) = caplog.records
    assert record.exc_info
    (reference,) = re.findall(r"reference (\w+)", record.getMessage())
    assert reply["text"] == SAY("error-unexpected", reference=reference)


# Once, and not to bots


async def test_a_mention_that_comes_as_two_events_and_again_is_answered_once(desk: Desk) -> None:
    mention = desk.server.event("app_mention", f"<@{BOT_USER}> {MAGNET}", channel="D1")
    as_message = {
        **mention,
        "event_id": "EvOther",
        "event": {**mention["event"], "type": "message", "channel_type": "im"},
    }
    edited = {**mention, "event_id": "EvEdited", "event": {**mention["event"], "text": f"<@{BOT_USER}> Who?"}}
    for payload in (mention, mention, as_message, edited):
        await desk.give(payload)
    await assert_answered_once(desk)


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "BOTHER"},
        {"bot_id": BOT_ID, "user": BOT_USER},
        {"user": BOT_USER},
        {"user": "USLACKBOT"},
        {"subtype": "bot_message", "bot_id": "BOTHER"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
    ],
)
async def test_bots_itself_and_talk_in_channels_are_left_alone(desk: Desk, changes: Mapping[str, str]) -> None:
    payload = desk.server.event("message", MAGNET, channel="D9", **{"channel_type": "im", **changes})
    await desk.give(payload)
    await desk.give(desk.server.event("message", MAGNET, channel="D1", channel_type="im"))
    await assert_answered_once(desk)
    assert desk.server.sent("chat.postMessage")[0]["channel"] == "D1"


async def assert_answered_once(desk: Desk) -> None:
    await desk.server.until(lambda: desk.server.sent("chat.postMessage"))
    await desk.platform.close()
    assert len(desk.server.sent("chat.postMessage")) == 1


# Lists and help


async def test_sources_speakers_and_help(desk: Desk, assistant: Assistant) -> None:
    sources = await desk.reply_to(desk.server.command("/sources"))
    title = assistant.libraries.default.snapshot.record.articles[0].title
    assert title is not None
    assert title in blocks_as_text(sources)
    speakers = await desk.reply_to(desk.server.command("/speakers"))
    for speaker, _count in assistant.libraries.default.snapshot.speakers():
        assert speaker.name in blocks_as_text(speakers)
    help_ = await desk.reply_to(desk.server.command("/ask-help"))
    for command in COMMANDS:
        assert command in blocks_as_text(help_)


async def test_where_moderators_chose_a_language_everybody_reads_it(desk: Desk, state: State) -> None:
    await state.settings.change_community(f"slack:{TEAM}", CommunityRules(language="zh-Hant"))
    await state.settings.change_community("slack:T9", CommunityRules(language="zh-Hans"))
    desk.server.locales[MEMBER] = "en-US"
    reply = await desk.reply_to(desk.server.command("/sources", user=MEMBER))
    assert phrases("zh-Hant")("sources-heading") in reply["text"]
    refused = await desk.reply_to(desk.server.command("/index", "status", user=MEMBER))
    assert phrases("zh-Hant")("error-not-allowed-needed-slack") in refused["text"]


# Articles that mean no good


async def test_an_article_cannot_ping_link_or_format(held_up: tuple[Assistant, HeldUpEncoder, Path]) -> None:
    async with open_desk(held_up[0]) as desk:
        dam = await desk.reply_to(desk.server.command("/ask", "Which dam must come first?"))
        fair = await desk.reply_to(desk.server.command("/ask", "What did the poster at the door say? <!here>"))
        sources = await desk.reply_to(desk.server.command("/sources"))
    for reply in (dam, fair, sources):
        sent = json.dumps(reply)
        for sequence in ("<!channel>", "<!here>", "<@U123>", "<https://evil"):
            assert sequence not in sent
        assert "mrkdwn_in" not in sent
        assert '"type": "mrkdwn"' not in sent
    words = "the *river* dam <@U123> must come first & soon."
    assert words in blocks_as_text(dam)
    assert escape(words) in dam["text"]
    assert "@everyone ||come|| to <https://evil.example|the fair>" in blocks_as_text(fair)


async def test_blocks_that_slack_refuses_become_text(desk: Desk) -> None:
    desk.server.failures["chat.postMessage"].append(Failure(error="invalid_blocks"))
    await desk.give(desk.server.event("message", MAGNET, channel="D1", channel_type="im"))
    await desk.server.until(lambda: len(desk.server.sent("chat.postMessage")) == 2)
    _, again = desk.server.sent("chat.postMessage")
    assert again["blocks"] == []
    assert "a magnet for the world's money" in again["text"]
    desk.server.failures["response_url"].append(Failure(status=400))
    await desk.give(desk.server.command("/ask", MAGNET))
    await desk.server.until(lambda: len(desk.server.sent("response_url")) == 2)
    assert desk.server.sent("response_url")[1]["blocks"] == []


async def test_an_answer_that_cannot_be_delivered_is_logged_without_its_words(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.server.failures["chat.postMessage"].append(Failure(error="is_archived"))
    with caplog.at_level(logging.ERROR):
        await desk.give(desk.server.event("message", MAGNET, channel="D1", channel_type="im"))
        await desk.server.until(lambda: desk.server.sent("chat.postMessage"))
        await desk.platform.close()
    assert "is_archived" in caplog.text
    assert "magnet" not in caplog.text


# What Slack's texts hold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<@{BOT_USER}> Who spoke?", "Who spoke?"),
        (f"Hey <@{BOT_USER}|otr>, who spoke?", "Hey  , who spoke?"),
        ("What did <@U77> say?", "What did   say?"),
        ("Is 3 &lt; 4 &amp;&amp; 5 &gt; 4?", "Is 3 < 4 && 5 > 4?"),
        ("See <https://a.example/x?b=1|a.example> and <https://b.example>", "See a.example and https://b.example"),
        ("In <#C1|general> or <#C2|>?", "In #general or  ?"),
        ("<!here> who?", "who?"),
        ("Is 3 < 4 and 5 > 4?", "Is 3 < 4 and 5 > 4?"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_the_words_of_a_member(text: str, words: str) -> None:
    assert words_of(text, BOT_USER) == words


async def test_what_nobody_listens_for_is_not_acknowledged_as_done(desk: Desk) -> None:
    request = AsyncBoltRequest(mode="socket_mode", body=desk.server.command("/unknown"))
    assert (await desk.platform.app.async_dispatch(request)).status == 404
