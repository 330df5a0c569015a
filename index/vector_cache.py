"""Vectors that were made before, by what they were made of: so that only new or changed passages are embedded again.

One file of SQLite, which any number of processes use and which may be deleted at any time: what is not in it, or
cannot be read, is embedded. A vector's key is a hash of the model, of what the model makes of a fixed text (a model
whose weights were exchanged is another one), and of the text.
"""

from __future__ import annotations

import hashlib
import io
import logging
import sqlite3
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from index.embedding import Embedding, Encoder, Vectors

log = logging.getLogger(__name__)

FILE = "vectors.db"
MOST_BYTES = 256 << 20
"""About 4,000 passages of the default model with their sentences; what was not needed for longest goes first."""

_AT_ONCE = 500  # keys in one question to the database
_PROBE = "The model is known by the vector of this sentence."


class VectorCache:
    """The file. Safe for several threads and processes; whatever goes wrong with it is logged and costs time only."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        """Use the file at `path`, which is made when something is first put in it, and holds about `most_bytes`."""
        self._path = path
        self._most_bytes = most_bytes

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return what is held under those keys, and note that it was needed."""
        found: dict[bytes, bytes] = {}
        try:
            if not self._path.exists():
                return found
            with closing(self._opened()) as database, database:
                for start in range(0, len(keys), _AT_ONCE):
                    part = keys[start : start + _AT_ONCE]
                    database.execute("CREATE TEMP TABLE IF NOT EXISTS asked (key BLOB PRIMARY KEY)")
                    database.execute("DELETE FROM asked")
                    database.executemany("INSERT OR IGNORE INTO asked VALUES (?)", ((key,) for key in part))
                    found |= dict(database.execute("SELECT key, made FROM vector JOIN asked USING (key)").fetchall())
                    database.execute("UPDATE vector SET used = ? WHERE key IN (SELECT key FROM asked)", (time.time(),))
        except (OSError, sqlite3.Error) as error:
            self._complain(error)
        return found

    def put(self, made: Mapping[bytes, bytes]) -> None:
        """Hold what was made, each under its key."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._opened()) as database:
                with database:
                    rows = ((key, value, time.time()) for key, value in made.items())
                    database.executemany("INSERT OR REPLACE INTO vector (key, made, used) VALUES (?, ?, ?)", rows)
                self._prune(database)
        except (OSError, sqlite3.Error) as error:
            self._complain(error)

    def _opened(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)
        database = sqlite3.connect(self._path, timeout=5)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")  # what a failing power takes is embedded again
            database.execute(
                "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, used REAL NOT NULL, made BLOB NOT NULL)"
            )
            database.execute("CREATE INDEX IF NOT EXISTS vector_used ON vector (used)")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _prune(self, database: sqlite3.Connection) -> None:
        """Delete a tenth and more of what was not needed for longest, until it fits; the space is used again."""
        while self._size(database) > self._most_bytes:
            with database:
                deleted = database.execute(
                    "DELETE FROM vector WHERE key IN (SELECT key FROM vector ORDER BY used LIMIT "
                    "(SELECT count(*) / 10 + 1 FROM vector))"
                )
            if not deleted.rowcount:
                return

    @staticmethod
    def _size(database: sqlite3.Connection) -> int:
        pages, free, size = (
            database.execute(pragma).fetchone()[0]
            for pragma in ("PRAGMA page_count", "PRAGMA freelist_count", "PRAGMA page_size")
        )
        return int((pages - free) * size)

    def _complain(self, error: Exception) -> None:
        log.warning("The vectors kept in %s cannot be used (%s); they are made again.", self._path, error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for suffix in ("", "-wal", "-shm"):  # it is damaged, and would be at every build
                with suppress(OSError):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


class CachedEncoder(Encoder):
    """An encoder that keeps what it makes of passages; questions are not kept.

    The tokens' vectors are kept, and given, in half precision, whether they were kept before or not: they become 8
    bits in the index.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        """Keep what the model of `encoder` makes in `cache`; by convention the file `FILE` of the data folder."""
        self.name = encoder.name
        self._encoder = encoder
        self._cache = cache
        self._known_by = b""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return the pooled vectors of questions, as of `Encoder`."""
        return self._encoder.encode_questions(texts)

    def embed_question(self, text: str) -> Embedding:
        """Embed a question."""
        return self._encoder.embed_question(text)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the pooled vectors of pieces of articles, as of `Encoder`."""

        def made(missing: Sequence[str]) -> list[Embedding]:
            pooled = self._encoder.encode_passages(missing, progress)
            none = np.zeros((0, self.dimension), np.float32), np.zeros((0, 2), np.int32)
            return [Embedding(row, *none) for row in pooled]

        found = self._kept_or_made(texts, "pooled", made, progress)
        return np.array([one.pooled for one in found], np.float32).reshape(len(texts), self.dimension)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Embedding]:
        """Embed pieces of articles, as of `Encoder`."""

        def made(missing: Sequence[str]) -> list[Embedding]:
            return [_in_half(one) for one in self._encoder.embed_passages(missing, progress)]

        return self._kept_or_made(texts, "whole", made, progress)

    def _kept_or_made(
        self,
        texts: Sequence[str],
        kind: str,
        make: Callable[[Sequence[str]], list[Embedding]],
        progress: Callable[[int], None] | None,
    ) -> list[Embedding]:
        """Return the embeddings of texts: those that are kept, and those that `make` makes, which then are."""
        keys = [self._key(text, kind) for text in texts]
        kept = {key: one for key, data in self._cache.get(keys).items() if (one := self._unpacked(data)) is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        if progress and len(missing) < len(texts):
            progress(len(texts) - len(missing))
        if missing:
            made = dict(zip(missing, make(list(missing.values())), strict=True))
            self._cache.put({key: _packed(one) for key, one in made.items()})
            kept |= made
        return [kept[key] for key in keys]

    def _key(self, text: str, kind: str) -> bytes:
        if not self._known_by:
            self._known_by = self.name.encode() + b"\0" + self._encoder.encode_passages([_PROBE]).tobytes()
        return hashlib.sha256(b"\0".join([self._known_by, kind.encode(), text.encode("utf-8", "replace")])).digest()

    def _unpacked(self, data: bytes) -> Embedding | None:
        """Return the embedding that was kept, or None where it is damaged."""
        try:
            with np.load(io.BytesIO(data)) as arrays:
                made = Embedding(arrays["pooled"], arrays["tokens"].astype(np.float32), arrays["spans"])
        except (EOFError, KeyError, OSError, ValueError, zipfile.BadZipFile):
            return None
        fits = made.pooled.shape == (self.dimension,) and made.tokens.shape == (len(made.spans), self.dimension)
        return made if fits else None


def _in_half(made: Embedding) -> Embedding:
    """Return an embedding as it would come back from the file."""
    return Embedding(made.pooled, made.tokens.astype(np.float16).astype(np.float32), made.spans)


def _packed(made: Embedding) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, pooled=made.pooled, tokens=made.tokens.astype(np.float16), spans=made.spans)
    return stream.getvalue()
