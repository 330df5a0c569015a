"""Words for persons, bodies and printed matter: names, titles, offices, and other lists of this package."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from index.wordfiles import entries, halves, of_group

_PACKAGE = "index.attribution"


class Title(NamedTuple):
    """A title before a name: the gender it states ("m", "f" or None) and the role it states, spelt out."""

    gender: str | None
    role: str | None


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt`."""
    return frozenset(entries(_PACKAGE, f"{name}.txt"))


@cache
def word_group(name: str) -> frozenset[str]:
    """Return the words of one group of `data/word_groups.txt`."""
    return frozenset(" ".join(of_group(_PACKAGE, "word_groups.txt", name)).split())


@cache
def near_synonyms() -> dict[str, frozenset[str]]:
    """Return what else a role's noun may mean ("judge" a justice): the groups `kind-NOUN` of `data/word_groups.txt`."""
    groups = (entry for entry in halves(_PACKAGE, "word_groups.txt") if entry[0].startswith("kind-"))
    return {name.removeprefix("kind-"): frozenset(words.split()) for name, words in groups}


@cache
def titles() -> dict[str, Title]:
    """Return the titles that stand before names, by their lower-case form without a full stop."""
    found: dict[str, Title] = {}
    for line in entries(_PACKAGE, "titles.tsv"):
        word, gender, role = line.split("\t")
        found[word.lower()] = Title(None if gender == "-" else gender, None if role == "-" else role)
    return found


@cache
def role_verbs() -> dict[str, tuple[bool, str | None]]:
    """Return the verbs of "who VERB ..." that state a role: whether the form is past, and the noun it becomes."""
    found: dict[str, tuple[bool, str | None]] = {}
    for line in entries(_PACKAGE, "role_verbs.tsv"):
        present, past, noun = line.split("\t")
        made = None if noun == "-" else noun
        found[present] = (False, made)
        if past != "-":
            found[past] = (True, made)
    return found


@cache
def given_names() -> dict[str, str]:
    """Return the given names that are nearly always of one gender, each with "f" or "m"."""
    return {name: line[0] for line in entries(_PACKAGE, "given_names.txt") for name in line.split()[1:]}
