"""Sources: from a file or an address to an `Article`, one reader a format."""

from __future__ import annotations

from index.sources.reading import BUNDLED_SOURCE, read_bytes, read_source, read_sources, source_of
from index.sources.web import Fetched, NotModified, fetch, is_address

__all__ = [
    "BUNDLED_SOURCE",
    "Fetched",
    "NotModified",
    "fetch",
    "is_address",
    "read_bytes",
    "read_source",
    "read_sources",
    "source_of",
]
