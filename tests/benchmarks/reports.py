"""Reports with questions, in one shape: our own, the forum's, and the development sets beside the repository.

Our own (`tests/data/reports/*.json`) are invented, with every person, body and event in them. Those marked
`held_out` are measured on, and nothing else: no rule, weight or threshold may be made by looking at them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.sources import BUNDLED_SOURCE, read_source

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
OURS = ROOT / "tests" / "data" / "reports"
FORUM = ROOT / "tests" / "data" / "forum_questions.jsonl"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what answers it.

    Attributes:
        id: unique within its report.
        text: as a member typed it.
        type: "fact", "what_said", ...; beginning with "un_" where the report holds no answer.
        lang: "en", "zh-Hant", ...
        previous: what the member asked just before, for a follow-up.
        gold: numbers, from 1, of the paragraphs that answer by themselves, best first; none: unanswerable.
        speaker: whose words answer; None for the reporter's narration, and where nothing answers.
        answers: the words that answer, by the number of the paragraph that holds them.
        closest: numbers of the paragraphs that come nearest to an unanswerable question.
    """

    id: str
    text: str
    type: str
    lang: str
    previous: str | None = None
    gold: tuple[int, ...] = ()
    speaker: str | None = None
    answers: Mapping[int, str] = field(default_factory=dict)
    closest: tuple[int, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the report answers it."""
        return bool(self.gold)


@dataclass(frozen=True, slots=True)
class Report:
    """An article with questions about it.

    Attributes:
        name: what a table calls it.
        forum: what it reports; two reports of one forum share their questions.
        text: the article, as a reader gets it.
        suffix: of the article's file: ".txt" or ".md".
        paragraphs: the article's, in order; `Question.gold` counts them from 1.
        questions: all, in order.
        speakers: what else may stand for a speaker (role, aliases), by the name that `Question.speaker` gives.
        held_out: whether it is for reporting alone.
        folder: where the development sets' own files lie, for their own scorer; None elsewhere.
    """

    name: str
    forum: str
    text: str
    suffix: str
    paragraphs: tuple[str, ...]
    questions: tuple[Question, ...]
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_out: bool = False
    folder: Path | None = None


def our_reports() -> list[Report]:
    """Return our invented reports, by name."""
    return [read_report(path) for path in sorted(OURS.glob("*.json"))]


def read_report(path: Path) -> Report:
    """Read one of our reports.

    Raises:
        KeyError: it lacks a field.
        ValueError: it is not JSON.
    """
    fields = json.loads(path.read_text(encoding="utf-8"))
    return Report(
        name=path.stem,
        forum=path.stem,
        text="\n\n".join([fields["title"], *fields["paragraphs"]]) + "\n",
        suffix=".txt",
        paragraphs=tuple(fields["paragraphs"]),
        questions=tuple(map(_question, fields["questions"])),
        speakers={s["name"]: (s["role"], *s["aliases"]) for s in fields["speakers"]},
        held_out=fields["held_out"],
    )


def forum_reports() -> Iterator[Report]:
    """Yield the bundled digest, and the newspaper's article where it is there, with our questions about the forum."""
    rows = [json.loads(line) for line in FORUM.read_text(encoding="utf-8").splitlines()]
    for which, path in (("digest", BUNDLED_SOURCE), ("article", SHARED / "articles" / "forum-article.txt")):
        if not path.is_file():
            continue
        article = read_source(path)
        questions = (
            Question(
                id=row["id"],
                text=row["question"],
                type=row["type"],
                lang="en",
                gold=tuple(row.get("paragraphs", {}).get(which, ())),
                speaker=row.get("speaker"),
            )
            for row in rows
        )
        paragraphs = tuple(paragraph.span.of(article.text) for paragraph in article.paragraphs)
        text = path.read_text(encoding="utf-8")
        yield Report(f"forum, the {which}", "forum", text, path.suffix, paragraphs, tuple(questions))


def development_sets() -> list[Report]:
    """Return the reports of `../shared/eval`; none where it is absent."""
    return [_development_set(file.parent) for file in sorted((SHARED / "eval").glob("*/questions.jsonl"))]


def _question(fields: Mapping[str, Any]) -> Question:
    gold = tuple(fields["gold"])
    answers = {int(number): words for number, words in (fields.get("answers") or {}).items()}
    if gold:
        answers = {gold[0]: fields["answer"], **answers}
    return Question(
        id=fields["id"],
        text=fields["question"],
        type=fields["type"],
        lang=fields["lang"],
        previous=fields.get("previous") or None,
        gold=gold,
        speaker=fields["speaker"],
        answers=answers,
        closest=tuple(fields.get("closest") or ()),
    )


def _development_set(folder: Path) -> Report:
    passages = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    numbers = {passage["id"]: number for number, passage in enumerate(passages["passages"], start=1)}
    questions = []
    for row in map(json.loads, (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()):
        by_passage = row.get("must_contain_by_passage", {})
        questions.append(
            Question(
                id=row["id"],
                text=row["question"],
                type=row["type"],
                lang=row["lang"],
                previous=row.get("prev_question"),
                gold=tuple(numbers[p] for p in row["gold_passages"]),
                speaker=None if row["gold_speaker"] == "narrator" else row["gold_speaker"],
                answers={numbers[p]: by_passage.get(p, row["must_contain"]) for p in row["gold_passages"]},
            )
        )
    return Report(
        name=folder.name,
        forum=folder.name,
        text=(folder / passages["source"]).read_text(encoding="utf-8"),
        suffix=Path(passages["source"]).suffix,
        paragraphs=tuple(passage["text"] for passage in passages["passages"]),
        questions=tuple(questions),
        folder=folder,
    )
