"""Pronouns: whom "she" means, from who spoke last, who is the subject, who was named last, and stated gender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.article import Span

if TYPE_CHECKING:
    from index.attribution.document import Document
    from index.attribution.persons import Person

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
"""Pronouns for one person, and the gender each states."""

OTHERS = frozenset("it its itself they them their theirs themselves".split())
"""Pronouns for an organisation, a document or a group."""

RELATIVE = frozenset({"who", "whom"})

_REACH = 3  # paragraphs within which a pronoun finds its person; a last speaker is reached from further away


def resolve_singular(
    document: Document, persons: Sequence[Person], last_speaker: Person | None, at: Span
) -> tuple[Person | None, float]:
    """Return whom "he" or "she" at `at` means and the probability that this is right.

    Named persons before the pronoun, outside quotation marks, are weighed: the previous speaker before the subject
    of the sentence before it, that before the nearest name. A person of the other stated gender is out. Where two
    weigh the same the answer is None.
    """
    gender = SINGULAR[at.of(document.text).lower()]
    weighed = sorted(
        ((_weight(document, person, person is last_speaker, at, gender), n) for n, person in enumerate(persons)),
        reverse=True,
    )
    if not weighed or weighed[0][0] <= 0:
        return None, 0.0
    best = persons[weighed[0][1]]
    lead = weighed[0][0] - max(0.0, weighed[1][0] if len(weighed) > 1 else 0.0)
    if lead < 0.2:
        return None, 0.0
    return best, 0.95 if lead >= 2 else 0.85 if lead >= 1 else 0.65


def _weight(document: Document, person: Person, spoke_last: bool, at: Span, gender: str) -> float:
    """Weigh one person as the meaning of a pronoun; zero or less rules the person out."""
    if person.gender is not None and person.gender != gender:
        return 0.0
    before = [m for m in person.mentions if not m.quoted and m.span.end <= at.start]
    if not before:
        return 0.0
    last = before[-1]
    apart = document.paragraph_at(at.start) - last.paragraph
    if apart > _REACH and not spoke_last:
        return 0.0
    weight = (2.0, 1.2, 0.6, 0.3)[min(apart, 3)]
    if spoke_last and apart <= _REACH:
        weight += 2.5 if apart == 0 else 1.5
    if person.gender == gender:
        weight += 1.0
    token = document.tokens(at)[0]
    sentence = token.sent.start_char
    previous = document.doc[token.sent.start - 1].sent.start_char if token.sent.start > 0 else sentence
    for mention in before[-2:]:
        subject = document.tokens(mention.span)[-1].dep_ in ("nsubj", "nsubjpass")
        if mention.span.start >= previous and mention.paragraph == document.paragraph_at(at.start):
            weight += 0.5 if mention.span.start >= sentence else 0.3
            weight += 1.2 if subject else 0.0
            break
    # A later name is a little more likely than an earlier one.
    return weight + 0.3 * last.span.start / max(1, at.start)
