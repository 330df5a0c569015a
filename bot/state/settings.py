"""What moderators set, for a channel or for their whole community: in the database, and in memory to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import ChannelRules, CommunityRules, Presence
from bot.conversation import Thread, place_of
from bot.state.communities import held
from bot.state.database import Database
from bot.state.faults import Damaged
from bot.state.models import SettingRow
from bot.state.news import announce

_CHANNEL: TypeAdapter[ChannelRules | CommunityRules] = TypeAdapter(ChannelRules)
_COMMUNITY: TypeAdapter[ChannelRules | CommunityRules] = TypeAdapter(CommunityRules)

_Place = tuple[str, str]
"""A community's key and a channel; the channel is empty where the whole community is meant."""


class SettingsStore:
    """The settings of all communities. Reading them is instant and never fails; what nobody set is not kept."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`; before `open` the ordinary ones hold everywhere."""
        self._database = database
        self._values: dict[_Place, dict[str, Any]] = {}

    async def open(self) -> None:
        """Read all settings.

        Raises:
            StateError: they cannot be read, or one of them is damaged (Damaged): the bot might otherwise speak where
                moderators told it to stay out.
        """
        self._values = await self._read(None)

    async def reread(self, community: str | None) -> None:
        """Read the settings of a community again, which another process changed; of all where it is None.

        Raises:
            StateError: as of `open`; what held so far goes on holding.
        """
        found = await self._read(community)
        others = {} if community is None else {at: held for at, held in self._values.items() if at[0] != community}
        self._values = {**others, **found}

    async def _read(self, community: str | None) -> dict[_Place, dict[str, Any]]:
        wanted = select(SettingRow.community, SettingRow.channel, SettingRow.name, SettingRow.value)
        if community is not None:
            wanted = wanted.where(SettingRow.community == community)
        found: defaultdict[_Place, dict[str, Any]] = defaultdict(dict)
        async with self._database.reading() as session:
            for key, channel, name, value in await session.execute(wanted):
                found[key, channel][name] = value
        try:
            return {place: _checked(place, values) for place, values in found.items()}
        except ValidationError:
            raise Damaged(
                f"The settings in the database {self._database.name} are damaged. Put back a copy of it, or delete the "
                "rows of its table `setting` that nobody can have set."
            ) from None

    def channel(self, thread: Thread) -> ChannelRules:
        """Return what holds in the channel of `thread` (of the parent, where the channel is a thread)."""
        return self._channel(thread, self._values.get(_place(thread), {}))

    def community(self, key: str) -> CommunityRules:
        """Return what holds in the community with that key (`Thread.community_key`)."""
        return CommunityRules(**self._values.get((key, ""), {}))

    def notices(self) -> dict[str, str]:
        """Return the channels in which moderators are told that a source changed, by their communities' keys."""
        found = {community: self.community(community).notices for community, channel in self._values if not channel}
        return {community: told for community, told in found.items() if told}

    async def change_channel(
        self,
        thread: Thread,
        presence: Presence | None = None,
        private: bool | None = None,
        session: AsyncSession | None = None,
    ) -> ChannelRules:
        """Change what is given for the channel of `thread`, and return what holds there then.

        Args:
            thread: says which channel.
            presence: where the bot takes part.
            private: who sees answers to commands. Where it differs from what held there, it holds whatever is set for
                the community later.
            session: the transaction to do it in: it holds once that is committed. Without it, one of its own.

        Raises:
            StateError: the database cannot be written; the old rules hold.
        """

        def changed(values: dict[str, Any]) -> dict[str, Any]:
            old = self._channel(thread, values)
            if presence is not None:
                values["presence"] = presence
            if private is not None and private != old.private:
                values["private"] = private
            ordinary = values.get("presence") is Presence.ANSWERS
            return {name: value for name, value in values.items() if name != "presence" or not ordinary}

        return self._channel(thread, await self._write(_place(thread), changed, session))

    def own(self, thread: Thread) -> Mapping[str, Any]:
        """Return what is set for the channel of `thread` itself, to be given to `restore_channel`."""
        return dict(self._values.get(_place(thread), {}))

    async def restore_channel(self, thread: Thread, own: Mapping[str, Any], session: AsyncSession) -> None:
        """Have nothing else set for the channel of `thread` itself than what `own` gave at some time.

        Raises:
            StateError: the database cannot be written; the old rules hold.
        """
        await self._write(_place(thread), lambda _: dict(own), session)

    async def change_community(self, key: str, rules: CommunityRules, session: AsyncSession | None = None) -> None:
        """Have `rules` hold in the community with that key (`Thread.community_key`).

        Args:
            key: names the community.
            rules: all of its rules: take what holds now, and replace what changes.
            session: the transaction to do it in: they hold once that is committed. Without it, one of its own.

        Raises:
            ValueError: a rule is out of its bounds.
            StateError: the database cannot be written; the old rules hold.
        """
        ordinary = asdict(CommunityRules())
        values = {name: value for name, value in asdict(rules).items() if value != ordinary[name]}
        checked = _checked((key, ""), values)
        await self._write((key, ""), lambda _: checked, session)

    def _channel(self, thread: Thread, values: Mapping[str, Any]) -> ChannelRules:
        return ChannelRules(**{"private": self.community(thread.community_key).private, **values})

    async def _write(
        self, place: _Place, change: Callable[[dict[str, Any]], dict[str, Any]], session: AsyncSession | None
    ) -> dict[str, Any]:
        """Write what `change` makes of the values of `place`, and return it."""
        if session is None:
            async with self._database.session() as own:
                return await self._write(place, change, own)
        community, channel = place
        await held(session, community)
        here = (SettingRow.community == community, SettingRow.channel == channel)
        # As they are now, not as they were read: another task may have changed them while this one waited.
        rows = await session.scalars(select(SettingRow).where(*here))
        values = change(_checked(place, {row.name: row.value for row in rows}))
        await session.execute(delete(SettingRow).where(*here))
        new = [{"community": community, "channel": channel, "name": name, "value": values[name]} for name in values]
        if new:
            await session.execute(insert(SettingRow), new)
        await announce(session, "settings", community)

        def hold(_session: object) -> None:
            self._values[place] = values

        event.listen(session.sync_session, "after_commit", hold, once=True)
        return values


def _checked(place: _Place, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` as their rules have them.

    Raises:
        ValidationError: one is not what it can be.
    """
    rules = asdict((_CHANNEL if place[1] else _COMMUNITY).validate_python(values))
    return {name: value for name, value in rules.items() if name in values}


def _place(thread: Thread) -> _Place:
    return thread.community_key, place_of(thread)
