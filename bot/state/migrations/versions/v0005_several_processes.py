"""Several processes: what was seen already, where the bot is installed, and who does what only one may do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    op.create_table(
        "seen",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_seen_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "key", name="pk_seen"),
    )
    op.create_index("ix_seen_until", "seen", ["until"])
    op.create_table(
        "installation",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("bot", sa.JSON(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_installation_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", name="pk_installation"),
    )
    op.create_table(
        "lease",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_lease_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "name", name="pk_lease"),
    )
