"""What members asked and the sources did not answer: like questions together, the most frequent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.exchanges import Gap
from bot.moderation.notice import Item
from bot.moderation.rendering import render_moment
from bot.phrases import Phrases
from bot.questions.words import fold
from index.embedding import Encoder
from index.plain import cut, on_one_line

MOST_QUESTIONS = 500
"""Different questions that are grouped, the newest; embedding them takes some seconds."""

ON_A_PAGE = 6
_ALIKE = 0.9
"""Cosine from which two questions are about one thing. With multilingual-e5-small, paraphrases have 0.90 to 0.98 and
questions about other things up to 0.89; with another model the groups may be smaller or larger."""
_BATCH = 16
_WORDINGS = 3
_LONGEST = 200  # characters of a question


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one thing: all of them, and the one that is most like the others."""

    gaps: tuple[Gap, ...]
    question: str


def grouped(gaps: Sequence[Gap], encoder: Encoder) -> list[Group]:
    """Return like questions together, the largest group first and of equal ones the newest. Blocks for seconds.

    Args:
        gaps: the newest first.
        encoder: what tells how alike they are; it is let go of now and then, so that members' questions pass.
    """
    same: dict[str, list[Gap]] = {}
    for gap in gaps:
        key = _key(gap.question)
        if key in same or len(same) < MOST_QUESTIONS:
            same.setdefault(key, []).append(gap)
    if not same:
        return []
    asked = [found[0].question for found in same.values()]
    starts = range(0, len(asked), _BATCH)
    vectors = np.vstack([encoder.encode_questions(asked[start : start + _BATCH]) for start in starts])
    members = list(same.values())
    groups = []
    for places in _alike(vectors):
        together = sorted((gap for place in places for gap in members[place]), key=lambda gap: gap.asked, reverse=True)
        groups.append(Group(tuple(together), max((members[place] for place in places), key=len)[0].question))
    return sorted(groups, key=lambda group: (len(group.gaps), group.gaps[0].asked), reverse=True)


def _alike(vectors: np.ndarray) -> list[list[int]]:
    """Return the places of vectors in groups, each around one of them that is near to all the others of its group.

    sentence-transformers' `community_detection` does the same, and takes PyTorch's 200 MB for it.
    """
    near = vectors @ vectors.T >= _ALIKE
    np.fill_diagonal(near, val=True)
    free = np.ones(len(vectors), bool)
    groups = []
    for centre in np.argsort(-near.sum(axis=1), kind="stable"):
        if free[centre]:
            places = np.flatnonzero(near[centre] & free)
            free[places] = False
            groups.append(places.tolist())
    return groups


def group_item(group: Group, say: Phrases) -> Item:
    """Return a group with how often it was asked, in which other words, why there was no answer, and when last."""
    first = on_one_line(group.question)
    wordings = {_key(gap.question): on_one_line(gap.question) for gap in group.gaps}
    others = [cut(text, _LONGEST) for key, text in wordings.items() if key != _key(first)][:_WORDINGS]
    reasons = "; ".join(dict.fromkeys(say(f"gap-{gap.reason}") for gap in group.gaps))
    when = say("gap-last", when=render_moment(group.gaps[0].asked))
    return Item(
        say("gap-heading", count=len(group.gaps), question=cut(first, _LONGEST)),
        say("gap-also", questions=" · ".join(others)) if others else "",
        note=f"{reasons} · {when}",
    )


def _key(question: str) -> str:
    """Return a question without what two members may write otherwise and mean the same."""
    return fold(on_one_line(question)).rstrip("?!.？！。 ")
