"""Turns of a transcript as statements of those who speak them, and of those whose words are read out in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.article import Attribution, Span, Speaker, SpeakerKind, Statement, StatementKind
from index.attribution.document import Document
from index.attribution.people import People
from index.attribution.phrases import join_roles
from index.attribution.readings import Reading, find_readings
from index.attribution.voices import Labels, Voice

_ASIDE = re.compile(r"\[[^\]]{1,300}\]|\((?:[a-z][a-z ,-]{0,40})\)")

_MARKS = " \t\n\"'“”‘’«»"  # what a piece of a turn has at its ends beside words that are read out


def attribute_turns(document: Document, people: People, reported: Attribution) -> Attribution:
    """Return the speakers and statements of a transcript, one direct statement a labelled paragraph.

    The confidence is high, for the layout itself attributes; it is lower where a label stays unresolved. `reported`
    is what the document says as prose: of it, the statements in paragraphs without a label are kept, and those in
    turns that are others' words.
    """
    turns = _turns(document, Labels(document, people.persons))
    readings = find_readings(document, people, reported, {speaker.name for speaker in turns.speakers})
    return _with_prose(document, _with_readings(document, turns, readings), reported)


def _turns(document: Document, resolver: Labels) -> Attribution:
    """Return the turns of a transcript, each wholly its speaker's."""
    statements: list[Statement] = []
    voices: list[Voice] = []
    current: Voice | None = None
    text = document.article.text
    for paragraph in document.article.paragraphs:
        if paragraph.label is None:
            continue
        if paragraph.label_span is not None or current is None or paragraph.label not in current.labels:
            current = resolver.voice(paragraph.label, paragraph.span.of(text))
        if current not in voices:
            voices.append(current)
        spans = tuple(_spoken(text, paragraph.span))
        if spans:
            sure = 0.99 if current.kind is SpeakerKind.PERSON else 0.9
            number = f"s{voices.index(current) + 1}"
            statements.append(Statement(StatementKind.DIRECT, spans, number, confidence=sure, rule="turn"))
    speakers = tuple(_speaker(f"s{n}", voice) for n, voice in enumerate(voices, start=1))
    return Attribution(speakers, tuple(statements))


def _with_readings(document: Document, turns: Attribution, readings: Sequence[Reading]) -> Attribution:
    """Return the turns' attribution with others' words within them as theirs."""
    text = document.article.text
    speakers = list(turns.speakers)
    theirs = [span for reading in readings for span in reading.statement.spans]
    statements = []
    for statement in turns.statements:
        spans = tuple(piece for span in statement.spans for piece in _without(text, span, theirs))
        if spans:
            statements.append(replace(statement, spans=spans))
    statements.extend(replace(r.statement, speaker=_among(speakers, r.writer)) for r in readings)
    speaking = {statement.speaker for statement in statements}
    kept = tuple(speaker for speaker in speakers if speaker.id in speaking)
    return Attribution(kept, tuple(sorted(statements, key=lambda s: s.spans[0])))


def _without(text: str, span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield the pieces of a span that hold words and lie outside all of `taken`."""
    start = span.start
    if not any(cut.overlaps(span) for cut in taken):
        yield span
        return
    for cut in [*sorted(t for t in taken if t.overlaps(span)), Span(span.end, span.end)]:
        piece = text[start : max(start, cut.start)]
        if re.search(r"\w", piece):
            inner = piece.lstrip(_MARKS + ".,;:?!").rstrip(_MARKS)
            first = start + piece.index(inner)
            yield Span(first, first + len(inner))
        start = max(start, cut.end)


def _among(speakers: list[Speaker], speaker: Speaker) -> str:
    """Return the id of the one of `speakers` who bears a speaker's name, added where nobody does."""
    same = next((s for s in speakers if s.name == speaker.name), None)
    if same is None:
        same = replace(speaker, id=f"s{len(speakers) + 1}")
        speakers.append(same)
    return same.id


def _with_prose(document: Document, turns: Attribution, reported: Attribution) -> Attribution:
    """Return the turns' attribution with the statements reported in paragraphs that are no turns."""
    prose = [paragraph.span for paragraph in document.article.paragraphs if paragraph.label is None]
    kept = [s for s in reported.statements if any(span.contains(s.span) for span in prose)]
    speakers = list(turns.speakers)
    ids: dict[str | None, str | None] = {None: None}
    for speaker in reported.speakers:
        if any(statement.speaker == speaker.id for statement in kept):
            ids[speaker.id] = _among(speakers, speaker)
    statements = [*turns.statements, *(replace(s, speaker=ids[s.speaker]) for s in kept)]
    return Attribution(tuple(speakers), tuple(sorted(statements, key=lambda s: s.spans[0])))


def _spoken(text: str, span: Span) -> Iterator[Span]:
    """Yield the pieces of a turn that are words spoken, without marks such as "[crosstalk]" or "(laughs)"."""
    start = span.start
    for match in [*_ASIDE.finditer(text, span.start, span.end), None]:
        end = match.start() if match else span.end
        piece = text[start:end]
        if re.search(r"\w", piece):
            yield Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
        start = match.end() if match else end


def _speaker(number: str, voice: Voice) -> Speaker:
    """Return the speaker that a voice becomes."""
    person = voice.person
    stated = join_roles(person.roles) if person is not None else None
    roles = [r for r in voice.roles if not stated or r.lower() not in stated.lower()]
    role = "; ".join([*roles, *([stated] if stated else [])]) or None
    nicknames = person.nicknames if person is not None else []
    printed = [label for label in [*voice.labels, *nicknames] if label != voice.name]
    return Speaker(number, voice.name, voice.kind, role, tuple(dict.fromkeys(printed)))
