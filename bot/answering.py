"""The one use case: a question, and what the conversation was about, becomes an answer or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import NothingToLookUp
from bot.questions import (
    COURTESIES,
    Kind,
    Question,
    as_topic,
    chosen,
    directory_of,
    first_words,
    understand,
    wording,
    words_of,
)
from bot.ranking import SEVERAL, Ranked, answering_span, rank
from index.article import Article, Passage, Span, Speaker, SpeakerKind, Statement, StatementKind

if TYPE_CHECKING:
    from index.embedding import Encoder
    from index.snapshot import Snapshot

MAX_QUESTION = 1_000  # characters; a longer text is no question
_LONGEST_NAME = 100  # characters of a name that is repeated to the member
_MEANT = 3  # names that are offered for an unknown one
_RANKED = 5
"""How many passages an answer carries, the best and its alternatives together."""


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
class Turn:
    """One exchange: the question, the passages that were shown, best first, and those of them that answered.

    `asked` is the question as it was understood, None where it was not read at all; `exchange` its id, as in the reply.
    """

    question: str
    passages: tuple[str, ...]
    given: tuple[str, ...] = ()
    asked: Question | None = None
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one member and the bot have said to each other in one thread, oldest first."""

    turns: tuple[Turn, ...] = ()

    def after(self, reply: Reply) -> Conversation:
        """Return the conversation with `reply` as its newest turn; the last ten are kept.

        A courtesy is no turn: "thanks" between two questions does not part them.
        """
        if isinstance(reply, Courtesy):
            return self
        shown, given = (tuple(c.passage.id for c in which) for which in (reply.shown, reply.given))
        return Conversation((*self.turns, Turn(reply.question, shown, given, reply.asked, reply.exchange))[-10:])

    def without(self, exchange: str) -> Conversation:
        """Return the conversation without the turn of that exchange."""
        return Conversation(tuple(turn for turn in self.turns if turn.exchange != exchange))


def tidy_question(text: str) -> str:
    """Return a member's text on one line, without outer white space or unprintable characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def reply_to(
    text: str,
    conversation: Conversation,
    snapshot: Snapshot,
    encoder: Encoder,
    threshold: float,
    *,
    speaker: str | None = None,
) -> Reply:
    """Answer a member's text: the whole way from what was typed to a passage or an honest no.

    Args:
        text: as the member typed it.
        conversation: what was said in the thread before.
        snapshot: the index to answer from.
        encoder: the model that made the snapshot's vectors.
        threshold: the confidence from which a passage is given as an answer, between 0 and 1.
        speaker: whose words alone are asked for, as the member chose or typed it beside the text.
    """
    question = tidy_question(text)
    if not any(character.isalnum() for character in question):
        return NoAnswer(question[:MAX_QUESTION], Reason.EMPTY)
    if len(question) > MAX_QUESTION:
        return NoAnswer(question[:MAX_QUESTION], Reason.TOO_LONG)
    of = chosen(speaker, snapshot) if speaker and speaker.strip() else None
    if speaker and of == ():
        return _unknown(question, speaker, snapshot)
    asked = understand(question, conversation, snapshot, of)
    if asked.kind in COURTESIES:
        return Courtesy(question, asked.kind, asked)
    if (listed := _listed(asked, snapshot)) is not None:
        return listed
    previous = conversation.turns[-1].question if conversation.turns else None
    return _searched(asked, previous, snapshot, encoder, threshold)


def look_up(text: str, snapshot: Snapshot, encoder: Encoder, threshold: float) -> Reply:
    """Return what was said about the subject of somebody's message, of any length; arguments as of `reply_to`.

    Raises:
        NothingToLookUp: the message holds no words beside links, mentions and code.
    """
    words = wording(text)
    if not words:
        raise NothingToLookUp
    return _searched(as_topic(words, snapshot), None, snapshot, encoder, threshold)


def quotes_of(name: str, snapshot: Snapshot) -> Reply:
    """Return all that a speaker said, in the order of the articles; `name` as a member chose or typed it."""
    shown = tidy_question(name)[:MAX_QUESTION]
    of = chosen(shown, snapshot) if any(character.isalnum() for character in shown) else ()
    if not of:
        return _unknown(shown, shown, snapshot)
    asked = Question(shown, "en", Kind.EVERYTHING, shown, of)
    return _listed(asked, snapshot) or NoAnswer(shown, Reason.UNQUOTED, 0.0, (), asked)


def _unknown(question: str, name: str, snapshot: Snapshot) -> NoAnswer:
    """Return that the articles do not know `name`, with the speakers whom it may have meant."""
    shown = tidy_question(name)[:_LONGEST_NAME]
    asked = Question(question, "en", Kind.WHAT_SAID, question, unknown=(shown,))
    meant = directory_of(snapshot).alike(shown, _MEANT)
    return NoAnswer(question, Reason.UNKNOWN_NAME, 0.0, (), asked, meant=meant)


def _searched(
    asked: Question, previous: str | None, snapshot: Snapshot, encoder: Encoder, threshold: float
) -> Answer | NoAnswer:
    """Return what the search for a question finds; `previous` was asked before it."""
    ranked, sure = rank(asked, previous, snapshot, encoder)
    citations = tuple(_answering(snapshot, asked, one) for one in ranked[:_RANKED])
    if asked.unknown and not asked.speakers and asked.kind in (Kind.WHAT_SAID, Kind.WHO_IS, Kind.EVERYTHING):
        return NoAnswer(asked.text, Reason.UNKNOWN_NAME, 0.0, citations, asked)
    if sure < threshold or not citations:
        return NoAnswer(asked.text, Reason.NOT_SAID, sure, citations, asked)
    several = _further(ranked, asked)
    return Answer(asked.text, citations[0], sure, citations[1 + several :], citations[1 : 1 + several], asked)


@dataclass(frozen=True, slots=True)
class InContext:
    """A passage with those before and after it in its article, None where it is the first or the last."""

    before: Citation | None
    citation: Citation
    after: Citation | None


def in_context(citation: Citation, snapshot: Snapshot) -> InContext:
    """Return a passage of `snapshot` between its neighbours."""
    place = next(i for i, passage in enumerate(snapshot.passages) if passage.id == citation.passage.id)
    plain = Question("", "en", Kind.FACT, "")

    def beside(other: int) -> Citation | None:
        inside = 0 <= other < len(snapshot.passages)
        if not inside or snapshot.passages[other].article != citation.passage.article:
            return None
        return cite(snapshot, plain, other, 0.0, ())

    return InContext(beside(place - 1), citation, beside(place + 1))


def _listed(asked: Question, snapshot: Snapshot) -> Answer | None:
    """Return the answer that needs no search: who speaks, all that somebody said, or the passage just shown."""
    sure = 1.0
    if asked.kind is Kind.SPEAKERS:
        places = first_words(snapshot, asked.articles)
    elif asked.kind is Kind.EVERYTHING:
        theirs = words_of(asked, snapshot)
        if asked.articles:
            theirs = [i for i in theirs if snapshot.passages[i].article in asked.articles]
        places = snapshot.repeats.distinct({i: _statements_of(snapshot.passages[i], asked) for i in theirs})
        if asked.more:
            places = [i for i in places if snapshot.passages[i].id not in asked.passages]
        sure = max((one.score for one in asked.speakers), default=0.0)
    elif asked.kind is Kind.PROVENANCE and asked.passages:
        places = [i for i, passage in enumerate(snapshot.passages) if passage.id == asked.passages[0]]
    else:
        return None
    if not places:
        return None
    spoken = [() if asked.kind is Kind.PROVENANCE else _spoken(snapshot.passages[i], asked) for i in places]
    citations = [cite(snapshot, asked, i, sure, words) for i, words in zip(places, spoken, strict=True)]
    return Answer(asked.text, citations[0], sure, (), tuple(citations[1:]), asked)


def _further(ranked: Sequence[Ranked], asked: Question) -> int:
    """Return how many of the passages after the first are part of the answer to a question for several.

    Those are, which by themselves are more likely an answer than none.
    """
    if asked.kind not in SEVERAL:
        return 0
    none = 1 - sum(one.share for one in ranked)
    return sum(one.share > none for one in ranked[1:_RANKED])


def _statements_of(passage: Passage, asked: Question) -> list[Span]:
    """Return the words that those say whom a question names, or that anybody says, in the article's text, in order."""
    statements = [s for s in passage.statements if not asked.keys or (passage.article, s.speaker) in asked.keys]
    return sorted(part for s in statements for part in s.spans if part.overlaps(passage.span))


def _spoken(passage: Passage, asked: Question) -> tuple[Span, ...]:
    """Return the words of `_statements_of` as spans of the passage."""
    start, end = passage.span
    spans: list[Span] = []
    for part in _statements_of(passage, asked):
        span = Span(max(part.start, start) - start, min(part.end, end) - start)
        if spans and span.start <= spans[-1].end:
            span = Span(spans[-1].start, max(spans.pop().end, span.end))
        spans.append(span)
    return tuple(spans)


def _answering(snapshot: Snapshot, asked: Question, one: Ranked) -> Citation:
    """Return a candidate as a citation, the sentences marked that hold the words which answer."""
    passage = snapshot.passages[one.passage]
    marked = answering_span(passage, one.words).moved(-passage.span.start)
    return cite(snapshot, asked, one.passage, one.share, (marked,))


def cite(snapshot: Snapshot, asked: Question, place: int, score: float, words: tuple[Span, ...]) -> Citation:
    """Return the passage at `place` with everything to show it; `words` are those of its text that answer."""
    passage = snapshot.passages[place]
    answering = [span.moved(passage.span.start) for span in words] or [passage.span]

    def answers(statement: Statement) -> bool:
        return any(part.overlaps(span) for part in statement.spans for span in answering)

    kinds = {statement.kind for statement in passage.statements}
    speakers = snapshot.speakers_of(passage)
    aloud = [s for s in speakers if s.kind is not SpeakerKind.DOCUMENT]
    heard = [s.speaker for s in passage.statements if s.speaker and answers(s)]
    named = [s for s in aloud if (passage.article, s.id) in asked.keys]
    of_them = asked.kind in (Kind.WHAT_SAID, Kind.EVERYTHING)
    candidates = [*(named if of_them else ()), *(s for s in aloud if s.id in heard), *aloud]
    return Citation(
        passage=passage,
        article=snapshot.article_of(passage),
        speakers=speakers,
        voice=next(iter(candidates), None),
        unclear=passage.unclear,
        kind=next(iter(kinds)) if len(kinds) == 1 else StatementKind.MIXED if kinds else None,
        score=score,
        highlights=tuple(span for span in words if len(span.of(passage.text)) < len(passage.text)),
        narrated=bool(words) and not any(map(answers, passage.statements)),
        also_in=_also_in(snapshot, asked, place, answering),
    )


def _also_in(snapshot: Snapshot, asked: Question, place: int, words: Sequence[Span]) -> tuple[Article, ...]:
    """Return the other articles that hold most of the `words`, of the article's text, from the same speaker.

    A list shows passages whole: there one sentence is enough.
    """
    whole = asked.kind in (Kind.EVERYTHING, Kind.SPEAKERS, Kind.PROVENANCE)
    holding = snapshot.repeats.articles_with(place, words, 0.0 if whole else 0.5)
    return tuple(article for article in snapshot.record.articles if article.sha256 in holding)
