"""Small snapshots that take no time to make."""

import re
import zlib
from collections.abc import Sequence

import numpy as np
import pytest

from index.article import Article, Attribution
from index.embedding import Embedding, Encoder
from index.retrieval import TokenIndex
from index.snapshot import Snapshot, build_snapshot
from tests.searching import search

QUESTIONS = (
    "When does the ferry run again?",
    "Were loans dear?",
    "渡輪甚麼時候再開?",
    "Quand le ferry va-t-il reprendre ?",
    "who is it?",
    "",
    "ferry ferry FERRIES ferry's Atlantis",
    "x" * 3_000 + "y" * 3_000,
    "x" * 3_000 + "z" * 3_000,
    "'; DROP TABLE stored_snapshot; --",
    "the 100% of %(stems)s and %s",
)


class QuickModel:
    """An embedding model that knows words by their first letters: a store keeps and compares any model's vectors."""

    dimension = 24
    question_prompt = ""
    passage_prompt = ""

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        assert prompt == ""
        return [self._embedded(text) for text in texts]

    def _embedded(self, text: str) -> Embedding:
        words = list(re.finditer(r"\w", text) if "渡" in text else re.finditer(r"\w+", text))
        tokens = np.array([self._vector(word.group()) for word in words], np.float32).reshape(-1, self.dimension)
        whole = tokens.sum(axis=0) + self._vector("")
        spans = np.array([word.span() for word in words], np.int32).reshape(-1, 2)
        return Embedding((whole / np.linalg.norm(whole)).astype(np.float32), tokens, spans)

    def _vector(self, word: str) -> np.ndarray:
        seed = zlib.crc32(word.lower()[:4].encode())
        vector: np.ndarray = np.random.default_rng(seed).normal(0.3, 1, self.dimension)
        return vector


def built(quick: Encoder, *articles: Article, earlier: Snapshot | None = None) -> Snapshot:
    """Return a snapshot of articles in which nobody speaks: that is another part's to find, and takes long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.snapshot._attributed", lambda _article: Attribution())
        return build_snapshot(articles, quick, earlier=earlier)


def same_figures(kept: Snapshot, held: Snapshot, quick: Encoder, question: str) -> None:
    embedding = quick.embed_question(question)
    found, wanted = (one.retriever.evidence(question, embedding) for one in (kept, held))
    assert found.features == pytest.approx(wanted.features, abs=1e-5)
    assert found.sentences.tolist() == wanted.sentences.tolist()
    assert search(kept.retriever, question, embedding) == search(held.retriever, question, embedding)


def same_tokens(one: TokenIndex, other: TokenIndex) -> bool:
    return all(np.array_equal(getattr(one, of), getattr(other, of)) for of in ("mean", "codes", "scales", "sentences"))
