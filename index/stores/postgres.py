"""Snapshots in PostgreSQL: any number of processes keep and search them there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, LiteralString

import numpy as np
import psycopg
from pydantic import ValidationError
from sqlalchemy import URL

from index.errors import SnapshotError
from index.retrieval import Embedded
from index.retrieval.lexical import Idf, LexicalIndex
from index.snapshot import REBUILD, RECORD_JSON, Snapshot, sentences_of
from index.snapshot_files import RECORD, manifest_of, manifest_to_bytes
from index.stores.reading import Reading
from index.stores.searching import StoredVectors, key_of
from index.stores.server import Server

KEPT = 3
"""Snapshots of a community that are kept, however old they are."""

GRACE = 600.0
"""Seconds for which every snapshot is kept: a question that began before a newer one was there ends with it."""

_NEWEST: LiteralString = """
SELECT id FROM stored_snapshot WHERE community = %(community)s ORDER BY saved DESC, id DESC
"""
_PRUNE: LiteralString = """
DELETE FROM stored_snapshot WHERE community = %(community)s AND id <> ALL(%(needed)s)
AND saved < clock_timestamp() - make_interval(secs => %(grace)s) AND id NOT IN (
    SELECT id FROM stored_snapshot WHERE community = %(community)s ORDER BY saved DESC, id DESC LIMIT %(kept)s)
"""
_READ: LiteralString = """
SELECT manifest, record, mean, token_mean,
       (SELECT count(*) FROM stored_passage WHERE community = %(community)s AND snapshot = %(id)s),
       (SELECT count(*) FROM stored_sentence WHERE community = %(community)s AND snapshot = %(id)s)
FROM stored_snapshot WHERE community = %(community)s AND id = %(id)s
"""
_ADD: LiteralString = """
INSERT INTO stored_snapshot (community, id, saved, manifest, record, passages, sentences, mean, token_mean)
VALUES (%(community)s, %(id)s, clock_timestamp(), %(manifest)s, %(record)s, %(passages)s, %(sentences)s, %(mean)s,
        %(token_mean)s)
ON CONFLICT DO NOTHING
"""


class PostgresStore:
    """The snapshots of all communities in one database, whose tables (`index.stores.tables`) must be there."""

    def __init__(self, url: URL, connections: int = 8, grace: float = GRACE, *, copies: URL | None = None) -> None:
        """Use the database at `url`; nothing is connected to before it is needed.

        Args:
            url: its address, with the driver `postgresql+psycopg`.
            connections: how many at once.
            grace: seconds for which a snapshot is kept, whatever came after it.
            copies: the address of copies of the database that follow it, of one or of several hosts; what a snapshot
                holds is read there where they have it already.
        """
        self._server = Server(url, connections)
        self._reading = Reading(self._server, Server(copies, connections, impatient=True) if copies else None)
        self._grace = grace

    def shelf(self, community: str) -> PostgresShelf:
        """Return the snapshots of a community, by its key."""
        return PostgresShelf(self._server, self._reading, community, self._grace)

    def forget(self, community: str) -> None:
        """Delete all that is held of a community.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        with self._server.connection() as connection:
            connection.execute("DELETE FROM stored_snapshot WHERE community = %s", [community])

    def close(self) -> None:
        """Close all connections."""
        self._reading.close()
        self._server.close()


class PostgresShelf:
    """The snapshots of one community: see `Shelf`."""

    def __init__(self, server: Server, reading: Reading, community: str, grace: float) -> None:
        """Keep them on `server`, each for `grace` seconds at least, and read what is in them through `reading`."""
        self._server = server
        self._reading = reading
        self._community = community
        self._grace = grace

    def names(self) -> list[str]:
        """Return the ids of the snapshots that are held, the newest first.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        with self._server.connection() as connection:
            return [row[0] for row in connection.execute(_NEWEST, {"community": self._community})]

    def holds(self, name: str) -> bool:
        """Return whether the snapshot of that id is held.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        return name in self.names()

    def load(self, name: str, model: str | None = None) -> Snapshot:
        """Return the snapshot of that id, with its words in memory and its vectors on the server.

        Raises:
            SnapshotError: it is not there, is damaged, or was made by another model than `model`.
            StoreError: the server cannot be reached, or refuses.
        """
        return self._reading.read(lambda connection: self._loaded(connection, name, model))

    def _loaded(self, connection: psycopg.Connection, name: str, model: str | None) -> Snapshot:
        row = connection.execute(_READ, {"community": self._community, "id": name}, binary=True).fetchone()
        if row is None:
            raise SnapshotError(f"The snapshot {name} is not in the database {self._server.name}. {REBUILD}")
        manifest = manifest_of(row[0], name, model)
        if hashlib.sha256(row[1]).hexdigest() != manifest.files.get(RECORD):
            raise SnapshotError(f"The snapshot {name} is damaged: {RECORD} is not what was written. {REBUILD}")
        try:
            record = RECORD_JSON.validate_json(row[1])
        except ValidationError as error:
            raise SnapshotError(f"The snapshot {name} is damaged: its contents make no sense. {REBUILD}") from error
        lengths = [len(passage.sentences) for passage in record.passages]
        mean, token_mean = (np.frombuffer(one, "<f4").astype(np.float32) for one in row[2:4])
        if (len(lengths), sum(lengths)) != row[4:] or {len(mean), len(token_mean)} != {manifest.dimension}:
            raise SnapshotError(f"The snapshot {name} is damaged: its counts do not agree. {REBUILD}")
        owners = np.repeat(np.arange(len(lengths)), lengths).astype(np.int64)
        return Snapshot(manifest, record, StoredVectors(self._reading, self._community, name, owners, mean, token_mean))

    def save(self, snapshot: Snapshot, needed: Collection[str] = ()) -> None:
        """Hold `snapshot`, in one transaction; one that is held already stays.

        Afterwards all are deleted but the newest `KEPT`, those of the last minutes and those whose ids are `needed`.

        Raises:
            StoreError: the server cannot be reached, or refuses. What was held still is.
        """
        record = RECORD_JSON.dump_json(snapshot.record)
        manifest = replace(snapshot.manifest, files={RECORD: hashlib.sha256(record).hexdigest()})
        dense, tokens = snapshot.dense, snapshot.tokens
        row = {
            "community": self._community,
            "id": manifest.id,
            "manifest": manifest_to_bytes(manifest),
            "record": record,
            "passages": len(dense),
            "sentences": len(dense.owners),
            "mean": dense.mean.astype("<f4").tobytes(),
            "token_mean": tokens.mean.astype("<f4").tobytes(),
        }
        with self._server.connection() as connection, connection.transaction():
            # Whoever else saves here waits: two that delete what is too old might leave too little.
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"store:{self._community}"])
            if connection.execute(_ADD, row).rowcount:
                self._copy(connection, snapshot, Embedded(dense, tokens))
            kept = {"needed": [*needed, manifest.id], "kept": KEPT, "grace": self._grace}
            connection.execute(_PRUNE, {"community": self._community, **kept})

    def _copy(self, connection: psycopg.Connection, snapshot: Snapshot, vectors: Embedded) -> None:
        """Write the rows of a snapshot that is new; its vectors are given: they may have come from a server."""
        key = self._community, snapshot.manifest.id
        dense, tokens = vectors.dense, vectors.tokens
        paragraphs, sentences = (one.reconstruct_n(0, one.ntotal) for one in (dense.paragraphs, dense.sentences))
        starts, ends = (
            np.searchsorted(tokens.sentences, np.arange(len(sentences)), side) for side in ("left", "right")
        )
        scales = tokens.scales.astype("<f4")
        _write(
            connection,
            "COPY stored_passage (community, snapshot, place, vector) FROM STDIN (FORMAT BINARY)",
            ("varchar", "varchar", "int4", "vector"),
            ((*key, place, vector) for place, vector in enumerate(paragraphs)),
        )
        _write(
            connection,
            "COPY stored_sentence (community, snapshot, place, passage, vector, scales, codes) "
            "FROM STDIN (FORMAT BINARY)",
            ("varchar", "varchar", "int4", "int4", "vector", "bytea", "bytea"),
            (
                (*key, i, int(dense.owners[i]), vector, scales[a:b].tobytes(), tokens.codes[a:b].tobytes())
                for i, (vector, a, b) in enumerate(zip(sentences, starts, ends, strict=True))
            ),
        )
        _write(
            connection,
            "COPY stored_stem (community, snapshot, stem, passages, passage_weights, sentences, sentence_weights) "
            "FROM STDIN (FORMAT BINARY)",
            ("varchar", "varchar", "varchar", "int4[]", "float4[]", "int4[]", "float4[]"),
            ((*key, *row) for row in _stems(snapshot)),
        )


def _stems(snapshot: Snapshot) -> Iterable[tuple[Any, ...]]:
    """Yield each stem of a snapshot with the passages and sentences that hold it, and its weights there."""
    divided = sentences_of(snapshot.record)
    texts = [" ".join(sentences) for sentences in divided]
    idf = Idf(texts)
    in_sentences = LexicalIndex([sentence for sentences in divided for sentence in sentences], idf)
    by_sentence = {stem: (rows.tolist(), weights.tolist()) for stem, rows, weights in in_sentences.postings()}
    for stem, rows, weights in LexicalIndex(texts, idf).postings():
        yield key_of(stem), rows.tolist(), weights.tolist(), *by_sentence[stem]


def _write(
    connection: psycopg.Connection, command: LiteralString, types: Iterable[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.set_types(list(types))
        for row in rows:
            copy.write_row(row)
