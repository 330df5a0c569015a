"""The one use case: a question, and what the conversation was about, becomes an answer or an honest no."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from index.article import Article, Passage, Span, Speaker, StatementKind

if TYPE_CHECKING:
    from index.embedding import Vectors
    from index.retrieval import Match
    from index.snapshot import Snapshot

MAX_QUESTION = 1_000  # characters; a longer text is no question
_RANKED = 5
"""How many passages an answer carries, the best and its alternatives together."""


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_SAID = "not-said"


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage with everything needed to show where it comes from.

    `speakers` are those whose words it holds, in order: empty for the reporter's narration. `unclear`
    says that it also holds speech of somebody whom the text does not make clear. `kind` tells how the
    words are reported, None for narration. `highlights` are the words that answer, as spans of
    `passage.text`; empty where nothing was singled out.
    """

    passage: Passage
    article: Article
    speakers: tuple[Speaker, ...]
    unclear: bool
    kind: StatementKind | None
    score: float
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers, how probable it is that it does, and the next best ones."""

    question: str
    citation: Citation
    confidence: float
    alternatives: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """That there is no answer, why, and what came closest. `confidence` is that of the closest passage."""

    question: str
    reason: Reason
    confidence: float = 0.0
    nearest: tuple[Citation, ...] = ()


Reply = Answer | NoAnswer


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: the question and the passages that were shown, best first."""

    question: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one member and the bot have said to each other in one thread, oldest first."""

    turns: tuple[Turn, ...] = ()

    def after(self, reply: Reply) -> Conversation:
        """Return the conversation with `reply` as its newest turn; the last ten are kept."""
        shown = (reply.citation, *reply.alternatives) if isinstance(reply, Answer) else reply.nearest
        turn = Turn(reply.question, tuple(citation.passage.id for citation in shown))
        return Conversation((*self.turns, turn)[-10:])


def tidy_question(text: str) -> str:
    """Return a member's text on one line, without outer white space or unprintable characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def refusal_before_search(question: str) -> NoAnswer | None:
    """Return the reply to a (tidied) text that is no question at all, or None where it is worth a search."""
    if not any(character.isalnum() for character in question):
        return NoAnswer(question, Reason.EMPTY)
    if len(question) > MAX_QUESTION:
        return NoAnswer(question[:MAX_QUESTION], Reason.TOO_LONG)
    return None


def answer_question(snapshot: Snapshot, question: str, vector: Vectors, threshold: float) -> Reply:
    """Find the passage that answers, or say that there is none.

    Args:
        snapshot: the index to answer from.
        question: the tidied question.
        vector: its embedding, shape (dimension,).
        threshold: the confidence from which a passage is given as an answer, between 0 and 1.
    """
    matches = snapshot.dense.search(vector, _RANKED)
    citations = [_cite(snapshot, match) for match in matches]
    confidence = confidence_of(matches)
    if not citations or confidence < threshold:
        return NoAnswer(question, Reason.NOT_SAID, confidence, tuple(citations))
    return Answer(question, citations[0], confidence, tuple(citations[1:]))


# Intercept, weight of the best score and of its lead over the next: see confidence_of.
_INTERCEPT, _OF_SCORE, _OF_LEAD = -5.0, 10.0, 2.0


def confidence_of(matches: Sequence[Match]) -> float:
    """Return the probability that the best match answers, by a logistic regression on its score and lead."""
    if not matches:
        return 0.0
    best = matches[0].score
    lead = best - matches[1].score if len(matches) > 1 else 0.0
    return 1 / (1 + math.exp(-(_INTERCEPT + _OF_SCORE * best + _OF_LEAD * lead)))


def _cite(snapshot: Snapshot, match: Match) -> Citation:
    passage = snapshot.passages[match.passage]
    sentence = passage.sentences[match.sentence]
    start = passage.span.start
    whole = len(passage.sentences) == 1
    kinds = {statement.kind for statement in passage.statements}
    return Citation(
        passage=passage,
        article=snapshot.article_of(passage),
        speakers=snapshot.speakers_of(passage),
        unclear=passage.unclear,
        kind=next(iter(kinds)) if len(kinds) == 1 else StatementKind.MIXED if kinds else None,
        score=match.score,
        highlights=() if whole else (Span(sentence.start - start, sentence.end - start),),
    )
