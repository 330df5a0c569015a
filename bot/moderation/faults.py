"""What moderators' commands can refuse, each with the name of the sentence that says what to do."""

from __future__ import annotations

from bot.errors import BotError


class UnknownCommand(BotError):
    """There is no command of that name."""

    phrase = "error-unknown-command"


class ArgumentUnknown(BotError):
    """A command was given something that it does not take."""

    phrase = "error-argument-unknown"


class ArgumentMissing(BotError):
    """A command was not given what it needs."""

    phrase = "error-argument-missing"


class NotASwitch(BotError):
    """A value is neither yes nor no."""

    phrase = "error-not-a-switch"


class NotANumber(BotError):
    """A value is no number, or too high a one."""

    phrase = "error-not-a-number"


class NotAChoice(BotError):
    """A value is none of those that can be chosen."""

    phrase = "error-not-a-choice"


class OfferGone(BotError):
    """What a button stood for was done or left, is too long ago, or is somebody else's."""

    phrase = "error-offer-gone"


class Refused(BotError):
    """Something could not be done, and nothing has changed. `values["reason"]` says why."""

    phrase = "error-refused"


class NothingAtHand(BotError):
    """What the bot keeps cannot be read or written just now, and nothing has changed. The log says why."""

    phrase = "error-nothing-at-hand"


class NothingGiven(BotError):
    """A source was to be added, and none was given, or two."""

    phrase = "error-nothing-given"


class SourceUnclear(BotError):
    """Several sources are meant by what was typed."""

    phrase = "error-source-unclear"


class PassageUnknown(BotError):
    """No passage is meant by what was typed."""

    phrase = "error-passage-unknown"


class PassageUnclear(BotError):
    """Several passages are meant by what was typed."""

    phrase = "error-passage-unclear"


class SpeakerUnknown(BotError):
    """Nobody of that name speaks."""

    phrase = "error-speaker-unknown"


class CorrectionUnclear(BotError):
    """What was given does not say what to correct."""

    phrase = "error-correction-unclear"


class NothingToRevert(BotError):
    """No names were merged that way."""

    phrase = "error-nothing-to-revert"


class NothingToGoBackTo(BotError):
    """Nothing was ever changed in a community's library."""

    phrase = "error-nothing-to-go-back-to"
