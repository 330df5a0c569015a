"""Offering speakers while a member types a name, a role or an alias; and whom a chosen one means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.questions.cast import Cast, cast_of
from bot.questions.language import language_of
from bot.questions.question import Manner, Named
from bot.questions.scripts import script_mentions
from bot.questions.speakers import as_named, find_speakers
from bot.questions.words import fold, is_han, is_kana, tokens
from index.article import Speaker, SpeakerKind
from index.plain import cut as cut_to
from index.plain import on_one_line
from index.snapshot import Snapshot, once_a_snapshot

LONGEST = 100  # characters of a choice, its label and its value alike: what Discord shows and takes
_MOST_WORDS = 6  # of what is typed
_LONGEST_SCRIPT = 12  # Chinese or Japanese characters of a name
_LEAST_ALIKE, _LEAST_ALIKE_SHORT = 0.82, 0.88  # of 1; a word of three letters is soon like another
_LEAST_MEANT = 70  # of a hundred
_NAME, _ALIAS, _ROLE = 1.0, 0.95, 0.7


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """A speaker to choose: `value` is what `Assistant.ask` takes, `label` what the member reads, name and role."""

    value: str
    label: str


class Directory:
    """Everyone who speaks in a snapshot, by the words by which a member may look for them."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Read the speakers of `snapshot`, those who speak most first."""
        self._cast = cast_of(snapshot)
        self._choices: list[SpeakerChoice] = []
        self._texts: list[str] = []
        self._weights: dict[str, dict[int, float]] = {}
        seen: set[str] = set()
        for speaker, value in _values(snapshot):
            name = on_one_line(speaker.name)
            if not name or fold(value) in seen:
                continue
            seen.add(fold(value))
            label = _label(speaker)
            place = len(self._choices)
            self._choices.append(SpeakerChoice(cut(value), cut(label)))
            self._texts.append(fold(" ".join((label, *speaker.aliases))))
            for text, weight in ((speaker.role or "", _ROLE), (" ".join(speaker.aliases), _ALIAS), (name, _NAME)):
                for token in tokens(text):
                    self._weights.setdefault(token.word, {})[place] = weight

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._weights)

    def choices(self, typed: str, most: int = 25) -> list[SpeakerChoice]:
        """Return the speakers that `typed` may mean, the likeliest first; those who speak most where it is empty."""
        words = [token.word for token in tokens(typed[:LONGEST])][:_MOST_WORDS]
        if not words:
            return self._choices[:most]
        scores: dict[int, float] = {}
        for word in words:
            best: dict[int, float] = {}
            for known, alike in self._alike(word):
                for place, weight in self._weights[known].items():
                    best[place] = max(best.get(place, 0.0), alike * weight)
            for place, score in best.items():
                scores[place] = scores.get(place, 0.0) + score
        plain = fold(on_one_line(typed))
        for place, text in enumerate(self._texts):
            if plain in text:  # names without spaces between their words too
                scores[place] = scores.get(place, 0.0) + (1.0 if text.startswith(plain) else 0.3)
        ranked = sorted(scores, key=lambda place: (-scores[place], place))
        if not ranked:
            return self._in_another_script(plain)[:most]
        enough = scores[ranked[0]] / 2
        return [self._choices[place] for place in ranked if scores[place] >= enough][:most]

    def _in_another_script(self, typed: str) -> list[SpeakerChoice]:
        """Return those whose names, in Latin letters, sound like what is typed in Chinese or Japanese characters."""
        if not 2 <= len(typed) <= _LONGEST_SCRIPT or not any(is_han(c) or is_kana(c) for c in typed):
            return []
        meant = {
            cut(on_one_line(e.name)) for f in script_mentions(tokens(typed), set(), self._cast) for e in f.entities
        }
        return [choice for choice in self._choices if choice.value in meant]

    def alike(self, name: str, most: int) -> tuple[str, ...]:
        """Return the names of speakers that are spelt most like one that nobody has, the likest first."""
        wanted = fold(on_one_line(name))
        parts = wanted.split()

        def likeness(known: str) -> float:
            each = [max((fuzz.ratio(part, word) for word in known.split()), default=0.0) for part in parts]
            return max(fuzz.ratio(wanted, known), sum(each) / len(each) if each else 0.0)

        scored = [(likeness(fold(choice.value)), choice.value) for choice in self._choices]
        ranked = sorted((pair for pair in scored if pair[0] >= _LEAST_MEANT), key=lambda pair: -pair[0])
        return tuple(value for _, value in ranked[:most])

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the known words that a typed one may be, or begin, with how alike they are, from 0 to 1."""
        at = bisect_left(self._words, word)
        while at < len(self._words) and self._words[at].startswith(word):
            yield self._words[at], 1.0 if self._words[at] == word else 0.95
            at += 1
        if len(word) >= 3:
            found = process.extract(
                word,
                self._words,
                scorer=JaroWinkler.normalized_similarity,
                score_cutoff=_LEAST_ALIKE if len(word) > 3 else _LEAST_ALIKE_SHORT,
                limit=50,
            )
            for known, alike, _ in found:
                yield known, alike * 0.9


def _values(snapshot: Snapshot) -> list[tuple[Speaker, str]]:
    """Return those who speak, who speak most first, with what `chosen` takes for each: the name.

    Of those who share a name, in different articles, it is the name with the role.
    """
    cast = cast_of(snapshot)
    counted = sorted(snapshot.persons, key=lambda pair: -pair[1])
    bearers: dict[str, set[int]] = {}
    for person, _ in counted:
        if person.speaker.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION):
            bearers.setdefault(fold(person.speaker.name), set()).update(map(id, cast.of_keys(person.keys)))
    speakers = [person.speaker for person, _ in counted]
    shared = {name for name, entities in bearers.items() if len(entities) > 1}
    return [(one, _label(one) if fold(one.name) in shared else on_one_line(one.name)) for one in speakers]


def _label(speaker: Speaker) -> str:
    name = on_one_line(speaker.name)
    return f"{name}, {on_one_line(speaker.role)}" if speaker.role else name


@once_a_snapshot
def directory_of(snapshot: Snapshot) -> Directory:
    """Return the directory of `snapshot`."""
    return Directory(snapshot)


def chosen(name: str, snapshot: Snapshot) -> tuple[Named, ...]:
    """Return whom a chosen or typed `name` means: the speaker of that name, or whom it names as in a question."""
    cast = cast_of(snapshot)
    wanted = fold(on_one_line(name))
    labelled = [p for p, _ in snapshot.persons if wanted in (fold(_label(p.speaker)), fold(cut(_label(p.speaker))))]
    exact = [e for e in cast.entities if wanted in (fold(on_one_line(e.name)), fold(cut(on_one_line(e.name))))]
    exact = exact or [entity for person in labelled for entity in cast.of_keys(person.keys)]
    if exact:
        return tuple(Named(e.name, name, Manner.NAME, 1.0, frozenset(e.keys)) for e in exact)
    return _named(on_one_line(name), cast)


def _named(name: str, cast: Cast) -> tuple[Named, ...]:
    """Return whom `name` names: as it is typed, or with capitals, or as a role ("the mayor")."""
    for text in _spellings(name):
        words = tokens(text)
        found, _ = find_speakers(words, language_of(text), cast)
        if found:
            return as_named(found, words, text)
    return ()


def _spellings(name: str) -> Iterable[str]:
    return name, f"the {name}", f"What did {name.title()} say?"


def cut(text: str) -> str:
    """Return `text` with at most `LONGEST` characters, the last one an ellipsis where some were left out."""
    return cut_to(text, LONGEST)
