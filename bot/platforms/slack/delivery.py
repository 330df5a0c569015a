"""Where a reply goes on Slack, and what is tried when Slack does not take it."""

from __future__ import annotations

from typing import Protocol

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

_ATTEMPTS = 3
_FAULTS_OF_THE_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}


class DeliveryError(Exception):
    """Slack did not take a reply; `str(error)` is Slack's word for why."""


class Outlet(Protocol):
    """A place for one reply."""

    async def send(self, message: SlackMessage) -> None:
        """Deliver `message`.

        Raises:
            DeliveryError: Slack refused it, with its blocks and without.
        """


class ChannelOutlet:
    """A conversation that everyone in it reads, or a thread in it."""

    def __init__(self, client: AsyncWebClient, channel: str, thread: str | None) -> None:
        """Post to the channel (or direct message) with the id `channel`, in the thread with that timestamp."""
        self._client = client
        self._channel = channel
        self._thread = thread

    async def send(self, message: SlackMessage) -> None:
        """Post `message`; without its blocks where Slack refuses those."""
        try:
            await self._post(message)
        except SlackApiError as error:
            if error_code(error) not in _FAULTS_OF_THE_BLOCKS:
                raise DeliveryError(error_code(error)) from error
            try:
                await self._post(message.without_blocks())
            except SlackApiError as second:
                raise DeliveryError(error_code(second)) from second

    async def _post(self, message: SlackMessage) -> None:
        await self._client.chat_postMessage(channel=self._channel, thread_ts=self._thread, **message.arguments())


class PrivateOutlet:
    """The member who gave a command, and nobody else. Its address takes five messages within half an hour."""

    def __init__(self, response_url: str) -> None:
        """Answer the command that came with `response_url`."""
        self._address = AsyncWebhookClient(response_url, retry_handlers=retry_handlers())

    async def send(self, message: SlackMessage) -> None:
        """Show `message`; without its blocks where Slack refuses it."""
        for attempt in (message, message.without_blocks()):
            response = await self._address.send_dict({"response_type": "ephemeral", **attempt.arguments()})
            if response.status_code == 200:
                return
        raise DeliveryError(f"HTTP status {response.status_code}")


def retry_handlers() -> list[AsyncRetryHandler]:
    """Return what makes a Slack client wait and try again: after a 429 as long as it says, and network trouble."""
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=_ATTEMPTS),
        AsyncRateLimitErrorRetryHandler(max_retry_count=_ATTEMPTS),
        AsyncServerErrorRetryHandler(max_retry_count=_ATTEMPTS),
    ]


def error_code(error: SlackApiError) -> str | None:
    """Return Slack's name for what was wrong, or None where its answer holds none, as in a server error."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code) if code else None
