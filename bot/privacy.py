"""What is kept of a member, in sentences."""

from __future__ import annotations

from bot.conversation import FORGOTTEN_AFTER
from bot.exchanges import Kept
from bot.phrases import Phrases


def render_privacy(kept: Kept, say: Phrases) -> list[str]:
    """Return, sentence by sentence, what is kept of a member and for how long; how to delete it is the platform's."""
    if kept.since is None:
        first = say("privacy-nothing")
    else:
        since = kept.since.date().isoformat()
        first = say("privacy-kept", questions=kept.questions, verdicts=kept.verdicts, since=since)
    return [
        first,
        *([say("privacy-gaps", gaps=kept.gaps)] if kept.gaps else []),
        say("privacy-what"),
        say("privacy-days", days=kept.days) if kept.days else say("privacy-memory"),
        say("privacy-conversation", minutes=FORGOTTEN_AFTER // 60),
    ]
