"""What moderators do with sources: previews, confirmations, undoing, and that nobody else can."""

from __future__ import annotations

import pytest

from bot.errors import BotError, LibraryChanged, NotAllowed, SnapshotUnknown, SourceUnknown
from bot.moderation import Actor
from bot.moderation.commands import INDEX_COMMANDS
from bot.moderation.faults import (
    ArgumentMissing,
    ArgumentUnknown,
    NothingGiven,
    NothingToGoBackTo,
    OfferGone,
    Refused,
    UnknownCommand,
)
from bot.moderation.notice import LONGEST_ACT, Attachment
from bot.phrases import LANGUAGES, phrases
from bot.rendering import render_error
from tests.bot.moderation.conftest import ANNA, BO, FERRY, FERRY_LATER, MEMBER, PIER, Office, attachment, facts

HELPER = Actor("discord", "guild-1", "channel-2", "helga", groups=frozenset({"moderators"}))
PAGE = "https://post.example/ferry"


async def test_a_preview_shows_the_source_and_changes_nothing_until_it_is_confirmed(office: Office) -> None:
    before = await office.titles()
    preview = await office.add(FERRY)
    assert facts(preview) == {
        "Title": "Ferry to run again",
        "Publisher": "The Namping Post",
        "Date": "2026-03-02",
        "Language": "en",
        "File": "report.md",
        "Passages": "4",
        "Speakers": "Ines Okoro; Bo Falk",
    }
    first, spoken = preview.items
    assert first.text.startswith("The ferry lay idle")
    assert spoken.heading == "Ines Okoro, harbour master"
    assert "It will run again from Monday" in spoken.text
    assert "all communities share" in preview.lead
    assert await office.titles() == before
    done = await office.press(preview, "Add it")
    assert done.tone == "done"
    assert await office.titles() == ["Ferry to run again"]
    assert await office.titles(BO) == before, "another community answers as before"
    with pytest.raises(OfferGone):
        await office.press(preview, "Add it")
    undone = await office.press(done, "Undo")
    assert undone.tone == "done"
    assert await office.titles() == before
    assert (await office.press(undone, "Undo")).tone == "done"
    assert await office.titles() == ["Ferry to run again"]
    assert [entry for entry in await office.log() if entry[1].startswith("done")] == [
        ("add", "done: snapshot 1"),
        ("rollback", "done: snapshot 2"),
        ("rollback", "done: snapshot 3"),
    ]


async def test_what_is_held_already_and_what_is_another_version_is_recognised(office: Office) -> None:
    await office.press(await office.add(FERRY), "Add it")
    await office.press(await office.add(PIER, "pier.md"), "Add it")
    same = await office.add(FERRY, "again.md")
    assert "source 1" in same.lead
    assert not same.acts
    newer = await office.add(FERRY_LATER, "later.md")
    assert "another version of source 1" in newer.lead
    assert [act.label for act in newer.acts] == ["Replace the old one", "Add it beside the other", "Leave it"]
    assert facts(newer)["Changes"] == "1 added, 0 removed, 1 changed"
    done = await office.press(newer, "Replace the old one")
    assert await office.titles() == ["Ferry to run again", "Pier stays closed"]
    shown = await office.type("show 1:2")
    assert "from Thursday" in shown.items[0].text
    await office.press(done, "Undo")
    assert "from Monday" in (await office.type("show 1:2")).items[0].text
    beside = await office.press(await office.add(FERRY_LATER, "later.md"), "Add it beside the other")
    await office.press(beside, "Add it")
    assert len(await office.titles()) == 3


async def test_an_address_is_fetched_and_looked_at_again_at_a_reload(office: Office) -> None:
    office.web.pages[PAGE] = FERRY
    preview = await office.type(f"add <{PAGE}|post.example/ferry>")
    assert facts(preview)["Address"] == PAGE
    await office.press(preview, "Add it")
    nothing = await office.type("reload")
    assert facts(nothing)["Changes"] == "no change"
    office.web.pages[PAGE] = FERRY_LATER
    done = await office.type("reload")
    assert done.tone == "done"
    assert facts(done)["New speakers"] == "Lena Wu"
    office.web.pages[PAGE] = FERRY
    losing = await office.type("reload")
    assert losing.tone == "warning"
    assert facts(losing)["Speakers gone"] == "Lena Wu"
    assert "from Thursday" in (await office.type("show 2")).items[0].text
    await office.press(losing, "Use the new version")
    assert "from Monday" in (await office.type("show 2")).items[0].text
    del office.web.pages[PAGE]
    kept = await office.type("reload")
    assert "no page at this address" in facts(kept)["Kept as it was"]
    assert await office.titles() == ["Ferry to run again"]


async def test_removing_asks_first_and_the_last_source_gives_the_shared_ones_back(office: Office) -> None:
    shared = await office.titles()
    await office.press(await office.add(FERRY), "Add it")
    await office.press(await office.add(PIER, "pier.md"), "Add it")
    offer = await office.type("remove Pier")
    assert offer.tone == "warning"
    assert facts(offer)["Speakers gone"] == "Lena Wu"
    left = await office.press(offer, "Leave it")
    assert left.lead == "Nothing has changed."
    assert len(await office.titles()) == 2
    with pytest.raises(OfferGone):
        await office.press(offer, "Take it out")
    await office.press(await office.type("remove 2"), "Take it out")
    last = await office.type("remove ferry to run again")
    assert "last source" in last.lead
    await office.press(last, "Take it out")
    assert await office.titles() == shared
    alone = await office.type("remove 1")
    assert not alone.acts
    with pytest.raises(SourceUnknown):
        await office.type("remove 7")


async def test_going_back_shows_the_difference_and_can_itself_be_undone(office: Office) -> None:
    with pytest.raises(NothingToGoBackTo):
        await office.type("rollback")
    await office.press(await office.add(FERRY), "Add it")
    await office.press(await office.add(PIER, "pier.md"), "Add it")
    history = await office.type("history")
    assert [item.heading for item in history.items] == ["2. added pier.md (answers now)", "1. added report.md"]
    assert [item.by for item in history.items] == ["anna", "anna"]
    assert [item.by for item in (await office.type("list")).items] == ["anna", "anna"]
    offer = await office.type("rollback")
    assert "version 1" in offer.lead
    assert facts(offer)["Changes"] == "0 added, 2 removed, 0 changed"
    done = await office.press(offer, "Go back")
    assert await office.titles() == ["Ferry to run again"]
    await office.press(done, "Undo")
    assert await office.titles() == ["Ferry to run again", "Pier stays closed"]
    to_shared = await office.type("rollback 0")
    assert "all communities share" in to_shared.lead
    for typed in ("rollback 99", "rollback x", "rollback -1", "rollback ²"):
        with pytest.raises(SnapshotUnknown):
            await office.type(typed)
    assert not (await office.type("rollback 4")).acts


async def test_an_offer_made_before_another_change_is_not_carried_out(office: Office) -> None:
    await office.press(await office.add(FERRY), "Add it")
    offer = await office.type("remove 1")
    done = await office.press(await office.add(PIER, "pier.md"), "Add it")
    with pytest.raises(LibraryChanged):
        await office.press(offer, "Take it out")
    await office.press(await office.type("remove 2"), "Take it out")
    with pytest.raises(LibraryChanged):
        await office.press(done, "Undo")
    assert await office.titles() == ["Ferry to run again"]


async def test_who_is_no_moderator_is_refused_everything_and_it_is_written_down(office: Office) -> None:
    offer = await office.add(FERRY)
    for command in INDEX_COMMANDS:
        with pytest.raises(NotAllowed):
            await office.desk.run(MEMBER, command.name, {}, office.say)
        for parameter in command.parameters:
            assert await office.desk.complete(MEMBER, command.name, parameter.name, "", office.say) == []
    for act in [*(act.id for act in offer.acts), "undo:1:0", "list:1", "history:1", "gaps:1", "show:1:1", "?"]:
        with pytest.raises(NotAllowed):
            await office.desk.press(MEMBER, act, office.say)
    refused = [entry for entry in await office.log() if entry[1] == "refused: not a moderator"]
    assert len(refused) == len(INDEX_COMMANDS) + 8
    assert (await office.press(await office.add(FERRY, actor=HELPER), "Add it", HELPER)).tone == "done"


@pytest.mark.parametrize(
    "act",
    [
        "",
        ":",
        "do:",
        "do:x",
        "leave:",
        "undo:",
        "undo:1",
        "undo:a:b",
        "undo:1:2:3",
        "list:",
        "list:x",
        "show:1",
        "x" * 500,
        "list:-1",
        "gaps:²",
        "do:" + "\0" * 60,
        "undo:٣:1",
    ],
)
async def test_a_forged_button_is_answered_like_one_that_is_gone(office: Office, act: str) -> None:
    with pytest.raises(OfferGone):
        await office.desk.press(ANNA, act, office.say)


async def test_buttons_of_another_community_do_nothing_there(office: Office) -> None:
    offer = await office.add(FERRY)
    for act in offer.acts:
        assert len(act.id) <= LONGEST_ACT
        assert act.id.isascii()
        with pytest.raises(OfferGone):
            await office.desk.press(BO, act.id, office.say)
        with pytest.raises(OfferGone):
            await office.desk.press(HELPER, act.id, office.say)
    done = await office.press(offer, "Add it")
    (undo,) = done.acts
    with pytest.raises(LibraryChanged):
        await office.desk.press(BO, undo.id, office.say)
    assert await office.titles() == ["Ferry to run again"]
    assert "Ferry" not in str(await office.type("list", BO))
    assert "Ferry" not in str(await office.type("history", BO))
    assert await office.desk.complete(BO, "remove", "source", "ferry", office.say) == []
    (held,) = (await office.libraries.holdings(ANNA.thread.community_key)).sources
    with pytest.raises(SourceUnknown):
        await office.desk.run(BO, "remove", {"source": held.id}, office.say)


async def test_what_is_typed_is_completed(office: Office) -> None:
    await office.press(await office.add(FERRY), "Add it")
    await office.press(await office.add(PIER, "pier.md"), "Add it")

    async def values(command: str, parameter: str, typed: str) -> list[str]:
        return [one.label for one in await office.desk.complete(ANNA, command, parameter, typed, office.say)]

    assert await values("remove", "source", "pier") == ["2. Pier stays closed"]
    assert await values("correct", "speaker", "fal") == ["Bo Falk"]
    assert (await values("show", "passage", "2:"))[0].startswith("2:1 · Lena Wu")
    assert [one[:9] for one in await values("rollback", "snapshot", "")] == ["1. added "]
    assert await values("add", "address", "x") == []
    assert await values("nothing", "source", "") == []
    assert await values("remove", "nothing", "") == []


async def test_bad_arguments_get_an_error_that_says_what_to_do(office: Office) -> None:
    cases: list[tuple[str, dict[str, str | Attachment], type[BotError]]] = [
        ("nothing", {}, UnknownCommand),
        ("remove", {}, ArgumentMissing),
        ("remove", {"source": "  "}, ArgumentMissing),
        ("remove", {"sauce": "1"}, ArgumentUnknown),
        ("remove", {"source": attachment(b"x")}, ArgumentUnknown),
        ("add", {"file": "text"}, ArgumentUnknown),
        ("add", {}, NothingGiven),
        ("add", {"address": PAGE, "file": attachment(FERRY.encode())}, NothingGiven),
        ("add", {"address": "https://nowhere.example"}, Refused),
        ("add", {"file": attachment(b"")}, Refused),
        ("add", {"file": attachment(b"\0\1\2\3" * 99)}, Refused),
        ("add", {"file": attachment(b"x", size=6_000_000)}, Refused),
        ("add", {"file": attachment(b"x" * 5_000_001, size=1)}, Refused),
    ]
    for command, arguments, error in cases:
        with pytest.raises(error) as caught:
            await office.desk.run(ANNA, command, arguments, office.say)
        for language in LANGUAGES:
            assert render_error(caught.value, phrases(language), "discord")
    assert (await office.log())[-1][0] == "add"
    assert (await office.log())[-1][1].startswith("failed: report.md is larger")


async def test_long_work_says_how_far_it_is(office: Office) -> None:
    seen: list[str] = []
    office.web.pages[PAGE] = FERRY
    await office.desk.run(ANNA, "add", {"address": PAGE}, office.say, lambda what, _done, _total: seen.append(what))
    assert list(dict.fromkeys(seen)) == ["fetching", "reading", "attributing", "embedding"]


async def test_without_a_command_they_are_listed_in_every_language(office: Office) -> None:
    for language in LANGUAGES:
        notice = await office.desk.run(ANNA, "", {}, phrases(language))
        assert [item.heading.split()[1] for item in notice.items] == [command.name for command in INDEX_COMMANDS]
