"""What a member's text asks: the nouns of this package."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is asked for. The last five are no questions to the articles."""

    WHO_SAID = "who-said"
    WHAT_SAID = "what-said"
    WHO_IS = "who-is"
    SPEAKERS = "speakers"
    EVERYTHING = "everything"
    LIST = "list"
    TOPIC = "topic"
    PROVENANCE = "provenance"
    FACT = "fact"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    INSTRUCTION = "instruction"
    NOISE = "noise"


COURTESIES = frozenset({Kind.GREETING, Kind.THANKS, Kind.HELP, Kind.INSTRUCTION, Kind.NOISE})
"""The kinds that are answered in kind and without a search."""


class Manner(StrEnum):
    """How a question names somebody."""

    NAME = "name"
    SPELLING = "spelling"
    ROLE = "role"
    SCRIPT = "script"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a question names.

    `name` is the full name as the articles give it, `mention` the words of the question, `score` how sure the match
    is, from 0 to 1. `keys` are the (`Article.sha256`, `Speaker.id`) under which the person speaks: several where
    several articles quote one person, none where the text names a person who is never quoted.
    """

    name: str
    mention: str
    manner: Manner
    score: float
    keys: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A member's text, understood.

    `text` is what was typed, tidied; `search` the part of it to search with, without greetings and preamble;
    `topic` its content words, without those that ask and those that name `speakers`. `unknown` are names of the
    question that neither the speakers nor the articles' text know. `follows` says that it leans on the turn
    before, `passages` are the ids that this turn showed, `given` those of them that were the answer, `more` that
    others than these are asked for. `articles` are those that the question names as its sources, by `Article.sha256`;
    empty where all are meant.
    """

    text: str
    language: str
    kind: Kind
    search: str
    speakers: tuple[Named, ...] = ()
    unknown: tuple[str, ...] = ()
    topic: str = ""
    follows: bool = False
    passages: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    more: bool = False
    articles: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """The keys of all `speakers`."""
        return frozenset(key for named in self.speakers for key in named.keys)
