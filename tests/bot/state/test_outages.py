"""A server is killed in the middle of writes, or a standby takes over: nothing confirmed is lost, all goes on."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import URL, text
from typer.testing import CliRunner

from bot.__main__ import app
from bot.conversation import Thread
from bot.errors import NotKept
from bot.state.database import Database
from bot.state.faults import Damaged, StateError, Unreachable
from bot.state.postgres import address, addresses
from bot.state.state import State
from tests.postgres import PASSWORD, Server, own_server

ANN = Thread("discord", "guild", "channel", "ann")
WRITERS = 4


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Return a server of the test's own, which may be killed."""
    with own_server(tmp_path / "primary") as server:
        yield server


class Writers:
    """Several who write without pause, whatever happens, and note what was confirmed to them."""

    def __init__(self, state: State) -> None:
        self.confirmed: list[str] = []
        self.refused = 0
        self._state = state
        self._changed = asyncio.Condition()

    async def write(self) -> None:
        """Write until cancelled."""
        while True:
            exchange = await self._state.exchanges.add(ANN, "Why?", {}, "not-said")
            async with self._changed:
                if exchange:
                    self.confirmed.append(exchange)
                else:
                    self.refused += 1
                self._changed.notify_all()
            await asyncio.sleep(0 if exchange else 0.05)

    async def until(self, confirmed: int = 0, refused: int = 0) -> None:
        """Wait until so many more were confirmed and refused."""
        wanted, unwanted = len(self.confirmed) + confirmed, self.refused + refused
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.confirmed) >= wanted and self.refused >= unwanted)


@asynccontextmanager
async def writing(url: URL) -> AsyncIterator[tuple[State, Writers]]:
    state = State(url=url, keep_days=30)
    await state.open()
    writers = Writers(state)
    tasks = [asyncio.create_task(writers.write()) for _ in range(WRITERS)]
    yield state, writers
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for exchange in writers.confirmed:
        assert await state.exchanges.get(exchange, ANN), "it was confirmed"
    kept = (await state.exchanges.kept(ANN)).questions
    gaps = await state.gaps.recent(ANN.community_key, most=100_000)
    assert kept == len(gaps) >= len(writers.confirmed), "an exchange and its gap are there both or not at all"
    await state.close()


async def test_killed_in_the_middle_of_writes_nothing_confirmed_is_lost(server: Server) -> None:
    async with writing(server.create()) as (state, writers):
        for _ in range(2):
            await writers.until(confirmed=25)
            server.kill()
            await writers.until(refused=WRITERS + 1)
            with pytest.raises(NotKept):
                await state.exchanges.get(writers.confirmed[0], ANN)
            await asyncio.to_thread(server.start)
            await writers.until(confirmed=25)
        heard = asyncio.Event()

        async def hear(_community: str | None) -> None:
            heard.set()

        state.news.hear("settings", hear)
        await state.settings.change_channel(ANN, private=True)
        await asyncio.wait_for(heard.wait(), 60)


async def test_a_standby_that_is_promoted_takes_over_with_all_that_was_confirmed(
    server: Server, tmp_path: Path
) -> None:
    url = server.create()
    standby = server.standby(tmp_path / "standby")
    try:
        # What is confirmed is on both: the way to lose nothing when one machine is lost.
        server.command("ALTER SYSTEM SET synchronous_standby_names = '*'")
        server.command("SELECT pg_reload_conf()")
        hosts = f"host=127.0.0.1:{server.port}&host=127.0.0.1:{standby.port}&target_session_attrs=read-write"
        user = url.set(host=None, port=None).render_as_string(hide_password=False)
        async with writing(address(f"{user}?{hosts}")) as (_, writers):
            await writers.until(confirmed=25)
            server.kill()
            await writers.until(refused=WRITERS + 1)
            await asyncio.to_thread(standby.promote)
            await writers.until(confirmed=25)
    finally:
        standby.kill()
        standby.remove()


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        ("53300", StateError, r"takes no more connections\. Raise its max_connections"),
        ("53100", StateError, r"disk or the memory of the database .* is full\. Make room"),
        ("40P01", StateError, r"locked by another process\. Try again in a minute"),
        ("25006", Unreachable, r"only reads: it is a standby\. Try again when it is promoted"),
        ("57P03", Unreachable, r"cannot be reached\. Look whether its server runs"),
        ("XX001", Damaged, r"is damaged\. Restore it from a backup"),
        ("22012", StateError, r"could not be used \(.*\)\. Look into its log"),
    ],
)
async def test_what_a_server_refuses_has_its_sentence_and_is_over_with_it(
    postgres: URL, code: str, kind: type[StateError], sentence: str
) -> None:
    database = Database(postgres)
    await database.open()
    with pytest.raises(kind, match=sentence) as caught:
        await refused(database, code)
    assert PASSWORD not in str(caught.value)
    async with database.session() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    await database.close()


async def refused(database: Database, code: str) -> None:
    """Have the server refuse with the code of an error that it gives in trouble."""
    async with database.session() as session:
        await session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"))


async def test_each_trouble_has_its_sentence_and_no_password(server: Server) -> None:
    url = server.create()
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    wrong: list[tuple[URL, type[StateError], str]] = [
        (url.set(password="hunter2"), StateError, r"refuses the user or the password\. Correct DATABASE_URL"),
        (url.set(database="nowhere"), StateError, r"does not exist\. Make it with createdb"),
        (url.set(port=1), Unreachable, r"cannot be reached\. Look whether its server runs"),
        (url.set(username="guest", password="guest"), StateError, r"does not let its user do what the bot needs"),
    ]
    for place, kind, sentence in wrong:
        database = Database(place, patience=1)
        with pytest.raises(kind, match=sentence) as caught:
            await database.open()
        await database.close()
        assert not any(word in str(caught.value) for word in (PASSWORD, "hunter2", "guest:guest"))
        assert caught.value.__cause__ is not None


def test_a_server_that_is_away_is_no_fault_of_the_settings(tmp_path: Path) -> None:
    url = "postgresql+psycopg://bot:hunter2@127.0.0.1:1/record"
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "bot", "migrate", "--from", "default", "--to", url]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "cannot be reached" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize("text", ["nonsense", "mysql://a:hunter2@h/d", "postgresql://a:hunter2@h", "sqlite:///x.db"])
def test_what_is_no_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(StateError, match="DATABASE_URL is no address of a PostgreSQL database") as caught:
        address(text)
    assert "hunter2" not in str(caught.value)


def test_copies_have_addresses_and_are_copies_of_something() -> None:
    url, copies = SecretStr("postgresql://bot@a/record"), SecretStr("postgresql://bot@/record?host=b:1&host=c:2")
    assert addresses(None, None) == (None, None)
    assert [str(one) for one in addresses(url, copies)] == [
        "postgresql+psycopg://bot@a/record",
        "postgresql+psycopg://bot@/record?host=b%3A1&host=c%3A2",
    ]
    with pytest.raises(StateError, match="DATABASE_URL is empty"):
        addresses(None, copies)
    with pytest.raises(StateError, match="DATABASE_READ_URL is no address") as caught:
        addresses(url, SecretStr("mysql://a:hunter2@h/d"))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_an_address_that_migrate_cannot_use_is_told_by_the_option_it_was_given_in(option: str) -> None:
    other = "--to" if option == "--from" else "--from"
    told = CliRunner().invoke(app, ["migrate", option, "mysql://bot:secret@db/record", other, "default"])
    assert told.exit_code != 0
    assert f"{option} is no address of a PostgreSQL database." in told.stderr
    assert "or give default for DATA_DIR." in told.stderr
    assert "DATABASE_URL" not in told.stderr
    assert "secret" not in told.output
