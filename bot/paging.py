"""Long lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list: page `number` of `pages`, both counted from 1; an empty list has one empty page."""

    items: tuple[T, ...]
    number: int
    pages: int

    @property
    def earlier(self) -> int | None:
        """The number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        """The number of the page after, or None."""
        return self.number + 1 if self.number < self.pages else None


def page(items: Sequence[T], number: int, most: int) -> Page[T]:
    """Return page `number` of `items`, at most `most` on each; the nearest page there is where there is none of it."""
    pages = max(1, -(-len(items) // most))
    shown = min(max(number, 1), pages)
    return Page(tuple(items[(shown - 1) * most : shown * most]), shown, pages)
