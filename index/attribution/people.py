"""People: one entity a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.article import Speaker
from index.attribution.candidate import Candidate
from index.attribution.document import Document


@dataclass(frozen=True, slots=True)
class Resolution:
    """The speaker a candidate resolves to (a `Speaker.id`, or None), and the probability that it is right."""

    speaker: str | None
    confidence: float = 1.0


@dataclass(slots=True)
class People:
    """The speakers of a document."""

    document: Document
    speakers: tuple[Speaker, ...] = ()
    _ids: dict[str, str] = field(default_factory=dict)

    def resolve(self, candidates: Sequence[Candidate]) -> list[Resolution]:
        """Return the speaker of each candidate, in their order."""
        out: list[Resolution] = []
        for candidate in candidates:
            if candidate.source is not None:
                name = candidate.source.of(self.document.text)
                if name not in self._ids:
                    self._ids[name] = f"s{len(self._ids) + 1}"
                    self.speakers = (*self.speakers, Speaker(self._ids[name], name))
                out.append(Resolution(self._ids[name]))
            elif candidate.antecedent is not None:
                out.append(out[candidate.antecedent])
            else:
                out.append(Resolution(None))
        return out


def find_people(document: Document) -> People:
    """Return the people of a document."""
    return People(document)
