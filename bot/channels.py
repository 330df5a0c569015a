"""What moderators set for a channel and for their community: whether the bot answers, who sees it, how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.errors import OnlyMentioned, StaysOut


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


MOST_A_MINUTE = 6_000
"""Questions: the highest cooldown that can be set."""

Rate = Annotated[int, Field(ge=0, le=MOST_A_MINUTE)]
"""Questions in a minute; 0: any number."""


@dataclass(frozen=True, slots=True)
class CommunityRules:
    """What holds in a whole community; None: what the operator set, or each member chose.

    `cooldown_member` and `cooldown_channel` are questions in a minute; `language` is one of `bot.phrases.LANGUAGES`;
    `private` holds in channels for which nothing else was set; `notices` is the channel in which moderators are told
    that a source changed.
    """

    cooldown_member: Rate | None = None
    cooldown_channel: Rate | None = None
    language: str | None = None
    private: bool = False
    notices: str | None = None
