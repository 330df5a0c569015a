"""What moderators do to their workspace's library on Slack, through the real desk, and what other workspaces see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.slack import long_work
from bot.platforms.slack.moderating import ADD
from bot.state.state import State
from index.embedding import Encoder
from tests.bot.libraries.conftest import BRIDGE, FERRY
from tests.bot.platforms.held_up import HeldUpEncoder
from tests.bot.platforms.slack_desk import MODERATORS, Desk, assistant_over, open_desk
from tests.bot.platforms.slack_limits import blocks_as_text
from tests.bot.platforms.slack_payloads import ADMIN, CURATOR, MEMBER, TEAM
from tests.conftest import assistant_of, end

SAY = phrases()
ELSEWHERE = "T2"
Shown = Mapping[str, Any]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every result be the answer to its command, however slow the machine is."""
    monkeypatch.setattr(long_work, "AT_ONCE", 120.0)


@pytest.fixture
def threshold() -> float:
    """Everything is answered; above 1 nothing is."""
    return 0.0


@pytest.fixture
async def assistant(library: Library, state: State, threshold: float, patient: None) -> AsyncIterator[Assistant]:
    assistant = assistant_of(library, threshold, state, MODERATORS)
    await assistant.libraries.open()
    yield assistant
    await end(assistant)


@pytest.fixture
async def elsewhere(assistant: Assistant) -> AsyncIterator[Desk]:
    """The same bot in another workspace."""
    async with open_desk(assistant, team=ELSEWHERE) as desk:
        yield desk


async def give(desk: Desk, text: str, user: str = ADMIN) -> Shown:
    """Have a moderator type a command; return the notice."""
    return await reply_to(desk, desk.server.command("/index", text, user=user))


async def reply_to(desk: Desk, payload: Mapping[str, Any]) -> Shown:
    """Hand over a payload and return the message that it is answered with, be it after a minute."""
    before = len(desk.server.sent("response_url"))
    await desk.give(payload)
    await desk.server.until(lambda: len(desk.server.sent("response_url")) > before)
    return desk.server.sent("response_url")[before]


async def press(desk: Desk, shown: Shown, label: str, user: str = ADMIN) -> Shown:
    """Have a moderator press the button with that label; return what stands there then."""
    button = labelled(shown, label)
    return await reply_to(desk, desk.server.action(button["action_id"], button["value"], user=user))


async def press_value(desk: Desk, value: str) -> Shown:
    """Have a moderator press a button that brings back `value`, whichever message it stood in."""
    return await reply_to(desk, desk.server.action("index-act-0", value, user=ADMIN))


def labelled(shown: Shown, label: str) -> Mapping[str, Any]:
    buttons = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
    (found,) = [one for one in buttons if one["text"]["text"] == SAY(label)]
    return dict(found)


async def add(desk: Desk, text: str = FERRY, name: str = "ferry.txt") -> Shown:
    """Have a moderator add a file by the shortcut, and confirm it; return the notice of that."""
    offered = await reply_to(
        desk, desk.server.shortcut(ADD, "", user=ADMIN, files=[desk.server.file(text.encode(), name)])
    )
    return await press(desk, offered, "desk-add")


async def answers_from(desk: Desk) -> str:
    """Return what a member is told that answers come from."""
    return blocks_as_text(await reply_to(desk, desk.server.command("/sources")))


async def test_a_file_is_shown_then_added_and_can_be_taken_back(desk: Desk) -> None:
    opened = await desk.reply_to(desk.server.command("/index", "add", user=ADMIN), "views.open")
    file = desk.server.file(FERRY.encode(), "ferry.txt")
    values = {"index-give-add-file": {"type": "file_input", "files": [file]}}
    offered = await reply_to(desk, desk.server.submission(opened["view"], values, user=ADMIN))
    assert "Ines Okoro" in blocks_as_text(offered)
    assert "ferry" not in (await answers_from(desk)).lower()
    done = await press(desk, offered, "desk-add")
    assert done["replace_original"] is True
    assert "ferry" in (await answers_from(desk)).lower()
    answer = await reply_to(desk, desk.server.command("/ask", "When will the ferry run again?"))
    assert "run again in April" in blocks_as_text(answer)
    assert SAY("undo-done") in (await press(desk, done, "desk-undo"))["text"]
    assert "ferry" not in (await answers_from(desk)).lower()


async def test_an_unknown_command_is_told_which_there_are(desk: Desk) -> None:
    reply = await give(desk, "drop everything")
    assert "drop" in reply["text"]
    assert "/index rollback" in reply["text"]


async def test_an_address_inside_is_not_fetched(desk: Desk) -> None:
    """The server that plays Slack stands on loopback."""
    before = len(desk.server.calls)
    refused = await reply_to(desk, desk.server.shortcut(ADD, f"<{desk.server.url}report>", user=ADMIN))
    assert SAY("error-refused", reason="#").split("#")[0] in refused["text"]
    assert "report" not in [call.method for call in desk.server.calls[before:]]


async def test_a_source_is_chosen_in_a_window_and_taken_out(desk: Desk) -> None:
    await add(desk)
    await add(desk, BRIDGE, "bridge.txt")
    opened = await desk.reply_to(desk.server.command("/index", "remove", user=ADMIN), "views.open")
    async with desk.connected():
        asked = desk.server.options("index-give-remove-source", "bridge", user=ADMIN, view=opened["view"])
        (option,) = (await desk.answer_to(asked))["options"]
        values = {"index-give-remove-source": {"selected_option": option}}
        offered = await reply_to(desk, desk.server.submission(opened["view"], values, user=ADMIN))
        assert labelled(offered, "desk-remove")["style"] == "danger"
        done = await press(desk, offered, "desk-remove")
        assert "bridge" not in (await answers_from(desk)).lower()
        await press(desk, done, "desk-undo")
        assert "bridge" in (await answers_from(desk)).lower()


async def test_a_speaker_is_corrected_shown_and_put_back(desk: Desk) -> None:
    await add(desk)
    done = await give(desk, "correct 1 speaker: Ada Byron role: computer")
    assert "Ada Byron" in done["text"]
    shown = blocks_as_text(await give(desk, "show 1"))
    assert "Ada Byron" in shown
    assert SAY("show-corrected") in shown
    await press(desk, done, "desk-undo")
    assert "Ada Byron" not in blocks_as_text(await give(desk, "show 1"))


async def test_versions_are_listed_and_brought_back(desk: Desk) -> None:
    assert (await give(desk, "history"))["text"] == SAY("history-none")
    await add(desk)
    await add(desk, BRIDGE, "bridge.txt")
    assert SAY("history-lead", count=2) in (await give(desk, "history"))["text"]
    offered = await give(desk, "rollback 1")
    assert SAY("rollback-done", number=1) in (await press(desk, offered, "desk-rollback"))["text"]
    assert "bridge" not in (await answers_from(desk)).lower()


@pytest.mark.parametrize("threshold", [1.1])
async def test_what_members_did_not_find_out_is_listed(desk: Desk) -> None:
    assert (await give(desk, "gaps"))["text"] == SAY("gaps-none")
    for question in ("Who will pay for the tunnel?", "Who pays for the tunnel?", "What will the weather be?"):
        await reply_to(desk, desk.server.command("/ask", question))
    shown = blocks_as_text(await give(desk, "gaps"))
    assert "tunnel" in shown
    assert "weather" in shown


async def test_settings_are_changed_for_the_channel_that_they_were_asked_in(desk: Desk) -> None:
    assert SAY("settings-private-mentions") in blocks_as_text(await give(desk, "settings"))
    done = await give(desk, "settings presence: stays-out")
    assert (await reply_to(desk, desk.server.command("/ask", "Who?")))["text"] == SAY("error-stays-out")
    button = labelled(done, "desk-undo")
    pressed = desk.server.action(button["action_id"], button["value"], user=ADMIN, channel="D-ADMIN")
    await reply_to(desk, pressed)
    assert (await reply_to(desk, desk.server.command("/ask", "Who?")))["text"] != SAY("error-stays-out")


async def test_what_was_done_and_what_was_not_is_written_down(desk: Desk, state: State) -> None:
    await add(desk)
    await give(desk, "show no such words anywhere", user=CURATOR)
    await reply_to(desk, desk.server.command("/reload", user=MEMBER))
    entries = await state.audit.entries(f"slack:{TEAM}")
    assert [(entry.what, entry.actor, entry.result.split(":")[0]) for entry in reversed(entries)] == [
        ("add", ADMIN, "shown"),
        ("add", ADMIN, "done"),
        ("show", CURATOR, "failed"),
        ("reload", MEMBER, "refused"),
    ]


# Reloading what all share


@pytest.fixture
async def held_up(encoder: Encoder, tmp_path: Path) -> AsyncIterator[tuple[Assistant, HeldUpEncoder, Path]]:
    """An assistant over an article of its own whose model a test can hold up, with the article's path."""
    article = tmp_path / "article.txt"
    article.write_text(FERRY, encoding="utf-8")
    model = HeldUpEncoder(encoder)
    assistant = assistant_over(tmp_path / "data", model, article)
    yield assistant, model, article
    model.may_go_on.set()
    await end(assistant)


async def test_a_reload_reports_in_one_message_and_a_second_is_refused_at_once(
    held_up: tuple[Assistant, HeldUpEncoder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "AT_ONCE", 0.2)
    monkeypatch.setattr(long_work, "BETWEEN_EDITS", 0.05)
    assistant, model, article = held_up
    article.write_text(FERRY + "\nNobody answered her.\n", encoding="utf-8")
    model.may_go_on.clear()
    async with open_desk(assistant) as desk:
        embedding = SAY("reload-embedding", done="#", total="#").split("#")[0]
        await desk.give(desk.server.command("/reload", user=CURATOR))
        await desk.server.until(lambda: any(embedding in edit["text"] for edit in desk.server.sent("chat.update")))
        second = await desk.reply_to(desk.server.command("/reload", user=ADMIN))
        while second["text"] == SAY("slack-index-started"):
            second = desk.server.sent("response_url")[-1]
        assert second["text"] == SAY("error-already-running")
        model.may_go_on.set()
        await desk.server.until(lambda: "1 added" in desk.server.sent("chat.update")[-1]["text"])
        assert len({(edit["channel"], edit["ts"]) for edit in desk.server.sent("chat.update")}) == 1
    assert len(assistant.libraries.default.snapshot.passages) == 2


@pytest.mark.usefixtures("patient")
async def test_a_reload_that_fails_says_why_and_the_old_index_serves(
    held_up: tuple[Assistant, HeldUpEncoder, Path],
) -> None:
    assistant, _, article = held_up
    article.unlink()
    async with open_desk(assistant) as desk:
        reply = await reply_to(desk, desk.server.command("/reload", user=ADMIN))
        assert article.name in reply["text"]
        answer = await reply_to(desk, desk.server.command("/ask", "When will the ferry run again?"))
        assert "run again in April" in answer["text"]


# Other workspaces


@pytest.mark.parametrize("threshold", [1.1])
async def test_another_workspace_sees_and_changes_nothing_of_this_one(desk: Desk, elsewhere: Desk) -> None:
    """By every command, window, menu, and by buttons copied from here, pressed by a moderator of the other."""
    done = await add(desk)
    await give(desk, "settings language: en cooldown-member: 5791")
    await reply_to(desk, desk.server.command("/ask", "Who will pay for the zeppelin?"))
    offered = await give(desk, "remove 1")
    ours = ("ferry will", "Okoro", "zeppelin", "5791")

    server = elsewhere.server
    typed = (
        "status",
        "list",
        "history",
        "gaps",
        "settings",
        "show 1:1",
        "show run again",
        "remove ferry",
        "rollback 1",
    )
    seen = [await give(elsewhere, words) for words in typed]
    for button in (labelled(offered, "desk-remove"), labelled(offered, "desk-leave")):
        told = await press_value(elsewhere, button["value"])
        assert told["text"] == SAY("error-offer-gone")
    forged = ("undo:1:0", "undo:0:1", "do:x", "list:1", "gaps:1", "history:1", "show:1:1", "", "x" * 60, "é" * 20)
    for value in (labelled(done, "desk-undo")["value"], *(f"C1:{act}" for act in forged)):
        seen += [await press_value(elsewhere, value)]
    texts = [blocks_as_text(one) for one in seen]
    opened = await elsewhere.reply_to(server.command("/index", "correct", user=ADMIN), "views.open")
    async with elsewhere.connected():
        for parameter in ("passage", "speaker"):
            for words in ("", "run again", "Okoro"):
                asked = server.options(f"index-give-correct-{parameter}", words, user=ADMIN, view=opened["view"])
                options = (await elsewhere.answer_to(asked))["options"]
                texts += [one["text"]["text"] for one in options if one["value"] != words]
    assert [text for text in texts if any(word in text for word in ours)] == []

    assert "ferry" in (await answers_from(desk)).lower()
    assert "ferry" not in (await answers_from(elsewhere)).lower()
    assert SAY("remove-done", title="#").split("#")[0] in (await press(desk, offered, "desk-remove"))["text"]


async def test_a_button_is_the_moderators_who_was_shown_it(desk: Desk) -> None:
    file = desk.server.file(FERRY.encode(), "ferry.txt")
    offered = await reply_to(desk, desk.server.shortcut(ADD, "", user=ADMIN, files=[file]))
    refused = await press(desk, offered, "desk-add", user=CURATOR)
    assert refused["text"] == SAY("error-offer-gone")
    assert not refused.get("replace_original")
    assert "ferry" not in (await answers_from(desk)).lower()
