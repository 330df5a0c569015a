"""Searching a snapshot within PostgreSQL: exactly, by pgvector and SQL, with the figures that FAISS gives in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, LiteralString

import numpy as np
import numpy.typing as npt
import psycopg

from index.embedding import Vectors
from index.errors import SnapshotError
from index.retrieval import DenseIndex, TokenIndex
from index.retrieval.dense import centred
from index.retrieval.engine import Found, Scores
from index.retrieval.lexical import OF_RECORD, background
from index.stores.reading import Reading

LONGEST_STEM = 100  # characters that a key holds; a "word" of a hostile text may be any length

_PRODUCTS: LiteralString = """
SELECT (SELECT array_agg((-(vector <#> %(question)s))::real ORDER BY place) FROM stored_passage
        WHERE community = %(community)s AND snapshot = %(snapshot)s),
       (SELECT array_agg((-(vector <#> %(question)s))::real ORDER BY place) FROM stored_sentence
        WHERE community = %(community)s AND snapshot = %(snapshot)s)
"""
# BM25 with the idf of `index.retrieval.lexical.Idf`: mixed of the record's and of general English's. A row for each
# stem, with the sentences that hold it and its idf, in order; and one each for passages and sentences, with their
# scores.
_WORDS: LiteralString = """
WITH counted AS (
    SELECT asked.at, background, passages, passage_weights, sentences, sentence_weights,
           coalesce(cardinality(passages), 0) AS holding
    FROM unnest(%(stems)s::text[], %(background)s::integer[]) WITH ORDINALITY AS asked(stem, background, at)
    LEFT JOIN (
        SELECT * FROM stored_stem
        WHERE community = %(community)s AND snapshot = %(snapshot)s AND stem = ANY(%(stems)s::text[])
    ) AS held USING (stem)
), weighed AS (
    SELECT *, %(own)s * ln(1 + (%(passages)s - holding + 0.5::float8) / (holding + 0.5::float8))
        + (1 - %(own)s) * ln(1 + (%(of_background)s - background + 0.5::float8) / (background + 0.5::float8)) AS idf
    FROM counted
), whole AS (
    SELECT sum(idf) AS idf FROM weighed
)
SELECT 'stem' AS of, at, sentences AS places, ARRAY[idf::real] AS figures FROM weighed
UNION ALL
SELECT 'passages', NULL, array_agg(place), array_agg(score) FROM (
    SELECT place, (sum(weighed.idf * weight) / min(whole.idf))::real AS score
    FROM whole, weighed, unnest(passages, passage_weights) AS held(place, weight) GROUP BY place) AS scored
UNION ALL
SELECT 'sentences', NULL, array_agg(place), array_agg(score) FROM (
    SELECT place, (sum(weighed.idf * weight) / min(whole.idf))::real AS score
    FROM whole, weighed, unnest(sentences, sentence_weights) AS held(place, weight) GROUP BY place) AS scored
ORDER BY at
"""
_TOKENS: LiteralString = """
SELECT place, scales, codes FROM stored_sentence
WHERE community = %(community)s AND snapshot = %(snapshot)s AND place = ANY(%(places)s::integer[]) ORDER BY place
"""
_ALL_TOKENS: LiteralString = """
SELECT place, scales, codes FROM stored_sentence
WHERE community = %(community)s AND snapshot = %(snapshot)s ORDER BY place
"""
_OF_PASSAGES: LiteralString = """
SELECT vector FROM stored_passage WHERE community = %(community)s AND snapshot = %(snapshot)s ORDER BY place
"""
_OF_SENTENCES: LiteralString = """
SELECT vector FROM stored_sentence WHERE community = %(community)s AND snapshot = %(snapshot)s ORDER BY place
"""


@dataclass(frozen=True)
class StoredVectors:
    """The vectors of one snapshot of one community, which stay on the server.

    `owners` has shape (sentences,): the passage of each; `mean` and `token_mean` have shape (dimension,).
    """

    server: Reading
    community: str
    name: str
    owners: npt.NDArray[np.int64]
    mean: Vectors
    token_mean: Vectors

    @property
    def dense(self) -> DenseIndex:
        """Those of the passages and sentences, fetched."""

        def ask(connection: psycopg.Connection) -> DenseIndex:
            passages, sentences = (
                [row[0].to_numpy() for row in connection.execute(query, self.key, binary=True)]
                for query in (_OF_PASSAGES, _OF_SENTENCES)
            )
            if len(sentences) != len(self.owners):
                raise self.gone()
            return DenseIndex.of_vectors(np.stack(passages), np.stack(sentences), self.owners)

        return self.server.read(ask)

    @property
    def tokens(self) -> TokenIndex:
        """Those of the tokens, fetched."""

        def ask(connection: psycopg.Connection) -> TokenIndex:
            return self.tokens_of(connection.execute(_ALL_TOKENS, self.key, binary=True).fetchall(), len(self.owners))

        return self.server.read(ask)

    def engine(self, _sentences: Sequence[str]) -> StoredEngine:
        """Return what searches them on the server, which has the words too."""
        return StoredEngine(self)

    @property
    def key(self) -> Mapping[str, str]:
        """What every query is limited to."""
        return {"community": self.community, "snapshot": self.name}

    def tokens_of(self, rows: Sequence[tuple[Any, ...]], count: int) -> TokenIndex:
        """Return the token vectors of `count` sentences, each given as its place, scales and codes."""
        if len(rows) != count:
            raise self.gone()
        scales = [np.frombuffer(row[1], "<f4") for row in rows]
        return TokenIndex(
            self.token_mean,
            np.frombuffer(b"".join(row[2] for row in rows), np.int8).reshape(-1, len(self.token_mean)),
            np.concatenate(scales).astype(np.float32),
            np.repeat(np.array([row[0] for row in rows], np.int64), [len(one) for one in scales]),
        )

    def gone(self) -> SnapshotError:
        """Return the error that the snapshot was deleted meanwhile."""
        return SnapshotError(f"The snapshot {self.name} is not in the database {self.server.name} any more. Try again.")


class StoredEngine:
    """The `Engine` of a snapshot whose vectors are on the server; no row of another one is ever compared."""

    def __init__(self, vectors: StoredVectors) -> None:
        """Search `vectors`."""
        self._vectors = vectors

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """The passage of each sentence."""
        return self._vectors.owners

    @cached_property
    def _along(self) -> tuple[Scores, Scores]:
        """The inner products of the passages and of the sentences with the mean."""

        def ask(connection: psycopg.Connection) -> tuple[Scores, Scores]:
            return self._products(self._asked_products(connection, self._vectors.mean))

        return self._vectors.server.read(ask)

    def first(self, question: Vectors, stems: Sequence[str]) -> Found:
        """Return the first look at every passage and sentence, as of `Engine`."""
        mean, along = self._vectors.mean, self._along
        known, of_background = background()
        words = {
            **self._vectors.key,
            "stems": [key_of(stem) for stem in stems],
            "background": [known.get(stem, 0) for stem in stems],
            "of_background": of_background,
            "passages": len(along[0]),
            "own": OF_RECORD,
        }

        def ask(connection: psycopg.Connection) -> tuple[tuple[Scores, Scores], list[tuple[Any, ...]]]:
            with connection.pipeline():
                nearest = self._asked_products(connection, question)
                weighed = connection.execute(_WORDS, words, binary=True)
                return self._products(nearest), weighed.fetchall()

        products, rows = self._vectors.server.read(ask)
        of_stems = [(places or [], figures[0]) for of, _at, places, figures in rows if of == "stem"]
        bm25 = {of: (places or [], figures or []) for of, _at, places, figures in rows if of != "stem"}
        held = np.zeros((len(self.owners), len(stems)), bool)
        for column, (sentences, _idf) in enumerate(of_stems):
            held[sentences, column] = True
        of_passages, of_sentences = (
            centred(one, other, question, mean) for one, other in zip(products, along, strict=True)
        )
        return Found(
            passage_cosines=of_passages,
            sentence_cosines=of_sentences,
            passage_bm25=_spread(*bm25["passages"], len(along[0])),
            sentence_bm25=_spread(*bm25["sentences"], len(along[1])),
            idf=np.array([idf for _sentences, idf in of_stems], np.float32),
            held=held,
        )

    def highest(self, question: Vectors, sentences: npt.NDArray[np.int64]) -> Vectors:
        """Return the highest cosines of a question's tokens, as of `Engine`.

        The token vectors come to the process, those of these sentences alone: what it computes of them is then
        exactly what it would compute if it held them.
        """
        asked = {**self._vectors.key, "places": sentences.tolist()}

        def ask(connection: psycopg.Connection) -> TokenIndex:
            rows = connection.execute(_TOKENS, asked, binary=True).fetchall()
            return self._vectors.tokens_of(rows, len(sentences))

        return self._vectors.server.read(ask).highest(question, sentences)

    def _asked_products(self, connection: psycopg.Connection, question: Vectors) -> psycopg.Cursor[tuple[Any, ...]]:
        given = {**self._vectors.key, "question": np.ascontiguousarray(question, np.float32)}
        return connection.execute(_PRODUCTS, given, binary=True)

    def _products(self, found: psycopg.Cursor[tuple[Any, ...]]) -> tuple[Scores, Scores]:
        of_passages, of_sentences = (np.array(one or (), np.float32) for one in found.fetchall()[0])
        if len(of_sentences) != len(self.owners):
            raise self._vectors.gone()
        return of_passages, of_sentences


def key_of(stem: str) -> str:
    """Return what stands for a stem in the table: the stem, or its hash where it is longer than any word."""
    return stem if len(stem) <= LONGEST_STEM else hashlib.sha256(stem.encode()).hexdigest()


def _spread(places: Sequence[int], scores: Sequence[float], count: int) -> Scores:
    """Return the scores of `count` texts, of which those at `places` are not 0."""
    spread = np.zeros(count, np.float32)
    spread[list(places)] = scores
    return spread
