"""The retriever: dense, lexical and late-interaction evidence for each passage, weighed by a regression."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from index.embedding import Embedding
from index.retrieval.engine import Engine, Found, Scores
from index.retrieval.evidence import COLUMNS, Evidence
from index.retrieval.lexical import TYPICAL_IDF
from index.retrieval.stemming import located_stems, stems

# Fitted by `python -m tests.benchmarks.retrieval`; one weight a column of the evidence, the last is the same for all
# passages of an article and ranks nothing.
_WEIGHTS = np.array([0.0, 8.63, 0.0, 2.78, 8.68, 3.93, 2.13, 6.05, 1.53, 2.5, 0.0, 0.0], np.float32)
_LATE = np.array(
    [COLUMNS.index(name) for name in ("MaxSim by idf", "MaxSim", "sentence MaxSim by idf", "sentence MaxSim")]
)
_CANDIDATES = 50
"""How many passages late interaction compares: the best by the rest of the evidence."""


class Retriever:
    """Ranks passages for a question by what `Evidence` holds."""

    def __init__(self, engine: Engine, articles: npt.NDArray[np.int64] | None = None) -> None:
        """Ask `engine`; `articles`, shape (passages,), ascending: which article each passage is from; None: one."""
        self._engine = engine
        self._owners = engine.owners
        passages = int(self._owners[-1]) + 1 if len(self._owners) else 0
        self._starts = np.searchsorted(self._owners, np.arange(passages))
        self._ends = np.append(self._starts[1:], len(self._owners))
        self._articles = np.zeros(passages, np.int64) if articles is None else articles

    def evidence(self, question: str, embedding: Embedding) -> Evidence:
        """Return what speaks for each passage.

        Args:
            question: its words.
            embedding: the same question, embedded.

        Raises:
            RecordError: the engine cannot be read.
        """
        asked = list(dict.fromkeys(stems(question)))
        found = self._engine.first(embedding.pooled, asked)
        sentence, window, passage, article = self._coverage(found)
        none = np.zeros((len(_LATE), len(self._starts)), np.float32)
        columns = [
            found.passage_cosines,
            self._highest(found.sentence_cosines),
            found.passage_bm25,
            self._highest(found.sentence_bm25),
            *none,
            self._highest(sentence),
            window,
            passage,
            article,
        ]
        features = np.stack(columns, axis=1)
        nearness = found.sentence_cosines + sentence
        candidates = _best(features @ _WEIGHTS, _CANDIDATES)
        weights = _weights(question, embedding, dict(zip(asked, found.idf, strict=True)))
        of_candidates, by_sentence, rows = self._late(embedding, weights, candidates)
        features[:, _LATE] = of_candidates.min(axis=0)
        features[np.ix_(candidates, _LATE)] = of_candidates
        nearness[rows] += by_sentence
        return Evidence(features, self._best_sentences(nearness))

    @staticmethod
    def scores(evidence: Evidence) -> Scores:
        """Return the weighted sum of each passage's evidence, shape (passages,): the order to read them in."""
        scores: Scores = evidence.features @ _WEIGHTS
        return scores

    def _coverage(self, found: Found) -> tuple[Scores, Scores, Scores, Scores]:
        """Return the share of the question's stems that each sentence holds, and for each passage the other three."""
        idf: Scores = found.idf / (found.idf.sum() if len(found.idf) else np.float32(1))
        held, owners = found.held, self._owners
        window = held.copy()
        window[1:] |= held[:-1] & (owners[1:] == owners[:-1])[:, None]
        window[:-1] |= held[1:] & (owners[1:] == owners[:-1])[:, None]
        passage = np.logical_or.reduceat(held, self._starts, axis=0)
        first = np.flatnonzero(np.diff(self._articles, prepend=-1))
        article = np.logical_or.reduceat(passage, first, axis=0)[np.searchsorted(self._articles[first], self._articles)]
        return held @ idf, self._highest(window @ idf), passage @ idf, article @ idf

    def _late(
        self, embedding: Embedding, weights: Scores, candidates: npt.NDArray[np.int64]
    ) -> tuple[Scores, Scores, npt.NDArray[np.int64]]:
        """Return MaxSim for `candidates`, ascending; `weights` are those of the question's tokens.

        Returns:
            Shape (candidates, 4): the columns of `_LATE`. Shape (sentences of candidates,): MaxSim by idf of each. And
            which sentences these are, of the same shape.
        """
        rows = np.concatenate([np.arange(self._starts[i], self._ends[i]) for i in candidates])
        starts = np.cumsum(np.append(0, (self._ends - self._starts)[candidates][:-1]))
        if not len(embedding.tokens):
            return np.zeros((len(candidates), len(_LATE)), np.float32), np.zeros(len(rows), np.float32), rows
        highest = self._engine.highest(embedding.tokens, rows)
        of_passage = np.maximum.reduceat(highest, starts, axis=0)
        by_sentence = highest @ weights
        best = [np.maximum.reduceat(scores, starts) for scores in (by_sentence, highest.mean(axis=1))]
        return np.stack([of_passage @ weights, of_passage.mean(axis=1), *best], axis=1), by_sentence, rows

    def _highest(self, of_sentences: Scores) -> Scores:
        """Return the highest score among each passage's sentences: shape (sentences,) to shape (passages,)."""
        return np.maximum.reduceat(of_sentences, self._starts)

    def _best_sentences(self, of_sentences: Scores) -> npt.NDArray[np.int64]:
        """Return which sentence of each passage scores highest, counted from 0 within the passage."""
        highest = np.flatnonzero(of_sentences == self._highest(of_sentences)[self._owners])
        first: npt.NDArray[np.int64] = highest[np.searchsorted(self._owners[highest], np.arange(len(self._starts)))]
        return first - self._starts


def _best(scores: Scores, most: int) -> npt.NDArray[np.int64]:
    """Return where the highest scores are, `most` of them, ascending; of equal ones the first."""
    if len(scores) <= most:
        return np.arange(len(scores))
    least = np.partition(scores, -most)[-most]
    above = np.flatnonzero(scores > least)
    return np.sort(np.concatenate([above, np.flatnonzero(scores == least)[: most - len(above)]]))


def _weights(question: str, embedding: Embedding, idf: Mapping[str, float]) -> Scores:
    """Return the weight of each token of a question: the idf of its word; they add up to one."""
    words = list(located_stems(question))
    weights = np.zeros(len(embedding.spans), np.float32)
    for i, (start, end) in enumerate(embedding.spans):
        weights[i] = max((idf[stem] for a, b, stem in words if a < end and start < b), default=0)
        if _is_ideographic(question[start:end]):
            weights[i] = max(weights[i], TYPICAL_IDF)
    return weights / weights.sum() if weights.any() else np.full_like(weights, 1 / max(len(weights), 1))


def _is_ideographic(text: str) -> bool:
    """Return whether `text` holds a character of a script that is written without spaces."""
    return any("\u2e80" <= c <= "\ud7ff" for c in text)
