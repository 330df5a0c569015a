"""Web sources of a community's own library are fetched again; one that fails stays as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from pydantic import TypeAdapter

from bot.libraries import Add, Correct, Libraries, Reload, SourceBytes
from bot.library import Library
from bot.state.database import Database
from index.article import Article
from index.corrections import set_speaker
from index.errors import WebError
from index.sources import Fetched, NotModified
from tests.bot.libraries.conftest import ACTOR, BRIDGE, FERRY, HERE, do, source, texts

PAGE = "https://example.org/page"


class Web:
    """A web of pages, each with its text, that says whether it has changed."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.content_type = "text/plain"

    async def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        assert last_modified is None
        self.asked.append((address, etag))
        if address not in self.pages:
            raise WebError(f"{address}: there is nothing here.")
        text = self.pages[address]
        if etag == f'"{hash(text)}"':
            return NotModified(address)
        return Fetched(address, text.encode(), self.content_type, f'"{hash(text)}"')

    def source(self, address: str) -> SourceBytes:
        """Return a page as somebody adds it."""
        text = self.pages[address]
        return SourceBytes(address, text.encode(), "text/plain", address, f'"{hash(text)}"')


@pytest_asyncio.fixture
async def on_the_web(library: Library, tmp_path: Path) -> AsyncIterator[tuple[Libraries, Web]]:
    web = Web()
    web.pages[PAGE] = FERRY
    database = Database(tmp_path / "record.db")
    libraries = Libraries(library, database, tmp_path / "communities", web.fetch)
    await libraries.open()
    await do(libraries, Add(web.source(PAGE)))
    await do(libraries, Add(source(BRIDGE, "bridge.txt")))
    yield libraries, web
    libraries.close()
    await database.close()


async def test_a_page_that_did_not_change_makes_no_new_snapshot(on_the_web: tuple[Libraries, Web]) -> None:
    libraries, web = on_the_web
    plan = await libraries.plan(HERE, Reload())
    assert plan.nothing
    assert web.asked == [(PAGE, f'"{hash(FERRY)}"')], "only what has an address is asked for, and by its version"
    done = await libraries.carry_out(plan, ACTOR)
    assert done.number == done.previous == 2
    assert len(await libraries.history(HERE)) == 2


async def test_a_page_that_changed_only_outside_its_words_makes_none_either(
    on_the_web: tuple[Libraries, Web],
) -> None:
    libraries, web = on_the_web
    web.pages[PAGE] = f"\ufeff{FERRY}"
    assert (await libraries.plan(HERE, Reload())).nothing


async def test_a_page_that_changed_takes_its_place_and_keeps_its_corrections(
    on_the_web: tuple[Libraries, Web],
) -> None:
    libraries, web = on_the_web
    web.pages[PAGE] = FERRY + "\n“It was sold,” said Bo Falk, a broker.\n"
    await do(libraries, Reload())
    held = (await libraries.holdings(HERE)).sources[0]
    await do(libraries, Correct(held.id, set_speaker(held.corrections, FERRY.strip(), "Lena Wu", "mayor")))
    web.pages[PAGE] += "\nNobody objected to it.\n"
    done = await do(libraries, Reload())
    assert (done.difference.added, done.difference.removed) == (1, 0)
    ferry = done.snapshot.passages[0]
    assert [speaker.name for speaker in done.snapshot.speakers_of(ferry)] == ["Lena Wu"]
    assert (await texts(libraries))[2] == "Nobody objected to it."
    assert (await libraries.history(HERE))[0].what == "reload"
    web.asked.clear()
    assert (await libraries.plan(HERE, Reload())).nothing
    assert web.asked == [(PAGE, f'"{hash(web.pages[PAGE])}"')], "its new version is known"


async def test_a_page_that_is_gone_or_unreadable_stays_and_the_others_are_looked_at(
    on_the_web: tuple[Libraries, Web],
) -> None:
    libraries, web = on_the_web
    other = f"{PAGE}/2"
    web.pages[other] = "“It snowed,” said Ada Obi, a miner.\n"
    await do(libraries, Add(web.source(other)))
    before = await texts(libraries)
    for gone in (None, "", "\0\1\2"):
        if gone is None:
            del web.pages[PAGE]
        else:
            web.pages[PAGE] = gone
        web.pages[other] += "\nIt went on.\n"
        plan = await libraries.plan(HERE, Reload())
        assert list(plan.unfetched) == [PAGE]
        assert PAGE in plan.unfetched[PAGE]
        await libraries.carry_out(plan, ACTOR)
        assert (await texts(libraries))[: len(before)] == before
        before = await texts(libraries)
        assert before[-1] == "It went on."


async def test_a_page_cannot_pass_for_a_copy_from_the_default_library(on_the_web: tuple[Libraries, Web]) -> None:
    libraries, web = on_the_web
    before = await texts(libraries)
    shared = libraries.default.snapshot.record.articles[0]
    web.pages[PAGE] = TypeAdapter(Article).dump_json(shared).decode()
    for announced in ("application/vnd.on-the-record.article+json", "Application/Vnd.On-The-Record.Article+JSON; q=1"):
        web.content_type = announced
        plan = await libraries.plan(HERE, Reload())
        assert plan.nothing
        assert "which is no format of articles" in plan.unfetched[PAGE]
    assert await texts(libraries) == before
