"""What moderators set for a channel: whether the bot answers there, and who sees the answers."""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.conversation import Thread, place_of
from bot.errors import ConfigurationError, NotKept, OnlyMentioned, StaysOut

log = logging.getLogger(__name__)


class Presence(StrEnum):
    """Where the bot takes part in a channel."""

    ANSWERS = "answers"
    MENTIONED = "mentioned"
    STAYS_OUT = "stays-out"


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What holds in a channel.

    `presence` is ANSWERS: commands, mentions and replies; MENTIONED: only mentions and replies to its answers, no
    commands; STAYS_OUT: nothing there but commands of moderators, and private replies that say so. `private`
    says whether an answer to a command is shown to its member alone unless they choose otherwise.
    """

    presence: Presence = Presence.ANSWERS
    private: bool = False

    def check(self, *, mentioned: bool) -> None:
        """Let an answer through that everybody in the channel would see; `mentioned`: to a mention or a reply.

        Raises:
            StaysOut: the bot is to stay out of the channel.
            OnlyMentioned: it is to answer no commands there.
        """
        if self.presence is Presence.STAYS_OUT:
            raise StaysOut
        if self.presence is Presence.MENTIONED and not mentioned:
            raise OnlyMentioned


_JSON = TypeAdapter(dict[str, ChannelRules])


class Channels:
    """The rules of all channels, in a file of the data folder. Reading them is instant; changing them blocks."""

    def __init__(self, path: Path | None) -> None:
        """Read the rules at `path`; where there is no such file, every channel has the ordinary ones.

        Without a path they are kept in memory.

        Raises:
            ConfigurationError: the file is damaged or unreadable. It is left as it is: the bot might otherwise speak
                where moderators told it to stay out.
        """
        self._path = path
        self._changing = threading.Lock()
        self._rules: dict[str, ChannelRules] = {}
        if path is None:
            return
        try:
            self._rules = _JSON.validate_json(path.read_bytes())
        except FileNotFoundError:
            return
        except OSError as error:
            raise ConfigurationError(f"The channels' settings in {path} cannot be read: {error.strerror}.") from None
        except ValidationError:
            raise ConfigurationError(
                f"The channels' settings in {path} are damaged. Correct the file, or delete it to begin with none, and "
                "start again."
            ) from None

    def of(self, thread: Thread) -> ChannelRules:
        """Return what holds in the channel of `thread`."""
        return self._rules.get(_key(thread), ChannelRules())

    def change(self, thread: Thread, presence: Presence | None = None, private: bool | None = None) -> ChannelRules:
        """Change what is given for the channel of `thread`, and return what holds now.

        Raises:
            NotKept: the file cannot be written; the old rules hold.
        """
        with self._changing:
            old = self.of(thread)
            new = ChannelRules(presence or old.presence, old.private if private is None else private)
            rules = {key: value for key, value in self._rules.items() if key != _key(thread)}
            if new != ChannelRules():
                rules[_key(thread)] = new
            if self._path:
                _write(self._path, rules)
            self._rules = rules
        return new


def _write(path: Path, rules: dict[str, ChannelRules]) -> None:
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            stream.write(_JSON.dump_json(rules, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        log.error("The channels' settings could not be written to %s: %s", path, error.strerror)
        raise NotKept from error


def _key(thread: Thread) -> str:
    return "/".join((thread.platform, thread.community, place_of(thread)))
