"""The buttons and menus of messages. Their ids never change, so that those of messages from long ago still work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
    Option,
    PlainTextObject,
    StaticSelectElement,
)

from bot.phrases import Phrases

_LABEL = 75
_ON_A_PAGE_BUTTON = 300  # characters of a name; Slack takes 2,000 for the whole value


class Press(StrEnum):
    """What a button below an answer does."""

    CONTEXT = "context"
    OTHERS = "others"
    CARD = "card"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    SHARE = "share"
    DELETE = "delete"

    @property
    def action_id(self) -> str:
        """The id that Slack hands back when the button is pressed."""
        return f"answer-{self.value}"


class Turn(StrEnum):
    """What a button below a page of a list does."""

    EARLIER = "earlier"
    LATER = "later"


class Listed(StrEnum):
    """What a list with pages is of."""

    SPEAKERS = "speakers"
    QUOTES = "quotes"


FORGET = "privacy-forget"
PRESENCE, AUDIENCE = "channel-presence", "channel-audience"
PAGES = re.compile(f"({'|'.join(Listed)})-({'|'.join(Turn)})")
"""The action ids of all buttons that turn pages."""


def answer_buttons(presses: Sequence[Press], exchange: str, say: Phrases) -> ActionsBlock:
    """Return the row of buttons below the answer with the id `exchange`."""
    return ActionsBlock(
        elements=[_button(press.action_id, say(f"button-{press.value}"), exchange) for press in presses]
    )


def page_buttons(listed: Listed, page: int, pages: int, say: Phrases, name: str = "") -> ActionsBlock | None:
    """Return the buttons to the pages before and after `page` (from 0) of `pages`; None where there is only one.

    `name` is whom a list is of.
    """
    turns = [(Turn.EARLIER, page - 1), (Turn.LATER, page + 1)]
    elements: list[InteractiveElement] = [
        _button(f"{listed.value}-{turn.value}", say(f"button-{turn.value}"), page_value(to, name))
        for turn, to in turns
        if 0 <= to < pages
    ]
    return ActionsBlock(elements=elements) if elements else None


def page_value(page: int, name: str = "") -> str:
    """Return what a button holds that leads to `page` of the list of `name`."""
    return f"{page}:{name[:_ON_A_PAGE_BUTTON]}"


def read_page_value(value: str) -> tuple[int, str]:
    """Return the page and the name that a button holds; page 0 where it holds none, as a button of ours always does."""
    page, _, name = value.partition(":")
    return (int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0), name


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


def menu(action_id: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> StaticSelectElement:
    """Return a menu of (value, words) with `chosen` as its value; `label` is for who has not chosen yet."""
    made = [Option(value=value, text=plain(words, _LABEL)) for value, words in options]
    initial = next(option for option in made if option.value == chosen)
    return StaticSelectElement(action_id=action_id, placeholder=plain(label, _LABEL), options=made, initial_option=initial)


def _button(action_id: str, label: str, value: str) -> ButtonElement:
    return ButtonElement(action_id=action_id, text=plain(label, _LABEL), value=value)


def plain(text: str, most: int) -> PlainTextObject:
    """Return at most `most` characters of `text` as an object in which nothing is formatted."""
    return PlainTextObject(text=text if len(text) <= most else text[: most - 1] + "…", emoji=False)
