"""Putting the bot together from its settings, but for the platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from bot.assistant import Assistant
from bot.cooldown import Cooldown
from bot.libraries import Libraries, store_at
from bot.library import Library
from bot.moderation import Moderation
from bot.moderation.desk import Desk
from bot.moderation.taking import Taking
from bot.settings import Settings
from bot.state.postgres import addresses
from bot.state.state import State
from index.sources import fetch


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Assistant]:
    """Give an assistant with all that is kept opened: no platform connects before the moderators' settings are read.

    Raises:
        StateError: the database, or the key that members are hashed with, cannot be used.
    """
    url, copies = addresses(settings.database_url, settings.database_read_url)
    state = State(settings.data_dir, settings.keep_days, url=url)
    library = Library(settings.sources, settings.data_dir, settings.embedding_model)
    fetch_allowed = partial(fetch, allowed_hosts=settings.source_hosts)
    store = store_at(url or settings.data_dir, copies)
    libraries = Libraries(library, state.database, store, fetch_allowed)
    state.news.hear("library", libraries.follow, looks=True)
    moderation = Moderation(state.audit, settings.discord_moderator_roles | settings.slack_moderator_groups)
    rates = settings.cooldown_member, settings.cooldown_channel
    taking = Taking(fetch_allowed)
    desk = Desk(moderation, libraries, state, taking=taking, cooldown=rates, watch_minutes=settings.watch_minutes)
    try:
        await state.open()
        yield Assistant(
            libraries, moderation, settings.answer_threshold, state=state, cooldown=Cooldown(*rates), desk=desk
        )
    finally:
        await state.close()
        store.close()
