"""The commands for moderators, carried out for every platform alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.moderation import Actor
from bot.moderation.notice import Attachment, Choice, Notice
from bot.phrases import Phrases
from index.snapshot import Progress


class Desk(Protocol):
    """Carries out what moderators tell the bot; `assistant.desk`.

    Who is no moderator is refused here, whatever a platform hides or shows: by every method.
    """

    async def run(
        self,
        actor: Actor,
        command: str,
        arguments: Mapping[str, str | Attachment],
        say: Phrases,
        progress: Progress | None = None,
    ) -> Notice:
        """Carry out a command, or show what it would do and ask for confirmation.

        Args:
            actor: who gives it, and where.
            command: the name of one of `INDEX_COMMANDS`.
            arguments: what was given, by the names of its parameters.
            say: the words to answer in.
            progress: told how far long work has come, from another thread; see `render_progress`.

        Raises:
            NotAllowed: `actor` is not a moderator.
            BotError: it cannot be done; the sentence says why and what to do. Nothing has changed.
        """

    async def press(self, actor: Actor, act: str, say: Phrases, progress: Progress | None = None) -> Notice:
        """Carry out what a button of a notice stands for: to confirm, to leave it, to undo, to turn the page.

        `act` may be forged, old, or another community's: it is then answered like one that is gone.

        Raises:
            NotAllowed: `actor` is not a moderator.
            BotError: it cannot be done (any more); the sentence says why and what to do. Nothing has changed.
        """

    async def complete(self, actor: Actor, command: str, parameter: str, typed: str) -> list[Choice]:
        """Return what may be meant by what is typed so far, at most 25, the likeliest first.

        Nothing for who is no moderator, and for parameters that are not completed. Answers at once.
        """
