"""Which snapshot answers: opened at the start, swapped by one assignment at a reload."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import NotReady
from index.archive import Archive
from index.article import Article
from index.corrections import Corrections
from index.difference import Difference, compare
from index.embedding import Encoder
from index.errors import RecordError, SnapshotError
from index.snapshot import Progress, Snapshot, SourceEntry, build_snapshot, rules_version, source_entry
from index.sources import BUNDLED_SOURCE, read_sources

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reload:
    """What a reload did: the difference (None where nothing was there before) and the seconds it took."""

    snapshot: Snapshot
    difference: Difference | None
    seconds: float


class Library:
    """The sources, the archive of their snapshots, and the one snapshot that answers now.

    Methods other than the properties block: call them off the event loop.
    """

    def __init__(
        self,
        sources: Sequence[Path],
        data_dir: Path,
        model: str,
        load_encoder: Callable[[str], Encoder] = Encoder.load,
    ) -> None:
        """Serve `sources` (or the bundled digest where there are none) from an archive in `data_dir`."""
        self._sources = tuple(sources) or (BUNDLED_SOURCE,)
        self._archive = Archive(data_dir)
        self._model = model
        self._load_encoder = load_encoder
        self._loading = threading.Lock()
        self._encoder: Encoder | None = None
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that answers now. Take it once a question: the next access may give another.

        Raises:
            NotReady: none has been opened yet.
        """
        if self._snapshot is None:
            raise NotReady
        return self._snapshot

    def encoder(self) -> Encoder:
        """Return the embedding model, loading it at the first call.

        Raises:
            ModelError: it cannot be loaded.
        """
        with self._loading:
            if self._encoder is None:
                self._encoder = self._load_encoder(self._model)
            return self._encoder

    def open(self, progress: Progress | None = None) -> Snapshot:
        """Serve the saved snapshot; build one where there is none, it is damaged, or the sources or rules changed.

        Raises:
            RecordError: there is neither a valid snapshot nor a way to build one.
        """
        saved: Snapshot | None = None
        try:
            if self._archive.current() is not None:
                saved = self._archive.load(self._model)
        except SnapshotError as error:
            log.warning("%s Building it again now.", error)
        try:
            articles, corrections = read_sources(self._sources)
        except RecordError as error:
            if saved is None:
                raise
            log.warning("%s Answering from the index of %s.", error, saved.manifest.created)
            articles, corrections = [], {}
        entries = tuple(source_entry(article, corrections.get(article.sha256)) for article in articles)
        if saved is not None and (not articles or _is_up_to_date(saved, entries)):
            self._snapshot = saved
        else:
            self._snapshot = self._build(articles, corrections, progress)
        return self._snapshot

    def reload(self, progress: Progress | None = None) -> Reload:
        """Read the sources again, build, verify and save a snapshot beside the old one, and swap.

        Raises:
            RecordError: any of it failed; the old snapshot serves on.
        """
        started = time.monotonic()
        old = self._snapshot
        new = self._build(*read_sources(self._sources), progress)
        difference = compare(old, new) if old else None
        self._snapshot = new
        return Reload(new, difference, time.monotonic() - started)

    def _build(
        self, articles: Sequence[Article], corrections: Mapping[str, Corrections], progress: Progress | None
    ) -> Snapshot:
        snapshot = build_snapshot(articles, self.encoder(), progress, corrections)
        self._archive.save(snapshot)
        return snapshot


def _is_up_to_date(saved: Snapshot, entries: tuple[SourceEntry, ...]) -> bool:
    """Return whether `saved` is made of these sources, by the rules of attribution that hold now."""
    return saved.manifest.sources == entries and saved.manifest.versions.get("attribution") == rules_version()
