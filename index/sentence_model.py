"""Any embedding model that sentence-transformers can load."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from index.embedding import DEFAULT_MODEL, Embedding, EmbeddingModel
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceModel(EmbeddingModel):
    """A sentence-transformers model of the transformer kind. Threads take turns, a batch at a time."""

    def __init__(self, model: SentenceTransformer) -> None:
        """Wrap `model`."""
        self._model = model
        self._turn = threading.Lock()  # its tokenizer cannot be shared; a turn is short, so questions pass a build
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.question_prompt = model.prompts.get("query") or ""
        self.passage_prompt = model.prompts.get("document") or ""

    @classmethod
    def load(cls, name: str) -> SentenceModel:
        """Load the model called `name`, or in the folder `name`.

        Raises:
            ModelError: it is not there, or is not of the transformer kind.
        """
        if not _hub_is_there():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # else the hub's client tries again for minutes
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - it reads the environment when imported
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the library's has no hints
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
        return cls(model)

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        """Embed `texts` after `prompt`; a text over the model's limit keeps its beginning."""
        import torch  # noqa: PLC0415 - a heavy import, and already made by whoever loaded the model

        with self._turn, torch.inference_mode():
            features = self._model.preprocess(list(texts), prompt=prompt)
            encodings = self._model.tokenizer.backend_tokenizer.encode_batch([prompt + text for text in texts])
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
