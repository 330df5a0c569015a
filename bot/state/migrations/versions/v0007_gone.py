"""Communities in which the bot is no longer: since when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    op.add_column("community", sa.Column("gone", sa.DateTime(timezone=True), nullable=True))
