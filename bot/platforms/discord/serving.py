"""Serving a request, whatever it is: acknowledged at once, worked on, and its outcome shown, or what went wrong."""

from __future__ import annotations

import asyncio
import io
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import aiohttp
import discord

from bot.in_flight import InFlight, Request
from bot.metrics import Metrics, Step
from bot.phrases import Phrases
from bot.platforms.discord.layout import Picture, Post, layout_text
from bot.platforms.discord.markdown import escape
from bot.platforms.discord.members import PLATFORM, Interaction
from bot.rendering import render_error

_INVALID_WEBHOOK_TOKEN = 50027  # what Discord says of an interaction older than 15 minutes
_NO_HISTORY = 160002  # what it says of a reply where the bot may write but not read older messages
_ALREADY_ACKNOWLEDGED = 40060
_MALFORMED = 400
NETWORK_TROUBLE = (aiohttp.ClientError, OSError, discord.DiscordServerError)
UNDELIVERED = (discord.DiscordException, aiohttp.ClientError, OSError)
_DELAYS = (0.5, 3.0)  # seconds before a message is sent again; discord.py itself does that for some faults only

log = logging.getLogger(__name__)

T = TypeVar("T")


class Serving:
    """Takes the requests of members, one at a time or fifty."""

    def __init__(self, in_flight: InFlight, metrics: Metrics) -> None:
        """Count what is under way in `in_flight`, and how long Discord takes in `metrics`."""
        self.in_flight = in_flight
        self._metrics = metrics

    async def serve(
        self, interaction: Interaction, say: Phrases, work: Coroutine[Any, Any, Post], *, private: bool = True
    ) -> int | None:
        """Acknowledge, work, and show the outcome: to the member alone, or to everybody in the channel.

        Returns:
            The id of the message that shows it, None where none could be shown.
        """
        with self.in_flight.request() as request:
            if await self._acknowledge(interaction, work, thinking=True, ephemeral=private):
                return await self._show(interaction, await self.outcome(request, work, say))
        return None

    async def change(
        self,
        interaction: Interaction,
        say: Phrases,
        work: Coroutine[Any, Any, Post],
        *,
        replaced: Callable[[], bool] = lambda: False,
    ) -> None:
        """Acknowledge, work, and show the outcome in place of the message whose button was pressed.

        Where the work fails, that message stays, and the member is told beside it; but where `replaced` says that the
        work itself has put something else in its place, the member is told there.
        """
        with self.in_flight.request() as request:
            if not await self._acknowledge(interaction, work):
                return
            try:
                await self._show(interaction, await request.work(work))
            except Exception as error:  # noqa: BLE001 - whatever it is, the member is told
                if replaced():
                    await self._show(interaction, self.sorry(error, say))
                else:
                    await self._tell(interaction, self.sorry(error, say))

    async def open(
        self, interaction: Interaction, say: Phrases, window: discord.ui.Modal, work: Coroutine[Any, Any, None]
    ) -> None:
        """Open `window` for the member and then work; where the work fails, they are told beside it.

        Where Discord does not take the window, they are thanked for the press alone.
        """
        with self.in_flight.request() as request:
            try:
                await interaction.response.send_modal(window)
            except UNDELIVERED as error:
                if not isinstance(error, discord.HTTPException) or error.status != _MALFORMED:
                    _report_unacknowledged(error)
                    work.close()
                    return
                log.warning("Discord did not take a window: %s", error)
                await self.serve(interaction, say, _thanked(work, say))
                return
            try:
                await request.work(work)
            except Exception as error:  # noqa: BLE001 - whatever it is, the member is told
                await self._tell(interaction, self.sorry(error, say))

    async def remove(self, interaction: Interaction, say: Phrases, work: Coroutine[Any, Any, None]) -> None:
        """Acknowledge, work, and delete the message whose button was pressed, unless the work fails."""
        with self.in_flight.request() as request:
            if not await self._acknowledge(interaction, work):
                return
            try:
                await request.work(work)
                await _persist(interaction.delete_original_response)
            except discord.NotFound:
                return  # somebody else was faster
            except Exception as error:  # noqa: BLE001 - whatever it is, the member is told
                await self._tell(interaction, self.sorry(error, say))

    async def post(self, interaction: Interaction, say: Phrases, work: Coroutine[Any, Any, Post]) -> None:
        """Acknowledge, work, and show the outcome to everybody in the channel, or to the member alone what failed."""
        with self.in_flight.request() as request:
            if not await self._acknowledge(interaction, work):
                return
            try:
                outcome = await request.work(work)
            except Exception as error:  # noqa: BLE001 - whatever it is, the member is told
                await self._tell(interaction, self.sorry(error, say))
                return
            if not await self._tell(interaction, outcome, private=False):
                await self._tell(interaction, layout_text(escape(say("discord-not-posted"))))

    async def outcome(self, request: Request, work: Coroutine[Any, Any, Post], say: Phrases) -> Post:
        """Await `work`; where it fails, return what the member is told of it."""
        try:
            return await request.work(work)
        except Exception as error:  # noqa: BLE001 - whatever it is, the member is told
            return self.sorry(error, say)

    @staticmethod
    def sorry(error: Exception, say: Phrases) -> Post:
        """Return the sentence for an error, which is logged where nobody foresaw it."""
        return layout_text(escape(render_error(error, say, PLATFORM)))

    async def reply(self, message: discord.Message, post: Post) -> discord.PartialMessage | None:
        """Answer a message where it stands, once, and return the answer; None where that cannot be."""
        # The nonce makes a reply that is sent again, after a fault on the way, one and the same message.
        fixed: dict[str, Any] = {"nonce": str(message.id), "mention_author": False}
        fixed["reference"] = message.to_reference(fail_if_not_exists=False)

        async def send(fields: dict[str, Any]) -> discord.Message:
            try:
                return await message.channel.send(**fields, **fixed)
            except discord.HTTPException as error:
                if error.code != _NO_HISTORY:
                    raise
                del fixed["reference"], fixed["mention_author"]
                return await message.channel.send(**fields, **fixed)

        try:
            with self._metrics.timed(PLATFORM, Step.SENDING):
                sent = await _as_either(post, send)
        except UNDELIVERED as error:
            log.warning("A reply in the channel %s could not be sent: %s", message.channel.id, error)
            return None
        return message.channel.get_partial_message(sent.id)  # type: ignore[union-attr]  # no channel that is written in lacks it

    async def announce(self, channel: discord.abc.Messageable, post: Post) -> None:
        """Send a message to which nobody gave a reason, once; where that cannot be, it is logged."""
        nonce = secrets.token_hex(8)
        try:
            with self.in_flight.request(), self._metrics.timed(PLATFORM, Step.SENDING):
                await _as_either(post, lambda fields: channel.send(**fields, nonce=nonce))
        except UNDELIVERED as error:
            log.warning("What moderators should be told could not be sent: %s", error)

    @staticmethod
    async def rewrite(answer: discord.PartialMessage, post: Post) -> None:
        """Show `post` in place of what `answer` shows."""
        try:
            await _as_either(
                post, lambda fields: answer.edit(**fields, allowed_mentions=discord.AllowedMentions.none())
            )
        except UNDELIVERED as error:
            log.warning("An answer in the channel %s could not be changed: %s", answer.channel.id, error)

    @staticmethod
    async def withdraw(answer: discord.PartialMessage) -> None:
        """Delete an answer."""
        try:
            await _persist(answer.delete)
        except discord.NotFound:
            return
        except UNDELIVERED as error:
            log.warning("An answer in the channel %s could not be deleted: %s", answer.channel.id, error)

    @staticmethod
    async def _acknowledge(
        interaction: Interaction, work: Coroutine[Any, Any, Any], *, thinking: bool = False, ephemeral: bool = False
    ) -> bool:
        """Acknowledge, or else close `work`: Discord would not take its outcome."""
        try:
            await interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
        except UNDELIVERED as error:
            _report_unacknowledged(error)
            work.close()
            return False
        return True

    @staticmethod
    async def _tell(interaction: Interaction, post: Post, *, private: bool = True) -> bool:
        """Send a message beside that of the button, once, and return whether Discord took it."""
        try:
            await _as_either(post, lambda fields: interaction.followup.send(**fields, ephemeral=private), tries=1)
        except UNDELIVERED as error:
            log.warning("A message beside an answer could not be sent: %s", error)
            return False
        return True

    async def _show(self, interaction: Interaction, post: Post) -> int | None:
        try:
            with self._metrics.timed(PLATFORM, Step.SENDING):
                shown = await _as_either(post, lambda fields: interaction.edit_original_response(**fields), edit=True)
        except UNDELIVERED as error:
            log.warning("The outcome of a request could not be shown: %s", error)
            if isinstance(error, discord.HTTPException) and error.code == _INVALID_WEBHOOK_TOKEN:
                with suppress(*UNDELIVERED):
                    await _as_either(post, lambda fields: interaction.user.send(**fields), tries=1)
            return None
        return shown.id


def _report_unacknowledged(error: Exception) -> None:
    if isinstance(error, discord.HTTPException) and error.code == _ALREADY_ACKNOWLEDGED:
        log.info("A request came a second time, and is carried out once.")
    else:
        log.warning("A request could not be acknowledged, and is not carried out: %s", error)


async def _thanked(work: Coroutine[Any, Any, None], say: Phrases) -> Post:
    await work
    return layout_text(escape(say("verdict-thanks")))


async def _as_either(
    post: Post, send: Callable[[dict[str, Any]], Awaitable[T]], *, edit: bool = False, tries: int = 3
) -> T:
    """Await `send` with the fields of a message: with components or, where Discord does not take those, as text."""
    try:
        return await _persist(lambda: send(_fields(post, edit=edit)), tries)
    except discord.HTTPException as error:
        if error.status != _MALFORMED or post.picture:
            raise
        log.warning("Discord did not take a message's components, so it is shown as text: %s", error)
        plain = {"content": post.content, **({"view": None} if edit else {})}
        return await _persist(lambda: send(plain), tries)
    except RuntimeError as error:  # the HTTP client's word for a session that is closed, as when the bot has left
        raise ConnectionResetError("the connection to Discord is closed") from error


def _fields(post: Post, *, edit: bool) -> dict[str, Any]:
    if post.picture is None:
        return {"view": post.view}
    # Made anew for each attempt: the last one has read the file to its end.
    file = _file(post.picture)
    below = {} if post.view is None else {"view": post.view}
    return {"content": post.content, **below, **({"attachments": [file]} if edit else {"file": file})}


def _file(picture: Picture) -> discord.File:
    return discord.File(io.BytesIO(picture.png), "quote.png", description=picture.alt)


async def _persist(send: Callable[[], Awaitable[T]], tries: int = 3) -> T:
    """Await `send` again after trouble on the network: more than once only where doing it twice does no harm."""
    for delay in _DELAYS[: tries - 1]:
        with suppress(*NETWORK_TROUBLE):
            return await send()
        await asyncio.sleep(delay)
    return await send()
