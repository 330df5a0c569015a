"""Sources: from a file or an address to an `Article`, one reader a format.

Names are imported when they are first asked for: every worker process imports this package, and none needs what it
takes to fetch an address or to keep corrections.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.sources.addresses import Fetch, Fetched, NotModified, is_address
    from index.sources.reading import BUNDLED_SOURCE, read_bytes, read_source, read_sources, source_of
    from index.sources.web import fetch

_HOMES = {
    "BUNDLED_SOURCE": "reading",
    "Fetch": "addresses",
    "Fetched": "addresses",
    "NotModified": "addresses",
    "fetch": "web",
    "is_address": "addresses",
    "read_bytes": "reading",
    "read_source": "reading",
    "read_sources": "reading",
    "source_of": "reading",
}
__all__ = [
    "BUNDLED_SOURCE",
    "Fetch",
    "Fetched",
    "NotModified",
    "fetch",
    "is_address",
    "read_bytes",
    "read_source",
    "read_sources",
    "source_of",
]


def __getattr__(name: str) -> object:
    """Return a name of `__all__` from the module that has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"index.sources.{_HOMES[name]}"), name)
    return found
