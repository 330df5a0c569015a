"""Who may moderate, what moderators can do, and the log of what they did."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels import ChannelRules, Presence
from bot.conversation import Thread
from bot.errors import AlreadyRunning, BotError, NotAllowed, NotKept, NotYours, ReloadBroke, ReloadFailed, reference
from bot.libraries import Done, Libraries, Reload
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

    def __init__(self, audit: AuditLog, moderator_groups: frozenset[str] = frozenset()) -> None:
        """Write to `audit`; members of `moderator_groups` may moderate, besides those who run the community."""
        self._audit = audit
        self._moderator_groups = moderator_groups

    def may_moderate(self, actor: Actor) -> bool:
        """Return whether `actor` is a moderator."""
        return actor.runs_the_community or bool(actor.groups & self._moderator_groups)

    async def reload(self, actor: Actor, libraries: Libraries, progress: Progress | None = None) -> Done:
        """Rebuild what answers in the community of `actor` from its sources.

        Args:
            actor: who wants it.
            libraries: what answers.
            progress: told how far it is, in another thread.

        Raises:
            NotAllowed: `actor` is not a moderator.
            AlreadyRunning: another change is under way there; raised at once.
            ReloadFailed: with the reason; the old index serves on.
            ReloadBroke: for a reason that nobody foresaw, which is logged; the old index serves on.
        """
        if not self.may_moderate(actor):
            await self._audit.append(actor, "reload", "refused: not a moderator")
            raise NotAllowed
        try:
            plan = await libraries.plan(actor.thread.community_key, Reload(), progress)
            return await libraries.carry_out(plan, actor, progress)
        except AlreadyRunning:
            await self._audit.append(actor, "reload", "refused: already running")
            raise
        except RecordError as error:
            await self._audit.append(actor, "reload", f"failed: {error}")
            raise ReloadFailed(reason=str(error)) from error
        except BotError:
            raise
        except Exception as error:
            number = reference("A reload", error)
            await self._audit.append(actor, "reload", f"failed: {type(error).__name__} (reference {number})")
            raise ReloadBroke(reference=number) from error
        except BaseException:
            await self._audit.append(actor, "reload", "given up: the process is ending")
            raise

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
