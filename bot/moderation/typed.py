"""Commands that are typed as words, in the terminal and on Slack: `correct 14 speaker: Zhu Min role: economist`."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.moderation.commands import Subcommand, command_named, unknown_command

_QUOTES = {'"': '"', "'": "'", "“": "”", "「": "」", "<": ">"}  # Slack puts addresses into angle brackets


class Typed(NamedTuple):
    """A command and what was given with it, by the names of its parameters."""

    command: Subcommand
    arguments: dict[str, str]


def parse_typed(text: str) -> Typed | None:
    """Return the command that the words after `/index` give; None where there are none.

    A value stands after the name of its parameter and a colon or an equals sign, up to the next name; what stands
    before the first name is for the command's first parameter.

    Raises:
        UnknownCommand: there is no command of that name.
    """
    name, _, rest = " ".join(text.split()).partition(" ")
    if not name:
        return None
    command = command_named(name.lower())
    if command is None:
        raise unknown_command(name)
    return Typed(command, {key: value for key, value in _values(command, rest).items() if value})


def _values(command: Subcommand, rest: str) -> dict[str, str]:
    if not command.parameters:
        return {}
    names = "|".join(sorted((re.escape(one.name) for one in command.parameters), key=len, reverse=True))
    found = list(re.finditer(rf"(?:^|(?<=\s))({names})\s*[:=：]\s*", rest, re.IGNORECASE))
    starts = [*(match.start() for match in found), len(rest)]
    values = {command.parameters[0].name: _bare(rest[: starts[0]])}
    for match, end in zip(found, starts[1:], strict=True):
        values[match[1].lower()] = _bare(rest[match.end() : end])
    return values


def _bare(value: str) -> str:
    """Return a value without the marks around it; of Slack's `<address|label>` the address."""
    value = value.strip()
    if len(value) > 1 and _QUOTES.get(value[0]) == value[-1]:
        inner = value[1:-1]
        return inner.partition("|")[0] if value[0] == "<" else inner.strip()
    return value
