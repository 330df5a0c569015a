"""The index for questions from the command line: of sources, of the data folder, or of a PostgreSQL."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import URL

from bot import asking
from bot.asking import opened
from bot.libraries import Libraries, store_at
from bot.library import Library
from bot.settings import Settings
from bot.state.state import State
from index.embedding import Encoder
from tests.bot.libraries.moderating import WordEncoder

SHARED, OWN = "“It rained,” said Ada Byron, the computer.\n", "“It snowed,” said Ada Obi, a miner.\n"


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have words alone embedded."""

    def load(_name: str) -> Encoder:
        return WordEncoder()

    monkeypatch.setattr(asking, "Library", partial(Library, load_encoder=load))


def settings_for(folder: Path, url: URL | None, source: str) -> Settings:
    folder.mkdir()
    named = folder / "default.txt"
    named.write_text(source, encoding="utf-8")
    address = SecretStr(url.render_as_string(hide_password=False)) if url else None
    return Settings(_env_file=None, sources=str(named), data_dir=folder, database_url=address)


async def published(settings: Settings, url: URL) -> None:
    """Have a process of the bot put its default library into PostgreSQL."""
    state = State(settings.data_dir, 30, url=url)
    await state.open()
    store = store_at(url)
    library = Library(settings.sources, settings.data_dir, WordEncoder().name, lambda _name: WordEncoder())
    libraries = Libraries(library, state.database, store)
    await libraries.open()
    libraries.close()
    await state.close()
    store.close()


def said(settings: Settings, *sources: Path) -> list[str]:
    snapshot, encoder = opened(settings, list(sources))
    assert snapshot.manifest.model == encoder.name
    return [passage.text for passage in snapshot.passages]


def test_what_answers_in_postgresql_answers_here(postgres: URL, tmp_path: Path) -> None:
    asyncio.run(published(settings_for(tmp_path / "bot", postgres, SHARED), postgres))
    here = settings_for(tmp_path / "here", postgres, OWN)
    assert said(here) == [SHARED.strip()]
    own = tmp_path / "own.txt"
    own.write_text(OWN, encoding="utf-8")
    assert said(here, own) == [OWN.strip()], "what is named comes first, and is not kept"
    assert said(here) == [SHARED.strip()]


def test_where_postgresql_has_none_yet_it_is_made_here(postgres: URL, tmp_path: Path) -> None:
    assert said(settings_for(tmp_path / "here", postgres, OWN)) == [OWN.strip()]


def test_without_one_the_data_folder_answers(tmp_path: Path) -> None:
    assert said(settings_for(tmp_path / "here", None, OWN)) == [OWN.strip()]
