"""Fits the weights of `bot/ranking.py` and writes `bot/ranking.json`.

    python -m tests.training.ranking

On the reports that `tests.training.reports.FITTING` names, none of which the reader learned from, and on the
development sets where they stand beside the project, which count more: their questions are nearer to what members
ask. What is printed is measured on each report with weights fitted on the others; what is written is fitted on all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.answering import Conversation, reply_to, tidy_question
from bot.questions import COURTESIES, Kind, understand
from bot.ranking import OF_NONE, OF_PASSAGE, WEIGHTS, Candidates, Matrix, Weights, calibrated_on, find_candidates
from index.embedding import Encoder
from index.progress import progress_bar
from index.reading import Reader
from tests.benchmarks.reports import Question, Report, development_sets, our_reports
from tests.training.reports import FITTING, Indexed, index

_PENALTY = 0.02
"""Weight of the squared (standardised) weights in the loss of a question."""
_WEIGHT = 4
"""How often a question of the development sets counts."""
_NOT_SEARCHED = COURTESIES | {Kind.SPEAKERS, Kind.EVERYTHING}


@dataclass(frozen=True)
class Case:
    """A question of a report with its candidates; `right` says of each, shape (n,), whether it answers."""

    report: str
    question: Question
    candidates: Candidates
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    encoder = Encoder.load()
    ours = [report for report in our_reports() if report.name in FITTING]
    theirs = development_sets()
    folds: list[list[Case]] = []
    with progress_bar() as progress:
        for done, report in enumerate([*ours, *theirs], start=1):
            folds.append(cases(report, index(report, encoder), encoder, Reader.installed()))
            progress("reading", done, len(ours) + len(theirs))
    write(*fit_and_report(folds[: len(ours)], folds[len(ours) :]), WEIGHTS)


def fit_and_report(ours: list[list[Case]], theirs: list[list[Case]]) -> tuple[Weights, list[tuple[float, float]]]:
    """Print figures with each fold left out in turn, and return the weights fitted on all and what thresholds risk.

    Args:
        ours: the cases of our reports, a list a report.
        theirs: those of the development sets, by which, where they are there, the risks go.
    """
    risks: list[tuple[float, float]] = []
    for name, folds in (("our reports", ours), ("development sets", theirs)):
        if folds:
            print(f"== {name}, without the reader")
            report_on(*_left_out(*([[_unread(c) for c in f] for f in kind] for kind in (folds, ours, theirs))))
            print(f"== {name}")
            risks = report_on(*_left_out(folds, ours, theirs))
    return fit(_counted(ours, theirs)), risks


def _left_out(
    folds: list[list[Case]], ours: list[list[Case]], theirs: list[list[Case]]
) -> tuple[Matrix, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return of each case of `folds` the probability by a fit without its fold, whether right, whether answerable."""
    judged = []
    for fold in folds:
        name = fold[0].report
        weights = fit(_counted(*([f for f in kind if f[0].report != name] for kind in (ours, theirs))))
        for case in fold:
            shares = weights.shares(case.candidates)
            first = bool(case.right[shares.argmax()])
            judged.append((weights.probability(shares), first, case.question.answerable))
    probability, right, answerable = (np.array(column) for column in zip(*judged, strict=True))
    return probability, right, answerable


def _unread(case: Case) -> Case:
    """Return the case as it would be without the reader."""
    blank = case.candidates.of_passages.copy()
    blank[:, [i for i, name in enumerate(OF_PASSAGE) if name.startswith(("reader", "words lack"))]] = 0
    return replace(case, candidates=replace(case.candidates, of_passages=blank))


def _counted(ours: list[list[Case]], theirs: list[list[Case]]) -> list[Case]:
    return [case for fold in [*ours, *(theirs * _WEIGHT)] for case in fold]


def cases(report: Report, indexed: Indexed, encoder: Encoder, reader: Reader) -> list[Case]:
    """Return the cases of the questions that are searched for."""
    found = []
    for question in report.questions:
        conversation = Conversation()
        if question.previous:
            before = reply_to(question.previous, conversation, indexed.snapshot, encoder, 0.4)
            conversation = conversation.after(before)
        understood = understand(tidy_question(question.text), conversation, indexed.snapshot)
        if understood.kind in _NOT_SEARCHED:
            continue
        candidates = find_candidates(understood, question.previous, indexed.snapshot, encoder, reader)
        right = np.array([indexed.paragraphs[i] in question.gold for i in candidates.passages], bool)
        found.append(Case(report.name, question, candidates, right))
    return found


def fit(cases: Sequence[Case]) -> Weights:
    """Fit the conditional logit by maximum likelihood with a penalty, then the calibration."""
    passages = np.vstack([case.candidates.of_passages for case in cases])
    none = np.vstack([case.candidates.of_none for case in cases])
    scale, scale_none = passages.std(axis=0) + 1e-9, none.std(axis=0) + 1e-9
    scale_none[0] = 1
    used, used_none = scale > 1e-6, scale_none > 1e-6
    owner = np.repeat(np.arange(len(cases)), [len(case.right) for case in cases])
    right = np.concatenate([case.right for case in cases])
    answerable = np.array([case.right.any() for case in cases])
    x, z = np.where(used, passages / scale, 0), np.where(used_none, none / scale_none, 0)

    def loss(w: Matrix) -> tuple[float, Matrix]:
        of_passage, of_none = w[: x.shape[1]], w[x.shape[1] :]
        utility, outside = x @ of_passage, z @ of_none
        top = np.maximum.reduceat(utility, np.searchsorted(owner, np.arange(len(cases))))
        top = np.maximum(top, outside)
        odds, odds_none = np.exp(utility - top[owner]), np.exp(outside - top)
        whole = np.bincount(owner, odds, len(cases)) + odds_none
        wanted = np.where(answerable, np.bincount(owner, odds * right, len(cases)), odds_none)
        value = float(-np.log(wanted / whole).mean())
        share, share_none = odds / whole[owner], odds_none / whole
        target = np.where(answerable[owner], odds * right / wanted[owner], 0)
        slope = x.T @ (share - target) / len(cases)
        slope_none = z.T @ (share_none - ~answerable) / len(cases)
        penalised = w.copy()
        penalised[x.shape[1]] = 0
        return value + _PENALTY * float(penalised @ penalised) / 2, np.append(slope, slope_none) + _PENALTY * penalised

    found = minimize(loss, np.zeros(x.shape[1] + z.shape[1]), jac=True, method="L-BFGS-B").x
    weights = Weights(
        np.where(used, found[: x.shape[1]] / scale, 0),
        np.where(used_none, found[x.shape[1] :] / scale_none, 0),
        np.zeros(3),
    )
    shares = [weights.shares(case.candidates) for case in cases]
    rows = np.array([calibrated_on(s) for s in shares])
    first = [case.right[s.argmax()] for case, s in zip(cases, shares, strict=True)]
    model = LogisticRegression(C=1.0, fit_intercept=False).fit(rows, first)
    return Weights(weights.of_passage, weights.of_none, model.coef_[0])


def report_on(
    probability: Matrix, right: npt.NDArray[np.bool_], answerable: npt.NDArray[np.bool_]
) -> list[tuple[float, float]]:
    """Print what the probabilities are worth, and what each threshold gives.

    Returns:
        Each threshold and how many of a hundred answers given are wrong with it, made to fall as the threshold rises.
    """
    print(f"questions searched for {len(right)}; right passage first, of the answerable {right[answerable].mean():.3f}")
    print(f"AUROC of right answers {roc_auc_score(right, probability):.3f}")
    print(f"calibration error {calibration_error(probability, right):.3f}")
    print("threshold  right  wrong answers per hundred given  right refusals  wrong refusals")
    risks = []
    for threshold in np.arange(0.05, 0.95, 0.05):
        given = probability >= threshold
        cells = (
            np.where(given, right, ~answerable).mean(),
            100 * (~right[given]).mean() if given.any() else 0,
            (~given)[~answerable].mean(),
            (~given)[answerable].mean(),
        )
        print(f"{threshold:9.2f}  {cells[0]:5.3f}  {cells[1]:31.1f}  {cells[2]:15.2f}  {cells[3]:14.2f}")
        risks.append((round(float(threshold), 2), float(cells[1])))
    falling = IsotonicRegression(increasing=False).fit_transform(*zip(*risks, strict=True))
    return [(threshold, round(float(wrong), 1)) for (threshold, _), wrong in zip(risks, falling, strict=True)]


def calibration_error(probability: Matrix, right: npt.NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten bins of equal width."""
    bins = np.minimum((probability * 10).astype(int), 9)
    return float(sum(abs((probability - right)[bins == b].sum()) for b in np.unique(bins)) / len(right))


def write(weights: Weights, risks: list[tuple[float, float]], path: Path) -> None:
    """Write the weights under their columns' names, and what each threshold risks."""
    held = {
        "of_passage": {name: round(float(w), 4) for name, w in zip(OF_PASSAGE, weights.of_passage, strict=True)},
        "of_none": {str(name): round(float(w), 4) for name, w in zip(OF_NONE, weights.of_none, strict=True)},
        "calibration": [round(float(w), 4) for w in weights.calibration],
        "risks": risks,
    }
    path.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
