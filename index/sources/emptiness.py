"""What is said of a source without a paragraph."""

from __future__ import annotations

from index.errors import SourceError


def nothing_found(name: str, words: str) -> SourceError:
    """Return the error for a source in whose `words` no paragraph was found; nothing else says why."""
    letters = [char for char in words if char.isalpha()]
    if sum("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in letters) * 2 > len(letters):
        return SourceError(
            f"{name} is not written in English, and only articles in English can be read. Add it in English."
        )
    return SourceError(
        f"{name}: no paragraph was found in it, so there is nothing to quote. Check that it holds the article's text."
    )
