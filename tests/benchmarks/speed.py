"""Measures what a warm question takes, beside one plain embedding of it, and many questions at once.

    python -m tests.benchmarks.speed

From text to `Answer`, over about fifty passages of our own reports, in one process and in turns with the peer: the
question embedded by all-MiniLM-L6-v2 through sentence-transformers, as the bot of the tutorials does. Then what one
question's embedding takes where several are embedded together, as those of the same moment are. Then members ask the
assistant, one and then 32 at once; the longest time in which the event loop did nothing else is printed as well.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bot.answering import reply_to, tidy_question
from bot.assistant import Assistant
from bot.conversation import Conversation, Thread
from bot.questions import understand
from bot.ranking import Weights, find_candidates
from index.embedding import DEFAULT_MODEL, Encoder
from index.processes import processors
from index.reading import Reader
from index.snapshot import Snapshot
from tests.benchmarks.plain import load_model
from tests.benchmarks.reports import our_reports
from tests.conftest import assistant_of, open_library

_REPORTS = ("coast", "tea")
_ASKERS = 32
_TOGETHER = (1, 4, 8, 16)  # questions embedded at once
_TICK = 0.005  # seconds between two looks at the clock in the event loop


def main(
    rounds: Annotated[int, typer.Option(help="How often each question is asked; the median is shown.")] = 3,
    questions: Annotated[int, typer.Option(help="How many different questions.")] = 40,
) -> None:
    """Print what questions take."""
    reports = [report for report in our_reports() if report.name in _REPORTS]
    asked = [q.text for report in reports for q in report.questions if q.answerable and not q.previous]
    asked = asked[:: max(1, len(asked) // questions)][:questions]
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for report in reports:
            sources.append(Path(folder) / f"{report.name}{report.suffix}")
            sources[-1].write_text(report.text, encoding="utf-8")
        library = open_library(Path(folder) / "data", Encoder.load(DEFAULT_MODEL), *sources)
        counted = f"{len(library.snapshot.passages)} passages, {len(asked)} questions"
        print(f"{counted}, median of {rounds} rounds, processors: {processors()}")
        one_by_one(asked, library.snapshot, library.encoder(), rounds)
        embedded_together(asked, library.encoder(), rounds)
        asyncio.run(at_once(asked, assistant_of(library, 0.4)))


def one_by_one(asked: list[str], snapshot: Snapshot, encoder: Encoder, rounds: int) -> None:
    """Print the median time of each step of answering, and its ratio to the plain embedding."""

    def retrieve(question: str) -> None:
        evidence = snapshot.retriever.evidence(question, encoder.embed_question(question))
        snapshot.retriever.scores(evidence)

    def read(question: str) -> None:
        understood = understand(tidy_question(question), Conversation(), snapshot)
        find_candidates(understood, None, snapshot, encoder, Weights.installed())

    steps: dict[str, Callable[[str], object]] = {
        "the question embedded": encoder.embed_question,
        "retrieved, not read": retrieve,
        "retrieved and read": read,
        "the whole answer": lambda question: reply_to(question, Conversation(), snapshot, encoder, 0.4),
    }
    model = load_model()
    if model is not None:
        steps = {"all-MiniLM-L6-v2, embedded": model.encode, **steps}
    Reader.installed()
    taken: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in steps}
    for turn in range(-1, rounds):  # the first is for warming up
        for place, question in enumerate(asked):
            for name, step in steps.items():
                started = time.perf_counter()
                step(question)
                if turn >= 0:
                    taken[name][place].append(time.perf_counter() - started)
    medians = {name: [statistics.median(times) for times in each] for name, each in taken.items()}
    first = statistics.median(next(iter(medians.values())))
    print(f"{'':28}{'median, ms':>12}{'slowest, ms':>13}{'ratio':>8}")
    for name, each in medians.items():
        middle = statistics.median(each)
        print(f"{name:28}{1000 * middle:12.1f}{1000 * max(each):13.1f}{middle / first:8.2f}")


def embedded_together(asked: list[str], encoder: Encoder, rounds: int) -> None:
    """Print the median time that a question's embedding takes, by how many are embedded together."""
    alike = sorted(asked, key=len)
    taken: dict[int, list[float]] = {count: [] for count in _TOGETHER}
    for _ in range(rounds):
        for count, times in taken.items():
            for start in range(0, len(alike) - count + 1, count):
                started = time.perf_counter()
                encoder.encode_questions(alike[start : start + count])
                times.append((time.perf_counter() - started) / count)
    shown = ", ".join(f"{1000 * statistics.median(times):.1f} of {count}" for count, times in taken.items())
    print(f"a question embedded together, ms each: {shown}")


async def at_once(asked: list[str], assistant: Assistant) -> None:
    """Print how many questions a second are answered for one member and for many, and how long each waits."""
    await assistant.open()
    many: dict[int, float] = {}
    print(f"{'':28}{'a second':>12}{'p50, ms':>13}{'p99, ms':>13}{'event loop held, ms':>21}")
    for askers in (1, _ASKERS):
        waits: list[float] = []
        left = iter(asked * (1 if askers == 1 else 3))

        async def ask(number: int, waits: list[float] = waits, left: Iterator[str] = left) -> None:
            for question in left:
                started = time.perf_counter()
                await assistant.ask(question, Thread("benchmark", "community", "channel", str(number)))
                waits.append(time.perf_counter() - started)

        watching = asyncio.create_task(_longest_block())
        started = time.perf_counter()
        await asyncio.gather(*(ask(number) for number in range(askers)))
        whole = time.perf_counter() - started
        watching.cancel()
        held = (await asyncio.gather(watching))[0]
        p50, p99 = np.percentile(waits, (50, 99))
        many[askers] = len(waits) / whole
        print(f"{f'{askers} at once':28}{many[askers]:12.1f}{1000 * p50:13.0f}{1000 * p99:13.0f}{1000 * held:21.0f}")
    print(f"{_ASKERS} at once are answered {many[_ASKERS] / many[1]:.2f} times as fast as one after the other")
    assistant.close()


async def _longest_block() -> float:
    """Return, once cancelled, the longest time for which the event loop did not come round, in seconds."""
    longest, last = 0.0, time.perf_counter()
    try:
        while True:
            await asyncio.sleep(_TICK)
            now = time.perf_counter()
            longest, last = max(longest, now - last - _TICK), now
    except asyncio.CancelledError:
        return longest


if __name__ == "__main__":
    typer.run(main)
