"""What the tests share: the real model and the real index of the bundled digest, made once a run."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from sqlalchemy import URL

from bot.assistant import Assistant
from bot.cooldown import Cooldown
from bot.libraries import Libraries
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.moderation.desk import Desk
from bot.moderation.notice import Notice
from bot.phrases import phrases
from bot.state.database import Database
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from index.snapshot import Progress
from index.sources import BUNDLED_SOURCE, parsing
from tests.attributing import attribute_here
from tests.postgres import Server, shared_server

# No timed assertion in the suite: how long an example takes says something about the machine.
# Forty examples: every run draws others, and the suite is to stay under five minutes.
hypothesis.settings.register_profile("here", deadline=None, max_examples=40)
hypothesis.settings.load_profile("here")

# A process takes two seconds of a processor before it has attributed its first article. What the pool of them does is
# tested in `index/attribution/test_pool.py`, by pools of those tests' own, and by programs that have theirs.
attribute_here()

HEADER = 3
"""Blocks of the digest before its first paragraph."""
EXTRACT = (2, 5, 9, 10, 13)
"""Paragraphs of the digest that the extract holds, the first is 1."""

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
"""Reports and data that are not part of the project; tests that read them skip where they are absent."""


_FOLDERS = tempfile.TemporaryDirectory()
"""For the snapshots of communities' own libraries; it goes when the tests end."""


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """Return the default embedding model."""
    return Encoder.load()


@pytest.fixture(scope="session")
def digest_archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """Return a folder with the bundled digest's index."""
    return built_once("digest", tmp_path_factory, encoder)


@pytest.fixture(scope="session")
def extract_archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """Return a folder with the index of an extract of the digest: each question costs a third of the whole one's."""
    folder = shared_folder(tmp_path_factory)
    with FileLock(folder / "extract.lock"):
        source = folder / "extract.md"
        if not source.exists():
            paragraphs = BUNDLED_SOURCE.read_text(encoding="utf-8").strip().split("\n\n")
            header, body = paragraphs[:HEADER], paragraphs[HEADER:]
            source.write_text("\n\n".join([*header, *(body[n - 1] for n in EXTRACT)]) + "\n", encoding="utf-8")
    return built_once("extract", tmp_path_factory, encoder, source)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server of PostgreSQL, one for all processes of the run; tests that stop a server start their own."""
    with shared_server(shared_folder(tmp_path_factory) / "postgres" / "cluster") as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> str:
    """Return the name of a database that has the tables of this version, and nothing in them."""
    made = postgres_server.folder.with_name("template")
    with FileLock(made.with_suffix(".making")):
        if not made.exists():
            url = postgres_server.create()
            asyncio.run(_opened_and_closed(url))
            made.write_text(str(url.database))
    return made.read_text()


@pytest.fixture
def postgres(postgres_server: Server, postgres_template: str) -> Iterator[URL]:
    """Return the address of a PostgreSQL database of the test's own, with the tables of this version."""
    url = postgres_server.create(postgres_template)
    yield url
    postgres_server.command(f'DROP DATABASE "{url.database}" WITH (FORCE)')


@pytest.fixture
def empty_postgres(postgres_server: Server) -> Iterator[URL]:
    """Return the address of an empty PostgreSQL database of the test's own."""
    url = postgres_server.create()
    yield url
    postgres_server.command(f'DROP DATABASE "{url.database}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | URL:
    """Return where a `Database` of the test's own is kept: the test is run once for each kind."""
    if request.param == "sqlite":
        return tmp_path / "record.db"
    url: URL = request.getfixturevalue("postgres")
    return url


async def _opened_and_closed(url: URL) -> None:
    database = Database(url)
    await database.open()
    await database.close()


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have sources read in the process of the test: for tests of what is done with them, which would start hundreds.

    What a process of its own costs, and keeps from the bot, is tested in `index/sources`; over Discord, Slack and the
    terminal moderators' sources are read in one.
    """
    monkeypatch.setattr("index.sources.reading.parse_in_worker", parsing.parse)


@pytest.fixture
def library(digest_archive: Path, encoder: Encoder) -> Library:
    """Return an open library over the bundled digest."""
    return open_library(digest_archive, encoder)


@pytest.fixture
async def state() -> AsyncIterator[State]:
    """Return what is kept, in memory."""
    state = State()
    yield state
    await state.close()


@pytest.fixture
def assistant(library: Library, state: State) -> Iterator[Assistant]:
    """Return an assistant over the bundled digest; moderators are those in the group "moderators"."""
    assistant = assistant_of(library, 0.33, state, frozenset({"moderators"}))
    yield assistant
    assistant.close()


def assistant_of(
    library: Library,
    threshold: float,
    state: State | None = None,
    moderators: frozenset[str] = frozenset(),
    cooldown: Cooldown | None = None,
) -> Assistant:
    """Return an assistant whose default library is `library`; moderators are those in the groups `moderators`.

    Where no `state` is given it has one of its own, in memory, which `end` closes.
    """
    kept = state or State()
    libraries = Libraries(library, kept.database, Path(_FOLDERS.name) / secrets.token_hex(4))
    return Assistant(libraries, Moderation(kept.audit, moderators), threshold, state=kept, cooldown=cooldown)


async def end(assistant: Assistant) -> None:
    """Close an assistant and the database of what it keeps, whose threads would outlive the event loop."""
    assistant.close()
    await assistant.state.close()


async def reload(desk: Desk, actor: Actor, progress: Progress | None = None) -> Notice:
    """Have a moderator read all sources again, and confirm it where something is lost."""
    notice = await desk.run(actor, "reload", {}, phrases(), progress)
    confirms = next((act for act in notice.acts if act.style == "danger"), None)
    return await desk.press(actor, confirms.id, phrases()) if confirms else notice


def built_once(name: str, factory: pytest.TempPathFactory, encoder: Encoder, *sources: Path) -> Path:
    """Return a folder with the index of `sources`, this process's own copy of what one of the run has built."""
    built = shared_folder(factory) / name
    with FileLock(built.with_suffix(".building")):
        if not built.exists():
            open_library(built, encoder, *sources)
        return Path(shutil.copytree(built, factory.mktemp(name) / "data"))


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run that its processes share; pytest-xdist gives each a base folder within it."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def open_library(data_dir: Path, encoder: Encoder, *sources: Path) -> Library:
    """Open a library with the model already loaded, so that no test waits for it again."""
    library = Library(sources, data_dir, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    return library
