"""What is declared of the commands for moderators: what Discord and Slack take, explained in all languages."""

from __future__ import annotations

import re

import pytest

from bot.moderation.commands import (
    INDEX_COMMANDS,
    ParameterKind,
    Subcommand,
    choice_phrase,
    command_named,
    command_phrase,
    option_phrase,
    usage,
)
from bot.moderation.faults import UnknownCommand
from bot.moderation.typed import parse_typed
from bot.phrases import LANGUAGES, phrases

NAME = re.compile(r"[a-z][a-z-]{0,31}")


@pytest.mark.parametrize("command", INDEX_COMMANDS, ids=lambda command: command.name)
def test_a_command_is_what_discord_takes_in_every_language(command: Subcommand) -> None:
    names = [parameter.name for parameter in command.parameters]
    assert len(set(names)) == len(names) <= 25
    assert all(NAME.fullmatch(name) for name in [command.name, *names])
    assert [p.required for p in command.parameters] == sorted((p.required for p in command.parameters), reverse=True)
    for language in LANGUAGES:
        say = phrases(language)
        assert 1 <= len(say(command_phrase(command))) <= 100
        for parameter in command.parameters:
            assert 1 <= len(say(option_phrase(command, parameter))) <= 100
            assert (parameter.kind is ParameterKind.CHOICE) == bool(parameter.choices)
            assert all(1 <= len(say(choice_phrase(command, parameter, one))) <= 75 for one in parameter.choices)
        assert usage(command, say).startswith(command.name)


@pytest.mark.parametrize(
    ("text", "command", "arguments"),
    [
        ("status", "status", {}),
        ("  LIST  whatever ", "list", {}),
        ("add https://a.example/x?role=1", "add", {"address": "https://a.example/x?role=1"}),
        ("add <https://a.example/x|a.example>", "add", {"address": "https://a.example/x"}),
        ("remove “A title: with a colon”", "remove", {"source": "A title: with a colon"}),
        ("show 2:14", "show", {"passage": "2:14"}),
        (
            "correct 14 speaker: Zhu Min role=economist, of the bank",
            "correct",
            {"passage": "14", "speaker": "Zhu Min", "role": "economist, of the bank"},
        ),
        ("correct Speaker:A B merge:B", "correct", {"speaker": "A B", "merge": "B"}),
        ("correct passage：14 speaker：-", "correct", {"passage": "14", "speaker": "-"}),
        (
            "settings private:yes private-default:no cooldown-member:3",
            "settings",
            {"private": "yes", "private-default": "no", "cooldown-member": "3"},
        ),
        ("settings stays-out", "settings", {"presence": "stays-out"}),
        ("rollback", "rollback", {}),
        ("remove source:", "remove", {}),
    ],
)
def test_words_that_are_typed(text: str, command: str, arguments: dict[str, str]) -> None:
    typed = parse_typed(text)
    assert typed is not None
    assert (typed.command, typed.arguments) == (command_named(command), arguments)


def test_no_words_and_unknown_ones() -> None:
    assert parse_typed("  ") is None
    with pytest.raises(UnknownCommand) as caught:
        parse_typed("ad https://a.example")
    assert "/index add" in phrases()(caught.value.phrase, **caught.value.values)
