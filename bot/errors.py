"""What the bot can refuse or fail at, each with the name of the sentence that a member or operator reads."""

from __future__ import annotations


class BotError(Exception):
    """A refusal or failure. `phrase` is the Fluent id of its sentence, `values` what that sentence holds."""

    phrase = "error-unexpected"

    def __init__(self, **values: str | int) -> None:
        """Keep the values for the sentence."""
        super().__init__(self.phrase, values)
        self.values = values


class Busy(BotError):
    """More questions are waiting than can be answered in time."""

    phrase = "error-busy"


class NotReady(BotError):
    """There is no index to answer from: it is being built, or could not be."""

    phrase = "error-not-ready"


class NotAllowed(BotError):
    """The command is for moderators."""

    phrase = "error-not-allowed"


class AlreadyRunning(BotError):
    """A reload is under way."""

    phrase = "error-already-running"


class ReloadFailed(BotError):
    """A reload did not succeed; the old index serves. `values["reason"]` says why."""

    phrase = "error-reload-failed"


class GuildOnly(BotError):
    """The command has no meaning in a direct message."""

    phrase = "error-guild-only"


class Restarting(BotError):
    """The process is ending before the work is done."""

    phrase = "error-restarting"


class ReloadBroke(BotError):
    """A reload failed in a way that nobody foresaw; the old index serves."""

    phrase = "error-reload-broke"


class NoCard(BotError):
    """A passage cannot be made a picture: nobody said it in these words, or no font has its letters."""

    phrase = "error-no-card"


class ConfigurationError(Exception):
    """A setting is missing or wrong. `str(error)` says which, and what to do; the process ends with 78."""
