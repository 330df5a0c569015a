"""Who a member of Discord is to the bot: where they ask, what they may do, and which language they read."""

from __future__ import annotations

from collections import OrderedDict

import discord

from bot.assistant import Assistant
from bot.conversation import Thread
from bot.moderation import Actor
from bot.phrases import Phrases, phrases

PLATFORM = "discord"
_MOST_KNOWN = 10_000

Interaction = discord.Interaction[discord.Client]


def thread_of(interaction: Interaction) -> Thread:
    """Return the conversation in which a command is given or a button pressed."""
    channel = _place(interaction.channel, interaction.channel_id)
    return Thread(PLATFORM, str(interaction.guild_id or ""), channel, str(interaction.user.id))


def thread_of_message(message: discord.Message, me: discord.ClientUser) -> Thread:
    """Return the conversation that a message belongs to: a reply to an answer of the bot's goes on from that answer."""
    thread = Thread(
        PLATFORM,
        str(message.guild.id) if message.guild else "",
        _place(message.channel, message.channel.id),
        str(message.author.id),
    )
    answer = message.reference.resolved if message.reference else None
    if isinstance(answer, discord.Message) and answer.author.id == me.id:
        return after_answer(thread, answer.id)
    return thread


def after_answer(thread: Thread, answer: int) -> Thread:
    """Return the conversation that goes on from the message `answer`, in the same channel as `thread`."""
    parts = thread.channel.split("/")
    kept = [part for part in parts if not part.startswith("after-")]
    return thread._replace(channel="/".join([*kept, f"after-{answer}"]))


def actor_of(interaction: Interaction) -> Actor:
    """Return who gives a command, with the permissions that Discord worked out when it was given.

    Nobody moderates where only the member has installed the bot: it serves that community in nothing.
    """
    here = interaction.guild_id is not None and not only_for_member(interaction)
    roles = interaction.user.roles if here and isinstance(interaction.user, discord.Member) else []
    permissions = interaction.permissions
    return Actor(
        *thread_of(interaction),
        runs_the_community=here and (permissions.manage_guild or permissions.administrator),
        groups=frozenset(str(role.id) for role in roles),
    )


def actor_of_message(message: discord.Message, thread: Thread) -> Actor:
    """Return who writes a message, with the permissions of the roles that came with it."""
    if not isinstance(message.author, discord.Member):
        return Actor(*thread)
    permissions = message.author.guild_permissions
    return Actor(
        *thread,
        runs_the_community=permissions.manage_guild or permissions.administrator,
        groups=frozenset(str(role.id) for role in message.author.roles),
    )


def only_for_member(interaction: Interaction) -> bool:
    """Return whether the bot is there only because the member has installed it for themselves."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


class Languages:
    """The language for each member: what moderators chose for all, or else the member's own.

    Discord tells that with commands and buttons, but not with messages.
    """

    def __init__(self, assistant: Assistant) -> None:
        """Start with none known; the assistant knows what moderators chose."""
        self._assistant = assistant
        self._known: OrderedDict[int, str] = OrderedDict()

    def of(self, interaction: Interaction) -> Phrases:
        """Return the phrases for who gives a command or presses a button, and remember the language."""
        self._known[interaction.user.id] = interaction.locale.value
        self._known.move_to_end(interaction.user.id)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return self._phrases(thread_of(interaction), interaction.locale.value)

    def of_message(self, message: discord.Message, thread: Thread) -> Phrases:
        """Return the phrases for who wrote a message in `thread`: the language they used last, or else the server's."""
        of_the_server = message.guild.preferred_locale.value if message.guild else None
        return self._phrases(thread, self._known.get(message.author.id, of_the_server))

    def _phrases(self, thread: Thread, own: str | None) -> Phrases:
        return phrases(self._assistant.rules(thread).language or own)


def _place(channel: object, channel_id: int | None) -> str:
    """Return the channel; a thread stands behind the channel that it belongs to, whose settings hold for it."""
    if isinstance(channel, discord.Thread):
        return f"{channel.parent_id}/{channel.id}"
    return str(channel_id or "")
