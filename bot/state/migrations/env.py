"""What Alembic runs for each of its commands: by the bot with a connection, by a developer without one.

A developer's `alembic` works on the bot's own database (`DATA_DIR`), and compares it with the models.
"""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, create_engine

from bot.settings import load_settings
from bot.state.models import Base, UtcDateTime


def rendered(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Return how a new step spells our own type: a step must not change when the type's code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    """Carry out the command that Alembic was given on `connection`, within its transaction."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=rendered)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with create_engine(f"sqlite:///{load_settings().data_dir / 'record.db'}").connect() as own:
        migrate(own)
