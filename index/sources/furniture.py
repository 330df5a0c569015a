"""Lines that stand between an article's paragraphs and are none: advertisements, captions, invitations, pointers."""

from __future__ import annotations

import re
from functools import cache

from index.wordfiles import of_group

_MOST_WORDS = 45  # an invitation with its small print; a paragraph that begins like one and goes on is longer
_QUOTED = re.compile(r"[\"“”«»「]")
_CREDIT = re.compile(
    r"[\[(]\s*(?:(?:file\s+)?(?:photo|picture|image|photograph|illustration|graphic|video)s?"
    r"(?:\s*[:/|]|\s+(?:by|via|from|courtesy|credit|provided|supplied)\b|(?=\s*[\])]))[^\])]{0,80}"
    r"|(?:provided\s+(?:by|to)|courtesy\s*(?:of\b|:))[^\])]{0,60})\s*[\])]\.?$",
    re.IGNORECASE,
)
_AGENCIES = r"(?:AP|AFP|Reuters|REUTERS|Xinhua|XINHUA|EPA|Getty Images|Getty|Bloomberg|Shutterstock|VCG|iStock)"
_KIND = r"(?:photo|photograph|picture|image|credit|illustration)s?"
_NAMED_CREDIT = re.compile(  # names, so capitals tell them from words: "took the credit: two streets" goes on otherwise
    rf"(?:(?:^|[.!?)\]”\"»|–—]\s*)(?i:{_KIND})|(?<=\s)(?=[A-Z])(?i:{_KIND}))(?i:\s+(?:by|credit|courtesy(?:\s+of)?))?"
    r"\s*[:/|]\s*(?![a-z])[^.!?]{2,80}\.?$"
    r"|[\[(][^\])]{0,60}\b(?:via|by|from)\s+" + _AGENCIES + r"\s*[\])]\.?$"
    r"|[\[(][^\])]{0,60}\b" + _AGENCIES + r"\s+(?:Photo|PHOTO|Images?|Pictures?)\b[^\])]{0,60}[\])]\.?$"
    r"|[\[(][A-Z][^\])/]{1,50}/\s*[A-Z][^\])]{1,50}[\])]$"
    r"|\b[Pp]hoto(?:graph)?s?\s+(?:by|courtesy(?:\s+of)?)\s+[A-Z][^.!?,]{2,40}\.?$"
    r"|[/|]\s*" + _AGENCIES + r"\s*\.?$"
)
_CAPTION_WORDS = 60  # a caption with its credit


def is_furniture(line: str) -> bool:
    """Return whether a line of a source is furniture of the page and no paragraph of the article.

    Args:
        line: The whole paragraph, white space made single.
    """
    words = len(line.split())
    if not 0 < words <= _CAPTION_WORDS:
        return False
    if _pattern("caption").match(line) or _CREDIT.search(line) or _NAMED_CREDIT.search(line):
        return True
    if words > _MOST_WORDS:
        return False
    return bool(_pattern("always").match(line) or (_pattern("pointer").match(line) and not _QUOTED.search(line)))


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """Return what matches a line that begins with an entry of one group of `data/furniture.txt`."""
    return re.compile(rf"[^\w\"“”‘«]*(?:{'|'.join(of_group('index.sources', 'furniture.txt', group))})", re.IGNORECASE)
