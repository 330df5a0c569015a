"""What a moderator is shown, and what they hand in, on no platform in particular.

All texts are plain and unescaped, and some come from outside: a platform escapes them and lets nothing in them ping.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.phrases import Phrases

LONGEST_ACT = 60
"""Characters of an act's id, all of them ASCII."""

_STAGES = ("fetching", "reading", "attributing", "embedding", "saving")
"""What long work goes through, in this order; whatever else is reported is as short as saving."""

Style = Literal["primary", "danger", "plain"]
Tone = Literal["plain", "done", "warning"]


@dataclass(frozen=True, slots=True)
class Act:
    """A button: `id` is what `Desk.press` takes, `label` at most 40 characters."""

    id: str
    label: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what is known: "Published: 3 May 2026"."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: a heading, words below it (a passage where `quoted`), and a note in small print.

    `by` is the id of the member whose doing it is, to be shown at the end of the note as that member's name; it pings
    nobody.
    """

    heading: str
    text: str = ""
    quoted: bool = False
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything that a command or a button answers: a lead sentence or several, facts, a list, and buttons.

    `left_out` counts the entries of the list beyond `items`; `tone` says whether something was done, or will be lost.
    """

    lead: str
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    left_out: int = 0
    acts: tuple[Act, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a moderator attached. `size` is in bytes, as the platform gives it, `read` fetches them."""

    name: str
    size: int
    content_type: str | None
    read: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose while a moderator types; label and value have at most 100 characters."""

    label: str
    value: str


def render_progress(what: str, done: int, total: int, say: Phrases) -> str:
    """Return in a sentence how far long work has come; the arguments are those of `index.snapshot.Progress`."""
    stage = what if what in _STAGES else "saving"
    return say(f"reload-{stage}", done=done, total=total)
