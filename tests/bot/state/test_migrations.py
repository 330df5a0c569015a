"""A database of every earlier version is brought to this one, with all that it held."""

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, func, select, text

from bot.conversation import Thread
from bot.exchanges import Gap
from bot.state.database import Database
from bot.state.faults import Damaged, NewerVersion, StateError
from bot.state.models import Base
from bot.state.schema import configuration
from bot.state.state import State

REVISIONS = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]
HEAD = REVISIONS[-1]
VALUES: dict[type, Any] = {
    int: 1,
    bool: True,
    bytes: b"\x00bytes",
    dict: {"some": "thing"},
    datetime.datetime: datetime.datetime(2026, 11, 1, 9, 30, tzinfo=datetime.UTC),
}


def value_of(column: Column[Any]) -> object:
    """Return a value for a column: that of the column which it refers to, where it does.

    A community has no snapshot that answers: it and its snapshots refer to each other.
    """
    if column.table.name == "community" and column.name == "snapshot":
        return None
    for key in column.foreign_keys if column.table.name != "community" else ():
        return value_of(key.column)
    return VALUES.get(column.type.python_type, f"{column.table.name} {column.name}"[:20])


def filled(connection: Connection) -> dict[str, int]:
    """Put a row into every table of whatever version, and return how many rows each then has."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.tables.values() if table.name != "alembic_version"]
    for table in tables:
        connection.execute(table.insert().values({column.name: value_of(column) for column in table.columns}))
    return counted(connection, tables)


def counted(connection: Connection, tables: list[Table]) -> dict[str, int]:
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def made_at(path: Path, revision: str) -> dict[str, int]:
    """Make a database of the version `revision`, with a row in each table."""
    with create_engine(f"sqlite:///{path}").begin() as connection:
        command.upgrade(configuration(connection), revision)
        return filled(connection)


def version_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        (found,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


async def opened(path: Path) -> None:
    database = Database(path)
    await database.open()
    await database.close()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_every_version_is_brought_to_this_one_and_loses_nothing(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "record.db"
    before = made_at(path, revision)
    await opened(path)
    await opened(path)
    assert version_of(path) == HEAD
    with create_engine(f"sqlite:///{path}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        after = counted(connection, [table for table in Base.metadata.tables.values() if table.name in before])
        assert {name: count for name, count in after.items() if count < before[name]} == {}


async def test_memory_has_the_tables_of_this_version() -> None:
    database = Database()
    async with database.session() as session:
        connection = await session.connection()
        assert await connection.run_sync(compared) == []


def compared(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def test_the_versions_are_one_line_with_one_end() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert script.get_heads() == [HEAD]
    assert [one.down_revision for one in map(script.get_revision, REVISIONS)] == [None, *REVISIONS[:-1]]
    assert len(REVISIONS) >= 2


async def test_a_gap_of_the_first_version_is_a_gap_still(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'record.db'}").begin() as connection:
        command.upgrade(configuration(connection), "0001")
        connection.execute(text("INSERT INTO community (id, since) VALUES ('discord:g', '2026-11-01 09:30:00')"))
        connection.execute(
            text(
                "INSERT INTO gap (community, id, at, member, question, reason) "
                "VALUES ('discord:g', 'g1', '2026-11-02 10:00:00', 'a hash', 'And the ferry?', 'not-said')"
            )
        )
    state = State(tmp_path, 3650)
    asked = datetime.datetime(2026, 11, 2, 10, tzinfo=datetime.UTC)
    assert await state.gaps.recent("discord:g") == [Gap("g1", asked, "And the ferry?", "not-said")]
    found = await state.exchanges.get("g1", Thread("discord", "g", "c", "ann"))
    assert found is not None
    assert (found.member, found.reply) == ("a hash", {})
    await state.close()


async def test_a_step_that_fails_leaves_the_earlier_version_whole(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    made_at(path, "0001")
    with closing(sqlite3.connect(path)) as database, database:
        # A gap with the id of an exchange, which no version ever made: the second step cannot take it over.
        database.execute("UPDATE gap SET id = (SELECT id FROM exchange)")
    with closing(sqlite3.connect(path)) as database:
        before = list(database.iterdump())
    with pytest.raises(StateError):
        await opened(path)
    assert version_of(path) == "0001"
    with closing(sqlite3.connect(path)) as database:
        assert list(database.iterdump()) == before


async def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    await opened(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.execute("CREATE TABLE of_the_future (wonder TEXT)")
    before = path.read_bytes()
    with pytest.raises(NewerVersion, match=r"newer version of the bot \(its tables are of version 9999\). Start that"):
        await opened(path)
    assert path.read_bytes() == before


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE recipe (title TEXT)")
    with pytest.raises(Damaged, match="tables of another program"):
        await opened(path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("recipe",)]
