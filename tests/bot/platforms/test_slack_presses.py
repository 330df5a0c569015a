"""The buttons, menus and windows of the bot's messages on Slack, also of messages from before a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.channels import Presence
from bot.conversation import Thread
from bot.cooldown import Cooldown
from bot.exchanges import Complaint, Verdict
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.slack import lists
from bot.platforms.slack.commands import LOOK_UP
from bot.state.state import State
from index.embedding import Encoder
from tests.bot.platforms.slack_desk import MAGNET, Desk, assistant_on, assistant_over, button_of, buttons_of, open_desk
from tests.bot.platforms.slack_limits import blocks_as_text
from tests.bot.platforms.slack_payloads import ADMIN, BOT_USER, CHANNEL, MEMBER, TEAM
from tests.bot.platforms.slack_server import Failure
from tests.conftest import end

SAY = phrases()
OTHER = "UOTHER"
HERE = Thread("slack", TEAM, CHANNEL, MEMBER)


@pytest.fixture
async def assistant(library: Library, tmp_path: Path) -> AsyncIterator[Assistant]:
    assistant = assistant_on(library, tmp_path, days=30)
    yield assistant
    await end(assistant)


async def public_answer(desk: Desk) -> tuple[str, str]:
    """Have a mention answered; return the answer's timestamp and its exchange."""
    answer = await desk.reply_to(desk.server.event("app_mention", f"<@{BOT_USER}> {MAGNET}"), "chat.postMessage")
    await desk.server.until(lambda: desk.server.messages)
    (((_, ts), _message),) = desk.server.messages.items()
    return ts, str(button_of(answer, "answer-context")["value"])


async def kept(folder: Path, exchange: str) -> list[Verdict]:
    """Return the opinions of an exchange that are kept in the database of a folder."""
    state = State(folder, 30)
    found = await state.exchanges.verdicts(exchange, HERE)
    await state.close()
    return found


async def press(desk: Desk, name: str, exchange: str, **more: str) -> Mapping[str, Any]:
    """Press a button and return what comes of it."""
    return await desk.reply_to(desk.server.action(f"answer-{name}", exchange, **more))


# Below an answer


async def test_the_buttons_of_public_and_private_answers(desk: Desk) -> None:
    public = await desk.reply_to(desk.server.event("app_mention", f"<@{BOT_USER}> {MAGNET}"), "chat.postMessage")
    private = await desk.reply_to(desk.server.command("/ask", MAGNET))
    assert "answer-delete" in buttons_of(public)
    assert "answer-share" not in buttons_of(public)
    assert "answer-share" in buttons_of(private)
    for message in (public, private):
        assert {"answer-context", "answer-helpful", "answer-unhelpful"} <= set(buttons_of(message))
        assert len({button_of(message, name)["value"] for name in buttons_of(message)}) == 1


async def test_a_passage_in_its_context_marked_as_such_for_who_presses(desk: Desk, assistant: Assistant) -> None:
    ts, exchange = await public_answer(desk)
    shown = await press(desk, "context", exchange, user=OTHER, message_ts=ts, thread_ts="1700000000.000001")
    assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", False)
    assert shown["thread_ts"] == "1700000000.000001"
    text = blocks_as_text(shown)
    found = await assistant.context(exchange, HERE)
    assert found.citation.passage.text[:80] in text
    for beside in (found.before, found.after):
        assert beside is None or beside.passage.text[:80] in text
    assert SAY("context-passage") in text


async def test_other_passages_that_came_close(desk: Desk, assistant: Assistant) -> None:
    ts, exchange = await public_answer(desk)
    shown = await press(desk, "others", exchange, message_ts=ts)
    for citation in await assistant.others(exchange, HERE):
        assert citation.passage.text[:60] in blocks_as_text(shown)


async def test_the_buttons_work_after_a_restart(library: Library, tmp_path: Path) -> None:
    before = assistant_on(library, tmp_path, days=30)
    async with open_desk(before) as desk:
        ts, exchange = await public_answer(desk)
    await end(before)
    after = assistant_on(library, tmp_path, days=30)
    async with open_desk(after) as desk:
        assert "magnet" in (await press(desk, "context", exchange, message_ts=ts))["text"]
        assert (await press(desk, "helpful", exchange, message_ts=ts))["text"] == SAY("verdict-thanks")
    await end(after)


@pytest.mark.parametrize("name", ["context", "others", "card", "helpful", "unhelpful", "share", "delete"])
async def test_a_button_of_an_answer_that_is_no_longer_kept_says_so(desk: Desk, name: str) -> None:
    told = await press(desk, name, "nothing-kept-here")
    assert told["text"] in {SAY("error-exchange-gone"), SAY("error-not-yours")}


async def test_a_press_that_is_delivered_twice_counts_once(desk: Desk) -> None:
    ts, exchange = await public_answer(desk)
    payload = desk.server.action("answer-helpful", exchange, message_ts=ts)
    for _ in range(3):
        await desk.give(payload)
    await desk.platform.close()
    assert len(desk.server.sent("response_url")) == 1


async def test_not_helpful_asks_why_and_keeps_it(desk: Desk, tmp_path: Path) -> None:
    ts, exchange = await public_answer(desk)
    opened = await desk.reply_to(desk.server.action("answer-unhelpful", exchange, message_ts=ts), "views.open")
    assert not desk.server.sent("response_url")
    chosen = {"selected_option": {"value": "wrong-speaker"}}
    values = {"complain-why": chosen, "complain-remark": {"value": "It was the mayor."}}
    reply = await desk.reply_to(desk.server.submission(opened["view"], values))
    assert reply["text"] == SAY("verdict-thanks")
    (verdict,) = await kept(tmp_path, exchange)
    assert (verdict.helpful, verdict.complaint, verdict.remark) == (False, Complaint.WRONG_SPEAKER, "It was the mayor.")


async def test_not_helpful_counts_without_a_reason(desk: Desk, tmp_path: Path) -> None:
    ts, exchange = await public_answer(desk)
    await desk.reply_to(desk.server.action("answer-unhelpful", exchange, message_ts=ts), "views.open")
    await desk.platform.close()
    assert not desk.server.sent("response_url")
    assert await kept(tmp_path, exchange) == [Verdict(helpful=False)]


async def test_not_helpful_counts_where_the_window_does_not_open(desk: Desk, tmp_path: Path) -> None:
    ts, exchange = await public_answer(desk)
    desk.server.failures["views.open"].append(Failure(error="expired_trigger_id"))
    reply = await press(desk, "unhelpful", exchange, message_ts=ts)
    assert reply["text"] == SAY("verdict-thanks")
    (verdict,) = await kept(tmp_path, exchange)
    assert not verdict.helpful


async def test_a_private_answer_is_shared_once_with_its_question_and_who_shares_it(desk: Desk) -> None:
    private = await desk.reply_to(desk.server.command("/ask", MAGNET))
    payload = desk.server.action("answer-share", str(button_of(private, "answer-share")["value"]))
    again = {**payload, "trigger_id": "trigger-other"}
    shared = await desk.reply_to(payload)
    await desk.give(again)
    await desk.platform.close()
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", False)
    assert MAGNET in blocks_as_text(shared)
    assert "umember" in blocks_as_text(shared)
    assert "a magnet for the world's money" in shared["text"]
    assert len(desk.server.sent("response_url")) == 2


async def test_a_share_that_was_refused_can_be_repeated(desk: Desk, assistant: Assistant) -> None:
    private = await desk.reply_to(desk.server.command("/ask", MAGNET))
    payload = desk.server.action("answer-share", str(button_of(private, "answer-share")["value"]))
    await assistant.state.settings.change_channel(HERE, Presence.STAYS_OUT)
    assert (await desk.reply_to(payload))["text"] == SAY("error-stays-out")
    await assistant.state.settings.change_channel(HERE, Presence.ANSWERS)
    shared = await desk.reply_to({**payload, "trigger_id": "trigger-other"})
    assert MAGNET in blocks_as_text(shared)


@pytest.mark.parametrize("user", [MEMBER, ADMIN])
async def test_who_asked_and_moderators_delete_an_answer(desk: Desk, user: str, assistant: Assistant) -> None:
    ts, exchange = await public_answer(desk)
    gone = await press(desk, "delete", exchange, user=user, message_ts=ts)
    assert gone["delete_original"] is True
    await desk.platform.close()
    assert (await assistant.kept(HERE)).questions == 0


async def test_others_do_not_delete_an_answer(desk: Desk) -> None:
    ts, exchange = await public_answer(desk)
    told = await press(desk, "delete", exchange, user=OTHER, message_ts=ts)
    assert told["text"] == SAY("error-not-yours")


# Quote cards


@pytest.fixture
async def quoting(encoder: Encoder, tmp_path: Path) -> AsyncIterator[Desk]:
    """Serve an article in which somebody is quoted directly."""
    article = tmp_path / "article.txt"
    article.write_text(
        'The River Meeting\n\n"The dam must come before the roads," said Ada Obi, the mayor of Quillhaven.\n',
        encoding="utf-8",
    )
    assistant = assistant_over(tmp_path / "data", encoder, article)
    async with open_desk(assistant) as desk:
        yield desk
    await end(assistant)


async def the_quote(desk: Desk) -> tuple[str, str]:
    """Have a mention answered with a direct quotation; return the answer's timestamp and its exchange."""
    question = f"<@{BOT_USER}> What did Ada Obi say about the dam?"
    answer = await desk.reply_to(desk.server.event("app_mention", question), "chat.postMessage")
    await desk.server.until(lambda: desk.server.messages)
    (((_, ts), _message),) = desk.server.messages.items()
    return ts, str(button_of(answer, "answer-card")["value"])


async def test_a_direct_quote_becomes_a_picture_with_alternative_text(quoting: Desk) -> None:
    ts, exchange = await the_quote(quoting)
    told = await press(quoting, "card", exchange, message_ts=ts, thread_ts="1700000000.000001")
    assert told["text"] == SAY("slack-card-sent")
    (picture,) = quoting.server.uploads.values()
    assert picture.startswith(b"\x89PNG")
    (asked,) = quoting.server.sent("files.getUploadURLExternal")
    assert "The dam must come before the roads" in asked["alt_txt"]
    assert len(asked["alt_txt"]) <= 1_000
    (done,) = quoting.server.sent("files.completeUploadExternal")
    assert (done["channel_id"], done["thread_ts"]) == (CHANNEL, "1700000000.000001")


async def test_the_card_of_a_private_answer_stays_private(quoting: Desk) -> None:
    _, exchange = await the_quote(quoting)
    told = await press(quoting, "card", exchange)
    assert told["text"] == SAY("slack-card-in-messages")
    (done,) = quoting.server.sent("files.completeUploadExternal")
    assert done["channel_id"] == f"D-{MEMBER}"


@pytest.mark.parametrize(
    ("code", "phrase"),
    [("missing_scope", "slack-card-scope"), ("not_in_channel", "slack-card-invite"), ("fatal", "slack-card-failed")],
)
async def test_where_a_card_cannot_go_the_member_reads_why(quoting: Desk, code: str, phrase: str) -> None:
    ts, exchange = await the_quote(quoting)
    quoting.server.failures["files.completeUploadExternal"].append(Failure(error=code))
    assert (await press(quoting, "card", exchange, message_ts=ts))["text"] == SAY(phrase)


async def test_cards_count_as_questions_do(encoder: Encoder, library: Library, tmp_path: Path) -> None:
    assistant = assistant_on(library, tmp_path, cooldown=Cooldown(2, 0, clock=lambda: 0.0))
    async with open_desk(assistant) as desk:
        ts, exchange = await public_answer(desk)
        told = [(await press(desk, "card", exchange, message_ts=ts))["text"] for _ in range(2)]
        assert told == [SAY("error-no-card"), SAY("error-cooling-down", seconds=30)]
        by_a_moderator = await press(desk, "card", exchange, message_ts=ts, user=ADMIN)
        assert by_a_moderator["text"] == SAY("error-no-card")
    await end(assistant)


async def test_reported_speech_has_no_card(desk: Desk) -> None:
    answer = await desk.reply_to(desk.server.event("app_mention", f"<@{BOT_USER}> {MAGNET}"), "chat.postMessage")
    assert "answer-card" not in buttons_of(answer)
    told = await press(desk, "card", str(button_of(answer, "answer-context")["value"]))
    assert told["text"] == SAY("error-no-card")


# Lists


async def test_all_that_a_speaker_said_in_pages(encoder: Encoder, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    said = [f"Dam number {number} must come before the roads" for number in range(1, 7)]
    article.write_text(
        "\n\n".join(f"“{one},” said Ada Obi, the mayor of Quillhaven." for one in said), encoding="utf-8"
    )
    assistant = assistant_over(tmp_path / "data", encoder, article)
    async with open_desk(assistant) as desk:
        first = await desk.reply_to(desk.server.command("/quotes", "ada obi"))
        assert "Ada Obi" in first["text"]
        second = await desk.reply_to(desk.server.action("quotes-later", str(button_of(first, "quotes-later")["value"])))
        assert second["replace_original"] is True
        assert SAY("page", number=2, pages=2) in second["text"]
        assert [one in blocks_as_text(first) for one in said] == [True] * 4 + [False] * 2
        assert [one in blocks_as_text(second) for one in said] == [False] * 4 + [True] * 2
        assert "quotes-later" not in buttons_of(second)
        back = str(button_of(second, "quotes-earlier")["value"])
        again = await desk.reply_to(desk.server.action("quotes-earlier", back))
        assert blocks_as_text(again) == blocks_as_text(first)
    await end(assistant)


async def test_what_is_no_list_of_quotes_has_no_pages(library: Library, tmp_path: Path) -> None:
    assistant = assistant_on(library, tmp_path, threshold=1.0)
    async with open_desk(assistant) as desk:
        declined = await assistant.ask(MAGNET, HERE)
        shown = await desk.reply_to(desk.server.action("quotes-later", f"2:{declined.exchange}"))
        assert shown["text"] == SAY("nothing-lead")
    await end(assistant)


async def test_quotes_of_nobody_known_say_so(desk: Desk) -> None:
    assert (await desk.reply_to(desk.server.command("/quotes")))["text"] == SAY("slack-quotes-of-whom")
    reply = await desk.reply_to(desk.server.command("/quotes", "Xyzzy Plugh"))
    assert "Xyzzy Plugh" in reply["text"]


async def test_speakers_in_pages(desk: Desk, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "ON_A_PAGE", 2)
    shown = await desk.reply_to(desk.server.command("/speakers"))
    seen = blocks_as_text(shown)
    while "speakers-later" in buttons_of(shown):
        value = str(button_of(shown, "speakers-later")["value"])
        shown = await desk.reply_to(desk.server.action("speakers-later", value))
        seen += blocks_as_text(shown)
    for speaker, _count in assistant.libraries.default.snapshot.speakers():
        assert speaker.name in seen


@pytest.mark.parametrize("value", ["", "x", "-1:", "99999999999999:", "\u0663:"])
async def test_a_page_that_is_none_is_the_first_or_the_last(desk: Desk, value: str) -> None:
    shown = await desk.reply_to(desk.server.action("speakers-later", value))
    assert SAY("speakers-heading") in shown["text"]


# What is kept


async def test_what_is_kept_is_shown_and_deleted(desk: Desk, assistant: Assistant) -> None:
    _, exchange = await public_answer(desk)
    shown = await desk.reply_to(desk.server.command("/privacy"))
    assert "I keep one question" in shown["text"]
    done = await desk.reply_to(desk.server.action("privacy-forget", str(button_of(shown, "privacy-forget")["value"])))
    assert (done["text"], done["replace_original"]) == (SAY("privacy-forgotten"), True)
    assert (await press(desk, "context", exchange))["text"] == SAY("error-exchange-gone")


# Asking by window and by shortcut


async def test_ask_without_a_question_opens_a_window_with_a_menu_of_speakers(desk: Desk) -> None:
    opened = await desk.reply_to(desk.server.command("/ask"), "views.open")
    values = {
        "ask-question": {"value": MAGNET},
        "ask-speaker": {"selected_option": {"value": "Stephen Wong Yuen-shan"}},
    }
    reply = await desk.reply_to(desk.server.submission(opened["view"], values))
    assert reply["response_type"] == "ephemeral"
    assert "a magnet for the world's money" in blocks_as_text(reply)
    assert MAGNET in blocks_as_text(reply)


async def test_ask_gives_a_hint_where_the_window_does_not_open(desk: Desk) -> None:
    desk.server.failures["views.open"].append(Failure(error="expired_trigger_id"))
    assert "Ask me" in (await desk.reply_to(desk.server.command("/ask")))["text"]


async def test_the_menu_of_speakers_forgives_misspelling(desk: Desk) -> None:
    async with desk.connected():
        envelope = await desk.server.deliver("interactive", desk.server.options("ask-speaker", "Stefen Wong"))
        await desk.server.until(lambda: envelope in desk.server.acknowledgements)
    options = desk.server.acknowledgements[envelope]["options"]
    assert "Stephen Wong Yuen-shan" in options[0]["text"]["text"]
    assert all(len(option["text"]["text"]) <= 75 and len(option["value"]) <= 150 for option in options)


async def test_a_message_is_looked_up_for_who_asks_that_of_it(desk: Desk) -> None:
    text = "I heard <@U77> say the city is a *magnet* for the money of the world <https://x.example|here>"
    reply = await desk.reply_to(desk.server.shortcut(LOOK_UP, text))
    assert reply["response_type"] == "ephemeral"
    assert "a magnet for the world's money" in blocks_as_text(reply)


@pytest.mark.parametrize("text", ["", "<https://x.example>", "```code```", "<@U77>"])
async def test_a_message_without_words_cannot_be_looked_up(desk: Desk, text: str) -> None:
    reply = await desk.reply_to(desk.server.shortcut(LOOK_UP, text))
    assert reply["text"] == SAY("error-nothing-to-look-up")
