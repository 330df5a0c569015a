"""A statement being put together: a cue with its source and content, and the quotations it attributes."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.article import Span
from index.attribution.cues import Cue
from index.attribution.frames import Content
from index.attribution.marks import Segment
from index.attribution.sources import Source


@dataclass(slots=True, eq=False)
class Draft:
    """A statement being put together.

    `sentence` is the outer sentence of its cue (of its quotation, where it has no cue). `antecedent` is the
    statement whose speaker goes on here, where no source is named.
    """

    paragraph: int
    sentence: Span
    rule: str
    cue: Cue | None = None
    source: Source | None = None
    content: Content | None = None
    segments: list[Segment] = field(default_factory=list)
    antecedent: Draft | None = None

    @property
    def start(self) -> int:
        """Where the first word of the content stands."""
        spans = [segment.span.start for segment in self.segments]
        spans += [span.start for span in self.content.spans] if self.content else []
        return min(spans)

    @property
    def end(self) -> int:
        """Where the content ends, its closing mark included."""
        ends = [segment.outer.end for segment in self.segments]
        ends += [span.end for span in self.content.spans] if self.content else []
        return max(ends)

    @property
    def cue_span(self) -> Span:
        """The span of the cue; an empty one at the start of the text where there is none."""
        return self.cue.span if self.cue else Span(0, 0)
