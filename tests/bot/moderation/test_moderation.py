import asyncio
import datetime
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, NotAllowed, Unexpected
from bot.libraries import Libraries
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.moderation.desk import Desk
from bot.moderation.faults import NothingAtHand, Refused
from bot.phrases import phrases
from bot.state.state import State
from index.embedding import Encoder
from tests.conftest import open_library, reload

MEMBER = Actor("discord", "guild-1", "channel-2", "member-3")
OWNER = Actor("discord", "guild-1", "channel-2", "member-4", runs_the_community=True)
HELPER = Actor("slack", "team-1", "channel-2", "member-5", groups=frozenset({"other", "moderators"}))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "report.txt", "The ferry will run again in April.\n")


@pytest.fixture
def reloading(tmp_path: Path, source: Path, encoder: Encoder) -> Library:
    return open_library(tmp_path / "data", encoder, source)


@pytest.fixture
def libraries(reloading: Library, state: State, tmp_path: Path) -> Iterator[Libraries]:
    libraries = Libraries(reloading, state.database, tmp_path / "communities")
    yield libraries
    libraries.close()


@pytest.fixture
def moderation(state: State) -> Moderation:
    return Moderation(state.audit, frozenset({"moderators"}))


@pytest.fixture
def desk(moderation: Moderation, libraries: Libraries, state: State) -> Desk:
    return Desk(moderation, libraries, state)


async def results(state: State, *actors: Actor) -> list[str]:
    """Return how the acts in the communities of `actors` ended, the oldest first."""
    entries = [entry for actor in actors for entry in await state.audit.entries(actor.thread.community_key)]
    return [entry.result for entry in sorted(entries, key=lambda entry: entry.id)]


async def test_a_reload_is_done_and_recorded(
    desk: Desk,
    reloading: Library,
    state: State,
) -> None:
    before = reloading.snapshot
    done = await reload(desk, HELPER)
    assert done.tone == "done"
    assert reloading.snapshot is not before
    (entry,) = await state.audit.entries("slack:team-1")
    assert (entry.actor, entry.channel, entry.what) == ("member-5", "channel-2", "reload")
    assert entry.result == "done: the default library"
    assert abs(entry.at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=5)


async def test_others_are_refused_and_recorded(
    desk: Desk,
    reloading: Library,
    state: State,
) -> None:
    before = reloading.snapshot
    with pytest.raises(NotAllowed):
        await reload(desk, MEMBER)
    assert reloading.snapshot is before
    assert await results(state, MEMBER) == ["refused: not a moderator"]


async def test_a_second_reload_is_refused_while_the_first_runs(desk: Desk, state: State) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def progress(_what: str, _done: int, _total: int) -> None:
        inside.set()
        assert go_on.wait(30)

    first = asyncio.create_task(reload(desk, OWNER, progress))
    assert await asyncio.to_thread(inside.wait, 30)
    with pytest.raises(AlreadyRunning):
        await reload(desk, HELPER)
    go_on.set()
    await first
    await reload(desk, HELPER)
    ended = [result.split(":")[0] for result in await results(state, OWNER, HELPER)]
    assert ended == ["failed", "done", "done"]


async def test_a_failed_reload_says_why_and_leaves_the_old_one(
    desk: Desk,
    reloading: Library,
    source: Path,
    state: State,
) -> None:
    before = reloading.snapshot
    write(source, "")
    with pytest.raises(Refused) as caught:
        await reload(desk, OWNER)
    assert "no paragraph was found" in str(caught.value.values["reason"])
    assert reloading.snapshot is before
    assert (await results(state, OWNER))[0].startswith("failed: report.txt")
    write(source, "It runs.\n")
    await reload(desk, OWNER)
    assert reloading.snapshot.passages[0].text == "It runs."


async def test_an_unforeseen_failure_is_told_without_its_details(
    desk: Desk,
    reloading: Library,
    state: State,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = reloading.snapshot

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("bot.library.build_snapshot", broken)
    with pytest.raises(Unexpected) as caught:
        await reload(desk, OWNER)
    number = caught.value.values["reference"]
    assert caplog.text.count(f"(reference {number})") == 1
    assert "secret detail" in caplog.text
    assert (await results(state, OWNER))[-1] == f"failed: ZeroDivisionError (reference {number})"
    assert "secret" not in phrases()(Unexpected.phrase, **caught.value.values)
    assert reloading.snapshot is before


async def test_a_file_that_is_gone_is_named_to_moderators_without_the_operators_folder(
    desk: Desk, reloading: Library, source: Path, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    before = reloading.snapshot
    await asyncio.to_thread(source.unlink)
    with pytest.raises(Refused) as caught:
        await reload(desk, OWNER)
    assert caught.value.values["reason"] == "report.txt does not exist. Check the path."
    assert await results(state, OWNER) == ["failed: report.txt does not exist. Check the path."]
    assert f"{source} does not exist" in caplog.text
    assert reloading.snapshot is before


async def test_nor_is_the_folder_named_of_corrections_that_are_damaged(
    desk: Desk, libraries: Libraries, source: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source.with_name("report.txt.corrections.json").mkdir()
    for asked in (desk.run(OWNER, "list", {}, phrases()), reload(desk, OWNER)):
        with pytest.raises(Refused) as caught:
            await asked
        reason = str(caught.value.values["reason"])
        assert reason.startswith("report.txt.corrections.json cannot be read: ")
        assert str(source.parent) not in reason
    assert f"{source}.corrections.json cannot be read" in caplog.text
    assert libraries.is_open


async def test_a_database_that_cannot_be_read_is_named_in_the_log_alone_and_the_old_index_serves(
    desk: Desk,
    reloading: Library,
    state: State,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = reloading.snapshot
    await state.close()
    with pytest.raises(NothingAtHand) as caught:
        await reload(desk, OWNER)
    assert caught.value.values == {}
    assert f"The database {state.database.name} is closed" in caplog.text
    assert "could not be written down" in caplog.text
    assert reloading.snapshot is before


async def test_a_reload_that_the_end_of_the_process_cuts_off_is_recorded(desk: Desk, state: State) -> None:
    def stop(_what: str, _done: int, _total: int) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await reload(desk, OWNER, stop)
    assert (await results(state, OWNER))[0].startswith("given up")
