"""Attributing articles in the process itself, for one that forks others, each of which would load the parser anew."""

from __future__ import annotations

import sys

from index.attribution import attribute
from index.attribution.document import load_model
from index.attribution.pool import POOL


def attribute_here(*, without_torch: bool = False) -> None:
    """Load the parser, and have this process and its forks attribute articles by themselves.

    Args:
        without_torch: keep the parser from importing PyTorch, as attribution's own processes do: a second less, but
            nothing else in this process can import it either.
    """
    if without_torch:
        sys.modules["torch"] = None  # type: ignore[assignment]  # how Python is told that a module cannot be imported
    load_model()("Nobody speaks here.")
    vars(POOL)["attribute"] = attribute
