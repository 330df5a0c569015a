"""The nouns of fetching: what stands at an address, and that nothing changed there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at an address.

    `address` is where it really stood, after redirects and without a fragment. `content_type` is the whole header,
    with its charset. `etag` and `last_modified` are for asking next time whether it changed.
    """

    address: str
    data: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that what stands at `address` is what was fetched before."""

    address: str


Fetch = Callable[..., Awaitable[Fetched | NotModified]]
"""`index.sources.fetch`, or what takes its place: an address, and by keyword `etag` and `last_modified`."""

_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(text: str) -> bool:
    """Return whether `text` is meant as an address of the web, fetchable or not, and not as a file's name."""
    return _SCHEME.match(text) is not None
