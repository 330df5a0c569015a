"""Whatever articles, names, roles and questions hold: nothing pings, nothing is formatted, no limit is exceeded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import ActionsBlock

from bot.buttons import Press
from bot.details import Details, Section
from bot.moderation.commands import INDEX_COMMANDS
from bot.moderation.notice import LONGEST_ACT, Act, Choice, Fact, Item, Notice
from bot.phrases import LANGUAGES, Phrases, phrases
from bot.platforms.slack.buttons import Listed, Turn, answer_buttons, page_buttons, read_page
from bot.platforms.slack.layout import SlackMessage, lay_out, lay_out_details, lay_out_lines, lay_out_text
from bot.platforms.slack.modals import asking_window, complaining_window, menu_of
from bot.platforms.slack.notices import ACT, lay_out_notice, read_act
from bot.platforms.slack.windows import options_for, window_for
from bot.questions import SpeakerChoice
from bot.rendering import Message, Quotation, Run
from tests.bot.platforms.slack_limits import fault_of, fault_of_view, objects

PIECES = [
    "<!channel>",
    "<!here>",
    "<@U123>",
    "<#C1|x>",
    "<https://evil.example|y>",
    "@everyone",
    "*b*",
    "`c`",
    "~",
    "_",
]
WORDS = st.lists(
    st.sampled_from([*PIECES, "&", "<", ">", "<a", '"', "\\", "word ", " ", "é", "中", "😀", "\u200b", "\u202e"]),
    min_size=1,
    max_size=12,
).map("".join)
TEXTS = st.builds(lambda words, times: words * times, WORDS, st.sampled_from([1, 1, 3, 40, 700]))
IDS = st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=127), min_size=16, max_size=16)
QUOTATIONS = st.builds(
    Quotation,
    runs=st.lists(st.builds(Run, TEXTS, st.booleans()), min_size=1, max_size=3).map(tuple),
    who=TEXTS,
    how=st.sampled_from([None, "as reported"]),
    where=TEXTS,
    link=st.none() | st.sampled_from(["https://news.example/a?b=1&c=2", "https://news.example/" + "x" * 5_000]),
    also=st.none() | TEXTS,
    source=st.none() | TEXTS,
)
MESSAGES = st.builds(
    Message,
    lead=st.none() | TEXTS,
    quotation=QUOTATIONS,
    note=st.none() | st.just("Very likely the answer"),
    others=st.lists(QUOTATIONS, max_size=2).map(tuple),
    further=st.lists(QUOTATIONS, max_size=9).map(tuple),
    left_out=st.integers(0, 1_000),
    offer=st.none() | st.just("You could ask:"),
    suggestions=st.lists(TEXTS, min_size=1, max_size=6).map(tuple),
)
SECTIONS = st.builds(Section, st.none() | st.just("Before"), QUOTATIONS, st.booleans())
DETAILS = st.builds(
    Details, lead=TEXTS, sections=st.lists(SECTIONS, max_size=6).map(tuple), note=st.none() | st.just("Page 1 of 2")
)
ACTS = st.builds(
    Act, st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=LONGEST_ACT), TEXTS,
    st.sampled_from(["primary", "danger", "plain"]),
)  # fmt: skip
NOTICES = st.builds(
    Notice,
    lead=TEXTS,
    facts=st.lists(st.builds(Fact, TEXTS, TEXTS | st.just("")), max_size=15).map(tuple),
    items=st.lists(st.builds(Item, TEXTS, TEXTS | st.just(""), st.booleans(), TEXTS | st.just("")), max_size=30).map(
        tuple
    ),
    left_out=st.integers(0, 1_000),
    acts=st.lists(ACTS, max_size=6).map(tuple),
    tone=st.sampled_from(["plain", "done", "warning"]),
)
HOSTILE = "<a" * 3_000  # every second character begins a piece of rich text of its own
FULLEST = Notice(
    HOSTILE,
    (Fact(HOSTILE, HOSTILE),) * 25,
    (Item(HOSTILE, HOSTILE, quoted=True, note=HOSTILE),) * 30,
    acts=tuple(Act(f"{number}{'x' * 58}", HOSTILE, "danger") for number in range(6)),
)
LANGUAGES_SPOKEN = st.sampled_from([phrases(one) for one in LANGUAGES])


def check(message: SlackMessage) -> None:
    """Fail where Slack would refuse `message`, or read anything in it as more than words."""
    sent = json.loads(json.dumps(message.arguments()))
    assert fault_of(sent) is None
    assert sent["blocks"], "the text alone is for when Slack refuses the blocks"
    assert len(sent["text"]) <= 40_000
    assert "<" not in sent["text"].replace("&lt;", "")
    assert ">" not in sent["text"].replace("&gt;", "")
    for part in objects(sent["blocks"]):
        check_part(part)


def check_part(part: Mapping[str, Any]) -> None:
    kind, words = part.get("type"), part.get("text")
    if kind == "mrkdwn":  # the one piece in Slack's own markup: a link, its label ours
        assert part["verbatim"] is True
        assert isinstance(words, str)
        assert words.count("<") == words.count(">") == 1
        assert words.startswith("<https://")
    elif isinstance(words, str):
        assert kind in {"text", "plain_text"}
        assert not any(start in words for start in ("<!", "<@", "<#", "<h"))
        if kind == "plain_text":
            assert part["emoji"] is False
    assert kind not in {"user", "usergroup", "channel", "broadcast", "emoji", "link"}


def all_buttons(exchange: str, say: Phrases) -> ActionsBlock | None:
    return answer_buttons(tuple(Press), exchange, say)


@settings(max_examples=50)  # each of them holds dozens of texts
@given(MESSAGES, st.none() | TEXTS, IDS, LANGUAGES_SPOKEN)
def test_replies(message: Message, asked: str | None, exchange: str, say: Phrases) -> None:
    check(lay_out(message, say, asked, all_buttons(exchange, say)))


@settings(max_examples=50)
@given(DETAILS, st.integers(1, 100_000), IDS, LANGUAGES_SPOKEN)
def test_passages_in_context_and_quotes_in_pages(details: Details, number: int, exchange: str, say: Phrases) -> None:
    check(lay_out_details(details, page_buttons(Listed.QUOTES, number, number + 1, say, exchange)))


@given(TEXTS, st.lists(TEXTS, max_size=60), st.booleans(), LANGUAGES_SPOKEN)
def test_lists(heading: str, lines: list[str], bold: bool, say: Phrases) -> None:
    check(lay_out_lines(heading, lines, say, bold, page_buttons(Listed.SPEAKERS, 2, 3, say)))


@given(TEXTS)
def test_sentences(text: str) -> None:
    check(lay_out_text(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_windows(language: str) -> None:
    say, address = phrases(language), "https://hooks.slack.com/" + "x" * 300
    moderating = [window_for(one, "C1", address, say) for one in INDEX_COMMANDS if one.parameters]
    for window in (asking_window("C1", address, say), complaining_window("e" * 22, "C1", address, say), *moderating):
        assert fault_of_view(json.loads(json.dumps(window.to_dict()))) is None


@given(st.lists(st.builds(SpeakerChoice, TEXTS, TEXTS), max_size=120))
def test_the_menu_of_speakers(found: list[SpeakerChoice]) -> None:
    options = menu_of(found)["options"]
    assert len(options) <= 100
    for option in options:
        assert 1 <= len(option["text"]["text"]) <= 75
        assert 1 <= len(option["value"]) <= 150


@given(NOTICES, LANGUAGES_SPOKEN, st.booleans())
@example(FULLEST, phrases(), True)
def test_notices_for_moderators(notice: Notice, say: Phrases, changed: bool) -> None:
    message = lay_out_notice(notice, say, "C0123456789", [("settings", "Change")] if changed else [])
    check(message)
    sent = message.arguments()
    buttons = [one for block in sent["blocks"] if block["type"] == "actions" for one in block["elements"]]
    acts = [one for one in buttons if ACT.fullmatch(one["action_id"])]
    assert [read_act(one["value"]) for one in acts] == [("C0123456789", act.id) for act in notice.acts]
    assert [one.get("style", "plain") for one in acts] == [act.style for act in notice.acts]


def small_print(item: Item) -> list[dict[str, Any]]:
    """Return what stands below an entry of a notice."""
    blocks = lay_out_notice(Notice("All:", items=(item,)), phrases(), "C1").arguments()["blocks"]
    return [part for block in blocks if block["type"] == "context" for part in block["elements"]]


def test_whose_doing_an_entry_is_stands_behind_its_note_as_a_mention() -> None:
    mention = {"type": "mrkdwn", "text": "<@U012ABCDEF>", "verbatim": True}
    note, member = small_print(Item("1. A version", note="yesterday", by="U012ABCDEF"))
    assert (note["text"], member) == ("yesterday", mention)
    assert small_print(Item("1. A version", by="U012ABCDEF")) == [mention]


@pytest.mark.parametrize("by", ["", "anna", "!channel", "U1> <!here", "u012", "S0123|x"])
def test_what_is_no_members_id_is_not_mentioned(by: str) -> None:
    assert [part["type"] for part in small_print(Item("1", note="x", by=by))] == ["plain_text"]


@given(st.lists(st.builds(Choice, TEXTS, TEXTS), max_size=25), TEXTS, LANGUAGES_SPOKEN)
def test_the_menus_of_moderators(found: list[Choice], typed: str, say: Phrases) -> None:
    for command, parameter in (("correct", "speaker"), ("remove", "source")):
        for option in options_for(found, typed, command, parameter, say)["options"]:
            assert 1 <= len(option["text"]["text"]) <= 75
            assert 1 <= len(option["value"]) <= 150
            check_part(option["text"])


@given(st.integers(1, 9_999), IDS)
def test_a_page_button_leads_where_it_says(number: int, exchange: str) -> None:
    buttons = page_buttons(Listed.QUOTES, number, number + 1, phrases(), exchange)
    assert buttons is not None
    later = next(one for one in buttons.to_dict()["elements"] if one["action_id"].endswith(Turn.LATER))
    assert read_page(later["value"]) == (number + 1, exchange)
