"""Attributing articles in the process itself: each process of the suite has one parser, and starts none to have one."""

from __future__ import annotations

import sys
import threading
from functools import cache

from index.article import Article, Attribution
from index.attribution import attribute
from index.attribution.document import load_model
from index.attribution.pool import POOL

_TURN = threading.RLock()


@cache
def load_parser() -> None:
    """Load the parser, and keep its library from importing PyTorch, as attribution's own processes do: a second less.

    Whoever imports PyTorch afterwards can.
    """
    with _TURN:
        hidden = "torch" not in sys.modules
        if hidden:
            sys.modules["torch"] = None  # type: ignore[assignment]  # how Python is told that it cannot be imported
        try:
            load_model()("Nobody speaks here.")
        finally:
            if hidden:
                del sys.modules["torch"]


def attribute_here() -> None:
    """Have this process and its forks attribute articles by themselves, one after the other."""

    def attributed(article: Article) -> Attribution:
        with _TURN:
            load_parser()
            return attribute(article)

    vars(POOL)["attribute"] = attributed
