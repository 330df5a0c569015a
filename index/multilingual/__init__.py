"""The default embedding model, multilingual-e5-small, from the package that carries it in four bits."""

from __future__ import annotations

from index.multilingual.weights import PackedWeights

__all__ = ["PackedWeights"]
