"""The words that report speech: the verbs, nouns and phrases of cues, and what each takes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from index.wordfiles import entries


class Tier(StrEnum):
    """How much a verb needs beside it to count as reporting speech."""

    STRONG = "strong"
    SPEECH = "speech"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A reporting verb: its tier, the frames its content takes and the prepositions of "prep" frames.

    `needs` are words of which one must follow ("on" of "went on"), if any. `by` names the kinds of subject without
    which it reports nothing: "person", "study"; empty for any.
    """

    lemma: str
    tier: Tier
    frames: frozenset[str]
    prepositions: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()


def _entries(file: str) -> Iterator[list[str]]:
    """Yield the words of each entry of a list."""
    yield from (entry.split() for entry in entries("index.attribution", file))


@cache
def cue_verbs() -> dict[str, CueVerb]:
    """Return the reporting verbs by lemma."""
    verbs: dict[str, CueVerb] = {}
    for lemma, tier, *frames in _entries("cue_verbs.txt"):
        prepositions = frozenset(f.removeprefix("prep=") for f in frames if f.startswith("prep="))
        needs = frozenset(f.removeprefix("next=") for f in frames if f.startswith("next="))
        by = frozenset(f.removeprefix("by=") for f in frames if f.startswith("by="))
        plain = frozenset(f for f in frames if "=" not in f)
        verbs[lemma] = CueVerb(lemma, Tier(tier), plain, prepositions, needs, by)
    return verbs


@cache
def cue_nouns(use: str) -> frozenset[str]:
    """Return the nouns that stand for speech in one use: those that the head of `cue_nouns.txt` lists."""
    return frozenset(noun for noun, *uses in _entries("cue_nouns.txt") if use in uses)


@cache
def cue_words(group: str) -> dict[str, str]:
    """Return the words of one group of `cue_words.txt`, each with its lemma (itself where none is given)."""
    return {words[0]: words[-1] for name, *words in _entries("cue_words.txt") if name == group}


def may_report(word: str) -> bool:
    """Return whether a lower-case word may be a form of a reporting verb, judged by its ending alone."""
    verbs, forms = cue_verbs(), cue_words("form")
    stems = {word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed"), word.removesuffix("es")}
    if word.endswith("ied"):
        stems.add(word.removesuffix("ied") + "y")
    return word in forms or (word.endswith(("s", "d")) and bool(stems & verbs.keys()))
