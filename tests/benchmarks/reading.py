"""Measures finding and declining on questions that nothing was trained or fitted on, by the whole way of the bot.

    python -m tests.benchmarks.reading ../shared/data/reading [--questions N]

The articles of SQuAD 2.0's development set and of SQuADShifts' new Wikipedia that `tests.training.squad.is_for_figures`
names. Each answerable question is asked as it is and with its paragraph left out; SQuAD 2.0's unanswerable ones as
they are. At most N questions an article, drawn with seed 0.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from bot.answering import tidy_question
from bot.conversation import Conversation
from bot.questions import COURTESIES, Question, understand
from bot.ranking import OF_PASSAGE, find_candidates, rank
from index.article import Article, Paragraph, Span
from index.embedding import Encoder
from index.plain import on_one_line
from index.progress import progress_bar
from index.snapshot import Snapshot, build_snapshot
from tests.training import squad

SCORES = ("paragraph cosine", "evidence", "reader", "probability")


@dataclass(frozen=True)
class Asked:
    """A question about an article: answerable, missing or trick, and the paragraph that answers, 0 for none."""

    kind: str
    question: Question
    home: int
    snapshot: Snapshot


@dataclass(frozen=True)
class Row:
    """One question asked: of what kind, whether each score puts the right paragraph first, and each score's highest."""

    kind: str
    first: tuple[bool, ...]
    highest: tuple[float, ...]


def main() -> None:
    """Ask every question, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=80, help="of an article, of each kind, at most")
    options = parser.parse_args()
    encoder = Encoder.load()
    print(f"{'':<18}{'score':<18}  first  AUROC missing  AUROC unanswerable")
    for name in squad.TITLED:
        articles = squad.read_squad(options.folder / f"{name}.json.gz")
        kept = [article for number, article in enumerate(articles) if squad.is_for_figures(name, number)]
        rows: list[Row] = []
        with progress_bar() as progress:
            for done, article in enumerate(kept, start=1):
                rows += [_row(asked, encoder) for asked in asked_of(article, encoder, options.questions)]
                progress(name, done, len(kept))
        for i, score in enumerate(SCORES):
            answerable = [row for row in rows if row.kind == "answerable"]
            first = float(np.mean([row.first[i] for row in answerable]))
            areas = [_area(answerable, [row for row in rows if row.kind == kind], i) for kind in ("missing", "trick")]
            print(f"{name:<18}{score:<18}  {first:5.3f}  {areas[0]:13.3f}  {areas[1]:18.3f}")


def _area(answerable: list[Row], others: list[Row], score: int) -> float:
    if not others:
        return float("nan")
    highest = [row.highest[score] for row in [*answerable, *others]]
    return float(roc_auc_score([True] * len(answerable) + [False] * len(others), highest))


def asked_of(article: dict[str, Any], encoder: Encoder, most: int) -> Iterator[Asked]:
    """Yield questions of an article in SQuAD's format, indexed: at most `most` of each kind, drawn with seed 0.

    What was answerable comes twice, the second time with its paragraph left out.
    """
    texts = [on_one_line(paragraph["context"]) for paragraph in article["paragraphs"]]
    snapshot = build_snapshot([_article(texts)], encoder)
    found = [(qa, i) for i, paragraph in enumerate(article["paragraphs"], start=1) for qa in paragraph["qas"]]
    for tricky in (False, True):
        of_kind = [(qa, i) for qa, i in found if bool(qa.get("is_impossible")) is tricky]
        for qa, home in random.Random(0).sample(of_kind, min(most, len(of_kind))):
            question = understand(tidy_question(qa["question"]), Conversation(), snapshot)
            if question.kind in COURTESIES:
                continue
            if tricky:
                yield Asked("trick", question, 0, snapshot)
                continue
            yield Asked("answerable", question, home, snapshot)
            gone = tuple(passage.id for passage in snapshot.passages if passage.paragraph == home)
            yield Asked("missing", replace(question, more=True, passages=gone), 0, snapshot)


def _row(asked: Asked, encoder: Encoder) -> Row:
    question, snapshot = asked.question, asked.snapshot
    candidates = find_candidates(question, None, snapshot, encoder)
    evidence = snapshot.retriever.evidence(question.search, encoder.embed_question(question.search))
    columns: list[npt.NDArray[np.floating]] = [
        candidates.of_passages[:, OF_PASSAGE.index("paragraph cosine")],
        snapshot.retriever.scores(evidence)[list(candidates.passages)],
        candidates.of_passages[:, OF_PASSAGE.index("reader")],
    ]
    ranked, sure = rank(question, None, snapshot, encoder)
    chosen = [*(candidates.passages[column.argmax()] for column in columns), ranked[0].passage]
    first = tuple(snapshot.passages[i].paragraph == asked.home for i in chosen)
    return Row(asked.kind, first, (*(float(column.max()) for column in columns), sure))


def _article(texts: list[str]) -> Article:
    text = "\n\n".join(texts)
    paragraphs, start = [], 0
    for piece in texts:
        paragraphs.append(Paragraph(Span(start, start + len(piece))))
        start += len(piece) + 2
    return Article("article", text, hashlib.sha256(text.encode()).hexdigest(), tuple(paragraphs))


if __name__ == "__main__":
    main()
