"""The README's pictures show what a message holds, and say so where they would not."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from PIL import Image

from bot.assistant import Assistant
from bot.phrases import phrases
from bot.platforms.discord.markdown import escape
from tests.pictures import browser, discord_look, slack_look
from tests.pictures.__main__ import FOLDER, ON_DISCORD, ON_SLACK, discord_page, report_of, slack_page
from tests.pictures.browser import NoBrowser, photograph, trimmed
from tests.pictures.page import NotDrawn, page
from tests.pictures.slack_moderators import slack_moderators_page

HOSTILE = "*a* **b** `c` [d](https://e.example) <@1> <b>f</b> # g & ~h~ \\ |i|"


def words(page: str) -> str:
    """Return what a reader sees of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.rsplit("<body>", maxsplit=1)[-1])).split())


@pytest.mark.parametrize("prefix", ["", "> ", "-# ", "- "])
def test_escaped_text_is_shown_on_discord_as_it_is(prefix: str) -> None:
    shown = discord_look.body_of({"components": [{"type": 10, "content": prefix + escape(HOSTILE)}]})
    assert html.unescape(re.sub(r"</?(?:p|div)[^>]*>", "", shown)) == HOSTILE


def test_discord_s_marks_and_components_are_drawn() -> None:
    button = {"type": 2, "style": 4, "label": "Delete", "custom_id": "x"}
    texts = ["> a **b** c", "-# [place](<https://example.org/a>)"]
    shown = discord_look.body_of(
        {
            "components": [
                {
                    "type": 17,
                    "accent_color": 0x2E7D6B,
                    "components": [{"type": 10, "content": "\n".join(texts)}, {"type": 14}],
                },
                {"type": 1, "components": [button]},
            ]
        }
    )
    assert "#2e7d6b" in shown
    assert "<p class='quote'>a <b>b</b> c</p>" in shown
    assert '<a href="https://example.org/a">place</a>' in shown
    assert "<hr>" in shown
    assert "<span class='button style4'>Delete</span>" in shown


def test_slack_s_text_is_shown_as_it_is() -> None:
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for block in (
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": HOSTILE}]}],
        },
        {"type": "context", "elements": [{"type": "plain_text", "text": escaped}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": escaped}]},
    ):
        shown = slack_look.body_of({"blocks": [block]})
        assert html.unescape(re.sub(r"</?(?:p|div|span)[^>]*>", "", shown)) == HOSTILE


def test_slack_s_styles_links_and_buttons_are_drawn() -> None:
    piece = {"type": "text", "text": "b", "style": {"bold": True, "italic": True}}
    button = {"type": "button", "text": {"type": "plain_text", "text": "Share"}, "style": "primary"}
    blocks = [
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [piece]}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "<https://example.org/a|place>"}]},
        {"type": "actions", "elements": [button]},
    ]
    shown = slack_look.body_of({"blocks": blocks})
    assert "<div class='quote'><i><b>b</b></i></div>" in shown
    assert "<a href='https://example.org/a'>place</a>" in shown
    assert "<span class='button primary'>Share</span>" in shown


def test_what_is_not_known_is_not_left_out_in_silence() -> None:
    with pytest.raises(NotDrawn):
        discord_look.body_of({"components": [{"type": 12}]})
    with pytest.raises(NotDrawn):
        slack_look.body_of({"blocks": [{"type": "video"}]})


async def test_the_pages_hold_the_questions_and_the_passages(assistant: Assistant, tmp_path: Path) -> None:
    for made, questions in (
        (await discord_page(assistant, tmp_path), ON_DISCORD),
        (await slack_page(assistant), ON_SLACK),
    ):
        seen = words(made)
        assert all(question in seen for question in questions)
        assert any(passage.text.split(". ")[0] in seen for passage in assistant.libraries.default.snapshot.passages)
        assert "paragraph" in seen


async def test_the_page_of_moderators_holds_what_they_see(assistant: Assistant) -> None:
    await assistant.libraries.open()
    seen = words(await slack_moderators_page(assistant, report_of("vineyards", "Kransdal Courier", "3 October 2026")))
    for phrase in ("desk-add", "desk-leave", "desk-undo"):
        assert phrases()(phrase) in seen
    for said in ("Kransdal Courier", "Nomvula Khathide", "manager of the Kransdal Valley water board"):
        assert said in seen


def test_without_a_browser_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser, "_BROWSERS", ("no-such-browser",))
    with pytest.raises(NoBrowser, match="apt install chromium"):
        photograph(page("", []), tmp_path / "picture.png")


def test_the_empty_space_around_a_message_is_cut_off() -> None:
    photo = Image.new("RGB", (100, 400), "white")
    photo.paste((0, 0, 0), (10, 10, 40, 50))
    assert trimmed(photo).size == (100, 74)
    assert trimmed(Image.new("RGB", (9, 9), "white")).size == (9, 9)


@pytest.mark.parametrize("name", ["discord", "slack", "slack-moderators", "card"])
def test_the_pictures_of_the_readme_are_there_and_small(name: str) -> None:
    picture = FOLDER / f"{name}.png"
    assert picture.stat().st_size < 200_000
    with Image.open(picture) as opened:
        assert opened.width >= 1_200
