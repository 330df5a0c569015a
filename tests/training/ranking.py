"""Fits the weights of `bot/ranking.py` and writes `bot/ranking.json`.

    python -m tests.training.ranking [READING_FOLDER]

On the reports that `tests.training.reports.FITTING` names, none of which the reader learned from; on the development
sets where they stand beside the project, which count more, since their questions are nearer to what members ask; and,
given the folder of the reading data, on the Wikipedia articles that the reader did not learn from and that
`tests.benchmarks.reading` does not report on, so that the ranking knows questions of another kind. What is printed is
measured on each report or article with weights fitted on the others; what is written is fitted on all.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.answering import reply_to, tidy_question
from bot.conversation import Conversation
from bot.questions import COURTESIES, Kind, understand
from bot.ranking import (
    OF_NONE,
    OF_PASSAGE,
    OF_READER,
    READ_AT_MOST,
    READ_WITHIN,
    SEVERAL,
    WEIGHTS,
    Candidates,
    Matrix,
    Weights,
    calibrated_on,
    find_candidates,
)
from index.embedding import Encoder
from index.progress import progress_bar
from tests.benchmarks.reading import asked_of
from tests.benchmarks.reports import Report, development_sets, our_reports
from tests.training import squad
from tests.training.reports import FITTING, Indexed, index

_PENALTY = 0.02
"""Weight of the squared (standardised) weights in the loss of a question."""
_OURS, _THEIRS, _WIKIPEDIA = "our reports", "development sets", "Wikipedia"
_WEIGHT = {_OURS: 1, _THEIRS: 4, _WIKIPEDIA: 1}
"""How often a question counts."""
_OF_AN_ARTICLE = 25
"""Questions of each kind that are asked of an article of Wikipedia."""
_NOT_SEARCHED = COURTESIES | {Kind.SPEAKERS, Kind.EVERYTHING}


class Economy(NamedTuple):
    """Which candidates are read: `most` at most, whose utility before reading is `within` of the highest."""

    most: int
    within: float


_CHOSEN = Economy(READ_AT_MOST, READ_WITHIN)
_COMPARED = (
    *(Economy(most, math.inf) for most in (2, 3, 4, 5, 8, 99)),
    *(Economy(READ_AT_MOST, within) for within in (1.0, 1.5, 2.0, 2.5, 3.0)),
)


@dataclass(frozen=True)
class Case:
    """A question of a report or article with its candidates; `right` says of each, shape (n,), whether it answers.

    `several` says that the question wants several passages.
    """

    report: str
    answerable: bool
    several: bool
    candidates: Candidates
    right: npt.NDArray[np.bool_]


Folds = dict[str, list[list[Case]]]
"""The cases of each of `_WEIGHT`, a list a report."""


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reading", type=Path, nargs="?", help="the folder of squad2_part and shifts_new_wiki")
    options = parser.parse_args()
    _make_room(WEIGHTS)
    encoder = Encoder.load()
    reports = {_OURS: [r for r in our_reports() if r.name in FITTING], _THEIRS: development_sets()}
    folds: Folds = {}
    with progress_bar() as progress:
        for name, members in reports.items():
            folds[name] = []
            for done, report in enumerate(members, start=1):
                folds[name].append(cases(report, index(report, encoder), encoder))
                progress(name, done, len(members))
        if options.reading:
            articles = list(_fitted_on(options.reading))
            folds[_WIKIPEDIA] = []
            for done, (name, article) in enumerate(articles, start=1):
                folds[_WIKIPEDIA].append(cases_of_wikipedia(name, article, encoder))
                progress(_WIKIPEDIA, done, len(articles))
    write(*fit_and_report(folds), WEIGHTS)


def _make_room(path: Path) -> None:
    """Give every column that the weights at `path` lack the weight 0: follow-ups are answered by them meanwhile."""
    held = json.loads(path.read_text(encoding="utf-8"))
    for name, columns in (("of_passage", OF_PASSAGE), ("before_reading", OF_PASSAGE), ("of_none", OF_NONE)):
        held[name] = {column: held.get(name, {}).get(column, 0.0) for column in map(str, columns)}
    path.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def fit_and_report(folds: Folds) -> tuple[Weights, list[tuple[float, float]]]:
    """Print figures with each report left out in turn.

    Returns:
        The weights fitted on all, and what thresholds risk: on the development sets where they are there.
    """
    risks: dict[str, list[tuple[float, float]]] = {}
    unread = {name: [[_unread(case) for case in fold] for fold in members] for name, members in folds.items()}
    for name in folds:
        if folds[name]:
            print(f"== {name}, without the reader")
            report_on(_left_out(name, unread))
            print(f"== {name}, by which candidates are read: at most, and within how much of the likeliest")
            judged = {economy: _left_out(name, folds, economy) for economy in _COMPARED}
            for economy, each in judged.items():
                compare(economy, each)
            print(f"== {name}")
            risks[name] = report_on(judged[_CHOSEN])
    return fit(_counted(folds)), risks.get(_THEIRS, risks[_OURS])


class Judged(NamedTuple):
    """Of n questions, each of shape (n,): the probability that is given to the first passage, and what holds of it.

    `right` says whether that passage answers, `answerable` whether any does, `read` how many passages were read.
    """

    probability: Matrix
    right: npt.NDArray[np.bool_]
    answerable: npt.NDArray[np.bool_]
    read: npt.NDArray[np.int64]


def _left_out(name: str, folds: Folds, economy: Economy = _CHOSEN) -> Judged:
    """Return the cases of `folds[name]` as they are judged by a fit without their fold."""
    judged = []
    for fold in folds[name]:
        rest = {kind: [f for f in members if f[0].report != fold[0].report] for kind, members in folds.items()}
        weights = fit(_counted(rest), economy)
        for whole in fold:
            case = _read(whole, weights, economy)
            shares = weights.shares(case.candidates)
            right = bool(case.right[shares.argmax()])
            judged.append((weights.probability(shares), right, case.answerable, len(shares)))
    return Judged(*(np.array(column) for column in zip(*judged, strict=True)))


def _unread(case: Case) -> Case:
    """Return the case as it would be without the reader."""
    blank = case.candidates.of_passages.copy()
    blank[:, [OF_PASSAGE.index(name) for name in OF_READER]] = 0
    return replace(case, candidates=replace(case.candidates, of_passages=blank))


def _read(case: Case, weights: Weights, economy: Economy) -> Case:
    """Return the case with those candidates alone that are read."""
    all_of_them = case.candidates
    kept, _ = weights.to_read(all_of_them.of_passages, case.several, *economy)
    candidates = replace(
        all_of_them,
        passages=tuple(all_of_them.passages[i] for i in kept),
        words=tuple(all_of_them.words[i] for i in kept),
        of_passages=all_of_them.of_passages[kept],
    )
    return replace(case, candidates=candidates, right=case.right[kept])


def _counted(folds: Folds) -> list[Case]:
    return [case for name, members in folds.items() for fold in members for case in fold * _WEIGHT[name]]


def cases(report: Report, indexed: Indexed, encoder: Encoder) -> list[Case]:
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
        candidates = find_candidates(understood, question.previous, indexed.snapshot, encoder)
        right = np.array([indexed.paragraphs[i] in question.gold for i in candidates.passages], bool)
        found.append(Case(report.name, question.answerable, understood.kind in SEVERAL, candidates, right))
    return found


def _fitted_on(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and content of the articles that the reader did not learn from and no figure is reported on."""
    for name in squad.TITLED:
        for number, article in enumerate(squad.read_squad(folder / f"{name}.json.gz")):
            if squad.is_held_back(name, number) and not squad.is_for_figures(name, number):
                yield f"{name} {number}", article


def cases_of_wikipedia(name: str, article: dict[str, Any], encoder: Encoder) -> list[Case]:
    """Return the cases of an article in SQuAD's format."""
    found = []
    for asked in asked_of(article, encoder, _OF_AN_ARTICLE):
        candidates = find_candidates(asked.question, None, asked.snapshot, encoder)
        right = np.array([asked.snapshot.passages[i].paragraph == asked.home for i in candidates.passages], bool)
        found.append(Case(name, bool(asked.home), asked.question.kind in SEVERAL, candidates, right))
    return found


def fit(cases: Sequence[Case], economy: Economy = _CHOSEN) -> Weights:
    """Fit what chooses the candidates to read, then what weighs those that were, then the calibration.

    The weights are fitted on `economy.most` of each question, however likely: from those that are not worth reading
    there is still something to learn.
    """
    before, none = _logit([_unread(case) for case in cases])
    chooser = Weights(before, none, np.zeros(3), before)
    all_of_them = economy._replace(within=math.inf)
    weights = Weights(*_logit([_read(case, chooser, all_of_them) for case in cases]), np.zeros(3), before)
    cases = [_read(case, weights, economy) for case in cases]
    shares = [weights.shares(case.candidates) for case in cases]
    rows = np.array([calibrated_on(s) for s in shares])
    first = [case.right[s.argmax()] for case, s in zip(cases, shares, strict=True)]
    model = LogisticRegression(C=1.0, fit_intercept=False).fit(rows, first)
    return replace(weights, calibration=model.coef_[0])


def _logit(cases: Sequence[Case]) -> tuple[Matrix, Matrix]:
    """Fit a conditional logit by maximum likelihood with a penalty; return the weights of passages and of none."""
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
    of_passage, of_none = found[: x.shape[1]], found[x.shape[1] :]
    return np.where(used, of_passage / scale, 0), np.where(used_none, of_none / scale_none, 0)


def compare(economy: Economy, judged: Judged) -> None:
    """Print what the probabilities are worth in a line, with the threshold that gives most right replies."""
    probability, right, answerable, read = judged
    thresholds = np.arange(0.05, 0.95, 0.01)
    best = max(np.where(probability >= threshold, right, ~answerable).mean() for threshold in thresholds)
    print(
        f"{economy.most:3d}, {economy.within:3}: {read.mean():4.1f} read, "
        f"right passage first {right[answerable].mean():.3f}, "
        f"AUROC {roc_auc_score(right, probability):.3f}, right in all at best {best:.3f}"
    )


def report_on(judged: Judged) -> list[tuple[float, float]]:
    """Print what the probabilities are worth, and what each threshold gives.

    Returns:
        Each threshold and how many of a hundred answers given are wrong with it, made to fall as the threshold rises.
    """
    probability, right, answerable, _ = judged
    print(f"questions searched for {len(right)}; right passage first, of the answerable {right[answerable].mean():.3f}")
    print(f"AUROC of right answers {roc_auc_score(right, probability):.3f}")
    error, chance = calibration_error(probability, right), calibration_error_by_chance(probability)
    print(f"calibration error {error:.3f}; on so few questions, of true probabilities too, {chance:.3f}")
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


def calibration_error_by_chance(probability: Matrix, draws: int = 500) -> float:
    """Return the calibration error to expect of as many probabilities that are true: with seed 0, the mean of draws."""
    drawn = np.random.default_rng(0).random((draws, len(probability))) < probability
    return float(np.mean([calibration_error(probability, right) for right in drawn]))


def write(weights: Weights, risks: list[tuple[float, float]], path: Path) -> None:
    """Write the weights under their columns' names, and what each threshold risks."""
    held = {
        "of_passage": {name: round(float(w), 4) for name, w in zip(OF_PASSAGE, weights.of_passage, strict=True)},
        "before_reading": {
            name: round(float(w), 4) for name, w in zip(OF_PASSAGE, weights.before_reading, strict=True)
        },
        "of_none": {str(name): round(float(w), 4) for name, w in zip(OF_NONE, weights.of_none, strict=True)},
        "calibration": [round(float(w), 4) for w in weights.calibration],
        "risks": risks,
    }
    path.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
