"""The communities that the database knows."""

from __future__ import annotations

import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.state.models import CommunityRow
from bot.state.news import announce

DEFAULT = "default"
"""The key under which the default library stands; those of communities have a colon."""


async def known(session: AsyncSession, key: str) -> None:
    """Have a row for the community with that key (`Thread.community_key`), where there is none yet.

    Whatever belongs to a community needs it: call this in the same `Database.session()` before adding such a row.
    """
    if await session.get(CommunityRow, key) is None:
        # Another process may be adding it at this moment: then this one waits for that, and is content.
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        row = {"id": key, "since": datetime.datetime.now(datetime.UTC), "snapshot": None}
        await session.execute(insert(CommunityRow).values(row).on_conflict_do_nothing())


async def held(session: AsyncSession, key: str) -> CommunityRow:
    """Return the row of a community as it is now, and have no other transaction hold it until the end of this one.

    Whoever writes what depends on what stands there already calls it first; adding rows needs only `known`.
    """
    await known(session, key)
    # Not the key itself is locked: rows that refer to the community can be added meanwhile.
    return await session.get_one(CommunityRow, key, with_for_update={"key_share": True}, populate_existing=True)


async def known_of(session: AsyncSession, platform: str) -> dict[str, datetime.datetime | None]:
    """Return the communities of a platform by the platform's own ids, each with since when the bot is not in it."""
    lead = f"{platform}:"
    # Direct messages on Discord are in no community, and stand under an empty one.
    wanted = select(CommunityRow.id, CommunityRow.gone).where(CommunityRow.id.startswith(lead), CommunityRow.id != lead)
    return {key.removeprefix(lead): gone for key, gone in await session.execute(wanted)}


async def noted_as_gone(session: AsyncSession, key: str, since: datetime.datetime | None) -> None:
    """Note since when the bot is not in a community; None: it is in it."""
    await session.execute(update(CommunityRow).where(CommunityRow.id == key).values(gone=since))


async def forget(session: AsyncSession, key: str, since: datetime.datetime) -> bool:
    """Delete a community with all that belongs to it, and tell the other processes.

    Args:
        session: a transaction that writes.
        key: names the community.
        since: since when the bot is not in it; where something else is noted by now, all stays.

    Returns:
        Whether it is deleted.
    """
    gone = delete(CommunityRow).where(CommunityRow.id == key, CommunityRow.gone == since)
    if (await session.execute(gone.returning(CommunityRow.id))).first() is None:
        return False
    for what in ("library", "settings"):
        await announce(session, what, key)
    return True
