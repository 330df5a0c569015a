"""Sources: from a file to an `Article`, one reader a format."""

from __future__ import annotations

from index.sources.reading import BUNDLED_SOURCE, read_source, read_sources

__all__ = ["BUNDLED_SOURCE", "read_source", "read_sources"]
