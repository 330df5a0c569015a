"""The word lists of this package: data files of one entry a line, `#` for comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Title(NamedTuple):
    """A title before a name: the gender it states ("m", "f" or None) and the role it states, spelt out."""

    gender: str | None
    role: str | None


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt`."""
    return frozenset(_lines(f"{name}.txt"))


@cache
def word_group(name: str) -> frozenset[str]:
    """Return the words of one group of `data/word_groups.txt`."""
    lines = (line.split(": ", 1) for line in _lines("word_groups.txt"))
    return frozenset(word for group, entries in lines if group == name for word in entries.split())


@cache
def titles() -> dict[str, Title]:
    """Return the titles that stand before names, by their lower-case form without a full stop."""
    found: dict[str, Title] = {}
    for line in _lines("titles.tsv"):
        word, gender, role = line.split("\t")
        found[word.lower()] = Title(None if gender == "-" else gender, None if role == "-" else role)
    return found


def _lines(file: str) -> list[str]:
    text = files("index.attribution").joinpath("data", file).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def role_verbs() -> dict[str, tuple[bool, str | None]]:
    """Return the verbs of "who VERB ..." that state a role: whether the form is past, and the noun it becomes."""
    found: dict[str, tuple[bool, str | None]] = {}
    for line in _lines("role_verbs.tsv"):
        present, past, noun = line.split("\t")
        made = None if noun == "-" else noun
        found[present] = (False, made)
        if past != "-":
            found[past] = (True, made)
    return found


@cache
def given_names() -> dict[str, str]:
    """Return the given names that are nearly always of one gender, each with "f" or "m"."""
    return {name: line[0] for line in _lines("given_names.txt") for name in line.split()[1:]}
