"""What a moderator sees of a notice on Discord, whatever it holds."""

from __future__ import annotations

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.moderation.notice import LONGEST_ACT, Act, Fact, Item, Notice
from bot.phrases import Phrases, phrases
from bot.platforms.discord.acts import ActButton, act_rows
from bot.platforms.discord.layout import MOST_TEXT
from bot.platforms.discord.notices import layout_notice
from tests.bot.platforms.discord_limits import anything, check, long_or_not, texts
from tests.bot.platforms.discord_markdown import HOSTILE, seen, without_pings

SAY = phrases()
STYLES, TONES = st.sampled_from(["primary", "danger", "plain"]), st.sampled_from(["plain", "done", "warning"])
LANGUAGES = st.sampled_from([phrases(locale) for locale in ("en-US", "zh-TW", "zh-CN")])

acts = st.lists(
    st.builds(
        Act,
        st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=LONGEST_ACT),
        st.text(min_size=1, max_size=90).filter(str.strip),
        STYLES,
    ),
    max_size=14,
    unique_by=lambda act: act.id,
)
notices = st.builds(
    Notice,
    long_or_not,
    st.lists(st.builds(Fact, anything, long_or_not), max_size=40).map(tuple),
    st.lists(st.builds(Item, long_or_not, long_or_not, st.booleans(), anything), max_size=40).map(tuple),
    st.integers(0, 10_000),
    acts.map(tuple),
    TONES,
)


_FULL = (
    *[Item("", "")] * 3,
    Item("", "@everyone" * 60),
    Item("0", "<@123456789012345678>" * 60),
)


_LONG = Item("00", "<@!123456789012345678>" * 60, note="@everyone" * 60)


@given(notices, LANGUAGES)
@example(Notice("", (Fact("0", ""),), _FULL, left_out=1), SAY)
@example(Notice("", (Fact("", ""),) * 2, (Item("", ""), _LONG), left_out=1), SAY)  # "one more", longer than "3 more"
def test_no_notice_exceeds_the_limits_or_acts(notice: Notice, say: Phrases) -> None:
    check(layout_notice(notice, say))


@given(long_or_not.filter(str.strip), long_or_not, long_or_not, long_or_not)
def test_a_notice_of_one_entry_keeps_the_limits(lead: str, heading: str, text: str, note: str) -> None:
    check(layout_notice(Notice(lead, (Fact(heading, text),), (Item(heading, text, note=note),)), SAY))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_comes_from_outside_is_shown_and_does_nothing(text: str) -> None:
    notice = Notice("A lead.", (Fact("Title", text),), (Item(text, text, quoted=True, note=text),))
    _, fact, item = texts(layout_notice(notice, SAY))
    shown = without_pings(" ".join(text.strip().splitlines()))
    assert seen(fact.removeprefix("**Title** · ")) == shown
    heading, body, note = item.split("\n")
    assert seen(heading[2:-2]) == shown
    assert seen(body.removeprefix("> ")) == shown
    assert seen(note.removeprefix("-# ")) == shown


def test_a_notice_shows_all_that_it_holds() -> None:
    notice = Notice(
        "Replace it?\nThis is lost.",
        (Fact("Title", "The harbour"), Fact("Passages", "3")),
        (Item("1", "It is deep.", quoted=True, note="Ines Okoro"), Item("2", "It is new.")),
        left_out=4,
        acts=(Act("ok:1", "Replace", "danger"), Act("no:1", "Leave it")),
        tone="warning",
    )
    post = layout_notice(notice, SAY)
    assert texts(post) == [
        "Replace it?\nThis is lost.",
        "**Title** · The harbour\n**Passages** · 3",
        "**1**\n> It is deep.\n-# Ines Okoro",
        "**2**\nIt is new.",
        f"-# {SAY('more', count=4)}",
    ]
    assert post.content == "\n".join(texts(post))
    assert post.view is not None
    buttons = [item for item in post.view.walk_children() if isinstance(item, ActButton)]
    assert [(one.act, one.item.label, one.item.style) for one in buttons] == [
        ("ok:1", "Replace", discord.ButtonStyle.danger),
        ("no:1", "Leave it", discord.ButtonStyle.secondary),
    ]


@pytest.mark.parametrize("note", ["yesterday", "", "word " * 2_000])
def test_whose_doing_an_entry_is_stands_behind_its_note_as_a_mention(note: str) -> None:
    item = Item("1. A version", note=note, by="80351110224678912")
    _, shown = texts(layout_notice(Notice("All:", items=(item,)), SAY))
    closing = shown.splitlines()[-1]
    assert closing.startswith("-# ")
    assert closing.endswith("<@80351110224678912>")
    assert seen(closing.removeprefix("-# ").removesuffix("<@80351110224678912>")).startswith(note[:9])


@pytest.mark.parametrize("by", ["anna", "everyone", "&123", "1" * 40, "1> <@2", "一"])
def test_what_is_no_members_id_is_not_mentioned(by: str) -> None:
    assert "<@" not in str(texts(layout_notice(Notice("All:", items=(Item("1", note="x", by=by),)), SAY)))


def test_a_long_entry_gives_way_and_the_short_ones_stay_whole() -> None:
    long = Item("The long one", "word " * 2_000, note="where it stands")
    short = [Item(f"Short {number}", "A few words that are not cut.", note="a note") for number in range(9)]
    shown = texts(layout_notice(Notice("All:", (), (long, *short)), SAY))
    assert shown[2:] == [f"**Short {number}**\nA few words that are not cut.\n-# a note" for number in range(9)]
    assert shown[1].startswith("**The long one**\nword word")
    assert shown[1].endswith("…\n-# where it stands")
    assert len("".join(shown)) > MOST_TEXT - 200


def test_entries_that_do_not_fit_are_counted() -> None:
    items = tuple(Item(f"Entry {number}", "word " * 60) for number in range(30))
    shown = texts(layout_notice(Notice("All:", (), items, left_out=5), SAY))
    many = sum("**Entry" in part for part in shown)
    assert 8 < many <= 10
    assert shown[-1] == f"-# {SAY('more', count=35 - many)}"


def test_facts_that_do_not_fit_are_counted_too() -> None:
    facts = tuple(Fact("Not fetched", "word " * 60) for _ in range(90))
    _, shown = texts(layout_notice(Notice("All:", facts), SAY))
    many = shown.count("**Not fetched**")
    assert 30 < many < 90
    assert shown.endswith(f"-# {SAY('more', count=90 - many)}")


def test_a_full_notice_keeps_the_number_of_components() -> None:
    full = Notice(
        "All:",
        (Fact("Title", "x"),),
        tuple(Item(f"Entry {number}", "x", note="x") for number in range(30)),
        acts=tuple(Act(f"a:{number}", "x") for number in range(14)),
    )
    check(layout_notice(full, SAY))


@given(acts)
def test_a_button_is_known_again_by_its_id(given_acts: list[Act]) -> None:
    buttons = [child for row in act_rows(given_acts) for child in row.children if isinstance(child, ActButton)]
    assert [one.act for one in buttons] == [act.id for act in given_acts[:10]]
    for one in buttons:
        match = ActButton.__discord_ui_compiled_template__.fullmatch(one.item.custom_id or "")
        assert match is not None
        assert match["act"] == one.act
