"""Finding the passage that a moderator means: by its number, or by words that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.libraries import Holding, Holdings
from bot.moderation.faults import PassageUnclear, PassageUnknown
from bot.moderation.notice import Choice
from bot.questions.words import fold
from index.article import Passage
from index.plain import cut, on_one_line

_LONGEST = 100  # characters of a choice
_NUMBER = re.compile(r"(?:(\d{1,4})\s*[:：./-]\s*)?(\d{1,6})\.?")
_MOST_NAMED = 8  # passages that an error offers


@dataclass(frozen=True, slots=True)
class Place:
    """A passage, its source, and the source's place among those held, from 1."""

    source: int
    holding: Holding
    passage: Passage

    @property
    def label(self) -> str:
        """What it is called, wherever there is more than one source or not: "2:14"."""
        return f"{self.source}:{self.passage.number}"


def places_of(holdings: Holdings) -> Iterator[Place]:
    """Yield all passages, in the order of the sources and of the text."""
    sources = {held.article.sha256: (number, held) for number, held in enumerate(holdings.sources, start=1)}
    for passage in holdings.snapshot.passages:
        if found := sources.get(passage.article):
            yield Place(*found, passage)


def find_passage(holdings: Holdings, typed: str) -> Place:
    """Return the passage that `typed` means: "14", "2:14", or some words of it.

    Raises:
        PassageUnknown: there is none.
        PassageUnclear: there are several; `values` name them.
    """
    text = on_one_line(typed)
    number = _NUMBER.fullmatch(text)
    places = list(places_of(holdings))
    found = _numbered(places, number[1], number[2]) if number else _worded(places, text)
    if not found and not number:
        found = _holding_all_words(places, text)
    if not found:
        raise PassageUnknown(typed=text[:_LONGEST], most=len(places))
    if len(found) > 1:
        named = [place.label for place in found[:_MOST_NAMED]] + ["…"] * (len(found) > _MOST_NAMED)
        raise PassageUnclear(typed=text[:_LONGEST], found=", ".join(named))
    return found[0]


def passage_choices(holdings: Holdings, typed: str, most: int) -> list[Choice]:
    """Return the passages that `typed`, which may be half a number or half a word, can mean."""
    text = on_one_line(typed)
    places = list(places_of(holdings))
    several = len(holdings.sources) > 1
    if re.fullmatch(r"[\d:：]*", text):
        wanted = text.replace("：", ":")
        found = [place for place in places if _begins(place, wanted, several)]
    else:
        found = _worded(places, text) or _holding_all_words(places, text)
    return [Choice(_described(place, holdings), place.label) for place in found[:most]]


def _numbered(places: Sequence[Place], source: str | None, number: str) -> list[Place]:
    wanted = int(number)
    return [
        place for place in places if place.passage.number == wanted and (source is None or place.source == int(source))
    ]


def _worded(places: Sequence[Place], text: str) -> list[Place]:
    wanted = _plain(text)
    return [place for place in places if wanted in _plain(place.passage.text)] if wanted else []


def _holding_all_words(places: Sequence[Place], text: str) -> list[Place]:
    words = _plain(text).split()
    return [place for place in places if words and all(word in _plain(place.passage.text) for word in words)]


def _plain(text: str) -> str:
    quotes = str.maketrans("“”‘’「」", '""' + "''" + '""')
    return fold(on_one_line(text).translate(quotes)).strip(" \"'")


def _begins(place: Place, wanted: str, several: bool) -> bool:
    return place.label.startswith(wanted) or (not several and str(place.passage.number).startswith(wanted))


def _described(place: Place, holdings: Holdings) -> str:
    names = "; ".join(speaker.name for speaker in holdings.snapshot.speakers_of(place.passage))
    parts = (place.label, names, place.passage.text)
    return cut(on_one_line(" · ".join(part for part in parts if part)), _LONGEST)
