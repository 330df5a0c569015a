"""Articles in SQuAD's format with their vectors, as the benchmarks of retrieval use them.

Vectors are kept in a folder of the system's temporary one, under a hash of what they depend on, for a second run.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

import index
from index.embedding import Embedding, Encoder
from index.retrieval import DenseIndex, InMemory, Retriever, TokenIndex
from index.retrieval.building import embed_record
from index.sentences import sentence_spans


@dataclass(frozen=True)
class Asked:
    """A question of an article: its words, its paragraph, and whether that answers it."""

    words: str
    home: int
    answerable: bool
    embedding: Embedding


@dataclass(frozen=True)
class SquadArticle:
    """An article: the sentences of its paragraphs, their vectors, and the questions about it."""

    sentences: list[list[str]]
    dense: DenseIndex
    tokens: TokenIndex
    questions: list[Asked]

    def retriever(self, without: int | None = None) -> Retriever:
        """Return a retriever over the article, with the paragraph `without` left out."""
        kept = [i for i in range(len(self.sentences)) if i != without]
        of_kept = np.isin(self.dense.owners, kept)
        paragraphs, sentences = (_all(index) for index in (self.dense.paragraphs, self.dense.sentences))
        owners = np.searchsorted(kept, self.dense.owners[of_kept])
        dense = DenseIndex.of_vectors(paragraphs[kept], sentences[of_kept], owners)
        token_kept = of_kept[self.tokens.sentences]
        renumbered = (np.cumsum(of_kept) - 1)[self.tokens.sentences[token_kept]]
        tokens = TokenIndex(self.tokens.mean, self.tokens.codes[token_kept], self.tokens.scales[token_kept], renumbered)
        return Retriever(InMemory(dense, tokens, [sentence for i in kept for sentence in self.sentences[i]]))


def squad_articles(path: Path, encoder: Encoder) -> Iterator[SquadArticle]:
    """Yield the articles of the gzipped SQuAD file at `path`, with all their questions."""
    for article in json.loads(gzip.decompress(path.read_bytes()))["data"]:
        texts = [" ".join(paragraph["context"].split()) for paragraph in article["paragraphs"]]
        sentences = [[span.of(text) for span in sentence_spans(text)] for text in texts]
        asked = [
            (qa["question"], home, not qa.get("is_impossible"))
            for home, paragraph in enumerate(article["paragraphs"])
            for qa in paragraph["qas"]
        ]
        key = json.dumps([encoder.name, _code(), sentences, asked]).encode()
        kept = Path(tempfile.gettempdir()) / f"on-the-record-{hashlib.sha256(key).hexdigest()[:24]}.npz"
        if not kept.is_file():
            _embed(sentences, [words for words, _home, _answerable in asked], encoder, kept)
        with np.load(kept) as arrays:
            yield _article(sentences, asked, dict(arrays))


@cache
def _code() -> str:
    """Return a hash of the code that the vectors depend on."""
    folder = Path(index.__file__).parent
    files = [folder / "embedding.py", *sorted((folder / "multilingual").glob("*.py"))]
    files += [folder / "retrieval" / name for name in ("building.py", "late.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _embed(sentences: list[list[str]], questions: list[str], encoder: Encoder, kept: Path) -> None:
    embedded = embed_record(sentences, encoder)
    dense, tokens = embedded.dense, embedded.tokens
    asked = [encoder.embed_question(question) for question in questions]
    np.savez(
        kept,
        paragraphs=_all(dense.paragraphs),
        sentences=_all(dense.sentences),
        owners=dense.owners,
        mean=tokens.mean,
        codes=tokens.codes,
        scales=tokens.scales,
        token_sentences=tokens.sentences,
        pooled=np.stack([e.pooled for e in asked]),
        question_tokens=np.concatenate([e.tokens for e in asked]),
        question_spans=np.concatenate([e.spans for e in asked]),
        question_ends=np.cumsum([len(e.tokens) for e in asked]),
    )


def _article(
    sentences: list[list[str]], asked: list[tuple[str, int, bool]], arrays: dict[str, npt.NDArray[Any]]
) -> SquadArticle:
    parts = (np.split(arrays[name], arrays["question_ends"]) for name in ("question_tokens", "question_spans"))
    embeddings = [Embedding(*row) for row in zip(arrays["pooled"], *parts, strict=False)]
    return SquadArticle(
        sentences,
        DenseIndex.of_vectors(arrays["paragraphs"], arrays["sentences"], arrays["owners"]),
        TokenIndex(arrays["mean"], arrays["codes"], arrays["scales"], arrays["token_sentences"]),
        [Asked(*row, embedding) for row, embedding in zip(asked, embeddings, strict=True)],
    )


def _all(index: faiss.Index) -> npt.NDArray[np.float32]:
    vectors: npt.NDArray[np.float32] = index.reconstruct_n(0, index.ntotal)
    return vectors
