"""Measures how questions are understood, on reports with questions, without any search or vectors.

    python -m tests.benchmarks.questions REPORT.json ...

A report is a JSON object with `title`, `paragraphs`, `speakers` (name, aliases) and `questions` (question, previous,
type, gold, speaker); those with `held_out` true are passed over. "Whole" is the share of the questions that each
figure is about, "right" the share of these that are right.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from rich.progress import track

from bot.conversation import Conversation, Turn
from bot.questions import COURTESIES, Kind, Manner, Question, preferences, understand, words_of
from bot.questions.words import tokens
from index.attribution import attribute
from index.passages import cut_passages
from index.retrieval import VectorSource
from index.snapshot import Manifest, Record, Snapshot
from index.sources import read_source

_KINDS = {
    "who_said": {Kind.WHO_SAID},
    "what_said": {Kind.WHAT_SAID, Kind.EVERYTHING},
    "role_bio": {Kind.WHO_IS},
    "ambiguous": {Kind.TOPIC, Kind.LIST},
    "multi": {Kind.LIST, Kind.EVERYTHING, Kind.SPEAKERS},
    "un_injection": {Kind.INSTRUCTION},
    "un_empty": {Kind.GREETING, Kind.THANKS, Kind.NOISE, Kind.HELP},
}


def main() -> None:
    """Measure the reports named on the command line, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    whole: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for path in track(parser.parse_args().reports, "reports"):
        report = json.loads(path.read_text(encoding="utf-8"))
        if report.get("held_out"):
            continue
        for figure, is_right in _judge(report, _snapshot(report)):
            whole[figure] += 1
            right[figure] += is_right
    print(f"{'':<62}{'whole':>7}{'right':>7}")
    for figure in sorted(whole):
        print(f"{figure:<62}{whole[figure]:>7}{right[figure] / whole[figure]:>7.3f}")


def _snapshot(report: dict[str, Any]) -> Snapshot:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text("\n\n".join([report["title"], *report["paragraphs"]]) + "\n", encoding="utf-8")
        article = read_source(path)
    found = attribute(article)
    record = Record((article,), (found,), cut_passages(article, found))
    return Snapshot(cast(Manifest, None), record, cast(VectorSource, None))  # words alone are read


def _judge(report: dict[str, Any], snapshot: Snapshot) -> Iterator[tuple[str, bool]]:
    """Yield (figure, whether it is right) for each question that the figure is about."""
    earlier = {question["question"]: question for question in report["questions"]}
    yield from _after_another(report, snapshot)
    for item in report["questions"]:
        conversation = Conversation()
        if item.get("previous"):
            before = understand(item["previous"], Conversation(), snapshot)
            places = (
                _gold(earlier.get(item["previous"], item), report, snapshot) or set(words_of(before, snapshot)) or {0}
            )
            given = (snapshot.passages[min(places)].id,)
            conversation = Conversation((Turn(item["previous"], given, given, before),))
        asked = understand(item["question"], conversation, snapshot)
        gold = _gold(item, report, snapshot)
        if item["type"] in _KINDS:
            yield f"kind: {item['type']}", asked.kind in _KINDS[item["type"]]
        if item["type"] not in ("un_injection", "un_empty"):
            yield "a question is taken for one", asked.kind not in COURTESIES
        if item.get("previous"):
            yield "a follow-up is known for one", asked.follows
        elif item["type"] == "what_said":
            heard = any(_same(s.name, item["speaker"]) for s, _ in snapshot.speakers())
            if heard:
                named = [one.name for one in asked.speakers]
                yield "what_said: the speaker is among those named", any(_same(n, item["speaker"]) for n in named)
                yield "what_said: nobody else is named", all(_same(n, item["speaker"]) for n in named)
        if gold:
            yield from _of_passages(asked, gold, snapshot)


def _after_another(report: dict[str, Any], snapshot: Snapshot) -> Iterator[tuple[str, bool]]:
    """Yield whether each question that opens a subject is known for that after the answer to the one before it."""
    opening = [item for item in report["questions"] if not item.get("previous")]
    for before, item in pairwise(opening):
        if gold := _gold(before, report, snapshot):
            read = understand(before["question"], Conversation(), snapshot)
            given = (snapshot.passages[min(gold)].id,)
            conversation = Conversation((Turn(before["question"], given, given, read),))
            asked = understand(item["question"], conversation, snapshot)
            yield "a question that opens a subject is taken for no follow-up", not asked.follows


def _of_passages(asked: Question, gold: set[int], snapshot: Snapshot) -> Iterator[tuple[str, bool]]:
    found = preferences(asked, snapshot)
    named = [one for one in asked.speakers if one.keys]
    if asked.kind is Kind.WHO_IS and asked.speakers:
        yield (
            "who is: the passage that introduces comes first",
            int(found.column("introduces a named speaker").argmax()) in gold,
        )
    if asked.kind in (Kind.WHAT_SAID, Kind.EVERYTHING) and any(one.manner is not Manner.PRONOUN for one in named):
        spoken = found.column("spoken by a named speaker")
        yield "what P said: a right passage holds the words of who is named", any(spoken[i] > 0 for i in gold)
    if any(one.manner is Manner.PRONOUN for one in named):
        spoken = found.column("spoken by a speaker carried over")
        yield "follow-up: a right passage holds the words of who is meant", any(spoken[i] > 0 for i in gold)
    if asked.kind is Kind.EVERYTHING:
        for place in gold:
            yield "everything: a right passage is listed", place in words_of(asked, snapshot)
        for place in words_of(asked, snapshot):
            yield "everything: a listed passage is right", place in gold


def _gold(item: dict[str, Any], report: dict[str, Any], snapshot: Snapshot) -> set[int]:
    """Return the places of the passages in the paragraphs that answer."""
    paragraphs = [" ".join(report["paragraphs"][number - 1].split()) for number in item["gold"]]
    return {i for i, p in enumerate(snapshot.passages) if any(" ".join(p.text.split()) in one for one in paragraphs)}


def _same(one: str, other: str) -> bool:
    """Return whether two names share two words, or all of the shorter."""
    first, second = ({token.word for token in tokens(name)} for name in (one, other))
    return len(first & second) >= min(2, len(first), len(second))


if __name__ == "__main__":
    main()
