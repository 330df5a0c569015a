"""Embedding models: text in, vectors of the text and of its tokens out.

The default model, multilingual-e5-small, comes from an installed package and is checked against its published
hash; nothing is fetched from the network for it. Any other sentence-transformers model or folder can be
named, with the query and passage prompts of its own configuration.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "multilingual-e5-small"
_BATCH = 16

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


class Encoder:
    """A loaded embedding model. Safe for several threads: they take turns, a batch at a time."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        """Wrap `model`, to be recorded in snapshots under `name`."""
        self._model = model
        self._turn = threading.Lock()  # its tokenizer cannot be shared; a turn is short, so questions pass a build
        self.name = name

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL) -> Encoder:
        """Load the model called `name`: the default's name, another model's, or a folder.

        Raises:
            ModelError: the model is not there, cannot be loaded, or its weights are not the published ones.
        """
        if name == DEFAULT_MODEL or not _hub_is_there():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # else the hub's client tries again for minutes
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds to import
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if name == DEFAULT_MODEL:
            from index.multilingual.encoder import multilingual_e5  # noqa: PLC0415

            return cls(multilingual_e5(), name)
        try:
            model = SentenceTransformer(name, device="cpu")
            if not hasattr(model.tokenizer, "backend_tokenizer"):
                raise TypeError("the model's tokenizer does not say where in the text its tokens stand")
        except Exception as error:
            raise ModelError(
                f"The embedding model {name!r} could not be loaded. Set EMBEDDING_MODEL to the name of a "
                f"sentence-transformers model of the transformer kind or to its folder, or leave it out for "
                f"{DEFAULT_MODEL}."
            ) from error
        return cls(model, name)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the pooled vectors of pieces of articles, each of length one, shape (n, dimension).

        Arguments as of `embed_passages`.
        """
        rows: list[Vectors] = []
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            with self._turn:
                rows.append(self._model.encode_document(batch, normalize_embeddings=True, show_progress_bar=False))
            if progress:
                progress(len(batch))
        return np.vstack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return the pooled vectors of questions, each of length one, shape (n, dimension)."""
        with self._turn:
            vectors: Vectors = self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Embedding]:
        """Embed pieces of articles.

        Args:
            texts: n texts; each is cut at the model's own length limit.
            progress: called with the number of texts just finished, batch by batch.

        Returns:
            One embedding a text, in their order.
        """
        prompt = self._model.prompts.get("document") or ""
        found: dict[int, Embedding] = {}
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # texts of a batch are padded to its longest
        for start in range(0, len(texts), _BATCH):
            batch = order[start : start + _BATCH]
            found |= zip(batch, self._embed([texts[i] for i in batch], prompt), strict=True)
            if progress:
                progress(len(batch))
        return [found[i] for i in range(len(texts))]

    def embed_question(self, text: str) -> Embedding:
        """Embed a question."""
        return self._embed([text], self._model.prompts.get("query") or "")[0]

    def _embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        import torch  # noqa: PLC0415 - a heavy import, and already made by whoever loaded a model

        tokenizer = getattr(self._model.tokenizer, "backend_tokenizer", self._model.tokenizer)
        with self._turn, torch.inference_mode():
            features = self._model.preprocess(list(texts), prompt=prompt)
            encodings = tokenizer.encode_batch([prompt + text for text in texts])
            output = self._model(features)
        embeddings = []
        for i, encoding in enumerate(encodings):
            length = int(features["attention_mask"][i].sum())
            spans = np.array(encoding.offsets[:length], np.int32) - len(prompt)
            same = np.array(encoding.ids[:length]) == features["input_ids"][i, :length].numpy()
            kept = same & (np.array(encoding.special_tokens_mask[:length]) == 0) & (spans[:, 1] > 0)
            pooled = output["sentence_embedding"][i].float().numpy()
            tokens = output["token_embeddings"][i, :length].float().numpy()[kept]
            embeddings.append(Embedding(pooled / np.linalg.norm(pooled), tokens, spans[kept].clip(0)))
        return embeddings


def _hub_is_there() -> bool:
    """Return whether the hub's name can be looked up: without it only what is on the disk can be loaded."""
    hub = urlsplit(os.environ.get("HF_ENDPOINT", "https://huggingface.co")).hostname or ""
    try:
        return bool(socket.getaddrinfo(hub, 443))
    except OSError:
        return False
