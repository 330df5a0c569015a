"""Discord's Markdown as a member sees it, and texts that would like to act in it."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_ACTIVE = re.compile(
    r"[*_~|`<>@#\[\]]"  # emphasis, spoilers, code, quotes, mentions, headings, masked links
    r"|https?://|:\w+:"  # links and emoji
    r"|^\s*(?:[-+]|\d+[.)])",  # lists, small text
    re.MULTILINE,
)

HOSTILE = (
    "@everyone",
    "@Here",
    "<@123456789012345678>",
    "<@!123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "<!channel>",
    "</ask:123456789012345678>",
    "<:pepe:123456789012345678>",
    "<t:1700000000:R>",
    "<id:customize>",
    "**bold** __under__ _it_ ~~gone~~ ||secret||",
    "`code` ```block```",
    "[click](https://evil.example)",
    "https://evil.example/a_b",
    "<https://evil.example>",
    ":skull: at 10:30",
    "# heading",
    "-# small",
    "- list",
    "+ list",
    "12345. numbered",
    "3) numbered",
    ">>> quoted",
    "back\\slash \\* \\",
    "**",
    "*\\",
    "\u200b@\u200beveryone <\u200b@1>",
    "first\nsecond\r\n# third\u2028> fourth",
)


def seen(markdown: str) -> str:
    """Return the characters that a member sees of escaped text, or fail where any of them would act."""
    assert not _ACTIVE.search(_ESCAPED.sub("\ue000", markdown)), markdown
    return _ESCAPED.sub(r"\1", markdown)


def check_line(line: str) -> None:
    """Fail where a line holds mark-up that is not the layout's own."""
    acting = re.sub(r"^(> |-# |- |— )|\*\*?", "", _ESCAPED.sub("\ue000", line))
    assert not _ACTIVE.search(acting.strip()), line


def flat(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(text.splitlines())


def without_pings(text: str) -> str:
    """Return `text` with the zero-width space that the layout puts into calls to everybody."""
    return re.sub(r"@(everyone|here)", "@\u200b\\1", text, flags=re.IGNORECASE)
