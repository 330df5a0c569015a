"""Moving all that is kept from one place to another: whole or not at all, and compared before it counts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.libraries import building, rows
from bot.libraries.rows import Made
from bot.library import sources_of
from bot.migrating.places import Kept
from bot.migrating.tables import Digest, clear, copy, count, digests
from bot.state.communities import DEFAULT, held
from bot.state.faults import StateError
from bot.state.members import FILE as KEY
from bot.state.models import SecretRow
from index.errors import SnapshotError
from index.snapshot import Progress, Snapshot


class TargetInUse(StateError):
    """The place to move to holds other things already."""


class NotTheSame(StateError):
    """What arrived is not what was sent; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What is now the same in both places.

    `tables` has the count and digest of each table's rows; `snapshots` counts the communities' built indexes, `default`
    is the id of the default library's; `missing` are communities whose index was not whole: it is built again when it
    is needed. `nothing` says that all was there already.
    """

    tables: dict[str, Digest]
    snapshots: int
    default: str
    missing: tuple[str, ...] = ()
    nothing: bool = False


async def move(source: Kept, target: Kept, report: Progress, *, replace: bool = False) -> Moved:
    """Have `target` hold all that `source` holds. It can be repeated; the bot must not run on either meanwhile.

    The built indexes come first, which nobody sees; then everything else in one transaction, which is compared with
    what was read before it counts. A process that is killed has changed nothing that anybody sees.

    Args:
        source: is only read.
        target: another place.
        report: is told what is being done.
        replace: delete what `target` holds of other things.

    Raises:
        TargetInUse: it holds other things, and `replace` is not given.
        NotTheSame: what arrived is not what was read.
        RecordError: one of both refuses.
    """
    default = await _default(source)
    async with source.database.reading() as reading:
        wanted = await digests(reading)
        key = await _key(source, reading)
        async with target.database.reading() as there:
            found = await digests(there)
            same = found == wanted and await _key(target, there) == key
        kept = await _default(target)
        own = await rows.own(reading)
        standing = {community: (await rows.standing(reading, community)).index_id for community in own}
        if same and default == kept:
            return Moved(wanted, len(own), default or "", await _absent(target, standing), nothing=True)
        if count(found) and found != wanted and not replace:
            raise TargetInUse(
                f"{target.name} already holds other things ({count(found)} rows). Give --replace to have what is in "
                f"{source.name} in their place, after a backup."
            )
        missing = await _snapshots(source, target, standing, report)
        moved = await _snapshot(source, default) if default and default != kept else None
        if moved is not None and target.folder is None:
            await asyncio.to_thread(target.store.shelf(DEFAULT).save, moved, {kept or ""})
        async with target.database.session() as writing:
            if found != wanted:
                await clear(writing)
                sent = await copy(reading, writing, lambda done: report("moving rows", done, count(wanted)))
                arrived = await digests(writing)
                if not sent == wanted == arrived:
                    differ = sorted(name for name in wanted if arrived[name] != wanted[name])
                    raise NotTheSame(
                        f"What arrived in {target.name} is not what {source.name} holds ({', '.join(differ)}). Stop "
                        "whatever writes there, and repeat it. Nothing was changed."
                    )
            if target.folder is None:
                await _put_key(writing, key)
                if moved is not None:
                    await _point_to(writing, moved)
            elif key:
                target.put_key(key)
    if moved is not None and target.archive is not None:
        await asyncio.to_thread(target.archive.save, moved)
    return Moved(wanted, len(own) - len(missing), default or "", missing)


async def _default(place: Kept) -> str | None:
    """Return the id of the default library's index, or None where there is none."""
    if place.archive is not None:
        current = await asyncio.to_thread(place.archive.current)
        return current.name if current else None
    async with place.database.reading() as session:
        return (await rows.standing(session, DEFAULT)).index_id or None


async def _snapshot(place: Kept, name: str) -> Snapshot:
    if place.archive is not None:
        return await asyncio.to_thread(place.archive.load)
    return await asyncio.to_thread(place.store.shelf(DEFAULT).load, name)


async def _snapshots(source: Kept, target: Kept, standing: dict[str, str], report: Progress) -> tuple[str, ...]:
    """Copy the indexes that answer in communities, and return the communities whose is not whole."""
    missing = []
    for done, (community, name) in enumerate(standing.items()):
        report("moving indexes", done, len(standing))
        shelf = target.store.shelf(community)
        try:
            if not await asyncio.to_thread(shelf.holds, name):
                snapshot = await asyncio.to_thread(source.store.shelf(community).load, name)
                await asyncio.to_thread(shelf.save, snapshot, {name})
            await asyncio.to_thread(shelf.load, name)
        except SnapshotError:
            missing.append(community)
    report("moving indexes", len(standing), len(standing))
    return tuple(missing)


async def _absent(target: Kept, standing: dict[str, str]) -> tuple[str, ...]:
    there = [(key, await asyncio.to_thread(target.store.shelf(key).holds, name)) for key, name in standing.items()]
    return tuple(community for community, is_there in there if not is_there)


async def _key(place: Kept, session: AsyncSession) -> bytes | None:
    if place.folder is not None:
        return await asyncio.to_thread(place.key)
    row = await session.get(SecretRow, (DEFAULT, KEY))
    return row.value if row else None


async def _put_key(session: AsyncSession, key: bytes | None) -> None:
    if key is None:
        return
    await held(session, DEFAULT)
    row = await session.get(SecretRow, (DEFAULT, KEY))
    if row is None:
        session.add(SecretRow(community=DEFAULT, name=KEY, value=key))
    else:
        row.value = key


async def _point_to(session: AsyncSession, snapshot: Snapshot) -> None:
    """Have `snapshot` be the default library in the database."""
    contents = building.copies(await asyncio.to_thread(sources_of, snapshot))
    number = (await rows.standing(session, DEFAULT)).number
    await rows.record(session, DEFAULT, number, Made(snapshot, contents, "migrate", {}, ""))
