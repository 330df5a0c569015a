"""Logging to standard error, with nothing in it that could log anybody in."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

# Whatever looks like a token of either platform, also one that is not among the settings.
_TOKENS = re.compile(r"xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|[MNO][\w-]{22,28}\.[\w-]{5,7}\.[\w-]{25,45}|wss://\S+")
_HIDDEN = "[hidden]"


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes out every token."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """Hide `secrets` and everything that looks like one."""
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self._secrets = tuple(sorted((secret for secret in secrets if secret), key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, or lines, without tokens."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKENS.sub(_HIDDEN, text)


def configure_logging(level: str, secrets: Sequence[str]) -> None:
    """Send everything from `level` up to standard error, replacing any earlier configuration."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if level != "DEBUG":
        for chatty in ("discord", "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "faiss", "httpx", "filelock"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
