"""Adding a source: fetched or taken from a file, recognised where it is held already, shown before it is used."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.libraries import Add, Holding, Holdings, Replace, SourceBytes
from bot.moderation.changing import Changing, refusals
from bot.moderation.faults import NothingGiven
from bot.moderation.notice import Act, Attachment, Notice
from bot.moderation.rendering import confirm_acts, difference_facts, first_words, source_facts, source_line
from bot.moderation.request import Request
from bot.moderation.taking import Taking, read
from bot.rendering import article_title
from index.article import Article
from index.plain import on_one_line
from index.sources.likeness import is_update


@dataclass(frozen=True, slots=True)
class _Found:
    """A source that was taken and read."""

    source: SourceBytes
    article: Article


async def add(
    changing: Changing,
    taking: Taking,
    asked: Request,
    arguments: Mapping[str, str | Attachment],
) -> Notice:
    """Show what a source would add, whether it is held already, and which one it is a new version of.

    Raises:
        NothingGiven: neither an address nor a file was given, or both.
        Refused: it cannot be fetched or read; the reason says what was found there.
    """
    given = [value for name in ("address", "file") if (value := arguments.get(name))]
    if len(given) != 1:
        raise NothingGiven
    with refusals():
        source = await taking.take(given[0], asked.progress)
        found = _Found(source, await asyncio.to_thread(read, source))
    holdings = await changing.holdings(asked.community)
    own = () if holdings.is_default else holdings.sources
    for number, held in enumerate(own, start=1):
        if _is_same(held.article, found.article):
            return Notice(asked.say("add-held", number=number, title=source_line(held, asked.say)))
    older = await asyncio.to_thread(_older, own, found.article)
    if older is None:
        return await _offer_to_add(changing, asked, found, holdings)
    return await _offer_to_replace(changing, asked, found, older, holdings)


async def _offer_to_add(changing: Changing, asked: Request, found: _Found, holdings: Holdings) -> Notice:
    say = asked.say
    plan = await changing.plan(asked, Add(found.source))
    if plan.begins:
        lead = say("add-offer-begins", held="; ".join(source_line(one, say) for one in holdings.sources[:3]))
    else:
        lead = say("add-offer", count=len(holdings.sources))
    article = _article_in(plan.snapshot.record.articles, found.article)
    offer = changing.offer(asked, "add", plan, say("add-done", title=on_one_line(article_title(article))))
    facts = source_facts(article, plan.snapshot, say)
    acts = confirm_acts(offer, say("desk-add"), say)
    return Notice(lead, facts, first_words(article, plan.snapshot, say), acts=acts)


async def _offer_to_replace(
    changing: Changing, asked: Request, found: _Found, older: Holding, holdings: Holdings
) -> Notice:
    say = asked.say

    async def offer_beside(wanted: Request) -> Notice:
        return await _offer_to_add(changing, wanted, found, await changing.holdings(wanted.community))

    plan = await changing.plan(asked, Replace(older.id, found.source))
    article = _article_in(plan.snapshot.record.articles, found.article)
    offer = changing.offer(asked, "add", plan, say("replace-done", title=on_one_line(article_title(article))))
    replace, leave = confirm_acts(offer, say("desk-replace"), say)
    beside = Act(f"do:{changing.offers.make(asked.actor, 'add', offer_beside)}", say("desk-add-beside"))
    number = holdings.sources.index(older) + 1
    return Notice(
        say("replace-offer", number=number, title=source_line(older, say)),
        (*source_facts(article, plan.snapshot, say), *difference_facts(plan.difference, say)),
        first_words(article, plan.snapshot, say),
        acts=(replace, beside, leave),
    )


def _article_in(articles: tuple[Article, ...], article: Article) -> Article:
    return next(one for one in articles if one.sha256 == article.sha256)


def _is_same(held: Article, article: Article) -> bool:
    return held.sha256 == article.sha256 or (held.text == article.text and held.title == article.title)


def _older(sources: tuple[Holding, ...], article: Article) -> Holding | None:
    """Return the source of which `article` is another version: from the same address, or of nearly the same words."""
    return next((held for held in sources if is_update(held.article, article)), None)
