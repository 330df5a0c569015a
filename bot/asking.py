"""The index for questions from the command line, without a platform or anything that is kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.libraries import shared_default
from bot.library import Library
from bot.settings import Settings
from bot.state.postgres import addresses
from index.embedding import Encoder
from index.progress import progress_bar
from index.snapshot import Snapshot, build_snapshot
from index.sources import read_sources


def opened(settings: Settings, sources: list[Path]) -> tuple[Snapshot, Encoder]:
    """Return the snapshot to answer from, with its model: the saved one, or one of `sources` made now and not saved.

    Raises:
        RecordError: there is neither, a source cannot be read, or the database cannot be reached.
    """
    library = Library(settings.sources, settings.data_dir, settings.embedding_model)
    url, copies = addresses(settings.database_url, settings.database_read_url)
    with progress_bar() as report:
        if not sources and url:
            encoder = library.encoder()
            shared = asyncio.run(shared_default(url, encoder, copies))
            return shared or library.open(report), encoder
        if not sources:
            return library.open(report), library.encoder()
        articles, origins = read_sources(sources)
        return build_snapshot(articles, library.encoder(), report, origins), library.encoder()
