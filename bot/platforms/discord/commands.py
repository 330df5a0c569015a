"""What the bot does on Discord: its commands, and its replies to mentions and direct messages."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.answering import MAX_QUESTION
from bot.assistant import Assistant
from bot.conversation import Thread
from bot.errors import BotError, GuildOnly
from bot.moderation import Actor
from bot.phrases import Phrases
from bot.platforms.discord.in_flight import InFlight, Request
from bot.platforms.discord.layout import escape, layout_lines, layout_message, layout_text
from bot.platforms.discord.progress import ReloadProgress
from bot.rendering import example_for, render_error, render_reload, render_reply, render_sources, render_speakers
from index.snapshot import Snapshot

PLATFORM = "discord"
_INVALID_WEBHOOK_TOKEN = 50027  # what Discord says of an interaction older than 15 minutes
_NO_HISTORY = 160002  # what it says of a reply where the bot may write but not read older messages
_NETWORK_TROUBLE = (aiohttp.ClientError, OSError)
_UNDELIVERED = (discord.DiscordException, *_NETWORK_TROUBLE)
_DELAYS = (
    0.5,
    3.0,
)  # seconds before a message is sent again; discord.py itself does that only for Discord's own faults

Interaction = discord.Interaction[discord.Client]
View = discord.ui.LayoutView

log = logging.getLogger(__name__)


class Commands:
    """Serves members: acknowledges at once, has the assistant do the work, and shows the outcome."""

    def __init__(self, assistant: Assistant, in_flight: InFlight, say: Phrases) -> None:
        """Answer by `assistant` in the words of `say`, counting what is under way in `in_flight`."""
        self._assistant = assistant
        self._in_flight = in_flight
        self._say = say

    def register(self, tree: app_commands.CommandTree[discord.Client]) -> None:
        """Add the commands to `tree`."""
        say = self._say

        @tree.command(name="ask", description=say("command-ask"))
        @app_commands.describe(question=say("command-ask-question"))
        async def ask(interaction: Interaction, question: app_commands.Range[str, 1, MAX_QUESTION]) -> None:
            answer = self._answer(_thread_of(interaction), question, repeat_question=True)
            await self._serve(interaction, answer, private=False)

        @tree.command(name="speakers", description=say("command-speakers"))
        async def speakers(interaction: Interaction) -> None:
            await self._serve(interaction, self._list(render_speakers))

        @tree.command(name="sources", description=say("command-sources"))
        async def sources(interaction: Interaction) -> None:
            await self._serve(interaction, self._list(render_sources))

        @tree.command(name="help", description=say("command-help"))
        async def show_help(interaction: Interaction) -> None:
            await self._serve(interaction, self._help(tree))

        # The default permission only hides the command, and a server's administrators can change it:
        # the assistant checks on arrival.
        @tree.command(name="reload", description=say("command-reload"))
        @app_commands.allowed_contexts(guilds=True, dms=False)
        @app_commands.default_permissions(manage_guild=True)
        async def reload(interaction: Interaction) -> None:
            await self._serve(interaction, self._reload(interaction))

        @tree.error
        async def fail(interaction: Interaction, error: app_commands.AppCommandError) -> None:
            log.error("The command %s failed", interaction.data and interaction.data.get("name"), exc_info=error)
            with self._in_flight.request(), suppress(*_UNDELIVERED):
                if not interaction.response.is_done():
                    await interaction.response.defer(ephemeral=True, thinking=True)
                await self._show(interaction, self._sorry(error))

    async def answer_message(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a mention or a direct message where it stands."""
        question = re.sub(rf"<@!?{me.id}>", " ", message.content)
        if message.guild and message.guild.self_role:
            question = question.replace(message.guild.self_role.mention, " ")
        thread = Thread(PLATFORM, _id(message.guild), _id(message.channel), _id(message.author))
        with self._in_flight.request() as request:
            with suppress(*_UNDELIVERED):
                await message.channel.typing()
            view = await self._outcome(request, self._answer(thread, question))
            try:
                await _persist(lambda: self._reply(message, view))
            except _UNDELIVERED as error:
                log.warning("A reply in the channel %s could not be sent: %s", message.channel.id, error)

    @staticmethod
    async def _reply(message: discord.Message, view: View) -> None:
        # The nonce makes a reply that is sent again, after a fault on the way, one and the same message.
        nonce = str(message.id)
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            await message.channel.send(view=view, reference=reference, mention_author=False, nonce=nonce)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            await message.channel.send(view=view, nonce=nonce)

    async def _serve(self, interaction: Interaction, work: Coroutine[Any, Any, View], *, private: bool = True) -> None:
        """Acknowledge, work, and show the outcome: to the member alone, or to everybody in the channel."""
        with self._in_flight.request() as request:
            try:
                await interaction.response.defer(ephemeral=private, thinking=True)
            except _UNDELIVERED as error:
                log.warning("A command could not be acknowledged, and is not carried out: %s", error)
                work.close()
                return
            await self._show(interaction, await self._outcome(request, work))

    async def _outcome(self, request: Request, work: Coroutine[Any, Any, View]) -> View:
        try:
            return await request.work(work)
        except BotError as error:
            return self._sorry(error)
        except Exception as error:
            log.exception("A request failed unexpectedly")
            return self._sorry(error)

    def _sorry(self, error: Exception) -> View:
        return layout_text(escape(render_error(error, self._say, PLATFORM)))

    async def _show(self, interaction: Interaction, view: View) -> None:
        try:
            await _persist(lambda: interaction.edit_original_response(view=view))
        except _UNDELIVERED as error:
            log.warning("The outcome of a command could not be shown: %s", error)
            if isinstance(error, discord.HTTPException) and error.code == _INVALID_WEBHOOK_TOKEN:
                with suppress(*_UNDELIVERED):
                    await interaction.user.send(view=view)

    async def _answer(self, thread: Thread, question: str, *, repeat_question: bool = False) -> View:
        reply = await self._assistant.ask(question, thread)
        example = await asyncio.to_thread(example_for, reply, self._assistant.snapshot, self._say)
        message = render_reply(reply, self._say, example)
        return layout_message(message, self._say, reply.question if repeat_question else None)

    async def _list(self, render: Callable[[Snapshot, Phrases], tuple[str, list[str]]]) -> View:
        heading, lines = await asyncio.to_thread(render, self._assistant.snapshot, self._say)
        return layout_lines(heading, lines, self._say)

    async def _help(self, tree: app_commands.CommandTree[discord.Client]) -> View:
        say = self._say
        commands = [c for c in tree.get_commands() if isinstance(c, app_commands.Command)]
        lines = [f"- **/{command.name}** · {escape(command.description)}" for command in commands]
        return layout_text("\n".join([escape(say("help-lead")), *lines, escape(say("discord-help-mention"))]))

    async def _reload(self, interaction: Interaction) -> View:
        if interaction.guild_id is None:
            raise GuildOnly

        async def show(sentence: str) -> None:
            with suppress(*_UNDELIVERED):
                await interaction.edit_original_response(view=layout_text(escape(sentence)))

        async with ReloadProgress(show, self._say) as progress:
            done = await self._assistant.reload(_actor_of(interaction), progress.report)
        return layout_text("\n".join(escape(line) for line in render_reload(done, self._say)))


async def _persist(send: Callable[[], Awaitable[object]]) -> None:
    """Await `send`, which does no harm when it is done twice, again after trouble on the network."""
    for delay in _DELAYS:
        with suppress(*_NETWORK_TROUBLE):
            await send()
            return
        await asyncio.sleep(delay)
    await send()


def _actor_of(interaction: Interaction) -> Actor:
    """Return who gives a command, with the permissions that Discord worked out when it was given."""
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    return Actor(
        *_thread_of(interaction),
        runs_the_community=interaction.permissions.manage_guild or interaction.permissions.administrator,
        groups=frozenset(str(role.id) for role in roles),
    )


def _thread_of(interaction: Interaction) -> Thread:
    return Thread(PLATFORM, str(interaction.guild_id or ""), str(interaction.channel_id or ""), _id(interaction.user))


def _id(thing: discord.abc.Snowflake | None) -> str:
    return str(thing.id) if thing else ""
