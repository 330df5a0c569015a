"""Looking at web sources again: which of them say something else than when they were read last."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from index.archive import Archive
from index.article import Article
from index.corrections import Corrections, Origin
from index.difference import compare
from index.embedding import Encoder
from index.errors import RecordError, SourceError
from index.snapshot import Snapshot, build_snapshot
from index.sources import (
    BUNDLED_SOURCE,
    Fetch,
    Fetched,
    NotModified,
    fetch,
    is_address,
    read_bytes,
    read_sources,
    source_of,
)
from index.sources.reach import Reach
from index.vector_cache import FILE, CachedEncoder, VectorCache

AT_ONCE = 4  # addresses


@dataclass(frozen=True, slots=True)
class Watched:
    """A web source as it was read last.

    `article` is what was read, None where that has to be read again in any case; `data` its bytes, where they are held.
    `etag` and `last_modified` are what the server said of that version.
    """

    name: str
    address: str
    article: Article | None = field(default=None, repr=False)
    data: bytes | None = field(default=None, repr=False)
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a web source found; `error` where it failed.

    `article` is what it says now, where that is something else, and `fetched` what that was read from. `watched` is
    what to compare with next time: renewed where the look succeeded.
    """

    watched: Watched
    article: Article | None = None
    fetched: Fetched | None = None
    error: SourceError | None = None


def watched_in(snapshot: Snapshot) -> list[Watched]:
    """Return the web sources of a snapshot, as it holds them."""
    held = zip(snapshot.manifest.sources, snapshot.record.articles, strict=True)
    return [Watched(article.name, entry.path, article) for entry, article in held if is_address(entry.path)]


async def look_again(watched: Sequence[Watched], fetch: Fetch = fetch) -> list[Look]:
    """Look at web sources again, a few at once.

    A page of which only the surroundings changed has not changed. One that fails is told of and stays as it was.

    Args:
        watched: What is held of each.
        fetch: What fetches an address.
    """
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(held: Watched) -> Look:
        async with turn:
            try:
                found = await fetch(held.address, etag=held.etag, last_modified=held.last_modified)
                if isinstance(found, NotModified) or found.data == held.data:
                    return Look(held)
                # The address stays the one that was given: where it leads may be for this once.
                article = await asyncio.to_thread(
                    read_bytes, held.name, found.data, content_type=found.content_type, address=held.address
                )
            except SourceError as error:
                return Look(held, error=error)
        renewed = replace(held, etag=found.etag, last_modified=found.last_modified)
        if held.article is not None and _reads_as(article, held.article):
            return Look(renewed)
        return Look(replace(renewed, article=article, data=None), article, found)

    return list(await asyncio.gather(*(one(held) for held in watched)))


def _reads_as(article: Article, old: Article) -> bool:
    return replace(article, sha256=old.sha256, address=old.address) == old


def sources_after(snapshot: Snapshot, looks: Sequence[Look]) -> tuple[list[Article], dict[str, Origin]]:
    """Return what a snapshot's sources are after these looks: files read again, web sources as they were found.

    Returns:
        As `read_sources`.

    Raises:
        SourceError: a file cannot be read.
        CorrectionError: a file of corrections is damaged.
    """
    found = {look.watched.address: look.article for look in looks if look.article is not None}
    articles: list[Article] = []
    origins: dict[str, Origin] = {}
    for entry, held in zip(snapshot.manifest.sources, snapshot.record.articles, strict=True):
        if is_address(entry.path):
            article = found.get(entry.path, held)
            articles.append(article)
            origins[article.sha256] = Origin(entry.path, Corrections())
        else:
            (read,), known = read_sources([source_of(entry.path)] if entry.path else [BUNDLED_SOURCE])
            articles.append(read)
            origins |= known
    return articles, origins


class Watch:
    """Watches the web sources of an archive's current snapshot, and builds another where one of them changed."""

    def __init__(
        self,
        archive: Archive,
        model: str,
        tell: Callable[[str], None],
        *,
        reach: Reach | None = None,
        load_encoder: Callable[[str], Encoder] = Encoder.load,
    ) -> None:
        """Watch for `archive`, whose index `model` makes; `tell` gets a sentence for whatever was found."""
        self._archive = archive
        self._model = model
        self._tell = tell
        self._reach = reach
        self._load_encoder = load_encoder
        self._encoder: Encoder | None = None
        self._snapshot: Snapshot | None = None
        self._watched: list[Watched] = []

    def run(self, seconds: float, times: int = 0) -> None:
        """Look every `seconds`, `times` times or, with 0, until the process ends. Blocks.

        Raises:
            SnapshotError: there is no index, or it does not verify.
            SourceError: the index holds no web source.
        """
        done = 0
        while True:
            self.look()
            done += 1
            if done == times:
                return
            time.sleep(seconds)

    def look(self) -> bool:
        """Look once, and return whether another snapshot was made. A source or a build that fails is told of.

        Raises:
            SnapshotError, SourceError: as `run`.
        """
        snapshot = self._current()
        looks = asyncio.run(look_again(self._watched, partial(fetch, reach=self._reach)))
        for look in looks:
            if look.error is not None:
                self._tell(str(look.error))
        changed = [look for look in looks if look.article is not None]
        if not changed:
            self._watched = [look.watched for look in looks]
            self._tell(f"{_now()}: nothing changed in {_counted(looks)}.")
            return False
        try:
            new = self._built(*sources_after(snapshot, looks))
        except RecordError as error:
            self._tell(f"{_now()}: {error} The old index is unchanged.")
            return False
        self._snapshot = new
        self._watched = [look.watched for look in looks]
        self._tell(f"{_now()}: {', '.join(look.watched.address for look in changed)} changed. {_told(snapshot, new)}")
        return True

    def _current(self) -> Snapshot:
        """Return the snapshot that is current now: another process may have made another one since the last look."""
        folder = self._archive.current()
        if self._snapshot is None or folder is None or folder.name != self._snapshot.manifest.id:
            self._snapshot = self._archive.load(self._model)
            self._watched = watched_in(self._snapshot)
        if not self._watched:
            raise SourceError(
                "The index holds no web source, so there is nothing to watch. "
                "Build it from an address: `python -m index build https://...`."
            )
        return self._snapshot

    def _built(self, articles: Sequence[Article], origins: Mapping[str, Origin]) -> Snapshot:
        if self._encoder is None:
            self._encoder = CachedEncoder(self._load_encoder(self._model), VectorCache(self._archive.root / FILE))
        snapshot = build_snapshot(articles, self._encoder, None, origins)
        self._archive.save(snapshot)
        return snapshot


def _told(old: Snapshot, new: Snapshot) -> str:
    difference = compare(old, new)
    counts = {"added": difference.added, "removed": difference.removed, "edited": difference.edited}
    return "Passages: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + "."


def _counted(looks: Sequence[Look]) -> str:
    return f"{len(looks)} web source{'s' if len(looks) != 1 else ''}"


def _now() -> str:
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC"
