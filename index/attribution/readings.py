"""Readings: the words of others that a turn of a transcript reads out or quotes, which are theirs and not the reader's.

A letter, a message or a statement is introduced ("I have a letter from Ada Quill"), and what then stands in quotation
marks, there or in the turn after it, or is retold ("He writes that ...", "It says ..."), is its writer's. Somebody
who has no turns in the transcript may also be quoted without a letter ("My predecessor, Ada Quill, said in 2011 that").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.article import Attribution, Span, Speaker, SpeakerKind, Statement, StatementKind
from index.attribution.letters import is_letter, writer_of
from index.attribution.lexicon import cue_nouns
from index.attribution.mentions import mention_span
from index.attribution.pronouns import OTHERS, SINGULAR
from index.attribution.wordlists import word_group

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document
    from index.attribution.marks import Segment
    from index.attribution.people import People

_SURE = 0.9
_ABSENT = 0.85  # what is quoted without a letter has to be surer than most to be taken from the turn's speaker
_OWN = re.compile(r"\b(?:I|[Ww]e)\b(?! quote)[^.?!:\"]{0,60}[:,]?\s*$")
_RETOLD = re.compile(r"(?:the|this|that|his|her|its|their) [\w ]+", re.IGNORECASE)
_WHOLE = 0.8  # the share of a turn's characters that are quoted where the turn does nothing but read


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of somebody else within a turn: whose, and the statement (without a speaker) that they make."""

    writer: Speaker
    statement: Statement


def find_readings(
    document: Document, people: People, reported: Attribution, speaking: Collection[str]
) -> list[Reading]:
    """Return what the turns of a transcript give of others' words, in order.

    Args:
        document: the transcript.
        people: the people of the document.
        reported: what the document says when it is read as prose.
        speaking: the names of those who have turns, of whom only letters count as read out.
    """
    within = list(_within_turns(document, reported))
    found = [*_letters(document, people, within)]
    taken = [span for reading in found for span in reading.statement.spans]
    for statement in within:
        speaker = next((s for s in reported.speakers if s.id == statement.speaker), None)
        if speaker is None or speaker.name in speaking or any(s.overlaps(t) for s in statement.spans for t in taken):
            continue
        if _is_absent(document, statement, speaker):
            found.append(Reading(speaker, replace(statement, speaker=None)))
    return sorted(found, key=lambda reading: reading.statement.spans[0])


def _within_turns(document: Document, reported: Attribution) -> Iterator[Statement]:
    """Yield the statements of prose that lie within turns."""
    turns = [paragraph.span for paragraph in document.article.paragraphs if paragraph.label is not None]
    for statement in reported.statements:
        if any(turn.contains(span) for turn in turns for span in statement.spans):
            yield statement


def _is_absent(document: Document, statement: Statement, speaker: Speaker) -> bool:
    """Return whether a turn surely quotes somebody who is not there: a person by name, or a body that wrote."""
    text = document.article.text
    if statement.source is None or statement.cue is None or statement.confidence < _ABSENT:
        return False
    if speaker.kind is SpeakerKind.PERSON:
        named = statement.source.of(text)[:1].isupper() and len(speaker.name.split()) > 1
        return named or statement.kind is StatementKind.DIRECT
    wrote = statement.cue.of(text).lower() in word_group("writing")
    return speaker.kind is SpeakerKind.ORGANISATION and wrote


# -- letters


def _letters(document: Document, people: People, within: Sequence[Statement]) -> Iterator[Reading]:
    """Yield what is read out of letters and the like; `within` are the statements of prose in the turns."""
    for number, paragraph in enumerate(document.article.paragraphs):
        if paragraph.label is None:
            continue
        introduced = list(_introductions(document, people, number))
        ends = [at for at, _ in introduced[1:]] + [document.paragraphs[number].end]
        for (at, writer), end in zip(introduced, ends, strict=False):
            yield from _read_from(document, Span(at, end), writer, within)


def _read_from(document: Document, place: Span, writer: Speaker, within: Sequence[Statement]) -> Iterator[Reading]:
    """Yield what is read of a letter that is introduced where `place` starts, there and in the turns after it."""
    inside = [s for s in within if document.to_source(place).contains(s.spans[0])]
    told = [s for s in inside if _goes_on(document, s, writer)]
    yield from (Reading(writer, replace(statement, speaker=None)) for statement in told)
    segments = [s for s in document.segments_in(place) if s.span.start > place.start and _is_read(document, s)]
    held = [span for statement in told for span in statement.spans]
    spans = [s.span for s in segments if not any(document.to_source(s.span).overlaps(span) for span in held)]
    number = document.paragraph_at(place.start)
    if place.end == document.paragraphs[number].end and not (segments[-1].closed if segments else inside):
        spans.extend(_after(document, number))
    if spans:
        quoted = tuple(document.to_source(span) for span in spans)
        yield Reading(writer, Statement(StatementKind.DIRECT, quoted, None, confidence=_SURE, rule="read out"))


def _introductions(document: Document, people: People, number: int) -> Iterator[tuple[int, Speaker]]:
    """Yield each letter that a turn introduces: where the introduction ends, and who wrote it."""
    for token in document.tokens(document.paragraphs[number]):
        if document.quoted(token.idx) is not None:
            continue
        writer = writer_of(token) if is_letter(token) else _sender(token)
        speaker = people.speaker_of(writer) if writer is not None else None
        if writer is not None and speaker is not None and speaker.kind is not SpeakerKind.DOCUMENT:
            yield max(token.idx, writer.start), speaker


def _sender(preposition: Token) -> Span | None:
    """Return the mention of whom "This is from Ada Quill" or "And another one, from Ada Quill" names, or None."""
    above = preposition.head
    if preposition.lower_ != "from" or preposition.dep_ != "prep":
        return None
    shown = {"this", "that", "it", "one", "next", "last", "first", "another"}
    subjects = [child.lower_ for child in above.lefts if child.dep_ == "nsubj"]
    if not (above.lemma_ == "be" and shown.intersection(subjects)) and above.lower_ not in {"one", "another"}:
        return None
    named = next((child for child in preposition.rights if child.dep_ == "pobj" and child.pos_ == "PROPN"), None)
    return mention_span(named) if named is not None else None


def _is_read(document: Document, segment: Segment) -> bool:
    """Return whether a quotation after a letter's introduction is the letter's, and not the reader's own words."""
    before = document.text[document.paragraphs[segment.paragraph].start : segment.outer.start]
    return segment.full and _OWN.search(before) is None


def _goes_on(document: Document, statement: Statement, writer: Speaker) -> bool:
    """Return whether a statement after a letter's introduction retells the letter ("He writes that", "It says")."""
    if statement.source is None or statement.cue is None:
        return False
    source = statement.source.of(document.article.text)
    told = _RETOLD.fullmatch(source) and source.split()[-1].lower() in cue_nouns("read")
    return source.lower() in {*SINGULAR, *OTHERS} or bool(told) or source in (writer.name, *writer.aliases)


def _after(document: Document, number: int) -> Iterator[Span]:
    """Yield what is quoted in the turns after paragraph `number`, as long as they do nothing but read."""
    for later in range(number + 1, len(document.paragraphs)):
        place = document.paragraphs[later]
        if document.article.paragraphs[later].label is None:
            continue
        segments = [segment for segment in document.segments_in(place) if segment.full]
        read = sum(segment.span.end - segment.span.start for segment in segments)
        if not segments or segments[0].outer.start > place.start or read < _WHOLE * (place.end - place.start):
            return
        yield from (segment.span for segment in segments)
