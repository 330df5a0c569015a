"""Looking at the web sources of a library again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.libraries.building import read
from bot.libraries.changes import Contents, HeldSource, Replace, SourceBytes, changed
from index.article import Article
from index.errors import SourceError
from index.sources import Fetched, NotModified

AT_ONCE = 4  # addresses

Fetch = Callable[..., Awaitable[Fetched | NotModified]]
"""`index.sources.fetch`, or what takes its place: an address, and by keyword `etag` and `last_modified`."""


@dataclass(frozen=True, slots=True)
class Refetched:
    """What a library holds after its addresses were fetched again.

    `articles` are those of the sources that changed, by their new ids; `failures` says of the others that could not be
    fetched or read why, by name: they stay as they were.
    """

    contents: Contents
    articles: dict[str, Article]
    failures: dict[str, str]


async def refetched(contents: Contents, known: Mapping[str, Article], fetch: Fetch) -> Refetched:
    """Fetch again what came from an address. No source is lost: one that fails stays as it was.

    Args:
        contents: what the library holds.
        known: the articles of its sources, by their ids; a page that still reads the same has not changed.
        fetch: what fetches an address.
    """
    turn = asyncio.Semaphore(AT_ONCE)
    articles: dict[str, Article] = {}
    failures: dict[str, str] = {}

    async def one(held: HeldSource) -> HeldSource:
        async with turn:
            try:
                found = await _newer(held, fetch)
                if found is not None:
                    article = await asyncio.to_thread(read, found)
                    if not _reads_as(article, known.get(held.id)):
                        articles[found.id] = article
                        return found
            except SourceError as error:
                failures[held.source.name] = str(error)
            return held

    renewed = await asyncio.gather(*(one(held) for held in contents))
    return Refetched(tuple(renewed), articles, failures)


async def _newer(held: HeldSource, fetch: Fetch) -> HeldSource | None:
    """Return a source as its address answers now, or None where that is what is held, or it has no address."""
    old = held.source
    if old.address is None:
        return None
    found = await fetch(old.address, etag=old.etag, last_modified=old.last_modified)
    if isinstance(found, NotModified) or found.data == old.data:
        return None
    # The address stays the one that was given: where it leads may be for this once.
    new = SourceBytes(old.name, found.data, found.content_type, old.address, found.etag, found.last_modified)
    (renewed,) = changed((held,), Replace(held.id, new))
    return renewed


def _reads_as(article: Article, old: Article | None) -> bool:
    return old is not None and replace(article, sha256=old.sha256) == old
