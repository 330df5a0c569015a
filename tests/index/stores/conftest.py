"""The engines, and a snapshot that each of them keeps; every test of the contract runs over all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from index.embedding import Encoder
from index.snapshot import Snapshot
from index.stores import FolderStore, Store
from index.stores.postgres import PostgresStore
from tests.index.stores.small import QuickModel, built
from tests.records import article_of


@pytest.fixture(scope="session")
def quick() -> Encoder:
    """Return an encoder that takes no time."""
    return Encoder(QuickModel(), "quick")


@pytest.fixture(params=["folders", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    if request.param == "folders":
        yield FolderStore(tmp_path / "store")
        return
    url: URL = request.getfixturevalue("postgres")
    made = PostgresStore(url, grace=0)
    yield made
    made.close()


@pytest.fixture(scope="session")
def several(quick: Encoder) -> Snapshot:
    """Return a snapshot of two articles, with what is hard to keep: odd characters, odd words, no words at all."""
    one = article_of(
        "The ferry will run again in April, said the harbour master. Loans were dear. It rained.",
        "…",
        "渡輪四月復航。The ferry's bell, which nobody rang, is now in the museum of Zanzibar.",
        f"A word of any length: {'x' * 3_000}{'y' * 3_000}. The ferry again.",
    )
    two = article_of("Nobody spoke of loans.", "The dean said, “Loans\0 and \x1b[31m ferries 🚢 are dear.” He left.")
    return built(quick, one, two)
