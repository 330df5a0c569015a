"""The version of the tables in a database, and the way from an earlier one to this one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from bot.state.faults import Damaged, NewerVersion

MIGRATIONS = Path(__file__).with_name("migrations")


def configuration(connection: Connection | None = None) -> Config:
    """Return what Alembic needs to know; its commands then work on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, name: str) -> None:
    """Bring the database called `name` to this version, within the transaction of `connection`.

    Raises:
        NewerVersion: a later version of the bot wrote it.
        Damaged: it holds tables, but not ours.
    """
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None and inspect(connection).get_table_names():
        raise Damaged(
            f"The database {name} holds tables of another program. Move it away to begin with an empty one; the bot "
            "has left it as it is."
        )
    config = configuration(connection)
    if version is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(version)
        except CommandError:
            raise NewerVersion(
                f"The database {name} was written by a newer version of the bot (its tables are of version {version}). "
                "Start that version, or put back a copy from before."
            ) from None
    command.upgrade(config, "head")
