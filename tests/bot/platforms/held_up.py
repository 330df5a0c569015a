"""A model that can be held up, for what happens while a question is answered or an index is built."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from index.embedding import Embedding, Encoder, Vectors
from tests.waiting import SECONDS


class HeldUpEncoder(Encoder):
    """The real model, which waits before a question, and amid an index, until it is let go on."""

    def __init__(self, encoder: Encoder) -> None:
        """Hold up `encoder`; at first nothing waits."""
        self._encoder = encoder
        self.name = encoder.name
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Embedding]:
        """Embed pieces of articles, waiting after each report of progress."""

        def report(done: int) -> None:
            if progress:
                progress(done)
            self.may_go_on.wait(SECONDS)

        return self._encoder.embed_passages(texts, report)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed pieces of articles."""
        return self._encoder.encode_passages(texts, progress)

    def embed_question(self, text: str) -> Embedding:
        """Embed a question, after waiting."""
        self.may_go_on.wait(SECONDS)
        return self._encoder.embed_question(text)
