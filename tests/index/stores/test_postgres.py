"""What PostgreSQL may do to a store: be away, break off, hold what somebody damaged."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL

from index.embedding import Encoder
from index.errors import SnapshotError, StoreError
from index.snapshot import Snapshot
from index.stores import postgres as module
from index.stores.postgres import PostgresStore
from index.stores.server import Server as StoreServer
from tests.index.stores.small import QUESTIONS, same_figures
from tests.index.stores.test_contract import named
from tests.postgres import PASSWORD, Server

HOME = "discord:1"


@pytest.fixture
def stored(postgres: URL, several: Snapshot) -> Iterator[PostgresStore]:
    store = PostgresStore(postgres)
    store.shelf(HOME).save(several)
    yield store
    store.close()


def end_connections(server: Server, url: URL) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])


def test_a_server_that_was_away_costs_nobody_an_error(
    stored: PostgresStore, several: Snapshot, quick: Encoder, postgres: URL, postgres_server: Server
) -> None:
    kept = stored.shelf(HOME).load(several.manifest.id)
    end_connections(postgres_server, postgres)
    same_figures(kept, several, quick, QUESTIONS[0])


def test_whoever_answers_from_one_of_before_still_can(stored: PostgresStore, several: Snapshot, quick: Encoder) -> None:
    first = stored.shelf(HOME).load(several.manifest.id)
    for i in range(6):
        stored.shelf(HOME).save(named(several, f"2026-{i}"))
    same_figures(first, several, quick, QUESTIONS[0])


def test_what_breaks_off_leaves_nothing(
    stored: PostgresStore,
    several: Snapshot,
    postgres: URL,
    postgres_server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = module._stems

    def broken(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
        yield next(iter(real(snapshot)))
        end_connections(postgres_server, postgres)
        yield from real(snapshot)

    monkeypatch.setattr(module, "_stems", broken)
    with pytest.raises(StoreError, match="cannot be reached"):
        stored.shelf("discord:2").save(several)
    monkeypatch.undo()
    assert stored.shelf("discord:2").names() == []
    stored.shelf("discord:2").save(several)
    assert stored.shelf("discord:2").load(several.manifest.id).record == several.record


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("UPDATE stored_snapshot SET record = record || ' '", "not what was written"),
        ("UPDATE stored_snapshot SET manifest = 'x'", "makes no sense"),
        ("DELETE FROM stored_sentence WHERE place = 1", "counts do not agree"),
        ("UPDATE stored_snapshot SET mean = ''", "counts do not agree"),
    ],
)
def test_what_was_damaged_is_named(
    stored: PostgresStore, several: Snapshot, postgres: URL, postgres_server: Server, change: str, complaint: str
) -> None:
    postgres_server.command(change, str(postgres.database))
    with pytest.raises(SnapshotError, match=complaint):
        stored.shelf(HOME).load(several.manifest.id)


def test_one_that_is_deleted_while_it_answers_says_so(stored: PostgresStore, several: Snapshot, quick: Encoder) -> None:
    kept = stored.shelf(HOME).load(several.manifest.id)
    _ = kept.retriever
    stored.forget(HOME)
    for _ in range(2):
        with pytest.raises(SnapshotError, match="any more"):
            kept.retriever.evidence(QUESTIONS[0], quick.embed_question(QUESTIONS[0]))
    for fetch in (lambda: kept.dense, lambda: kept.tokens):
        with pytest.raises(SnapshotError, match="any more"):
            fetch()


def test_no_error_shows_the_password(postgres: URL, several: Snapshot) -> None:
    nobody = PostgresStore(postgres.set(port=1))
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        nobody.shelf(HOME).names()
    assert PASSWORD not in str(caught.value)
    closed = PostgresStore(postgres)
    closed.close()
    with pytest.raises(StoreError, match="closed"):
        closed.shelf(HOME).save(several)


def test_a_database_without_the_tables_says_what_to_do(postgres_server: Server) -> None:
    url = postgres_server.create()
    store = PostgresStore(url)
    with pytest.raises(StoreError, match="Start the bot once"):
        store.shelf(HOME).names()
    postgres_server.command("CREATE EXTENSION vector", str(url.database))
    with pytest.raises(StoreError, match="Start the bot once"):
        store.shelf(HOME).names()
    store.close()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("57014", "took too long. Try again in a minute"),
        ("53100", "The disk, the memory or the connections of the database .* are used up. Make room"),
        ("25006", "only reads: it is a standby. Try again when it is promoted"),
        ("22012", "could not be used .*. Look into its log, and try again"),
    ],
)
def test_what_a_server_refuses_has_its_sentence(postgres: URL, code: str, sentence: str) -> None:
    server = StoreServer(postgres)
    with pytest.raises(StoreError, match=sentence) as caught, server.connection() as connection:
        connection.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$".encode())
    assert PASSWORD not in str(caught.value)
    with server.connection() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.close()


def test_who_finds_all_connections_in_use_is_told(postgres: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.stores.server._SECONDS_TO_WAIT", 0.1)
    server = StoreServer(postgres, connections=1)
    sentence = r"has more to do than it can\. Try again in a minute"
    with server.connection(), pytest.raises(StoreError, match=sentence), server.connection():
        pass
    server.close()


def test_who_waits_too_long_for_another_that_writes_is_told(
    stored: PostgresStore, several: Snapshot, postgres: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.stores.server._SECONDS_TO_WAIT", 0.1)
    with psycopg.connect(postgres.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"store:{HOME}"])
        impatient = PostgresStore(postgres)
        with pytest.raises(StoreError, match="locked by another"):
            impatient.shelf(HOME).save(several)
        impatient.close()
    assert stored.shelf(HOME).names() == [several.manifest.id]
