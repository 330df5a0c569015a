"""Builds indexes and answers questions beside the libraries that such bots are made with, all in one run.

    python -m tests.benchmarks.peers ../shared/data/reading/squad2_part.json.gz

txtai (dense and hybrid), LangChain's FAISS store, LlamaIndex and Haystack embed with all-MiniLM-L6-v2; this bot with
the same, and with its default model. All get the same articles, and the same questions in English: our held-out reports
and two articles of SQuAD 2.0's development set from which neither the reader nor the ranking has learned (the
retriever's weights are fitted on all ten). A question counts as found where the passage that comes first lies in a
paragraph that answers it. An article has an index of its own.

The others index paragraphs as they are given them. This bot reads the article's file, finds out who says what, and
embeds sentences and tokens too. Each step of each system has a process of its own. They take turns, `--rounds` times,
and each time another one is first; medians are shown, and below them the same as multiples of the first row. What is
not installed is left out: the extra `peers` has all of it, for a virtual environment of its own.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from index.embedding import DEFAULT_MODEL
from index.plain import on_one_line
from tests.benchmarks.judging import paragraph_of
from tests.benchmarks.peer_systems import Work
from tests.benchmarks.plain import MODEL, model_folder
from tests.benchmarks.reports import ROOT, Question, Report, our_reports
from tests.training.squad import is_for_figures, read_squad

_ALONE = {
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""What the libraries read from the environment, so that none asks the network for anything."""
_DIGITS = {"paragraphs/s": 1, "ms": 1, "CPU ms": 1, "first s": 1, "CPU s": 1, "MB": 0}
"""Shown after the point, by column; of all others two."""
_INSTALL = "python3 -m venv .venv-peers && .venv-peers/bin/pip install -e '.[peers]'"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: which of `peer_systems.SYSTEMS` it is, with which model, and the modules that it needs.

    One that has `indexes_of` another row answers from that one's indexes, and none are built for it.
    """

    name: str
    system: str
    model: str
    needs: tuple[str, ...] = ()
    indexes_of: str = ""


ROWS = (
    Row("this bot, retrieved", "retrieved", DEFAULT_MODEL),
    Row("this bot, answered", "answered", DEFAULT_MODEL, indexes_of="this bot, retrieved"),
    Row("this bot, MiniLM, retrieved", "retrieved", MODEL),
    Row("this bot, MiniLM, answered", "answered", MODEL, indexes_of="this bot, MiniLM, retrieved"),
    Row("txtai, dense", "txtai", MODEL, ("txtai",)),
    Row("txtai, hybrid", "txtai-hybrid", MODEL, ("txtai",)),
    Row("LangChain, FAISS", "langchain", MODEL, ("langchain_community", "langchain_huggingface")),
    Row("LlamaIndex", "llamaindex", MODEL, ("llama_index",)),
    Row("Haystack", "haystack", MODEL, ("haystack", "haystack_integrations")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the steps of a system told in one round, in seconds and MB.

    `building` is that of all articles; `first` that until the first answer of a new process, on the clock and of the
    processor; `memory` is the process's largest until then; `taken` is that of each question, and `processor` what
    one takes of the processor; `found` is the passage that each found first.
    """

    building: float
    first: float
    first_processor: float
    memory: float
    taken: tuple[float, ...]
    processor: float
    found: tuple[str, ...]


class Failed(RuntimeError):
    """A system's process ended with an error; the message is the last that it said."""


def main(
    squad: Annotated[Path, typer.Argument(help="The gzipped file of SQuAD 2.0's articles.", exists=True)],
    rounds: Annotated[int, typer.Option(min=1, help="Of which the median is shown.")] = 3,
    questions: Annotated[int, typer.Option(min=1, help="Of each article at most, evenly drawn from all.")] = 60,
) -> None:
    """Print the table."""
    groups = {
        "SQuAD": [asked(report, questions) for report in squad_reports(squad)],
        "reports": [asked(report, questions) for report in our_reports() if report.held_out],
    }
    rows = list(ready(ROWS))
    sys.exit(0 if compare(groups, rows, rounds) else 1)


def squad_reports(path: Path) -> Iterator[Report]:
    """Yield the articles of a gzipped file of SQuAD 2.0 that the reader has learned nothing from, as reports."""
    for number, article in enumerate(read_squad(path)):
        if not is_for_figures("squad2_part", number):
            continue
        title = article["title"].replace("_", " ")
        paragraphs = tuple(on_one_line(paragraph["context"]) for paragraph in article["paragraphs"])
        answerable = (
            Question(qa["id"], qa["question"], "fact", "en", gold=(home,))
            for home, paragraph in enumerate(article["paragraphs"], start=1)
            for qa in paragraph["qas"]
            if not qa.get("is_impossible")
        )
        text = "\n\n".join([title, *paragraphs]) + "\n"
        yield Report(title, title, text, ".txt", paragraphs, tuple(answerable))


def asked(report: Report, most: int) -> Report:
    """Return a report with at most `most` of its questions: answerable, in English, and whole by themselves."""
    fit = [q for q in report.questions if q.answerable and q.lang == "en" and not q.previous]
    chosen = [fit[i * len(fit) // most] for i in range(most)] if len(fit) > most else fit
    return replace(report, questions=tuple(chosen))


def ready(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows whose modules and models are installed, the model named by its folder; say which are not."""
    folder = model_folder()
    for row in rows:
        missing = [module for module in row.needs if importlib.util.find_spec(module) is None]
        if row.model == MODEL and folder is None:
            missing.append(MODEL)
        if missing:
            print(f"{row.name}: {', '.join(missing)} is not installed, so it is left out. To have it: {_INSTALL}")
        elif row.model == MODEL:
            yield replace(row, model=str(folder))
        else:
            yield row


def compare(groups: Mapping[str, Sequence[Report]], rows: Sequence[Row], rounds: int) -> bool:
    """Measure `rows` in turns, and print the tables; one that fails is left out, and said.

    Args:
        groups: the articles with their questions, by what the column of right passages is called.
        rows: those to measure, all installed; the first is what the others are multiples of.
        rounds: how often.

    Returns:
        Whether none failed.
    """
    reports = [report for group in groups.values() for report in group]
    told: dict[str, list[Told]] = {row.name: [] for row in rows}
    for turn in range(rounds):
        first = turn % len(rows)
        for row, figures in measured(reports, [*rows[first:], *rows[:first]]):
            told[row.name].append(figures)
    whole = [row.name for row in rows if len(told[row.name]) == rounds]
    count = sum(len(report.questions) for report in reports), sum(len(report.paragraphs) for report in reports)
    print(f"{len(reports)} articles of {count[1]} paragraphs, {count[0]} questions, median of {rounds} rounds")
    print_tables({name: figures_of(told[name], groups) for name in whole})
    return len(whole) == len(rows)


def measured(reports: Sequence[Report], rows: Sequence[Row]) -> Iterator[tuple[Row, Told]]:
    """Build every index and then ask everything, once; yield what each row told, but those that failed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = written(reports, folder)
        building: dict[str, float] = {}
        for row in rows:
            try:
                if not row.indexes_of:
                    [told] = run("build", row, work, folder / row.name)
                    building[row.name] = told["seconds"]
            except Failed as failure:
                print(f"{row.name}: building failed, so it is left out: {failure}")
        for row in rows:
            indexes = row.indexes_of or row.name
            if indexes not in building:
                continue
            try:
                first, warm = run("ask", row, work, folder / indexes)
            except Failed as failure:
                print(f"{row.name}: asking failed, so it is left out: {failure}")
                continue
            yield (
                row,
                Told(
                    building[indexes],
                    first["clock"],
                    first["processor"],
                    first["memory"],
                    tuple(warm["taken"]),
                    warm["processor"],
                    tuple(warm["found"]),
                ),
            )


def written(reports: Sequence[Report], folder: Path) -> Path:
    """Write each report to a file, and what is to be done to another, which is returned."""
    todo = []
    for number, report in enumerate(reports):
        source = folder / f"article-{number}{report.suffix}"
        source.write_text(report.text, encoding="utf-8")
        todo.append(Work(str(source), list(report.paragraphs), [question.text for question in report.questions]))
    work = folder / "work.jsonl"
    work.write_text("".join(json.dumps(one._asdict()) + "\n" for one in todo), encoding="utf-8")
    return work


def run(step: str, row: Row, work: Path, indexes: Path) -> list[dict[str, Any]]:
    """Take a step with a row's system in a new process.

    Returns:
        What each line that it printed told, and as "clock" how many seconds after its start that line came.

    Raises:
        Failed: it ended with an error.
    """
    command: list[str] = [sys.executable, "-m", "tests.benchmarks.peer_systems", step, row.system, row.model]
    command += [str(work), str(indexes)]
    environment = {**os.environ, **_ALONE}
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        started = time.perf_counter()
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process:
            assert process.stdout is not None
            told.extend({**json.loads(line), "clock": time.perf_counter() - started} for line in process.stdout)
        if process.returncode:
            said.seek(0)
            raise Failed((said.read().strip() or f"exit code {process.returncode}").splitlines()[-1])
    return told


def figures_of(told: Sequence[Told], groups: Mapping[str, Sequence[Report]]) -> dict[str, float]:
    """Return the figures of a row, by the heads of their columns."""
    asked_of = [(report, question) for group in groups.values() for report in group for question in report.questions]
    right = [
        paragraph_of(passage, report, question) in question.gold
        for (report, question), passage in zip(asked_of, told[0].found, strict=True)
    ]
    firsts: dict[str, float] = {}
    for name, group in groups.items():
        count = sum(len(report.questions) for report in group)
        firsts[name], right = statistics.mean(right[:count]), right[count:]
    paragraphs = sum(len(report.paragraphs) for group in groups.values() for report in group)
    return {
        "paragraphs/s": paragraphs / statistics.median(one.building for one in told),
        "ms": 1000 * statistics.median(seconds for one in told for seconds in one.taken),
        "CPU ms": 1000 * statistics.median(one.processor for one in told),
        "first s": statistics.median(one.first for one in told),
        "CPU s": statistics.median(one.first_processor for one in told),
        "MB": statistics.median(one.memory for one in told),
        **firsts,
    }


def print_tables(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print the figures, and then their ratios to those of the first row."""
    if not figures:
        return
    base = next(iter(figures.values()))
    _print_table(figures, _DIGITS)
    ratios = {
        name: {column: value / base[column] if base[column] else math.nan for column, value in of.items()}
        for name, of in figures.items()
    }
    _print_table(ratios, {})


def _print_table(rows: Mapping[str, Mapping[str, float]], digits: Mapping[str, int]) -> None:
    print("\n" + " " * 28 + "".join(f"{column:>14}" for column in next(iter(rows.values()))))
    for name, of in rows.items():
        print(f"{name:28}" + "".join(f"{value:14.{digits.get(column, 2)}f}" for column, value in of.items()))


if __name__ == "__main__":
    typer.run(main)
