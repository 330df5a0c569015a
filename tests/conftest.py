"""What the tests share: the real model and the real index of the bundled digest, made once a run."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.assistant import Assistant
from bot.cooldown import Cooldown
from bot.libraries import Libraries
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.moderation.desk import Desk
from bot.moderation.notice import Notice
from bot.phrases import phrases
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from index.snapshot import Progress

# No timed assertion in the suite: how long an example takes says something about the machine.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("here")

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
    folder = tmp_path_factory.mktemp("digest")
    open_library(folder, encoder)
    return folder


@pytest.fixture
def library(digest_archive: Path, encoder: Encoder) -> Library:
    """Return an open library over the bundled digest."""
    return open_library(digest_archive, encoder)


@pytest.fixture
def state() -> State:
    """Return what is kept, in memory."""
    return State()


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
    """Return an assistant whose default library is `library`; moderators are those in the groups `moderators`."""
    kept = state or State()
    libraries = Libraries(library, kept.database, Path(_FOLDERS.name) / secrets.token_hex(4))
    return Assistant(libraries, Moderation(kept.audit, moderators), threshold, state=kept, cooldown=cooldown)


async def reload(desk: Desk, actor: Actor, progress: Progress | None = None) -> Notice:
    """Have a moderator read all sources again, and confirm it where something is lost."""
    notice = await desk.run(actor, "reload", {}, phrases(), progress)
    confirms = next((act for act in notice.acts if act.style == "danger"), None)
    return await desk.press(actor, confirms.id, phrases()) if confirms else notice


def open_library(data_dir: Path, encoder: Encoder, *sources: Path) -> Library:
    """Open a library with the model already loaded, so that no test waits for it again."""
    library = Library(sources, data_dir, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    return library
