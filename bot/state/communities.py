"""The communities that the database knows."""

from __future__ import annotations

import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.state.models import CommunityRow


async def known(session: AsyncSession, key: str) -> CommunityRow:
    """Return the row of the community with that key (`Thread.community_key`), made where it is not there yet.

    Whatever belongs to a community needs it: call this in the same `Database.session()` before adding such a row.
    """
    row = await session.get(CommunityRow, key)
    if row is None:
        row = CommunityRow(id=key, since=datetime.datetime.now(datetime.UTC), snapshot=None)
        session.add(row)
        await session.flush()
    return row
