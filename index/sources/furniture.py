"""Lines that stand between an article's paragraphs and are none: advertisements, captions, invitations, pointers."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_MOST_WORDS = 45  # an invitation with its small print; a paragraph that begins like one and goes on is longer
_QUOTED = re.compile(r"[\"“”«»「]")
_CREDIT = re.compile(
    r"[\[(]\s*(?:(?:file\s+)?(?:photo|picture|image|photograph|illustration|graphic|video)s?\b[^\])]{0,80}"
    r"|(?:provided|courtesy)\b[^\])]{0,60}"
    r"|[^\])]{0,60}\b(?:via\s+)?(?:AP|AFP|Reuters|Xinhua|EPA|Getty Images|Bloomberg|Shutterstock|VCG|iStock)"
    r"(?:\s+(?:photo|images?))?)\s*[\])]\.?$"
    r"|\b(?:photos?|photographs?|pictures?|images?|credits?|illustrations?)(?:\s+(?:by|credit|courtesy(?:\s+of)?))?"
    r"\s*[:/|]\s*[^.!?]{2,80}\.?$"
    r"|\bphoto(?:graph)?s?\s+(?:by|courtesy(?:\s+of)?)\s+[^.!?]{2,60}\.?$"
    r"|(?:/|\|)\s*(?:AP|AFP|Reuters|Xinhua|EPA|Getty Images|Bloomberg|Shutterstock)\s*\.?$",
    re.IGNORECASE,
)
_CAPTION_WORDS = 60


def is_furniture(line: str) -> bool:
    """Return whether a line of a source is furniture of the page and no paragraph of the article.

    Args:
        line: The whole paragraph, white space made single.
    """
    words = line.split()
    if not words or len(words) > _CAPTION_WORDS:
        return False
    if _is_caption(line, len(words)):
        return True
    if len(words) > _MOST_WORDS:
        return False
    return bool(_pattern("always").match(line) or (_pattern("pointer").match(line) and not _QUOTED.search(line)))


def _is_caption(line: str, words: int) -> bool:
    """Return whether a line is a picture's caption: it names the picture, or who made it, at its beginning or end."""
    if _pattern("caption").match(line):
        return True
    return words <= _CAPTION_WORDS and _CREDIT.search(line) is not None


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """Return what matches a line that begins with an entry of one group of `data/furniture.txt`."""
    text = (files("index.sources") / "data" / "furniture.txt").read_text(encoding="utf-8")
    lines = (line.split(": ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    parts = [entry for name, entry in lines if name == group]
    return re.compile(rf"\W*(?:{'|'.join(parts)})", re.IGNORECASE)
