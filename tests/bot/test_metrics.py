"""What is counted, by the questions and reloads of a real assistant; and that nothing of a member is in it."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from time import perf_counter

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.assistant import Assistant
from bot.connection import Connection
from bot.conversation import Thread
from bot.errors import NotAllowed, NotReady
from bot.library import Library
from bot.metrics import Metrics, Step
from bot.moderation import Actor
from tests.bot.test_assistant import hold_up
from tests.conftest import assistant_of, reload

HERE = Thread("slack", "community-7", "channel-7", "member-7")


def sample(metrics: Metrics, name: str, **labels: str) -> float:
    for family in text_string_to_metric_families(metrics.page().decode()):
        for one in family.samples:
            if one.name == f"on_the_record_{name}" and labels.items() <= one.labels.items():
                return one.value
    return 0.0


async def test_questions_are_counted_by_what_became_of_them(assistant: Assistant) -> None:
    questions = ["Who called the city a magnet for the world's money?", "What did Xaver Qwertz say?", "Thanks!", "?"]
    for question in questions:
        await assistant.ask(question, HERE)
    metrics = assistant.metrics
    counted = [sample(metrics, f"{name}_total", platform="slack") for name in ("questions", "answers", "abstentions")]
    assert counted == [4, 1, 1]
    assert sample(metrics, "failures_total") == 0
    for step in (Step.WAITING, Step.ANSWERING):
        assert sample(metrics, "step_seconds_count", platform="slack", step=step) == 4
    assert 0 < sample(metrics, "step_seconds_sum", step=Step.ANSWERING) < 60


async def test_waiting_is_timed_apart_from_answering(assistant: Assistant) -> None:
    held, blockers = hold_up(assistant)
    asking = asyncio.ensure_future(assistant.ask("Who called the city a magnet?", HERE))
    await asyncio.sleep(0)  # it waits
    begun = perf_counter()
    await asyncio.sleep(0.05)
    let_go = perf_counter()
    held.set()
    await asyncio.gather(*blockers, asking)
    waiting, answering = (sample(assistant.metrics, "step_seconds_sum", step=s) for s in (Step.WAITING, Step.ANSWERING))
    assert waiting >= let_go - begun
    assert 0 < answering <= perf_counter() - let_go


async def test_a_question_that_gets_no_reply_is_a_failure(tmp_path: Path) -> None:
    unopened = Library((), tmp_path, "no model")
    assistant = assistant_of(unopened, 0.5)
    with pytest.raises(NotReady):
        await assistant.ask("Who?", HERE)
    assert sample(assistant.metrics, "questions_total") == sample(assistant.metrics, "failures_total") == 1
    assistant.close()


async def test_reloads_are_counted_by_how_they_ended(assistant: Assistant) -> None:
    with pytest.raises(NotAllowed):
        await reload(assistant.desk, Actor("discord", "c", "c", "m"))
    await reload(assistant.desk, Actor("discord", "c", "c", "m", runs_the_community=True))
    outcomes = {o: sample(assistant.metrics, "reloads_total", outcome=o) for o in ("done", "refused", "failed")}
    assert outcomes == {"done": 1, "refused": 1, "failed": 0}


async def test_no_label_holds_a_member_a_place_or_a_question(assistant: Assistant) -> None:
    await assistant.ask("Who called the city a magnet for the world's money?", HERE)
    page = assistant.metrics.page().decode()
    assert not [word for word in ("member-7", "channel-7", "community-7", "magnet") if word in page]


def test_a_connection_counts_only_changes_and_only_what_came_back() -> None:
    metrics = Metrics()
    connection = Connection("discord", metrics)
    assert sample(metrics, "connected", platform="discord") == 0
    seen = []
    for report in (connection.up, connection.up, connection.down, connection.down, connection.up):
        report()
        seen.append(
            (connection.is_up, *(sample(metrics, n, platform="discord") for n in ("connected", "reconnects_total")))
        )
    assert seen == [(True, 1, 0), (True, 1, 0), (False, 0, 0), (False, 0, 0), (True, 1, 1)]


async def test_questions_without_a_reply_are_in_progress(assistant: Assistant) -> None:
    metrics = assistant.metrics
    with metrics.question("slack"):
        assert sample(metrics, "questions_in_progress", platform="slack") == 1
    with pytest.raises(ValueError, match="no"), metrics.question("slack"):
        raise ValueError("no")
    assert sample(metrics, "questions_in_progress", platform="slack") == 0
    assert sample(metrics, "failures_total") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_what_the_process_takes_is_told() -> None:
    page = Metrics().page().decode()
    (resident,) = re.findall(r"^process_resident_memory_bytes (\S+)$", page, re.MULTILINE)
    assert float(resident) > 10_000_000
    assert re.search(r"^process_cpu_seconds_total ", page, re.MULTILINE)


def test_how_late_the_event_loop_is_stands_in_a_histogram() -> None:
    metrics = Metrics()
    for late in (0.0, 0.06, 0.3):
        metrics.delayed(late)
    assert sample(metrics, "loop_delay_seconds_count") == 3
    assert sample(metrics, "loop_delay_seconds_bucket", le="0.05") == 1
