"""How messages look on Slack, and that nothing in an article gets out of its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.details import Details, Section
from bot.moderation.notice import Item, Notice
from bot.phrases import LANGUAGES, phrases
from bot.platforms.slack.layout import SlackMessage, escape, lay_out, lay_out_details, lay_out_lines, lay_out_text
from bot.platforms.slack.notices import lay_out_notice
from bot.rendering import Message, Quotation, Run
from tests.bot.platforms.slack_limits import blocks_as_text, fault_of

SAY = phrases()
QUOTATION = Quotation(
    runs=(Run("Water came first. "), Run("The dam was second.", strong=True)),
    who="Ada Obi, mayor of Quillhaven",
    how="in their own words",
    where="The River Meeting (The Quill, 3 May), paragraph 4",
    link="https://news.example/river?a=1&b=2",
)
ANSWER = Message(None, QUOTATION, "Very likely the answer", (replace(QUOTATION, runs=(Run("Roads can wait."),)),))

HOSTILE = (
    "<!channel> <!everyone> <@U123> <#C1|general> @everyone @here <https://evil.example|click> *b* _i_ ~s~ `c` "
    "```block``` ||spoiler|| > quote & &lt;!here&gt; [a](http://x) :tada: \u200b<\u200b!here> \u202eright to left"
)


def arguments(message: SlackMessage) -> dict[str, Any]:
    """Return what is sent, after the journey through JSON."""
    sent: dict[str, Any] = json.loads(json.dumps(message.arguments()))
    return sent


def elements(block: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    return [element for element in block["elements"] if element["type"] == kind]


def test_an_answer_is_a_quotation_with_the_answering_words_in_bold() -> None:
    sent = arguments(lay_out(ANSWER, SAY))
    quote = elements(sent["blocks"][0], "rich_text_quote")[0]
    assert quote["elements"] == [
        {"type": "text", "text": "Water came first. "},
        {"type": "text", "text": "The dam was second.", "style": {"bold": True}},
    ]


def test_an_answer_says_who_how_where_and_how_sure() -> None:
    sent = arguments(lay_out(ANSWER, SAY))
    rich, evidence, other = sent["blocks"]
    (who,) = elements(rich, "rich_text_section")
    assert [part["text"] for part in who["elements"]] == ["— ", QUOTATION.who, " (in their own words)"]
    where, sure, link = evidence["elements"]
    assert (where["type"], where["text"]) == ("plain_text", QUOTATION.where)
    assert sure["text"] == "Very likely the answer"
    assert link == {
        "type": "mrkdwn",
        "text": "<https://news.example/river?a=1&amp;b=2|Open the article>",
        "verbatim": True,
    }
    assert "Roads can wait." in other["elements"][0]["text"]


def test_the_text_beside_the_blocks_says_the_same() -> None:
    text = arguments(lay_out(ANSWER, SAY))["text"]
    for words in ("Water came first. The dam was second.", QUOTATION.who, "in their own words", QUOTATION.where):
        assert words in text
    assert "Very likely the answer" in text
    assert "Roads can wait." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_article_s_quotation_marks_are_the_only_ones(language: str) -> None:
    words = "“Roads can wait,” she said."
    quotation = replace(QUOTATION, runs=(Run(words),))
    say = phrases(language)
    answer = lay_out(replace(ANSWER, quotation=quotation, others=(quotation,), further=(quotation,)), say)
    details = lay_out_details(Details("All that Ada Obi said", (Section(None, quotation),)))
    notice = lay_out_notice(Notice("Ada Obi", items=(Item("Ada Obi", words, quoted=True),)), say, channel="C1")
    for message, times in ((answer, 3), (details, 1), (notice, 1)):
        for shown in (message.text, blocks_as_text(arguments(message))):
            assert shown.count(words) == times
            assert not set("“”「」") & set(shown.replace(words, ""))


def test_a_refusal_leads_and_shows_the_closest_passage() -> None:
    message = lay_out(Message("The article does not say.", replace(QUOTATION, how=None)), SAY)
    rich = arguments(message)["blocks"][0]
    assert [element["type"] for element in rich["elements"]] == [
        "rich_text_section",
        "rich_text_quote",
        "rich_text_section",
    ]
    assert message.text.startswith("The article does not say.")


def test_a_private_answer_repeats_the_question() -> None:
    sent = arguments(lay_out(ANSWER, SAY, asked=SAY("slack-asked", question="What was <second>?")))
    assert sent["blocks"][0]["elements"][0]["text"] == "You asked: What was &lt;second&gt;?"


def hostile_message(text: str) -> Message:
    quotation = Quotation((Run(text), Run(text, strong=True)), text, text, text, None)
    return Message(text, quotation, text, (quotation,))


def assert_harmless(sent: Mapping[str, Any]) -> None:
    """Check that nothing in a message can ping, link or format but what the bot itself put there."""

    def walk(node: object, escaped: bool) -> None:
        if isinstance(node, list):
            for part in node:
                walk(part, escaped)
        elif isinstance(node, dict):
            kind = node.get("type")
            assert kind in {
                "rich_text", "rich_text_section", "rich_text_quote", "rich_text_list", "text", "context", "plain_text",
            }  # fmt: skip
            if isinstance(node.get("text"), str):
                words = node["text"]
                assert words
                assert not any(start in words for start in ("<!", "<@", "<#", "<h"))
                if kind == "plain_text":
                    assert node["emoji"] is False
                    assert "<" not in words
                    assert ">" not in words
            for key, part in node.items():
                if key != "style":
                    walk(part, escaped)

    walk(sent["blocks"], False)
    assert "<" not in sent["text"]
    assert ">" not in sent["text"]
    assert (sent["mrkdwn"], sent["parse"], sent["link_names"]) == (False, "none", False)
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


@pytest.mark.parametrize(
    "message",
    [
        lay_out(hostile_message(HOSTILE), SAY, asked=HOSTILE),
        lay_out_text(HOSTILE),
        lay_out_lines(HOSTILE, [HOSTILE, HOSTILE], SAY),
    ],
)
def test_hostile_words_are_shown_as_they_are_and_do_nothing(message: SlackMessage) -> None:
    sent = arguments(message)
    assert_harmless(sent)
    assert HOSTILE in blocks_as_text(sent)
    assert escape(HOSTILE) in sent["text"]


@given(st.text(st.sampled_from("<>&!@#*_~`|:/ha \n\u200b\u202e\u0000é中"), min_size=1, max_size=60))
def test_no_text_whatever_gets_out_of_its_place(text: str) -> None:
    sent = arguments(lay_out(hostile_message(text), SAY, asked=text))
    assert_harmless(sent)
    assert text in blocks_as_text(sent)


@pytest.mark.parametrize("letter", ["word ", "&", "<", "é", "中"])
def test_long_passages_are_cut_and_fit(letter: str) -> None:
    text = letter * 20_000
    quotation = Quotation((Run(text), Run(text, strong=True)), text, "as reported", text, None)
    message = Message(text, quotation, "Probably the answer", (quotation, quotation))
    sent = arguments(lay_out(message, SAY, asked=text))
    assert fault_of(sent) is None
    (quote,) = elements(sent["blocks"][1], "rich_text_quote")
    shown = "".join(part["text"] for part in quote["elements"])
    assert len(shown) <= 3_000
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])


def test_a_long_list_is_cut_and_counted() -> None:
    sent = arguments(lay_out_lines("Who speaks", [f"Speaker {n} & Sons" for n in range(2_000)], SAY))
    assert fault_of(sent) is None
    listed = elements(sent["blocks"][0], "rich_text_list")[0]["elements"]
    assert listed[0]["elements"][0]["text"] == "Speaker 0 & Sons"
    assert f"{2_000 - (len(listed) - 1):,} more" in listed[-1]["elements"][0]["text"]


def test_a_list_shows_each_passage_with_its_speaker_and_counts_the_rest() -> None:
    further = tuple(replace(QUOTATION, runs=(Run(f"Passage {i}."),), who=f"Speaker {i}") for i in range(9))
    sent = arguments(lay_out(Message("Twelve:", QUOTATION, further=further, left_out=2), SAY))
    assert fault_of(sent) is None
    text = blocks_as_text(sent)
    assert "Passage 6." in text
    assert "Speaker 6" in text
    assert "Passage 7." not in text
    assert SAY("list-more", count=4) in text
    assert "Speaker 6" in sent["text"]


def test_a_list_of_long_passages_is_accepted() -> None:
    long = replace(QUOTATION, runs=(Run("<&> " * 2_000),), who="<&>" * 500)
    sent = arguments(lay_out(Message("L", long, further=(long,) * 9, left_out=9), SAY, "&" * 900))
    assert fault_of(sent) is None
