"""Looking at the web sources of a library again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.libraries.building import from_outside
from bot.libraries.changes import Contents, HeldSource, Replace, SourceBytes, changed
from index.article import Article
from index.sources import Fetch, Fetched
from index.watching import Watched, look_again


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
    after = {held.id: held for held in contents}
    watched = {held.id: one for held in contents if (one := _watched(held, known.get(held.id))) is not None}
    articles: dict[str, Article] = {}
    failures: dict[str, str] = {}
    for (name, one), look in zip(watched.items(), await look_again(list(watched.values()), fetch), strict=True):
        if look.error is not None:
            failures[one.name] = str(look.error)
        if look.article is not None and look.fetched is not None:
            after[name] = _renewed(after[name], look.fetched)
            articles[after[name].id] = look.article
    return Refetched(tuple(after.values()), articles, failures)


def _watched(held: HeldSource, article: Article | None) -> Watched | None:
    source = held.source
    if source.address is None:
        return None
    return Watched(source.name, source.address, article, source.data, source.etag, source.last_modified)


def _renewed(held: HeldSource, found: Fetched) -> HeldSource:
    old = held.source
    new = SourceBytes(old.name, found.data, found.content_type, old.address, found.etag, found.last_modified)
    (renewed,) = changed((held,), Replace(held.id, from_outside(new)))
    return renewed
