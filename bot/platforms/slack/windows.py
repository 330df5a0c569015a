"""The windows of the commands for moderators: one for each command, made of what it takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
    UrlInputElement,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.moderation.commands import (
    GROUP,
    Parameter,
    ParameterKind,
    Subcommand,
    choice_phrase,
    command_named,
    command_phrase,
    option_phrase,
)
from bot.moderation.notice import Choice
from bot.phrases import Phrases
from bot.platforms.slack.buttons import label_of
from bot.platforms.slack.modals import window

MODERATING = "index"
"""The callback id of the windows."""

CHOICES = re.compile(r"index-give-.+")
"""The action ids of the menus that are filled while a moderator types."""

_LONGEST_LABEL = 200
_PLACEHOLDER = 75
_OPTION_VALUE = 150
_MOST_OPTIONS = 100
_LONGEST_TEXT = 300
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a moderator has put into a window: words and files by the names of parameters, and where the reply goes.

    `command` is None where the window is from another version and there is no such command any more.
    """

    command: Subcommand | None
    words: Mapping[str, str]
    files: Mapping[str, Mapping[str, Any]]
    channel: str
    response_url: str


def window_for(command: Subcommand, channel: str, response_url: str, say: Phrases) -> View:
    """Return the window of a command that was given in `channel` and that `response_url` answers."""
    blocks: list[Block] = [ContextBlock(elements=[label_of(say(command_phrase(command)), _LONGEST_LABEL)])]
    blocks += [
        InputBlock(
            block_id=_id(command, parameter),
            label=label_of(say(option_phrase(command, parameter)), _LONGEST_LABEL),
            element=_element(command, parameter, say),
            optional=not parameter.required,
        )
        for parameter in command.parameters
    ]
    words = f"/{GROUP} {command.name}", say("slack-index-send"), say("slack-cancel")
    return window(MODERATING, words, blocks, [command.name, channel, response_url])


def read_window(view: Mapping[str, Any]) -> Sent:
    """Return what a moderator has sent."""
    name, channel, response_url = json.loads(view["private_metadata"])
    command = command_named(name)
    words: dict[str, str] = {}
    files: dict[str, Mapping[str, Any]] = {}
    if command is None:
        return Sent(None, words, files, channel, response_url)
    for parameter in command.parameters:
        given = _id(command, parameter)
        state: Mapping[str, Any] = view["state"]["values"].get(given, {}).get(given) or {}
        if parameter.kind is ParameterKind.FILE:
            if state.get("files"):
                files[parameter.name] = state["files"][0]
        elif value := str((state.get("selected_option") or state).get("value") or "").strip():
            words[parameter.name] = value
    return Sent(command, words, files, channel, response_url)


def channel_of(view: Mapping[str, Any]) -> str:
    """Return the channel in which the command of a window was given; empty where it is none of these windows."""
    carried = json.loads(view.get("private_metadata") or "[]")
    return str(carried[1]) if len(carried) == 3 else ""


def is_empty(sent: Sent) -> bool:
    """Return whether nothing was put into a window that offers several things."""
    return sent.command is not None and len(sent.command.parameters) > 1 and not (sent.words or sent.files)


def first_block(command: Subcommand) -> str:
    """Return the id of the block beside which a fault of the whole window is shown."""
    return _id(command, command.parameters[0])


def asked_for(action_id: str) -> tuple[str, str]:
    """Return the names of the command and of the parameter that a menu is for."""
    command, _, parameter = action_id.removeprefix("index-give-").partition("-")
    return command, parameter


def options_for(choices: Sequence[Choice], typed: str, command: str, parameter: str, say: Phrases) -> dict[str, Any]:
    """Return `choices` as what a menu offers, as the acknowledgement of its request.

    A speaker need not be one that the sources name already: what is typed is among the choices too.
    """
    known = command_named(command)
    named = known.parameter(parameter) if known else None
    options = [
        Option(value=one.value, text=label_of(one.label)) for one in choices if 0 < len(one.value) <= _OPTION_VALUE
    ]
    typed = typed.strip()
    free = named is not None and named.kind is ParameterKind.SPEAKER
    if free and 0 < len(typed) <= _OPTION_VALUE and typed not in {one.value for one in choices}:
        options = [
            *options[: _MOST_OPTIONS - 1],
            Option(value=typed, text=label_of(say("slack-index-typed", words=typed))),
        ]
    return {"options": [option.to_dict() for option in options[:_MOST_OPTIONS]]}


def _id(command: Subcommand, parameter: Parameter) -> str:
    return f"index-give-{command.name}-{parameter.name}"


def _element(command: Subcommand, parameter: Parameter, say: Phrases) -> InputInteractiveElement:
    action_id = _id(command, parameter)
    kind = parameter.kind
    if kind.completes:
        hint = label_of(say("slack-index-type"), _PLACEHOLDER)
        return ExternalDataSelectElement(action_id=action_id, placeholder=hint, min_query_length=0)
    match kind:
        case ParameterKind.ADDRESS:
            return UrlInputElement(action_id=action_id)
        case ParameterKind.FILE:
            return FileInputElement(action_id=action_id, max_files=1)
        case ParameterKind.NUMBER:
            most = parameter.most or None
            return NumberInputElement(action_id=action_id, is_decimal_allowed=False, min_value=0, max_value=most)
        case ParameterKind.CHOICE:
            labels = [(value, say(choice_phrase(command, parameter, value))) for value in parameter.choices]
            return _menu(action_id, labels, say)
        case ParameterKind.SWITCH:
            return _menu(action_id, [(YES, say("slack-index-yes")), (NO, say("slack-index-no"))], say)
        case _:
            return PlainTextInputElement(action_id=action_id, max_length=_LONGEST_TEXT)


def _menu(action_id: str, labels: Sequence[tuple[str, str]], say: Phrases) -> StaticSelectElement:
    options = [Option(value=value, text=label_of(words)) for value, words in labels]
    hint = label_of(say("slack-index-choose"), _PLACEHOLDER)
    return StaticSelectElement(action_id=action_id, placeholder=hint, options=options)
