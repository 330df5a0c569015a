"""Asks several processes that share a PostgreSQL so many questions a second, as members do: when they like.

    python -m tests.benchmarks.load --rate 50 --seconds 300

Two hundred communities have libraries of their own, of five hundred passages each, of our invented reports; four
processes answer, which do all that the bot does but for its platforms. The database is a real server of the tests' own
(`--url`: another, whose libraries are kept for the next time), which writes to the disk what it acknowledges. The
questions are those about the reports of the community and about others; each is due at a moment drawn before, whatever
became of those before it, and its time counts from then. First each community is asked once, so that its library is in
memory where it fits.

A community's questions go to one process, as those of a server on Discord do; with `--any-process` to any, as Slack's
connections have it. Several rates (`--rate`, again and again) follow each other. Printed are what members waited, how
many were told that the bot is busy, errors, of which there may be none, and what a question took of the processor; then
how many of the answers of some communities are those of one process alone that has the same library in memory. Exits
with 1 where there was an error or another answer. Linux alone.
"""

from __future__ import annotations

import asyncio
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from bot.answering import reply_to
from bot.batch import reply_as_dict
from bot.conversation import Conversation
from bot.library import made_ready
from bot.settings import Settings
from index.embedding import DEFAULT_MODEL, Encoder
from tests.benchmarks.load.asking import BUSY, Asked, Outcome, Worker, ask_when_due, listening, moments
from tests.benchmarks.load.furnishing import Communities
from tests.benchmarks.load.server import Database, Taken, served, taken_by

_FOREIGN = 0.2
"""Share of questions about what no report of the community holds."""
_WAITED_FOR = 3.0
"""Seconds that 95 of 100 members may wait at a rate that is called held."""
_USED = 0.7
"""Share of the processors' time that can be planned with: beyond it, questions wait for each other too long."""
_COMPARED = 10
"""Communities whose answers are compared."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one rate: questions a second, the outcomes, and what the bot and the server took meanwhile."""

    rate: float
    outcomes: Sequence[Outcome]
    bot: Taken
    server: Taken

    @property
    def waits(self) -> Sequence[float]:
        """The seconds until each answer."""
        return [one.seconds for one in self.outcomes if one.reply is not None]

    @property
    def busy(self) -> int:
        """How many were told that the bot is busy."""
        return sum(one.failure == BUSY for one in self.outcomes)

    @property
    def errors(self) -> int:
        """How many were told anything else than an answer."""
        return sum(one.failure not in {"", BUSY} for one in self.outcomes)

    @property
    def held(self) -> bool:
        """Whether all were answered, and in time."""
        return not self.busy and not self.errors and float(np.percentile(self.waits, 95)) <= _WAITED_FOR


def main(
    rate: Annotated[list[float] | None, typer.Option(help="Questions a second; may be repeated.")] = None,
    seconds: Annotated[float, typer.Option(min=1, help="For how long at each rate.")] = 300,
    communities: Annotated[int, typer.Option(min=1)] = 200,
    passages: Annotated[int, typer.Option(min=1, help="In each community.")] = 500,
    processes: Annotated[int, typer.Option(min=1)] = 4,
    any_process: Annotated[bool, typer.Option("--any-process", help="Each question goes to any process.")] = False,
    url: Annotated[str, typer.Option(help="A PostgreSQL with pgvector, on this machine if it shall be timed.")] = "",
) -> None:
    """Print what each rate does to those who ask, and whether they get the answers that one process gives."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), url) as place:
        there = Communities(communities, passages, Path(folder))
        furnish(there, place)
        found = asyncio.run(loaded(there, place, Path(folder), processes, any_process, rate or [50.0], seconds))
        wrong = compared(there, place, [outcome for load in found for outcome in load.outcomes])
    sys.exit(1 if wrong or any(load.errors for load in found) else 0)


def furnish(there: Communities, place: str) -> None:
    """Give the communities their libraries, and print what that takes."""
    made = asyncio.run(there.furnish(place))
    database = Database(place)
    if made.passages:
        building, saving = (one * 1e3 for one in (made.building / made.different, made.saving / made.passages))
        print(f"{made.different:,} different passages built, {building:.0f} ms each, and kept, {saving:.1f} ms each")
    there.copy(database.connection)
    database.settle()
    size, count = database.megabytes(), database.passages()
    print(
        f"{there.count} communities with {count:,} passages: {size:,.0f} MB in PostgreSQL, {size * 1e3 / count:.1f} KB "
        "a passage",
        flush=True,
    )
    database.close()


async def loaded(
    there: Communities,
    place: str,
    folder: Path,
    processes: int,
    any_process: bool,
    rates: Sequence[float],
    seconds: float,
) -> list[Load]:
    """Ask at each rate, and print and return what came of it."""
    chance = np.random.default_rng(0)
    database = Database(place)
    found = []
    async with listening() as workers:
        with started(processes, place, folder, workers.port) as running:
            await workers.until(processes, lambda: any(one.poll() is not None for one in running))

            def worker_of(asked: Asked) -> Worker:
                return workers.all[chance.integers(processes) if any_process else asked.community % processes]

            async def at(rate: float, questions: Sequence[Asked], due: Sequence[float]) -> Load:
                pids = [one.process for one in workers.all]
                before = taken_by(pids), database.taken()
                outcomes = await ask_when_due(questions, due, worker_of)
                bot, server = (_since(*pair) for pair in zip(before, (taken_by(pids), database.taken()), strict=True))
                return Load(rate, outcomes, bot, server)

            first = list(drawn(there, range(there.count), chance))
            began = time.perf_counter()
            load = await at(0, first, [0.0] * len(first))
            print(
                f"asked once in each community, all at once: {time.perf_counter() - began:.0f} s, "
                f"{load.bot.seconds / len(first) * 1e3:.0f} ms of the processor each; "
                f"{load.bot.megabytes:,.0f} MB in {processes} processes, {load.server.megabytes:,.0f} in PostgreSQL's",
                flush=True,
            )
            _head()
            for rate in rates:
                due = moments(rate, seconds, chance)
                questions = list(drawn(there, chance.integers(0, there.count, len(due)).tolist(), chance))
                found.append(await at(rate, questions, due))
                _print(found[-1], processes)
            kept = database.bytes_of_exchange() / 1e3
            print(f"{database.connections() - 1} connections to the server; a question takes {kept:.1f} KB to keep")
    database.close()
    _conclude(found)
    return found


@contextmanager
def started(count: int, place: str, folder: Path, port: int) -> Iterator[Sequence[subprocess.Popen[bytes]]]:
    """Give processes that answer; they end when they are let go of."""
    command = [sys.executable, "-m", "tests.benchmarks.load.answering", place]
    running = [subprocess.Popen([*command, str(folder / f"worker-{i}"), str(port)]) for i in range(count)]
    try:
        yield running
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def drawn(there: Communities, communities: Sequence[int], chance: np.random.Generator) -> Iterator[Asked]:
    """Yield a question for each of the communities given: mostly about its own reports, each report as likely."""
    all_reports = [report for community in range(there.count) for report in there.reports(community)]
    reports = {report.name: report for report in all_reports}
    for community in communities:
        own = there.reports(community)
        names = set(reports) - {report.name for report in own} if chance.random() < _FOREIGN else set()
        among = [reports[name] for name in sorted(names)] or own
        questions = among[int(chance.integers(len(among)))].questions
        yield Asked(community, questions[int(chance.integers(len(questions)))].text)


def compared(there: Communities, place: str, outcomes: Sequence[Outcome]) -> int:
    """Print and return how many answers are others than those of one process that has the libraries in its memory."""
    encoder, threshold = Encoder.load(DEFAULT_MODEL), Settings(_env_file=None).answer_threshold
    chosen = range(0, there.count, math.ceil(there.count / _COMPARED))
    same, others = 0, 0
    for community, snapshot in there.in_memory(chosen, place):
        made_ready(snapshot)
        alone: dict[str, dict[str, Any]] = {}
        for one in outcomes:
            if one.asked.community != community or one.reply is None:
                continue
            text = one.asked.text
            if text not in alone:
                alone[text] = reply_as_dict(reply_to(text, Conversation(), snapshot, encoder, threshold))
            # Computed in another order, a figure may differ in its last place.
            near = abs(alone[text]["confidence"] - one.reply["confidence"]) < 2e-4
            equal = near and {**alone[text], "confidence": 0} == {**one.reply, "confidence": 0}
            same, others = same + equal, others + (not equal)
    print(f"{same:,} of {same + others:,} answers in {len(chosen)} communities are those of one process alone")
    return others


def _since(before: Taken, after: Taken) -> Taken:
    return Taken(after.seconds - before.seconds, after.megabytes)


def _head() -> None:
    print(f"{'a second':>9}{'asked':>8}{'busy':>7}{'errors':>8}{'p50, s':>9}{'p95, s':>9}{'p99, s':>9}", end="")
    print(f"{'bot, ms':>9}{'server, ms':>12}{'MB a process':>14}{'MB of server':>14}")


def _print(load: Load, processes: int) -> None:
    print(f"{load.rate:9g}{len(load.outcomes):8,}{load.busy:7,}{load.errors:8,}", end="")
    waits = np.percentile(load.waits or [math.nan], (50, 95, 99))
    print("".join(f"{wait:9.2f}" for wait in waits), end="")
    answered = max(len(load.waits), 1)
    print(f"{load.bot.seconds / answered * 1e3:9.0f}{load.server.seconds / answered * 1e3:12.0f}", end="")
    print(f"{load.bot.megabytes / processes:14,.0f}{load.server.megabytes:14,.0f}", flush=True)


def _conclude(found: Sequence[Load]) -> None:
    """Print which rate was held, and what each would take."""
    held = [load for load in found if load.held]
    if not held:
        print(f"At none of these rates did 95 of 100 members wait no longer than {_WAITED_FOR:g} s.")
        return
    best = max(held, key=lambda load: load.rate)
    print(f"{best.rate:g} a second are held: 95 of 100 members waited no longer than {_WAITED_FOR:g} s.")
    for load in found:
        bot, server = (one.seconds / len(best.waits) * load.rate / _USED for one in (best.bot, best.server))
        print(f"{load.rate:g} a second take {bot:.1f} processors for the bot and {server:.1f} for PostgreSQL.")


if __name__ == "__main__":
    typer.run(main)
