"""The log, by structlog: coloured lines or JSON, with nothing in it that could log anybody in.

Everything is logged through Python's own `logging`; what is bound by `structlog.contextvars` stands beside each line of
a request, and what a call gives as `extra` beside its own.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import LogFormat

# Whatever looks like a token of either platform, also one that is not among the settings; and names and passwords in
# addresses.
_TOKENS = re.compile(
    r"xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|[MNO][\w-]{22,28}\.[\w-]{5,7}\.[\w-]{25,45}|wss://\S+|(?<=://)[^\s/@]+@"
)
_HIDDEN = "[hidden]"
_CHATTY = (
    "discord", "slack_bolt", "slack_sdk", "aiohttp", "alembic", "asyncio", "faiss", "filelock",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|\n")


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes out every token."""

    def __init__(self, secrets: Sequence[str], form: LogFormat = LogFormat.TEXT, *, colours: bool = False) -> None:
        """Hide `secrets` and everything that looks like one; AUTO is the same as TEXT here."""
        super().__init__()
        # A secret with a quotation mark in it stands in JSON in another spelling.
        spellings = {secret for one in secrets for secret in (one, json.dumps(one)[1:-1]) if secret}
        self._secrets = tuple(sorted(spellings, key=len, reverse=True))
        last = _as_json() if form is LogFormat.JSON else _as_text(colours)
        self._formatter = structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_FIRST, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, or lines, without tokens."""
        return self._without_secrets(self._formatter.format(record))

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKENS.sub(_HIDDEN, text)


class _SentenceFormatter(RedactingFormatter):
    """Formats a record as its sentence alone."""

    def format(self, record: logging.LogRecord) -> str:
        return self._without_secrets(record.getMessage())


def configure_logging(
    level: str, secrets: Sequence[str], file: Path | None = None, form: LogFormat = LogFormat.AUTO
) -> None:
    """Log everything from `level` up, replacing any earlier configuration.

    It goes to standard error; where a `file` is given, to that, and only the sentences of warnings and errors to
    standard error. A file that cannot be written is done without. With AUTO a terminal and a file get lines for people,
    and anything else JSON.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    if file is None:
        terminal = sys.stderr.isatty()
        shown = form if form is not LogFormat.AUTO else LogFormat.TEXT if terminal else LogFormat.JSON
        handlers[0].setFormatter(RedactingFormatter(secrets, shown, colours=terminal))
    else:
        handlers[0].setFormatter(_SentenceFormatter(secrets))
        handlers[0].setLevel(logging.WARNING)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handlers.append(logging.FileHandler(file, encoding="utf-8", delay=False))
            handlers[1].setFormatter(RedactingFormatter(secrets, form))
    logging.basicConfig(level=level, handlers=handlers, force=True)
    for handler in handlers:
        if handler.level == logging.NOTSET:
            handler.setLevel(level)  # also of libraries that set a level of their own when they are imported
    if level != "DEBUG":
        for chatty in _CHATTY:
            logging.getLogger(chatty).setLevel(logging.WARNING)
    for hub in ("huggingface_hub", "httpx", "httpcore"):
        logging.getLogger(hub).setLevel(logging.ERROR)  # it tells of every attempt to reach a hub that is not there


_FIRST: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
)
"""What is known of a line, whatever form it gets."""


def _as_json() -> list[Processor]:
    return [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Plain tracebacks: structlog's own would show the values of variables, and so members' words.
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _as_text(colours: bool) -> list[Processor]:
    renderer = structlog.dev.ConsoleRenderer(
        colors=colours, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
    )
    return [structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False), _on_one_line, renderer]


def _on_one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write characters that a terminal would obey as others can read them: a file's name may hold such ones."""
    plain = {key: _CONTROL.sub(lambda m: repr(m[0])[1:-1], v) if isinstance(v, str) else v for key, v in event.items()}
    event.update(plain)
    return event
