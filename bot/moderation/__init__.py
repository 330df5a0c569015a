"""Who may moderate, what moderators can do, and the log of what they did."""

from __future__ import annotations

import datetime
import json
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from bot.channels import ChannelRules, Channels, Presence
from bot.conversation import Thread
from bot.errors import AlreadyRunning, NotAllowed, NotKept, NotYours, ReloadBroke, ReloadFailed, reference
from bot.library import Library, Reload
from index.errors import RecordError
from index.snapshot import Progress

log = logging.getLogger(__name__)


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


class AuditLog:
    """A file with one line of JSON for each act of moderation."""

    def __init__(self, path: Path) -> None:
        """Append to the file at `path`; it is made at the first entry."""
        self._path = path
        self._turn = threading.Lock()

    def append(self, actor: Actor, what: str, result: str) -> None:
        """Note who did what, where, when, and how it ended. A full disk is logged, and stops nothing."""
        entry = {
            "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "who": actor.member,
            "where": f"{actor.platform}/{actor.community}/{actor.channel}",
            "what": what,
            "result": result,
        }
        try:
            with self._turn:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        except OSError as error:
            log.error("An act of moderation could not be written to %s (%s): %s", self._path, error.strerror, entry)


class Moderation:
    """The one place that decides who may do what, and does it."""

    def __init__(self, library: Library, audit: AuditLog, moderator_groups: frozenset[str] = frozenset()) -> None:
        """Moderate `library`; members of `moderator_groups` may, besides those who run the community."""
        self._library = library
        self._audit = audit
        self._moderator_groups = moderator_groups
        self._reloading = threading.Lock()

    def may_moderate(self, actor: Actor) -> bool:
        """Return whether `actor` is a moderator."""
        return actor.runs_the_community or bool(actor.groups & self._moderator_groups)

    def reload(self, actor: Actor, progress: Progress | None = None) -> Reload:
        """Rebuild the index from its sources. Blocks until it is done: call it off the event loop.

        Raises:
            NotAllowed: `actor` is not a moderator.
            AlreadyRunning: another reload is under way; raised at once.
            ReloadFailed: with the reason; the old index serves on.
            ReloadBroke: for a reason that nobody foresaw, which is logged; the old index serves on.
        """
        if not self.may_moderate(actor):
            self._audit.append(actor, "reload", "refused: not a moderator")
            raise NotAllowed
        if not self._reloading.acquire(blocking=False):
            self._audit.append(actor, "reload", "refused: already running")
            raise AlreadyRunning
        try:
            done = self._library.reload(progress)
        except RecordError as error:
            self._audit.append(actor, "reload", f"failed: {error}")
            raise ReloadFailed(reason=str(error)) from error
        except Exception as error:
            number = reference("A reload", error)
            self._audit.append(actor, "reload", f"failed: {type(error).__name__} (reference {number})")
            raise ReloadBroke(reference=number) from error
        except BaseException:
            self._audit.append(actor, "reload", "given up: the process is ending")
            raise
        finally:
            self._reloading.release()
        self._audit.append(actor, "reload", f"done: snapshot {done.snapshot.manifest.id}")
        return done

    def set_channel(
        self, actor: Actor, channels: Channels, presence: Presence | None, private: bool | None
    ) -> ChannelRules:
        """Change what holds in the channel that `actor` is in. Blocks: call it off the event loop.

        Raises:
            NotAllowed: `actor` is not a moderator.
            NotKept: the settings cannot be written; the old ones hold.
        """
        if not self.may_moderate(actor):
            self._audit.append(actor, "channel", "refused: not a moderator")
            raise NotAllowed
        try:
            rules = channels.change(actor.thread, presence, private)
        except NotKept:
            self._audit.append(actor, "channel", "failed: not written")
            raise
        self._audit.append(actor, "channel", f"done: {rules.presence}, {'private' if rules.private else 'public'}")
        return rules

    def let_delete(self, actor: Actor, community: str, exchange: str) -> None:
        """Let a moderator take down an answer that somebody in `community` got. Blocks: call it off the event loop.

        Raises:
            NotYours: `actor` does not moderate that community.
        """
        if actor.community != community or not self.may_moderate(actor):
            raise NotYours
        self._audit.append(actor, "delete an answer", f"done: {exchange}")
