import asyncio
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.benchmarks.load.__main__ import Load, drawn
from tests.benchmarks.load.asking import Asked, Outcome, ask_when_due, listening, moments
from tests.benchmarks.load.furnishing import Communities
from tests.benchmarks.load.server import Taken

NOTHING = Taken(0, 0)


async def outcomes_of(
    due: list[float], reply: Callable[[dict[str, object]], dict[str, object] | None]
) -> list[Outcome]:
    """Ask a process that replies only when it has heard all questions; where `reply` gives none, it ends."""

    async def process(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"7\n")
        told = [json.loads(await reader.readline()) for _ in due]
        for one in reversed(told):
            if (made := reply(one)) is not None:
                writer.write(json.dumps({"id": one["id"], **made}).encode() + b"\n")
        if any(reply(one) is None for one in told):
            writer.close()
        await reader.read()
        writer.close()

    async with listening() as workers:
        running = asyncio.create_task(process(workers.port))
        await workers.until(1, lambda: False)
        assert workers.all[0].process == 7
        questions = [Asked(3, str(number)) for number in range(len(due))]
        found = await ask_when_due(questions, due, lambda _: workers.all[0])
    await running
    return found


async def test_a_question_waits_for_no_other_and_its_time_counts_from_when_it_was_due() -> None:
    found = await outcomes_of(
        [0, 0, 0.06, 0.06], lambda told: {"reply": {"to": told["question"], "in": told["community"]}}
    )
    assert [one.reply for one in found] == [{"to": str(number), "in": 3} for number in range(4)]
    assert all(one.seconds > 0.05 for one in found[:2])
    assert all(0 < one.seconds <= found[0].seconds - 0.05 for one in found[2:])
    load = Load(50, found, NOTHING, NOTHING)
    assert (len(load.waits), load.busy, load.errors, load.held) == (4, 0, 0, True)


async def test_who_is_told_that_the_bot_is_busy_is_no_error_and_all_else_is() -> None:
    failures = ["Busy", "NotReady", "Busy"]
    found = await outcomes_of([0, 0, 0], lambda told: {"failure": failures[int(str(told["question"]))]})
    load = Load(50, found, NOTHING, NOTHING)
    assert (len(load.waits), load.busy, load.errors, load.held) == (0, 2, 1, False)


async def test_the_questions_of_a_process_that_ends_are_errors() -> None:
    found = await outcomes_of([0, 0], lambda told: None if told["question"] == "0" else {"reply": {}})
    assert [one.failure for one in found] == ["the process ended", ""]
    assert Load(50, found, NOTHING, NOTHING).errors == 1


def test_questions_come_independently_of_each_other_and_so_many_a_second() -> None:
    due = np.array(moments(50, 20, np.random.default_rng(1)))
    gaps = np.diff(due)
    assert len(due) == 1_000
    assert 0 <= due[0] <= due[-1] <= 20
    assert (gaps >= 0).all()
    assert 0.9 < gaps.std() / gaps.mean() < 1.1


def test_communities_are_as_large_as_they_shall_be_and_neighbours_hold_other_reports(tmp_path: Path) -> None:
    there = Communities(20, 200, tmp_path)
    held = [[report.name for report in there.reports(community)] for community in range(20)]
    assert all(
        220 <= sum(len(report.paragraphs) for report in there.reports(community)) < 270 for community in range(20)
    )
    assert not any(set(one) & set(other) for one, other in itertools.pairwise(held))
    own = list(drawn(there, [4] * 200, np.random.default_rng(0)))
    texts = {question.text for report in there.reports(4) for question in report.questions}
    assert {asked.community for asked in own} == {4}
    assert 0.7 < sum(asked.text in texts for asked in own) / len(own) < 0.95
