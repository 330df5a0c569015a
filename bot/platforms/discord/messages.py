"""Questions in messages: mentions, replies to answers and direct messages, and what becomes of them afterwards."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field

import discord

from bot.assistant import Assistant
from bot.channels import Presence
from bot.conversation import Thread
from bot.errors import CoolingDown
from bot.phrases import Phrases
from bot.platforms.discord.answers import lay_out
from bot.platforms.discord.buttons import exchange_below
from bot.platforms.discord.layout import Post
from bot.platforms.discord.members import Languages, actor_of_message, after_answer, thread_of_message
from bot.platforms.discord.serving import UNDELIVERED, Serving

MOST_REMEMBERED = 1_000
"""Questions whose edits and deletions are heeded; the oldest go first."""

_LOOKED_THROUGH = 100
"""Messages after an edited question among which its answer is looked for, when it is from before a restart."""

_UNKNOWN = 0  # no words' hash that is known: whatever such a question says now counts as new

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Asked:
    """A question in a message: a hash of what it said when it was answered last, and where the answer stands."""

    thread: Thread
    said: int
    answer: discord.PartialMessage | None = None
    exchange: str = ""
    withdrawn: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Messages:
    """Answers messages where they stand, each once; anew when they are edited, and no more when they are deleted."""

    def __init__(self, assistant: Assistant, serving: Serving, languages: Languages) -> None:
        """Answer by `assistant`, in the languages that `languages` knows of members."""
        self._assistant = assistant
        self._serving = serving
        self._languages = languages
        self._asked: OrderedDict[int, _Asked] = OrderedDict()

    async def written(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message, if it is for the bot, and the bot may speak there."""
        if message.id in self._asked or not _is_question(message, me):
            return
        thread = thread_of_message(message, me)
        if self._assistant.channel(thread).presence is Presence.STAYS_OUT:
            return
        question = _question(message, me)
        asked = self._remember(message.id, _Asked(thread, hash(question)))
        say = self._languages.of_message(message, thread)
        try:
            self._admit(message, thread)
        except CoolingDown as error:
            if error.first_time:  # a flood is answered once
                with self._serving.in_flight.request():
                    asked.answer = await self._serving.reply(message, self._serving.sorry(error, say))
            return
        with self._serving.in_flight.request() as request:
            async with asked.turn:
                with suppress(*UNDELIVERED):
                    await message.channel.typing()
                post = await self._serving.outcome(request, self._answer(asked, question, say), say)
                if not asked.withdrawn:
                    asked.answer = await self._serving.reply(message, post)
                self._go_on_from(asked)

    async def edited(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a question anew in place of its old answer; take the answer back where it is no question any more."""
        asked = self._asked.get(message.id) or await self._answered_before(message, me)
        if asked is None or message.author.id != int(asked.thread.member):
            return
        if not _is_question(message, me):
            await self.deleted(message.id)
            return
        question = _question(message, me)
        with self._serving.in_flight.request() as request:
            async with asked.turn:
                if asked.withdrawn or asked.answer is None or asked.said == hash(question):
                    return  # an edit is also announced where Discord only adds a preview of a link
                asked.said = hash(question)
                say = self._languages.of_message(message, asked.thread)
                post = await self._serving.outcome(request, self._answer_anew(message, asked, question, say), say)
                if not asked.withdrawn:
                    await self._serving.rewrite(asked.answer, post)
                self._go_on_from(asked)

    async def deleted(self, message_id: int) -> None:
        """Delete the answer to a message that its author, or a moderator, has deleted, and forget the exchange."""
        asked = self._asked.pop(message_id, None)
        if asked is None:
            return
        asked.withdrawn = True
        with self._serving.in_flight.request():
            async with asked.turn:  # an answer on its way has arrived then
                if asked.answer is not None:
                    await self._serving.withdraw(asked.answer)
                if asked.exchange:
                    await self._assistant.drop(asked.exchange, asked.thread)

    async def _answered_before(self, message: discord.Message, me: discord.ClientUser) -> _Asked | None:
        """Return an edited question that an earlier process has answered, by the answer that stands below it."""
        if message.edited_at is None or not _is_question(message, me):
            return None
        try:
            with self._serving.in_flight.request():
                async for one in message.channel.history(limit=_LOOKED_THROUGH, after=message, oldest_first=True):
                    if one.author.id == me.id and one.reference and one.reference.message_id == message.id:
                        return self._remember(message.id, self._again(message, one, me))
        except UNDELIVERED as error:
            log.info("The answer to a question that was edited could not be looked for: %s", error)
        return None

    def _again(self, message: discord.Message, answer: discord.Message, me: discord.ClientUser) -> _Asked:
        thread = thread_of_message(message, me)
        place = message.channel.get_partial_message(answer.id)  # type: ignore[union-attr]  # no channel that is written in lacks it
        return _Asked(thread, _UNKNOWN, place, exchange_below(answer))

    def _remember(self, message_id: int, asked: _Asked) -> _Asked:
        asked = self._asked.setdefault(message_id, asked)  # another edit may have found it meanwhile
        while len(self._asked) > MOST_REMEMBERED:
            self._asked.popitem(last=False)
        return asked

    async def _answer(self, asked: _Asked, question: str, say: Phrases) -> Post:
        reply = await self._assistant.ask(question, asked.thread, instead_of=asked.exchange or None)
        asked.exchange = reply.exchange
        return await lay_out(self._assistant, reply, asked.thread, say)

    async def _answer_anew(self, message: discord.Message, asked: _Asked, question: str, say: Phrases) -> Post:
        self._admit(message, asked.thread)
        return await self._answer(asked, question, say)

    def _admit(self, message: discord.Message, thread: Thread) -> None:
        if not self._assistant.may_moderate(actor_of_message(message, thread)):
            self._assistant.admit(thread)

    def _go_on_from(self, asked: _Asked) -> None:
        """Let a reply to the answer go on from there, whatever is asked in the channel meanwhile."""
        if asked.answer is not None:
            self._assistant.go_on(asked.thread, after_answer(asked.thread, asked.answer.id))


def _is_question(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return whether a member writes to the bot: mentions it or its role, replies to it, or writes to it directly."""
    written_by_a_member = message.type in (discord.MessageType.default, discord.MessageType.reply)
    if message.author.bot or message.webhook_id or not written_by_a_member:
        return False
    # Discord offers the bot's own role beside the bot when somebody types its name.
    role = message.guild.self_role if message.guild else None
    return message.guild is None or me in message.mentions or role in message.role_mentions


def _question(message: discord.Message, me: discord.ClientUser) -> str:
    """Return what a message asks, without the mention of the bot."""
    question = re.sub(rf"<@!?{me.id}>", " ", message.content)
    if message.guild and message.guild.self_role:
        question = question.replace(message.guild.self_role.mention, " ")
    return question
