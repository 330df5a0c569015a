"""Who may do what at the desk, and what the audit log says of it: without any index, which no refusal waits for."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import (
    AlreadyRunning,
    GuildOnly,
    LibraryChanged,
    NotAllowed,
    NotReady,
    NotYours,
    Unexpected,
)
from bot.libraries import Change, Holdings, Libraries, Past, Plan, Reload, Rollback
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.moderation.desk import MOST_CHOICES, Desk
from bot.moderation.faults import ArgumentUnknown, NothingAtHand, OfferGone, Refused, UnknownCommand
from bot.phrases import phrases
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.state import State
from index.embedding import DEFAULT_MODEL
from index.errors import SourceError
from index.retrieval import Embedded
from index.snapshot import Manifest, Progress, Record, Snapshot
from tests.bot.test_metrics import sample

ANNA = Actor("slack", "T1", "C1", "anna", runs_the_community=True)
HELPER = Actor("slack", "T1", "C1", "helper", groups=frozenset({"readers", "moderators"}))
MEMBER = Actor("slack", "T1", "C1", "mia", groups=frozenset({"readers", "Moderators", "moderator"}))
NOWHERE = replace(ANNA, platform="discord", community="")
SAY = phrases()
EMPTY = Snapshot(Manifest("", 0, "", "", 0, (), {}, {}, {}), Record((), (), ()), Embedded(None, None))  # type: ignore[arg-type]
HOLDS_NOTHING = Holdings((), 7, is_default=False, snapshot=EMPTY)


class PastLibraries(Libraries):
    """Libraries without an index, whose communities have the versions that a test gives them."""

    past: tuple[Past, ...] = ()
    holds: Holdings | None = None
    fails: BaseException | None = None

    def __init__(self, default: Library, database: Database, store: Path) -> None:
        super().__init__(default, database, store)
        self.planned: list[tuple[str, Change, Progress | None]] = []

    async def history(self, community: str) -> list[Past]:
        if self.fails:
            raise self.fails
        return list(self.past) if community == ANNA.thread.community_key else []

    async def holdings(self, community: str) -> Holdings:
        return self.holds or await super().holdings(community)

    async def plan(self, community: str, change: Change, progress: Progress | None = None) -> Plan:
        self.planned.append((community, change, progress))
        raise AlreadyRunning


@pytest.fixture
def libraries(state: State, tmp_path: Path) -> Iterator[PastLibraries]:
    unopened = Library((), tmp_path / "data", DEFAULT_MODEL)
    made = PastLibraries(unopened, state.database, tmp_path / "communities")
    yield made
    made.close()


@pytest.fixture
def moderation(state: State) -> Moderation:
    return Moderation(state.audit, frozenset({"moderators", "editors"}))


@pytest.fixture
def desk(moderation: Moderation, libraries: Libraries, state: State) -> Desk:
    return Desk(moderation, libraries, state)


async def log(state: State, community: str = ANNA.thread.community_key) -> list[tuple[str, str, str, str]]:
    """Return who did what where and how it ended, the oldest first."""
    entries = reversed(await state.audit.entries(community))
    return [(entry.actor, entry.channel, entry.what, entry.result) for entry in entries]


def versions(count: int) -> tuple[Past, ...]:
    """Return versions of a library, the newest, which answers, first."""
    day = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    return tuple(
        Past(number, day, "anna", "add", {"source": f"report-{number}.md"}, ("a",), current=number == count)
        for number in range(count, 0, -1)
    )


# Who may


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (ANNA, True),
        (HELPER, True),
        (replace(HELPER, groups=frozenset({"editors"})), True),
        (MEMBER, False),
        (replace(MEMBER, groups=frozenset()), False),
        (replace(MEMBER, groups=frozenset({""})), False),
    ],
)
def test_who_runs_the_community_or_is_in_a_group_that_the_operator_named_may(
    moderation: Moderation, actor: Actor, may: bool
) -> None:
    assert moderation.may_moderate(actor) is may


def test_where_the_operator_named_no_group_none_is_a_moderators(state: State) -> None:
    moderation = Moderation(state.audit)
    assert moderation.may_moderate(ANNA)
    assert not moderation.may_moderate(HELPER)


async def test_a_moderator_takes_an_answer_down_and_it_is_written_down(moderation: Moderation, state: State) -> None:
    await moderation.let_delete(HELPER, "answer-7")
    assert await log(state) == [("helper", "C1", "delete an answer", "done: answer-7")]
    with pytest.raises(NotYours):
        await moderation.let_delete(MEMBER, "answer-8")
    assert len(await log(state)) == 1


# Commands


@pytest.mark.parametrize(
    ("command", "noted"), [("settings", "settings"), ("", "index"), ("drop everything of mine", "index")]
)
async def test_a_member_is_refused_and_the_attempt_is_written_down(
    desk: Desk, state: State, command: str, noted: str
) -> None:
    with pytest.raises(NotAllowed):
        await desk.run(MEMBER, command, {"presence": "stays-out"}, SAY)
    assert await log(state) == [("mia", "C1", noted, "refused: not a moderator")]
    assert state.settings.channel(MEMBER.thread).presence == "answers"


async def test_where_there_is_no_community_nobody_moderates(desk: Desk, state: State) -> None:
    for actor in (NOWHERE, replace(NOWHERE, runs_the_community=False)):
        with pytest.raises(GuildOnly):
            await desk.run(actor, "settings", {"private": "yes"}, SAY)
        with pytest.raises(GuildOnly):
            await desk.press(actor, "history:1", SAY)
    assert await log(state, NOWHERE.thread.community_key) == []


async def test_what_a_moderator_did_and_what_was_only_shown_stand_in_the_log_once(desk: Desk, state: State) -> None:
    assert (await desk.run(HELPER, "settings", {"presence": "mentioned"}, SAY)).tone == "done"
    assert (await desk.run(HELPER, "settings", {}, SAY)).tone == "plain"
    assert "history" in str(await desk.run(ANNA, "", {}, SAY))
    assert await log(state) == [
        ("helper", "C1", "settings", "done: presence=mentioned"),
        ("helper", "C1", "settings", "shown"),
        ("anna", "C1", "index", "shown"),
    ]
    assert state.settings.channel(HELPER.thread).presence == "mentioned"


async def test_how_a_command_failed_stands_in_the_log(desk: Desk, libraries: PastLibraries, state: State) -> None:
    for command, given, error in (
        ("sing", {}, UnknownCommand),
        ("status", {"loudly": "yes"}, ArgumentUnknown),
        ("status", {}, NotReady),
    ):
        with pytest.raises(error):
            await desk.run(ANNA, command, given, SAY)
    for fault, told in (
        (SourceError("report.md: nothing in it can be quoted."), Refused),
        (StateError("The disk of db.example is full."), NothingAtHand),
    ):
        libraries.fails = fault
        with pytest.raises(told):
            await desk.run(ANNA, "history", {}, SAY)
    assert [(what, result) for *_, what, result in await log(state)] == [
        ("index", "failed: UnknownCommand"),
        ("status", "failed: ArgumentUnknown"),
        ("status", "failed: NotReady"),
        ("history", "failed: report.md: nothing in it can be quoted."),
        ("history", "failed: NothingAtHand"),
    ]


async def test_what_nobody_foresaw_has_a_number_in_the_log_and_for_the_moderator(
    desk: Desk, libraries: PastLibraries, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    libraries.fails = ZeroDivisionError("in the depths")
    with pytest.raises(Unexpected) as failed:
        await desk.run(ANNA, "history", {}, SAY)
    number = failed.value.values["reference"]
    assert number
    assert await log(state) == [("anna", "C1", "history", f"failed: ZeroDivisionError (reference {number})")]
    assert f"A moderator's command failed unexpectedly (reference {number})" in caplog.text


async def test_what_the_end_of_the_process_cuts_off_is_written_down(
    desk: Desk, libraries: PastLibraries, state: State
) -> None:
    libraries.fails = asyncio.CancelledError()
    with pytest.raises(asyncio.CancelledError):
        await desk.run(ANNA, "history", {}, SAY)
    assert await log(state) == [("anna", "C1", "history", "given up: the process is ending")]


async def test_only_reloads_are_counted_as_such_and_all_are_written_down(desk: Desk, state: State) -> None:
    for actor, command, error in (
        (ANNA, "reload", AlreadyRunning),
        (ANNA, "status", NotReady),
        (MEMBER, "reload", NotAllowed),
    ):
        with pytest.raises(error):
            await desk.run(actor, command, {}, SAY)
    counted = [sample(desk.metrics, "reloads_total", platform="slack", outcome=end) for end in ("refused", "failed")]
    assert counted == [2, 0]
    assert await log(state) == [
        ("anna", "C1", "reload", "failed: AlreadyRunning"),
        ("anna", "C1", "status", "failed: NotReady"),
        ("mia", "C1", "reload", "refused: not a moderator"),
    ]


# Buttons


async def test_a_button_is_named_in_the_log_by_what_it_stands_for(
    desk: Desk, libraries: PastLibraries, state: State
) -> None:
    libraries.past = versions(3)
    changed = await desk.run(ANNA, "settings", {"private": "yes"}, SAY)
    (undo,) = changed.acts
    with pytest.raises(NotAllowed):
        await desk.press(MEMBER, undo.id, SAY)
    for act in ("do:nothing-of-the-kind", "leave:nothing-of-the-kind", "sing:1", ""):
        with pytest.raises(OfferGone):
            await desk.press(ANNA, act, SAY)
    assert "report-3.md" in str(await desk.press(ANNA, "history:1", SAY))
    assert (await desk.press(ANNA, undo.id, SAY)).tone == "done"
    assert [(who, what, result) for who, _, what, result in await log(state)] == [
        ("anna", "settings", "done: private=True"),
        ("mia", "button", "refused: not a moderator"),
        *[("anna", "button", "failed: OfferGone")] * 4,
        ("anna", "history", "shown"),
        ("anna", "settings", "done: private=False"),
    ]
    assert not state.settings.channel(ANNA.thread).private


async def test_what_a_moderator_leaves_is_gone_and_changes_nothing(desk: Desk, state: State) -> None:
    changed = await desk.run(ANNA, "settings", {"private": "yes"}, SAY)
    offer = changed.acts[0].id.removeprefix("do:")
    left = await desk.press(ANNA, f"leave:{offer}", SAY)
    assert left.lead == SAY("desk-left")
    assert (await log(state))[-1] == ("anna", "C1", "settings", "shown")
    with pytest.raises(OfferGone):
        await desk.press(ANNA, f"do:{offer}", SAY)
    assert state.settings.channel(ANNA.thread).private


async def test_who_moderates_no_longer_can_take_nothing_up(desk: Desk, state: State) -> None:
    changed = await desk.run(ANNA, "settings", {"private": "yes"}, SAY)
    with pytest.raises(NotAllowed):
        await desk.press(replace(ANNA, runs_the_community=False), changed.acts[0].id, SAY)
    assert (await log(state))[-1] == ("anna", "C1", "settings", "refused: not a moderator")
    assert state.settings.channel(ANNA.thread).private


async def test_how_far_work_has_come_is_told_to_who_asked(desk: Desk, libraries: PastLibraries) -> None:
    def progress(_what: str, _done: int, _total: int) -> None:
        pass

    with pytest.raises(AlreadyRunning):
        await desk.run(ANNA, "reload", {}, SAY, progress)
    libraries.holds = HOLDS_NOTHING
    with pytest.raises(AlreadyRunning):
        await desk.press(ANNA, "undo:7:3", SAY, progress)
    assert libraries.planned == [("slack:T1", Reload(), progress), ("slack:T1", Rollback(3), progress)]
    with pytest.raises(LibraryChanged):
        await desk.press(ANNA, "undo:6:3", SAY, progress)


@pytest.mark.parametrize("act", ["history:", "history:1:1", "history:x", "history:-1", "history:²", f"history:{9**12}"])
async def test_a_page_that_is_no_number_is_no_page(desk: Desk, libraries: PastLibraries, act: str) -> None:
    libraries.past = versions(2)
    with pytest.raises(OfferGone):
        await desk.press(ANNA, act, SAY)


async def test_the_numbers_of_a_button_are_those_of_the_page(desk: Desk, libraries: PastLibraries) -> None:
    libraries.past = versions(40)
    first, second = [await desk.press(ANNA, f"history:{page}", SAY) for page in (1, 2)]
    assert first.items[0].heading.startswith("40.")
    assert second.items[0].heading.startswith(f"{40 - len(first.items)}.")
    last = await desk.press(ANNA, "history:999999999", SAY)
    assert last.items[-1].heading.startswith("1.")


# What is completed


async def test_words_are_completed_for_moderators_alone(desk: Desk, libraries: PastLibraries) -> None:
    libraries.past = versions(3)

    async def labels(
        actor: Actor, typed: str = "", command: str = "rollback", parameter: str = "snapshot"
    ) -> list[str]:
        return [one.label.split(" ·")[0] for one in await desk.complete(actor, command, parameter, typed, SAY)]

    assert await labels(ANNA) == ["2. added report-2.md", "1. added report-1.md"]
    assert await labels(HELPER, "REPORT-1") == ["1. added report-1.md"]
    assert await labels(MEMBER) == []
    assert await labels(replace(ANNA, community="T2")) == []
    assert await labels(NOWHERE) == []
    assert await labels(ANNA, command="sing") == []
    assert await labels(ANNA, parameter="speaker") == []
    libraries.holds = HOLDS_NOTHING
    for command, parameter in (("add", "address"), ("add", "file"), ("settings", "private"), ("correct", "role")):
        assert await labels(ANNA, command=command, parameter=parameter) == []


async def test_as_many_are_completed_as_a_platform_shows(desk: Desk, libraries: PastLibraries) -> None:
    libraries.past = versions(40)
    assert len(await desk.complete(ANNA, "rollback", "snapshot", "", SAY)) == MOST_CHOICES


async def test_they_are_completed_in_the_words_of_who_types(desk: Desk, libraries: PastLibraries) -> None:
    libraries.past = versions(2)
    (english,) = await desk.complete(ANNA, "rollback", "snapshot", "", SAY)
    (chinese,) = await desk.complete(ANNA, "rollback", "snapshot", "", phrases("zh-Hant"))
    assert english.value == chinese.value == "1"
    assert english.label != chinese.label


async def test_where_nothing_can_be_read_nothing_is_completed(desk: Desk, libraries: PastLibraries) -> None:
    libraries.fails = StateError("The disk is full.")
    for command, parameter in (
        ("rollback", "snapshot"),
        ("remove", "source"),
        ("show", "passage"),
        ("correct", "speaker"),
    ):
        assert await desk.complete(ANNA, command, parameter, "", SAY) == []


async def test_an_offer_is_named_to_its_moderator_alone(desk: Desk, state: State) -> None:
    """The log of one community says nothing of what was offered in another."""
    changed = await desk.run(ANNA, "settings", {"private": "yes"}, SAY)
    elsewhere = replace(ANNA, community="T2")
    with pytest.raises(OfferGone):
        await desk.press(elsewhere, changed.acts[0].id, SAY)
    assert await log(state, "slack:T2") == [("anna", "C1", "button", "failed: OfferGone")]
