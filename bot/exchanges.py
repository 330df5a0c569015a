"""What is kept of a question: the exchange, what members think of the reply, and that it was not answered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_REMARK = 1_000  # characters


class Complaint(StrEnum):
    """Why an answer did not help."""

    WRONG_PASSAGE = "wrong-passage"
    WRONG_SPEAKER = "wrong-speaker"
    MISSED = "missed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was replied: `reply` is what `bot.recall` makes of a reply, `member` a hash of who asked."""

    id: str
    community: str
    member: str
    asked: datetime.datetime
    question: str
    reply: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one member thinks of an answer; `remark` is in their own words."""

    helpful: bool
    complaint: Complaint | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the articles did not answer; `reason` is the value of a `bot.answers.Reason`."""

    exchange: str
    asked: datetime.datetime
    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a member, since when (None where nothing is), and for how many days.

    `gaps` of the `questions` were not answered, and are shown to moderators. `days` is 0 where nothing is written down:
    it is then forgotten when the process ends.
    """

    questions: int
    gaps: int
    verdicts: int
    since: datetime.datetime | None
    days: int
