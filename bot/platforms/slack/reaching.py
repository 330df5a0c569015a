"""Calling Slack when the bot begins: again and again while it is in trouble, and with a sentence where it refuses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import ConfigurationError
from bot.platforms.slack.delivery import error_code

log = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0  # seconds between two attempts to reach Slack
_TEMPORARY = {None, "ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""Errors of Slack's that say nothing about a token; None stands for an answer that names no error."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ending:
    """How far the end has come: `closing` when no more requests are taken, `finished` when those in flight are done."""

    closing: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)


async def until_reached(call: Callable[[], Awaitable[T]], refused: str, closing: asyncio.Event) -> T | None:
    """Return what `call` returns, trying again while Slack cannot be reached; None when `closing`.

    Raises:
        ConfigurationError: Slack refused; `refused` is the sentence, with a place for Slack's word for it.
    """
    pause = 1.0
    while not closing.is_set():
        try:
            return await call()
        except SlackApiError as error:
            code = error_code(error)
            if code not in _TEMPORARY:
                raise ConfigurationError(refused.format(code)) from None
            why = code or "a server error"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            why = type(error).__name__
        log.warning("Slack cannot be reached (%s). Trying again in %d s.", why, pause)
        await wait(closing, pause)
        pause = min(pause * 2, _LONGEST_WAIT)
    return None


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for `event`, at most so many `seconds`."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
