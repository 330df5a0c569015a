"""Front matter: what the author of a file says of it, between two lines of dashes at its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.sources.metadata import FIELDS

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<body>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"(?P<key>[A-Za-z_ ]+?)\s*:\s*(?P<value>\S.*?)\s*$", re.MULTILINE)
_LONGEST = 10_000  # characters


def front_matter(text: str) -> tuple[list[tuple[str, str]], int]:
    """Return the fields of a text's front matter that are known (see `FIELDS`), in order, and where the text begins.

    Several values of a field are one, with semicolons between. Two lines of dashes with no known field between
    are no front matter.
    """
    match = _FRONT_MATTER.match(text, 0, _LONGEST)
    if match is None:
        return [], 0
    found = [(key, value) for key, value in _settings(match["body"]) if key.lower() in FIELDS and value]
    return found, match.end() if found else 0


def _settings(body: str) -> Iterator[tuple[str, str]]:
    import yaml  # noqa: PLC0415 - few sources have front matter

    try:
        settings = yaml.load(body, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but text, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError):
        settings = None  # "title: Ports: a report" is no YAML, but says what it says
    if not isinstance(settings, dict):
        yield from ((match["key"], match["value"].strip("\"'")) for match in _SETTING.finditer(body))
        return
    for key, value in settings.items():
        values = value if isinstance(value, list) else [value]
        yield str(key), "; ".join(one.strip() for one in values if isinstance(one, str) and one.strip())
