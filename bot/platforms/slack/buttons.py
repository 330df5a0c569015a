"""The buttons of messages. Their ids never change, so that those of messages from long ago still work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
    PlainTextObject,
)

from bot.buttons import Press, press_label
from bot.phrases import Phrases
from bot.platforms.slack.layout import escape
from index.plain import cut

_LABEL = 75


class Turn(StrEnum):
    """What a button below a page of a list does."""

    EARLIER = "earlier"
    LATER = "later"


class Listed(StrEnum):
    """What a list with pages is of."""

    SPEAKERS = "speakers"
    QUOTES = "quotes"


FORGET = "privacy-forget"
PAGES = re.compile(f"({'|'.join(Listed)})-({'|'.join(Turn)})")
"""The action ids of all buttons that turn pages."""


def action_id(press: Press) -> str:
    """Return the id that Slack hands back when the button `press` is pressed."""
    return f"answer-{press.value}"


def answer_buttons(shown: Sequence[Press], exchange: str, say: Phrases) -> ActionsBlock | None:
    """Return the row of buttons below the answer with the id `exchange`; None where it has none."""
    elements = [_button(action_id(press), press_label(press, say), exchange) for press in shown]
    return ActionsBlock(elements=elements) if elements else None


def page_buttons(listed: Listed, number: int, pages: int, say: Phrases, of: str = "") -> ActionsBlock | None:
    """Return the buttons to the pages before and after page `number` (from 1) of `pages`; None where it is all.

    `of` is the id of the exchange whose quotes are listed.
    """
    turns = [(Turn.EARLIER, number - 1), (Turn.LATER, number + 1)]
    elements: list[InteractiveElement] = [
        _button(f"{listed.value}-{turn.value}", say(f"button-{turn.value}"), f"{to}:{of}")
        for turn, to in turns
        if 1 <= to <= pages
    ]
    return ActionsBlock(elements=elements) if elements else None


def read_page(value: str) -> tuple[int, str]:
    """Return the page that a button leads to, and what the list is of."""
    number, _, of = value.partition(":")
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1), of


def forget_button(say: Phrases) -> ActionsBlock:
    """Return the button that deletes what is kept of the member who presses it."""
    button = _button(FORGET, say("button-forget"), "mine")
    button.style = "danger"
    button.confirm = ConfirmObject(
        title=plain(say("slack-forget-title"), 100),
        text=plain(say("slack-forget-question"), 300),
        confirm=plain(say("button-forget"), 30),
        deny=plain(say("slack-cancel"), 30),
        style="danger",
    )
    return ActionsBlock(elements=[button])


def _button(action_id: str, label: str, value: str) -> ButtonElement:
    return ButtonElement(action_id=action_id, text=plain(label, _LABEL), value=value)


def label_of(text: str, most: int = _LABEL) -> PlainTextObject:
    """Return at most `most` characters of a label that may come from outside, so that nothing in it is read as more."""
    kept = len(text)
    while len(shown := escape(text[:kept] if kept == len(text) else text[: kept - 1].rstrip() + "…")) > most:
        kept = min(kept - 1, most)
    return PlainTextObject(text=shown or "…", emoji=False)


def plain(text: str, most: int) -> PlainTextObject:
    """Return at most `most` characters of `text` as an object in which nothing is formatted."""
    return PlainTextObject(text=cut(text, most), emoji=False)
