"""What a moderator asked for, and how to answer them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.moderation import Actor
from bot.phrases import Phrases
from index.snapshot import Progress


@dataclass(frozen=True, slots=True)
class Request:
    """Who gives a command, the words to answer in, and whom to tell how far long work has come."""

    actor: Actor
    say: Phrases
    progress: Progress | None = None

    @property
    def community(self) -> str:
        """The key of the moderator's community, `Thread.community_key`."""
        return self.actor.thread.community_key
