"""The one use case: a question, and what the conversation was about, becomes an answer or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answers import Answer, Citation, Courtesy, InContext, NoAnswer, Reason, Reply
from bot.conversation import Conversation
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
from index.article import Article, Passage, Span, SpeakerKind, Statement, StatementKind

if TYPE_CHECKING:
    from index.embedding import Encoder
    from index.snapshot import Snapshot

MAX_QUESTION = 1_000  # characters; a longer text is no question
_LONGEST_NAME = 100  # characters of a name that is repeated to the member
_MEANT = 3  # names that are offered for an unknown one
_RANKED = 5
"""How many passages an answer carries, the best and its alternatives together."""


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
    if not heard:
        # What has no cue of its own is mostly told after whom it is from.
        spoken = sorted((s.span.start, s.speaker) for s in passage.statements if s.speaker)
        before = [speaker for start, speaker in spoken if start < answering[0].start]
        heard = before[-1:] or [speaker for _, speaker in spoken[:1]]
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
