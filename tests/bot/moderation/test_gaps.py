"""What was asked and not answered: like questions together, the most frequent first, each community its own."""

from __future__ import annotations

import datetime

import pytest

from bot.conversation import Thread
from bot.exchanges import Gap
from bot.moderation.faults import OfferGone
from bot.moderation.gaps import ON_A_PAGE, grouped
from bot.phrases import LANGUAGES, phrases
from index.embedding import Encoder
from tests.bot.moderation.conftest import BO, Office

FERRY = ("When does the ferry run again?", "When will the ferry start running again", "when does the ferry run again")
TAXES = ("What did the mayor say about taxes?", "Did the mayor mention taxes?")
DINNER = ("Is there a conference dinner?",)
THERE = Thread("discord", "guild-1", "channel-1", "mia")
NOW = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)


def gap(question: str, minutes: int) -> Gap:
    return Gap(f"exchange-{minutes}", NOW - datetime.timedelta(minutes=minutes), question, "not-said")


def test_like_questions_are_put_together_the_most_frequent_first(encoder: Encoder) -> None:
    asked = [*DINNER, *TAXES, *FERRY]
    groups = grouped([gap(question, minutes) for minutes, question in enumerate(asked)], encoder)
    assert [sorted({one.question for one in group.gaps}) for group in groups] == [
        sorted(FERRY),
        sorted(TAXES),
        sorted(DINNER),
    ]
    assert groups[0].question == FERRY[0], "what was asked most in these words"
    assert [one.question for one in groups[1].gaps] == list(TAXES), "the newest first"
    assert grouped([], encoder) == []


async def note(office: Office, thread: Thread, *questions: str) -> None:
    for question in questions:
        assert await office.state.exchanges.add(thread, question, {}, "not-said")


async def test_moderators_see_the_gaps_of_their_own_community(office: Office) -> None:
    assert (await office.type("gaps")).lead == office.say("gaps-none")
    await note(office, THERE, *DINNER, *FERRY)
    await note(office, Thread("discord", "guild-2", "channel-9", "mia"), *TAXES)
    for language in LANGUAGES:
        office.say = phrases(language)
        notice = await office.type("gaps")
        assert len(notice.items) == 2
        assert "3" in notice.items[0].heading
        assert FERRY[2] in notice.items[0].heading
        assert FERRY[1] in notice.items[0].text
        assert "taxes" not in str(notice)
        assert "mia" not in str(notice)
    office.say = phrases()
    assert "taxes" in str(await office.type("gaps", BO))


async def test_what_was_dealt_with_is_taken_off_the_list_after_asking(office: Office) -> None:
    await note(office, THERE, *DINNER, *FERRY)
    listed = await office.type("gaps")
    asked = await office.press(listed, "Take these off the list")
    assert asked.tone == "warning"
    assert "4 questions" in asked.lead
    with pytest.raises(OfferGone):
        await office.press(asked, "Delete them from the list", BO)
    await note(office, THERE, *TAXES)
    done = await office.press(asked, "Delete them from the list")
    assert done.tone == "done"
    left = await office.type("gaps")
    assert len(left.items) == 1
    assert left.items[0].heading.startswith("2 × ")
    assert ("gaps", "done: 4 taken off the list") in await office.log()


async def test_many_groups_are_shown_in_pages(office: Office) -> None:
    asked = (
        "When does the ferry run?", "How high are taxes?", "Who won at chess?", "Is bread expensive?",
        "Which rocket flew to the moon?", "May dogs come to the opera?", "How deep is the Atlantic?",
    )  # fmt: skip
    await note(office, THERE, *asked)
    first = await office.type("gaps")
    assert len(first.items) == ON_A_PAGE
    assert first.left_out == len(asked) - ON_A_PAGE
    second = await office.press(first, "Next")
    assert len(second.items) == len(asked) - ON_A_PAGE
    assert (await office.press(second, "Previous")).items == first.items
