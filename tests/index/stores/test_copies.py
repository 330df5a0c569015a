"""Questions are answered from a real standby, which may lag or be away; never from nothing or half a snapshot."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import URL

from bot.state.database import Database
from index.embedding import Encoder
from index.snapshot import Snapshot
from index.stores.postgres import PostgresStore
from index.stores.reading import PAUSE
from tests.index.stores.small import QUESTIONS, built, same_figures
from tests.index.stores.test_contract import named
from tests.postgres import Server, own_server
from tests.records import article_of

HOME = "discord:1"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Return a server and its standby, both of the test's own."""
    with own_server(tmp_path / "primary") as primary:
        standby = primary.standby(tmp_path / "standby")
        yield primary, standby
        standby.kill()
        standby.remove()


@pytest.fixture
def url(servers: tuple[Server, Server]) -> URL:
    primary, _ = servers
    made = primary.create()
    asyncio.run(_prepared(made))
    return made


@pytest.fixture
def store(servers: tuple[Server, Server], url: URL) -> Iterator[PostgresStore]:
    """Return a store that reads from the standby."""
    made = PostgresStore(url, grace=0, copies=url.set(port=servers[1].port))
    yield made
    made.close()


async def _prepared(url: URL) -> None:
    database = Database(url)
    await database.open()
    await database.close()


def caught_up(primary: Server, standby: Server) -> None:
    """Wait until the standby has all that was written."""
    with (
        psycopg.connect(primary.dsn("postgres")) as one,
        psycopg.connect(standby.dsn("postgres"), autocommit=True) as two,
    ):
        written = one.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        assert written
        while two.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", written).fetchone() != (True,):
            two.execute("SELECT pg_sleep(0.01)")


def test_a_standby_answers_without_the_primary(
    servers: tuple[Server, Server], store: PostgresStore, several: Snapshot, quick: Encoder
) -> None:
    primary, standby = servers
    store.shelf(HOME).save(several)
    caught_up(primary, standby)
    primary.kill()
    kept = store.shelf(HOME).load(several.manifest.id)
    for question in QUESTIONS:
        same_figures(kept, several, quick, question)
    assert kept.tokens.codes.tolist() == several.tokens.codes.tolist()
    assert len(kept.dense) == len(several.dense)


def test_what_a_standby_does_not_have_yet_comes_from_the_primary(
    servers: tuple[Server, Server], store: PostgresStore, several: Snapshot, quick: Encoder
) -> None:
    primary, standby = servers
    shelf = store.shelf(HOME)
    shelf.save(several)
    caught_up(primary, standby)
    before = shelf.load(several.manifest.id)
    same_figures(before, several, quick, QUESTIONS[0])
    standby.command("SELECT pg_wal_replay_pause()")
    newer = named(built(quick, article_of("The bridge is rusting, said the mayor. Nobody answered her.")), "2027-newer")
    shelf.save(newer)
    assert shelf.holds("2027-newer")
    fresh = shelf.load("2027-newer")
    for question in QUESTIONS:
        same_figures(fresh, newer, quick, question)
        same_figures(before, several, quick, question)
    assert fresh.dense.paragraphs.ntotal == newer.dense.paragraphs.ntotal
    standby.command("SELECT pg_wal_replay_resume()")
    caught_up(primary, standby)
    primary.kill()
    same_figures(fresh, newer, quick, QUESTIONS[0])


def test_a_standby_that_is_away_costs_nobody_an_error_and_is_asked_again_later(
    servers: tuple[Server, Server],
    store: PostgresStore,
    several: Snapshot,
    quick: Encoder,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    primary, standby = servers
    store.shelf(HOME).save(several)
    caught_up(primary, standby)
    kept = store.shelf(HOME).load(several.manifest.id)
    same_figures(kept, several, quick, QUESTIONS[0])
    standby.kill()
    for question in QUESTIONS[:3]:
        same_figures(kept, several, quick, question)
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1
    assert told[0].startswith("A copy is not read from for a while: ")
    assert f":{standby.port}/" in told[0]
    standby.start()
    later = time.monotonic() + PAUSE
    monkeypatch.setattr("index.stores.reading.time", SimpleNamespace(monotonic=lambda: later))
    primary.kill()
    same_figures(kept, several, quick, QUESTIONS[0])


def test_of_a_snapshot_that_is_damaged_on_the_copy_the_primary_has_the_whole(
    postgres_server: Server, postgres: URL, postgres_template: str, several: Snapshot, quick: Encoder
) -> None:
    other = postgres_server.create(postgres_template)
    of_copy = PostgresStore(other)
    of_copy.shelf(HOME).save(several)
    of_copy.close()
    postgres_server.command("DELETE FROM stored_sentence WHERE place = 1", str(other.database))
    store = PostgresStore(postgres, copies=other)
    store.shelf(HOME).save(several)
    kept = store.shelf(HOME).load(several.manifest.id)
    same_figures(kept, several, quick, QUESTIONS[0])
    store.close()
    postgres_server.command(f'DROP DATABASE "{other.database}" WITH (FORCE)')
