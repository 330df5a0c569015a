"""Fits the retriever's weights and the confidence, and prints the numbers that `index/retrieval/hybrid.py` holds.

    python -m tests.benchmarks.confidence ../shared/data/reading/squad2_part.json.gz

Data: ten articles of SQuAD 2.0's development set (CC BY-SA 4.0): each question as it is, and each answerable
one once more with its paragraph taken out of the article. A logistic regression over the evidence for a
passage ranks; a second one, over the best passage's score and its lead, is the confidence, for a mixture in
which four questions in ten have no answer. The threshold is the one that gives most right answers and right
refusals in that mixture. Folds by article give the figures; the printed numbers are fitted on all. Seed 0.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.embedding import Encoder, Vectors
from index.retrieval import DenseIndex, Retriever
from index.sentences import sentence_spans

QUESTIONS_AN_ARTICLE = 100
HARD = 8
"""How many of the passages that the unweighted evidence puts first stand for all in the regression."""


@dataclass(frozen=True)
class Case:
    """A question: evidence of its first passages, shape (at most HARD, 3), and which of them answers, or -1."""

    evidence: npt.NDArray[np.float32]
    right: int
    answerable: bool


def main(path: Path) -> None:
    """Read the SQuAD file at `path`, fit, and print."""
    encoder = Encoder.load()
    data = json.loads(gzip.decompress(path.read_bytes()))["data"]
    articles = [_cases(article, encoder, random.Random(0)) for article in data]
    judged: list[tuple[float, bool, bool]] = []
    for left_out in range(len(articles)):
        others = [case for i, cases in enumerate(articles) if i != left_out for case in cases]
        weights = _ranking(others).coef_[0]
        sure = _confidence(others, weights)
        for case in articles[left_out]:
            row, right = _first(case, weights)
            judged.append((sure.predict_proba([row])[0, 1], right, case.answerable))
    confidences, hits, answerable = (np.array(column) for column in zip(*judged, strict=True))
    weight = _weights(answerable)
    print(f"articles {len(articles)}, questions {len(hits)}; right passage first {hits[answerable].mean():.3f}")
    area = roc_auc_score(hits, confidences, sample_weight=weight)
    print(f"AUROC of right answers {area:.3f}, calibration error {_calibration_error(confidences, hits, weight):.3f}")
    shares = {
        t: float(weight @ np.where(confidences >= t, hits, ~answerable)) for t in np.arange(0.05, 0.95, 0.01).round(2)
    }
    best = max(shares, key=shares.__getitem__)
    print(f"threshold {best} gives {shares[best]:.3f} right answers and refusals; 0 gives {shares[0.05]:.3f}")
    every = [case for cases in articles for case in cases]
    weights = _ranking(every).coef_[0]
    model = _confidence(every, weights)
    print(f"weights {weights.round(2).tolist()}")
    print(f"intercept {model.intercept_[0]:.2f}, of score and lead {model.coef_[0].round(2).tolist()}")


def _weights(answerable: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return weights that add up to one, and to six tenths over the answerable questions."""
    weights: npt.NDArray[np.float64] = np.where(answerable, 0.6 / answerable.sum(), 0.4 / (~answerable).sum())
    return weights


def _first(case: Case, weights: npt.NDArray[np.float64]) -> tuple[tuple[float, float], bool]:
    """Return the best passage's score and lead, and whether it is the right one."""
    scores = case.evidence @ weights
    best, second = np.sort(scores)[::-1][:2]
    return (best, best - second), int(scores.argmax()) == case.right


def _confidence(cases: list[Case], weights: npt.NDArray[np.float64]) -> LogisticRegression:
    rows, right = zip(*(_first(case, weights) for case in cases), strict=True)
    mixture = _weights(np.array([case.answerable for case in cases])) * len(cases)
    return LogisticRegression(C=100, max_iter=1000).fit(rows, right, sample_weight=mixture)


def _cases(article: dict[str, Any], encoder: Encoder, shuffle: random.Random) -> list[Case]:
    texts = [" ".join(paragraph["context"].split()) for paragraph in article["paragraphs"]]
    pieces = [[span.of(text) for span in sentence_spans(text)] for text in texts]
    vectors = encoder.encode_passages(texts + [piece for of_text in pieces for piece in of_text])
    asked = [(i, qa) for i, paragraph in enumerate(article["paragraphs"]) for qa in paragraph["qas"]]
    asked = shuffle.sample(asked, min(QUESTIONS_AN_ARTICLE, len(asked)))
    questions = encoder.encode_questions([qa["question"] for _, qa in asked])
    cases = []
    for (home, qa), question in zip(asked, questions, strict=True):
        home_or_none = -1 if qa.get("is_impossible") else home
        cases.append(_case(texts, pieces, vectors, qa["question"], question, home_or_none, None))
        if not qa.get("is_impossible"):
            cases.append(_case(texts, pieces, vectors, qa["question"], question, -1, home))
    return cases


def _case(
    texts: list[str],
    pieces: list[list[str]],
    vectors: Vectors,
    words: str,
    question: Vectors,
    right: int,
    gone: int | None,
) -> Case:
    """Return the case of one question, with the passage `gone` taken out of the article."""
    kept = [i for i in range(len(texts)) if i != gone]
    owner = np.repeat(np.arange(len(texts)), [len(p) for p in pieces])
    paragraphs, sentences = vectors[: len(texts)][kept], vectors[len(texts) :][owner != gone]
    owners = np.repeat(np.arange(len(kept)), [len(pieces[i]) for i in kept])
    dense = DenseIndex.of_vectors(paragraphs, sentences, owners)
    retriever = Retriever(dense, [piece for i in kept for piece in pieces[i]])
    evidence, _ = retriever.evidence(words, question)
    first = np.argsort(-evidence.sum(axis=1))[:HARD]
    found = np.flatnonzero(np.array(kept)[first] == right)
    return Case(evidence[first], int(found[0]) if len(found) else -1, right >= 0)


def _ranking(cases: list[Case]) -> LogisticRegression:
    rows = np.concatenate([case.evidence for case in cases])
    labels = np.concatenate([np.arange(len(case.evidence)) == case.right for case in cases])
    return LogisticRegression(C=100, max_iter=1000).fit(rows, labels)


def _calibration_error(
    confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64]
) -> float:
    """Return the expected calibration error over ten equal-width bins; the weights add up to one."""
    bins = np.minimum((confidences * 10).astype(int), 9)
    return float(sum(abs(weight[bins == b] @ (confidences - right)[bins == b]) for b in np.unique(bins)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
