"""Taking a source out, reading all again, and going back to an earlier version."""

from __future__ import annotations

from bot.errors import SnapshotUnknown
from bot.libraries import Reload, Remove, Rollback
from bot.moderation.changing import Changing, unfetched_facts
from bot.moderation.choosing import find_source
from bot.moderation.faults import NothingToGoBackTo
from bot.moderation.notice import Notice
from bot.moderation.rendering import confirm_acts, difference_facts, source_line
from bot.moderation.request import Request
from index.plain import on_one_line


async def remove(changing: Changing, asked: Request, typed: str) -> Notice:
    """Show what taking a source out would lose.

    Raises:
        SourceUnknown, SourceUnclear: no source, or several, are meant by `typed`.
    """
    say = asked.say
    holdings = await changing.holdings(asked.community)
    held = find_source(holdings, typed)
    title = source_line(held, say)
    if holdings.is_default and len(holdings.sources) == 1:
        return Notice(say("remove-only-default", title=title))
    plan = await changing.plan(asked, Remove(held.id))
    if plan.ends:
        lead = say("remove-offer-last", title=title)
    else:
        lead = say("remove-offer-begins" if plan.begins else "remove-offer", title=title)
    offer = changing.offer(asked, "remove", plan, say("remove-done", title=title))
    acts = confirm_acts(offer, say("desk-remove"), say, "danger")
    return Notice(lead, difference_facts(plan.difference, say), acts=acts, tone="warning")


async def reload(changing: Changing, asked: Request) -> Notice:
    """Read all sources again; where passages or speakers would go, show which and ask first."""
    say = asked.say
    plan = await changing.plan(asked, Reload())
    done = say("reload-read")
    if plan.difference.removed or plan.difference.gone_speakers:
        acts = confirm_acts(changing.offer(asked, "reload", plan, done), say("desk-reload"), say, "danger")
        facts = (*difference_facts(plan.difference, say), *unfetched_facts(plan, say))
        return Notice(say("reload-offer"), facts, acts=acts, tone="warning")
    return await changing.carry_out(asked, plan, done)


async def rollback(changing: Changing, asked: Request, typed: str) -> Notice:
    """Show what going back to an earlier version would change.

    Raises:
        NothingToGoBackTo: nothing was ever changed here.
        SnapshotUnknown: there is no such version.
    """
    say = asked.say
    holdings = await changing.holdings(asked.community)
    if not holdings.number:
        raise NothingToGoBackTo
    text = on_one_line(typed).removeprefix("#")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SnapshotUnknown
    number = int(text) if text else holdings.number - 1
    if number == holdings.number:
        return Notice(say("rollback-same", number=number))
    plan = await changing.plan(asked, Rollback(number))
    lead = say("rollback-offer-default") if plan.ends else say("rollback-offer", number=number)
    offer = changing.offer(asked, "rollback", plan, say("rollback-done", number=number))
    acts = confirm_acts(offer, say("desk-rollback"), say, "danger")
    return Notice(lead, difference_facts(plan.difference, say), acts=acts, tone="warning")
