"""The log, with nothing in it that could log anybody in."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

# Whatever looks like a token of either platform, also one that is not among the settings.
_TOKENS = re.compile(r"xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|[MNO][\w-]{22,28}\.[\w-]{5,7}\.[\w-]{25,45}|wss://\S+")
_HIDDEN = "[hidden]"
_CHATTY = (
    "discord", "slack_bolt", "slack_sdk", "aiohttp", "alembic.runtime.plugins", "asyncio", "faiss", "httpx", "filelock",
)  # fmt: skip
_FULL = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes out every token."""

    def __init__(self, secrets: Sequence[str], form: str = _FULL) -> None:
        """Hide `secrets` and everything that looks like one; `form` is a format of the logging module."""
        super().__init__(form, "%Y-%m-%d %H:%M:%S")
        self._secrets = tuple(sorted((secret for secret in secrets if secret), key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, or lines, without tokens."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKENS.sub(_HIDDEN, text)


class _SentenceFormatter(RedactingFormatter):
    """Formats a record as its sentence alone."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(secrets, "%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        return super().format(bare)


def configure_logging(level: str, secrets: Sequence[str], file: Path | None = None) -> None:
    """Log everything from `level` up, replacing any earlier configuration.

    It goes to standard error; where a `file` is given, to that, and only the sentences of warnings and errors to
    standard error. A file that cannot be written is done without.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    handlers[0].setFormatter(RedactingFormatter(secrets))
    if file is not None:
        handlers[0].setFormatter(_SentenceFormatter(secrets))
        handlers[0].setLevel(logging.WARNING)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handlers.append(logging.FileHandler(file, encoding="utf-8", delay=False))
            handlers[1].setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=handlers, force=True)
    for handler in handlers:
        if handler.level == logging.NOTSET:
            handler.setLevel(level)  # also of libraries that set a level of their own when they are imported
    if level != "DEBUG":
        for chatty in _CHATTY:
            logging.getLogger(chatty).setLevel(logging.WARNING)
    for hub in ("huggingface_hub", "httpx", "httpcore"):
        logging.getLogger(hub).setLevel(logging.ERROR)  # it tells of every attempt to reach a hub that is not there
