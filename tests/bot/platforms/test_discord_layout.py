"""What a member sees of a message, whatever it holds: read by the rules of Discord's Markdown."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import phrases
from bot.platforms.discord.layout import MOST_TEXT, escape, layout_lines, layout_message, layout_text
from bot.rendering import Message, Quotation, Run
from tests.bot.platforms.discord_markdown import HOSTILE, check_line, flat, seen, without_pings

SAY = phrases()

anything = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(HOSTILE), max_size=8).map(" ".join),
    st.sampled_from(HOSTILE).map(lambda text: text * 60),
    st.text(alphabet="*_`|<>@#[]\\:/-1. \n", max_size=200),
)
long_or_not = st.one_of(anything, st.builds(lambda text, times: text * times, anything, st.integers(1, 200)))


def texts(view: discord.ui.LayoutView) -> list[str]:
    """Return the raw texts of a message, after checking its limits."""
    assert view.content_length() <= MOST_TEXT
    assert view.total_children_count <= 40
    found = [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    assert all(found), "Discord refuses an empty text"
    return found


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
    lambda words, strong, who, how, where: Quotation(
        (Run("x"), Run(words, strong)), who, how, where, names=tuple(who.split())
    ),
    long_or_not, st.booleans(), long_or_not, st.sampled_from([None, SAY("answer-spoken-mixed")]), long_or_not,
)  # fmt: skip


@given(quotations, st.none() | long_or_not)
def test_no_message_exceeds_the_limits_or_acts(quotation: Quotation, question: str | None) -> None:
    message = Message("A lead.", quotation, "A note.", (quotation, quotation))
    for text in texts(layout_message(message, SAY, question)):
        for line in text.split("\n"):
            check_line(line)


@given(long_or_not, st.lists(long_or_not, max_size=60))
def test_no_list_exceeds_the_limits_or_acts(heading: str, lines: list[str]) -> None:
    text = texts(layout_lines(heading[:100] or "x", lines, SAY))[0]
    for line in text.split("\n"):
        check_line(line)


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    text = texts(layout_lines("Who speaks", [f"Speaker {n} " + "x" * 150 for n in range(100)], SAY))[0]
    shown = text.count("\n- ")
    assert text.endswith(SAY("speakers-more", count=100 - shown))


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
    texts(
        layout_message(
            Message("L", Quotation((Run(text or "x"),), "w", None, "p"), further=quotations, left_out=3), SAY
        )
    )
