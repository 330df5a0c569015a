"""The windows that open over Slack: one to ask with a speaker chosen, one to say why an answer did not help."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.answering import MAX_QUESTION
from bot.buttons import complaint_labels
from bot.exchanges import LONGEST_REMARK, Complaint
from bot.phrases import Phrases
from bot.platforms.slack.buttons import plain
from bot.questions import SpeakerChoice

ASKING, COMPLAINING = "ask", "complain"
"""The callback ids of the windows."""

SPEAKER = "ask-speaker"
"""The action id of the menu that is filled while a member types a name."""

MOST_CHOICES = 100
_QUESTION, _COMPLAINT, _REMARK = "ask-question", "complain-why", "complain-remark"
_TITLE, _LABEL = 24, 75
_OPTION_VALUE = 150


@dataclass(frozen=True, slots=True)
class Question:
    """What a member has put into the window for asking, and where the answer goes."""

    text: str
    speaker: str | None
    channel: str
    response_url: str


@dataclass(frozen=True, slots=True)
class Complained:
    """What a member has put into the window for complaints, about which answer, and where the thanks go."""

    exchange: str
    complaint: Complaint
    remark: str
    channel: str
    response_url: str


def asking_window(channel: str, response_url: str, say: Phrases) -> View:
    """Return the window for a question, given by a command in `channel` that `response_url` answers."""
    question = PlainTextInputElement(action_id=_QUESTION, max_length=MAX_QUESTION, focus_on_load=True)
    speaker = ExternalDataSelectElement(
        action_id=SPEAKER, placeholder=plain(say("slack-ask-speaker-hint"), _LABEL), min_query_length=0
    )
    blocks: list[Block] = [
        InputBlock(block_id=_QUESTION, label=plain(say("command-ask-question"), _LABEL), element=question),
        InputBlock(block_id=SPEAKER, label=plain(say("slack-ask-speaker"), _LABEL), element=speaker, optional=True),
    ]
    words = say("slack-ask-title"), say("slack-ask-send"), say("slack-cancel")
    return window(ASKING, words, blocks, [channel, response_url])


def complaining_window(exchange: str, channel: str, response_url: str, say: Phrases) -> View:
    """Return the window for why the answer with the id `exchange` did not help."""
    options = [Option(value=one.value, text=plain(words, _LABEL)) for one, words in complaint_labels(say)]
    why = RadioButtonsElement(action_id=_COMPLAINT, options=options)
    remark = PlainTextInputElement(action_id=_REMARK, max_length=LONGEST_REMARK, multiline=True)
    blocks: list[Block] = [
        InputBlock(block_id=_COMPLAINT, label=plain(say("complaint-why"), _LABEL), element=why),
        InputBlock(block_id=_REMARK, label=plain(say("complaint-remark"), _LABEL), element=remark, optional=True),
    ]
    words = say("button-unhelpful"), say("complaint-send"), say("slack-cancel")
    return window(COMPLAINING, words, blocks, [exchange, channel, response_url])


def window(callback_id: str, words: tuple[str, str, str], blocks: Sequence[Block], carried: Sequence[str]) -> View:
    """Return a window with `words` for its title and its two buttons, which brings `carried` back when it is sent."""
    title, submit, close = (plain(one, _TITLE) for one in words)
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close=close,
        blocks=blocks,
        private_metadata=json.dumps(carried),
    )


def read_question(view: Mapping[str, Any]) -> Question:
    """Return what a member has sent from the window for asking."""
    channel, response_url = json.loads(view["private_metadata"])
    chosen = (_state(view, SPEAKER).get("selected_option") or {}).get("value")
    return Question(_state(view, _QUESTION).get("value") or "", chosen, channel, response_url)


def read_complaint(view: Mapping[str, Any]) -> Complained:
    """Return what a member has sent from the window for complaints."""
    exchange, channel, response_url = json.loads(view["private_metadata"])
    why = Complaint((_state(view, _COMPLAINT).get("selected_option") or {}).get("value", Complaint.OTHER))
    return Complained(exchange, why, _state(view, _REMARK).get("value") or "", channel, response_url)


def menu_of(choices: Sequence[SpeakerChoice]) -> dict[str, Any]:
    """Return `choices` as what the menu of speakers offers, as the acknowledgement of its request."""
    options = [Option(value=one.value[:_OPTION_VALUE], text=plain(one.label, _LABEL)) for one in choices]
    return {"options": [option.to_dict() for option in options[:MOST_CHOICES]]}


def _state(view: Mapping[str, Any], action_id: str) -> Mapping[str, Any]:
    state: Mapping[str, Any] = view["state"]["values"].get(action_id, {}).get(action_id) or {}
    return state
