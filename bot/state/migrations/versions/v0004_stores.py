"""Where the database is PostgreSQL: the tables in which snapshots are kept and searched (`index.stores.tables`)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    if op.get_bind().dialect.name != "postgresql":
        return
    from pgvector.sqlalchemy import Vector  # noqa: PLC0415 - only the extra for PostgreSQL brings it

    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table(
        "stored_snapshot",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.Integer(), nullable=False),
        sa.Column("mean", sa.LargeBinary(), nullable=False),
        sa.Column("token_mean", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("community", "id", name="pk_stored_snapshot"),
    )
    op.create_table(
        "stored_passage",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("vector", Vector(), nullable=False),
        _of_snapshot("stored_passage"),
        sa.PrimaryKeyConstraint("community", "snapshot", "place", name="pk_stored_passage"),
    )
    op.create_table(
        "stored_sentence",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("vector", Vector(), nullable=False),
        sa.Column("scales", sa.LargeBinary(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        _of_snapshot("stored_sentence"),
        sa.PrimaryKeyConstraint("community", "snapshot", "place", name="pk_stored_sentence"),
    )
    op.create_table(
        "stored_stem",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.String(length=100), nullable=False),
        sa.Column("stem", sa.String(length=100), nullable=False),
        sa.Column("passages", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("passage_weights", sa.ARRAY(sa.REAL()), nullable=False),
        sa.Column("sentences", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("sentence_weights", sa.ARRAY(sa.REAL()), nullable=False),
        _of_snapshot("stored_stem"),
        sa.PrimaryKeyConstraint("community", "snapshot", "stem", name="pk_stored_stem"),
    )


def _of_snapshot(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community", "snapshot"],
        ["stored_snapshot.community", "stored_snapshot.id"],
        name=f"fk_{table}_community_snapshot_stored_snapshot",
        ondelete="CASCADE",
    )
