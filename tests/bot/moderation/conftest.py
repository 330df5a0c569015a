"""A desk over real libraries and a real database, with the web as a table of addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from bot.libraries import Libraries
from bot.library import Library
from bot.moderation import Actor, Moderation
from bot.moderation.desk import Desk
from bot.moderation.notice import Attachment, Notice
from bot.moderation.taking import Taking
from bot.moderation.typed import parse_typed
from bot.phrases import Phrases, phrases
from bot.state.state import State
from index.errors import WebError
from index.sources import Fetched, NotModified

ANNA = Actor("discord", "guild-1", "channel-1", "anna", runs_the_community=True)
BO = Actor("discord", "guild-2", "channel-9", "bo", runs_the_community=True)
MEMBER = Actor("discord", "guild-1", "channel-1", "mia")

FERRY = """---
title: Ferry to run again
publisher: The Namping Post
date: 2026-03-02
---

The ferry lay idle for nine weeks after its engine failed in the January storms.

"It will run again from Monday, and nobody will have to row," said Ines Okoro, the harbour master.

"The engine is as good as new," said Bo Falk, who repaired it in the yard of the old cannery.

The town paid for the repair out of the fund for storms, which is now empty.
"""
FERRY_LATER = FERRY.replace("from Monday", "from Thursday").replace(
    "The town paid", '"I am glad," said Lena Wu, the mayor.\n\nThe town paid'
)
PIER = """# Pier stays closed

"Nobody may walk there before the planks are changed," said Lena Wu, the mayor of Namping.

The pier was built in 1911 by the owners of the tin mines.
"""


@dataclass
class Web:
    """What stands at addresses; one that is missing answers as a server that does not know it."""

    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        self.asked.append(address)
        if address not in self.pages:
            raise WebError(f"{address}: there is no page at this address. Check it.")
        page = self.pages[address]
        if etag == str(hash(page)):
            return NotModified(address)
        return Fetched(address, page.encode(), "text/markdown; charset=utf-8", str(hash(page)), last_modified)


class Office:
    """A desk with what it works on, and how moderators talk to it."""

    def __init__(self, desk: Desk, state: State, libraries: Libraries, web: Web) -> None:
        self.desk = desk
        self.state = state
        self.libraries = libraries
        self.web = web
        self.say: Phrases = phrases()

    async def type(self, text: str, actor: Actor = ANNA) -> Notice:
        """Have `actor` type words after /index."""
        typed = parse_typed(text)
        assert typed is not None
        return await self.desk.run(actor, typed.command.name, typed.arguments, self.say)

    async def add(self, text: str, name: str = "report.md", actor: Actor = ANNA) -> Notice:
        """Have `actor` attach a file."""
        return await self.desk.run(actor, "add", {"file": attachment(text.encode(), name)}, self.say)

    async def press(self, notice: Notice, label: str, actor: Actor = ANNA) -> Notice:
        """Have `actor` press the button of that label."""
        act = next(act for act in notice.acts if act.label == label)
        return await self.desk.press(actor, act.id, self.say)

    async def log(self, actor: Actor = ANNA) -> list[tuple[str, str]]:
        """Return what and how it ended of the audit log, the oldest first."""
        entries = await self.state.audit.entries(actor.thread.community_key)
        return [(entry.what, entry.result) for entry in reversed(entries)]

    async def titles(self, actor: Actor = ANNA) -> list[str | None]:
        """Return the titles of the sources that answer where `actor` is."""
        held = await self.libraries.holdings(actor.thread.community_key)
        return [one.article.title for one in held.sources]


def attachment(data: bytes, name: str = "report.md", size: int | None = None) -> Attachment:
    """Return a file as a platform hands it over."""

    async def read() -> bytes:
        return data

    return Attachment(name, len(data) if size is None else size, None, read)


def facts(notice: Notice) -> dict[str, str]:
    """Return a notice's facts by their labels."""
    return {fact.label: fact.text for fact in notice.facts}


@pytest.fixture(autouse=True)
def _quickly(read_here: None) -> None:
    """Have no source read in a process of its own."""


@pytest_asyncio.fixture
async def office(library: Library, tmp_path: Path) -> AsyncIterator[Office]:
    """Return a desk; every community answers from the bundled digest at first."""
    state = State(tmp_path / "state", keep_days=30)
    await state.open()
    web = Web()
    libraries = Libraries(library, state.database, tmp_path / "communities", web.fetch)
    await libraries.open()
    desk = Desk(
        Moderation(state.audit, frozenset({"moderators"})),
        libraries,
        state,
        taking=Taking(web.fetch),
        cooldown=(6, 30),
    )
    yield Office(desk, state, libraries, web)
    libraries.close()
    await state.close()
