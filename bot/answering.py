"""The one use case: a question, and what the conversation was about, becomes an answer or an honest no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from index.article import Article, Passage, Span, Speaker, SpeakerKind, StatementKind
from index.retrieval import confidence

if TYPE_CHECKING:
    from index.embedding import Encoder
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
    words are reported, None for narration. `voice` is the one of `speakers` to name where only one can be:
    who says the words that answer, or else who speaks first in the passage; never a document. `highlights`
    are the words that answer, as spans of `passage.text`; empty where nothing was singled out. `narrated`
    says that those words are nobody's speech, whoever else speaks in the passage.
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


def reply_to(text: str, conversation: Conversation, snapshot: Snapshot, encoder: Encoder, threshold: float) -> Reply:
    """Answer a member's text: the whole way from what was typed to a passage or an honest no.

    Args:
        text: as the member typed it.
        conversation: what was said in the thread before.
        snapshot: the index to answer from.
        encoder: the model that made the snapshot's vectors.
        threshold: the confidence from which a passage is given as an answer, between 0 and 1.
    """
    question = tidy_question(text)
    if not any(character.isalnum() for character in question):
        return NoAnswer(question[:MAX_QUESTION], Reason.EMPTY)
    if len(question) > MAX_QUESTION:
        return NoAnswer(question[:MAX_QUESTION], Reason.TOO_LONG)
    found = snapshot.retriever.search(question, encoder.embed_question(question))
    matches = _of_the_same_speaker(question, conversation, snapshot, found)
    citations = tuple(_cite(snapshot, match) for match in matches[:_RANKED])
    sure = confidence(matches)
    if sure < threshold:
        return NoAnswer(question, Reason.NOT_SAID, sure, citations)
    return Answer(question, citations[0], sure, citations[1:])


_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)


def _of_the_same_speaker(
    question: str, conversation: Conversation, snapshot: Snapshot, matches: Sequence[Match]
) -> Sequence[Match]:
    """Keep to the words of whoever spoke in the passage shown last, where the question says "he" or "she"."""
    if not conversation.turns or not conversation.turns[-1].passages or not _SOMEBODY.search(question):
        return matches
    shown = next((p for p in snapshot.passages if p.id == conversation.turns[-1].passages[0]), None)
    spoken = set(snapshot.speakers_of(shown)) if shown else set()
    kept = [m for m in matches if spoken & set(snapshot.speakers_of(snapshot.passages[m.passage]))]
    return kept or matches


def _cite(snapshot: Snapshot, match: Match) -> Citation:
    passage = snapshot.passages[match.passage]
    sentence = passage.sentences[match.sentence]
    start = passage.span.start
    whole = len(passage.sentences) == 1
    kinds = {statement.kind for statement in passage.statements}
    speakers = snapshot.speakers_of(passage)
    aloud = [s for s in speakers if s.kind is not SpeakerKind.DOCUMENT]
    heard = [s.speaker for s in passage.statements if s.speaker and any(part.overlaps(sentence) for part in s.spans)]
    return Citation(
        passage=passage,
        article=snapshot.article_of(passage),
        speakers=speakers,
        voice=next((s for s in aloud if s.id in heard), next(iter(aloud), None)),
        unclear=passage.unclear,
        kind=next(iter(kinds)) if len(kinds) == 1 else StatementKind.MIXED if kinds else None,
        score=match.score,
        highlights=() if whole else (Span(sentence.start - start, sentence.end - start),),
        narrated=not any(part.overlaps(sentence) for s in passage.statements for part in s.spans),
    )
