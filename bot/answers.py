"""What comes of a question: an answer, an honest no, or a courtesy; and the passages that each of them shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.questions import Kind, Question
from index.article import Article, Passage, Span, Speaker, StatementKind


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_SAID = "not-said"
    UNKNOWN_NAME = "unknown-name"
    UNQUOTED = "unquoted"


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage with everything needed to show where it comes from.

    `speakers` are those whose words it holds, in order: empty for the reporter's narration. `unclear`
    says that it also holds speech of somebody whom the text does not make clear. `kind` tells how the
    words are reported, None for narration. `voice` is the one of `speakers` to name where only one can be:
    who says the words that answer, or else who speaks first in the passage; never a document. `highlights`
    are the words that answer, as spans of `passage.text`; empty where nothing was singled out. `narrated`
    says that those words are nobody's speech, whoever else speaks in the passage. `also_in` are the other articles
    that report the words that answer, in nearly the same words and from the same speaker.
    """

    passage: Passage
    article: Article
    speakers: tuple[Speaker, ...]
    voice: Speaker | None
    unclear: bool
    kind: StatementKind | None
    score: float
    highlights: tuple[Span, ...] = ()
    narrated: bool = False
    also_in: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers, how probable it is that it does, and the next best ones.

    `further` are the other passages of an answer that is a list, in its order; `alternatives` only come close.
    `exchange` is the id by which a button finds the reply again, empty where it is not kept.
    """

    question: str
    citation: Citation
    confidence: float
    alternatives: tuple[Citation, ...] = ()
    further: tuple[Citation, ...] = ()
    asked: Question | None = field(default=None, compare=False)
    exchange: str = field(default="", compare=False)

    @property
    def given(self) -> tuple[Citation, ...]:
        """All passages of the answer, in its order."""
        return (self.citation, *self.further)

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The passages of the answer and those that come close."""
        return (*self.given, *self.alternatives)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """That there is no answer, why, and what came closest. `confidence` is that of the closest passage.

    `meant` are speakers' names that are like the unknown one.
    """

    question: str
    reason: Reason
    confidence: float = 0.0
    nearest: tuple[Citation, ...] = ()
    asked: Question | None = field(default=None, compare=False)
    meant: tuple[str, ...] = field(default=(), kw_only=True)
    exchange: str = field(default="", compare=False)

    @property
    def given(self) -> tuple[Citation, ...]:
        """Nothing was given as an answer."""
        return ()

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The passages that came closest."""
        return self.nearest


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A reply in kind to a text that asks nothing of the articles: one of `COURTESIES`."""

    question: str
    kind: Kind
    asked: Question | None = field(default=None, compare=False)
    exchange: str = field(default="", compare=False)

    @property
    def given(self) -> tuple[Citation, ...]:
        """Nothing was asked."""
        return ()

    @property
    def shown(self) -> tuple[Citation, ...]:
        """Nothing was searched for."""
        return ()


Reply = Answer | NoAnswer | Courtesy


@dataclass(frozen=True, slots=True)
class InContext:
    """A passage with those before and after it in its article, None where it is the first or the last."""

    before: Citation | None
    citation: Citation
    after: Citation | None
