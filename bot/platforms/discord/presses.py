"""What the buttons do, whoever presses them and however old the message is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.answers import Answer
from bot.assistant import Assistant
from bot.buttons import Press
from bot.card import draw_card, make_card
from bot.details import render_context, render_others
from bot.errors import ExchangeGone, NoCard
from bot.exchanges import Verdict
from bot.phrases import Phrases
from bot.platforms.discord.answers import lay_out
from bot.platforms.discord.buttons import FORGET, POST_CARD, QUOTES, SPEAKERS, Pressed, card_view
from bot.platforms.discord.complaints import Complained, complaining_window
from bot.platforms.discord.layout import Post, layout_details, layout_picture, layout_text
from bot.platforms.discord.lists import quotes_page, speakers_page
from bot.platforms.discord.markdown import escape
from bot.platforms.discord.members import Interaction, Languages, actor_of, thread_of
from bot.platforms.discord.serving import Serving

_Work = Callable[[Interaction, Pressed, Phrases], Coroutine[Any, Any, Post]]
_UNHELPFUL = Verdict(helpful=False)


class Presses:
    """Serves who presses a button or chooses in a menu: each sees the outcome alone, but for what they post."""

    def __init__(self, assistant: Assistant, serving: Serving, languages: Languages) -> None:
        """Have the assistant do the work, in the languages that `languages` knows of members."""
        self._assistant = assistant
        self._serving = serving
        self._languages = languages
        self._beside: dict[str, _Work] = {
            Press.CONTEXT: self._context,
            Press.OTHERS: self._others,
            Press.CARD: self._card,
            Press.HELPFUL: self._helpful,
            FORGET: self._forget,
        }
        self._for_all: dict[str, _Work] = {Press.SHARE: self._share, POST_CARD: self._post_card}
        self._instead: dict[str, _Work] = {SPEAKERS: self._speakers, QUOTES: self._quotes}

    async def press(self, interaction: Interaction, pressed: Pressed) -> None:
        """Do what a button says."""
        say = self._languages.of(interaction)
        if pressed.what == Press.DELETE:
            await self._serving.remove(
                interaction, say, self._assistant.delete(pressed.exchange, actor_of(interaction))
            )
        elif pressed.what == Press.UNHELPFUL:
            window = complaining_window(pressed.exchange, say)
            judging = self._judged(interaction, pressed.exchange, _UNHELPFUL)
            await self._serving.open(interaction, say, window, judging)
        elif (instead := self._instead.get(pressed.what)) is not None:
            await self._serving.change(interaction, say, instead(interaction, pressed, say))
        elif (for_all := self._for_all.get(pressed.what)) is not None:
            await self._serving.post(interaction, say, for_all(interaction, pressed, say))
        else:
            beside = self._beside.get(pressed.what, self._unknown)
            await self._serving.serve(interaction, say, beside(interaction, pressed, say))

    async def complained(self, interaction: Interaction, sent: Complained) -> None:
        """Keep why an answer did not help."""
        say = self._languages.of(interaction)
        await self._serving.serve(interaction, say, self._thanked(interaction, sent.exchange, sent.verdict, say))

    async def _context(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        found = await self._assistant.context(pressed.exchange, thread_of(interaction))
        return layout_details(render_context(found, say), say)

    async def _others(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        found = await self._assistant.others(pressed.exchange, thread_of(interaction))
        return layout_details(render_others(found, say), say)

    async def _card(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        if not self._assistant.may_moderate(actor_of(interaction)):
            self._assistant.admit(thread_of(interaction))
        return await self._drawn(interaction, pressed, say, to_post=True)

    async def _helpful(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        return await self._thanked(interaction, pressed.exchange, Verdict(helpful=True), say)

    async def _thanked(self, interaction: Interaction, exchange: str, verdict: Verdict, say: Phrases) -> Post:
        await self._judged(interaction, exchange, verdict)
        return layout_text(escape(say("verdict-thanks")))

    async def _judged(self, interaction: Interaction, exchange: str, verdict: Verdict) -> None:
        await self._assistant.verdict(exchange, thread_of(interaction), verdict)

    async def _share(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        self._assistant.channel(thread_of(interaction)).check(mentioned=False)
        reply = (await self._assistant.recall(pressed.exchange, thread_of(interaction))).reply
        return await lay_out(self._assistant, reply, thread_of(interaction), say, repeat_question=True)

    async def _post_card(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        self._assistant.channel(thread_of(interaction)).check(mentioned=False)
        return await self._drawn(interaction, pressed, say)

    async def _forget(self, interaction: Interaction, _: Pressed, say: Phrases) -> Post:
        await self._assistant.forget(thread_of(interaction))
        return layout_text(escape(say("privacy-forgotten")))

    async def _speakers(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        snapshot = await self._assistant.snapshot(thread_of(interaction))
        return await asyncio.to_thread(speakers_page, snapshot, say, pressed.page)

    async def _quotes(self, interaction: Interaction, pressed: Pressed, say: Phrases) -> Post:
        recalled = await self._assistant.recall(pressed.exchange, thread_of(interaction))
        return quotes_page(recalled.reply, say, pressed.page)

    async def _unknown(self, _: Interaction, __: Pressed, ___: Phrases) -> Post:
        raise ExchangeGone  # a button of a version of the bot that knew how to do something else

    async def _drawn(self, interaction: Interaction, pressed: Pressed, say: Phrases, *, to_post: bool = False) -> Post:
        """Return the card of an answer; `to_post` says that whoever sees it can post it."""
        reply = (await self._assistant.recall(pressed.exchange, thread_of(interaction))).reply
        if not isinstance(reply, Answer):
            raise NoCard
        card = make_card(reply.citation, say)
        png = await asyncio.to_thread(draw_card, card)
        about = card.speaker if card.role is None else f"{card.speaker}, {card.role}"
        return layout_picture(png, card.alt, about, card_view(pressed.exchange, say) if to_post else None)
