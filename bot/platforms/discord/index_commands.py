"""The commands for moderators as Discord takes them: made from their declaration, with the types of their options."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.moderation.commands import (
    GROUP,
    INDEX_COMMANDS,
    Parameter,
    ParameterKind,
    Subcommand,
    choice_phrase,
    command_phrase,
    option_phrase,
)
from bot.platforms.discord.members import Interaction
from bot.platforms.discord.translation import phrase_string

Value = str | int | bool | discord.Attachment
"""What Discord hands over for an option."""

Give = Callable[[Interaction, Subcommand, Mapping[str, Value]], Awaitable[None]]
"""Carries out a command with what was given, by the names of its parameters."""

Complete = Callable[[Interaction, Subcommand, Parameter, str], Awaitable[list[app_commands.Choice[str]]]]
"""Completes what is typed into an option."""

_LONGEST = {ParameterKind.ADDRESS: 2_000}  # characters
_LONGEST_TEXT = 300


def index_group(give: Give, complete: Complete) -> app_commands.Group:
    """Return `/index` with all its commands, which Discord shows only to who runs a server.

    That only hides them, and a server's administrators can change it. Nobody could moderate where a member has the bot
    for themselves alone.
    """
    group = app_commands.Group(
        name=phrase_string(f"command-{GROUP}-name"),
        description=phrase_string(f"command-{GROUP}"),
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    )
    for declared in INDEX_COMMANDS:
        group.add_command(_command(declared, give, complete))
    return group


def _command(declared: Subcommand, give: Give, complete: Complete) -> app_commands.Command[Any, ..., Any]:
    # discord.py reads what a command takes from its function's parameters, whose names have no hyphens.
    options = {one.name.replace("-", "_"): one for one in declared.parameters}

    async def carry_out(interaction: Interaction, **given: Value | None) -> None:
        await give(
            interaction,
            declared,
            {options[option].name: value for option, value in given.items() if value is not None},
        )

    callback: Any = carry_out
    callback.__signature__ = inspect.Signature(
        [
            inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(_option(option, one) for option, one in options.items()),
        ]
    )
    for decorate in (
        app_commands.describe(**{k: phrase_string(option_phrase(declared, one)) for k, one in options.items()}),
        app_commands.rename(**{k: phrase_string(f"option-{one.name}-name") for k, one in options.items()}),
        app_commands.choices(**{k: _choices(declared, one) for k, one in options.items() if one.choices}),
        app_commands.autocomplete(
            **{k: _completion(declared, one, complete) for k, one in options.items() if one.kind.completes}
        ),
    ):
        callback = decorate(callback)
    return app_commands.Command(
        name=phrase_string(f"command-{GROUP}-{declared.name}-name"),
        description=phrase_string(command_phrase(declared)),
        callback=callback,
    )


def _option(name: str, parameter: Parameter) -> inspect.Parameter:
    kind: Any
    match parameter.kind:
        case ParameterKind.FILE:
            kind = discord.Attachment
        case ParameterKind.SWITCH:
            kind = bool
        case ParameterKind.NUMBER:
            kind = app_commands.Range[int, 0, parameter.most]
        case ParameterKind.CHOICE:
            kind = str
        case other:
            kind = app_commands.Range[str, 1, _LONGEST.get(other, _LONGEST_TEXT)]
    if parameter.required:
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind | None, default=None)


def _choices(declared: Subcommand, parameter: Parameter) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=phrase_string(choice_phrase(declared, parameter, value)), value=value)
        for value in parameter.choices
    ]


def _completion(
    declared: Subcommand, parameter: Parameter, complete: Complete
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def offer(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await complete(interaction, declared, parameter, typed)

    return offer
