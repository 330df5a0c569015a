"""Finding the source, speaker or version that a moderator means, and offering those while they type."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import SourceUnknown
from bot.libraries import Holding, Holdings, Past
from bot.moderation.faults import SourceUnclear
from bot.moderation.notice import Choice
from bot.moderation.rendering import render_moment, render_past
from bot.phrases import Phrases
from bot.questions import chosen, directory_of
from bot.questions.choices import cut
from bot.questions.words import fold
from bot.rendering import article_title
from index.plain import on_one_line
from index.snapshot import Snapshot

NOBODY = "-"
"""What is given instead of a name for words that nobody says: the reporter's own."""


def find_source(holdings: Holdings, typed: str) -> Holding:
    """Return the source that `typed` means: its id, its number in the list, or its title, name or address.

    Raises:
        SourceUnknown: there is none.
        SourceUnclear: there are several; `values` give their numbers.
    """
    text = on_one_line(typed).removeprefix("#")
    for held in holdings.sources:
        if held.id == text:
            return held
    if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= len(holdings.sources):
        return holdings.sources[int(text) - 1]
    wanted = fold(text)
    ways = [_ways(held) for held in holdings.sources]
    exact = [i for i, known in enumerate(ways) if wanted in known]
    found = exact or [i for i, known in enumerate(ways) if wanted and any(wanted in way for way in known)]
    if not found:
        raise SourceUnknown
    if len(found) > 1:
        raise SourceUnclear(found=", ".join(str(i + 1) for i in found))
    return holdings.sources[found[0]]


def source_choices(holdings: Holdings, typed: str, most: int) -> list[Choice]:
    """Return the sources that `typed`, which may be half a word, can mean."""
    wanted = fold(on_one_line(typed))
    found = []
    for number, held in enumerate(holdings.sources, start=1):
        line = on_one_line(f"{number}. {article_title(held.article)}")
        if any(wanted in way for way in (*_ways(held), fold(line))):
            found.append(Choice(cut(line), held.id))
    return found[:most]


def snapshot_choices(history: Sequence[Past], typed: str, most: int, say: Phrases) -> list[Choice]:
    """Return the versions that `typed` can mean, without the one that answers."""
    wanted = fold(on_one_line(typed))
    lines = [
        (on_one_line(f"{past.number}. {render_past(past, say)} · {render_moment(past.made)}"), past.number)
        for past in history
        if not past.current
    ]
    return [Choice(cut(line), str(number)) for line, number in lines if wanted in fold(line)][:most]


def speaker_choices(snapshot: Snapshot, typed: str, most: int) -> list[Choice]:
    """Return the speakers that `typed` can mean."""
    return [Choice(one.label, one.value) for one in directory_of(snapshot).choices(typed, most)]


def full_name(snapshot: Snapshot, typed: str) -> tuple[str, bool]:
    """Return the speaker's full name that `typed` means, and whether that speaker is known.

    What is neither a speaker's name nor an alias, a single word or a role, is taken as a new name, as it stands.
    """
    text = on_one_line(typed)
    speakers = [speaker for speaker, _ in snapshot.speakers()]
    for known in ([speaker.name] for speaker in speakers), ([*speaker.aliases] for speaker in speakers):
        found = [speaker for speaker, ways in zip(speakers, known, strict=True) if _is_one(text, ways)]
        if len(found) == 1:
            return found[0].name, True
    named = chosen(text, snapshot) if " " not in text or not text[:1].isupper() else ()
    return (named[0].name, True) if len(named) == 1 else (text, False)


def _is_one(text: str, ways: Sequence[str]) -> bool:
    return any(fold(text) in (fold(on_one_line(way)), fold(cut(on_one_line(way)))) for way in ways)


def _ways(held: Holding) -> list[str]:
    """Return by which words a source may be called."""
    return [fold(on_one_line(way)) for way in (held.article.title, held.article.name, held.article.address) if way]
