"""Libraries in the database: what is written of them, each function within one transaction of its caller."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.errors import LibraryChanged, SnapshotUnknown
from bot.libraries.changes import Contents, HeldSource, SourceBytes
from bot.libraries.results import Past
from bot.state.communities import DEFAULT
from bot.state.communities import held as held_alone
from bot.state.models import CommunityRow, SnapshotRow, SnapshotSourceRow, SourceRow
from bot.state.news import announce
from index.corrections import Corrections
from index.snapshot import Snapshot, SourceEntry, hash_of

KEPT = 50
"""Snapshots of a community that can be gone back to; older ones, and sources that no other holds, are deleted."""

_CORRECTIONS = TypeAdapter(Corrections)


@dataclass(frozen=True, slots=True)
class Standing:
    """What answers in a community.

    `number` is that of its snapshot, 0 where nothing was ever changed; `index_id` the id of the built index; `entries`
    its sources as the index lists them, none where the default library answers.
    """

    number: int
    index_id: str = ""
    entries: tuple[SourceEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What becomes the snapshot of a community: its index, what it is made of, by which command, and by whom."""

    snapshot: Snapshot
    contents: Contents
    what: str
    about: Mapping[str, Any]
    by: str


async def own(session: AsyncSession) -> dict[str, int]:
    """Return the communities that have a library of their own, each with the number of its snapshot."""
    holds = SnapshotSourceRow
    found = select(CommunityRow.id, CommunityRow.snapshot).where(
        CommunityRow.id != DEFAULT,
        select(holds).where(holds.community == CommunityRow.id, holds.snapshot == CommunityRow.snapshot).exists(),
    )
    return {community: number for community, number in await session.execute(found) if number is not None}


async def standing(session: AsyncSession, community: str, number: int | None = None) -> Standing:
    """Return what answers in a community, or what its snapshot of that number is.

    Raises:
        SnapshotUnknown: there is none of that number (any more).
    """
    if number is None:
        row = await session.get(CommunityRow, community)
        number = (row and row.snapshot) or 0
    if number == 0:
        return Standing(0)
    snapshot = await session.get(SnapshotRow, (community, number))
    if snapshot is None:
        raise SnapshotUnknown
    found = await session.execute(_of_snapshot(community, number))
    entries = (SourceEntry(s.name, s.sha256, corrections=hash_of(_corrections(held))) for held, s in found)
    return Standing(number, snapshot.index_id, tuple(entries))


async def contents(session: AsyncSession, community: str, number: int) -> Contents:
    """Return what the snapshot of that number is made of, with all bytes; nothing for 0."""
    found = await session.execute(_of_snapshot(community, number).options(undefer(SourceRow.data)))
    return tuple(HeldSource(source.id, _bytes(source), _corrections(held)) for held, source in found)


async def added(
    session: AsyncSession, community: str, number: int
) -> list[tuple[str, datetime.datetime, str, Corrections]]:
    """Return of each source of a snapshot its id, when it was added, by whom, and its corrections."""
    found = await session.execute(_of_snapshot(community, number))
    return [(source.id, source.added, source.added_by, _corrections(held)) for held, source in found]


async def history(session: AsyncSession, community: str) -> list[Past]:
    """Return the snapshots of a community that can be gone back to, the newest first."""
    row = await session.get(CommunityRow, community)
    holds = SnapshotSourceRow
    listed = (
        select(holds.snapshot, SourceRow.name)
        .join(SourceRow, (SourceRow.community == holds.community) & (SourceRow.id == holds.source))
        .where(holds.community == community)
        .order_by(holds.place)
    )
    names: dict[int, list[str]] = {}
    for number, name in await session.execute(listed):
        names.setdefault(number, []).append(name)
    found = select(SnapshotRow).where(SnapshotRow.community == community).order_by(SnapshotRow.number.desc())
    return [
        Past(
            past.number,
            past.made,
            past.made_by,
            past.what,
            past.about,
            tuple(names.get(past.number, ())),
            row is not None and row.snapshot == past.number,
        )
        for past in await session.scalars(found)
    ]


async def record(session: AsyncSession, community: str, base: int, made: Made) -> int:
    """Write a snapshot down, have it answer in its community, tell the other processes, and return its number.

    Args:
        session: a transaction that writes.
        community: its key.
        base: the number of the snapshot that must still answer there.
        made: the snapshot, whole on the disk already.

    Raises:
        LibraryChanged: another one answers by now.
    """
    row = await held_alone(session, community)
    if (row.snapshot or 0) != base:
        raise LibraryChanged
    newest = await session.scalar(select(func.max(SnapshotRow.number)).where(SnapshotRow.community == community))
    number = (newest or 0) + 1
    now = datetime.datetime.now(datetime.UTC)
    index_id = made.snapshot.manifest.id if made.contents else ""
    session.add(
        SnapshotRow(
            community=community,
            number=number,
            index_id=index_id,
            made=now,
            made_by=made.by,
            what=made.what,
            about=dict(made.about),
        )
    )
    there = set(await session.scalars(select(SourceRow.id).where(SourceRow.community == community)))
    # Without contents the snapshot is the default library's, whose articles are none of the community's.
    articles = made.snapshot.record.articles if made.contents else ()
    for held, article in zip(made.contents, articles, strict=True):
        if held.id not in there:
            session.add(_source_row(community, held, article.sha256, now, made.by))
    await session.flush()
    for place, held in enumerate(made.contents):
        corrections = _CORRECTIONS.dump_python(held.corrections, mode="json")
        session.add(
            SnapshotSourceRow(
                community=community, snapshot=number, place=place, source=held.id, corrections=corrections
            )
        )
    await session.flush()
    row.snapshot = number
    await _forget_before(session, community, number - KEPT + 1)
    await announce(session, "library", community)
    return number


async def rebuilt(session: AsyncSession, community: str, number: int, index_id: str) -> None:
    """Note that the index of a snapshot was built again, and has another id."""
    here = (SnapshotRow.community == community, SnapshotRow.number == number)
    await session.execute(update(SnapshotRow).where(*here).values(index_id=index_id))


async def _forget_before(session: AsyncSession, community: str, number: int) -> None:
    await session.flush()
    await session.execute(delete(SnapshotRow).where(SnapshotRow.community == community, SnapshotRow.number < number))
    holds = SnapshotSourceRow
    held = select(holds).where(holds.community == SourceRow.community, holds.source == SourceRow.id)
    await session.execute(delete(SourceRow).where(SourceRow.community == community, ~held.exists()))


def _of_snapshot(community: str, number: int) -> Select[SnapshotSourceRow, SourceRow]:
    """Return the question for the sources of a snapshot, in order, each with what it is there."""
    holds = SnapshotSourceRow
    return (
        select(holds, SourceRow)
        .join(SourceRow, (SourceRow.community == holds.community) & (SourceRow.id == holds.source))
        .where(holds.community == community, holds.snapshot == number)
        .order_by(holds.place)
    )


def _corrections(held: SnapshotSourceRow) -> Corrections:
    return _CORRECTIONS.validate_python(held.corrections)


def _bytes(row: SourceRow) -> SourceBytes:
    return SourceBytes(row.name, row.data, row.content_type, row.address, row.etag, row.last_modified)


def _source_row(community: str, held: HeldSource, sha256: str, now: datetime.datetime, by: str) -> SourceRow:
    source = held.source
    return SourceRow(
        community=community,
        id=held.id,
        name=source.name,
        data=source.data,
        sha256=sha256,
        content_type=source.content_type,
        address=source.address,
        etag=source.etag,
        last_modified=source.last_modified,
        added=now,
        added_by=by,
    )
