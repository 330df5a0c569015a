"""What communities answer from, and carrying out what their moderators change."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import AlreadyRunning, Away, GuildOnly, LibraryChanged, NotAllowed, NotReady
from bot.libraries import building, rows
from bot.libraries.changes import (
    Add,
    Change,
    Contents,
    Correct,
    Reload,
    Remove,
    Replace,
    Rollback,
    changed,
    described,
)
from bot.libraries.default import Act, Default
from bot.libraries.results import Base, Done, Holding, Holdings, Past, Plan
from bot.libraries.rows import Made, Standing
from bot.libraries.serving import Serving
from bot.libraries.web import refetched
from bot.libraries.work import Work
from bot.library import Library, made_ready
from bot.state.audit import AuditLog
from bot.state.communities import DEFAULT, forget
from bot.state.database import Database
from bot.state.faults import Unreachable
from index.article import Article
from index.difference import Difference, compare
from index.embedding import Encoder
from index.errors import RecordError, StoreError
from index.snapshot import Progress, Snapshot
from index.sources import Fetch
from index.sources import fetch as fetch_from_the_web
from index.stores import FolderStore, Store

if TYPE_CHECKING:
    from bot.moderation import Actor


class Libraries:
    """The default library, and those that communities have of their own.

    What a community's own library is made of is in the database; the folder of its snapshots can be lost. A snapshot is
    whole on the disk before the one transaction that makes it answer, so a process that is killed at any moment leaves
    the library of before or of after.
    """

    def __init__(
        self, default: Library, database: Database, store: Store | Path, fetch: Fetch = fetch_from_the_web
    ) -> None:
        """Serve `default` wherever moderators have not made a library of their own.

        Args:
            default: what answers elsewhere.
            database: where the communities' own libraries stand, and the default one where processes share it.
            store: holds the built snapshots; a folder: in it.
            fetch: what fetches addresses again.
        """
        kept = FolderStore(store) if isinstance(store, Path) else store
        self.default = default
        self._database = database
        self._store = kept
        self._audit = AuditLog(database)
        self._fetch = fetch
        self._work = Work()
        self._default = Default(default, database, kept, self._work)
        self._serving = Serving(default, database, kept, self._work)
        self._changing: set[str] = set()
        self._finishing: set[asyncio.Task[Done]] = set()

    @property
    def is_open(self) -> bool:
        """Whether the default library answers."""
        return self.default.is_open

    @property
    def own(self) -> tuple[str, ...]:
        """The keys of the communities that have a library of their own."""
        return self._serving.own

    async def open(self, progress: Progress | None = None) -> None:
        """Open the default library, and learn which communities have their own; those are read when they are needed.

        Raises:
            RecordError: there is nothing to answer from, or the database cannot be used: StateError.
        """
        await self._serving.open()
        report = self._work.report(progress)
        report("loading the embedding model", 0, 1)
        await self._work.read(self.default.encoder)
        report("loading the embedding model", 1, 1)
        await self._default.open(report)

    async def follow(self, community: str | None) -> None:
        """Have what answers follow what another process changed in a community; None: anywhere.

        What answers now answers on until the new is at hand, and every question from one of both alone.

        Raises:
            RecordError: the database cannot be read.
        """
        if community is None:
            await self._serving.follow_all()
        elif community != DEFAULT:
            self._serving.follow(community)
        if community in {None, DEFAULT}:
            await self._default.follow()

    def close(self) -> None:
        """Take no more work and give up what is running, without waiting for it."""
        self._work.close()

    def encoder(self) -> Encoder:
        """Return the embedding model of all libraries. Blocks at the first call.

        Raises:
            ModelError: it cannot be loaded.
        """
        return self.default.encoder()

    def served(self, community: str) -> Snapshot | None:
        """Return what answers in a community, instantly; None where it has to be read first, which then begins."""
        return self._serving.at_hand(community)

    async def snapshot(self, community: str) -> Snapshot:
        """Return what answers in a community now. Take it once a question: the next call may give another.

        Raises:
            NotReady: nothing is open yet, or the community's own library cannot be opened, which is logged.
            Away: the database cannot be reached.
        """
        try:
            return await self._serving.snapshot(community)
        except (Unreachable, StoreError) as error:
            raise Away from error
        except RecordError as error:
            raise NotReady from error

    async def holdings(self, community: str) -> Holdings:
        """Return the sources that answer in a community.

        Raises:
            NotReady: nothing is open yet.
            RecordError: the database cannot be read, or the community's own library cannot be opened.
        """
        standing, snapshot = await self._serving.base(community)
        counts = _counts(snapshot)
        if not standing.entries:
            held = await self._default.copies(snapshot)
            found = [Holding(one.id, *count, one.corrections) for one, count in zip(held, counts, strict=True)]
            return Holdings(tuple(found), standing.number, is_default=True, snapshot=snapshot)
        async with self._database.reading() as session:
            added = await rows.added(session, community, standing.number)
        found = [
            Holding(one, *count, corrections, when, by)
            for (one, when, by, corrections), count in zip(added, counts, strict=True)
        ]
        return Holdings(tuple(found), standing.number, is_default=False, snapshot=snapshot)

    async def history(self, community: str) -> list[Past]:
        """Return the community's snapshots that can be gone back to, the newest first; none where nothing was changed.

        Raises:
            StateError: the database cannot be read.
        """
        async with self._database.reading() as session:
            return await rows.history(session, community)

    async def renew_default(self) -> Difference:
        """Read the default library's sources again, have them answer wherever it does, and return what changed.

        Raises:
            AlreadyRunning: it is being reloaded just now.
            RecordError: a source cannot be read, or the disk refused; the old index serves on.
        """
        async with self._alone(DEFAULT):
            await self._default.follow()
            old = self.default.snapshot
            new = await self._work.build(self.default.rebuild, self._work.report(None))
            difference = await self._work.build(compare, old, new)
            await self._default.take(new, Act("reload"))
            return difference

    async def plan(self, community: str, change: Change, progress: Progress | None = None) -> Plan:
        """Make a change ready in memory, for a preview. Nothing is written, and the old snapshot goes on answering.

        Raises:
            GuildOnly: there is no community: the default library answers in direct messages on Discord.
            AlreadyRunning: another change is being made ready or carried out there; raised at once.
            SourceUnknown, SnapshotUnknown: the change names what the community does not have.
            NotReady: nothing is open yet.
            RecordError: a source cannot be read or holds nothing to quote, the library would be too large, or the
                database cannot be read.
        """
        if community.endswith(":"):
            raise GuildOnly
        async with self._alone(community):
            standing, old = await self._serving.base(community)
            base = Base(standing.number, old.manifest.id)
            if isinstance(change, Reload) and not standing.entries:
                async with self._alone(DEFAULT):
                    new = await self._work.build(self.default.rebuild, self._work.report(progress))
                    return Plan(community, change, base, (), new, await self._work.build(compare, old, new))
            held = await self._held(community, standing, old)
            known = dict(building.known_articles(held, old))
            failures: dict[str, str] = {}
            if isinstance(change, Reload):
                found = await refetched(held, known, self._fetch)
                after, failures = found.contents, found.failures
                known |= found.articles
            else:
                after = await self._after(community, change, standing, held)
            if after == held or not (after or standing.entries):
                new = old
            elif (there := await self._there(community, change, after)) is not None:
                new = there
            else:
                report = self._work.report(progress)
                new = await self._work.build(building.build, after, known, self.encoder(), report, old)
            difference = await self._work.build(compare, old, new)
            begins = bool(after) and not standing.entries and new is not old
            return Plan(community, change, base, after, new, difference, begins, failures)

    async def carry_out(self, plan: Plan, actor: Actor, progress: Progress | None = None) -> Done:
        """Have `actor` carry out a plan. It is on the disk, with its entry in the log of moderation, when this returns.

        What has begun is finished, or fails, also where nobody waits for it any more.

        Raises:
            NotAllowed: `actor` is not in the community of the plan.
            AlreadyRunning: another change is being made ready or carried out there; raised at once.
            LibraryChanged: something else answers there by now than what the plan was made from.
            RecordError: the disk or the database refused. Nothing changed.
        """
        if actor.thread.community_key != plan.community:
            raise NotAllowed
        task = asyncio.create_task(self._carried_out(plan, actor, progress), name="changing a library")
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)
        return await asyncio.shield(task)

    async def forget(self, community: str, gone: datetime.datetime) -> bool:
        """Delete a community from the database with all that belongs to it, and its indexes.

        Args:
            community: its key.
            gone: since when the bot is not in it; where something else is noted by now, all stays.

        Returns:
            Whether it is deleted.

        Raises:
            AlreadyRunning: its library is being changed, or deleted by another process.
            RecordError: the disk or the database refused; what is left can be deleted again.
        """
        async with self._alone(community):
            async with self._database.session() as session:
                if not await forget(session, community, gone):
                    return False
                # Before the commit: a process that is killed here deletes them again at its next look.
                await self._work.read(self._store.forget, community)
            self._serving.put(community, 0, None)
        return True

    async def _carried_out(self, plan: Plan, actor: Actor, progress: Progress | None) -> Done:
        started = time.monotonic()
        report = self._work.report(progress)
        async with AsyncExitStack() as alone:
            await alone.enter_async_context(self._alone(plan.community))
            standing, old = await self._serving.base(plan.community)
            if (standing.number, old.manifest.id) != (plan.base.number, plan.base.snapshot):
                raise LibraryChanged
            number = standing.number
            what, about = described(plan.change)
            if plan.nothing:
                pass
            elif isinstance(plan.change, Reload) and plan.ends:
                await alone.enter_async_context(self._alone(DEFAULT))
                report("saving", 0, 1)
                written = partial(self._audit.append, actor, what, "done: the default library")
                await self._default.take(plan.snapshot, Act(what, about, actor.member, written))
            else:
                report("saving", 0, 1)
                if plan.contents:
                    shelf = self._serving.shelf(plan.community)
                    await self._work.read(shelf.save, plan.snapshot, {standing.index_id})
                    await self._work.build(made_ready, plan.snapshot)
                made = Made(plan.snapshot, plan.contents, what, about, actor.member)
                async with self._database.session() as session:
                    number = await rows.record(session, plan.community, standing.number, made)
                    await self._audit.append(actor, what, f"done: snapshot {number}", session)
                self._serving.put(plan.community, number if plan.contents else 0, plan.snapshot)
            report("saving", 1, 1)
        return Done(number, standing.number, plan.snapshot, plan.difference, time.monotonic() - started)

    async def _after(
        self, community: str, change: Add | Replace | Remove | Correct | Rollback, standing: Standing, held: Contents
    ) -> Contents:
        """Return what a library that holds `held` holds after a change."""
        match change:
            case Rollback(number):
                earlier = await self._serving.standing(community, number)
                return await self._serving.contents(community, earlier.number)
            case Add(source):
                begun = held if standing.entries else ()
                return changed(begun, Add(building.from_outside(source)))
            case Replace(source_id, source):
                return changed(held, Replace(source_id, building.from_outside(source)))
            case _:
                return changed(held, change)

    async def _there(self, community: str, change: Change, contents: Contents) -> Snapshot | None:
        """Return the snapshot of what a library will hold, or None where it has to be built."""
        if not contents:
            return self.default.snapshot
        if not isinstance(change, Rollback):
            return None
        earlier = await self._serving.standing(community, change.number)
        on_disk = await self._serving.opened(community, earlier)
        return on_disk if on_disk is not None and on_disk.follows_rules else None

    async def _held(self, community: str, standing: Standing, old: Snapshot) -> Contents:
        """Return the sources that answer: the community's own, or copies of the default library's."""
        if standing.entries:
            return await self._serving.contents(community, standing.number)
        return await self._default.copies(old)

    @asynccontextmanager
    async def _alone(self, key: str) -> AsyncIterator[None]:
        """Have no other change made there meanwhile, neither here nor in another process."""
        if key in self._changing:
            raise AlreadyRunning
        self._changing.add(key)
        try:
            async with self._database.alone(f"library {key}") as mine:
                if not mine:
                    raise AlreadyRunning
                yield
        finally:
            self._changing.discard(key)


def _counts(snapshot: Snapshot) -> list[tuple[Article, int, int]]:
    """Return each article of a snapshot with the numbers of its passages and of its speakers."""
    pairs = zip(snapshot.record.articles, snapshot.record.attributions, strict=True)
    return [(a, sum(p.article == a.sha256 for p in snapshot.passages), len(found.speakers)) for a, found in pairs]
