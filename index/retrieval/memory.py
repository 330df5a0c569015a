"""A snapshot's vectors in memory, and the engine that searches them: exactly by FAISS, for words by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.retrieval.dense import DenseIndex
from index.retrieval.engine import Found
from index.retrieval.late import TokenIndex
from index.retrieval.lexical import Idf, LexicalIndex


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of a snapshot in memory, as `embed_record` makes them."""

    dense: DenseIndex
    tokens: TokenIndex

    def engine(self, sentences: Sequence[str]) -> InMemory:
        """Return what searches them; `sentences` are those of all passages, in order, each on one line."""
        return InMemory(self.dense, self.tokens, sentences)


class InMemory:
    """The vectors that `embed_record` made, and the words they were made of."""

    def __init__(self, dense: DenseIndex, tokens: TokenIndex, sentences: Sequence[str]) -> None:
        """Index the words of `sentences`: those of all passages, in order."""
        self._dense = dense
        _ = dense.nearest  # no question waits for it
        self._tokens = tokens
        starts = np.searchsorted(dense.owners, np.arange(len(dense)))
        ends = [*starts[1:], len(sentences)]
        texts = [" ".join(sentences[start:end]) for start, end in zip(starts, ends, strict=True)]
        self._idf = Idf(texts)
        self._in_passages = LexicalIndex(texts, self._idf)
        self._in_sentences = LexicalIndex(sentences, self._idf)

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """The passage of each sentence."""
        return self._dense.owners

    def first(self, question: Vectors, stems: Sequence[str]) -> Found:
        """Return the first look at every passage and sentence, as of `Engine`."""
        of_passages, of_sentences = self._dense.cosines(question)
        return Found(
            passage_cosines=of_passages,
            sentence_cosines=of_sentences,
            passage_bm25=self._in_passages.shares(stems),
            sentence_bm25=self._in_sentences.shares(stems),
            idf=np.array([self._idf(stem) for stem in stems], np.float32),
            held=self._in_sentences.held(stems),
        )

    def highest(self, question: Vectors, sentences: npt.NDArray[np.int64]) -> Vectors:
        """Return the highest cosines of a question's tokens, as of `Engine`."""
        return self._tokens.highest(question, sentences)
