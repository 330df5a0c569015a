"""Lexical retrieval: BM25, and which share of a question's telling words a text holds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from index.retrieval.engine import Scores
from index.retrieval.stemming import stems

_BACKGROUND = Path(__file__).parent / "data" / "background.tsv"
OF_RECORD = 0.6
"""Share of the record's own statistics in an idf; the rest is the background's."""
_K1, _B = 1.2, 0.75

TYPICAL_IDF = math.log1p(4.0)
"""The idf of a word that one passage in five holds, here and in general."""


class Idf:
    """How telling a stem is: its inverse document frequency in the record, mixed with that in general English.

    The frequencies of a report of fifteen paragraphs are too few to tell "policy" from "Tuesday".
    """

    def __init__(self, passages: Sequence[str]) -> None:
        """Count the stems of `passages`."""
        self._found = Counter(stem for text in passages for stem in set(stems(text)))
        self._count = len(passages)
        self._background, self._background_count = background()

    def __call__(self, stem: str) -> float:
        """Return the idf of `stem`, above zero."""
        own = _idf(self._found[stem], self._count)
        return OF_RECORD * own + (1 - OF_RECORD) * _idf(self._background.get(stem, 0), self._background_count)


def _idf(holding: int, count: int) -> float:
    """Return the idf of a stem that `holding` of `count` texts hold, in the form of Lucene's BM25."""
    return math.log1p((count - holding + 0.5) / (holding + 0.5))


@cache
def background() -> tuple[Mapping[str, int], int]:
    """Return how many of a count of paragraphs hold each stem, and that count."""
    lines = _BACKGROUND.read_text(encoding="utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines if not line.startswith("#"))
    count = int(rows.pop(""))
    return {stem: int(found) for stem, found in rows.items()}, count


class LexicalIndex:
    """The stems of a list of texts, with their BM25 weights (bm25s: Lù 2024, arXiv:2407.03618)."""

    def __init__(self, texts: Sequence[str], idf: Idf) -> None:
        """Index `texts`, each stem to weigh as `idf` says."""
        self._idf = idf
        self._count = len(texts)
        index = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        index.index([stems(text) or [""] for text in texts], show_progress=False)  # it takes no empty corpus
        self._columns: dict[str, int] = index.vocab_dict
        self._starts = index.scores["indptr"]
        self._rows = index.scores["indices"]
        self._weights = index.scores["data"]

    def shares(self, question: Sequence[str]) -> Scores:
        """Return each text's BM25 as a share of what a text could reach that held all the question's stems often.

        Args:
            question: its stems.

        Returns:
            Shape (texts,), from 0 to below 1; all 0 where the question has function words only.
        """
        scores = np.zeros(self._count, np.float32)
        whole = 0.0
        for stem in dict.fromkeys(question):
            idf = self._idf(stem)
            whole += idf
            rows, weights = self._column(stem)
            # What the library weighs by its own idf is weighed by ours.
            scores[rows] += weights * (idf / _idf(len(rows), self._count))
        return scores / whole if whole else scores

    def postings(self) -> Iterator[tuple[str, npt.NDArray[np.int32], Scores]]:
        """Yield each stem with the texts that hold it, ascending, and its weights there, by BM25 without the idf."""
        for stem in filter(None, self._columns):  # the library adds an empty one of its own
            rows, weights = self._column(stem)
            order = np.argsort(rows)
            yield stem, rows[order], weights[order] / np.float32(_idf(len(rows), self._count))

    def held(self, question: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return which text holds which of k stems, shape (texts, k)."""
        held = np.zeros((self._count, len(question)), bool)
        for column, stem in enumerate(question):
            held[self._column(stem)[0], column] = True
        return held

    def _column(self, stem: str) -> tuple[npt.NDArray[np.int32], Scores]:
        column = self._columns.get(stem)
        part = slice(0, 0) if column is None else slice(self._starts[column], self._starts[column + 1])
        return self._rows[part], self._weights[part]
