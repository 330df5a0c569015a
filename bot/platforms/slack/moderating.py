"""`/index` on Slack: typed words, windows, buttons, and the shortcut that adds what a message holds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.conversation import Thread
from bot.errors import BotError, NotAllowed, as_bot_error
from bot.moderation import Actor
from bot.moderation.commands import GROUP, INDEX_COMMANDS, Subcommand, command_named, usage
from bot.moderation.faults import UnknownCommand
from bot.moderation.notice import Attachment, Notice
from bot.moderation.typed import parse_typed
from bot.phrases import Phrases
from bot.platforms.slack import windows
from bot.platforms.slack.delivery import PrivateOutlet, what_failed
from bot.platforms.slack.files import Files, files_in
from bot.platforms.slack.layout import SlackMessage, lay_out_text
from bot.platforms.slack.long_work import LongWork, Place, Posted, Work
from bot.platforms.slack.notices import ACT, OPEN, lay_out_notice, read_act
from bot.platforms.slack.serving import Serving, thread_of
from bot.platforms.slack.words import addresses_in, words_of
from index.snapshot import Progress

log = logging.getLogger(__name__)

ADD = "add-to-library"
"""The callback id of the shortcut "Add to the library"."""

_SHOWN_FIRST = "settings"
"""The command that shows what holds when it is given nothing; its window opens by a button below that."""

_PATIENCE = 2.0
"""Seconds that a menu waits for who is asking; Slack takes its choices for three."""

Arguments = Mapping[str, str | Attachment]


class NothingToAdd(BotError):
    """A message holds neither a file nor a link."""

    phrase = "slack-add-nothing"


class SeveralToAdd(BotError):
    """A message holds several files, or several links."""

    phrase = "slack-add-several"


class CommandGone(BotError):
    """A button or a window is for a command that this version does not have."""

    phrase = "slack-index-gone"


class Moderating:
    """Takes what moderators type, choose and press to the desk, and shows what comes of it."""

    def __init__(self, app: AsyncApp, serving: Serving) -> None:
        """Listen through `app` and answer through `serving`."""
        self._serving = serving
        self._long = LongWork(serving)
        app.command(f"/{GROUP}")(self.on_index)
        app.command("/reload")(self.on_reload)
        app.action(OPEN)(self.on_open)
        app.action(ACT)(self.on_act)
        app.view(windows.MODERATING)(self.on_window)
        app.options(windows.CHOICES)(self.on_typing)
        app.shortcut(ADD)(self.on_shortcut)

    async def on_index(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """Carry out what is typed; open the window of a command that is given nothing; list the commands for none."""
        await ack()
        if not await self._serving.is_new(command, context):
            return
        thread = thread_of(context, str(command["channel_id"]), str(command["user_id"]))
        place = Place(thread, PrivateOutlet(str(command["response_url"])))
        text = words_of(str(command.get("text") or ""), context.bot_user_id, addresses=True)
        try:
            typed = parse_typed(text)
        except UnknownCommand:
            # The desk tells which there are, and those alone who may know.
            await self._long.serve(place, self._running(thread, text.split()[0]))
            return
        if typed is None:
            await self._long.serve(place, self._running(thread, ""))
        elif typed.arguments or not typed.command.parameters or typed.command.name == _SHOWN_FIRST:
            await self._long.serve(place, self._running(thread, typed.command.name, typed.arguments))
        else:
            await self._open(place, typed.command, str(command["trigger_id"]), str(command["response_url"]))

    async def on_reload(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        """Carry out `/reload`, the short form of `/index reload`."""
        await self.on_index(ack, {**command, "text": "reload"}, context)

    async def on_open(
        self, ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Open the window of the command that a button stands for, or carry it out where it takes nothing."""
        await ack()
        if not await self._serving.is_new(body, context):
            return
        channel, name = read_act(str(action.get("value") or ""))
        thread = thread_of(context, channel, str(body["user"]["id"]))
        place = Place(thread, PrivateOutlet(str(body["response_url"])))
        command = command_named(name)
        if command is None:
            await self._tell(place, CommandGone())
        elif command.parameters:
            await self._open(place, command, str(body.get("trigger_id")), str(body["response_url"]))
        else:
            await self._long.serve(place, self._running(thread, command.name))

    async def on_act(
        self, ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Do what a notice's button says, in place of the notice."""
        await ack()
        if not await self._serving.is_new(body, context):
            return
        channel, act = read_act(str(action.get("value") or ""))
        container, address = body.get("container") or {}, str(body["response_url"])
        thread = thread_of(context, channel, str(body["user"]["id"]))
        posted = Posted(str(container.get("channel_id")), str(container.get("message_ts")))
        place = Place(
            thread,
            PrivateOutlet(address, container.get("thread_ts")),
            PrivateOutlet(address, container.get("thread_ts"), replaces=True),
            None if container.get("is_ephemeral") else posted,
        )

        async def press(say: Phrases, progress: Progress) -> SlackMessage:
            async def done(actor: Actor) -> Notice:
                return await self._serving.assistant.desk.press(actor, act, say, progress)

            return lay_out_notice(await self._serving.as_moderator(thread, done), say, channel)

        await self._long.serve(place, press)

    async def on_window(
        self, ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Carry out the command of a window, with what a moderator has put into it."""
        sent = windows.read_window(view)
        thread = thread_of(context, sent.channel, str(body["user"]["id"]))
        if sent.command and windows.is_empty(sent):
            say = await self._serving.phrases(thread)
            block = windows.first_block(sent.command)
            await ack(response_action="errors", errors={block: say("slack-index-empty")})
            return
        await ack()
        if not await self._serving.is_new(body, context):
            return
        place = Place(thread, PrivateOutlet(sent.response_url))
        if sent.command is None:
            await self._tell(place, CommandGone())
            return
        await self._long.serve(place, self._running(thread, sent.command.name, sent.words, sent.files))

    async def on_typing(
        self, ack: AsyncAck, payload: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Offer what a moderator may mean with what they have typed into a menu; Slack waits for it."""
        command, parameter = windows.asked_for(str(payload["action_id"]))
        typed, channel = str(payload.get("value") or ""), windows.channel_of(body.get("view") or {})
        thread = thread_of(context, channel, str(body["user"]["id"]))
        options: dict[str, Any] = {"options": []}
        try:
            async with asyncio.timeout(_PATIENCE):
                say, actor = await asyncio.gather(self._serving.phrases(thread), self._serving.recent_actor(thread))
                found = await self._serving.assistant.desk.complete(actor, command, parameter, typed, say)
            allowed = self._serving.assistant.may_moderate(actor)
            options = windows.options_for(found, typed if allowed else "", command, parameter, say)
        except TimeoutError:
            log.warning("Slack did not say in time who fills a window; its menu stays empty.")
        except Exception as error:  # noqa: BLE001 - logged where nobody foresaw it; the menu stays empty
            as_bot_error(error, "Completing a moderator's command")
        await ack(**options)

    async def on_shortcut(self, ack: AsyncAck, shortcut: dict[str, Any], context: AsyncBoltContext) -> None:
        """Add the file or the address that somebody's message holds."""
        await ack()
        if not await self._serving.is_new(shortcut, context):
            return
        thread = thread_of(context, str(shortcut["channel"]["id"]), str(shortcut["user"]["id"]))
        message: Mapping[str, Any] = shortcut.get("message") or {}

        async def add(say: Phrases, progress: Progress) -> SlackMessage:
            async def done(actor: Actor) -> Notice:
                # Who may not is refused by the desk, whatever the message holds.
                given = await self._held_by(message, thread) if self._serving.assistant.may_moderate(actor) else {}
                return await self._serving.assistant.desk.run(actor, "add", given, say, progress)

            return lay_out_notice(await self._serving.as_moderator(thread, done), say, thread.channel)

        await self._long.serve(Place(thread, PrivateOutlet(str(shortcut["response_url"]))), add)

    async def _held_by(self, message: Mapping[str, Any], thread: Thread) -> Arguments:
        """Return what a message in the workspace of `thread` holds that can be added.

        Raises:
            NothingToAdd, SeveralToAdd: it is not one file or one address.
            FileGone, FileRefused, FileFailed: as of `Files.attachment`.
        """
        files, addresses = files_in(message), addresses_in(str(message.get("text") or ""))
        if not files and not addresses:
            raise NothingToAdd
        if len(files or addresses) > 1:
            raise SeveralToAdd
        if not files:
            return {"address": addresses[0]}
        return {"file": await Files(self._serving.client(thread)).attachment(files[0])}

    def _running(
        self,
        thread: Thread,
        command: str,
        words: Mapping[str, str] = MappingProxyType({}),
        files: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    ) -> Work:
        """Return the work of carrying out a command with `words` and `files` by the names of its parameters.

        Without the name of a command, they are listed, each with a button.
        """

        async def run(say: Phrases, progress: Progress) -> SlackMessage:
            async def done(actor: Actor) -> Notice:
                given: dict[str, str | Attachment] = dict(words)
                if self._serving.assistant.may_moderate(actor):
                    held = Files(self._serving.client(thread))
                    given |= {name: await held.attachment(file) for name, file in files.items()}
                return await self._serving.assistant.desk.run(actor, command, given, say, progress)

            notice = await self._serving.as_moderator(thread, done)
            opens: list[tuple[str, str]] = []
            if not command:
                opens = [(one.name, f"/{GROUP} {one.name}") for one in INDEX_COMMANDS]
            elif command == _SHOWN_FIRST and not words:
                opens = [(command, say("slack-index-change"))]
            return lay_out_notice(notice, say, thread.channel, opens)

        return run

    async def _open(self, place: Place, command: Subcommand, trigger: str, response_url: str) -> None:
        """Open the window of a command, for a moderator; where Slack does not, say how the command is typed."""
        thread = place.thread

        async def open_window(say: Phrases) -> SlackMessage | None:
            await self._serving.as_moderator(thread, self._check)
            window = windows.window_for(command, thread.channel, response_url, say)
            try:
                await self._serving.client(thread).views_open(trigger_id=trigger, view=window)
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                log.warning("Slack did not open a moderator's window (%s).", what_failed(error))
                return lay_out_text(say("slack-index-no-window", usage=f"/{GROUP} {usage(command, say)}"))
            return None

        await self._serving.serve(place.outlet, thread, open_window)

    async def _check(self, actor: Actor) -> None:
        if not self._serving.assistant.may_moderate(actor):
            raise NotAllowed

    async def _tell(self, place: Place, refusal: BotError) -> None:
        async def tell(_say: Phrases) -> SlackMessage:
            raise refusal

        await self._serving.serve(place.outlet, place.thread, tell)
