"""What becomes of questions on Slack: edits, deletions, floods, channels with rules, languages, the agent pane."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.channels import Presence
from bot.conversation import Thread
from bot.cooldown import Cooldown
from bot.library import Library
from bot.moderation import Actor
from bot.phrases import phrases
from bot.platforms.slack import questions
from bot.platforms.slack.questions import AskedQuestions
from bot.state.state import State
from index.embedding import Encoder
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import MAGNET, Desk, assistant_on, assistant_over, button_of, buttons_of, open_desk
from tests.bot.platforms.slack_limits import blocks_as_text
from tests.bot.platforms.slack_payloads import ADMIN, BOT_ID, BOT_USER, CHANNEL, MEMBER, TEAM
from tests.bot.platforms.slack_server import Failure
from tests.conftest import end

SAY = phrases()
WHO = "Who is Stephen Wong Yuen-shan?"


@pytest.fixture
async def assistant(library: Library, tmp_path: Path) -> AsyncIterator[Assistant]:
    assistant = assistant_on(library, tmp_path)
    yield assistant
    await end(assistant)


def mention(desk: Desk, text: str = MAGNET, user: str = MEMBER) -> dict[str, Any]:
    return desk.server.event("app_mention", f"<@{BOT_USER}> {text}", user=user)


def direct(desk: Desk, text: str = MAGNET) -> dict[str, Any]:
    return desk.server.event("message", text, channel="D1", channel_type="im")


def the_only_answer(desk: Desk) -> tuple[str, Mapping[str, Any]]:
    """Return the timestamp and the arguments of the one message that stands."""
    (((_, ts), message),) = desk.server.messages.items()
    return ts, message


# Edits and deletions


@pytest.mark.parametrize("ask", [mention, direct])
async def test_an_edited_question_is_answered_anew_where_its_answer_stands(
    desk: Desk, ask: Callable[[Desk], dict[str, Any]]
) -> None:
    payload = ask(desk)
    await desk.reply_to(payload, "chat.postMessage")
    before, _ = the_only_answer(desk)
    edited = desk.server.edited(payload, payload["event"]["text"].replace(MAGNET, "???"))
    await desk.reply_to(edited, "chat.update")
    await desk.give(edited)  # delivered again
    await desk.platform.close()
    after, message = the_only_answer(desk)
    assert after == before
    assert "Ask me" in message["text"]
    assert len(desk.server.sent("chat.update")) == 1
    assert len(desk.server.sent("chat.postMessage")) == 1


async def test_changes_that_are_none_of_the_members_are_no_edits(desk: Desk) -> None:
    payload = direct(desk)
    await desk.reply_to(payload, "chat.postMessage")
    changed = desk.server.edited(payload, MAGNET)["event"]
    preview = {**changed, "message": {key: part for key, part in changed["message"].items() if key != "edited"}}
    ours = {**changed, "message": {"user": BOT_USER, "bot_id": BOT_ID, "ts": the_only_answer(desk)[0], "text": "x"}}
    for number, event in enumerate((changed, preview, ours)):
        await desk.give({**payload, "event_id": f"EvChange{number}", "event": event})
    await desk.platform.close()
    assert not desk.server.sent("chat.update")
    assert len(desk.server.messages) == 1


@pytest.mark.parametrize("tombstone", [False, True])
async def test_with_its_question_an_answer_goes(desk: Desk, tombstone: bool, assistant: Assistant) -> None:
    payload = direct(desk)
    answer = await desk.reply_to(payload, "chat.postMessage")
    exchange = button_of(answer, "answer-context")["value"]
    await desk.reply_to(desk.server.deleted(payload, tombstone), "chat.delete")
    await desk.platform.close()
    assert not desk.server.messages
    assert (await assistant.kept(Thread("slack", TEAM, "D1", MEMBER))).questions == 0
    assert exchange


async def test_a_question_that_is_deleted_while_it_is_answered_gets_no_answer(encoder: Encoder, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The mayor, Ada Obi, said that the dam must come first.\n", encoding="utf-8")
    model = HeldUpEncoder(encoder)
    assistant = assistant_over(tmp_path / "data", model, article)
    async with open_desk(assistant) as desk:
        model.may_go_on.clear()
        payload = direct(desk, "What must come first?")
        await desk.give(payload)
        await desk.server.until(lambda: desk.server.sent("users.info"))
        await desk.give(desk.server.deleted(payload))
        model.may_go_on.set()
        await desk.platform.close()
        assert not desk.server.sent("chat.postMessage")
    await end(assistant)


async def test_an_answer_that_cannot_be_edited_any_more_is_posted_again(desk: Desk) -> None:
    payload = mention(desk)
    await desk.reply_to(payload, "chat.postMessage")
    desk.server.messages.clear()
    await desk.give(desk.server.edited(payload, f"<@{BOT_USER}> {WHO}"))
    await desk.server.until(lambda: len(desk.server.sent("chat.postMessage")) == 2)


HERE = Thread("slack", TEAM, "C1", MEMBER)


async def test_questions_are_forgotten_beyond_a_number(monkeypatch: pytest.MonkeyPatch, state: State) -> None:
    monkeypatch.setattr(questions, "MOST", 2)
    asked = AskedQuestions(state.asked)
    for ts in ("1.0", "2.0", "3.0"):
        await asked.note(HERE, ts, "")
    assert len(asked) == 2
    assert await asked.find(HERE, "1.0") is None
    assert await asked.find(HERE, "3.0") is not None


async def test_the_newest_edit_counts_in_whichever_order_they_come(state: State) -> None:
    asked = AskedQuestions(state.asked)
    await asked.note(HERE, "1.0", "")
    await asked.note(HERE, "1.0", "10.000002")
    assert (await asked.note(HERE, "1.0", "9.000001")).stands("10.000002")
    assert not (await asked.note(HERE, "1.0", "")).stands("9.000001")


# Floods


async def test_a_flood_is_told_once_and_a_moderator_is_let_through(library: Library, tmp_path: Path) -> None:
    assistant = assistant_on(library, tmp_path, cooldown=Cooldown(1, 0, clock=lambda: 0.0))
    async with open_desk(assistant) as desk:
        for _ in range(4):
            await desk.give(mention(desk, "thanks"))
        for _ in range(2):
            await desk.reply_to(mention(desk, "thanks", user=ADMIN), "chat.postMessage")
        for _ in range(2):  # a command is private: its reply disturbs nobody
            reply = await desk.reply_to(desk.server.command("/ask", "thanks"))
            assert "many questions" in reply["text"]
        await desk.platform.close()
        said = [message["text"] for message in desk.server.sent("chat.postMessage")]
    await end(assistant)
    assert len([text for text in said if "many questions" in text]) == 1
    assert said.count(SAY("courtesy-thanks")) == 3


# Channels with rules


async def set_rules(assistant: Assistant, presence: Presence, private: bool = False) -> None:
    given = {"presence": presence.value, "private": "yes" if private else "no"}
    await assistant.desk.run(Actor("slack", TEAM, CHANNEL, ADMIN, runs_the_community=True), "settings", given, SAY)


async def test_where_the_bot_stays_out_only_who_asks_is_told(desk: Desk, assistant: Assistant) -> None:
    await set_rules(assistant, Presence.STAYS_OUT)
    told = await desk.reply_to(mention(desk), "chat.postEphemeral")
    assert (told["user"], told["text"]) == (MEMBER, SAY("error-stays-out"))
    reply = await desk.reply_to(desk.server.command("/ask", MAGNET))
    assert reply["text"] == SAY("error-stays-out")
    await desk.reply_to(direct(desk), "chat.postMessage")


async def test_where_only_mentions_are_answered_a_command_says_so(desk: Desk, assistant: Assistant) -> None:
    await set_rules(assistant, Presence.MENTIONED)
    reply = await desk.reply_to(desk.server.command("/ask", MAGNET))
    assert reply["text"] == SAY("error-only-mentioned")
    answer = await desk.reply_to(mention(desk), "chat.postMessage")
    assert "magnet" in answer["text"]


async def test_where_answers_are_private_a_mention_is_answered_to_its_member(desk: Desk, assistant: Assistant) -> None:
    await set_rules(assistant, Presence.ANSWERS, private=True)
    payload = mention(desk)
    answer = await desk.reply_to(payload, "chat.postEphemeral")
    assert (answer["user"], answer["thread_ts"]) == (MEMBER, payload["event"]["ts"])
    assert "answer-share" in buttons_of(answer)
    assert not desk.server.messages


# Languages


async def test_a_member_reads_the_bots_words_in_their_language_and_passages_in_their_own(desk: Desk) -> None:
    desk.server.locales[MEMBER] = "zh-TW"
    await desk.give(mention(desk))
    answer = await desk.reply_to(direct(desk), "chat.postMessage")
    chinese = phrases("zh-TW")
    assert chinese.language == "zh-Hant"
    assert button_of(answer, "answer-context")["text"]["text"] == chinese("button-context")
    assert "a magnet for the world's money" in blocks_as_text(answer)
    assert len(desk.server.sent("users.info")) <= 2  # two at once may both ask; later ones know


async def test_a_language_that_slack_does_not_tell_is_english(desk: Desk) -> None:
    desk.server.failures["users.info"].append(Failure(error="internal_error"))
    answer = await desk.reply_to(direct(desk), "chat.postMessage")
    assert button_of(answer, "answer-context")["text"]["text"] == SAY("button-context")
    await desk.reply_to(direct(desk), "chat.postMessage")
    assert len(desk.server.sent("users.info")) == 1


# The agent pane


async def test_the_pane_offers_questions_that_the_bot_answers(
    desk: Desk, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.give(desk.server.home_opened("home"))
    await desk.give(desk.server.home_opened("messages"))
    await desk.server.until(lambda: desk.server.sent("assistant.threads.setSuggestedPrompts"))
    (call,) = desk.server.sent("assistant.threads.setSuggestedPrompts")
    assert call["channel_id"] == "D1"
    assert "thread_ts" not in call
    offered = [prompt["message"] for prompt in call["prompts"]]
    assert 1 <= len(offered) <= 4
    assert offered == list(await assistant.suggestions(Thread("slack", TEAM, "D1", MEMBER), SAY))
