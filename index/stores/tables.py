"""The tables of PostgreSQL in which snapshots are kept and searched.

The community leads every key, so that Citus can spread the tables by it, and the snapshot comes next: every search is
for one of both, and reads the rows of that one alone, in order. No index over the vectors of several communities
exists, as one would drop passages of the community that is asked for.
"""

from __future__ import annotations

from pgvector.sqlalchemy import Vector
from sqlalchemy import (
    ARRAY,
    REAL,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

METADATA = MetaData(
    naming_convention={
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_snapshot(*columns: Column[int] | Column[str]) -> tuple[Column[str] | Column[int] | ForeignKeyConstraint, ...]:
    """Return the columns that lead a table's key, `columns` that end it, and what ties them to the snapshot."""
    return (
        Column("community", String(200), primary_key=True),
        Column("snapshot", String(100), primary_key=True),
        *columns,
        ForeignKeyConstraint(
            ["community", "snapshot"], ["stored_snapshot.community", "stored_snapshot.id"], ondelete="CASCADE"
        ),
    )


SNAPSHOTS = Table(
    "stored_snapshot",
    METADATA,
    Column("community", String(200), primary_key=True),
    Column("id", String(100), primary_key=True),
    Column("saved", DateTime(timezone=True), nullable=False),
    Column("manifest", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("mean", LargeBinary, nullable=False),
    Column("token_mean", LargeBinary, nullable=False),
)
"""A snapshot: what it is made of (`Manifest`) and its words (`Record`), both as JSON in UTF-8.

`mean` is that of its sentences' vectors, `token_mean` that of its tokens', as little-endian float32.
"""

PASSAGES = Table(
    "stored_passage",
    METADATA,
    *_of_snapshot(Column("place", Integer, primary_key=True, autoincrement=False)),
    Column("vector", Vector, nullable=False),
)
"""A passage, by its place in the snapshot from 0 on, and its vector, of length one."""

SENTENCES = Table(
    "stored_sentence",
    METADATA,
    *_of_snapshot(Column("place", Integer, primary_key=True, autoincrement=False)),
    Column("passage", Integer, nullable=False),
    Column("vector", Vector, nullable=False),
    Column("scales", LargeBinary, nullable=False),
    Column("codes", LargeBinary, nullable=False),
)
"""A sentence, by its place in the snapshot from 0 on, the place of its passage, and its vector, of length one.

`codes` are its tokens' vectors as of `TokenIndex`, int8, one after the other, `scales` their scales, little-endian
float32.
"""

STEMS = Table(
    "stored_stem",
    METADATA,
    *_of_snapshot(Column("stem", String(100), primary_key=True)),
    Column("passages", ARRAY(Integer), nullable=False),
    Column("passage_weights", ARRAY(REAL), nullable=False),
    Column("sentences", ARRAY(Integer), nullable=False),
    Column("sentence_weights", ARRAY(REAL), nullable=False),
)
"""A stem, and where it is held: the places of passages and of sentences, ascending.

The weights are BM25's without the idf: tf / (tf + k1 (1 - b + b length / mean length)).
"""
