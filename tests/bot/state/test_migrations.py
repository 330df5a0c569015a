"""A database of every earlier version is brought to this one, with all that it held."""

import asyncio
import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pgvector.sqlalchemy import Vector
from sqlalchemy import URL, Column, Connection, MetaData, Table, create_engine, func, inspect, select, text

import bot.state
from bot.conversation import Thread
from bot.exchanges import Gap
from bot.state.database import Database
from bot.state.faults import Damaged, NewerVersion, StateError
from bot.state.models import Base
from bot.state.schema import configuration
from bot.state.state import State
from index.stores.tables import METADATA

REVISIONS = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]
HEAD = REVISIONS[-1]
VALUES: dict[type, Any] = {
    int: 1,
    bool: True,
    bytes: b"\x00bytes",
    dict: {"some": "thing"},
    list: [1],
    datetime.datetime: datetime.datetime(2026, 11, 1, 9, 30, tzinfo=datetime.UTC),
}


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | URL:
    """Return where an empty database is to be made."""
    if request.param == "sqlite":
        return tmp_path / "record.db"
    url: URL = request.getfixturevalue("empty_postgres")
    return url


@contextmanager
def connected(place: Path | URL) -> Iterator[Connection]:
    """Give a transaction that knows nothing of the bot."""
    engine = create_engine(place if isinstance(place, URL) else f"sqlite:///{place}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def metadata_of(connection: Connection) -> list[MetaData]:
    return [Base.metadata, *([METADATA] if connection.dialect.name == "postgresql" else [])]


def value_of(column: Column[Any]) -> object:
    """Return a value for a column: that of the column which it refers to, where it does.

    A community has no snapshot that answers: it and its snapshots refer to each other.
    """
    if column.table.name == "community" and column.name == "snapshot":
        return None
    for key in column.foreign_keys if column.table.name != "community" else ():
        return value_of(key.column)
    if isinstance(column.type, Vector):
        return [1.0, 0.0]
    return VALUES.get(column.type.python_type, f"{column.table.name} {column.name}"[:20])


def filled(connection: Connection) -> dict[str, int]:
    """Put a row into every table of whatever version, and return how many rows each then has."""
    tables = there(connection)
    # A community comes first: its own reference to a snapshot is to none.
    for table in sorted(tables, key=lambda table: (table.name != "community", len(table.foreign_keys))):
        connection.execute(table.insert().values({column.name: value_of(column) for column in table.columns}))
    return counted(connection, tables)


def there(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.tables.values() if table.name != "alembic_version"]


def counted(connection: Connection, tables: list[Table]) -> dict[str, int]:
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def contents(place: Path | URL) -> dict[str, list[Any]]:
    """Return all tables of a database with all their rows."""
    with connected(place) as connection:
        tables = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in there(connection)}
        versions = inspect(connection).has_table("alembic_version")
        version = connection.scalars(text("SELECT version_num FROM alembic_version")).all() if versions else []
        return {**tables, "alembic_version": list(version)}


def made_at(place: Path | URL, revision: str) -> dict[str, int]:
    """Make a database of the version `revision`, with a row in each table."""
    with connected(place) as connection:
        command.upgrade(configuration(connection), revision)
        return filled(connection)


async def opened(place: Path | URL) -> None:
    database = Database(place)
    try:
        await database.open()
    finally:
        await database.close()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_every_version_is_brought_to_this_one_and_loses_nothing(place: Path | URL, revision: str) -> None:
    before = made_at(place, revision)
    await opened(place)
    await opened(place)
    assert contents(place)["alembic_version"] == [HEAD]
    with connected(place) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata_of(connection)) == []  # type: ignore[arg-type]  # it takes several too
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        after = counted(connection, [table for table in there(connection) if table.name in before])
        assert {name: count for name, count in after.items() if count < before[name]} == {}


async def test_several_processes_that_start_at_once_migrate_once(empty_postgres: URL) -> None:
    made_at(empty_postgres, REVISIONS[0])
    await asyncio.gather(*(opened(empty_postgres) for _ in range(4)))
    assert contents(empty_postgres)["alembic_version"] == [HEAD]


async def test_memory_has_the_tables_of_this_version() -> None:
    database = Database()
    async with database.session() as session:
        connection = await session.connection()
        assert await connection.run_sync(compared) == []
    await database.close()


def compared(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def test_the_versions_are_one_line_with_one_end() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert script.get_heads() == [HEAD]
    assert [one.down_revision for one in map(script.get_revision, REVISIONS)] == [None, *REVISIONS[:-1]]
    assert len(REVISIONS) >= 2


async def test_a_gap_of_the_first_version_is_a_gap_still(tmp_path: Path, place: Path | URL) -> None:
    with connected(place) as connection:
        command.upgrade(configuration(connection), "0001")
        connection.execute(text("INSERT INTO community (id, since) VALUES ('discord:g', '2026-11-01 09:30:00')"))
        connection.execute(
            text(
                "INSERT INTO gap (community, id, at, member, question, reason) "
                "VALUES ('discord:g', 'g1', '2026-11-02 10:00:00+00:00', 'a hash', 'And the ferry?', 'not-said')"
                if isinstance(place, URL)
                else "INSERT INTO gap (community, id, at, member, question, reason) "
                "VALUES ('discord:g', 'g1', '2026-11-02 10:00:00', 'a hash', 'And the ferry?', 'not-said')"
            )
        )
    state = State(tmp_path, 3650, url=place if isinstance(place, URL) else None)
    asked = datetime.datetime(2026, 11, 2, 10, tzinfo=datetime.UTC)
    assert await state.gaps.recent("discord:g") == [Gap("g1", asked, "And the ferry?", "not-said")]
    found = await state.exchanges.get("g1", Thread("discord", "g", "c", "ann"))
    assert found is not None
    assert (found.member, found.reply) == ("a hash", {})
    await state.close()


async def test_a_step_that_fails_leaves_the_earlier_version_whole(place: Path | URL) -> None:
    made_at(place, "0001")
    with connected(place) as connection:
        # A gap with the id of an exchange, which no version ever made: the second step cannot take it over.
        connection.execute(text("UPDATE gap SET id = (SELECT id FROM exchange)"))
    before = contents(place)
    with pytest.raises(StateError):
        await opened(place)
    assert contents(place) == before
    assert before["alembic_version"] == ["0001"]


async def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(place: Path | URL) -> None:
    await opened(place)
    with connected(place) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("CREATE TABLE of_the_future (wonder TEXT)"))
    before = contents(place)
    with pytest.raises(NewerVersion, match=r"newer version of the bot \(its tables are of version 9999\). Start that"):
        await opened(place)
    assert contents(place) == before


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(place: Path | URL) -> None:
    with connected(place) as connection:
        connection.execute(text("CREATE TABLE recipe (title TEXT)"))
    with pytest.raises(Damaged, match="tables of another program"):
        await opened(place)
    assert contents(place) == {"recipe": [], "alembic_version": []}


def test_the_statements_for_citus_name_every_table(postgres: URL) -> None:
    page = Path(bot.state.__file__).with_name("README.md").read_text("utf-8")
    listed = re.search(r"unnest\(ARRAY\[(.*?)\]\)", page, re.DOTALL)
    assert listed is not None
    distributed = ["community", *re.findall(r"'(\w+)'", listed[1])]
    assert f"create_distributed_table('{distributed[0]}', 'id')" in page
    with connected(postgres) as connection:
        inspector = inspect(connection)
        names = set(inspector.get_table_names()) - {"alembic_version"}
        # Citus takes a reference between two tables only when the one that is referred to is distributed already.
        for number, name in enumerate(distributed):
            referred = {
                key["referred_table"] for key in inspector.get_foreign_keys(name) if str(key["name"]) not in page
            }
            assert referred <= set(distributed[: number + 1])
        circular = {key["name"] for key in inspector.get_foreign_keys("community")}
    assert sorted(distributed) == sorted(names)
    # That of a community to its snapshot is taken away first, and put back at the end.
    assert [page.count(str(name)) for name in circular] == [2]


LEADING = """
SELECT c.table_name, c.constraint_type, c.constraint_name, k.column_name, referred.column_name
FROM information_schema.table_constraints c
JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name, table_name)
LEFT JOIN information_schema.referential_constraints r
  ON r.constraint_schema = c.constraint_schema AND r.constraint_name = c.constraint_name
LEFT JOIN information_schema.key_column_usage referred
  ON referred.constraint_schema = r.unique_constraint_schema AND referred.constraint_name = r.unique_constraint_name
  AND referred.ordinal_position = k.position_in_unique_constraint
WHERE c.constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') AND k.ordinal_position = 1
  AND c.table_schema = 'public' AND c.table_name <> 'alembic_version'
"""
UNIQUE_INDEXES = """
SELECT t.relname, a.attname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
WHERE i.indisunique AND n.nspname = 'public' AND t.relname <> 'alembic_version'
"""


def test_the_community_leads_every_key_of_the_tables_as_postgresql_has_them(postgres: URL) -> None:
    with connected(postgres) as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        leading = connection.execute(text(LEADING)).all()
        unique = connection.execute(text(UNIQUE_INDEXES)).all()
    assert {row[0] for row in leading if row[1] == "PRIMARY KEY"} == names
    assert names == {name for metadata in (Base.metadata, METADATA) for name in metadata.tables}
    wrong = [row for row in leading if row[3] != ("id" if row[0] == "community" else "community")]
    assert wrong == []
    assert [row for row in leading if row[1] == "FOREIGN KEY" and row[4] not in {"community", "id"}] == []
    # A reference to a table's id is one to a community: no other table's id stands first in its key.
    to_ids = {row[0] for row in leading if row[1] == "PRIMARY KEY" and row[3] == "id"}
    assert to_ids == {"community"}
    assert [row for row in unique if row[1] != ("id" if row[0] == "community" else "community")] == []
    assert len(leading) > 25
