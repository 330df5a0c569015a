"""Fits the confidence, and prints the numbers that `index/retrieval/hybrid.py` holds.

    python -m tests.benchmarks.confidence ../shared/data/reading/squad2_part.json.gz

Data: ten articles of SQuAD 2.0's development set (CC BY-SA 4.0): each question as it is, and each answerable
one once more with its paragraph taken out of the article. A logistic regression over the best passage's evidence
and its lead is the confidence, for a mixture in which four questions in ten have no answer. The threshold is the one
that gives most right answers and right refusals in that mixture. Folds by article give the figures, the weights that
rank fitted with each fold anew; the printed numbers are fitted on all. Seed 0.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from index.embedding import Encoder
from tests.benchmarks.retrieval import Case, fit
from tests.benchmarks.squad import SquadArticle, squad_articles

QUESTIONS_AN_ARTICLE = 100


@dataclass(frozen=True)
class Judged(Case):
    """A question whose `right` is -1 where its paragraph is gone or nothing answers it."""

    gone: bool = False


def main(path: Path) -> None:
    """Read the SQuAD file at `path`, fit, and print."""
    articles = [_cases(article, random.Random(0)) for article in squad_articles(path, Encoder.load())]
    judged: list[tuple[float, bool, Judged]] = []
    for left_out, article in enumerate(articles):
        others = [case for i, cases in enumerate(articles) if i != left_out for case in cases]
        weights = fit([case for case in others if case.right >= 0])
        sure = _confidence(others, weights)
        rows, right = _first(article, weights)
        judged += zip(sure.predict_proba(rows)[:, 1], right, article, strict=True)
    confidences, hits = (np.array([row[i] for row in judged]) for i in (0, 1))
    answerable = np.array([case.right >= 0 for _, _, case in judged])
    gone = np.array([case.gone for _, _, case in judged])
    weight = _weights(answerable)
    print(f"articles {len(articles)}, questions {len(hits)}; right passage first {hits[answerable].mean():.3f}")
    for name, unanswerable in (("its paragraph is gone", gone), ("unanswerable by design", ~answerable & ~gone)):
        of = answerable | unanswerable
        print(f"AUROC of answerable against {name}: {roc_auc_score(answerable[of], confidences[of]):.3f}")
    area = roc_auc_score(hits, confidences, sample_weight=weight)
    print(f"AUROC of right answers {area:.3f}, calibration error {_calibration_error(confidences, hits, weight):.3f}")
    shares = {
        t: float(weight @ np.where(confidences >= t, hits, ~answerable)) for t in np.arange(0.05, 0.95, 0.01).round(2)
    }
    best = max(shares, key=shares.__getitem__)
    print(f"threshold {best} gives {shares[best]:.3f} right answers and refusals; 0 gives {shares[0.05]:.3f}")
    every = [case for cases in articles for case in cases]
    model = _confidence(every, fit([case for case in every if case.right >= 0]))
    scaler, logistic = model[0], model[1]
    slopes = logistic.coef_[0] / scaler.scale_
    print(f"of the evidence {slopes[:-1].round(2).tolist()}, of the lead {slopes[-1]:.2f}")
    print(f"intercept {logistic.intercept_[0] - slopes @ scaler.mean_:.2f}")


def _weights(answerable: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return weights that add up to one, and to six tenths over the answerable questions."""
    weights: npt.NDArray[np.float64] = np.where(answerable, 0.6 / answerable.sum(), 0.4 / (~answerable).sum())
    return weights


def _first(
    cases: list[Judged], weights: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the best passages' evidence and lead, shape (cases, columns + 1), and whether each is the right one."""
    rows, right = [], []
    for case in cases:
        scores = case.features @ weights
        best = int(scores.argmax())
        lead = scores[best] - np.delete(scores, best).max()
        rows.append([*case.features[best], lead])
        right.append(best == case.right)
    return np.array(rows), np.array(right)


def _confidence(cases: list[Judged], weights: npt.NDArray[np.float64]) -> Pipeline:
    rows, right = _first(cases, weights)
    mixture = _weights(np.array([case.right >= 0 for case in cases])) * len(cases)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(rows, right, logisticregression__sample_weight=mixture)


def _cases(article: SquadArticle, shuffle: random.Random) -> list[Judged]:
    whole = article.retriever()
    cases = []
    for q in shuffle.sample(article.questions, min(QUESTIONS_AN_ARTICLE, len(article.questions))):
        features = whole.evidence(q.words, q.embedding).features
        cases.append(Judged(features, q.home if q.answerable else -1))
        if q.answerable:
            without = article.retriever(q.home).evidence(q.words, q.embedding).features
            cases.append(Judged(without, -1, gone=True))
    return cases


def _calibration_error(
    confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64]
) -> float:
    """Return the expected calibration error over ten equal-width bins; the weights add up to one."""
    bins = np.minimum((confidences * 10).astype(int), 9)
    return float(sum(abs(weight[bins == b] @ (confidences - right)[bins == b]) for b in np.unique(bins)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
