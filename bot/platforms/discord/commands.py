"""The commands that the bot has on Discord, and the entry in the menu of messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import discord
from discord import app_commands

from bot.answering import MAX_QUESTION
from bot.assistant import Assistant
from bot.channels import Presence
from bot.errors import GuildOnly
from bot.notices import render_channel, render_privacy
from bot.phrases import Phrases, phrases
from bot.platforms.discord.answers import lay_out, let_post
from bot.platforms.discord.buttons import forget_rows
from bot.platforms.discord.desk import UNDELIVERED, Desk
from bot.platforms.discord.layout import Post, layout_lines, layout_text
from bot.platforms.discord.lists import quotes_page, speakers_page
from bot.platforms.discord.markdown import escape
from bot.platforms.discord.members import Interaction, Languages, actor_of, after_answer, only_for_member, thread_of
from bot.platforms.discord.progress import ReloadProgress
from bot.platforms.discord.translation import translatable
from bot.rendering import render_reload, render_sources
from index.snapshot import Snapshot

_LONGEST_NAME = 100
_Tree = app_commands.CommandTree[discord.Client]
_ASK, _SPEAKERS, _QUOTES, _SOURCES, _PRIVACY, _HELP, _CHANNEL, _RELOAD = (
    "ask", "speakers", "quotes", "sources", "privacy", "help", "channel", "reload",
)  # fmt: skip


class Commands:
    """Carries out commands: acknowledged at once, done by the assistant, and the outcome shown."""

    def __init__(self, assistant: Assistant, desk: Desk, languages: Languages) -> None:
        """Have `assistant` do the work, in the languages that `languages` knows of members."""
        self._assistant = assistant
        self._desk = desk
        self._languages = languages

    def register(self, tree: _Tree) -> None:
        """Add the commands to `tree`."""
        self._register_for_members(tree)
        self._register_lists(tree)
        self._register_for_moderators(tree)

        @tree.error
        async def fail(interaction: Interaction, error: app_commands.AppCommandError) -> None:
            say = self._languages.of(interaction)
            if interaction.response.is_done():
                with suppress(*UNDELIVERED):
                    await interaction.edit_original_response(view=self._desk.sorry(error, say).view)
            else:
                await self._desk.serve(interaction, say, _raise(error))

    def _register_for_members(self, tree: _Tree) -> None:
        @tree.command(name=_name(_ASK), description=_description(_ASK))
        @app_commands.rename(question=_option("question"), speaker=_option("speaker"), private=_option("private"))
        @app_commands.describe(
            question=_description("ask-question"),
            speaker=_description("ask-speaker"),
            private=_description("ask-private"),
        )
        async def ask(
            interaction: Interaction,
            question: app_commands.Range[str, 1, MAX_QUESTION],
            speaker: app_commands.Range[str, 1, _LONGEST_NAME] | None = None,
            private: bool | None = None,
        ) -> None:
            await self._ask(interaction, question, speaker, private)

        @tree.command(name=_name(_QUOTES), description=_description(_QUOTES))
        @app_commands.rename(speaker=_option("speaker"))
        @app_commands.describe(speaker=_description("quotes-speaker"))
        async def quotes(interaction: Interaction, speaker: app_commands.Range[str, 1, _LONGEST_NAME]) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._quotes(interaction, speaker, say))

        @ask.autocomplete("speaker")
        @quotes.autocomplete("speaker")
        async def choose(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [
                app_commands.Choice(name=one.label, value=one.value) for one in self._assistant.speaker_choices(typed)
            ]

        @tree.context_menu(name=_phrase("command-look-up"))
        async def said(interaction: Interaction, message: discord.Message) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._look_up(interaction, message, say))

    def _register_lists(self, tree: _Tree) -> None:
        @tree.command(name=_name(_SPEAKERS), description=_description(_SPEAKERS))
        async def speakers(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._list(speakers_page, say))

        @tree.command(name=_name(_SOURCES), description=_description(_SOURCES))
        async def sources(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._list(_sources_page, say))

        @tree.command(name=_name(_PRIVACY), description=_description(_PRIVACY))
        async def privacy(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._privacy(interaction, say))

        @tree.command(name=_name(_HELP), description=_description(_HELP))
        async def show_help(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._help(tree, say))

    def _register_for_moderators(self, tree: _Tree) -> None:
        # The default permission only hides a command, and a server's administrators can change it:
        # the assistant checks on arrival. Nobody could moderate where a member has the bot for themselves alone.
        @tree.command(name=_name(_RELOAD), description=_description(_RELOAD))
        @app_commands.allowed_installs(guilds=True, users=False)
        @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
        @app_commands.default_permissions(manage_guild=True)
        async def reload(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._reload(interaction, say))

        @tree.command(name=_name(_CHANNEL), description=_description(_CHANNEL))
        @app_commands.allowed_installs(guilds=True, users=False)
        @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
        @app_commands.default_permissions(manage_guild=True)
        @app_commands.rename(presence=_option("presence"), private=_option("private"))
        @app_commands.describe(presence=_description("channel-presence"), private=_description("channel-private"))
        @app_commands.choices(
            presence=[
                app_commands.Choice(name=_phrase(f"channel-presence-{one.value}"), value=one.value) for one in Presence
            ]
        )
        async def channel(
            interaction: Interaction,
            presence: str | None = None,
            private: bool | None = None,
        ) -> None:
            say = self._languages.of(interaction)
            await self._desk.serve(interaction, say, self._set_channel(interaction, presence, private, say))

    async def _ask(self, interaction: Interaction, question: str, speaker: str | None, private: bool | None) -> None:
        say = self._languages.of(interaction)
        thread = thread_of(interaction)
        rules = self._assistant.channel(thread)
        hidden = rules.private if private is None else private
        try:
            if not hidden or rules.presence is Presence.STAYS_OUT:
                let_post(self._assistant, thread)
            self._admit(interaction)
        except Exception as error:  # noqa: BLE001 - whatever it is, the member alone is told
            await self._desk.serve(interaction, say, _raise(error))
            return

        async def work() -> Post:
            reply = await self._assistant.ask(question, thread, speaker=speaker)
            return await lay_out(self._assistant, reply, say, repeat_question=True, private=hidden)

        shown = await self._desk.serve(interaction, say, work(), private=hidden)
        if shown is not None:
            self._assistant.go_on(thread, after_answer(thread, shown))

    async def _quotes(self, interaction: Interaction, speaker: str, say: Phrases) -> Post:
        self._admit(interaction)
        return quotes_page(await self._assistant.quotes(speaker, thread_of(interaction)), say)

    async def _look_up(self, interaction: Interaction, message: discord.Message, say: Phrases) -> Post:
        self._admit(interaction)
        text = message.content or "\n".join(filter(None, (embed.description for embed in message.embeds)))
        reply = await self._assistant.look_up(text, thread_of(interaction))
        return await lay_out(self._assistant, reply, say, private=True)

    async def _list(self, page: Callable[[Snapshot, Phrases], Post], say: Phrases) -> Post:
        return await asyncio.to_thread(page, self._assistant.snapshot, say)

    async def _privacy(self, interaction: Interaction, say: Phrases) -> Post:
        sentences = render_privacy(await self._assistant.kept(thread_of(interaction)), say)
        return layout_text("\n".join(map(escape, sentences)), forget_rows(say))

    async def _help(self, tree: _Tree, say: Phrases) -> Post:
        commands = [command for command in tree.get_commands() if isinstance(command, app_commands.Command)]
        names = [(say(f"command-{one.name}-name"), say(f"command-{one.name}")) for one in commands]
        lines = [f"- **/{escape(name)}** · {escape(what)}" for name, what in names]
        offered = [f"- {escape(one)}" for one in await self._assistant.suggestions(say)]
        offer = [escape(say("suggestions-lead")), *offered] if offered else []
        ways = [escape(say("discord-help-mention")), escape(say("discord-help-menu", name=say("command-look-up")))]
        return layout_text("\n".join([escape(say("help-lead")), *lines, *ways, *offer]))

    async def _reload(self, interaction: Interaction, say: Phrases) -> Post:
        _refuse_outside_guilds(interaction)

        async def show(sentence: str) -> None:
            with suppress(*UNDELIVERED):
                await interaction.edit_original_response(view=layout_text(escape(sentence)).view)

        async with ReloadProgress(show, say) as progress:
            done = await self._assistant.reload(actor_of(interaction), progress.report)
        return layout_text("\n".join(escape(line) for line in render_reload(done, say)))

    async def _set_channel(
        self, interaction: Interaction, presence: str | None, private: bool | None, say: Phrases
    ) -> Post:
        _refuse_outside_guilds(interaction)
        chosen = Presence(presence) if presence else None
        rules = await self._assistant.set_channel(actor_of(interaction), chosen, private)
        return layout_text(escape(render_channel(rules, say)))

    def _admit(self, interaction: Interaction) -> None:
        """Count a question, unless a moderator asks it."""
        if not self._assistant.may_moderate(actor_of(interaction)):
            self._assistant.admit(thread_of(interaction))


def _sources_page(snapshot: Snapshot, say: Phrases) -> Post:
    return layout_lines(*render_sources(snapshot, say), say)


def _refuse_outside_guilds(interaction: Interaction) -> None:
    if interaction.guild_id is None or only_for_member(interaction):
        raise GuildOnly


async def _raise(error: Exception) -> Post:
    raise error


def _name(command: str) -> app_commands.locale_str:
    """Return a command's name, to be translated."""
    return _phrase(f"command-{command}-name")


def _description(of: str) -> app_commands.locale_str:
    """Return the description of a command, or of an option of it, to be translated."""
    return _phrase(f"command-{of}")


def _option(name: str) -> app_commands.locale_str:
    """Return the name of an option, to be translated."""
    return _phrase(f"option-{name}-name")


def _phrase(phrase: str) -> app_commands.locale_str:
    return translatable(phrases()(phrase), phrase)
