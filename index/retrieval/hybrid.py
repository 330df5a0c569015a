"""The retriever: dense, lexical and late-interaction evidence for each passage, weighed by a regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding import Embedding
from index.retrieval.dense import DenseIndex
from index.retrieval.evidence import COLUMNS, Evidence
from index.retrieval.late import TokenIndex
from index.retrieval.lexical import Idf, LexicalIndex, Scores
from index.retrieval.stemming import located_stems, stems

# Fitted by `python -m tests.benchmarks.retrieval`; one weight a column of the evidence, the last is the same for all
# passages of an article and ranks nothing.
_WEIGHTS = np.array([0.0, 8.63, 0.0, 2.78, 8.68, 3.93, 2.13, 6.05, 1.53, 2.5, 0.0, 0.0], np.float32)
_LATE = np.array(
    [COLUMNS.index(name) for name in ("MaxSim by idf", "MaxSim", "sentence MaxSim by idf", "sentence MaxSim")]
)
_CANDIDATES = 50
"""How many passages late interaction compares: the best by the rest of the evidence."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that came close to a question.

    `passage` and `sentence` count from 0, the passage within the snapshot and the sentence within the
    passage (its best). `score` is the weighted sum of its evidence.
    """

    passage: int
    sentence: int
    score: float


class Retriever:
    """Ranks passages for a question by what `Evidence` holds."""

    def __init__(
        self,
        dense: DenseIndex,
        tokens: TokenIndex,
        sentences: Sequence[str],
        articles: npt.NDArray[np.int64] | None = None,
    ) -> None:
        """Take what `embed_record` made.

        Args:
            dense: the vectors of passages and sentences.
            tokens: the vectors of the sentences' tokens.
            sentences: the sentences of all passages, in order.
            articles: shape (passages,), ascending: which article each passage is from; None for one article.
        """
        self._dense = dense
        self._tokens = tokens
        self._starts = np.searchsorted(dense.owners, np.arange(len(dense)))
        self._articles = np.zeros(len(dense), np.int64) if articles is None else articles
        texts = [" ".join(part) for part in _parts(sentences, self._starts)]
        self._idf = Idf(texts)
        self._in_passages = LexicalIndex(texts, self._idf)
        self._in_sentences = LexicalIndex(sentences, self._idf)

    def evidence(self, question: str, embedding: Embedding) -> Evidence:
        """Return what speaks for each passage.

        Args:
            question: its words.
            embedding: the same question, embedded.
        """
        highest = self._dense.highest
        of_passage, of_sentence = self._dense.cosines(embedding.pooled)
        sentence, window, passage, article = self._coverage(question)
        bm25 = self._in_passages.bm25(question), highest(self._in_sentences.bm25(question))
        none = np.zeros((len(_LATE), len(self._dense)), np.float32)
        columns = [
            of_passage,
            highest(of_sentence),
            *bm25,
            *none,
            highest(sentence),
            window,
            passage,
            article,
        ]
        features = np.stack(columns, axis=1)
        nearness = of_sentence + sentence
        candidates = np.sort(np.argsort(-(features @ _WEIGHTS), kind="stable")[:_CANDIDATES])
        of_candidates, by_sentence, rows = self._late(question, embedding, candidates)
        features[:, _LATE] = of_candidates.min(axis=0)
        features[np.ix_(candidates, _LATE)] = of_candidates
        nearness[rows] += by_sentence
        return Evidence(features, self._dense.best_sentences(nearness))

    @staticmethod
    def scores(evidence: Evidence) -> Scores:
        """Return the weighted sum of each passage's evidence, shape (passages,): the order to read them in."""
        scores: Scores = evidence.features @ _WEIGHTS
        return scores

    def search(self, question: str, embedding: Embedding) -> list[Match]:
        """Return every passage as a match, best first; arguments as of `evidence`."""
        evidence = self.evidence(question, embedding)
        scores = self.scores(evidence)
        order = np.argsort(-scores, kind="stable")
        return [Match(int(i), int(evidence.sentences[i]), float(scores[i])) for i in order]

    def _coverage(self, question: str) -> tuple[Scores, Scores, Scores, Scores]:
        """Return the share of the question's stems that each sentence holds, and for each passage the other three."""
        asked = list(dict.fromkeys(stems(question)))
        idf = np.array([self._idf(stem) for stem in asked], np.float32)
        idf /= idf.sum() if asked else 1
        held = self._in_sentences.held(asked)
        owners = self._dense.owners
        window = held.copy()
        window[1:] |= held[:-1] & (owners[1:] == owners[:-1])[:, None]
        window[:-1] |= held[1:] & (owners[1:] == owners[:-1])[:, None]
        passage = np.logical_or.reduceat(held, self._starts, axis=0)
        first = np.flatnonzero(np.diff(self._articles, prepend=-1))
        article = np.logical_or.reduceat(passage, first, axis=0)[np.searchsorted(self._articles[first], self._articles)]
        return held @ idf, self._dense.highest(window @ idf), passage @ idf, article @ idf

    def _late(
        self, question: str, embedding: Embedding, candidates: npt.NDArray[np.int64]
    ) -> tuple[Scores, Scores, npt.NDArray[np.int64]]:
        """Return MaxSim for `candidates`, ascending.

        Returns:
            Shape (candidates, 4): the columns of `_LATE`. Shape (sentences of candidates,): MaxSim by idf of each. And
            which sentences these are, of the same shape.
        """
        ends = np.append(self._starts[1:], len(self._dense.owners))
        rows = np.concatenate([np.arange(self._starts[i], ends[i]) for i in candidates])
        starts = np.cumsum(np.append(0, (ends - self._starts)[candidates][:-1]))
        if not len(embedding.tokens):
            return np.zeros((len(candidates), len(_LATE)), np.float32), np.zeros(len(rows), np.float32), rows
        highest = self._tokens.highest(embedding.tokens, rows)
        weights = self._weights(question, embedding)
        of_passage = np.maximum.reduceat(highest, starts, axis=0)
        by_sentence = highest @ weights
        best = [np.maximum.reduceat(scores, starts) for scores in (by_sentence, highest.mean(axis=1))]
        return np.stack([of_passage @ weights, of_passage.mean(axis=1), *best], axis=1), by_sentence, rows

    def _weights(self, question: str, embedding: Embedding) -> Scores:
        """Return the weight of each token of a question: the idf of its word; they add up to one."""
        words = list(located_stems(question))
        weights = np.zeros(len(embedding.spans), np.float32)
        for i, (start, end) in enumerate(embedding.spans):
            weights[i] = max((self._idf(stem) for a, b, stem in words if a < end and start < b), default=0)
            if _is_ideographic(question[start:end]):
                weights[i] = max(weights[i], self._idf.typical)
        return weights / weights.sum() if weights.any() else np.full_like(weights, 1 / len(weights))


def _is_ideographic(text: str) -> bool:
    """Return whether `text` holds a character of a script that is written without spaces."""
    return any("\u2e80" <= c <= "\ud7ff" for c in text)


def _parts(sentences: Sequence[str], starts: npt.NDArray[np.int64]) -> list[Sequence[str]]:
    ends = [*starts[1:], len(sentences)]
    return [sentences[start:end] for start, end in zip(starts, ends, strict=True)]
