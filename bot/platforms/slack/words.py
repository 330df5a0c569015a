"""What a member wrote, as they saw it, from the text that Slack delivers."""

from __future__ import annotations

import re

_CONTROL_SEQUENCE = re.compile(r"<([@#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")


def words_of(text: str, bot_user_id: str | None) -> str:
    """Return what a member wrote, from the text that Slack delivers.

    The mention of the bot goes; links and channels become what the member saw of them; other mentions, which hold
    ids and no names, go too.
    """

    def seen(match: re.Match[str]) -> str:
        kind, target, label = match.groups()
        if kind == "@" and target == bot_user_id:
            return " "
        if label:
            return f"#{label}" if kind == "#" else label
        return kind + target if kind.endswith(":") else " "

    return _CONTROL_SEQUENCE.sub(seen, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
