"""What changed between two snapshots, in passages and speakers, for the person who reloaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.article import Passage
from index.snapshot import Snapshot

_MOST_PAIRED = 200  # passages; beyond that an article is another one, and comparing every pair takes minutes
_SAME_PASSAGE = 0.6  # share of words in common from which two texts are one passage, edited


@dataclass(frozen=True, slots=True)
class Difference:
    """Passages added, removed, edited and attributed otherwise; names of speakers new and gone."""

    added: int
    removed: int
    edited: int
    reattributed: int
    new_speakers: tuple[str, ...]
    gone_speakers: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two snapshots say the same."""
        return not (
            self.added or self.removed or self.edited or self.reattributed or self.new_speakers or self.gone_speakers
        )


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """Return what changed from `old` to `new`. A passage is known by its words, not by its place."""
    before, after = _by_text(old), _by_text(new)
    counts_before = Counter({text: len(passages) for text, passages in before.items()})
    counts_after = Counter({text: len(passages) for text, passages in after.items()})
    gone = list((counts_before - counts_after).elements())
    come = list((counts_after - counts_before).elements())
    edited = _edited(gone, come)
    names_before = {speaker.name: None for speaker, _ in old.speakers()}
    names_after = {speaker.name: None for speaker, _ in new.speakers()}
    return Difference(
        added=len(come) - edited,
        removed=len(gone) - edited,
        edited=edited,
        reattributed=sum(
            _names(old, before[text][0]) != _names(new, after[text][0]) for text in before.keys() & after.keys()
        ),
        new_speakers=tuple(name for name in names_after if name not in names_before),
        gone_speakers=tuple(name for name in names_before if name not in names_after),
    )


def _by_text(snapshot: Snapshot) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in snapshot.passages:
        found.setdefault(" ".join(passage.text.split()), []).append(passage)
    return found


def _names(snapshot: Snapshot, passage: Passage) -> tuple[tuple[str, ...], bool]:
    named = (snapshot.people.named_in((passage.article, speaker)) for speaker in passage.speakers)
    return tuple(speaker.name for speaker in named), passage.unclear


def _edited(gone: list[str], come: list[str]) -> int:
    """Return how many of the texts that went came back in other words, each paired once."""
    if max(len(gone), len(come)) > _MOST_PAIRED:
        return 0
    left = [text.split() for text in come]
    count = 0
    for text in gone:
        matcher = SequenceMatcher(None, b=text.split(), autojunk=False)
        best, best_ratio = -1, _SAME_PASSAGE
        for position, words in enumerate(left):
            matcher.set_seq1(words)
            if matcher.real_quick_ratio() >= best_ratio and matcher.quick_ratio() >= best_ratio:
                ratio = matcher.ratio()
                if ratio >= best_ratio:
                    best, best_ratio = position, ratio
        if best >= 0:
            count += 1
            del left[best]
    return count
