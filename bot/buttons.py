"""Which buttons stand below a reply, on every platform, and what they and the window for complaints say."""

from __future__ import annotations

from enum import StrEnum

from bot.answers import Answer, NoAnswer, Reply
from bot.card import can_be_card
from bot.exchanges import Complaint
from bot.phrases import Phrases


class Press(StrEnum):
    """What a button below a reply does; its label is the phrase `button-` and this."""

    CONTEXT = "context"
    OTHERS = "others"
    CARD = "card"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    SHARE = "share"
    DELETE = "delete"


def presses(reply: Reply, *, private: bool) -> tuple[Press, ...]:
    """Return the buttons of a reply, in their order; none for one that is not kept, or shows no passage.

    Args:
        reply: as `Assistant` gave it.
        private: whether its member alone sees it: such an answer can be shared, and any other taken down.
    """
    if not isinstance(reply, Answer | NoAnswer) or not reply.exchange:
        return ()
    answered = isinstance(reply, Answer)
    close = reply.alternatives if isinstance(reply, Answer) else reply.nearest[1:]
    wanted = {
        Press.CONTEXT: True,
        Press.OTHERS: bool(close),
        Press.CARD: isinstance(reply, Answer) and can_be_card(reply.citation),
        Press.HELPFUL: True,
        Press.UNHELPFUL: True,
        Press.SHARE: private and answered,
        Press.DELETE: not private,
    }
    return tuple(press for press, shown in wanted.items() if shown)


def press_label(press: Press, say: Phrases) -> str:
    """Return what a button says."""
    return say(f"button-{press.value}")


def complaint_labels(say: Phrases) -> list[tuple[Complaint, str]]:
    """Return why an answer may not have helped, with the words of each."""
    return [(complaint, say(f"complaint-{complaint.value}")) for complaint in Complaint]
