"""The commands for moderators, carried out for every platform alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot.errors import BotError, GuildOnly, NotAllowed, Unexpected, reference
from bot.libraries import Libraries
from bot.metrics import Metrics
from bot.moderation import Actor, Moderation, curating
from bot.moderation.adding import add
from bot.moderation.arguments import checked
from bot.moderation.changing import Changing, refusals
from bot.moderation.choosing import snapshot_choices, source_choices, speaker_choices
from bot.moderation.commands import (
    GROUP,
    INDEX_COMMANDS,
    ParameterKind,
    Subcommand,
    command_named,
    command_phrase,
    unknown_command,
    usage,
)
from bot.moderation.correcting import correct
from bot.moderation.faults import OfferGone, Refused
from bot.moderation.gaps import ON_A_PAGE, Group, group_item, grouped
from bot.moderation.notice import Act, Attachment, Choice, Item, Notice
from bot.moderation.overview import render_history, render_list, render_passage, render_status
from bot.moderation.passages import find_passage, passage_choices
from bot.moderation.pending import Offers
from bot.moderation.rendering import confirm_acts, page_acts
from bot.moderation.request import Request
from bot.moderation.settings import SettingsDesk
from bot.moderation.taking import Taking
from bot.moderation.watching import Teller, Watching
from bot.paging import page
from bot.phrases import Phrases
from bot.state.state import State
from index.snapshot import Progress

MOST_CHOICES = 25


class Desk:
    """Carries out what moderators tell the bot; `assistant.desk`.

    Who is no moderator is refused here, whatever a platform hides or shows: by every method. What is done, refused or
    failed is written to the audit log.
    """

    def __init__(
        self,
        moderation: Moderation,
        libraries: Libraries,
        state: State,
        *,
        taking: Taking | None = None,
        cooldown: tuple[int, int] = (0, 0),
        watch_minutes: int = 0,
        metrics: Metrics | None = None,
    ) -> None:
        """Change `libraries` and the settings in `state` for those who `moderation` says may.

        Args:
            moderation: who may.
            libraries: what communities answer from.
            state: their settings, the gaps, and the audit log.
            taking: how sources are fetched; without one, from any public address.
            cooldown: what the operator set for a member and for a channel, in questions a minute.
            watch_minutes: between two looks at sources of the web; 0: none.
            metrics: what counts reloads, and whatever else is counted.
        """
        offers = Offers()
        self.metrics = metrics or Metrics()
        self._moderation = moderation
        self._state = state
        self._taking = taking or Taking()
        self._watch_minutes = watch_minutes
        self._offers = offers
        self._changing = Changing(libraries, offers)
        self._settings = SettingsDesk(state, offers, cooldown)

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
            command: the name of one of `INDEX_COMMANDS`; empty: they are listed.
            arguments: what was given, by the names of its parameters.
            say: the words to answer in.
            progress: told how far long work has come, from another thread; see `render_progress`.

        Raises:
            NotAllowed: `actor` is not a moderator.
            GuildOnly: there is no community there: it is a direct message on Discord.
            BotError: it cannot be done; the sentence says why and what to do. Nothing has changed.
        """
        known = command_named(command)

        async def work() -> Notice:
            if not command:
                return render_commands(say)
            if known is None:
                raise unknown_command(command)
            return await self._carry_out(Request(actor, say, progress), known, checked(known, arguments))

        if command == "reload":
            with self.metrics.reload(actor.platform):
                return await self._audited(actor, command, work)
        return await self._audited(actor, known.name if known else "index", work)

    async def press(self, actor: Actor, act: str, say: Phrases, progress: Progress | None = None) -> Notice:
        """Carry out what a button of a notice stands for: to confirm, to leave it, to undo, to turn the page.

        `act` may be forged, old, or another community's: it is then answered like one that is gone.

        Raises:
            NotAllowed: `actor` is not a moderator.
            BotError: it cannot be done (any more); the sentence says why and what to do. Nothing has changed.
        """
        name, _, rest = act.partition(":")
        what = self._offers.what(actor, rest) if name in ("do", "leave") else name if name in _PRESSES else "button"
        return await self._audited(actor, what, lambda: self._pressed(Request(actor, say, progress), name, rest))

    async def complete(self, actor: Actor, command: str, parameter: str, typed: str, say: Phrases) -> list[Choice]:
        """Return what may be meant by what is typed so far, at most 25, the likeliest first, in the words of `say`.

        Nothing for who is no moderator, for parameters that are not completed, and before there is an index.
        """
        known = command_named(command)
        wanted = known.parameter(parameter) if known else None
        if wanted is None or not wanted.kind.completes or not self._may(actor):
            return []
        try:
            return await self._choices(actor, wanted.kind, typed, say)
        except BotError:
            return []

    async def _choices(self, actor: Actor, kind: ParameterKind, typed: str, say: Phrases) -> list[Choice]:
        if kind is ParameterKind.SNAPSHOT:
            with refusals():
                history = await self._changing.libraries.history(actor.thread.community_key)
            return snapshot_choices(history, typed, MOST_CHOICES, say)
        holdings = await self._changing.holdings(actor.thread.community_key)
        if kind is ParameterKind.SPEAKER:
            return speaker_choices(holdings.snapshot, typed, MOST_CHOICES)
        if kind is ParameterKind.SOURCE:
            return source_choices(holdings, typed, MOST_CHOICES)
        return passage_choices(holdings, typed, MOST_CHOICES)

    async def watch(self, tellers: Mapping[str, Teller]) -> None:
        """Look again at sources of the web, for as long as the process runs; nothing where none are wanted.

        `tellers` are the platforms' by their names: they tell moderators what changed.
        """
        if self._watch_minutes:
            await Watching(self._changing.libraries, self._state, self._watch_minutes, tellers).run()

    async def _carry_out(self, asked: Request, command: Subcommand, given: Mapping[str, str | Attachment]) -> Notice:
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
        match command.name:
            case "status":
                return await self._status(asked)
            case "list" | "history" | "gaps" as listed:
                return await self._listed(asked, listed, 1)
            case "show":
                return await self._show(asked, texts["passage"])
            case "add":
                return await add(self._changing, self._taking, asked, given)
            case "remove":
                return await curating.remove(self._changing, asked, texts["source"])
            case "reload":
                return await curating.reload(self._changing, asked)
            case "rollback":
                return await curating.rollback(self._changing, asked, texts.get("snapshot", ""))
            case "correct":
                return await correct(self._changing, asked, texts)
            case "settings":
                return await self._settings.run(asked, texts)
        raise unknown_command(command.name)

    async def _pressed(self, asked: Request, name: str, rest: str) -> Notice:
        numbers = [int(one) for one in rest.split(":") if one.isascii() and one.isdigit() and len(one) < 10]
        match name, numbers:
            case "do", _:
                return await self._offers.carry_out(asked, rest)
            case "leave", _:
                self._offers.take(asked.actor, rest)
                return Notice(asked.say("desk-left"))
            case "undo", [made, previous]:
                return await self._changing.undo(asked, made, previous)
            case "list" | "history" | "gaps", [number]:
                return await self._listed(asked, name, number)
            case "show", [source, number]:
                return await self._show(asked, f"{source}:{number}")
        raise OfferGone

    async def _status(self, asked: Request) -> Notice:
        holdings = await self._changing.holdings(asked.community)
        with refusals():
            gaps = await self._state.gaps.recent(asked.community)
        return await asyncio.to_thread(render_status, holdings, self._watch_minutes, len(gaps), asked.say)

    async def _listed(self, asked: Request, what: str, number: int) -> Notice:
        if what == "gaps":
            return await self._gaps(asked, number)
        if what == "history":
            with refusals():
                past = await self._changing.libraries.history(asked.community)
            return render_history(past, number, asked.say)
        return await asyncio.to_thread(render_list, await self._changing.holdings(asked.community), number, asked.say)

    async def _show(self, asked: Request, typed: str) -> Notice:
        holdings = await self._changing.holdings(asked.community)
        return render_passage(find_passage(holdings, typed), holdings, asked.say)

    async def _gaps(self, asked: Request, number: int) -> Notice:
        say = asked.say
        with refusals():
            found = await self._state.gaps.recent(asked.community)
            groups = await asyncio.to_thread(lambda: grouped(found, self._changing.libraries.encoder()))
        if not groups:
            return Notice(say("gaps-none"))
        shown = page(groups, number, ON_A_PAGE)
        items = tuple(group_item(group, say) for group in shown.items)
        close = Act(f"do:{self._offer_to_close(asked.actor, shown.items)}", say("desk-close-gaps"))
        return Notice(
            say("gaps-lead", questions=len(found), groups=len(groups)),
            items=items,
            left_out=len(groups) - len(items),
            acts=(*page_acts("gaps", shown, say), close),
        )

    def _offer_to_close(self, actor: Actor, groups: tuple[Group, ...]) -> str:
        """Keep the offer to take questions off the list, which asks once more: that cannot be taken back."""
        ids = [gap.exchange for group in groups for gap in group.gaps]

        async def close(wanted: Request) -> Notice:
            with refusals():
                count = await self._state.gaps.close(wanted.community, ids)
            await self._state.audit.append(wanted.actor, "gaps", f"done: {count} taken off the list")
            return Notice(wanted.say("gaps-closed", count=count), tone="done")

        async def ask(wanted: Request) -> Notice:
            acts = confirm_acts(
                self._offers.make(wanted.actor, "gaps", close), wanted.say("desk-close-gaps-yes"), wanted.say, "danger"
            )
            return Notice(wanted.say("gaps-close-offer", count=len(ids)), acts=acts, tone="warning")

        return self._offers.make(actor, "gaps", ask)

    def _may(self, actor: Actor) -> bool:
        return bool(actor.community) and self._moderation.may_moderate(actor)

    async def _audited(self, actor: Actor, what: str, work: Callable[[], Awaitable[Notice]]) -> Notice:
        """Return what `work` does for a moderator, and note how it ended, where the work itself has not."""
        audit = self._state.audit
        if not actor.community:
            raise GuildOnly
        if not self._moderation.may_moderate(actor):
            await audit.append(actor, what, "refused: not a moderator")
            raise NotAllowed
        try:
            notice = await work()
        except BotError as error:
            reason = error.values["reason"] if isinstance(error, Refused) else type(error).__name__
            await audit.append(actor, what, f"failed: {reason}")
            raise
        except asyncio.CancelledError:
            await audit.append(actor, what, "given up: the process is ending")
            raise
        except Exception as error:
            number = reference("A moderator's command", error)
            await audit.append(actor, what, f"failed: {type(error).__name__} (reference {number})")
            raise Unexpected(reference=number) from error
        if notice.tone != "done":
            await audit.append(actor, what, "shown")
        return notice


_PRESSES = frozenset({"undo", "list", "history", "gaps", "show"})


def render_commands(say: Phrases) -> Notice:
    """Return what moderators can do, with how it is typed."""
    items = (Item(f"/{GROUP} {usage(command, say)}", say(command_phrase(command))) for command in INDEX_COMMANDS)
    return Notice(say("desk-commands"), items=tuple(items))
