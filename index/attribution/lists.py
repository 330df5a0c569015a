"""Lists: persons named one after another, each with what he is, who speak together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.article import Span
from index.attribution.document import Document
from index.attribution.names import Name
from index.attribution.persons import Person

# What stands between two: "(dean of law),", ", of the law school, and", ", dean of law, and its treasurer,".
_BETWEEN = re.compile(
    r"(?: ?\([^)]*\)|,? (?:of|from|for) [^.;:\"()]{2,60}?|, (?!and )[^.;:\"()]{2,90}?)?"
    r"(?P<mark>, |,? and )(?:(?:the|its|their|his|her) [^.,;:\"()]{2,60},? )?"
)
_DESCRIBES = re.compile(r"\b(?!and\b)\w")
_OPENING = re.compile(r"(?:Both |(?:The|Its|Their|His|Her) [^.,;:\"()]{2,80},? )?")


def listed_with(document: Document, persons: Sequence[Person], source: Span) -> list[Person]:
    """Return the persons of the list in which a source's name stands; none where it stands in no list.

    "Ada Obi, dean of law, Ben Orr, dean of arts, and Cai Lin, a student, said": the parse takes one for what another
    is, and so only one of them for who speaks. A list that opens its sentence, or follows its verb, is so as a whole.
    """
    sentence = document.tokens(source)[0].sent
    span = Span(sentence.start_char, sentence.end_char)
    names = sorted(
        ((m, p) for p in persons for m in p.mentions if span.contains(m.titled)), key=lambda pair: pair[0].span.start
    )
    run: list[tuple[Name, Person]] = []
    for name, person in names:
        mark = _mark(document, Span(run[-1][0].span.end, name.titled.start)) if run else None
        if mark is None or person in [p for _, p in run]:
            run = [(name, person)]
            continue
        run.append((name, person))
        if mark == ", ":
            continue
        if _is_subject(document, Span(span.start, name.span.end), run, source):
            return [p for _, p in run]
        run = []
    return []


def _mark(document: Document, between: Span) -> str | None:
    """Return what joins two names (", ", " and "), if what stands between them else only says what they are."""
    matched = _BETWEEN.fullmatch(between.of(document.text))
    return matched["mark"] if matched is not None and not _tells(document, between) else None


def _is_subject(document: Document, until: Span, run: list[tuple[Name, Person]], source: Span) -> bool:
    """Return whether a list is the subject with a source: it opens its sentence, or the source its list, after a verb.

    `until` reaches from where the sentence begins to where the list ends. "Obi thanked Ben Orr, dean of arts, and Cai
    Lin, a student, said" is a list of one. "Obi and Orr", without what they are, are left to the parse.
    """
    if not any(_DESCRIBES.search(document.text, a.span.end, b.titled.start) for (a, _), (b, _) in pairwise(run)):
        return False
    first = run[0][0].titled
    opening = Span(until.start, first.start)
    before = document.tokens(opening)
    if len(before) > 0 and before[-1].tag_ in {"VBD", "VBZ"}:
        return source.overlaps(first)
    opens = _OPENING.fullmatch(opening.of(document.text)) is not None and not _tells(document, opening)
    return opens and source.overlaps(until)


def _tells(document: Document, span: Span) -> bool:
    """Return whether a finite verb stands in a span, but for those of "who chairs the guild,"."""
    within = False
    for token in document.tokens(span):
        within = token.lower_ in {"who", "whose"} or (within and token.text != ",")
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and not within:
            return True
    return False
