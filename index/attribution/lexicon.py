"""The words that report speech: the verbs, nouns and phrases of cues, and what each takes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Tier(StrEnum):
    """How much a verb needs beside it to count as reporting speech."""

    STRONG = "strong"
    SPEECH = "speech"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A reporting verb: its tier, the frames its content takes and the prepositions of "prep" frames.

    `needs` is the word that must follow ("on" of "went on"), if any. `by` names the kinds of subject without
    which it reports nothing: "person", "study"; empty for any.
    """

    lemma: str
    tier: Tier
    frames: frozenset[str]
    prepositions: frozenset[str] = frozenset()
    needs: str | None = None
    by: frozenset[str] = frozenset()


def read_lines(name: str) -> list[list[str]]:
    """Return the words of each line of a data file, comments and empty lines left out."""
    text = files("index.attribution").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def cue_verbs() -> dict[str, CueVerb]:
    """Return the reporting verbs by lemma."""
    verbs: dict[str, CueVerb] = {}
    for lemma, tier, *frames in read_lines("cue_verbs.txt"):
        prepositions = frozenset(f.removeprefix("prep=") for f in frames if f.startswith("prep="))
        needs = next((f.removeprefix("next=") for f in frames if f.startswith("next=")), None)
        by = frozenset(f.removeprefix("by=") for f in frames if f.startswith("by="))
        plain = frozenset(f for f in frames if "=" not in f)
        verbs[lemma] = CueVerb(lemma, Tier(tier), plain, prepositions, needs, by)
    return verbs


@cache
def cue_nouns(use: str) -> frozenset[str]:
    """Return the nouns that stand for speech in one use: those that the head of `cue_nouns.txt` lists."""
    return frozenset(noun for noun, *uses in read_lines("cue_nouns.txt") if use in uses)


@cache
def cue_words(group: str) -> dict[str, str]:
    """Return the words of one group of `cue_words.txt`, each with its lemma (itself where none is given)."""
    return {words[0]: words[-1] for name, *words in read_lines("cue_words.txt") if name == group}


def may_report(word: str) -> bool:
    """Return whether a lower-case word may be a form of a reporting verb, judged by its ending alone."""
    verbs, forms = cue_verbs(), cue_words("form")
    stems = {word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed"), word.removesuffix("es")}
    if word.endswith("ied"):
        stems.add(word.removesuffix("ied") + "y")
    return word in forms or (word.endswith(("s", "d")) and bool(stems & verbs.keys()))
