"""What a member wrote, as they saw it, from the text that Slack delivers."""

from __future__ import annotations

import re

_CONTROL_SEQUENCE = re.compile(r"<([@#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")


def words_of(text: str, bot_user_id: str | None, *, addresses: bool = False) -> str:
    """Return what a member wrote, from the text that Slack delivers.

    The mention of the bot goes; links and channels become what the member saw of them; other mentions, which hold
    ids and no names, go too. With `addresses` a link becomes where it leads to, whatever the member saw of it.
    """

    def seen(match: re.Match[str]) -> str:
        kind, target, label = match.groups()
        if kind == "@" and target == bot_user_id:
            return " "
        if label and not (addresses and kind.startswith("http")):
            return f"#{label}" if kind == "#" else label
        return kind + target if kind.endswith(":") else " "

    return _unescaped(_CONTROL_SEQUENCE.sub(seen, text)).strip()


def addresses_in(text: str) -> list[str]:
    """Return where the links in a message lead to, each once, in their order."""
    found = [kind + rest for kind, rest, _ in _CONTROL_SEQUENCE.findall(text) if kind.startswith("http")]
    return list(dict.fromkeys(map(_unescaped, found)))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
