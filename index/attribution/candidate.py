"""A statement whose speaker is yet to be resolved to a person."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Polarity, Span, StatementKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of speech and the words that attribute it, before names are resolved.

    Offsets are those of `Document.text`. `source` covers the mention of the speaker ("Zhu Min", "she",
    "the chairwoman", "Hannah Pell and Osei Tutu-Grant"; appositives and relative clauses are outside it).
    `relative` covers the pronoun of "X, who said ...", where `source` is X.
    Without a mention, `antecedent` is the number (in the list of candidates, always a lower one) of the
    statement whose speaker goes on here: the other half of "said that A and that B", "adding that", a
    quotation that continues over paragraphs or stands without a cue. Without either, nobody is named and
    the speaker is unclear. `confidence` is the probability that the rule found the right mention.
    """

    kind: StatementKind
    spans: tuple[Span, ...]
    paragraph: int
    rule: str
    cue: Span | None = None
    source: Span | None = None
    relative: Span | None = None
    antecedent: int | None = None
    polarity: Polarity = Polarity.ASSERTED
    confidence: float = 1.0

    @property
    def start(self) -> int:
        """The offset of the first character of the content."""
        return self.spans[0].start
