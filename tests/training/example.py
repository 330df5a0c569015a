"""What the reader learns from: a question, candidate passages, and which of them answer."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Span

NOWHERE = Span(-1, -1)
"""Where a passage answers, but it is not known with which of its words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage beside a question; `answer` is where its words answer, None where it does not answer."""

    before: str
    words: str
    answer: Span | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A question, as `inputs.asked` gives it, and its candidates. `kind` tells figures apart, nothing else."""

    question: str
    candidates: tuple[Candidate, ...]
    kind: str
