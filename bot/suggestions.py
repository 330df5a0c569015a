"""Questions to begin with, made from whoever speaks in an index and what about; each is one that the bot answers."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.answering import Answer, Conversation, reply_to
from bot.phrases import Phrases
from bot.questions.words import stem, word_list
from index.article import Passage, Span, Speaker, SpeakerKind, StatementKind
from index.plain import on_one_line

if TYPE_CHECKING:
    from index.embedding import Encoder
    from index.snapshot import Snapshot

LONGEST = 75  # characters of a suggestion: what a button of either platform shows
_TRIES = 4  # questions of one sort that are tried, each a search
_SUBJECT = re.compile(
    r"\b(?:the|of|in|on|for|about|to|with|and|more|our|their) ((?:[a-z]{4,} )?[a-z]{4,})"
    r"(?=[,.;:”\"]| (?:is|are|was|were|will|would|has|have|had|and|of|in|for|that|to|on)\b)"
)

_made: dict[int, dict[str, list[str]]] = {}


def suggest(
    snapshot: Snapshot, encoder: Callable[[], Encoder], threshold: float, say: Phrases, most: int = 4
) -> Sequence[str]:
    """Return questions that `snapshot` answers, no two of one sort. Blocks, at the first call for a second or two.

    Args:
        snapshot: the index to ask about.
        encoder: gives the model that made its vectors.
        threshold: the confidence from which on a passage counts as an answer.
        say: the phrases of the language to ask in.
        most: how many questions to return; fewer where the index has no more.
    """
    if (known := _made.get(id(snapshot))) is None:
        known = _made[id(snapshot)] = {}
        weakref.finalize(snapshot, _made.pop, id(snapshot), None)
    if say.language not in known:
        known[say.language] = list(_questions(snapshot, encoder(), threshold, say))
    return known[say.language][:most]


def _questions(snapshot: Snapshot, encoder: Encoder, threshold: float, say: Phrases) -> Iterator[str]:
    people = [one for one, _ in sorted(snapshot.speakers(), key=lambda p: -p[1]) if one.kind is SpeakerKind.PERSON]
    used: set[str] = set()

    def first(candidates: Iterable[tuple[Speaker | None, str]]) -> Iterator[str]:
        """Yield the first question that is short enough and answered, with whom it is about if that is told."""
        tried = 0
        for speaker, question in candidates:
            if len(question) > LONGEST or tried == _TRIES or (speaker and speaker.name in used):
                continue
            tried += 1
            reply = reply_to(question, Conversation(), snapshot, encoder, threshold)
            if isinstance(reply, Answer) and (speaker is None or speaker in reply.citation.speakers):
                used.update({speaker.name} if speaker else ())
                yield question
                return

    subjects = [(one, subject) for one in people for subject in _subjects(one, snapshot)]
    yield from first((one, say("suggest-said-about", name=_name(one), subject=subject)) for one, subject in subjects)
    yield from first(
        (one, say("suggest-who-spoke", subject=subject)) for one, subject in subjects if one.name not in used
    )
    yield from first((one, say("suggest-everything", name=_name(one))) for one in people)
    yield from first([(None, say("suggest-speakers"))])
    yield from first((one, say("suggest-who-is", name=_name(one))) for one in people if one.role)


def _name(speaker: Speaker) -> str:
    return on_one_line(speaker.name)


def _subjects(speaker: Speaker, snapshot: Snapshot) -> list[str]:
    """Return what a speaker speaks about, in two words or one, that which the articles come back to most first."""
    spoken = [words for passage in snapshot.passages for words in _words_of(speaker, passage, snapshot)]
    found = {match.group(1) for words in spoken for match in _SUBJECT.finditer(words) if _tells(match.group(1))}
    whole = " ".join(passage.text.lower() for passage in snapshot.passages)
    return sorted(found, key=lambda subject: (-(" " in subject), -min(3, whole.count(subject)), subject))[:2]


def _words_of(speaker: Speaker, passage: Passage, snapshot: Snapshot) -> Iterator[str]:
    if speaker in snapshot.speakers_of(passage):
        text = snapshot.article_of(passage).text
        for statement in passage.statements:
            if statement.speaker == speaker.id and statement.kind is not StatementKind.MIXED:
                yield from (on_one_line(Span(*part).of(text)) for part in statement.spans)


def _tells(subject: str) -> bool:
    frame = word_list("frame_words")
    return not any(word in frame or word.endswith(("ly", "ing")) or stem(word) in frame for word in subject.split())
