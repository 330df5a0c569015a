"""The word lists of a package: files in its folder `data`, an entry a line, `#` for comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def entries(package: str, file: str) -> tuple[str, ...]:
    """Return the entries of `data/FILE` of the package of that name, in order, without white space around them."""
    text = files(package).joinpath("data", file).read_text(encoding="utf-8")
    return tuple(entry for line in text.splitlines() if (entry := line.strip()) and not line.startswith("#"))


def halves(package: str, file: str) -> list[tuple[str, str]]:
    """Return both halves of each entry, which a colon parts."""
    return [(first, second) for first, _, second in (entry.partition(": ") for entry in entries(package, file))]


def of_group(package: str, file: str, group: str) -> list[str]:
    """Return, in order, what stands beside one group's name in a file of entries `GROUP: WORD WORD ...`.

    Raises:
        KeyError: the file has no such group; a name that is misspelt is to be seen, and not to mean no words.
    """
    found = [words for name, words in halves(package, file) if name == group]
    if not found:
        raise KeyError(f"{package}, {file}: there is no group {group!r}")
    return found
