"""What members asked and the articles did not answer: for the moderators of the community, without names."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.exchanges import Gap
from bot.state.database import Database
from bot.state.models import ExchangeRow, GapRow


class Gaps:
    """The gaps of all communities. `Exchanges.add` notes them, and each goes with its exchange."""

    def __init__(self, database: Database) -> None:
        """Read them from `database`, where the exchanges are."""
        self._database = database

    async def recent(self, community: str, most: int = 1_000) -> list[Gap]:
        """Return the gaps of a community, the newest first.

        Args:
            community: its key, `Thread.community_key`.
            most: how many.

        Raises:
            StateError: the database cannot be read.
        """
        wanted = (
            select(ExchangeRow.id, ExchangeRow.at, ExchangeRow.question, GapRow.reason)
            .join(GapRow, (GapRow.community == ExchangeRow.community) & (GapRow.exchange == ExchangeRow.id))
            .where(ExchangeRow.community == community)
            .order_by(ExchangeRow.at.desc())
            .limit(most)
        )
        async with self._database.reading() as session:
            return [Gap(*row) for row in await session.execute(wanted)]

    async def close(self, community: str, exchanges: list[str]) -> int:
        """Take gaps off the list, because moderators have dealt with them, and return how many were on it.

        Args:
            community: its key, `Thread.community_key`.
            exchanges: the ids of the exchanges (`Gap.exchange`); those of other communities stay.

        Raises:
            StateError: the database cannot be written.
        """
        these = (GapRow.community == community, GapRow.exchange.in_(exchanges))
        async with self._database.session() as session:
            found = await session.scalars(delete(GapRow).where(*these).returning(GapRow.exchange))
            return len(found.all())
