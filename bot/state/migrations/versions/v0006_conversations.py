"""Conversations that several processes have with a member: to which an exchange belongs, and what answers a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    op.add_column("exchange", sa.Column("conversation", sa.String(length=64), nullable=True))
    op.create_table(
        "asked",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("edited", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("exchange", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_asked_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "key", name="pk_asked"),
    )
    op.create_index("ix_asked_member", "asked", ["member"])
    op.create_index("ix_asked_until", "asked", ["until"])
