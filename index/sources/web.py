"""Fetching an address: only the public web, few redirects, little data, little time.

Nothing here reads what was fetched; that is `index.sources.read_bytes`'s work.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Mapping
from http import HTTPStatus

import aiohttp
from yarl import URL

from index.errors import WebError
from index.sources.addresses import Fetched, NotModified
from index.sources.reach import Gate, Reach

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST = 2000  # characters of an address; no publisher has longer ones
_CHUNK = 65_536
_HEADERS = {
    "User-Agent": "OnTheRecord/0.1 (reads single pages that a moderator names)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/*;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
_SAVE_IT = "Open it in a browser, save the page or its text to a file, and add the file."
_MEDIA = {"image": "a picture", "audio": "a sound recording", "video": "a film", "font": "a font"}
_STATUS = {
    400: "the server does not understand the address. Check it.",
    401: f"the page is for those who log in. {_SAVE_IT}",
    402: f"the page is for those who pay. {_SAVE_IT}",
    403: f"the server lets no program read the page. {_SAVE_IT}",
    404: "there is no page at this address. Check it.",
    407: f"the page is for those who log in. {_SAVE_IT}",
    410: "the page is gone. Check the address.",
    429: "the server is asked too often. Try again in some minutes.",
    451: f"the server may not show the page here, for legal reasons. {_SAVE_IT}",
}


async def fetch(
    address: str,
    *,
    allowed_hosts: Collection[str] = frozenset(),
    etag: str | None = None,
    last_modified: str | None = None,
    reach: Reach | None = None,
) -> Fetched | NotModified:
    """Fetch what stands at `address`.

    Args:
        address: With http or https, as a moderator typed it.
        allowed_hosts: Hosts that may be read, each with its subdomains; empty: any public one. Redirects too.
        etag: Of the last time; with it the answer can be `NotModified`.
        last_modified: Of the last time; likewise.
        reach: The limits; None: 2 MB, 15 seconds, 5 redirects, public addresses only.

    Raises:
        WebError: it may not be fetched or could not be; the message says why and what to do.
    """
    limits = reach or Reach()
    gate = Gate(limits)
    asked = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if value}
    url = _checked(address, allowed_hosts)
    try:
        async with asyncio.timeout(limits.seconds), _session(limits, gate) as session:
            for _ in range(limits.redirects + 1):
                async with session.get(url, headers=asked, allow_redirects=False, max_line_size=16_384) as response:
                    if response.status not in _REDIRECTS or "Location" not in response.headers:
                        return await _answer(url, response, limits)
                    url = _redirected(url, response.headers["Location"], allowed_hosts)
    except WebError:
        raise
    except TimeoutError as error:
        raise WebError(
            f"{address}: the server did not send the page within {limits.seconds:g} seconds. Try again later."
        ) from error
    except (aiohttp.ClientError, OSError, ValueError, ssl.SSLError) as error:
        raise _failure(url, gate, error) from error
    raise WebError(f"{address} leads from one address to the next, more than {limits.redirects} times. {_SAVE_IT}")


def _session(limits: Reach, gate: Gate) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        socket_factory=gate,
        resolver=limits.resolver or aiohttp.ThreadedResolver(),
        ssl=limits.tls or True,
        limit=4,
        force_close=True,
    )
    return aiohttp.ClientSession(
        connector=connector,
        headers=_HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,  # a proxy of the environment would connect for us, unseen by the gate
        timeout=aiohttp.ClientTimeout(total=None),
    )


def _checked(address: str, allowed_hosts: Collection[str]) -> URL:
    """Return `address` without its fragment, if it is one that may be fetched."""
    text = address.strip()
    shown = text[:200]
    if len(text) > _LONGEST:
        raise WebError(f"The address {shown}... is longer than {_LONGEST} characters. Give the page's own address.")
    try:
        url = URL(text)
        host, port = url.host, url.port
    except ValueError as error:
        raise WebError(f"{shown} is no address. Copy it from the browser's address bar.") from error
    if url.scheme.lower() not in {"http", "https"}:
        raise WebError(
            f"{shown}: only addresses that begin with http:// or https:// can be fetched. Copy the whole of it "
            "from the browser's address bar."
        )
    if not host or port == 0:
        raise WebError(f"{shown} names no server. Copy the address from the browser's address bar.")
    if url.user is not None or url.password is not None:
        raise WebError(f"The address at {host} holds a user name or password. Give one without.")
    if allowed_hosts and not _is_allowed(host, allowed_hosts):
        raise WebError(
            f"{host} is not among the hosts that this bot may read. Ask the bot's operator to add it to SOURCE_HOSTS."
        )
    return url.with_fragment(None)


def _is_allowed(host: str, allowed_hosts: Collection[str]) -> bool:
    name = host.lower().rstrip(".")
    allowed = [entry.lower().strip().strip(".") for entry in allowed_hosts]
    return any(name == entry or name.endswith("." + entry) for entry in allowed)


def _redirected(url: URL, location: str, allowed_hosts: Collection[str]) -> URL:
    try:
        target = url.join(URL(location))
    except ValueError as error:
        raise WebError(f"{url} leads to something that is no address. {_SAVE_IT}") from error
    if url.scheme == "https" and target.scheme == "http":
        raise WebError(f"{url} leads to an address that is not encrypted. Give that address itself if you trust it.")
    return _checked(str(target), allowed_hosts)


async def _answer(url: URL, response: aiohttp.ClientResponse, limits: Reach) -> Fetched | NotModified:
    """Return what the server answered, or say why it is no page."""
    if response.status == HTTPStatus.NOT_MODIFIED:
        return NotModified(str(url))
    if response.status != HTTPStatus.OK:
        raise WebError(f"{url}: {_reason(response.status, response.headers)}")
    content_type = response.headers.get("Content-Type")
    kind = _MEDIA.get((content_type or "").partition("/")[0].strip().lower())
    if kind is not None:
        raise WebError(f"{url} is {kind} ({content_type}), not an article. Give the address of the article's page.")
    data = await _body(url, response, limits.max_bytes)
    if not data.strip():
        raise WebError(f"{url}: the server sent an empty page. Try again later.")
    return Fetched(str(url), data, content_type, response.headers.get("ETag"), response.headers.get("Last-Modified"))


async def _body(url: URL, response: aiohttp.ClientResponse, most: int) -> bytes:
    too_large = WebError(
        f"{url} is larger than {most / 1e6:g} MB, too large for an article. Save its text to a file, and add the file."
    )
    if (response.content_length or 0) > most:
        raise too_large
    data = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):  # unpacked: a small answer can hold a large page
        data += chunk
        if len(data) > most:
            raise too_large
    return bytes(data)


def _reason(status: int, headers: Mapping[str, str]) -> str:
    if headers.get("cf-mitigated") == "challenge":
        return f"the server wants proof that a person reads the page. {_SAVE_IT}"
    if status in _STATUS:
        return _STATUS[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"the server has a fault of its own (status {status}). Try again later."
    return f"the server did not send the page (status {status}). {_SAVE_IT}"


def _failure(url: URL, gate: Gate, error: Exception) -> WebError:
    """Return what is said of a connection that failed."""
    if gate.refused and isinstance(error, aiohttp.ClientConnectorError):
        return WebError(
            f"{url} does not lead to the public web but into a private network, where nothing is fetched. "
            "Give an address that anybody can open."
        )
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return WebError(f"There is no server named {url.host}. Check the address.")
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return WebError(f"{url}: the server cannot prove who it is (its certificate does not hold). {_SAVE_IT}")
    if isinstance(error, aiohttp.ClientConnectorError):
        return WebError(f"{url}: the server cannot be reached. Check the address, or try again later.")
    return WebError(f"{url}: the server's answer broke off or makes no sense. Try again later.")
