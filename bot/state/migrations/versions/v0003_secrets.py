"""Secrets of the installation, where several processes share a database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    op.create_table(
        "secret",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_secret_community_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "name", name="pk_secret"),
    )
