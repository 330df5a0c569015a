"""Text from outside, made fit to be shown: nothing in it can move a cursor, colour a terminal or turn a line round."""

from __future__ import annotations

import unicodedata

# They would turn round the order of everything after them, our words too.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Return `text` with a space for every white space, control and direction character: as long as it was."""
    return "".join(" " if c.isspace() or c in _BIDI or unicodedata.category(c) == "Cc" else c for c in text)


def on_one_line(text: str) -> str:
    """Return `text` as `printable`, with single spaces between its words and none around them."""
    return " ".join(printable(text).split())


def cut(text: str, most: int) -> str:
    """Return `text` with at most `most` characters, the last one an ellipsis where some were left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
