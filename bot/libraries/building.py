"""From the sources of a library to its snapshot, in memory. All here blocks: call it off the event loop."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from bot.libraries.changes import Contents, HeldSource, SourceBytes
from index.article import Article
from index.corrections import Corrections, Origin
from index.embedding import Encoder
from index.errors import SnapshotError, SourceError
from index.snapshot import Progress, Snapshot, SourceEntry, build_snapshot
from index.sources import read_bytes
from index.stores import Shelf

log = logging.getLogger(__name__)

MOST_SOURCES = 50
MOST_BYTES = 10_000_000
"""Of all sources of a community's own library together."""

_AS_READ = "application/vnd.on-the-record.article+json"
"""The content type of a copy from the default library: the article as it answers there. Nothing from outside has it."""

_ARTICLE = TypeAdapter(Article)


def copies(sources: Sequence[tuple[Article, Corrections]]) -> Contents:
    """Return articles of the default library as sources of a community's own, word for word as they answer now.

    Their files are not read again: they may have changed since, or be gone.
    """
    return tuple(_copy(article, corrections) for article, corrections in sources)


def _copy(article: Article, corrections: Corrections) -> HeldSource:
    data = _ARTICLE.dump_json(article)
    source = SourceBytes(article.name, data, _AS_READ, article.address)
    return HeldSource(hashlib.sha256(data).hexdigest()[:12], source, corrections)


def from_outside(source: SourceBytes) -> SourceBytes:
    """Return a source that somebody adds, read by what it is: it cannot pass for a copy from the default library."""
    claimed = (source.content_type or "").partition(";")[0].strip().lower()
    return replace(source, content_type=None) if claimed == _AS_READ else source


def read(held: HeldSource) -> Article:
    """Return the article of a source.

    Raises:
        SourceError: it cannot be read, or holds nothing that can be quoted.
    """
    source = held.source
    if source.content_type != _AS_READ:
        return read_bytes(source.name, source.data, content_type=source.content_type, address=source.address)
    try:
        return _ARTICLE.validate_json(source.data)
    except ValidationError as error:
        raise SourceError(f"{source.name}: what is kept of it is damaged. Remove it, and add it again.") from error


def known_articles(contents: Contents, snapshot: Snapshot) -> Mapping[str, Article]:
    """Return the articles of a snapshot by the ids of its sources, where those need no new reading."""
    if not snapshot.follows_rules:
        return {}
    return {held.id: article for held, article in zip(contents, snapshot.record.articles, strict=True)}


def build(
    contents: Contents,
    known: Mapping[str, Article],
    encoder: Encoder,
    progress: Progress | None = None,
    earlier: Snapshot | None = None,
) -> Snapshot:
    """Build the snapshot of a library, reading the sources that are not `known` by their ids.

    The vectors of an `earlier` snapshot are taken where they are the same.

    Raises:
        SourceError: a source cannot be read, is held twice, holds nothing to quote, or there is too much of them.
    """
    size = sum(len(held.source.data) for held in contents)
    if len(contents) > MOST_SOURCES or size > MOST_BYTES:
        raise SourceError(
            f"The library would hold {len(contents)} sources of {size / 1e6:.1f} MB together; it can hold "
            f"{MOST_SOURCES} of {MOST_BYTES / 1e6:.0f} MB. Remove others first."
        )
    articles = []
    for done, held in enumerate(contents):
        if progress:
            progress("reading", done, len(contents))
        articles.append(known.get(held.id) or read(held))
    pairs = zip(contents, articles, strict=True)
    origins = {article.sha256: Origin(corrections=held.corrections) for held, article in pairs}
    return build_snapshot(articles, encoder, progress, origins, earlier)


def saved(shelf: Shelf, index_id: str, entries: Sequence[SourceEntry] | None, encoder: Encoder) -> Snapshot | None:
    """Return the saved snapshot of that id, or None where it is not there, not whole, or not made of these sources."""
    if not shelf.holds(index_id):
        return None
    try:
        snapshot = shelf.load(index_id, encoder.name)
    except SnapshotError as error:
        log.warning("%s It is being built from the database.", error)
        return None
    fits = entries is None or snapshot.manifest.sources == tuple(entries)
    return snapshot if fits and snapshot.manifest.dimension == encoder.dimension else None
