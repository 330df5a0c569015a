"""The commands for moderators, declared once: every platform registers, completes and explains what stands here.

The words that a moderator reads are phrases: `command-index-NAME` for a command, `option-index-NAME-PARAMETER` for
what it takes, `choice-index-NAME-PARAMETER-VALUE` for what may be chosen there (all in lower case).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.channels import MOST_A_MINUTE, Presence
from bot.moderation.faults import UnknownCommand
from bot.phrases import LANGUAGES, Phrases

GROUP = "index"
"""What stands before the name of each: `/index add`."""

AUTO = "auto"
"""The choice of `language` by which each member is answered in their own."""


class ParameterKind(StrEnum):
    """What a moderator gives: it decides how a platform asks for it, and what it completes.

    Every value is given as text: a NUMBER in digits, a SWITCH as "yes" or "no", a CHOICE as one of `choices`; but a
    FILE is an `Attachment`. SOURCE, PASSAGE, SPEAKER and SNAPSHOT take a value of `Desk.complete`, or what was typed.
    """

    TEXT = "text"
    ADDRESS = "address"
    FILE = "file"
    SOURCE = "source"
    PASSAGE = "passage"
    SPEAKER = "speaker"
    SNAPSHOT = "snapshot"
    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "switch"

    @property
    def completes(self) -> bool:
        """Whether `Desk.complete` knows values for it."""
        return self in (self.SOURCE, self.PASSAGE, self.SPEAKER, self.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a command takes. `choices` are the values of a CHOICE, `most` the highest NUMBER."""

    name: str
    kind: ParameterKind
    required: bool = False
    choices: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A command for moderators. Words that are typed without the name of a parameter are for the first."""

    name: str
    parameters: tuple[Parameter, ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((one for one in self.parameters if one.name == name), None)


_Kind = ParameterKind

INDEX_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("status"),
    Subcommand("list"),
    Subcommand("add", (Parameter("address", _Kind.ADDRESS), Parameter("file", _Kind.FILE))),
    Subcommand("remove", (Parameter("source", _Kind.SOURCE, required=True),)),
    Subcommand("reload"),
    Subcommand("show", (Parameter("passage", _Kind.PASSAGE, required=True),)),
    Subcommand(
        "correct",
        (
            Parameter("passage", _Kind.PASSAGE),
            Parameter("speaker", _Kind.SPEAKER),
            Parameter("role", _Kind.TEXT),
            Parameter("merge", _Kind.SPEAKER),
            Parameter("revert", _Kind.SWITCH),
        ),
    ),
    Subcommand("history"),
    Subcommand("rollback", (Parameter("snapshot", _Kind.SNAPSHOT),)),
    Subcommand("gaps"),
    Subcommand(
        "settings",
        (
            Parameter("presence", _Kind.CHOICE, choices=tuple(Presence)),
            Parameter("private", _Kind.SWITCH),
            Parameter("private-default", _Kind.SWITCH),
            Parameter("cooldown-member", _Kind.NUMBER, most=MOST_A_MINUTE),
            Parameter("cooldown-channel", _Kind.NUMBER, most=MOST_A_MINUTE),
            Parameter("language", _Kind.CHOICE, choices=(AUTO, *LANGUAGES)),
            Parameter("notices", _Kind.SWITCH),
        ),
    ),
)


def command_named(name: str) -> Subcommand | None:
    """Return the command of that name, or None."""
    return next((one for one in INDEX_COMMANDS if one.name == name), None)


def unknown_command(name: str) -> UnknownCommand:
    """Return that there is no command of that name, with those that there are."""
    return UnknownCommand(command=name[:50], known=", ".join(f"/{GROUP} {one.name}" for one in INDEX_COMMANDS))


def command_phrase(command: Subcommand) -> str:
    """Return the id of what a command does, in at most 100 characters."""
    return f"command-index-{command.name}"


def option_phrase(command: Subcommand, parameter: Parameter) -> str:
    """Return the id of what a parameter is, in at most 100 characters."""
    return f"option-index-{command.name}-{parameter.name}"


def choice_phrase(command: Subcommand, parameter: Parameter, value: str) -> str:
    """Return the id of what a choice means, in at most 75 characters."""
    return f"choice-index-{command.name}-{parameter.name}-{value.lower()}"


def usage(command: Subcommand, say: Phrases) -> str:
    """Return how a command is typed: "add ADDRESS", "show PASSAGE", "correct [PASSAGE] [speaker:...]"."""
    words = [command.name]
    for number, one in enumerate(command.parameters):
        if one.kind is ParameterKind.FILE:
            continue
        named = number > 0 or one.kind is ParameterKind.CHOICE
        word = f"{one.name}:{say(f'typed-{one.kind.value}')}" if named else say(f"typed-{one.kind.value}")
        words.append(word if one.required else f"[{word}]")
    return " ".join(words)
