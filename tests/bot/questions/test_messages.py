import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions import Kind, as_topic, wording
from tests.bot.questions.reports import harbour
from tests.effort import ENDURED, growth


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the silt is **really** bad", "the silt is really bad"),
        ("<@123> <@!4> <@&5> <#6> silt <:fish:77> <a:wave:8>", "silt"),
        ("<!channel> <!subteam^S1|@crew> <https://a.b/c|the report> silt", "the report silt"),
        ("[the report](https://a.b/c) on silt", "the report on silt"),
        ("see https://x.example/silt?a=1 and www.y.example silt", "see and silt"),
        ("```py\nprint('silt')\n``` dredge `now`", "dredge"),
        ("```never closed silt", ""),
        ("> they said silt\n- and mussels\n# Heading", "they said silt and mussels Heading"),
        (":wave: silt :+1: at 10:30", "silt at 10:30"),
        ("@everyone silt @here", "silt"),
        ("ann@example.org wrote about silt", "ann@example.org wrote about silt"),
        ("||spoiler|| ~~gone~~ _silt_ snake_case", "spoiler gone silt snake_case"),
        ("a\x00b\u202e silt\u200b", "a b silt"),
        ("清淤幾時開始？", "清淤幾時開始？"),
        ("🎉🎉 👍", ""),
        ("123 456", ""),
        ("", ""),
    ],
)
def test_only_words_are_kept_of_a_message(text: str, words: str) -> None:
    assert wording(text) == words


def test_a_message_of_empty_lines_takes_no_more_effort_than_its_length() -> None:
    assert wording("\n" * 20_000) == ""
    assert growth(lambda lines: wording("\n" * lines), 2_500) < ENDURED


@given(st.text(max_size=3_000))
def test_of_any_message_comes_a_short_text_on_one_line(text: str) -> None:
    words = wording(text)
    assert words == " ".join(words.split())
    assert words.isprintable()
    if words:
        assert 0 < len(as_topic(words, harbour()).search) <= 300


def test_of_a_long_message_that_is_searched_which_the_articles_may_know() -> None:
    chatter = "Yesterday my cousin bought a bicycle and went home. "
    asked = as_topic(wording(chatter * 20 + "They say the silt in the harbour doubled. " + chatter * 20), harbour())
    assert asked.search == "They say the silt in the harbour doubled."
    assert asked.kind is Kind.TOPIC


def test_names_in_a_message_count() -> None:
    asked = as_topic(wording("I think wrenfeild exaggerates about the mussels"), harbour())
    assert [named.name for named in asked.speakers] == ["Tobias Wrenfield"]


def test_of_a_message_without_a_word_that_is_known_the_beginning_is_searched() -> None:
    words = wording("Zebras gallop quickly. " * 100)
    assert as_topic(words, harbour()).search == words[:300]
