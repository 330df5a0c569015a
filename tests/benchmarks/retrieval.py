"""Puts the right paragraph first within its article: how often, for each way to rank.

    python -m tests.benchmarks.retrieval ../shared/data/reading/squad2_part.json.gz

Data: ten articles of SQuAD 2.0's development set (CC BY-SA 4.0), their answerable questions. The fusion is a softmax
regression over an article's paragraphs, fitted on the other articles; the weights that it prints at the end, for
`index/retrieval/hybrid.py`, are fitted on all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from index.embedding import Encoder
from index.retrieval import COLUMNS
from tests.benchmarks.squad import SquadArticle, squad_articles

PENALTY = 1e-3
"""L2, on the weights of features of unit variance; the loss is the mean over questions."""
_DAMPING = 60
"""The k of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""

Features = npt.NDArray[np.float32]
Scores = npt.NDArray[np.floating[Any]]
Ranking = Callable[[Features], Scores]


@dataclass(frozen=True)
class Case:
    """A question: the evidence for each paragraph of its article, shape (paragraphs, columns), and the right one."""

    features: Features
    right: int


def main(path: Path) -> None:
    """Read the SQuAD file at `path` and print the table and the weights."""
    encoder = Encoder.load()
    articles = [cases(article) for article in squad_articles(path, encoder)]
    every = [case for article in articles for case in article]
    print(f"{len(articles)} articles, {len(every)} answerable questions: right paragraph first, in the first three")
    fixed: dict[str, Ranking] = {
        "dense paragraphs": by_column("paragraph cosine"),
        "dense sentences": by_column("sentence cosine"),
        "BM25 of paragraphs": by_column("paragraph BM25"),
        "BM25 and dense paragraphs, reciprocal ranks": reciprocal_ranks,
        "MaxSim": by_column("MaxSim by idf"),
    }
    for name, ranking in fixed.items():
        print_row(name, [rank(case, ranking) for case in every])
    fused = []
    for left_out, article in enumerate(articles):
        weights = fit([case for i, others in enumerate(articles) if i != left_out for case in others])
        fused += [rank(case, by_weights(weights)) for case in article]
    print_row("all of the evidence fused, article left out", fused)
    print(f"weights {fit(every).round(2).tolist()}")


def cases(article: SquadArticle) -> list[Case]:
    """Return the answerable questions of `article` with their evidence."""
    retriever = article.retriever()
    return [Case(retriever.evidence(q.words, q.embedding).features, q.home) for q in article.questions if q.answerable]


def by_column(name: str) -> Ranking:
    """Return the ranking by one column of the evidence."""
    return lambda features: features[:, COLUMNS.index(name)]


def by_weights(weights: npt.NDArray[np.float64]) -> Ranking:
    """Return the ranking by a weighted sum of the columns."""
    return lambda features: features @ weights


def reciprocal_ranks(features: Features) -> Scores:
    """Rank by paragraph cosine and BM25, by ranks alone."""
    columns = [features[:, COLUMNS.index(name)] for name in ("paragraph cosine", "paragraph BM25")]
    ranks = [np.argsort(np.argsort(-column, kind="stable")) for column in columns]
    scores: Scores = np.sum([1 / (_DAMPING + 1 + r) for r in ranks], axis=0)
    return scores


def rank(case: Case, ranking: Ranking) -> int:
    """Return the right paragraph's place, from 0; of paragraphs that tie, the earlier one is before."""
    order = np.argsort(-ranking(case.features), kind="stable")
    return int(np.flatnonzero(order == case.right)[0])


def print_row(name: str, ranks: Sequence[int]) -> None:
    """Print a row of the table."""
    places = np.array(ranks)
    print(f"{name:45} {(places < 1).mean():.3f} {(places < 3).mean():.3f}")


def fit(cases: Sequence[Case]) -> npt.NDArray[np.float64]:
    """Return the weights, none negative, under which a softmax over the paragraphs makes the right ones most probable.

    Without the bound the regression plays columns that measure nearly the same off against each other: a little better
    on articles of the same kind, and worse on others.
    """
    rows = np.concatenate([case.features for case in cases]).astype(float)
    spread = rows.std(axis=0)
    spread[spread == 0] = 1
    rows = (rows - rows.mean(axis=0)) / spread
    starts = np.cumsum([0, *(len(case.features) for case in cases[:-1])])
    sizes = np.array([len(case.features) for case in cases])
    right = starts + [case.right for case in cases]

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = rows @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        exponentials = np.exp(scores)
        sums = np.add.reduceat(exponentials, starts)
        probabilities = exponentials / np.repeat(sums, sizes)
        value = (np.log(sums) - scores[right]).mean() + PENALTY * weights @ weights
        gradient = (rows.T @ probabilities - rows[right].sum(axis=0)) / len(cases) + 2 * PENALTY * weights
        return float(value), gradient

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=[(0, None)] * rows.shape[1])
    weights: npt.NDArray[np.float64] = found.x / spread
    return weights


if __name__ == "__main__":
    main(Path(sys.argv[1]))
