"""A quote card on Slack: a file in the conversation, or among the member's direct messages."""

from __future__ import annotations

import logging

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Card
from bot.conversation import Thread, place_of
from bot.phrases import Phrases
from bot.platforms.slack.delivery import error_code
from bot.platforms.slack.layout import SlackMessage, lay_out_text
from bot.platforms.slack.serving import is_direct
from index.plain import cut

log = logging.getLogger(__name__)

_ALT = 1_000  # characters; longer descriptions Slack refuses
_TITLE = 100
_REASONS = {
    "missing_scope": "slack-card-scope",
    "not_in_channel": "slack-card-invite",
    "channel_not_found": "slack-card-invite",
}
"""The phrases for Slack's names of what was wrong."""


async def send_card(
    client: AsyncWebClient,
    card: Card,
    picture: bytes,
    *,
    thread: Thread,
    thread_ts: str | None,
    private: bool,
    say: Phrases,
) -> SlackMessage:
    """Upload `picture` where an answer stands that everybody reads, else to the member's direct messages.

    Args:
        client: Slack's Web API.
        card: what the picture shows.
        picture: the bytes of a PNG.
        thread: who wants it, and where.
        thread_ts: the thread that the answer stands in.
        private: whether that member alone sees the answer.
        say: the bot's own words.

    Returns:
        What to tell the member: where the card is, or why there is none.
    """
    try:
        channel = place_of(thread)
        if private and not is_direct(thread):
            # A message to a member's id opens the direct messages with them, and tells what their id is.
            announced = lay_out_text(say("slack-card-announced")).arguments()
            channel = str((await client.chat_postMessage(channel=thread.member, **announced))["channel"])
            thread_ts = None
        await client.files_upload_v2(
            channel=channel,
            thread_ts=thread_ts,
            filename="quote.png",
            title=card.speaker[:_TITLE],
            alt_txt=cut(card.alt, _ALT),
            content=picture,
        )
    except SlackApiError as error:
        code = error_code(error)
        log.warning("Slack did not take a quote card (%s).", code)
        phrase = _REASONS.get(code or "", "slack-card-failed")
        return lay_out_text(say(phrase))
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("Slack did not take a quote card (%s).", type(error).__name__)
        return lay_out_text(say("slack-card-failed"))
    return lay_out_text(say("slack-card-in-messages" if private else "slack-card-sent"))
