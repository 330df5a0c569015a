"""Judging answers: the right passage, the right speaker, or rightly none; and the figures of many answers.

An answer is a line of `ask --batch`. The development sets beside the repository are judged by the scorer that
lies with them; the other reports by the same notions:

- the passage is right where it lies in one of the paragraphs that answer;
- the speaker is right where it is the one of *that* paragraph: of several speakers in it the one whom the question
  means; the reporter's narration (None) where nobody speaks in it. Names are compared without titles, case and
  accents, a given name and a surname at least; who has no name in the report is known by a word of the description;
- an unanswerable question is right where it is declined.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from index.attribution.names import fold
from index.attribution.wordlists import titles, word_group
from tests.benchmarks.reports import SHARED, Question, Report

Line = Mapping[str, Any]
"""A line of `ask --batch`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judged answer.

    `coverage` is the share of the paragraphs wanted that are among the passages given, for a list that was answered or
    should have been; `words` says whether the marked words hold the words that answer, and `marked` which
    share of the passage is marked, both for a right passage alone.
    """

    report: str
    question: Question
    line: Line
    passage: bool
    speaker: bool
    coverage: float | None = None
    words: bool | None = None
    marked: float | None = None

    @property
    def answered(self) -> bool:
        """Whether a passage was given as the answer."""
        return bool(self.line["answered"])

    @property
    def right(self) -> bool:
        """Whether the answer, or that there is none, is right: the headline is the mean of it."""
        return self.passage and self.speaker if self.question.answerable else not self.answered

    @property
    def cause(self) -> str | None:
        """What is wrong, or None."""
        if self.right:
            return None if self.words is not False else "words that answer not marked"
        if not self.question.answerable:
            return "should have refused"
        if not self.answered:
            return "wrongly refused"
        return "wrong passage" if not self.passage else "wrong speaker"


CAUSES = (
    "wrong passage",
    "wrong speaker",
    "should have refused",
    "wrongly refused",
    "words that answer not marked",
)


def judge(report: Report, lines: Iterable[Line]) -> list[Verdict]:
    """Judge the answers to all questions of a report.

    Args:
        report: the report.
        lines: one for each of its questions, in any order.

    Raises:
        KeyError: a question has no answer.
    """
    answers = {line["id"]: line for line in lines}
    theirs = _scored_by_theirs(report, answers) if report.folder else {}
    verdicts = []
    for question in report.questions:
        line = answers[question.id]
        given = paragraph_of(line["passage"], report, question) if line["answered"] else None
        if question.id in theirs:
            row = theirs[question.id]
            passage, speaker, coverage = bool(row.get("top1")), bool(row.get("speaker")), row.get("cover")
        else:
            passage = given is not None and given in question.gold
            speaker = bool(line["answered"]) and _speaker_is_right(report, question, given, line["speaker"])
            coverage = _coverage(report, question, line)
        words = marked = None
        if passage and given is not None and given in question.answers:
            words, marked = _words(question.answers[given], line)
        verdicts.append(Verdict(report.name, question, line, passage, speaker, coverage, words, marked))
    return verdicts


def paragraph_of(passage: str, report: Report, question: Question) -> int | None:
    """Return the number of the paragraph that a passage lies in: of several, one that answers `question`."""
    numbers = [*question.gold, *range(1, len(report.paragraphs) + 1)]
    words = _folded(passage)
    return next((n for n in numbers if words and words in _folded(report.paragraphs[n - 1])), None)


FIGURES = (
    "headline",
    "passage",
    "speaker",
    "refusals",
    "refused wrongly",
    "near misses",
    "lists",
    "words",
    "marked",
)
"""Names of the figures: right answers and right refusals, of all; right passage first, of the answerable; right
speaker, of the answered among these; right refusals, of the unanswerable; wrong refusals, of the answerable; refusals
among near misses; share of a list's paragraphs given; answers whose marked words hold the words that answer, of those
with the right passage; share of such a passage that is marked."""


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return the FIGURES of some answers, each from 0 to 1; nan where there is nothing to measure it on."""
    answerable = [v for v in verdicts if v.question.answerable]
    unanswerable = [v for v in verdicts if not v.question.answerable]
    values: tuple[Iterable[float], ...] = (
        (v.right for v in verdicts),
        (v.passage for v in answerable),
        (v.speaker for v in answerable if v.answered),
        (v.right for v in unanswerable),
        (not v.answered for v in answerable),
        (v.right for v in unanswerable if v.question.type == "un_nearmiss"),
        (v.coverage for v in verdicts if v.coverage is not None),
        (v.words for v in verdicts if v.words is not None),
        (v.marked for v in verdicts if v.marked is not None),
    )
    return dict(zip(FIGURES, map(_mean, values), strict=True))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else float("nan")


def _coverage(report: Report, question: Question, line: Line) -> float | None:
    if question.type != "multi" or len(question.gold) < 2:
        return None
    texts = line["passages"] if line["answered"] else []
    given = {paragraph_of(text, report, question) for text in texts}
    return len(given & set(question.gold)) / len(question.gold)


def _words(answer: str, line: Line) -> tuple[bool, float]:
    """Return whether the marked words hold `answer`, and how much is marked; nothing marked is all of the passage."""
    marked = line.get("highlights") or [line["passage"]]
    share = min(1.0, sum(map(len, marked)) / len(line["passage"]))
    return _folded(answer) in _folded(" ".join(marked)), share


def _speaker_is_right(report: Report, question: Question, given: int | None, said: str | None) -> bool:
    if given is None or given not in question.gold:
        wanted = {question.speaker}
    else:
        heard = _speakers_of(report).get(given, set())
        named = heard | {question.speaker} if given == question.gold[0] or not heard else heard
        means_one = question.speaker in named - {None} and len(named - {None}) > 1 and question.type != "multi"
        wanted = {question.speaker} if means_one else named
    label = report.paragraphs[given - 1].partition(":")[0] if given else ""
    return any(is_called(said, name, report.speakers.get(name or "", ()), label) for name in wanted)


def _speakers_of(report: Report) -> dict[int, set[str | None]]:
    """Return who is known to speak in each paragraph: those whom its questions name; {None} where they name nobody."""
    heard: dict[int, set[str | None]] = {}
    for question in report.questions:
        if question.gold and question.type != "multi":
            heard.setdefault(question.gold[0], set()).add(question.speaker)
    return {number: (names - {None}) or {None} for number, names in heard.items()}


def is_called(said: str | None, name: str | None, known_as: Sequence[str], label: str) -> bool:
    """Return whether the label `said` names the speaker `name`.

    Args:
        said: as the bot names who speaks; None: nobody.
        name: who does, by the questions; None: nobody.
        known_as: the role of that speaker, and other names.
        label: what the paragraph begins with, up to a colon, if anything.
    """
    if said is None or name is None:
        return said is name
    told, wanted = _name(said), _name(name)
    if told == wanted or (label.isupper() and _name(label) == told):
        return True
    described = any(word[0].islower() for word in name.split() if word not in word_group("particles"))
    if len(wanted) > 1 and not described and "audience" not in wanted:
        return len(told & wanted) > 1
    return bool((told & frozenset().union(*map(_name, (name, *known_as)))) - _COMMON)


_COMMON = frozenset(
    "a an and at audience back floor for from her his in member of on one or person somebody someone speaker the to "
    "unnamed who whose with".split()
)


@cache
def _name(text: str) -> frozenset[str]:
    """Return the words of a name, folded and without titles."""
    words = {fold(word) for word in re.findall(r"[^\s(),.]+", text)}
    return frozenset(word for word in words if word and word not in titles())


@cache
def _folded(text: str) -> str:
    """Return words to compare texts by: one kind of quotation mark, single spaces, no case."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("‘’“”", "''\"\"")).casefold()
    return " ".join(plain.split())


def _scored_by_theirs(report: Report, answers: Mapping[str, Line]) -> dict[str, dict[str, Any]]:
    scorer = _scorer(SHARED / "eval" / "score.py")
    folder = report.folder
    gold = scorer.Gold(folder and folder / "passages.json", folder and folder / "questions.jsonl")
    return {row["id"]: row for row in scorer.judge(gold, answers)}


@cache
def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("eval_score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
