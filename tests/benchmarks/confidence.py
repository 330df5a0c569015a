"""Fits the weights of the retriever's evidence, and prints the numbers that `index/retrieval/hybrid.py` holds.

    python -m tests.benchmarks.confidence ../shared/data/reading/squad2_part.json.gz

Data: ten articles of SQuAD 2.0's development set (CC BY-SA 4.0): each question as it is, and each answerable
one once more with its paragraph taken out of the article. A logistic regression over the evidence for a
passage tells whether that passage answers. Folds by article give the figures; the printed weights are fitted
on all. Seed 0.
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
    """A question: evidence of its first passages, shape (at most HARD, 4), and which of them answers, or -1."""

    evidence: npt.NDArray[np.float32]
    right: int
    answerable: bool


def main(path: Path) -> None:
    """Read the SQuAD file at `path`, fit, and print."""
    encoder = Encoder.load()
    data = json.loads(gzip.decompress(path.read_bytes()))["data"]
    articles = [_cases(article, encoder, random.Random(0)) for article in data]
    confidences, right, first = [], [], []
    for left_out in range(len(articles)):
        model = _fit([case for i, cases in enumerate(articles) if i != left_out for case in cases])
        for case in articles[left_out]:
            sure = model.predict_proba(case.evidence)[:, 1]
            confidences.append(sure.max())
            right.append(int(sure.argmax()) == case.right)
            if case.answerable:
                first.append(right[-1])
    sure, hit = np.array(confidences), np.array(right)
    print(f"articles {len(articles)}, questions {len(hit)}; right passage first {np.mean(first):.3f}")
    print(f"AUROC {roc_auc_score(hit, sure):.3f}, calibration error {_calibration_error(sure, hit):.3f}")
    model = _fit([case for cases in articles for case in cases])
    print(f"intercept {model.intercept_[0]:.2f}, weights {np.round(model.coef_[0], 2).tolist()}")


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
    retriever = Retriever(dense, [texts[i] for i in kept], [piece for i in kept for piece in pieces[i]])
    evidence, _ = retriever.evidence(words, question)
    first = np.argsort(-evidence.sum(axis=1))[:HARD]
    found = np.flatnonzero(np.array(kept)[first] == right)
    return Case(evidence[first], int(found[0]) if len(found) else -1, right >= 0)


def _fit(cases: list[Case]) -> LogisticRegression:
    rows = np.concatenate([case.evidence for case in cases])
    labels = np.concatenate([np.arange(len(case.evidence)) == case.right for case in cases])
    return LogisticRegression(C=100, max_iter=1000).fit(rows, labels)


def _calibration_error(confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten equal-width bins."""
    bins = np.minimum((confidences * 10).astype(int), 9)
    gaps = [abs(confidences[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins)]
    return float(sum(gaps))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
