"""Who may moderate, and what they do: the desk for `/index` and all that it needs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation import Thread
from bot.errors import NotYours
from bot.state.audit import AuditLog


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
    """The one place that decides who may do what."""

    def __init__(self, audit: AuditLog, moderator_groups: frozenset[str] = frozenset()) -> None:
        """Write to `audit`; members of `moderator_groups` may moderate, besides those who run the community."""
        self._audit = audit
        self._moderator_groups = moderator_groups

    def may_moderate(self, actor: Actor) -> bool:
        """Return whether `actor` is a moderator."""
        return actor.runs_the_community or bool(actor.groups & self._moderator_groups)

    async def let_delete(self, actor: Actor, exchange: str) -> None:
        """Let a moderator take down an answer that somebody in their community got.

        Raises:
            NotYours: `actor` does not moderate there.
        """
        if not self.may_moderate(actor):
            raise NotYours
        await self._audit.append(actor, "delete an answer", f"done: {exchange}")
