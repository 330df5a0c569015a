"""What a member sees of a message, whatever it holds: read by the rules of Discord's Markdown."""

from __future__ import annotations

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Citation, NoAnswer, Reason
from bot.details import Details, Section
from bot.exchanges import Complaint
from bot.library import Library
from bot.phrases import Phrases, phrases
from bot.platforms.discord.buttons import (
    QUOTES,
    Button,
    answer_rows,
    card_view,
    forget_rows,
    page_rows,
)
from bot.platforms.discord.complaints import complaining_window
from bot.platforms.discord.layout import (
    MOST_CONTENT,
    MOST_TEXT,
    layout_details,
    layout_lines,
    layout_message,
    layout_picture,
    layout_text,
)
from bot.platforms.discord.markdown import escape
from bot.rendering import Message, Quotation, Run, render_reply
from tests.bot.platforms.discord_limits import anything, check, check_controls, long_or_not, texts
from tests.bot.platforms.discord_markdown import HOSTILE, check_line, flat, seen, without_pings

SAY = phrases()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    assert seen(escape(text)) == without_pings(flat(text))


@given(anything)
def test_any_text_is_shown_and_does_nothing(text: str) -> None:
    assert seen(escape(text)) == without_pings(flat(text))


def test_everyone_is_not_even_in_the_raw_text() -> None:
    assert "@everyone" not in escape("@everyone")
    assert "@HERE" not in escape("@HERE")


def test_an_answer_shows_all_that_belongs_to_it() -> None:
    quotation = Quotation(
        (Run("Before that, "), Run("the words that answer.", strong=True), Run(" And after.")),
        who="Ann Example, chair of the Board",
        how=SAY("answer-spoken-direct"),
        where="A forum (The Paper, 2026), paragraph 3",
        link="https://paper.example/forum",
        names=("Ann Example",),
    )
    other = Quotation((Run("Something close."),), "Bo Other", SAY("answer-spoken-indirect"), "A forum, paragraph 7")
    message = Message(None, quotation, SAY("sure-high"), (other,))
    asked, body, closing, beside = texts(layout_message(message, SAY, "Who said it?"))
    assert asked == "-# “Who said it?”"
    assert body.split("\n") == [
        "> Before that, **the words that answer.** And after.",
        f"— **Ann Example**, chair of the Board, {SAY('answer-spoken-direct')}",
    ]
    assert closing.split("\n") == [
        "-# [A forum (The Paper, 2026), paragraph 3](<https://paper.example/forum>)",
        f"-# {SAY('sure-high')}",
    ]
    assert beside.split("\n")[1:] == ["> Something close.", "-# Bo Other"]


def test_every_speaker_stands_out() -> None:
    quotation = Quotation((Run("Words."),), "Bo, chair of Bo*Co; A_b", "x", "y", names=("Bo", "A_b"))
    body = texts(layout_message(Message(None, quotation), SAY))[0]
    assert body.split("\n")[1] == "— **Bo**, chair of Bo\\*Co; **A\\_b**, x"


def test_narration_is_put_in_nobodys_mouth() -> None:
    quotation = Quotation((Run("It rained."),), SAY("answer-narration"), None, "A forum, paragraph 1")
    body = texts(layout_message(Message(None, quotation), SAY))[0]
    assert body == f"> It rained.\n— *{SAY('answer-narration')}*"


def test_a_very_long_passage_is_cut_verbatim() -> None:
    words = "The council *must* act_now. " * 400
    quotation = Quotation((Run(words[:50]), Run(words[50:9000], strong=True), Run(words[9000:])), "Ann", "x", "y")
    quote = texts(layout_message(Message(None, quotation), SAY))[0].split("\n")[0]
    shown = seen(quote.removeprefix("> ").replace("**", ""))
    assert shown.endswith("…")
    assert words.startswith(shown.removesuffix("…"))
    assert len(quote) > MOST_TEXT - 200


def test_emphasis_stands_at_the_words() -> None:
    runs = (Run("One."), Run(" Two. ", strong=True), Run("Three.", strong=True), Run(" ", strong=True), Run("Four."))
    quotation = Quotation(runs, "Ann", "x", "y")
    assert texts(layout_message(Message(None, quotation), SAY))[0].startswith("> One. **Two. Three.** Four.\n")


def test_an_address_too_long_or_odd_is_no_link() -> None:
    for link in ("https://a.example/" + "x" * 600, "https://a.example/\x07"):
        quotation = Quotation((Run("Words."),), "Ann", "x", "where", link)
        assert "](<" not in "".join(texts(layout_message(Message(None, quotation), SAY)))


quotations = st.builds(
    lambda words, strong, who, how, where, also, source: Quotation(
        (Run("x"), Run(words, strong)), who, how, where, names=tuple(who.split()), also=also, source=source
    ),
    long_or_not, st.booleans(), long_or_not, st.sampled_from([None, SAY("answer-spoken-mixed")]), long_or_not,
    st.none() | long_or_not, st.none() | long_or_not,
)  # fmt: skip


@given(quotations, st.none() | long_or_not)
def test_no_message_exceeds_the_limits_or_acts(quotation: Quotation, question: str | None) -> None:
    check(layout_message(Message("A lead.", quotation, "A note.", (quotation, quotation)), SAY, question))


@given(long_or_not, st.lists(long_or_not, max_size=60))
def test_no_list_exceeds_the_limits_or_acts(heading: str, lines: list[str]) -> None:
    check(layout_lines(heading or "x", lines, SAY))


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    text = texts(layout_lines("Who speaks", [f"Speaker {n} " + "x" * 150 for n in range(100)], SAY))[0]
    shown = text.count("\n- ")
    assert text.endswith(SAY("more", count=100 - shown))


def test_no_text_at_all_is_still_a_message() -> None:
    assert texts(layout_text("")) == ["…"]


def test_a_list_shows_what_fits_and_counts_the_rest() -> None:
    quotation = Quotation(
        (Run("Word after word. " * 20),), "Ann Example", None, "A forum, paragraph 3", None, ("Ann Example",)
    )
    short = Quotation((Run("A few words."),), "Bo Other, clerk", SAY("answer-spoken-direct"), "A forum, paragraph 7")
    few = "\n".join(texts(layout_message(Message("Three:", quotation, further=(short, short)), SAY)))
    assert few.count("A few words.") == 2
    assert "more" not in few
    message = Message("Thirty:", quotation, further=(quotation,) * 20, left_out=9)
    many = "\n".join(texts(layout_message(message, SAY, "a question")))
    shown = many.count("Ann Example")
    assert 2 < shown < 21
    assert SAY("list-more", count=30 - shown) in many


@given(st.lists(anything, max_size=9), long_or_not)
def test_a_list_of_anything_keeps_the_limits(many: list[str], text: str) -> None:
    quotations = tuple(Quotation((Run(one or "x"),), one, None, one, None, (one,)) for one in many)
    first = Quotation((Run(text or "x"),), "w", None, "p")
    check(layout_message(Message("L", first, further=quotations, left_out=3), SAY))


LANGUAGES = st.sampled_from([phrases(locale) for locale in ("en-US", "zh-TW", "zh-CN")])
exchange_ids = st.text(alphabet="abcXYZ019_-", min_size=1, max_size=40)


@given(quotations, st.lists(long_or_not.filter(bool), max_size=6), st.booleans(), LANGUAGES)
def test_a_refusal_with_suggestions_keeps_the_limits(
    quotation: Quotation, suggestions: list[str], nothing_close: bool, say: Phrases
) -> None:
    closest = None if nothing_close else quotation
    offered = Message("Not said.", closest, offer=say("suggestions-lead"), suggestions=tuple(suggestions))
    check(layout_message(offered, say, "What?"))


@given(long_or_not, st.lists(st.tuples(quotations, anything, st.booleans()), max_size=9), anything, LANGUAGES)
def test_passages_below_one_another_keep_the_limits(
    lead: str, given_sections: list[tuple[Quotation, str, bool]], note: str, say: Phrases
) -> None:
    sections = tuple(Section(label, quotation, marked) for quotation, label, marked in given_sections)
    check(layout_details(Details(lead or "x", sections, note), say))


@given(anything.filter(bool), long_or_not, long_or_not)
def test_a_picture_keeps_the_limits(png: str, alt: str, about: str) -> None:
    post = layout_picture(png.encode(), alt, about)
    assert post.picture is not None
    assert len(post.picture.alt) <= 1024
    assert len(post.content) <= MOST_CONTENT
    for line in post.content.split("\n"):
        check_line(line)


@given(exchange_ids, st.integers(1, 20_000), st.integers(1, 20_000), LANGUAGES)
def test_every_control_keeps_the_limits(exchange: str, number: int, pages: int, say: Phrases) -> None:
    turning = page_rows(QUOTES, number, pages, say, exchange)
    for rows in (turning, forget_rows(say)):
        texts(layout_text("x", rows))
    check_controls(card_view(exchange, say))


@given(exchange_ids, LANGUAGES)
def test_the_window_for_complaints_keeps_the_limits(exchange: str, say: Phrases) -> None:
    window = complaining_window(exchange, say)
    assert len(window.title) <= 45
    assert len(window.custom_id) <= 100
    labels = [item for item in window.walk_children() if isinstance(item, discord.ui.Label)]
    assert len(labels) == 2
    assert all(1 <= len(label.text) <= 45 for label in labels)
    menu, remark = (label.component for label in labels)
    assert isinstance(menu, discord.ui.Select)
    assert isinstance(remark, discord.ui.TextInput)
    assert all(1 <= len(option.label) <= 100 for option in menu.options)
    assert {option.value for option in menu.options} == {one.value for one in Complaint}
    assert remark.max_length is not None
    assert remark.max_length <= 4_000
    assert not remark.required


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the library stays as it is
@given(exchange_ids, st.booleans(), st.booleans(), LANGUAGES)
def test_every_answer_keeps_the_limits_with_its_buttons(
    library: Library, exchange: str, private: bool, answered: bool, say: Phrases
) -> None:
    passages = library.snapshot.passages
    shown = tuple(
        Citation(passage, library.snapshot.article_of(passage), (), None, unclear=False, kind=None, score=0.5)
        for passage in passages[:4]
    )
    reply = (
        Answer("Q?", shown[0], 0.9, shown[1:], exchange=exchange)
        if answered
        else NoAnswer("Q?", Reason.NOT_SAID, 0.1, shown, exchange=exchange)
    )
    rows = answer_rows(reply, say, private=private)
    assert rows
    check(layout_message(render_reply(reply, say), say, "Q?", rows))


def test_an_answer_that_is_not_kept_has_no_buttons(library: Library) -> None:
    assert answer_rows(NoAnswer("Q?", Reason.NOT_SAID), SAY, private=False) == []


def test_pages_lead_only_where_there_are_some() -> None:
    def turns(number: int, pages: int) -> list[int]:
        rows = page_rows("speakers", number, pages, SAY)
        return [item.pressed.page for row in rows for item in row.children if isinstance(item, Button)]

    assert turns(1, 1) == []
    assert turns(1, 3) == [2]
    assert turns(2, 3) == [1, 3]
    assert turns(3, 3) == [2]
