"""Getting the bytes of a source that a moderator names or attaches."""

from __future__ import annotations

from collections.abc import Collection

from bot.libraries import SourceBytes
from bot.moderation.notice import Attachment
from index.article import Article
from index.errors import SourceError
from index.snapshot import Progress
from index.sources import read_bytes
from index.sources.reach import Reach
from index.sources.web import Fetched, fetch

LARGEST = 2_000_000
"""Bytes of a file: as many as of a page that is fetched."""


class Taking:
    """Fetches addresses, within limits, and reads attachments."""

    def __init__(self, allowed_hosts: Collection[str] = frozenset(), reach: Reach | None = None) -> None:
        """Fetch from `allowed_hosts`, or from any public host where it is empty; `reach`: what tests allow besides."""
        self._allowed_hosts = frozenset(allowed_hosts)
        self._reach = reach

    async def take(self, given: str | Attachment, progress: Progress | None) -> SourceBytes:
        """Return the bytes of what was given: an address, or an attachment.

        Raises:
            SourceError: it is too large, cannot be fetched, or holds nothing.
        """
        if isinstance(given, Attachment):
            return await self._attached(given)
        if progress:
            progress("fetching", 0, 1)
        fetched = await fetch(given, allowed_hosts=self._allowed_hosts, reach=self._reach)
        if not isinstance(fetched, Fetched):
            raise SourceError(f"{given}: the server sent nothing. Try again later.")
        return SourceBytes(
            fetched.address, fetched.data, fetched.content_type, fetched.address, fetched.etag, fetched.last_modified
        )

    @staticmethod
    async def _attached(given: Attachment) -> SourceBytes:
        too_large = SourceError(
            f"{given.name} is larger than {LARGEST // 1_000_000} MB. Save the text alone, or split it, and add that."
        )
        if given.size > LARGEST:
            raise too_large
        data = await given.read()
        if len(data) > LARGEST:
            raise too_large
        return SourceBytes(given.name, data, given.content_type)


def read(source: SourceBytes) -> Article:
    """Read a source. Blocks.

    Raises:
        SourceError: it cannot be read; the message says what was found.
    """
    return read_bytes(source.name, source.data, content_type=source.content_type, address=source.address)
