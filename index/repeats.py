"""Where another article says the same: one person's words, reported twice, and what two reporters both tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from index.article import Article, Passage, Span, SpeakerKind, StatementKind
from index.identity import People, Person
from index.wording import about_the_same, holds_words, telling_words

_LEAST = 4  # telling words of what is known again by most of them; fewer must all be the same
_LEAST_VAGUE = 6  # where one article does not name the speaker
_LEAST_SHARED = 0.4  # of pairs of telling words, for two passages to be compared at all
_KINDS = (StatementKind.DIRECT, StatementKind.MIXED, StatementKind.INDIRECT)
_OCCASIONS = (
    re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
    re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"),
    re.compile(r"\b(?:19|20)\d\d\b"),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one voice says in a passage: a person, None for the reporter, or nobody whom the article makes clear."""

    person: Person | None
    clear: bool
    words: tuple[str, ...]
    plain: str


class Repeats:
    """Which passages of a snapshot say what another article says too. With one article there are none."""

    def __init__(self, articles: Sequence[Article], passages: Sequence[Passage], people: People) -> None:
        """Read `passages`, those of `articles` in order."""
        self._texts = {article.sha256: article.text for article in articles}
        self._passages = passages
        self._people = people
        self._several = len(articles) > 1

    @cached_property
    def _parts(self) -> list[list[_Part]]:
        return [list(self._parts_of(passage)) for passage in self._passages]

    @cached_property
    def _holding(self) -> Mapping[tuple[str, str], list[int]]:
        """The passages that hold each pair of telling words."""
        holding: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, parts in enumerate(self._parts):
            for pair in {pair for part in parts for pair in pairwise(part.words)}:
                holding[pair].append(place)
        return holding

    def elsewhere(self, place: int, spans: Sequence[Span] = ()) -> tuple[int, ...]:
        """Return the passages of other articles that hold the same words of the same speakers, in order.

        Args:
            place: a passage, counted from 0 within the snapshot.
            spans: the part of it that counts, in its article's text; all of it where there is none.
        """
        if not self._several:
            return ()
        passage = self._passages[place]
        parts = self._parts[place] if not spans else list(self._parts_of(passage, spans))
        told = [part for part in parts if len(part.words) >= _LEAST] or parts
        if not told:
            return ()
        longest = max(told, key=lambda part: len(part.words))
        pairs = set(pairwise(longest.words))
        shared = Counter(other for pair in pairs for other in self._holding.get(pair, ()))
        near = [
            other
            for other, count in shared.items()
            if count >= _LEAST_SHARED * len(pairs) and self._passages[other].article != passage.article
        ]
        return tuple(
            other for other in sorted(near) if self._on_one_occasion(place, other) and self._tells(other, told)
        )

    def articles_with(self, place: int, spans: Sequence[Span], share: float) -> frozenset[str]:
        """Return the articles, by `Article.sha256`, that hold some sentences of a passage: more than a `share` of it.

        Args:
            place: the passage.
            spans: the part of it that counts, in its article's text.
            share: of its telling words, from 0 to 1.
        """
        if not self._several:
            return frozenset()
        passage = self._passages[place]
        held: Counter[str] = Counter()
        whole = 0
        for sentence in passage.sentences:
            part = _within([sentence], passage.span, spans)
            count = sum(len(one.words) for one in self._parts_of(passage, part)) if part else 0
            whole += count
            for article in {self._passages[i].article for i in self.elsewhere(place, part)} if count else ():
                held[article] += count
        return frozenset(article for article, count in held.items() if count > share * whole)

    def _tells(self, place: int, told: Sequence[_Part]) -> bool:
        """Return whether a passage holds all that is told."""
        return all(any(_is_held(part, other) for other in self._parts[place]) for part in told)

    def _on_one_occasion(self, place: int, other: int) -> bool:
        """Return whether two passages do not date what they tell to different days, months or years."""
        texts = [self._passages[each].text for each in (place, other)]
        for pattern in _OCCASIONS:
            first, second = (set(pattern.findall(text)) for text in texts)
            if first and second and not first & second:
                return False
        return True

    @cached_property
    def _whole(self) -> list[frozenset[int]]:
        """For each passage, those that hold all of it."""
        return [frozenset(self.elsewhere(place)) for place in range(len(self._passages))]

    def is_within(self, place: int, other: int) -> bool:
        """Return whether the passage `other`, of another article, holds all that the one at `place` says."""
        return self._several and other in self._whole[place]

    def best_of(self, place: int) -> tuple[int, ...]:
        """Return the passages that say no more and no less than the one at `place`, and itself, the best first.

        One is better that names its speaker, quotes directly, and comes from the earlier article, in this order.
        """
        if not self._several:
            return (place,)
        alike = [other for other in self._whole[place] if place in self._whole[other]]
        return tuple(sorted((place, *alike), key=self.order))

    def order(self, place: int) -> tuple[bool, int, int]:
        """Return what the passages that say the same are sorted by, the best first."""
        passage = self._passages[place]
        people = [self._people.of((passage.article, speaker)) for speaker in passage.speakers]
        named = bool(people) and all(one.speaker.kind is not SpeakerKind.UNNAMED for one in people)
        kinds = {statement.kind for statement in passage.statements}
        how = min((_KINDS.index(kind) for kind in kinds), default=0)
        return not named or passage.unclear, how if len(kinds) == 1 else max(how, 1), place

    def distinct(self, parts: Mapping[int, Sequence[Span]]) -> list[int]:
        """Return those of some passages that say what no other of them says, or say it best; in order.

        Args:
            parts: the passages, and of each the part that counts, as of `elsewhere`.
        """
        if not self._several:
            return sorted(parts)
        held = {place: set(self.elsewhere(place, spans)) & parts.keys() for place, spans in parts.items()}
        left = set(parts)
        for place in sorted(parts, key=lambda each: sum(span.end - span.start for span in parts[each])):
            for other in held[place] & left:
                if place not in held[other] or self.order(other) < self.order(place):
                    left.discard(place)
        return sorted(left)

    def in_other_words(self, place: int, other: int) -> bool:
        """Return whether a passage of another article seems to report the same statement, in other words."""
        if self._passages[place].article == self._passages[other].article:
            return False
        return any(
            one.person is not None and one.person is two.person and about_the_same(one.words, two.words)
            for one in self._parts[place]
            for two in self._parts[other]
        )

    def _parts_of(self, passage: Passage, spans: Sequence[Span] = ()) -> Iterator[_Part]:
        """Yield what each voice says within `spans` of a passage."""
        text = self._texts[passage.article]
        spoken: dict[str | None, list[Span]] = {}
        for statement in passage.statements:
            spoken.setdefault(statement.speaker, []).extend(statement.spans)
        taken = [span for each in spoken.values() for span in each]
        told = [sentence for sentence in passage.sentences if not any(map(sentence.overlaps, taken))]
        for speaker, pieces in spoken.items():
            person = None if speaker is None else self._people.of((passage.article, speaker))
            vague = person is None or person.speaker.kind is SpeakerKind.UNNAMED
            yield from _part(text, _within(pieces, passage.span, spans), person, clear=not vague)
        yield from _part(text, _within(told, passage.span, spans), None, clear=True)


def _part(text: str, spans: Sequence[Span], person: Person | None, *, clear: bool) -> Iterator[_Part]:
    plain = " ".join(span.of(text) for span in spans)
    if words := telling_words(plain):
        yield _Part(person, clear, words, " ".join(re.findall(r"\w+", plain.lower())))


def _within(pieces: Iterable[Span], passage: Span, spans: Sequence[Span]) -> list[Span]:
    """Return the pieces, in order, as far as they lie in the passage and in one of `spans`, where there are any."""
    found = []
    for piece in sorted(pieces):
        for span in spans or (passage,):
            start, end = max(piece.start, span.start, passage.start), min(piece.end, span.end, passage.end)
            if start < end:
                found.append(Span(start, end))
    return found


def _is_held(one: _Part, other: _Part) -> bool:
    """Return whether `other` holds what `one` says, by the same voice as far as the articles make it clear."""
    if one.clear and other.clear:
        if one.person is not other.person:
            return False
    elif (one.clear and one.person is None) or (other.clear and other.person is None):
        return False  # what a reporter tells is nobody's words
    elif len(one.words) < _LEAST_VAGUE:
        return False
    if len(one.words) < _LEAST:
        return one.person is not None and len(one.plain.split()) >= _LEAST and one.plain == other.plain
    return holds_words(other.words, one.words)
