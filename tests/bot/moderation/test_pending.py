from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import AlreadyRunning
from bot.moderation import Actor
from bot.moderation.faults import OfferGone
from bot.moderation.notice import LONGEST_ACT, Notice
from bot.moderation.pending import FORGOTTEN_AFTER, MOST, MOST_OF_ONE, Offers
from bot.moderation.request import Request
from bot.phrases import phrases

ANNA = Actor("discord", "guild-1", "channel-1", "anna", runs_the_community=True)


async def work(_: Request) -> Notice:
    return Notice("done")


async def test_an_offer_is_taken_once_and_by_its_moderator_only() -> None:
    offers = Offers()
    name = offers.make(ANNA, "add", work)
    assert len(name) == 16
    assert len(f"do:{name}") <= LONGEST_ACT
    for other in (
        replace(ANNA, member="bo"),
        replace(ANNA, community="guild-2"),
        replace(ANNA, platform="slack"),
    ):
        assert offers.what(other, name) == "button"
        with pytest.raises(OfferGone):
            offers.take(other, name)
    assert offers.what(ANNA, name) == "add"
    assert offers.take(replace(ANNA, channel="channel-2"), name) is work
    with pytest.raises(OfferGone):
        offers.take(ANNA, name)


def test_an_offer_is_over_after_ten_minutes() -> None:
    now = 0.0
    offers = Offers(lambda: now)
    name = offers.make(ANNA, "add", work)
    now = FORGOTTEN_AFTER - 1
    later = offers.make(ANNA, "add", work)
    now = FORGOTTEN_AFTER
    with pytest.raises(OfferGone):
        offers.take(ANNA, name)
    assert offers.take(ANNA, later) is work


async def test_what_was_in_the_way_of_another_change_can_be_pressed_again() -> None:
    busy = True

    async def work(_: Request) -> Notice:
        if busy:
            raise AlreadyRunning
        return Notice("done")

    offers = Offers()
    name = offers.make(ANNA, "add", work)
    asked = Request(ANNA, phrases())
    with pytest.raises(AlreadyRunning):
        await offers.carry_out(asked, name)
    busy = False
    assert (await offers.carry_out(asked, name)).lead == "done"
    with pytest.raises(OfferGone):
        await offers.carry_out(asked, name)


def test_one_moderator_does_not_push_out_the_offers_of_others() -> None:
    offers = Offers()
    others = offers.make(replace(ANNA, member="bo"), "add", work)
    made = [offers.make(ANNA, "add", work) for _ in range(MOST_OF_ONE + 3)]
    assert len(offers) == MOST_OF_ONE + 1
    with pytest.raises(OfferGone):
        offers.take(ANNA, made[2])
    assert offers.take(ANNA, made[3]) is work
    for number in range(MOST + 1):
        offers.make(replace(ANNA, member=f"member-{number}"), "add", work)
    assert len(offers) == MOST
    with pytest.raises(OfferGone):
        offers.take(replace(ANNA, member="bo"), others)


def test_the_oldest_of_all_goes_also_where_it_is_the_oldest_of_its_moderator() -> None:
    offers = Offers()
    first, *_ = [offers.make(ANNA, "add", work) for _ in range(MOST_OF_ONE)]
    for number in range(MOST - MOST_OF_ONE):
        offers.make(replace(ANNA, member=f"member-{number}"), "add", work)
    last = offers.make(ANNA, "remove", work)
    assert (len(offers), offers.what(ANNA, first), offers.what(ANNA, last)) == (MOST, "button", "remove")
