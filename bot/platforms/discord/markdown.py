"""Discord's Markdown: text from outside, so that it shows exactly its characters and does nothing."""

from __future__ import annotations

import re

# Emphasis, spoilers, code, quotes, mentions, headings, links, timestamps; :emoji: and what the client makes links of.
# Lists and small text are made by what stands at the start of a line.
_MARKS = re.compile(r"[\\*_~|`<>@#\[\]]|:(?=\S)")
_LIST = re.compile(r"^(\s*\d*)([-+.)])")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def escape(text: str) -> str:
    r"""Return `text` on one line, so that Discord shows exactly its characters: no mark-up, no mention, no link.

    `@everyone` and `@here` also get a zero-width space, for what looks for them in the raw message (a bridge
    to another chat, or another bot) and knows neither Discord's escapes nor its list of allowed mentions.
    """
    line = _EVERYBODY.sub(f"@{_ZERO_WIDTH_SPACE}", " ".join(text.splitlines()))
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))


def small(text: str) -> str:
    """Return unescaped `text` as a line in small print."""
    return f"-# {escape(text)}"
