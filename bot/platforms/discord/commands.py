"""The commands that the bot has on Discord, and the entry in the menu of messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from bot.answering import MAX_QUESTION
from bot.assistant import Assistant
from bot.channels import Presence
from bot.phrases import Phrases
from bot.platforms.discord.answers import lay_out
from bot.platforms.discord.buttons import forget_rows
from bot.platforms.discord.layout import Post, layout_lines, layout_text
from bot.platforms.discord.lists import quotes_page, speakers_page
from bot.platforms.discord.markdown import escape
from bot.platforms.discord.members import Interaction, Languages, actor_of, after_answer, thread_of
from bot.platforms.discord.serving import UNDELIVERED, Serving
from bot.platforms.discord.translation import phrase_string
from bot.privacy import render_privacy
from bot.rendering import render_sources
from index.snapshot import Snapshot

_LONGEST_NAME = 100
_Tree = app_commands.CommandTree[discord.Client]
_ASK, _SPEAKERS, _QUOTES, _SOURCES, _PRIVACY, _HELP = "ask", "speakers", "quotes", "sources", "privacy", "help"


class Commands:
    """Carries out commands: acknowledged at once, done by the assistant, and the outcome shown."""

    def __init__(self, assistant: Assistant, serving: Serving, languages: Languages) -> None:
        """Have `assistant` do the work, in the languages that `languages` knows of members."""
        self._assistant = assistant
        self._serving = serving
        self._languages = languages

    def register(self, tree: _Tree) -> None:
        """Add the commands to `tree`."""
        self._register_for_members(tree)
        self._register_lists(tree)

        @tree.error
        async def fail(interaction: Interaction, error: app_commands.AppCommandError) -> None:
            say = self._languages.of(interaction)
            if interaction.response.is_done():
                with suppress(*UNDELIVERED):
                    await interaction.edit_original_response(view=self._serving.sorry(error, say).view)
            else:
                await self._serving.serve(interaction, say, _raise(error))

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
            await self._serving.serve(interaction, say, self._quotes(interaction, speaker, say))

        @ask.autocomplete("speaker")
        @quotes.autocomplete("speaker")
        async def choose(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            found = self._assistant.speaker_choices(typed, thread_of(interaction))
            return [app_commands.Choice(name=one.label, value=one.value) for one in found]

        @tree.context_menu(name=phrase_string("command-look-up"))
        async def said(interaction: Interaction, message: discord.Message) -> None:
            say = self._languages.of(interaction)
            await self._serving.serve(interaction, say, self._look_up(interaction, message, say))

    def _register_lists(self, tree: _Tree) -> None:
        @tree.command(name=_name(_SPEAKERS), description=_description(_SPEAKERS))
        async def speakers(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._serving.serve(interaction, say, self._list(interaction, speakers_page, say))

        @tree.command(name=_name(_SOURCES), description=_description(_SOURCES))
        async def sources(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._serving.serve(interaction, say, self._list(interaction, _sources_page, say))

        @tree.command(name=_name(_PRIVACY), description=_description(_PRIVACY))
        async def privacy(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._serving.serve(interaction, say, self._privacy(interaction, say))

        @tree.command(name=_name(_HELP), description=_description(_HELP))
        async def show_help(interaction: Interaction) -> None:
            say = self._languages.of(interaction)
            await self._serving.serve(interaction, say, self._help(interaction, tree, say))

    async def _ask(self, interaction: Interaction, question: str, speaker: str | None, private: bool | None) -> None:
        say = self._languages.of(interaction)
        thread = thread_of(interaction)
        rules = self._assistant.channel(thread)
        hidden = rules.private if private is None else private
        try:
            if not hidden or rules.presence is Presence.STAYS_OUT:
                rules.check(mentioned=False)
            self._admit(interaction)
        except Exception as error:  # noqa: BLE001 - whatever it is, the member alone is told
            await self._serving.serve(interaction, say, _raise(error))
            return

        async def work() -> Post:
            reply = await self._assistant.ask(question, thread, speaker=speaker)
            return await lay_out(self._assistant, reply, thread, say, repeat_question=True, private=hidden)

        shown = await self._serving.serve(interaction, say, work(), private=hidden)
        if shown is not None:
            self._assistant.go_on(thread, after_answer(thread, shown))

    async def _quotes(self, interaction: Interaction, speaker: str, say: Phrases) -> Post:
        self._admit(interaction)
        return quotes_page(await self._assistant.quotes(speaker, thread_of(interaction)), say)

    async def _look_up(self, interaction: Interaction, message: discord.Message, say: Phrases) -> Post:
        self._admit(interaction)
        text = message.content or "\n".join(filter(None, (embed.description for embed in message.embeds)))
        reply = await self._assistant.look_up(text, thread_of(interaction))
        return await lay_out(self._assistant, reply, thread_of(interaction), say, private=True)

    async def _list(self, interaction: Interaction, page: Callable[[Snapshot, Phrases], Post], say: Phrases) -> Post:
        return await asyncio.to_thread(page, await self._assistant.snapshot(thread_of(interaction)), say)

    async def _privacy(self, interaction: Interaction, say: Phrases) -> Post:
        sentences = render_privacy(await self._assistant.kept(thread_of(interaction)), say)
        return layout_text("\n".join(map(escape, sentences)), forget_rows(say))

    async def _help(self, interaction: Interaction, tree: _Tree, say: Phrases) -> Post:
        moderates = self._assistant.may_moderate(actor_of(interaction))
        lines = [
            f"- **/{escape(name)}** · {escape(what)}"
            for command in tree.get_commands()
            for name, what in _explained(command, say, each=moderates)
        ]
        offered = [f"- {escape(one)}" for one in await self._assistant.suggestions(thread_of(interaction), say)]
        offer = [escape(say("suggestions-lead")), *offered] if offered else []
        ways = [escape(say("discord-help-mention")), escape(say("discord-help-menu", name=say("command-look-up")))]
        return layout_text("\n".join([escape(say("help-lead")), *lines, *ways, *offer]))

    def _admit(self, interaction: Interaction) -> None:
        """Count a question, unless a moderator asks it."""
        if not self._assistant.may_moderate(actor_of(interaction)):
            self._assistant.admit(thread_of(interaction))


def _sources_page(snapshot: Snapshot, say: Phrases) -> Post:
    return layout_lines(*render_sources(snapshot, say), say)


def _explained(
    command: app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu,
    say: Phrases,
    *,
    each: bool,
) -> list[tuple[str, str]]:
    """Return the name of a command and what it does; of a group, where `each` is wanted, those of its commands."""
    if isinstance(command, app_commands.ContextMenu):
        return []
    name = say(f"command-{command.name}-name")
    if isinstance(command, app_commands.Group) and each:
        ids = [f"command-{command.name}-{one.name}" for one in command.commands]
        return [(f"{name} {say(f'{one}-name')}", say(one)) for one in ids]
    return [(name, say(f"command-{command.name}"))]


async def _raise(error: Exception) -> Post:
    raise error


def _name(command: str) -> app_commands.locale_str:
    """Return a command's name, to be translated."""
    return phrase_string(f"command-{command}-name")


def _description(of: str) -> app_commands.locale_str:
    """Return the description of a command, or of an option of it, to be translated."""
    return phrase_string(f"command-{of}")


def _option(name: str) -> app_commands.locale_str:
    """Return the name of an option, to be translated."""
    return phrase_string(f"option-{name}-name")
