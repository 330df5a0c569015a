"""What the buttons of messages do, also of messages from before a restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.answers import Answer
from bot.buttons import Press
from bot.card import draw_card, make_card
from bot.conversation import Thread, place_of
from bot.errors import NoCard, NotYours
from bot.exchanges import Verdict
from bot.moderation import Actor
from bot.phrases import Phrases
from bot.platforms.slack import lists, modals
from bot.platforms.slack.answers import lay_out_reply
from bot.platforms.slack.buttons import FORGET, PAGES, Listed, action_id, read_page
from bot.platforms.slack.cards import send_card
from bot.platforms.slack.delivery import DeliveryError, PrivateOutlet, what_failed
from bot.platforms.slack.layout import SlackMessage, lay_out_text
from bot.platforms.slack.serving import Serving, Work, thread_of
from bot.rendering import render_error

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed: on which answer, by whom and where, and how to reply to that."""

    exchange: str
    thread: Thread
    thread_ts: str | None
    message_ts: str
    is_private: bool
    response_url: str
    trigger_id: str
    name: str

    @property
    def outlet(self) -> PrivateOutlet:
        """Where the member who pressed, and nobody else, reads a reply."""
        return PrivateOutlet(self.response_url, self.thread_ts)


class Presses:
    """Does what members ask for by button or the window for complaints."""

    def __init__(self, app: AsyncApp, serving: Serving) -> None:
        """Listen through `app` and answer through `serving`."""
        self._serving = serving
        self._assistant = serving.assistant
        handlers: Mapping[Press, Callable[[Pressed], Awaitable[None]]] = {
            Press.CONTEXT: self._context,
            Press.OTHERS: self._others,
            Press.CARD: self._card,
            Press.HELPFUL: self._helpful,
            Press.UNHELPFUL: self._unhelpful,
            Press.SHARE: self._share,
            Press.DELETE: self._delete,
        }
        self._handlers = {action_id(press): handler for press, handler in handlers.items()}
        for name in self._handlers:
            app.action(name)(self.on_press)
        app.action(PAGES)(self.on_page)
        app.action(FORGET)(self.on_forget)
        app.view(modals.COMPLAINING)(self.on_complaint)

    async def on_press(
        self, ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Do what a button below an answer says."""
        await ack()
        if await self._serving.is_new(body, context):
            await self._handlers[str(action["action_id"])](_pressed(action, body, context))

    async def on_page(
        self, ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Turn a page of a list, in place."""
        await ack()
        pressed = _pressed(action, body, context)
        listed = Listed(str(action["action_id"]).partition("-")[0])
        number, exchange = read_page(str(action.get("value") or ""))
        assistant = self._assistant

        async def turn(say: Phrases) -> SlackMessage:
            if listed is Listed.SPEAKERS:
                return await lists.speakers(assistant, number, pressed.thread, say)
            return await lists.quotes_again(assistant, exchange, number, pressed.thread, say)

        await self._in_place(pressed, turn)

    async def on_forget(
        self, ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Delete what is kept of the member who presses."""
        await ack()
        pressed = _pressed(action, body, context)

        async def forget(say: Phrases) -> SlackMessage:
            await self._assistant.forget(pressed.thread)
            return lay_out_text(say("privacy-forgotten"))

        await self._in_place(pressed, forget)

    async def on_complaint(
        self, ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Note why an answer did not help."""
        await ack()
        if not await self._serving.is_new(body, context):
            return
        said = modals.read_complaint(view)
        thread = thread_of(context, said.channel, str(body["user"]["id"]))

        async def note(say: Phrases) -> SlackMessage:
            await self._assistant.verdict(said.exchange, thread, Verdict(False, said.complaint, said.remark))
            return lay_out_text(say("verdict-thanks"))

        await self._serving.serve(PrivateOutlet(said.response_url), thread, note)

    async def _context(self, pressed: Pressed) -> None:
        await self._reply(pressed, lambda say: lists.context(self._assistant, pressed.exchange, pressed.thread, say))

    async def _others(self, pressed: Pressed) -> None:
        await self._reply(pressed, lambda say: lists.others(self._assistant, pressed.exchange, pressed.thread, say))

    async def _helpful(self, pressed: Pressed) -> None:
        async def note(say: Phrases) -> SlackMessage:
            await self._assistant.verdict(pressed.exchange, pressed.thread, Verdict(True))
            return lay_out_text(say("verdict-thanks"))

        await self._reply(pressed, note)

    async def _unhelpful(self, pressed: Pressed) -> None:
        """Note that an answer did not help, and ask why in a window; where Slack does not open it, only thank."""

        async def note(say: Phrases) -> SlackMessage | None:
            await self._assistant.verdict(pressed.exchange, pressed.thread, Verdict(False))
            return None if await self._ask_why(pressed, say) else lay_out_text(say("verdict-thanks"))

        await self._reply(pressed, note)

    async def _ask_why(self, pressed: Pressed, say: Phrases) -> bool:
        """Open the window for complaints; return whether Slack did."""
        window = modals.complaining_window(pressed.exchange, pressed.thread.channel, pressed.response_url, say)
        try:
            await self._serving.client(pressed.thread).views_open(trigger_id=pressed.trigger_id, view=window)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack did not open the window for complaints (%s).", what_failed(error))
            return False
        return True

    async def _share(self, pressed: Pressed) -> None:
        """Show a private answer to the channel, once."""
        shared = f"shared {place_of(pressed.thread)} {pressed.message_ts}"

        async def share(say: Phrases) -> SlackMessage | None:
            self._assistant.channel(pressed.thread).check(mentioned=False)
            recalled = await self._assistant.recall(pressed.exchange, pressed.thread)
            if not recalled.own:
                raise NotYours
            by = say("slack-shared", name=pressed.name)
            asked = say("slack-shared-question", by=by, question=recalled.exchange.question)
            heading = asked if recalled.exchange.question else by
            message = await lay_out_reply(self._assistant, recalled.reply, pressed.thread, say, asked=heading)
            # Only now: a press that was refused can be repeated.
            return message if await self._serving.first_time(pressed.thread.community, shared) else None

        outlet = PrivateOutlet(pressed.response_url, pressed.thread_ts, public=True)
        await self._serving.serve(outlet, pressed.thread, share)

    async def _card(self, pressed: Pressed) -> None:
        async def make(say: Phrases) -> SlackMessage | None:
            await self._serving.count(pressed.thread, mentioned=False)
            reply = (await self._assistant.recall(pressed.exchange, pressed.thread)).reply
            if not isinstance(reply, Answer):
                raise NoCard
            card = make_card(reply.citation, say)
            picture = await asyncio.to_thread(draw_card, card)
            return await send_card(
                self._serving.client(pressed.thread),
                card,
                picture,
                thread=pressed.thread,
                thread_ts=pressed.thread_ts,
                private=pressed.is_private,
                say=say,
            )

        await self._reply(pressed, make)

    async def _delete(self, pressed: Pressed) -> None:
        """Take an answer down, for who asked or a moderator."""
        with self._serving.in_flight.request() as request:
            say = await self._serving.phrases(pressed.thread)
            try:
                await request.work(self._take_down(pressed))
                await PrivateOutlet(pressed.response_url).remove()
            except (DeliveryError, aiohttp.ClientError, TimeoutError) as error:
                log.error("Slack did not delete an answer: %s", error or type(error).__name__)
            except Exception as error:  # noqa: BLE001 - `render_error` logs what nobody foresaw
                await self._serving.send(pressed.outlet, lay_out_text(render_error(error, say, "slack")))

    async def _take_down(self, pressed: Pressed) -> None:
        try:
            # Who asked needs no rights: Slack is asked for those of others only.
            await self._assistant.delete(pressed.exchange, Actor(*pressed.thread))
        except NotYours:
            await self._assistant.delete(pressed.exchange, await self._serving.actor(pressed.thread))

    async def _reply(self, pressed: Pressed, work: Work) -> None:
        await self._serving.serve(pressed.outlet, pressed.thread, work)

    async def _in_place(self, pressed: Pressed, work: Work) -> None:
        outlet = PrivateOutlet(pressed.response_url, pressed.thread_ts, replaces=True)
        await self._serving.serve(outlet, pressed.thread, work)


def _pressed(action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext) -> Pressed:
    container, user = body.get("container") or {}, body["user"]
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id"))
    thread_ts = container.get("thread_ts")
    return Pressed(
        exchange=str(action.get("value") or ""),
        thread=thread_of(context, channel, str(user["id"]), thread_ts),
        thread_ts=thread_ts,
        message_ts=str(container.get("message_ts")),
        is_private=bool(container.get("is_ephemeral")),
        response_url=str(body["response_url"]),
        trigger_id=str(body.get("trigger_id")),
        name=str(user.get("name") or user.get("username") or ""),
    )
