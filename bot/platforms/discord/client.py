"""What comes over the connection to Discord: commands, buttons, and messages with what becomes of them."""

from __future__ import annotations

import logging
from pathlib import Path

import discord
from discord import app_commands

from bot.assistant import Assistant
from bot.connection import Connection
from bot.in_flight import InFlight
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.platforms.discord.acts import ActButton
from bot.platforms.discord.buttons import Button, Pressed
from bot.platforms.discord.commands import Commands
from bot.platforms.discord.complaints import read_complaint
from bot.platforms.discord.members import Interaction, Languages
from bot.platforms.discord.messages import Messages
from bot.platforms.discord.moderators import Moderators
from bot.platforms.discord.presses import Presses
from bot.platforms.discord.serving import Serving
from bot.platforms.discord.sync import sync_when_changed
from bot.platforms.discord.translation import PhraseTranslator

log = logging.getLogger(__name__)


class Bot(discord.Client):
    """Asks for no privileged intent, pings nobody, keeps neither messages nor members."""

    def __init__(
        self,
        assistant: Assistant,
        in_flight: InFlight,
        connection: Connection,
        note_of_commands: Path,
        **options: int | None,
    ) -> None:
        """Answer by `assistant`; see `sync_when_changed` for `note_of_commands`.

        `options` are those of the kind of discord.py's clients.
        """
        super().__init__(
            **options,  # type: ignore[arg-type]  # each kind has others
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._reported = connection
        self._note_of_commands = note_of_commands
        serving, languages = Serving(in_flight, assistant.metrics), Languages(assistant)
        self._messages = Messages(assistant, serving, languages)
        self._presses = Presses(assistant, serving, languages)
        self._moderators = Moderators(assistant, serving, languages)
        self.tree: app_commands.CommandTree[discord.Client] = app_commands.CommandTree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        Commands(assistant, serving, languages).register(self.tree)
        self._moderators.register(self.tree)
        self.add_dynamic_items(Button, ActButton)

    async def setup_hook(self) -> None:
        """Send the commands to Discord where they changed."""
        await self.tree.set_translator(PhraseTranslator())
        await sync_when_changed(self.tree, self._note_of_commands)

    async def on_answer_button(self, interaction: Interaction, pressed: Pressed) -> None:
        """Do what a button says."""
        await self._presses.press(interaction, pressed)

    async def on_moderators_act(self, interaction: Interaction, act: str) -> None:
        """Do what a button of a notice for moderators says."""
        await self._moderators.press(interaction, act)

    async def tell(self, community: str, channel: str, notice: Notice, say: Phrases) -> None:
        """Show a notice in a channel of a server, both by their ids; where that cannot be, it is logged."""
        guild = self.get_guild(int(community))
        found = (
            guild.get_channel(int(channel)) if guild else await self._channel_elsewhere(int(community), int(channel))
        )
        await self._moderators.tell(found, notice, say)

    def is_in(self, guild: int) -> bool | None:
        """Return whether the bot is in a server; None where Discord does not tell this process just now.

        Discord lists all servers when a session begins, also those that are out of order.
        """
        return self.get_guild(guild) is not None if self._hears_of(guild) else None

    def _hears_of(self, _guild: int) -> bool:
        """Return whether the connection is up over which a server comes."""
        return self._reported.is_up

    async def _channel_elsewhere(self, _guild: int, _channel: int) -> object:
        """Return a channel of a server that comes over another process's connection; here there is none."""
        return None

    async def on_interaction(self, interaction: Interaction) -> None:
        """Keep a complaint that comes from its window, whichever process opened that; all else has its own event."""
        if (sent := read_complaint(interaction)) is not None:
            await self._presses.complained(interaction, sent)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is for the bot."""
        if self.user is not None:
            await self._messages.written(message, self.user)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question anew."""
        if self.user is not None:
            await self._messages.edited(payload.message, self.user)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take back the answer to a deleted question."""
        await self._messages.deleted(payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take back the answers to deleted questions."""
        for message in payload.message_ids:
            await self._messages.deleted(message)


class Client(Bot):
    """The bot over one connection, which serves up to 2,500 servers."""

    async def on_ready(self) -> None:
        """Note that a session has begun."""
        self._reported.up()
        log.info("Connected to Discord as %s", self.user)

    async def on_resumed(self) -> None:
        """Note that the session goes on."""
        self._reported.up()

    async def on_disconnect(self) -> None:
        """Note that the connection is lost."""
        self._reported.down()
