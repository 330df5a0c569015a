"""Opening a source: files, addresses, and bytes that came from a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.article import Article
from index.corrections import Corrections, Origin, corrections_path, read_corrections
from index.errors import SourceError
from index.sources.addresses import Fetched, is_address
from index.sources.formats import Format, charset_of, format_of
from index.sources.parsing import Request, parse
from index.sources.worker import parse_in_worker

if TYPE_CHECKING:
    from index.sources.reach import Reach

BUNDLED_SOURCE = Path(__file__).parent / "forum-digest.md"
MAX_BYTES = 5_000_000


def read_bytes(name: str, data: bytes, *, content_type: str | None = None, address: str | None = None) -> Article:
    """Read a source that anybody may have made, in a worker process. Blocks: call it off the event loop.

    Args:
        name: A file's name or an address; the article's name, and its ending tells the format where nothing else does.
        data: At most `MAX_BYTES` bytes: plain text, Markdown, a transcript, HTML, PDF, WebVTT or SRT.
        content_type: What a server or a platform announced, with its charset.
        address: Where it stands in the web, if it does.

    Raises:
        SourceError: it is empty, damaged, too large, of another format, hidden behind a paywall or a login, or holds
            no paragraph; the message says what was found and what to do.
    """
    _check_size(name, data)
    article = parse_in_worker(_request(name, data, content_type, address), data)
    return article if article.address or not address else replace(article, address=address)


def read_source(source: Path | str, reach: Reach | None = None) -> Article:
    """Read an article that the operator named: a file, or (a `str`) an address. Blocks: call it off the event loop.

    Args:
        source: The file's path, or the address.
        reach: The limits of fetching, as in `fetch`.

    Raises:
        SourceError: the file is missing or unreadable, the address cannot be fetched, or as `read_bytes`.
    """
    if isinstance(source, str):
        return _read_address(source, reach)
    data = _bytes(source)
    request = _request(source.name, data)
    if request.format in {Format.TEXT, Format.MARKDOWN}:
        return parse(request, data)  # the operator's own words; a worker would cost a third of a second
    return parse_in_worker(request, data)


def read_sources(sources: Sequence[Path | str], reach: Reach | None = None) -> tuple[list[Article], dict[str, Origin]]:
    """Read the articles at `sources`, and the moderators' corrections that stand beside files.

    Returns:
        The articles in order; by an article's hash, where it came from and what was corrected.

    Raises:
        SourceError: as `read_source`.
        CorrectionError: a file of corrections is damaged.
    """
    articles = [read_source(source, reach) for source in sources]
    return articles, {article.sha256: _origin(source) for source, article in zip(sources, articles, strict=True)}


def source_of(named: str) -> Path | str:
    """Return a source as the settings, a command line or a manifest name it: an address stays text."""
    return named.strip() if is_address(named) else Path(named)


def _origin(source: Path | str) -> Origin:
    if isinstance(source, str):
        return Origin(source, Corrections())
    where = "" if source == BUNDLED_SOURCE else str(source.resolve())
    return Origin(where, read_corrections(corrections_path(source)))


def _read_address(address: str, reach: Reach | None) -> Article:
    from index.sources.web import fetch  # noqa: PLC0415 - an HTTP client, for those alone who name an address

    fetched = asyncio.run(fetch(address, reach=reach))
    if not isinstance(fetched, Fetched):
        raise SourceError(f"{address}: the server says that nothing changed, unasked. Try again later.")
    return read_bytes(address, fetched.data, content_type=fetched.content_type, address=fetched.address)


def _request(name: str, data: bytes, content_type: str | None = None, address: str | None = None) -> Request:
    return Request(name, format_of(name, data, content_type), charset_of(content_type), address)


def _check_size(name: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise SourceError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB. Split it into several files.")


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder. Name the files in it.")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist. Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path} cannot be read: {reason}. Let the bot read it.") from error
    _check_size(path.name, data)
    return data
