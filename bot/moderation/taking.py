"""Getting the bytes of a source that a moderator names or attaches."""

from __future__ import annotations

from bot.libraries import SourceBytes
from bot.moderation.notice import Attachment
from index.article import Article
from index.errors import SourceError
from index.plain import on_one_line
from index.snapshot import Progress
from index.sources import Fetch, Fetched, read_bytes
from index.sources import fetch as fetch_from_the_web
from index.sources.reading import MAX_BYTES

LARGEST = MAX_BYTES
"""Bytes of a file."""

_LONGEST_NAME = 200  # characters


class Taking:
    """Fetches addresses and reads attachments."""

    def __init__(self, fetch: Fetch = fetch_from_the_web) -> None:
        """Fetch addresses with `fetch`."""
        self._fetch = fetch

    async def take(self, given: str | Attachment, progress: Progress | None) -> SourceBytes:
        """Return the bytes of what was given: an address, or an attachment.

        Raises:
            SourceError: it is too large, cannot be fetched, or holds nothing.
        """
        if isinstance(given, Attachment):
            return await self._attached(given)
        if progress:
            progress("fetching", 0, 1)
        fetched = await self._fetch(given)
        if not isinstance(fetched, Fetched):
            raise SourceError(f"{given}: the server sent nothing. Try again later.")
        return SourceBytes(
            fetched.address, fetched.data, fetched.content_type, fetched.address, fetched.etag, fetched.last_modified
        )

    @staticmethod
    async def _attached(given: Attachment) -> SourceBytes:
        name = on_one_line(given.name)[:_LONGEST_NAME] or "file"
        too_large = SourceError(
            f"{name} is larger than {LARGEST // 1_000_000} MB. Save its text alone, or split it, and add that."
        )
        if given.size > LARGEST:
            raise too_large
        data = await given.read()
        if len(data) > LARGEST:
            raise too_large
        return SourceBytes(name, data, given.content_type)


def read(source: SourceBytes) -> Article:
    """Read a source. Blocks.

    Raises:
        SourceError: it cannot be read; the message says what was found.
    """
    return read_bytes(source.name, source.data, content_type=source.content_type, address=source.address)
