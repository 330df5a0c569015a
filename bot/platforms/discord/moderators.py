"""What moderators do on Discord: `/index` with its commands, what completes their words, and the buttons below."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import discord
from discord import app_commands

from bot.assistant import Assistant
from bot.errors import BotError, GuildOnly
from bot.moderation.commands import Parameter, Subcommand
from bot.moderation.notice import Attachment, Notice
from bot.phrases import Phrases
from bot.platforms.discord.index_commands import Value, index_group
from bot.platforms.discord.layout import Post, layout_text
from bot.platforms.discord.markdown import escape
from bot.platforms.discord.members import Interaction, Languages, actor_of, only_for_member
from bot.platforms.discord.notices import layout_notice
from bot.platforms.discord.progress import ShownProgress
from bot.platforms.discord.serving import UNDELIVERED, Serving
from bot.platforms.discord.translation import phrase_string
from index.plain import cut
from index.snapshot import Progress

log = logging.getLogger(__name__)

_MOST_CHOICES, _LONGEST_CHOICE = 25, 100  # what Discord shows while somebody types

_Work = Callable[[Progress], Awaitable[Notice]]


class FileUnread(BotError):
    """Discord did not hand out an attached file."""

    phrase = "discord-file-unread"


class Moderators:
    """Serves moderators; each sees the outcome alone. Who may do what, the assistant's desk decides on arrival."""

    def __init__(self, assistant: Assistant, serving: Serving, languages: Languages) -> None:
        """Have the assistant's desk do the work, in the languages that `languages` knows of members."""
        self._assistant = assistant
        self._serving = serving
        self._languages = languages

    def register(self, tree: app_commands.CommandTree[discord.Client]) -> None:
        """Add `/index` and `/reload`, the short form of one of its commands, to `tree`."""
        tree.add_command(index_group(self.give, self.complete))

        @tree.command(name=phrase_string("command-reload-name"), description=phrase_string("command-reload"))
        @app_commands.allowed_installs(guilds=True, users=False)
        @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
        @app_commands.default_permissions(manage_guild=True)
        async def reload(interaction: Interaction) -> None:
            await self._run(interaction, "reload", {})

    async def give(self, interaction: Interaction, declared: Subcommand, given: Mapping[str, Value]) -> None:
        """Carry out a command, and show its outcome, or how far it has come."""
        await self._run(interaction, declared.name, {name: _argument(value) for name, value in given.items()})

    async def press(self, interaction: Interaction, act: str) -> None:
        """Do what a button stands for, and show the outcome in place of the message that it stands below."""
        say = self._languages.of(interaction)
        progress = _progress(interaction, say)

        async def press(report: Progress) -> Notice:
            return await self._assistant.desk.press(actor_of(interaction), act, say, report)

        work = _shown(interaction, progress, say, press)
        await self._serving.change(interaction, say, work, replaced=lambda: progress.was_shown)

    async def tell(self, channel: object, notice: Notice, say: Phrases) -> None:
        """Show a notice in a channel, to which nobody gave a command; a channel that cannot be written in is logged."""
        if isinstance(channel, discord.abc.Messageable):
            await self._serving.announce(channel, layout_notice(notice, say))
        else:
            log.warning("The channel in which moderators should be told is not there (any more).")

    async def complete(
        self, interaction: Interaction, declared: Subcommand, parameter: Parameter, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Return what may be meant by what a moderator has typed so far."""
        if not _is_moderated(interaction):
            return []
        actor, say = actor_of(interaction), self._languages.of(interaction)
        try:
            found = await self._assistant.desk.complete(actor, declared.name, parameter.name, typed, say)
        except BotError:
            return []  # while somebody types, nothing else can be shown
        return [
            app_commands.Choice(name=cut(one.label, _LONGEST_CHOICE), value=one.value)
            for one in found[:_MOST_CHOICES]
            if one.label.strip() and 1 <= len(one.value) <= _LONGEST_CHOICE
        ]

    async def _run(self, interaction: Interaction, command: str, arguments: Mapping[str, str | Attachment]) -> None:
        say = self._languages.of(interaction)

        async def run(report: Progress) -> Notice:
            return await self._assistant.desk.run(actor_of(interaction), command, arguments, say, report)

        work = _shown(interaction, _progress(interaction, say), say, run)
        await self._serving.serve(interaction, say, work)


async def _shown(interaction: Interaction, progress: ShownProgress, say: Phrases, work: _Work) -> Post:
    """Await `work` while its progress is shown, and return its outcome as a message.

    Raises:
        GuildOnly: nobody moderates there.
        BotError: as of the desk.
    """
    if not _is_moderated(interaction):
        raise GuildOnly
    async with progress:
        notice = await work(progress.report)
    return layout_notice(notice, say)


def _is_moderated(interaction: Interaction) -> bool:
    return interaction.guild_id is not None and not only_for_member(interaction)


def _progress(interaction: Interaction, say: Phrases) -> ShownProgress:
    async def show(sentence: str) -> None:
        with suppress(*UNDELIVERED):
            await interaction.edit_original_response(view=layout_text(escape(sentence)).view)

    return ShownProgress(show, say)


def _argument(value: Value) -> str | Attachment:
    """Return what was given as the desk takes it."""
    if isinstance(value, discord.Attachment):
        return _attachment(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _attachment(file: discord.Attachment) -> Attachment:
    async def read() -> bytes:
        try:
            return await file.read()
        except UNDELIVERED as error:
            raise FileUnread from error

    return Attachment(file.filename, file.size, file.content_type, read)
