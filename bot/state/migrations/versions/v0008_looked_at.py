"""When a web source was last asked for news was never noted: the column for it goes."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    op.drop_column("source", "looked_at")
