"""Embedding models: text in, vectors of the text and of its tokens out.

The default model, multilingual-e5-small, comes from an installed package and is checked against its published
hash; nothing is fetched from the network for it, and it needs no torch. Any other sentence-transformers model or folder
can be named, with the query and passage prompts of its own configuration.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.batching import Batches

DEFAULT_MODEL = "multilingual-e5-small"
_BATCH = 16
_UNLIKE = 64  # bytes by which questions of one batch may differ in length: padding for more costs what the batch saves

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text as the model sees it: one vector for the whole, and one for each of its tokens in their context.

    `pooled` has shape (dimension,) and length one. `tokens` has shape (tokens, dimension), with the lengths that the
    model gave; the prompt and the model's marks of beginning and end are left out. `spans` has shape (tokens, 2): where
    in the text each token starts and ends. A text over the model's limit has tokens for its beginning only.
    """

    pooled: Vectors
    tokens: Vectors
    spans: npt.NDArray[np.int32]


class EmbeddingModel(Protocol):
    """What makes the vectors, safe for several threads."""

    dimension: int
    question_prompt: str
    passage_prompt: str

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        """Embed `texts`, each after `prompt`, in one batch."""


class Encoder:
    """A loaded embedding model. Safe for several threads, whose questions of the same moment are embedded together."""

    def __init__(self, model: EmbeddingModel, name: str) -> None:
        """Wrap `model`, to be recorded in snapshots under `name`."""
        self._model = model
        self._questions = Batches[str, Embedding](lambda texts: model.embed(texts, model.question_prompt), _alike)
        self.name = name

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL) -> Encoder:
        """Load the model called `name`: the default's name, another model's, or a folder.

        Raises:
            ModelError: the model is not there, cannot be loaded, or its weights are not the published ones.
        """
        if name == DEFAULT_MODEL:
            from index.multilingual.encoder import MultilingualE5  # noqa: PLC0415 - it imports this module

            return cls(MultilingualE5(), name)
        from index.sentence_model import SentenceModel  # noqa: PLC0415 - it imports this module

        return cls(SentenceModel.load(name), name)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._model.dimension

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the pooled vectors of pieces of articles, each of length one, shape (n, dimension).

        Arguments as of `embed_passages`.
        """
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for batch in _batches(texts):
            rows[batch] = [
                one.pooled for one in self._model.embed([texts[i] for i in batch], self._model.passage_prompt)
            ]
            if progress:
                progress(len(batch))
        return rows

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return the pooled vectors of questions, each of length one, shape (n, dimension)."""
        embeddings = self._model.embed(texts, self._model.question_prompt) if texts else []
        return np.array([one.pooled for one in embeddings], np.float32).reshape(len(texts), self.dimension)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Embedding]:
        """Embed pieces of articles.

        Args:
            texts: n texts; each is cut at the model's own length limit.
            progress: called with the number of texts just finished, batch by batch.

        Returns:
            One embedding a text, in their order.
        """
        found: dict[int, Embedding] = {}
        for batch in _batches(texts):
            made = self._model.embed([texts[i] for i in batch], self._model.passage_prompt)
            found |= zip(batch, made, strict=True)
            if progress:
                progress(len(batch))
        return [found[i] for i in range(len(texts))]

    def embed_question(self, text: str) -> Embedding:
        """Embed a question, together with those that other threads have at the same moment."""
        return self._questions(text)


def _alike(one: str, other: str) -> bool:
    """Return whether two texts have about as many tokens, of which Chinese has one a character, English one in four."""
    return abs(len(one.encode(errors="replace")) - len(other.encode(errors="replace"))) <= _UNLIKE


def _batches(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of texts in batches of like length: those of a batch are padded to its longest."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    return [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
