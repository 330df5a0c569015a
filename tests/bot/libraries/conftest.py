"""What the tests of libraries share: sources to add, and libraries over a database of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.libraries import Change, Done, Libraries, SourceBytes
from bot.library import Library
from bot.moderation import Actor
from bot.state.database import Database
from index.snapshot import Snapshot
from tests.bot.libraries.moderating import WordEncoder

HERE = "slack:T01"
ACTOR = Actor("slack", "T01", "C1", "U1", runs_the_community=True)

FERRY = "“The ferry will run again in April,” said Ines Okoro, the harbour master.\n"
RAIN = "“It rained,” said Grete Baum, the baker.\n\nNobody was surprised.\n"
BRIDGE = "“The bridge is rusting,” said Lena Wu, the mayor of Namping.\n\nNobody answered her.\n"


def source(text: str, name: str = "report.txt") -> SourceBytes:
    """Return a text as a file that somebody adds."""
    return SourceBytes(name, text.encode(), "text/plain")


async def do(libraries: Libraries, change: Change) -> Done:
    """Make a change ready and carry it out."""
    return await libraries.carry_out(await libraries.plan(HERE, change), ACTOR)


async def texts(libraries: Libraries, community: str = HERE) -> list[str]:
    """Return the passages that answer in a community."""
    return said(await libraries.snapshot(community))


def said(snapshot: Snapshot) -> list[str]:
    """Return the passages of a snapshot."""
    return [passage.text for passage in snapshot.passages]


@pytest.fixture(autouse=True)
def _quickly(read_here: None) -> None:
    """Have no source read in a process of its own."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return an open default library of two passages: which one is found for a question is not asked here."""
    default = tmp_path / "default.txt"
    default.write_text(RAIN, encoding="utf-8")
    encoder = WordEncoder()
    made = Library((default,), tmp_path, encoder.name, lambda _name: encoder)
    made.open()
    return made


Make = Callable[[], Libraries]


@pytest_asyncio.fixture
async def make(library: Library, tmp_path: Path) -> AsyncIterator[Make]:
    """Return what makes libraries over the same folder and database, as a start of the bot does; they are closed."""
    made: list[Libraries] = []
    databases: list[Database] = []

    def fresh() -> Libraries:
        databases.append(Database(tmp_path / "record.db"))
        made.append(Libraries(library, databases[-1], tmp_path / "communities"))
        return made[-1]

    yield fresh
    for one in made:
        one.close()
    for database in databases:
        await database.close()


@pytest_asyncio.fixture
async def libraries(make: Make) -> Libraries:
    """Return open libraries of which no community has its own yet."""
    made = make()
    await made.open()
    return made
