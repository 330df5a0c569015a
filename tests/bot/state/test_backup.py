"""What `bot/state/README.md` says of backups is so: they are made while the bot runs, and hold all that is needed."""

from __future__ import annotations

import re
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from bot.conversation import Thread
from bot.state import database
from bot.state.state import State
from tests.postgres import Server, run_client

README = (Path(database.__file__).parent / "README.md").read_text(encoding="utf-8")
ANN = Thread("discord", "guild", "channel", "ann")


async def used(state: State) -> str:
    """Keep some of everything, and return an exchange's id."""
    await state.open()
    await state.settings.change_channel(ANN, private=True)
    return await state.exchanges.add(ANN, "Why?", {}, "not-said")


async def is_all_there(state: State, exchange: str) -> bool:
    await state.open()
    found = await state.exchanges.get(exchange, ANN)
    assert found is not None
    there = state.exchanges.is_of(found, ANN) and state.settings.channel(ANN).private
    await state.close()
    return there


async def test_files_are_backed_up_while_the_bot_runs_and_restored(tmp_path: Path) -> None:
    data, backup, again = (tmp_path / name for name in (".data", "backup", "again"))
    backup.mkdir()
    state = State(data, 30)
    exchange = await used(state)
    (command,) = re.findall(r'"(VACUUM INTO .*?)"', README)
    with closing(sqlite3.connect(data / "record.db")) as running:
        running.execute(command.replace("backup/", f"{backup}/"))
    shutil.copy(data / "key", backup)
    await state.exchanges.add(ANN, "And after the backup?", {})
    await state.close()
    shutil.copytree(backup, again)
    assert await is_all_there(State(again, 30), exchange)


async def test_postgresql_is_backed_up_and_restored_for_the_bot_s_own_user(
    postgres: URL, postgres_server: Server, tmp_path: Path
) -> None:
    state = State(keep_days=30, url=postgres)
    exchange = await used(state)
    made, begun, put_back = (
        re.search(pattern, README)
        for pattern in (r"pg_dump (--.*?) \"", r"record_again -c '(.*?)'", r"pg_restore (--.*?) --dbname")
    )
    assert made
    assert begun
    assert put_back
    dump = tmp_path / "record.dump"
    source = postgres_server.dsn(str(postgres.database))
    run_client("pg_dump", *made[1].replace("record.dump", str(dump)).split(), source)
    await state.exchanges.add(ANN, "And after the backup?", {})
    await state.close()
    user = f"user_{secrets.token_hex(6)}"
    postgres_server.command(f"CREATE ROLE {user} LOGIN PASSWORD 'of tests'")
    restored = postgres_server.create()
    name = str(restored.database)
    postgres_server.command(f"ALTER DATABASE {name} OWNER TO {user}")
    postgres_server.command(begun[1], name)
    options = put_back[1].replace("--role=bot", f"--role={user}").split()
    run_client("pg_restore", *options, f"--dbname={postgres_server.dsn(name)}", str(dump))
    assert await is_all_there(State(keep_days=30, url=restored.set(username=user, password="of tests")), exchange)
