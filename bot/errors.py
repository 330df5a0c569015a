"""What the bot can refuse or fail at, each with the name of the sentence that a member or operator reads."""

from __future__ import annotations

import logging
import secrets

log = logging.getLogger(__name__)


class BotError(Exception):
    """A refusal or failure. `phrase` is the Fluent id of its sentence, `values` what that sentence holds."""

    phrase: str

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


class Away(NotReady):
    """The database cannot be reached just now; the next question tries again."""

    phrase = "error-away"


class NotAllowed(BotError):
    """The command is for moderators."""

    phrase = "error-not-allowed"


class AlreadyRunning(BotError):
    """A reload is under way."""

    phrase = "error-already-running"


class GuildOnly(BotError):
    """The command has no meaning in a direct message."""

    phrase = "error-guild-only"


class Restarting(BotError):
    """The process is ending before the work is done."""

    phrase = "error-restarting"


class NoCard(BotError):
    """A passage cannot be made a picture: nobody said it in these words, or no font has its letters."""

    phrase = "error-no-card"


class Unexpected(BotError):
    """Something that nobody foresaw. `values["reference"]` stands in the log beside what it was."""

    phrase = "error-unexpected"


class CoolingDown(BotError):
    """Too many questions in a short time; after `seconds` another is taken.

    `first_time` tells the first refusal of a flood from the others, which need no answer where none is expected.
    """

    phrase = "error-cooling-down"

    def __init__(self, *, first_time: bool, seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(seconds=seconds)
        self.first_time = first_time
        self.seconds = seconds


class ExchangeGone(BotError):
    """A button belongs to an answer that is no longer kept, or never was."""

    phrase = "error-exchange-gone"


class PassageGone(BotError):
    """A button belongs to an answer whose passages are no longer in the index."""

    phrase = "error-passage-gone"


class NothingElse(BotError):
    """No other passage came close to a question."""

    phrase = "error-nothing-else"


class NotYours(BotError):
    """Only who asked, or a moderator, may do that with an answer."""

    phrase = "error-not-yours"


class NotForgotten(BotError):
    """What is kept of a member could not be deleted."""

    phrase = "error-not-forgotten"


class NotKept(BotError):
    """What a member or moderator said could not be written down."""

    phrase = "error-not-kept"


class StaysOut(BotError):
    """Moderators want no answers in this channel."""

    phrase = "error-stays-out"


class OnlyMentioned(BotError):
    """Moderators want no answers to commands in this channel."""

    phrase = "error-only-mentioned"


class NothingToLookUp(BotError):
    """A message holds no words that could be looked up."""

    phrase = "error-nothing-to-look-up"


class LibraryChanged(BotError):
    """A change was made ready from a library that somebody has changed since."""

    phrase = "error-library-changed"


class SourceUnknown(BotError):
    """The community's library holds no source of that id."""

    phrase = "error-source-unknown"


class SnapshotUnknown(BotError):
    """The community's library never had a snapshot of that number."""

    phrase = "error-snapshot-unknown"


def reference(what: str, error: BaseException) -> str:
    """Log an error that nobody foresaw, once, with its traceback, and return the reference under which it stands.

    Args:
        what: what failed, as the beginning of a sentence ("A reload"); nothing that a member wrote.
        error: what was raised.
    """
    number = secrets.token_hex(3).upper()
    log.error("%s failed unexpectedly (reference %s)", what, number, exc_info=error, extra={"reference": number})
    return number


def as_bot_error(error: Exception, what: str = "A request") -> BotError:
    """Return `error` itself where it is a refusal; anything else is logged with a reference, which the member reads."""
    return error if isinstance(error, BotError) else Unexpected(reference=reference(what, error))


class ConfigurationError(Exception):
    """A setting is missing or wrong. `str(error)` says which, and what to do; the process ends with 78."""
