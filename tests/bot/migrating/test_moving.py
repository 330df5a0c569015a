"""Everything that is kept is moved from files to PostgreSQL and back, is compared, and answers as before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from bot.conversation import Thread
from bot.exchanges import Verdict
from bot.libraries import Add, Libraries, store_at
from bot.library import Library
from bot.migrating import Kept, Moved, NotTheSame, TargetInUse, kept_at, move, moving, tables
from bot.moderation import Actor
from bot.state.state import State
from tests.bot.libraries.conftest import FERRY, source
from tests.bot.libraries.moderating import WordEncoder, fingerprint

pytestmark = pytest.mark.usefixtures("read_here")

ANN = Thread("slack", "T01", "C1", "ann")
ACTOR = Actor("slack", "T01", "C1", "U1", runs_the_community=True)
HERE = "slack:T01"


def nothing(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@asynccontextmanager
async def running(folder: Path, url: URL | None) -> AsyncIterator[tuple[State, Libraries]]:
    """Run what the bot keeps and answers from, in files or at `url`."""
    encoder = WordEncoder()
    state = State(folder, 3650, url=url)
    await state.open()
    store = store_at(url or folder)
    library = Library((folder / "default.txt",), folder, encoder.name, lambda _name: encoder)
    libraries = Libraries(library, state.database, store)
    await libraries.open()
    yield state, libraries
    libraries.close()
    await state.close()
    store.close()


@pytest.fixture
async def used(tmp_path: Path) -> tuple[Path, str]:
    """Return a data folder with some of everything, and an exchange in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "default.txt").write_text("“It rained,” said Ada Byron, the computer.\n", encoding="utf-8")
    async with running(folder, None) as (state, libraries):
        exchange = await state.exchanges.add(ANN, "Why?\0 渡輪", {"some": ["thing", None]}, "not-said")
        await state.exchanges.judge(exchange, ANN, Verdict(helpful=True))
        await state.settings.change_channel(ANN, private=True)
        await libraries.carry_out(await libraries.plan(HERE, Add(source(FERRY))), ACTOR)
    return folder, exchange


async def moved(origin: Path | URL, target: Path | URL, *, replace: bool = False) -> Moved:
    async with kept_at(origin) as before, kept_at(target) as after:
        return await move(before, after, nothing, replace=replace)


async def looks(folder: Path, url: URL | None, exchange: str) -> list[object]:
    """Return what members and moderators find there."""
    async with running(folder, url) as (state, libraries):
        found = await state.exchanges.get(exchange, ANN)
        assert found is not None
        return [
            state.exchanges.is_of(found, ANN),
            found.question.replace("\0", ""),
            found.reply,
            await state.exchanges.verdicts(exchange, ANN),
            await state.exchanges.kept(ANN),
            state.settings.channel(ANN),
            await state.audit.entries(HERE),
            await libraries.history(HERE),
            fingerprint(await libraries.snapshot(HERE)),
            (await libraries.snapshot(HERE)).manifest.id,
            libraries.default.snapshot.manifest.id,
            (await libraries.holdings(HERE)).sources[0].added,
        ]


async def test_all_is_there_in_postgresql_and_back_in_files_again(
    used: tuple[Path, str], postgres: URL, tmp_path: Path
) -> None:
    folder, exchange = used
    before = await looks(folder, None, exchange)
    there = await moved(folder, postgres)
    assert (there.nothing, there.snapshots, there.missing) == (False, 1, ())
    assert there.tables["exchange"].count == 1
    again = await moved(folder, postgres)
    assert again.nothing
    assert again.tables == there.tables
    assert await looks(folder, postgres, exchange) == before
    back = tmp_path / "back"
    back.mkdir()
    (back / "default.txt").write_bytes((folder / "default.txt").read_bytes())
    returned = await moved(postgres, back)
    assert returned.tables == there.tables
    assert (await moved(postgres, back)).nothing
    after = await looks(back, None, exchange)
    # The default library's file lies elsewhere now, so it was read again there.
    assert [*after[:10], after[11]] == [*before[:10], before[11]]


async def test_what_is_there_of_others_is_deleted_only_when_that_is_wanted(
    used: tuple[Path, str], postgres: URL, tmp_path: Path
) -> None:
    folder, _ = used
    await moved(folder, postgres)
    async with running(folder, None) as (state, _):
        await state.exchanges.add(ANN, "And then?", {})
    with pytest.raises(TargetInUse, match="--replace"):
        await moved(folder, postgres)
    done = await moved(folder, postgres, replace=True)
    assert done.tables["exchange"].count == 2
    assert (await moved(folder, postgres)).nothing


async def test_what_fails_on_the_way_leaves_the_target_as_it_was(
    used: tuple[Path, str], postgres: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = used
    real = tables.copy

    async def tampered(reading: object, writing: object, told: object) -> object:
        sent = await real(reading, writing, told)  # type: ignore[arg-type]  # handed through
        await writing.execute(text("UPDATE exchange SET question = 'Why not?'"))  # type: ignore[attr-defined]  # a session
        return sent

    monkeypatch.setattr(moving, "copy", tampered)
    with pytest.raises(NotTheSame, match=r"\(exchange\).*Nothing was changed"):
        await moved(folder, postgres)
    monkeypatch.undo()
    async with kept_at(postgres) as target, target.database.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM exchange"))).scalar() == 0
    assert not (await moved(folder, postgres)).nothing
    assert (await moved(folder, postgres)).nothing


def test_a_place_names_itself_without_its_password(postgres: URL) -> None:
    kept = Kept(database=State(url=postgres).database, store=store_at(postgres), folder=None)
    assert str(postgres.password) not in kept.name
    assert "***" in kept.name
