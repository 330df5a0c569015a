"""Asks a hundred thousand questions and watches how much memory the bot takes; stops where it grows.

    python -m tests.benchmarks.soak FOLDER [--questions NUMBER] [--minutes NUMBER] [--retrieval]

Eight communities (`--communities`) with libraries of their own, of our invented reports, and one that answers from the
bundled digest are asked by 300 members, four at a time, all through the assistant that the platforms use, with
everything kept in FOLDER as it is in service. After every 250 questions a moderator corrects a speaker somewhere, or
takes that back, so that snapshots are swapped. Each 250 questions are a line of FOLDER/soak.jsonl: how many were asked
in all, how many seconds this process has run, and its resident memory.

It may be stopped (Ctrl-C) and started again: it goes on from what FOLDER holds. Memory is compared within one process
alone: after the first questions (`--warm`) no window of samples may have a median of more than
`--grown` MB above the first window's. Exits with 1 where one has. At the end stands by how much it grew for each
thousand questions, as a line through all samples after the first questions rises. With `--retrieval` candidates are
found for each question and none is read, which takes a tenth of the time. Linux alone.
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.assistant import Assistant
from bot.conversation import Thread
from bot.libraries import Add, Correct, Libraries, SourceBytes
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.state.state import State
from index.corrections import Corrections, clear_speaker
from index.embedding import DEFAULT_MODEL
from tests.benchmarks.reports import Report, forum_reports, our_reports

EVERY = 250
"""Questions between two samples, and between two changes of a library."""
WINDOW = 8
"""Samples whose median is compared."""

_EACH = 2  # reports
_MEMBERS = 300
_AT_ONCE = 4
_KEEP_DAYS = 30

Ask = Callable[[str, Thread], Awaitable[None]]
"""Asks a question in a thread, and ends when it is answered."""

Places = list[tuple[str, list[str]]]
"""Communities' names, each with questions about what answers there."""


def main(
    folder: Annotated[Path, typer.Argument(help="Where the bot keeps what it keeps, and the samples stand.")],
    questions: Annotated[int, typer.Option(help="In all, those of earlier runs included.")] = 100_000,
    warm: Annotated[int, typer.Option(help="Questions of a process before its memory counts.")] = 5_000,
    grown: Annotated[float, typer.Option(help="MB more than at first that are growth.")] = 40.0,
    communities: Annotated[int, typer.Option(min=1, max=25, help="With a library of their own.")] = 8,
    minutes: Annotated[float, typer.Option(help="Ends after so many, however many were asked.")] = math.inf,
    retrieval: Annotated[bool, typer.Option("--retrieval", help="Find candidates, and read none.")] = False,
) -> None:
    """Ask, and watch."""
    limits = Limits(questions, minutes * 60, warm, grown)
    try:
        sys.exit(asyncio.run(soak(folder, limits, communities, retrieval)))
    except KeyboardInterrupt:
        print("Stopped; the same command goes on from here.")
        sys.exit(130)


@dataclass(frozen=True, slots=True)
class Limits:
    """When it ends: after so many questions in all, seconds, or MB of growth after `warm` questions of a process."""

    questions: int
    seconds: float
    warm: int
    grown: float


async def soak(folder: Path, limits: Limits, communities: int, retrieval: bool = False) -> int:
    """Ask until there is an end by `limits`; return the exit code."""
    asked = _asked_before(folder / "soak.jsonl")
    state = State(folder, _KEEP_DAYS)
    await state.open()
    library = Library((), folder, DEFAULT_MODEL)
    libraries = Libraries(library, state.database, folder / "communities")
    assistant = Assistant(libraries, Moderation(state.audit), 0.33, state=state)
    await assistant.open()
    places = await _furnished(libraries, communities)
    ask = _retrieved(libraries) if retrieval else _answered(assistant)
    started, samples = time.monotonic(), list[float]()
    began = asked
    try:
        while asked < limits.questions and time.monotonic() - started < limits.seconds:
            chance = random.Random(asked)
            count = min(EVERY, limits.questions - asked)
            await _ask(ask, places, count, chance)
            asked += count
            await _change(libraries, communities, chance)
            _note(folder / "soak.jsonl", asked, time.monotonic() - started)
            if asked - began >= limits.warm:
                samples.append(resident())
            if (more := growth(samples)) > limits.grown:
                print(f"After {asked:,} questions the process takes {more:.0f} MB more than it did at first.")
                return 1
        print(f"{asked:,} questions, {asked - began:,} of them in this process: {resident():.0f} MB resident.")
        if len(samples) > 1:
            print(f"A thousand questions after the first {limits.warm:,} took {rise(samples):+.2f} MB more.")
        if len(samples) > WINDOW:
            print(f"The median of the last {WINDOW} samples is {growth(samples):+.1f} MB above that of the first.")
        return 0
    finally:
        assistant.close()
        await state.close()


def growth(samples: Sequence[float]) -> float:
    """Return by how much the median of the last window is above that of the first; 0 before there are two.

    Args:
        samples: in MB, in the order in which they were taken.
    """
    if len(samples) < 2 * WINDOW:
        return 0.0
    return statistics.median(samples[-WINDOW:]) - statistics.median(samples[:WINDOW])


def rise(samples: Sequence[float]) -> float:
    """Return by how many MB the line that fits the samples best rises in a thousand questions.

    Args:
        samples: at least two, in MB, one after each `EVERY` questions.
    """
    return statistics.linear_regression(range(len(samples)), samples).slope * 1_000 / EVERY


def resident() -> float:
    """Return how much of this process is in memory, in MB."""
    fields = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line for line in fields.splitlines() if line.startswith("VmRSS:")).split()[1]
    return int(kilobytes) * 1024 / 1e6


def _asked_before(samples: Path) -> int:
    """Return how many questions earlier runs asked."""
    if not samples.exists():
        return 0
    lines = samples.read_text(encoding="utf-8").splitlines()
    return int(json.loads(lines[-1])["asked"]) if lines else 0


def _note(samples: Path, asked: int, seconds: float) -> None:
    line = {"asked": asked, "seconds": round(seconds, 1), "megabytes": round(resident(), 1)}
    with samples.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    print(f"{asked:>9,} questions  {seconds:>8.0f} s  {line['megabytes']:>7.1f} MB", flush=True)


async def _furnished(libraries: Libraries, communities: int) -> Places:
    """Give the communities their libraries, where they have none yet, and return all places with their questions."""
    reports = our_reports()
    places: Places = [("T-default", [question.text for question in next(forum_reports()).questions])]
    for number in range(communities):
        own = reports[number * _EACH : (number + 1) * _EACH]
        name = f"T{number}"
        if f"slack:{name}" not in libraries.own:
            for report in own:
                await _add(libraries, name, report)
        places.append((name, [question.text for report in own for question in report.questions]))
    return places


async def _add(libraries: Libraries, community: str, report: Report) -> None:
    source = SourceBytes(f"{report.name}{report.suffix}", report.text.encode())
    plan = await libraries.plan(f"slack:{community}", Add(source))
    await libraries.carry_out(plan, _moderator(community))


def _answered(assistant: Assistant) -> Ask:
    """Return what asks as the platforms do."""

    async def ask(question: str, thread: Thread) -> None:
        await assistant.ask(question, thread)

    return ask


def _retrieved(libraries: Libraries) -> Ask:
    """Return what finds candidates for a question, in a thread as the answers are, and no more."""

    async def ask(question: str, thread: Thread) -> None:
        snapshot = await libraries.snapshot(thread.community_key)
        embedding = await asyncio.to_thread(libraries.encoder().embed_question, question)
        await asyncio.to_thread(snapshot.retriever.evidence, question, embedding)

    return ask


async def _ask(ask: Ask, places: Places, count: int, chance: random.Random) -> None:
    """Ask `count` questions, some at once."""
    asking = asyncio.Semaphore(_AT_ONCE)

    async def one() -> None:
        async with asking:
            community, questions = chance.choice(places)
            member = chance.randrange(_MEMBERS)
            thread = Thread("slack", community, f"C{member % 5}", f"U{member}")
            await ask(chance.choice(questions), thread)

    await asyncio.gather(*(one() for _ in range(count)))


async def _change(libraries: Libraries, communities: int, chance: random.Random) -> None:
    """Say of a passage somewhere that nobody speaks in it, or take that back."""
    community = f"T{chance.randrange(communities)}"
    held = (await libraries.holdings(f"slack:{community}")).sources[0]
    snapshot = await libraries.snapshot(f"slack:{community}")
    text = snapshot.passages[0].text
    corrections = Corrections() if held.corrections.passages else clear_speaker(Corrections(), text)
    plan = await libraries.plan(f"slack:{community}", Correct(held.id, corrections))
    await libraries.carry_out(plan, _moderator(community))


def _moderator(community: str) -> Actor:
    return Actor("slack", community, "C0", "U0", runs_the_community=True)


if __name__ == "__main__":
    typer.run(main)
