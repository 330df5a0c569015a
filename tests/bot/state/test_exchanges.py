import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import Thread
from bot.errors import NotKept
from bot.exchanges import Complaint, Exchange, Gap, Kept, Verdict
from bot.state.state import State
from tests.clock import Clock

ANN = Thread("discord", "guild", "channel", "ann-17")
BOB = ANN._replace(member="bob")
DAY = 86_400.0
SECRET = "where did the ferry sink in 1953"


def stored(folder: Path) -> bytes:
    """Return all that the database in `folder` and what SQLite keeps beside it hold."""
    return b"".join(path.read_bytes() for path in folder.glob("record.db*"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def state(tmp_path: Path, clock: Clock) -> AsyncIterator[State]:
    """Return what is kept in a file for 30 days."""
    state = State(tmp_path, 30, clock)
    await state.open()
    yield state
    await state.close()


@pytest.fixture
def in_memory(clock: Clock) -> State:
    return State(clock=clock)


async def test_an_exchange_is_found_by_its_id_also_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    first = State(tmp_path / "data", 30, clock)
    made = await first.exchanges.add(ANN, "when?", {"others": ["ü"]})
    await first.close()
    again = State(tmp_path / "data", 30, clock)
    found = await again.exchanges.get(made, ANN)
    assert found == Exchange(made, "discord:guild", found.member, clock.time, "when?", {"others": ["ü"]})  # type: ignore[union-attr]  # else it is not equal
    assert again.exchanges.is_of(found, ANN._replace(channel="other"))
    assert not again.exchanges.is_of(found, BOB)
    assert not again.exchanges.is_of(found, ANN._replace(platform="slack"))
    assert await again.exchanges.get("another", ANN) is None
    await again.close()


async def test_an_exchange_is_found_and_touched_from_its_own_community_only(state: State) -> None:
    made = await state.exchanges.add(ANN, "when?", {}, "not-said")
    for elsewhere in (ANN._replace(community="other"), ANN._replace(platform="slack"), ANN._replace(community="")):
        assert await state.exchanges.get(made, elsewhere) is None
        with pytest.raises(NotKept):
            await state.exchanges.judge(made, elsewhere, Verdict(helpful=True))
        assert await state.exchanges.verdicts(made, elsewhere) == []
        await state.exchanges.drop(made, elsewhere)
        assert await state.gaps.recent(elsewhere.community_key) == []
        assert await state.gaps.close(elsewhere.community_key, [made]) == 0
    assert await state.exchanges.get(made, BOB)
    assert await state.gaps.recent("discord:guild") == [Gap(made, state.exchanges._now(), "when?", "not-said")]


async def test_ids_fit_a_button_and_are_never_alike(in_memory: State) -> None:
    made = {await in_memory.exchanges.add(ANN, "q", {}) for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) <= 22 and one.replace("-", "").replace("_", "").isalnum() for one in made)


async def test_what_is_old_goes_at_the_start_and_when_pruned(tmp_path: Path, clock: Clock, state: State) -> None:
    old = await state.exchanges.add(ANN, SECRET, {}, "not-said")
    await state.exchanges.judge(old, BOB, Verdict(helpful=True))
    clock.now += 29 * DAY
    new = await state.exchanges.add(ANN, "q", {}, "not-said")
    await state.exchanges.judge(new, BOB, Verdict(helpful=True))
    await state.exchanges.prune()
    assert await state.exchanges.get(old, ANN)
    clock.now += 2 * DAY
    await state.close()
    again = State(tmp_path, 30, clock)
    await again.open()
    assert await again.exchanges.get(old, ANN) is None
    assert await again.exchanges.get(new, ANN)
    assert [gap.exchange for gap in await again.gaps.recent("discord:guild")] == [new]
    assert (await again.exchanges.kept(BOB)).verdicts == 1
    assert SECRET.encode() not in stored(tmp_path)
    clock.now += 30 * DAY
    await again.exchanges.prune()
    assert await again.exchanges.get(new, ANN) is None
    assert await again.gaps.recent("discord:guild") == []
    await again.close()


async def test_what_is_old_goes_while_the_bot_runs(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.state._DAY", 0.01)
    state, pruned = State(tmp_path, 1, clock), asyncio.Event()
    prune = state.exchanges.prune

    async def watched() -> None:
        await prune()
        pruned.set()

    monkeypatch.setattr(state.exchanges, "prune", watched)
    await state.open()
    old = await state.exchanges.add(ANN, "q", {})
    clock.now += 2 * DAY
    for _ in range(2):  # the first may have begun before the clock moved
        pruned.clear()
        async with asyncio.timeout(60):
            await pruned.wait()
    assert await state.exchanges.get(old, ANN) is None
    await state.close()


async def test_without_days_nothing_is_written_and_what_was_is_deleted(tmp_path: Path, clock: Clock) -> None:
    before = State(tmp_path, 30, clock)
    await before.exchanges.add(ANN, SECRET, {}, "not-said")
    await before.close()
    assert SECRET.encode() in stored(tmp_path)
    state = State(tmp_path, 0, clock)
    await state.open()
    made = await state.exchanges.add(ANN, "the words of now", {}, "not-said")
    assert await state.exchanges.get(made, ANN)
    assert await state.exchanges.kept(ANN) == Kept(1, 1, 0, clock.time, 0)
    assert [gap.question for gap in await state.gaps.recent("discord:guild")] == ["the words of now"]
    for words in (SECRET, "the words of now"):
        assert words.encode() not in stored(tmp_path)
    await state.close()


async def test_memory_holds_no_more_than_the_newest(
    monkeypatch: pytest.MonkeyPatch, in_memory: State, clock: Clock
) -> None:
    monkeypatch.setattr("bot.state.exchanges.MOST_IN_MEMORY", 3)
    made = []
    for number in range(5):
        clock.now += 1
        thread = ANN._replace(community=str(number % 2))
        made.append((await in_memory.exchanges.add(thread, str(number), {}), thread))
    assert [await in_memory.exchanges.get(*one) is not None for one in made] == [False, False, True, True, True]


async def test_a_member_who_is_forgotten_leaves_no_trace_in_the_file(
    tmp_path: Path, state: State, clock: Clock
) -> None:
    exchanges = state.exchanges
    there = ANN._replace(community="another")
    hers, his = await exchanges.add(ANN, SECRET, {}, "not-said"), await exchanges.add(BOB, "q", {}, "not-said")
    await exchanges.add(there, "and there?", {})
    await exchanges.judge(hers, BOB, Verdict(helpful=False, complaint=Complaint.OTHER, remark="bob's words"))
    remark = "it sank in the harbour"
    await exchanges.judge(his, ANN, Verdict(helpful=False, complaint=Complaint.MISSED, remark=remark))
    assert SECRET.encode() in stored(tmp_path)
    assert await exchanges.kept(ANN) == await exchanges.kept(there) == Kept(2, 1, 1, clock.time, 30)
    await exchanges.forget(ANN)
    assert await exchanges.kept(ANN) == Kept(0, 0, 0, None, 30)
    assert await exchanges.get(hers, ANN) is None
    assert await exchanges.get(his, BOB)
    assert await exchanges.verdicts(his, BOB) == []
    assert await exchanges.kept(BOB) == Kept(1, 1, 0, clock.time, 30)  # his opinion went with her question
    for words in (SECRET, "harbour", "and there?", "bob's words"):
        assert words.encode() not in stored(tmp_path)


async def test_members_are_nowhere_in_the_file_by_their_ids(tmp_path: Path, state: State) -> None:
    made = await state.exchanges.add(ANN, "when?", {}, "not-said")
    await state.exchanges.judge(made, ANN._replace(member="carla-18"), Verdict(helpful=True))
    assert b"when?" in stored(tmp_path)
    assert b"ann-17" not in stored(tmp_path)
    assert b"carla-18" not in stored(tmp_path)


async def test_a_member_of_another_platform_with_the_same_id_keeps_everything(in_memory: State) -> None:
    on_slack = ANN._replace(platform="slack")
    made = await in_memory.exchanges.add(on_slack, "q", {})
    await in_memory.exchanges.forget(ANN)
    assert await in_memory.exchanges.get(made, on_slack)


async def test_each_member_has_one_opinion_of_an_answer_and_may_change_it(in_memory: State, clock: Clock) -> None:
    exchanges = in_memory.exchanges
    made = await exchanges.add(ANN, "q", {})
    await exchanges.judge(made, ANN, Verdict(helpful=True))
    clock.now += 1
    await exchanges.judge(made, BOB, Verdict(helpful=False, complaint=Complaint.WRONG_SPEAKER, remark="x" * 5_000))
    clock.now += 1
    await exchanges.judge(made, ANN, Verdict(helpful=False, complaint=Complaint.MISSED))
    assert await exchanges.verdicts(made, ANN) == [
        Verdict(helpful=False, complaint=Complaint.WRONG_SPEAKER, remark="x" * 1_000),
        Verdict(helpful=False, complaint=Complaint.MISSED),
    ]


async def test_an_opinion_of_what_is_not_kept_is_refused(in_memory: State) -> None:
    with pytest.raises(NotKept):
        await in_memory.exchanges.judge("unknown", ANN, Verdict(helpful=True))


async def test_what_is_dropped_is_gone_with_its_opinions_and_its_gap(state: State) -> None:
    made = await state.exchanges.add(ANN, "q", {}, "not-said")
    await state.exchanges.judge(made, BOB, Verdict(helpful=True))
    await state.exchanges.drop(made, ANN)
    await state.exchanges.drop(made, ANN)
    assert await state.exchanges.get(made, ANN) is None
    assert (await state.exchanges.kept(BOB)).verdicts == 0
    assert await state.gaps.recent("discord:guild") == []


async def test_gaps_come_newest_first_and_those_dealt_with_leave_the_list_but_not_the_member(
    in_memory: State, clock: Clock
) -> None:
    made = []
    for number in range(3):
        clock.now += 60
        made.append(await in_memory.exchanges.add(ANN, f"question {number}", {}, "not-said"))
    await in_memory.exchanges.add(ANN, "an answered one", {})
    recent = await in_memory.gaps.recent("discord:guild")
    assert [gap.question for gap in recent] == ["question 2", "question 1", "question 0"]
    assert [gap.exchange for gap in await in_memory.gaps.recent("discord:guild", most=1)] == [made[2]]
    assert await in_memory.gaps.close("discord:guild", [*made[:2], "unknown"]) == 2
    assert [gap.exchange for gap in await in_memory.gaps.recent("discord:guild")] == [made[2]]
    kept = await in_memory.exchanges.kept(ANN)
    assert (kept.questions, kept.gaps) == (4, 1)


async def test_where_the_file_is_locked_nothing_is_kept_and_all_works_again_afterwards(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.database.PATIENCE", 0.05)
    state = State(tmp_path, 30, clock)
    made = await state.exchanges.add(ANN, "q", {})
    other = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await state.exchanges.add(ANN, SECRET, {}) == ""
    with pytest.raises(NotKept):
        await state.exchanges.forget(ANN)
    assert "is locked by another process" in caplog.text
    assert SECRET not in caplog.text
    assert await state.exchanges.get(made, ANN)  # who only reads waits for nobody
    other.execute("ROLLBACK")
    other.close()
    assert await state.exchanges.add(ANN, "q", {})
    await state.exchanges.forget(ANN)
    assert await state.exchanges.get(made, ANN) is None
    await state.close()


async def test_a_member_is_not_told_that_all_is_deleted_while_another_process_still_reads_it(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.database.PATIENCE", 0.05)
    state = State(tmp_path, 30, clock)
    await state.exchanges.add(ANN, SECRET, {})
    other = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM exchange").fetchall()
    with pytest.raises(NotKept):
        await state.exchanges.forget(ANN)
    other.execute("ROLLBACK")
    other.close()
    await state.exchanges.forget(ANN)
    assert SECRET.encode() not in stored(tmp_path)
    await state.close()
