"""Invented reports with questions, made into what the reader learns from.

A question is shown beside the passages that answer it and those of the same report that come closest without
answering. By chance the answering passages are left out, so that the same question has no answer; or, where the
question names a speaker, another speaker is named, whose words do not answer it.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.article import Span
from index.embedding import Encoder
from index.plain import on_one_line
from index.reading.context import lead_of
from index.reading.inputs import asked
from index.snapshot import Snapshot, build_snapshot
from index.sources import read_source
from tests.benchmarks.reports import Question, Report
from tests.searching import search
from tests.training.example import NOWHERE, Candidate, Example

FITTING = frozenset(
    """ageing-prisons airport-third-terminal bay-area-universities bay-economy bridge-inquiry business-school-summit
    cable-car canal-forum choir-festival courts-online-hearing cross-border-data-panel dean-lecture deans-forum
    dementia-care energy-digest family-offices flood-defences glass-symposium gold-reserves greater-bay-trade-forum
    insurtech-congress landlords-hearing-transcript maths-education-digest microfinance motor-insurance-panel
    neighbourhood-clinics-digest night-economy night-transport nurses nurses-ai-transcript nursing-homes-transcript
    opensource-transcript payments-transcript payroll-inquiry podcast-live-transcript rewilding robotaxi
    salt-marsh-hearing semester-forum silk-forum sleep-digest smart-ports-summit sovereign-fund-dialogue
    space-debris-transcript space-panel sugar-tax-hearing taxi-licences theme-park-digest think-tank-dialogue
    trade-corridor-forum tram-council-transcript typhoon-resilience university-presidents-panel vaccines-digest
    vineyards whisky-exports women-business""".split()
)
"""Reports that the ranking and the confidence are fitted on: what the reader makes of them it has not learned."""
_CLOSE = 8
"""How many of the passages that come closest without answering are drawn from."""
_SHOWN = 4
"""How many of those stand beside a question."""
_LEFT_OUT, _SPEAKER_SWAPPED, _STRAY_CONTEXT = 0.25, 0.35, 0.1
_NO_QUESTION = ("un_empty", "un_injection", "un_offtopic")


@dataclass(frozen=True)
class Indexed:
    """A report, indexed.

    `paragraphs[i]` is the number of the paragraph that passage i was cut from, `closest[id]` the passages in the
    order in which the retriever finds them for a question, and `before` and `words` what the reader is given of each.
    """

    report: Report
    snapshot: Snapshot
    paragraphs: list[int]
    closest: dict[str, list[int]]
    before: list[str]
    words: list[str]


def is_for_training(report: Report) -> bool:
    """Return whether the reader may learn from `report`."""
    return not report.held_out and report.name not in FITTING


def index(report: Report, encoder: Encoder) -> Indexed:
    """Index one of our reports."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{report.name}{report.suffix}"
        file.write_text(report.text, encoding="utf-8")
        snapshot = build_snapshot([read_source(file)], encoder)
    words = [on_one_line(passage.text) for passage in snapshot.passages]
    whole = [on_one_line(paragraph) for paragraph in report.paragraphs]
    paragraphs = [next((n for n, p in enumerate(whole, start=1) if text in p), 0) for text in words]
    closest = {q.id: search(snapshot.retriever, q.text, encoder.embed_question(q.text)) for q in report.questions}
    before = [lead_of(snapshot, i) for i in range(len(snapshot.passages))]
    return Indexed(report, snapshot, paragraphs, closest, before, words)


def examples(indexed: Indexed, shuffle: random.Random) -> Iterator[Example]:
    """Yield one example a question, drawn by chance: called again, it gives others."""
    report = indexed.report
    for question in report.questions:
        right = [i for i, paragraph in enumerate(indexed.paragraphs) if paragraph in question.gold]
        if question.answerable and not right:
            continue
        ranked = [i for i in indexed.closest[question.id] if i not in right]
        shown = 1 if question.type in _NO_QUESTION else _SHOWN
        drawn = shuffle.sample(ranked[:_CLOSE], min(shown, len(ranked)))
        closest = [i for i, paragraph in enumerate(indexed.paragraphs) if paragraph in question.closest][:2]
        drawn = [*closest, *(i for i in drawn if i not in closest)][:shown]
        text, kind = question.text, question.type
        other = _other_speaker(question, report, shuffle)
        if right and other and shuffle.random() < _SPEAKER_SWAPPED:
            text, kind, drawn, right = other, "speaker swapped", [*right[:1], *drawn], []
        elif right and kind != "multi" and shuffle.random() < _LEFT_OUT:
            kind, right = "missing", []
        previous = question.previous
        if not previous and shuffle.random() < _STRAY_CONTEXT:
            previous = shuffle.choice(report.questions).text
        candidates = [_answering(indexed, i, question) for i in right[:2]]
        candidates += [Candidate(indexed.before[i], indexed.words[i]) for i in drawn]
        shuffle.shuffle(candidates)
        yield Example(asked(text, previous), tuple(candidates), kind)


def _answering(indexed: Indexed, passage: int, question: Question) -> Candidate:
    words = indexed.words[passage]
    answer = on_one_line(question.answers.get(indexed.paragraphs[passage], ""))
    start = words.find(answer)
    known = answer and start >= 0
    return Candidate(indexed.before[passage], words, Span(start, start + len(answer)) if known else NOWHERE)


def _other_speaker(question: Question, report: Report, shuffle: random.Random) -> str | None:
    """Return a question about what somebody said with another speaker named in place of theirs, or None."""
    if question.type != "what_said" or question.speaker is None or question.speaker not in report.speakers:
        return None
    names = {name: (name, *others[1:]) for name, others in report.speakers.items()}  # the first is the role
    lowered = question.text.lower()
    theirs = sorted(names.pop(question.speaker), key=len, reverse=True)
    named = next((name for name in theirs if name.lower() in lowered), None)
    others = [alias for aliases in names.values() for alias in aliases]
    if named is None or not others:
        return None
    at = lowered.index(named.lower())
    return question.text[:at] + shuffle.choice(others) + question.text[at + len(named) :]
