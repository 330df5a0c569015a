"""Who may moderate, what moderators can do, and the log of what they did."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.channels import ChannelRules, Presence
from bot.conversation import Thread
from bot.errors import AlreadyRunning, NotAllowed, NotKept, NotYours, ReloadBroke, ReloadFailed, reference
from bot.library import Library, Reload
from bot.state.audit import AuditLog
from bot.state.faults import StateError
from bot.state.settings import SettingsStore
from index.errors import RecordError
from index.snapshot import Progress


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command, and what the platform vouches for, read when the command arrives.

    `runs_the_community` is Discord's Manage Server permission, a Slack admin or owner, or the person at
    the terminal; `groups` are ids of Discord roles or Slack user groups.
    """

    platform: str
    community: str
    channel: str
    member: str
    runs_the_community: bool = False
    groups: frozenset[str] = frozenset()

    @property
    def thread(self) -> Thread:
        """Where the command was given."""
        return Thread(self.platform, self.community, self.channel, self.member)


class Moderation:
    """The one place that decides who may do what, and does it."""

    def __init__(self, library: Library, audit: AuditLog, moderator_groups: frozenset[str] = frozenset()) -> None:
        """Moderate `library`; members of `moderator_groups` may, besides those who run the community."""
        self._library = library
        self._audit = audit
        self._moderator_groups = moderator_groups
        self._reloading = False

    def may_moderate(self, actor: Actor) -> bool:
        """Return whether `actor` is a moderator."""
        return actor.runs_the_community or bool(actor.groups & self._moderator_groups)

    async def reload(self, actor: Actor, executor: Executor | None = None, progress: Progress | None = None) -> Reload:
        """Rebuild the index from its sources.

        Args:
            actor: who wants it.
            executor: where the work is done; without one, in a thread of the event loop's.
            progress: told how far it is, in that thread.

        Raises:
            NotAllowed: `actor` is not a moderator.
            AlreadyRunning: another reload is under way; raised at once.
            ReloadFailed: with the reason; the old index serves on.
            ReloadBroke: for a reason that nobody foresaw, which is logged; the old index serves on.
        """
        if not self.may_moderate(actor):
            await self._audit.append(actor, "reload", "refused: not a moderator")
            raise NotAllowed
        if self._reloading:
            await self._audit.append(actor, "reload", "refused: already running")
            raise AlreadyRunning
        self._reloading = True
        try:
            done = await asyncio.get_running_loop().run_in_executor(executor, self._library.reload, progress)
        except RecordError as error:
            await self._audit.append(actor, "reload", f"failed: {error}")
            raise ReloadFailed(reason=str(error)) from error
        except Exception as error:
            number = reference("A reload", error)
            await self._audit.append(actor, "reload", f"failed: {type(error).__name__} (reference {number})")
            raise ReloadBroke(reference=number) from error
        except BaseException:
            await self._audit.append(actor, "reload", "given up: the process is ending")
            raise
        finally:
            self._reloading = False
        await self._audit.append(actor, "reload", f"done: snapshot {done.snapshot.manifest.id}")
        return done

    async def set_channel(
        self, actor: Actor, settings: SettingsStore, presence: Presence | None, private: bool | None
    ) -> ChannelRules:
        """Change what holds in the channel that `actor` is in.

        Raises:
            NotAllowed: `actor` is not a moderator.
            NotKept: the settings cannot be written; the old ones hold.
        """
        if not self.may_moderate(actor):
            await self._audit.append(actor, "channel", "refused: not a moderator")
            raise NotAllowed
        try:
            rules = await settings.change_channel(actor.thread, presence, private)
        except StateError as error:
            await self._audit.append(actor, "channel", "failed: not written")
            raise NotKept from error
        await self._audit.append(
            actor, "channel", f"done: {rules.presence}, {'private' if rules.private else 'public'}"
        )
        return rules

    async def let_delete(self, actor: Actor, exchange: str) -> None:
        """Let a moderator take down an answer that somebody in their community got.

        Raises:
            NotYours: `actor` does not moderate there.
        """
        if not self.may_moderate(actor):
            raise NotYours
        await self._audit.append(actor, "delete an answer", f"done: {exchange}")
