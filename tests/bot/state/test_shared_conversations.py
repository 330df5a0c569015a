"""What one process was asked the others know: what a conversation was about, and which message answers which."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import URL, func, select

from bot.conversation import FORGOTTEN_AFTER, Thread
from bot.state.asked import FOLLOWED_FOR, AskedMessage
from bot.state.models import AskedRow
from bot.state.state import State
from tests.clock import Clock
from tests.postgres import Server

ANN = Thread("slack", "T1", "C1", "ann-17")
BOB = ANN._replace(member="bob")
KEY = "C1 1700000000.000100"
EDITED, LATER = "1700000001.000100", "1700000002.000100"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def start(postgres: URL, clock: Clock) -> AsyncIterator[Callable[[], State]]:
    """Return what makes the state of another process over the same database; it is not open yet."""
    made: list[State] = []

    def another() -> State:
        made.append(State(url=postgres, keep_days=30, clock=clock))
        return made[-1]

    yield another
    for state in made:
        await state.close()


@pytest.fixture
async def two(start: Callable[[], State]) -> tuple[State, State]:
    states = start(), start()
    for state in states:
        await state.open()
    return states


async def rows(state: State) -> int:
    async with state.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(AskedRow)) or 0


async def said(state: State, thread: Thread, *known: str) -> list[str]:
    found = await state.exchanges.said(thread, known)
    assert found is not None
    return [exchange.id for exchange in found]


async def test_a_conversation_is_one_for_all_processes_and_one_member_s(two: tuple[State, State], clock: Clock) -> None:
    one, other = two
    first = await one.exchanges.add(ANN, "when?", {})
    clock.now += 1
    second = await other.exchanges.add(ANN, "and why?", {})
    for state in two:
        assert await said(state, ANN) == [first, second]
        for field in ("platform", "community", "channel", "member"):
            assert await said(state, ANN._replace(**{field: "else"})) == []
    assert await said(one, ANN._replace(channel="C2"), first, "unknown") == [first]
    assert await said(one, ANN._replace(community="T2"), first) == []
    await other.exchanges.drop(first, ANN)
    assert await said(one, ANN, first, second) == [second]


async def test_a_conversation_is_its_newest_ten_of_the_last_half_hour(two: tuple[State, State], clock: Clock) -> None:
    one, other = two
    long_ago = await one.exchanges.add(ANN, "long ago", {})
    clock.now += FORGOTTEN_AFTER
    asked = []
    for number in range(12):
        clock.now += 1
        asked.append(await one.exchanges.add(ANN, f"question {number}", {}))
    assert await said(other, ANN) == asked[2:]
    assert await said(other, ANN, long_ago) == [long_ago, *asked[2:]]


async def test_where_nothing_is_written_down_each_process_knows_its_own(postgres: URL) -> None:
    state = State(url=postgres, keep_days=0)
    await state.open()
    await state.exchanges.add(ANN, "when?", {})
    assert await state.exchanges.said(ANN, ()) is None
    assert await state.asked.note(ANN, KEY, "") is None
    assert await state.asked.answered(ANN, KEY, "", "9.0", "exchange")
    assert await state.asked.find(ANN, KEY) is None
    assert await state.asked.withdraw(ANN, KEY) is None
    assert await rows(state) == 0
    await state.close()


async def test_what_one_process_answers_another_can_edit(two: tuple[State, State]) -> None:
    one, other = two
    assert await one.asked.note(ANN, KEY, "") == AskedMessage("", withdrawn=False, answer=None, exchange="")
    assert await one.asked.answered(ANN, KEY, "", "9.0", "exchange")
    known = AskedMessage("", withdrawn=False, answer="9.0", exchange="exchange")
    assert await other.asked.find(ANN, KEY) == known
    assert await other.asked.find(ANN._replace(community="T2"), KEY) is None
    assert await other.asked.note(ANN, KEY, EDITED) == AskedMessage(EDITED, False, "9.0", "exchange")
    assert await one.asked.note(ANN, KEY, "") == AskedMessage(EDITED, False, "9.0", "exchange")


async def test_an_answer_that_comes_too_late_does_not_stand(two: tuple[State, State]) -> None:
    one, other = two
    await one.asked.note(ANN, KEY, "")
    await other.asked.note(ANN, KEY, EDITED)
    assert not await one.asked.answered(ANN, KEY, "", "9.0", "early")
    assert await other.asked.answered(ANN, KEY, EDITED, "10.0", "late")
    await one.asked.note(ANN, KEY, LATER)
    assert await other.asked.withdraw(ANN, KEY) == AskedMessage(LATER, False, "10.0", "late")
    assert not await one.asked.answered(ANN, KEY, LATER, "11.0", "latest")
    assert await one.asked.find(ANN, KEY) == AskedMessage(LATER, True, "10.0", "late")
    assert await other.asked.withdraw(ANN, "C1 never asked") is None


async def test_it_is_followed_for_a_day_and_then_gone(two: tuple[State, State], clock: Clock) -> None:
    one, other = two
    await one.asked.note(ANN, KEY, "")
    clock.now += FOLLOWED_FOR - 1
    await other.asked.prune()
    assert await other.asked.find(ANN, KEY) is not None
    clock.now += 1
    assert await other.asked.find(ANN, KEY) is None
    await other.asked.prune()
    assert await rows(other) == 0


async def test_who_has_it_deleted_is_not_found_there(two: tuple[State, State]) -> None:
    one, other = two
    await one.asked.note(ANN, KEY, "")
    await one.asked.note(BOB, "C1 2.0", "")
    await other.exchanges.forget(ANN)
    assert await one.asked.find(ANN, KEY) is None
    assert await one.asked.find(BOB, "C1 2.0") is not None
    assert await one.asked.answered(ANN, KEY, "", "9.0", "exchange")
    assert await rows(one) == 1


async def test_a_database_that_does_not_answer_is_logged_and_leaves_each_process_to_itself(
    postgres_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    state = State(url=postgres_server.url("that_is_not_there"), keep_days=30)
    assert await state.asked.find(ANN, KEY) is None
    assert await state.asked.note(ANN, KEY, "") is None
    assert await state.asked.withdraw(ANN, KEY) is None
    assert await state.asked.answered(ANN, KEY, "", "9.0", "exchange")
    await state.asked.prune()
    assert caplog.text.count("Which message answers a question is not known") == 5
    assert KEY not in caplog.text
    await state.close()
