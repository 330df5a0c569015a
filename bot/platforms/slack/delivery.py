"""Where a reply goes on Slack, and what is tried when Slack does not take it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.platforms.slack.layout import SlackMessage

T = TypeVar("T")

_ATTEMPTS = 3
_FAULTS_OF_THE_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}


class DeliveryError(Exception):
    """Slack did not take a reply; `str(error)` is Slack's word for why."""


class Outlet(Protocol):
    """A place for one reply."""

    async def send(self, message: SlackMessage) -> str | None:
        """Deliver `message`; return its timestamp where all in the channel read it, so that it can be edited.

        Raises:
            DeliveryError: Slack refused it, with its blocks and without.
        """


class ChannelOutlet:
    """A conversation that everyone in it reads, or a thread in it."""

    def __init__(self, client: AsyncWebClient, channel: str, thread: str | None, replaces: str | None = None) -> None:
        """Post to the channel (or direct message) with the id `channel`, in the thread with that timestamp.

        `replaces` is the timestamp of the bot's message to edit instead, if it is still there.
        """
        self._client = client
        self._channel = channel
        self._thread = thread
        self._replaces = replaces

    async def send(self, message: SlackMessage) -> str | None:
        """Post `message` or edit what is there; without its blocks where Slack refuses those."""
        if self._replaces:
            with suppress(DeliveryError):  # somebody has deleted it, or it is too old to be edited: a new one then
                return await _in_both_forms(message, self._edit)
        return await _in_both_forms(message, self._post)

    async def _post(self, message: SlackMessage) -> str | None:
        posted = await self._client.chat_postMessage(
            channel=self._channel, thread_ts=self._thread, **message.arguments()
        )
        return str(posted["ts"])

    async def _edit(self, message: SlackMessage) -> str | None:
        await self._client.chat_update(channel=self._channel, ts=str(self._replaces), **message.arguments())
        return self._replaces


class WhisperOutlet:
    """One member of a channel, who alone sees the reply there; for who has mentioned the bot and given no command."""

    def __init__(self, client: AsyncWebClient, channel: str, thread: str | None, member: str) -> None:
        """Show replies to the member with the id `member`, in the channel or in a thread of it."""
        self._client = client
        self._place: dict[str, Any] = {"channel": channel, "user": member, "thread_ts": thread}

    async def send(self, message: SlackMessage) -> None:
        """Show `message`; without its blocks where Slack refuses those."""
        await _in_both_forms(message, self._whisper)

    async def _whisper(self, message: SlackMessage) -> None:
        await self._client.chat_postEphemeral(**self._place, **message.arguments())


class PrivateOutlet:
    """The member who gave a command or pressed a button. Its address takes five messages within half an hour."""

    def __init__(
        self, response_url: str, thread: str | None = None, *, replaces: bool = False, public: bool = False
    ) -> None:
        """Answer what came with `response_url`.

        Args:
            response_url: the address that Slack gave for replies.
            thread: the timestamp of the thread to answer in.
            replaces: whether the reply takes the place of the message that holds the pressed button.
            public: whether everybody in the channel shall see it.
        """
        self._address = AsyncWebhookClient(response_url, retry_handlers=retry_handlers())
        self._form: dict[str, Any] = {"response_type": "in_channel" if public else "ephemeral"}
        self._form |= {"replace_original": replaces} | ({"thread_ts": thread} if thread else {})

    async def send(self, message: SlackMessage) -> None:
        """Show `message`; without its blocks where Slack refuses it."""
        for attempt in (message, message.without_blocks()):
            status = (await self._address.send_dict({**self._form, **attempt.arguments()})).status_code
            if status == 200:
                return
        raise DeliveryError(f"HTTP status {status}")

    async def remove(self) -> None:
        """Delete the message that holds the pressed button, whether one member sees it or all.

        Raises:
            DeliveryError: Slack did not.
        """
        response = await self._address.send_dict({"delete_original": True})
        if response.status_code != 200:
            raise DeliveryError(f"HTTP status {response.status_code}")


async def _in_both_forms(message: SlackMessage, deliver: Callable[[SlackMessage], Awaitable[T]]) -> T:
    """Return what `deliver` gives for `message`; where Slack refuses its blocks, for its text alone.

    Raises:
        DeliveryError: Slack refused that too, or for another reason.
    """
    try:
        return await deliver(message)
    except SlackApiError as error:
        if error_code(error) not in _FAULTS_OF_THE_BLOCKS:
            raise DeliveryError(error_code(error)) from error
        try:
            return await deliver(message.without_blocks())
        except SlackApiError as second:
            raise DeliveryError(error_code(second)) from second


def retry_handlers() -> list[AsyncRetryHandler]:
    """Return what makes a Slack client wait and try again: after a 429 as long as it says, and network trouble."""
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=_ATTEMPTS),
        AsyncRateLimitErrorRetryHandler(max_retry_count=_ATTEMPTS),
        AsyncServerErrorRetryHandler(max_retry_count=_ATTEMPTS),
    ]


def what_failed(error: Exception) -> str | None:
    """Return why a call failed, for the log: Slack's name for what was wrong, or the kind of trouble on the way."""
    return error_code(error) if isinstance(error, SlackApiError) else type(error).__name__


def error_code(error: SlackApiError) -> str | None:
    """Return Slack's name for what was wrong, or None where its answer holds none, as in a server error."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code) if code else None
