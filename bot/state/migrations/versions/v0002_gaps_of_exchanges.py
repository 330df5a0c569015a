"""A gap belongs to its exchange, and goes with it; a member's rows are found in all communities at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the version before to this one."""
    with op.batch_alter_table("exchange") as batch:
        batch.drop_index("ix_exchange_community_member")
        batch.create_index("ix_exchange_member", ["member"])
    with op.batch_alter_table("verdict") as batch:
        batch.drop_index("ix_verdict_community_at")
        batch.drop_index("ix_verdict_community_member")
        batch.create_index("ix_verdict_member", ["member"])

    op.rename_table("gap", "gap_before")
    op.create_table(
        "gap",
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("exchange", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_gap_community_community", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["community", "exchange"],
            ["exchange.community", "exchange.id"],
            name="fk_gap_community_exchange_exchange",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community", "exchange", name="pk_gap_exchange"),
    )
    # A gap of before becomes the question of an exchange whose reply nobody can go back to.
    op.execute(
        "INSERT INTO exchange (community, id, at, member, question, reply) "
        "SELECT community, id, at, member, question, '{}' FROM gap_before"
    )
    op.execute("INSERT INTO gap (community, exchange, reason) SELECT community, id, reason FROM gap_before")
    op.drop_table("gap_before")
