"""Changing what a community answers from: made ready, shown, carried out, taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import LibraryChanged
from bot.libraries import Change, Done, Holdings, Libraries, Plan, Rollback
from bot.moderation.faults import NothingAtHand, Refused
from bot.moderation.notice import Fact, Notice
from bot.moderation.pending import Offers
from bot.moderation.rendering import difference_facts, undo_acts
from bot.moderation.request import Request
from bot.phrases import Phrases
from index.errors import CorrectionError, RecordError, SourceError
from index.plain import on_one_line

log = logging.getLogger(__name__)


@contextmanager
def refusals() -> Iterator[None]:
    """Raise what is wrong with a source, a correction or the database as a refusal that a moderator reads.

    Raises:
        Refused: something is wrong with a source or a correction; with the reason.
        NothingAtHand: anything else is: its reason, which may name the operator's files and servers, is logged.
    """
    try:
        yield
    except (SourceError, CorrectionError) as error:
        raise Refused(reason=str(error)) from error
    except RecordError as error:
        log.error("A moderator's command could not be carried out: %s", error)
        raise NothingAtHand from error


class Changing:
    """What all commands that change a library have in common."""

    def __init__(self, libraries: Libraries, offers: Offers) -> None:
        """Change `libraries`; what is to be confirmed waits in `offers`."""
        self.libraries = libraries
        self.offers = offers

    async def holdings(self, community: str) -> Holdings:
        """Return what answers in a community, by its key.

        Raises:
            NothingAtHand: the database cannot be read just now.
        """
        with refusals():
            return await self.libraries.holdings(community)

    async def plan(self, asked: Request, change: Change) -> Plan:
        """Make a change ready; nothing is written.

        Raises:
            Refused: it cannot be made; the reason says why.
            NothingAtHand: the database cannot be read just now.
            AlreadyRunning: another change is being made there.
        """
        with refusals():
            return await self.libraries.plan(asked.community, change, asked.progress)

    async def carry_out(self, asked: Request, plan: Plan, lead: str) -> Notice:
        """Carry a change out, and return the notice of it with the way back.

        Raises:
            LibraryChanged: the library is no longer what the change was made from.
            NothingAtHand: it could not be written; the library is what it was.
            AlreadyRunning: another change is being made there.
        """
        done = await self.write(asked, plan)
        return done_notice(done, lead, asked.say, unfetched_facts(plan, asked.say))

    async def write(self, asked: Request, plan: Plan) -> Done:
        """Carry a change out, and return what it did; raises what `carry_out` does."""
        with refusals():
            return await self.libraries.carry_out(plan, asked.actor, asked.progress)

    def offer(self, asked: Request, what: str, plan: Plan, lead: str) -> str:
        """Keep a change until the moderator confirms it, and return the offer's name.

        Args:
            asked: by whom, who alone may confirm it.
            what: the command.
            plan: the change.
            lead: what says then that it is done.
        """

        async def carry_out(confirmed: Request) -> Notice:
            return await self.carry_out(confirmed, plan, lead)

        return self.offers.make(asked.actor, what, carry_out)

    async def undo(self, asked: Request, made: int, previous: int) -> Notice:
        """Take back the change that made the version `made`, if that is the one that answers.

        Raises:
            LibraryChanged: another one answers by now.
        """
        if (await self.holdings(asked.community)).number != made:
            raise LibraryChanged
        plan = await self.plan(asked, Rollback(previous))
        return await self.carry_out(asked, plan, asked.say("undo-done"))


def done_notice(done: Done, lead: str, say: Phrases, more: tuple[Fact, ...] = ()) -> Notice:
    """Return what was done, what it changed, and the button that takes it back."""
    facts = [*difference_facts(done.difference, say), *more]
    if done.number != done.previous:
        facts.append(Fact(say("done-version"), say("done-version-number", number=done.number)))
    facts.append(Fact(say("done-seconds"), say("done-seconds-count", seconds=f"{done.seconds:.1f}")))
    return Notice(lead, tuple(facts), acts=undo_acts(done, say), tone="done")


def unfetched_facts(plan: Plan, say: Phrases) -> tuple[Fact, ...]:
    """Return which sources could not be fetched again, and why."""
    return tuple(Fact(say("reload-unfetched"), on_one_line(reason)) for reason in plan.unfetched.values())
