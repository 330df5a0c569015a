"""What a question says of each passage beside its words: who speaks in it, whom it brings in, whether it was shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.questions.cast import Entity, cast_of
from bot.questions.question import Kind, Manner, Question
from bot.questions.words import fold, tokens
from index.article import Passage, SpeakerKind
from index.identity import Person
from index.retrieval.stemming import stem
from index.snapshot import Snapshot

COLUMNS = (
    "spoken by a named speaker",
    "spoken by a speaker carried over",
    "only others speak",
    "nobody speaks",
    "mentions a named speaker",
    "introduces a named speaker",
    "was given",
    "was shown beside",
    "next to what was given",
    "same speaker as what was given",
)

_IN_A_HEADER = 3  # full names


@dataclass(frozen=True, slots=True)
class Preferences:
    """`values`: float32, shape (passages, len(COLUMNS)), each from 0 to 1, all 0 where a column does not apply."""

    values: npt.NDArray[np.float32]

    def column(self, name: str) -> npt.NDArray[np.float32]:
        """Return one column by its name, shape (passages,)."""
        return self.values[:, COLUMNS.index(name)]


def preferences(question: Question, snapshot: Snapshot) -> Preferences:
    """Return what `question` prefers among the passages of `snapshot`."""
    cast = cast_of(snapshot)
    values = np.zeros((len(snapshot.passages), len(COLUMNS)), np.float32)
    named = {key: one.score for one in question.speakers if one.manner is not Manner.PRONOUN for key in one.keys}
    taken = {key: one.score for one in question.speakers if one.manner is Manner.PRONOUN for key in one.keys}
    entities = [e for one in question.speakers for e in cast.entities if e.name == one.name]
    places = {passage.id: i for i, passage in enumerate(snapshot.passages)}
    given = {places[one] for one in question.given if one in places}
    shown = {places[one] for one in question.passages if one in places} - given
    spoke = {key for i in given for key in _keys(snapshot.passages[i])}
    introduced = [_introductions(e, snapshot) for e in entities] if question.kind is Kind.WHO_IS else []
    for i, passage in enumerate(snapshot.passages):
        keys = _keys(passage)
        whose = max((named.get(key, 0.0) for key in keys), default=0.0)
        carried = max((taken.get(key, 0.0) for key in keys), default=0.0)
        values[i] = (
            whose,
            carried,
            bool(named) and bool(keys) and not whose,
            bool(named) and not keys,
            any(_mentions(passage, e) for e in entities),
            max((found[i] for found in introduced), default=0.0),
            i in given,
            i in shown,
            any(j in given for j in (i - 1, i + 1)),
            bool(set(keys) & spoke),
        )
    return Preferences(values)


def _keys(passage: Passage) -> list[tuple[str, str]]:
    return [(passage.article, speaker) for speaker in passage.speakers]


def _mentions(passage: Passage, entity: Entity) -> bool:
    words = {token.word for token in tokens(passage.text)}
    return bool(entity.words) and (entity.words[-1] in words or entity.words[0] in words)


def _introductions(entity: Entity, snapshot: Snapshot) -> list[float]:
    """Return, for each passage, how likely it is the one that says who `entity` is.

    The full name counts, its first place more, and the share of the words of the role that stand in the passage.
    """
    name = fold(entity.name)
    scores: list[float] = []
    first = True
    for passage in snapshot.passages:
        text = fold(passage.text)
        full = name in text
        stems = {stem(token.word) for token in tokens(text)}
        role = len(entity.role & stems) / len(entity.role) if entity.role else 0.0
        known = full or _mentions(passage, entity) or any((passage.article, s) in entity.keys for s in passage.speakers)
        scores.append(0.4 * full + 0.2 * (full and first) + 0.4 * role if known else 0.0)
        first = first and not full
    return scores


def first_words(snapshot: Snapshot, articles: frozenset[str] = frozenset()) -> list[int]:
    """Return one passage a speaker, its place in `snapshot.passages`: where each first speaks, in order.

    A passage that brings in most of them by their full names (a transcript's header) comes before these. Where there
    are `articles`, only these count.
    """
    people = {fold(speaker.name) for speaker, _ in snapshot.speakers() if speaker.kind is SpeakerKind.PERSON}
    inside = [not articles or passage.article in articles for passage in snapshot.passages]
    texts = [fold(passage.text) if held else "" for passage, held in zip(snapshot.passages, inside, strict=True)]
    named = [sum(name in text for name in people) for text in texts]
    header = max(range(len(named)), key=lambda i: named[i], default=0)
    seen: set[Person] = set()
    found: list[int] = []
    for i, passage in enumerate(snapshot.passages):
        if inside[i] and (new := {snapshot.people.of(key) for key in _keys(passage)} - seen):
            seen |= new
            found.append(i)
    if named and named[header] >= max(_IN_A_HEADER, len(people) / 2):
        found = [header, *(i for i in found if i != header)]
    return found


def words_of(question: Question, snapshot: Snapshot) -> list[int]:
    """Return the places of all passages in which a speaker whom `question` means speaks, in order."""
    return [i for i, passage in enumerate(snapshot.passages) if set(_keys(passage)) & question.keys]
