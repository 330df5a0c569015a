"""What Alembic runs for each of its commands: by the bot with a connection, by a developer without one.

A developer's `alembic` works on the bot's own database (`DATABASE_URL`, else that in `DATA_DIR`), and compares it with
the models.
"""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, MetaData, create_engine

from bot.settings import load_settings
from bot.state.models import Base, UtcDateTime
from bot.state.postgres import address


def rendered(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Return how a new step spells our own type: a step must not change when the type's code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def tables(connection: Connection) -> list[MetaData]:
    """Return the tables that a database has: in PostgreSQL also those of `index.stores`."""
    if connection.dialect.name != "postgresql":
        return [Base.metadata]
    from index.stores.tables import METADATA  # noqa: PLC0415 - only the extra for PostgreSQL brings what it imports

    return [Base.metadata, METADATA]


def migrate(connection: Connection) -> None:
    """Carry out the command that Alembic was given on `connection`, within its transaction."""
    context.configure(
        connection=connection, target_metadata=tables(connection), render_as_batch=True, render_item=rendered
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    settings = load_settings()
    kept = settings.database_url.get_secret_value() if settings.database_url else None
    with create_engine(address(kept) if kept else f"sqlite:///{settings.data_dir / 'record.db'}").connect() as own:
        migrate(own)
