"""Reading what a moderator gave with a command."""

from __future__ import annotations

from collections.abc import Mapping

from bot.moderation.commands import Parameter, ParameterKind, Subcommand
from bot.moderation.faults import ArgumentMissing, ArgumentUnknown, NotAChoice, NotANumber, NotASwitch
from bot.moderation.notice import Attachment

_ON = frozenset({"yes", "y", "true", "on", "1", "是"})
_OFF = frozenset({"no", "n", "false", "off", "0", "否"})
LONGEST = 2_000  # characters: an address


def checked(command: Subcommand, arguments: Mapping[str, str | Attachment]) -> dict[str, str | Attachment]:
    """Return the arguments that were given, tidied: numbers in digits, switches as "yes" or "no", choices as declared.

    Raises:
        ArgumentUnknown: the command takes none of that name.
        ArgumentMissing: one is needed that is not given.
        NotANumber, NotASwitch, NotAChoice: a value is of another kind; `values` say what can be given.
    """
    found: dict[str, str | Attachment] = {}
    for name, value in arguments.items():
        parameter = command.parameter(name)
        if parameter is None or isinstance(value, Attachment) is not (parameter.kind is ParameterKind.FILE):
            raise ArgumentUnknown(name=name[:50], command=command.name)
        if isinstance(value, Attachment):
            found[name] = value
        elif text := value.strip()[:LONGEST]:
            found[name] = _tidied(text, parameter)
    for parameter in command.parameters:
        if parameter.required and parameter.name not in found:
            raise ArgumentMissing(name=parameter.name, command=command.name)
    return found


def is_on(value: str) -> bool:
    """Return what a switch says; one that is not given is off."""
    return value == "yes"


def _tidied(text: str, parameter: Parameter) -> str:
    if parameter.kind is ParameterKind.SWITCH:
        word = text.lower()
        if word not in _ON | _OFF:
            raise NotASwitch(name=parameter.name)
        return "yes" if word in _ON else "no"
    if parameter.kind is ParameterKind.NUMBER:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= parameter.most):
            raise NotANumber(name=parameter.name, most=parameter.most)
        return str(int(text))
    if parameter.kind is ParameterKind.CHOICE:
        known = {choice.lower(): choice for choice in parameter.choices}
        if text.lower() not in known:
            raise NotAChoice(name=parameter.name, known=", ".join(parameter.choices))
        return known[text.lower()]
    return text
