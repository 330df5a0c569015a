"""Files that members attach on Slack, read with the bot's token from Slack's own file host and from nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.errors import BotError
from bot.moderation.notice import Attachment
from bot.platforms.slack.delivery import error_code
from index.sources.reading import MAX_BYTES

log = logging.getLogger(__name__)

_SECONDS = 30.0
_PIECE = 64 * 1024  # bytes
_GONE = {"tombstone", "hidden_by_limit"}
"""Modes of files that Slack no longer hands out."""


class FileGone(BotError):
    """The file was deleted, or is hidden because the workspace's plan keeps none that old."""

    phrase = "slack-file-gone"


class FileElsewhere(BotError):
    """The file lies at another service, to which Slack only links."""

    phrase = "slack-file-elsewhere"


class FileRefused(BotError):
    """Slack does not let the bot read the file: it lacks the scope, or is not where the file was shared."""

    phrase = "slack-file-refused"


class FileTooLarge(BotError):
    """The file has more than `values["megabytes"]` MB."""

    phrase = "slack-file-too-large"


class FileFailed(BotError):
    """Slack did not hand the file out, for a reason that may pass."""

    phrase = "slack-file-failed"


class Files:
    """Makes attachments of the files that Slack tells of."""

    def __init__(self, client: AsyncWebClient) -> None:
        """Read files with the token of `client`."""
        self._client = client

    async def attachment(self, file: Mapping[str, Any]) -> Attachment:
        """Return a file as Slack describes it, to be read when its bytes are wanted.

        Reading it raises FileGone, FileElsewhere, FileRefused, FileTooLarge or FileFailed.

        Raises:
            FileGone, FileRefused, FileFailed: Slack describes it only when asked, and did not.
        """
        if file.get("file_access") == "check_file_info" or not (_address_of(file) or file.get("mode")):
            file = await self._looked_up(str(file.get("id") or ""))
        known = file

        async def read() -> bytes:
            return await self._read(known)

        name = str(known.get("name") or known.get("title") or known.get("id") or "file")
        return Attachment(name=name, size=_size_of(known) or 0, content_type=_type_of(known), read=read)

    async def _read(self, file: Mapping[str, Any]) -> bytes:
        if file.get("mode") in _GONE:
            raise FileGone
        if file.get("is_external") or file.get("mode") == "external":
            raise FileElsewhere
        if (_size_of(file) or 0) > MAX_BYTES:
            raise _too_large()
        address = _address_of(file)
        if not address or not is_slacks(address, self._client.base_url):
            log.warning("A file's address is not on Slack's file host, and was not fetched.")
            raise FileRefused
        try:
            data = await self._fetch(address)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack did not hand out a file (%s).", type(error).__name__)
            raise FileFailed from None
        # Who may not read a file is shown a page to log in, as if that were the file.
        if _size_of(file) not in (None, len(data)):
            raise FileRefused
        return data

    async def _looked_up(self, name: str) -> Mapping[str, Any]:
        """Return what Slack knows of the file with the id `name`; of some it tells only when it is asked."""
        try:
            found = (await self._client.files_info(file=name)).get("file")
        except SlackApiError as error:
            code = error_code(error)
            log.warning("Slack did not answer files.info (%s).", code)
            raise (FileGone if code in {"file_not_found", "file_deleted"} else FileRefused) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack did not answer files.info (%s).", type(error).__name__)
            raise FileFailed from None
        return found if isinstance(found, Mapping) else {}

    async def _fetch(self, address: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._client.token}"}
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            # A redirect leads to where one logs in, or takes the token to another host.
            session.get(address, headers=headers, allow_redirects=False) as response,
        ):
            if response.status >= 500 or response.status == 429:
                log.warning("Slack did not hand out a file (HTTP status %d).", response.status)
                raise FileFailed
            if response.status != 200:
                log.warning("Slack did not let the bot read a file (HTTP status %d).", response.status)
                raise FileRefused
            data = bytearray()
            async for piece in response.content.iter_chunked(_PIECE):
                data += piece
                if len(data) > MAX_BYTES:
                    raise _too_large()
            return bytes(data)


def is_slacks(address: str, api: str) -> bool:
    """Return whether `address` is on the file host of the Slack whose Web API has the base address `api`.

    That is `files.` before the API's host, over https; or the API's own origin, where another server plays Slack.
    """
    try:
        url, base = URL(address), URL(api)
        if url.user or url.password:
            return False
        return url.origin() in (base.origin(), URL(f"https://files.{base.host}"))
    except ValueError:
        return False


def _too_large() -> FileTooLarge:
    return FileTooLarge(megabytes=MAX_BYTES // 1_000_000)


def files_in(message: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the files that a message holds, as Slack describes them."""
    return [file for file in message.get("files") or () if isinstance(file, Mapping)]


def _address_of(file: Mapping[str, Any]) -> str:
    return str(file.get("url_private_download") or file.get("url_private") or "")


def _size_of(file: Mapping[str, Any]) -> int | None:
    size = file.get("size")
    return size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None


def _type_of(file: Mapping[str, Any]) -> str | None:
    return str(file["mimetype"]) if file.get("mimetype") else None
