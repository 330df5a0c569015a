"""Communities, libraries, settings, acts of moderation, exchanges, verdicts and gaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_community"),
    )
    op.create_table(
        "audit",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_audit_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name="pk_audit"),
    )
    op.create_table(
        "exchange",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_exchange_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name="pk_exchange"),
    )
    with op.batch_alter_table("exchange") as batch:
        batch.create_index("ix_exchange_community_at", ["community", "at"], unique=False)
        batch.create_index("ix_exchange_community_member", ["community", "member"], unique=False)

    op.create_table(
        "gap",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_gap_community_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_gap"),
    )
    with op.batch_alter_table("gap") as batch:
        batch.create_index("ix_gap_community_at", ["community", "at"], unique=False)
        batch.create_index("ix_gap_community_member", ["community", "member"], unique=False)

    op.create_table(
        "setting",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_setting_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "channel", "name", name="pk_setting"),
    )
    op.create_table(
        "snapshot",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index_id", sa.String(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_snapshot_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "number", name="pk_snapshot"),
    )
    # Only now that both tables are there can one name the other.
    with op.batch_alter_table("community") as batch:
        batch.create_foreign_key(
            "fk_community_id_snapshot_snapshot", "snapshot", ["id", "snapshot"], ["community", "number"]
        )
    op.create_table(
        "source",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_source_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name="pk_source"),
    )
    op.create_table(
        "snapshot_source",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "snapshot"],
            ["snapshot.community", "snapshot.number"],
            name="fk_snapshot_source_community_snapshot_snapshot",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "source"],
            ["source.community", "source.id"],
            name="fk_snapshot_source_community_source_source",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_snapshot_source_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "snapshot", "place", name="pk_snapshot_source"),
    )
    with op.batch_alter_table("snapshot_source") as batch:
        batch.create_index("ix_snapshot_source_community_source", ["community", "source"], unique=False)

    op.create_table(
        "verdict",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("exchange", sa.String(length=32), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("complaint", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "exchange"],
            ["exchange.community", "exchange.id"],
            name="fk_verdict_community_exchange_exchange",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_verdict_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "exchange", "member", name="pk_verdict"),
    )
    with op.batch_alter_table("verdict") as batch:
        batch.create_index("ix_verdict_community_at", ["community", "at"], unique=False)
        batch.create_index("ix_verdict_community_member", ["community", "member"], unique=False)
