"""Which snapshot answers: opened at the start, swapped by one assignment at a reload."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.errors import NotReady
from bot.questions import directory_of
from bot.questions.cast import cast_of
from index.archive import Archive
from index.article import Article
from index.corrections import Corrections, Origin, corrections_path, read_corrections
from index.embedding import Encoder
from index.errors import ModelError, RecordError, SnapshotError
from index.reading import Reader
from index.snapshot import REBUILD, Progress, Snapshot, SourceEntry, build_snapshot, source_entry
from index.sources import BUNDLED_SOURCE, read_sources, source_of
from index.vector_cache import FILE, CachedEncoder, VectorCache

log = logging.getLogger(__name__)


class Library:
    """The sources, the archive of their snapshots, and the one snapshot that answers now.

    Methods other than the properties block: call them off the event loop.
    """

    def __init__(
        self,
        sources: Sequence[Path | str],
        data_dir: Path,
        model: str,
        load_encoder: Callable[[str], Encoder] = Encoder.load,
    ) -> None:
        """Serve `sources` (files, or addresses as text) from an archive in `data_dir`; none: what it was built from."""
        self._sources = tuple(sources)
        self._archive = Archive(data_dir)
        self._cache = VectorCache(data_dir / FILE)
        self._model = model
        self._load_encoder = load_encoder
        self._loading = threading.Lock()
        self._changing = threading.Lock()
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

    @property
    def is_open(self) -> bool:
        """Whether there is a snapshot that answers."""
        return self._snapshot is not None

    def encoder(self) -> Encoder:
        """Return the embedding model, loading it at the first call, and the reader with it: no question waits for it.

        Raises:
            ModelError: it cannot be loaded, or is not the one that made the snapshot.
        """
        with self._loading:
            if self._encoder is None:
                self._encoder = CachedEncoder(self._load_encoder(self._model), self._cache)
                Reader.installed()
            if self._snapshot is not None and self._snapshot.manifest.dimension != self._encoder.dimension:
                raise ModelError(
                    f"The embedding model {self._model!r} is not the one that made the index: its vectors have "
                    f"{self._encoder.dimension} numbers, the index's {self._snapshot.manifest.dimension}. {REBUILD}"
                )
            return self._encoder

    def open(self, progress: Progress | None = None) -> Snapshot:
        """Serve the saved snapshot; build one where there is none, it is damaged, or its sources or rules changed.

        Raises:
            RecordError: there is neither a valid snapshot nor a way to build one.
        """
        with self._changing:
            self._serve(self.choose(self.saved(), self._archive.save, progress))
            return self.snapshot

    def choose(
        self, saved: Snapshot | None, save: Callable[[Snapshot], object], progress: Progress | None = None
    ) -> Snapshot:
        """Return `saved`, or where its sources or rules changed, one that is built now and kept by `save`.

        Where that cannot be built or kept, `saved` is returned.

        Raises:
            RecordError: there is neither `saved` nor a way to build one.
        """
        try:
            articles, origins = read_sources(self._paths(saved))
            if saved is not None and _is_up_to_date(saved, articles, origins):
                return saved
            built = build_snapshot(articles, self.encoder(), progress, origins)
            save(built)
            return built
        except RecordError as error:
            if saved is None:
                raise
            log.warning("%s Answering from the index of %s.", error, saved.manifest.created)
            return saved

    def rebuild(self, progress: Progress | None = None) -> Snapshot:
        """Read the sources again and build a snapshot of them, which `take` would save and serve.

        Raises:
            NotReady: nothing is served yet.
            RecordError: a source or its corrections cannot be read; it names files without their folders.
        """
        sources = self._paths(self.snapshot)
        with _named_without_folders(*sources):
            articles, origins = read_sources(sources)
        return build_snapshot(articles, self.encoder(), progress, origins)

    def take(self, snapshot: Snapshot) -> None:
        """Save and verify `snapshot`, and have it answer from now on.

        Raises:
            SnapshotError: it could not be saved; the old one serves on.
        """
        with self._changing:
            self._archive.save(snapshot)
            self._serve(snapshot)

    def serve(self, snapshot: Snapshot) -> None:
        """Have `snapshot`, which is kept elsewhere, answer from now on."""
        with self._changing:
            self._serve(snapshot)

    def saved(self) -> Snapshot | None:
        """Return the snapshot in the data folder, or None where there is none that verifies."""
        try:
            saved = self._archive.load(self._model) if self._archive.current() else None
            if saved and self._encoder and saved.manifest.dimension != self._encoder.dimension:
                raise SnapshotError(
                    f"The snapshot {saved.manifest.id} was made by another model of that name. {REBUILD}"
                )
            return saved
        except SnapshotError as error:
            log.warning("%s Doing that now.", error)
            return None

    def _paths(self, served: Snapshot | None) -> tuple[Path | str, ...]:
        """Return the sources: those of the settings, else those that `served` was built from, else the digest."""
        if self._sources or served is None:
            return self._sources or (BUNDLED_SOURCE,)
        return tuple(source_of(entry.path) if entry.path else BUNDLED_SOURCE for entry in served.manifest.sources)

    def _serve(self, snapshot: Snapshot) -> None:
        """Swap."""
        self._snapshot = made_ready(snapshot)


def made_ready(snapshot: Snapshot) -> Snapshot:
    """Return `snapshot` with everything that a question needs made, so that no member waits for it."""
    _ = snapshot.retriever
    cast_of(snapshot)
    directory_of(snapshot)
    return snapshot


def sources_of(snapshot: Snapshot) -> list[tuple[Article, Corrections]]:
    """Return the articles of a snapshot of the default library, and what moderators corrected in each. Blocks.

    Raises:
        CorrectionError: a file of corrections cannot be read; it is named without its folder.
    """
    named = zip(snapshot.record.articles, snapshot.manifest.sources, strict=True)
    return [(article, _corrections(entry)) for article, entry in named]


def _corrections(entry: SourceEntry) -> Corrections:
    """Return what moderators corrected in a source: it stands beside its file; an address has nothing beside it."""
    source = source_of(entry.path) if entry.path else BUNDLED_SOURCE
    if isinstance(source, str):
        return Corrections()
    with _named_without_folders(source):
        return read_corrections(corrections_path(source))


@contextmanager
def _named_without_folders(*sources: Path | str) -> Iterator[None]:
    """Raise what is wrong with `sources` without the folders of files, which are no business of moderators.

    Raises:
        RecordError: as it was raised within; with the folders it is logged.
    """
    try:
        yield
    except RecordError as error:
        told = str(error)
        for file in (source for source in sources if isinstance(source, Path)):
            told = told.replace(str(file), file.name)
        if told == str(error):
            raise
        log.warning("%s", error)
        raise type(error)(told) from error


def _is_up_to_date(saved: Snapshot, articles: Sequence[Article], origins: Mapping[str, Origin]) -> bool:
    """Return whether `saved` is made of these sources and corrections, by the rules that hold now."""
    entries = tuple(source_entry(article, origins[article.sha256]) for article in articles)
    return saved.manifest.sources == entries and saved.follows_rules
