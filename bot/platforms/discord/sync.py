"""Telling Discord which commands there are: only when they changed, for it takes few such calls a day."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

log = logging.getLogger(__name__)

_AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


async def sync_when_changed(tree: app_commands.CommandTree[discord.Client], note: Path) -> bool:
    """Send the commands of `tree` to Discord unless they are those that `note` says it has.

    Args:
        tree: of a client that has logged in; its translator, where it has one, is asked for every language.
        note: file with a hash of the commands for each application's id. Deleting it makes the next start
            send them; where it cannot be read or written, every start does.

    Returns:
        Whether they were sent. A refusal by Discord is logged: mentions and direct messages work without commands.
    """
    application = str(tree.client.application_id)
    commands = json.dumps([await _payload(command, tree) for command in tree.get_commands()], sort_keys=True)
    now = hashlib.sha256(commands.encode()).hexdigest()
    known = _read(note)
    if known.get(application) == now:
        return False
    try:
        await tree.sync()
    except discord.DiscordException as error:
        log.error("Discord did not take the commands, so they may be missing or out of date: %s", error)
        return False
    _write(note, {**known, application: now})
    log.info("The commands were sent to Discord")
    return True


async def _payload(command: _AnyCommand, tree: app_commands.CommandTree[discord.Client]) -> dict[str, Any]:
    return await command.get_translated_payload(tree, tree.translator) if tree.translator else command.to_dict(tree)


def _read(note: Path) -> dict[str, str]:
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}


def _write(note: Path, known: dict[str, str]) -> None:
    beside = note.with_name(f"{note.name}.new")
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
        beside.replace(note)
    except OSError as error:
        log.warning("%s cannot be written (%s): the next start sends the commands again", note, error.strerror)
