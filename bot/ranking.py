"""Which passage answers, and how probably: what was found, whom the question names and what the reader makes of it.

A conditional logit with an outside option (McFadden 1974) weighs them: each candidate has a utility, linear in its
columns, and so has "the articles do not say". Reading is what takes time, so the same model without the reader's
columns chooses the few candidates that are read. The weights of both, and those of the logistic regression that turns
the shares into a probability, come from `python -m tests.training.ranking`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.questions import COLUMNS as OF_QUESTION
from bot.questions import Kind, Question, preferences, words_of
from bot.questions.expected import FORMS, expected, form, holds
from index.article import Passage, Span, StatementKind
from index.embedding import Encoder
from index.reading import Reader, Reading
from index.reading.context import lead_of
from index.reading.inputs import asked as as_asked
from index.retrieval.evidence import COLUMNS as OF_EVIDENCE
from index.retrieval.evidence import Evidence
from index.snapshot import Snapshot, once_a_snapshot

WEIGHTS = Path(__file__).parent / "ranking.json"
_FOUND, _SPOKEN = 8, 4
"""How many candidates the retriever gives, among all passages and among those of a speaker whom the question names."""

READ_AT_MOST, READ_WITHIN = 4, 2.0
"""How many of them are read for a question that wants one passage, and by how much a passage's utility before reading
may be below the highest for it to be read: `python -m tests.training.ranking` compares."""
SEVERAL = frozenset({Kind.LIST, Kind.TOPIC})
"""Kinds of question that want several passages."""

_BESIDE = ("MaxSim by idf", "passage coverage")
"""Evidence that counts of a passage's neighbours too: a question may share its words with what led up to the answer."""
_FOREIGN = ("sentence cosine", "MaxSim by idf", "reader")
"""Columns that weigh otherwise for a question that shares no words with the articles."""
_NARRATED = ("sentence cosine", "sentence BM25", "MaxSim by idf", "window coverage", "reader")
"""Columns that weigh otherwise where the articles hardly report what anybody said."""
_WHOLLY_NARRATED, _SPOKEN_THROUGHOUT = 0.5, 0.75
"""Shares of passages in which somebody speaks: at most the first are an encyclopaedia's, and from the second on a
report of a forum's; between them `_NARRATED` weigh in proportion."""
_READ = ("reader", "lacks what is asked for", "words lack what is asked for")
_OF_NEIGHBOURS = tuple(f"{name}, {side} it" for side in ("before", "after") for name in _BESIDE)
OF_PASSAGE = (
    *OF_EVIDENCE,
    *OF_QUESTION,
    *_OF_NEIGHBOURS,
    *_READ,
    *(f"{name}, other language" for name in _FOREIGN),
    *(f"{name}, narrated" for name in _NARRATED),
)
OF_READER = (*_READ, "reader, other language", "reader, narrated")
"""Those of `OF_PASSAGE` that are 0 before a candidate is read."""
_KINDS = (Kind.WHO_SAID, Kind.WHAT_SAID, Kind.WHO_IS, Kind.LIST, Kind.TOPIC, Kind.PROVENANCE)
OF_NONE = (
    "always",
    "article coverage",
    "other language",
    "narrated",
    "unknown name",
    "names a speaker",
    "follows",
    *_KINDS,
    *FORMS,
)

_OF_PASSAGES = ("of_passage", "before_reading")

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that may answer a question, n of them, and what speaks for each.

    `passages` count from 0 within the snapshot; `words` are the words of each passage that would
    answer. `of_passages` has shape (n, len(OF_PASSAGE)), `of_none` (len(OF_NONE),). `unread` are those that were not
    worth reading, likeliest first, each with its sentence that comes closest.
    """

    passages: tuple[int, ...]
    words: tuple[Span, ...]
    of_passages: Matrix
    of_none: Matrix
    unread: tuple[tuple[int, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate; `share` is how probably it, and no other and not none, is what the question asks for.

    A passage that another article repeats stands for both, with the share of both. One that was not read has none.
    """

    passage: int
    words: Span
    share: float


@dataclass(frozen=True)
class Weights:
    """What `ranking.json` holds: a weight a column, and the calibration of the first candidate's probability.

    `before_reading` weighs the same columns, the reader's by 0, to choose what is read. The probability is logistic in
    an intercept, the log odds of the first candidate's share and those of all candidates' shares together.
    """

    of_passage: Matrix
    of_none: Matrix
    calibration: Matrix
    before_reading: Matrix

    @classmethod
    @cache
    def installed(cls) -> Weights:
        """Return the weights that come with the program."""
        return cls.read(WEIGHTS)

    @classmethod
    def read(cls, path: Path) -> Weights:
        """Read the weights at `path`.

        Raises:
            KeyError: they lack a column.
        """
        held = json.loads(path.read_text(encoding="utf-8"))
        of_passage, before = (np.array([held[part][name] for name in OF_PASSAGE]) for part in _OF_PASSAGES)
        of_none = np.array([held["of_none"][name] for name in OF_NONE])
        return cls(of_passage, of_none, np.array(held["calibration"]), before)

    def to_read(
        self, of_passages: Matrix, several: bool, most: int = READ_AT_MOST, within: float = READ_WITHIN
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return which candidates to read, ascending, and which not, likeliest first.

        Read are those that are not far less likely than the likeliest.

        Args:
            of_passages: their columns, shape (n, len(OF_PASSAGE)).
            several: whether the question wants several passages: then it is all candidates.
            most: how many at most.
            within: how far below the highest a utility may be; in log odds, so that 2 is seven times less likely.
        """
        utilities = of_passages @ self.before_reading
        order = np.argsort(-utilities, kind="stable")
        count = len(order)
        if not several:
            near = int((utilities >= utilities.max(initial=-np.inf) - within).sum())
            count = min(near, most)
        return np.sort(order[:count]), order[count:]

    def shares(self, candidates: Candidates) -> Matrix:
        """Return each candidate's share, shape (n,); what is missing to one is the share of "none"."""
        utilities = np.append(candidates.of_passages @ self.of_passage, candidates.of_none @ self.of_none)
        odds = np.exp(utilities - utilities.max())
        shares: Matrix = (odds / odds.sum())[:-1]
        return shares

    def probability(self, shares: Matrix) -> float:
        """Return the probability that the candidate with the highest share answers the question."""
        if not len(shares):
            return 0.0
        return float(1 / (1 + math.exp(-(self.calibration @ calibrated_on(shares)))))


def calibrated_on(shares: Matrix) -> Matrix:
    """Return what the calibration weighs, shape (3,)."""
    return np.array([1.0, _log_odds(shares.max()), _log_odds(shares.sum())])


def _log_odds(share: float) -> float:
    kept = min(max(float(share), 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def rank(question: Question, previous: str | None, snapshot: Snapshot, encoder: Encoder) -> tuple[list[Ranked], float]:
    """Return the passages that may answer, best first, and the probability that the first does.

    Args:
        question: understood.
        previous: what was asked before, for a question that goes on from it.
        snapshot: the index to answer from.
        encoder: the model that made the snapshot's vectors.
    """
    weights = Weights.installed()
    candidates = find_candidates(question, previous, snapshot, encoder, weights)
    shares = weights.shares(candidates)
    order = np.argsort(-shares, kind="stable")
    ranked = [Ranked(candidates.passages[i], candidates.words[i], float(shares[i])) for i in order]
    ranked += [Ranked(passage, words, 0.0) for passage, words in candidates.unread]
    if len(snapshot.record.articles) == 1:
        return ranked, weights.probability(shares)
    ranked = told_once(ranked, snapshot)
    return ranked, weights.probability(np.array([one.share for one in ranked]))


def told_once(ranked: Sequence[Ranked], snapshot: Snapshot) -> list[Ranked]:
    """Return candidates without those whose answer another article's passage before them holds too, best first.

    Of two that answer in the same words the better one stays (see `Repeats.order`), with the share of both. Where the
    first reports what the second quotes directly, in other words, they change places.
    """
    kept: list[Ranked] = []
    for one in ranked:
        held = set(snapshot.repeats.elsewhere(one.passage, [answering_span(snapshot.passages[one.passage], one.words)]))
        at = next((i for i, other in enumerate(kept) if other.passage in held), None)
        if at is None:
            kept.append(one)
            continue
        best = other = kept[at]
        words = answering_span(snapshot.passages[other.passage], other.words)
        if one.passage in snapshot.repeats.elsewhere(other.passage, [words]):
            best = min(one, other, key=lambda each: snapshot.repeats.order(each.passage))
        kept[at] = replace(best, share=one.share + other.share)
    kept.sort(key=lambda each: -each.share)
    if len(kept) > 1 and _quotes_what_is_reported(kept[1], kept[0], snapshot):
        first, second = kept[:2]
        kept[:2] = [replace(second, share=first.share), replace(first, share=second.share)]
    return kept


def answering_span(passage: Passage, words: Span) -> Span:
    """Return the sentences of a passage that hold the `words` which answer, as a span of the article's text."""
    answering = words.moved(passage.span.start)
    held = [sentence for sentence in passage.sentences if sentence.overlaps(answering)]
    return Span(held[0].start, held[-1].end) if held else passage.span


def _quotes_what_is_reported(one: Ranked, other: Ranked, snapshot: Snapshot) -> bool:
    """Return whether `one`, hardly less likely, quotes directly what `other`, of another article, only reports."""
    kinds = [{s.kind for s in snapshot.passages[each.passage].statements} for each in (one, other)]
    direct = StatementKind.DIRECT in kinds[0] and kinds[1] == {StatementKind.INDIRECT}
    near = one.share > other.share / 2
    return direct and near and snapshot.repeats.in_other_words(one.passage, other.passage)


def find_candidates(
    question: Question, previous: str | None, snapshot: Snapshot, encoder: Encoder, weights: Weights | None = None
) -> Candidates:
    """Return the candidates for a question, each read; arguments as of `rank`.

    With `weights`, those are read that these choose; without, all that were found.
    """
    embedding = encoder.embed_question(question.search)
    evidence = snapshot.retriever.evidence(question.search, embedding)
    scores = snapshot.retriever.scores(evidence)
    preferred = preferences(question, snapshot)
    found = _chosen(question, scores, preferred.column("spoken by a named speaker") > 0, snapshot)
    foreign, narrated = question.language != "en", _narrated(snapshot)
    unread = np.zeros((len(found), len(_READ)))
    beside = _of_neighbours(found, evidence, snapshot)
    of_passages = np.hstack([evidence.features[found], preferred.values[found], beside, unread])
    others: list[tuple[int, Passage]] = []
    if weights:
        kept, rest = weights.to_read(_of_passages(of_passages, foreign, narrated), question.kind in SEVERAL)
        others = [(found[i], snapshot.passages[found[i]]) for i in rest]
        found, of_passages = [found[i] for i in kept], of_passages[kept]
    passages = [snapshot.passages[i] for i in found]
    context = as_asked(question.search, previous if question.follows else None)
    readings = Reader.installed().read(context, [(lead_of(snapshot, i), snapshot.passages[i].text) for i in found])
    of_passages[:, -len(_READ) :] = _read(question, passages, readings)
    return Candidates(
        passages=tuple(found),
        words=tuple(reading.words for reading in readings),
        of_passages=_of_passages(of_passages, foreign, narrated),
        of_none=_of_none(question, float(evidence.column("article coverage").max(initial=0)), foreign, narrated),
        unread=tuple((i, p.sentences[evidence.sentences[i]].moved(-p.span.start)) for i, p in others),
    )


def _of_neighbours(found: Sequence[int], evidence: Evidence, snapshot: Snapshot) -> npt.NDArray[np.float32]:
    """Return the columns of `_OF_NEIGHBOURS`, shape (len(found), ...): 0 at an article's first and last passage."""
    columns = [OF_EVIDENCE.index(name) for name in _BESIDE]
    passages, none = snapshot.passages, np.zeros(len(columns), np.float32)

    def of(i: int, j: int) -> npt.NDArray[np.float32]:
        beside = 0 <= j < len(passages) and passages[j].article == passages[i].article
        return evidence.features[j, columns] if beside else none

    rows = [np.concatenate([of(i, i - 1), of(i, i + 1)]) for i in found]
    return np.array(rows, np.float32).reshape(len(found), len(_OF_NEIGHBOURS))


def _chosen(
    question: Question, scores: npt.NDArray[np.float32], spoken: npt.NDArray[np.bool_], snapshot: Snapshot
) -> list[int]:
    """Return the passages to read: those found first, those of a named speaker found first, those just shown.

    Of passages that say the same in several articles the best one is read, so that no other is lost for its twins.
    """
    allowed = np.ones(len(scores), bool)
    shown = question.passages[:3]
    given = {i for i, passage in enumerate(snapshot.passages) if passage.id in shown} if shown else set()
    if question.more:
        allowed[[other for i in given for other in snapshot.repeats.best_of(i)]] = False
        given = set()
    if question.articles:
        allowed[[i for i, passage in enumerate(snapshot.passages) if passage.article not in question.articles]] = False
        given = {i for i in given if allowed[i]}
    if question.kind is Kind.WHAT_SAID and (theirs := set(words_of(question, snapshot))):
        # Another's words are never offered as the speaker's.
        others = [i for i, passage in enumerate(snapshot.passages) if passage.speakers and i not in theirs]
        allowed[others] = False
        given -= set(others)
    order = np.argsort(-scores, kind="stable")
    order = order[allowed[order]]
    first = _without_twins(order, _FOUND, allowed, snapshot)
    of_named = _without_twins(order[spoken[order]], _SPOKEN, allowed, snapshot)
    return list(dict.fromkeys([*first, *of_named, *sorted(given)]))


def _without_twins(
    order: npt.NDArray[np.int64], most: int, allowed: npt.NDArray[np.bool_], snapshot: Snapshot
) -> list[int]:
    """Return the first passages of `order`, but none that another article's passage among them holds whole."""
    kept: dict[int, None] = {}
    for i in order:
        if len(kept) == most:
            break
        best = next(one for one in snapshot.repeats.best_of(int(i)) if allowed[one])
        if not any(snapshot.repeats.is_within(best, one) for one in kept):
            kept[best] = None
    return list(kept)


def _read(question: Question, passages: Sequence[Passage], readings: Sequence[Reading]) -> Matrix:
    """Return the columns of `_READ`: the reader's logit, and whether a number or time that is asked for is missing."""
    what = expected(question.search)
    rows = [
        (
            reading.answers,
            what is not None and not holds(what, passage.text),
            what is not None and not holds(what, reading.words.of(passage.text)),
        )
        for passage, reading in zip(passages, readings, strict=True)
    ]
    return np.array(rows, np.float64).reshape(len(rows), len(_READ))


@once_a_snapshot
def _narrated(snapshot: Snapshot) -> float:
    """Return how far the articles are told by their reporters alone: 0 for a report of what was said, at most 1."""
    spoken = sum(bool(passage.speakers) for passage in snapshot.passages) / len(snapshot.passages)
    return min(max((_SPOKEN_THROUGHOUT - spoken) / (_SPOKEN_THROUGHOUT - _WHOLLY_NARRATED), 0.0), 1.0)


def _of_passages(plain: Matrix, foreign: bool, narrated: float) -> Matrix:
    columns = [[OF_PASSAGE.index(name) for name in names] for names in (_FOREIGN, _NARRATED)]
    return np.hstack([plain, plain[:, columns[0]] * foreign, plain[:, columns[1]] * narrated])


def _of_none(question: Question, coverage: float, foreign: bool, narrated: float) -> Matrix:
    flags = [
        1.0,
        coverage,
        foreign,
        narrated,
        bool(question.unknown) and not question.speakers,
        bool(question.keys),
        question.follows,
        *(question.kind is kind for kind in _KINDS),
        *form(question.search),
    ]
    return np.array(flags, np.float64)
