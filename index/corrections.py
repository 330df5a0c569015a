"""Corrections: a moderator's last word on who said what, kept beside the source and applied at every build.

They stand in `SOURCE.corrections.json`. A passage is known by the hash of its words, so a correction outlives a
rebuilding and a passage that moves; one whose passage is gone is kept and applied to nothing (see `unused`).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from index.article import Attribution, Passage, Speaker, SpeakerKind, Statement, StatementKind
from index.errors import CorrectionError
from index.passages import statements_within
from index.plain import cut

RULE = "correction"
"""The `Statement.rule` of what a moderator set."""

_EXCERPT = 80  # characters of a passage kept beside its hash, for whoever reads the file


@dataclass(frozen=True, slots=True)
class PassageCorrection:
    """Who speaks in one passage: `speaker` by full name, or None where it is the reporter's narration.

    `passage` is `passage_key` of the passage's text and `excerpt` its beginning, for people to read.
    """

    passage: str
    speaker: str | None
    role: str | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities that are one: everything of `other` belongs to `keep`, both by name.

    Where `keep` speaks in another source only, `other` is called by that name here.
    """

    keep: str
    other: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of one source, in the order in which they were made."""

    format: Literal[1] = 1
    passages: tuple[PassageCorrection, ...] = ()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read from, and what moderators corrected in it; `path` is empty for the bundled digest."""

    path: str = ""
    corrections: Corrections = Corrections()


_JSON = TypeAdapter(Corrections)


def passage_key(text: str) -> str:
    """Return the SHA-256 (hexadecimal) of a passage's words, white space made equal."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def corrections_path(source: Path) -> Path:
    """Return where the corrections of a source are kept: beside it."""
    return source.with_name(f"{source.name}.corrections.json")


def set_speaker(corrections: Corrections, text: str, speaker: str, role: str | None = None) -> Corrections:
    """Return the corrections with `speaker` (a full name) as who speaks in the passage of `text`.

    Raises:
        CorrectionError: the name is empty.
    """
    name = " ".join(speaker.split())
    if not name:
        raise CorrectionError("No speaker was named. Give the full name, or clear the passage instead.")
    return _with(corrections, text, name, role or None)


def clear_speaker(corrections: Corrections, text: str) -> Corrections:
    """Return the corrections with the passage of `text` as the reporter's narration, spoken by nobody."""
    return _with(corrections, text, None, None)


def undo(corrections: Corrections, text: str) -> Corrections:
    """Return the corrections without the one of the passage of `text`.

    Raises:
        CorrectionError: that passage has none.
    """
    key = passage_key(text)
    kept = tuple(c for c in corrections.passages if c.passage != key)
    if len(kept) == len(corrections.passages):
        raise CorrectionError("This passage has no correction to take back. Check its number.")
    return replace(corrections, passages=kept)


def merge(corrections: Corrections, keep: str, other: str) -> Corrections:
    """Return the corrections with the entity `other` made one with `keep`, both by name.

    Raises:
        CorrectionError: the names are the same, or `keep` itself was merged into `other` before.
    """
    first, second = " ".join(keep.split()), " ".join(other.split())
    if not first or not second or _same(first, second):
        raise CorrectionError("A speaker cannot be merged into the same one. Name two different ones.")
    if any(_same(m.keep, second) and _same(m.other, first) for m in corrections.merges):
        raise CorrectionError(f"{first} was merged into {second} before. Take that back first.")
    kept = tuple(m for m in corrections.merges if not _same(m.other, second))
    return replace(corrections, merges=(*kept, Merge(first, second)))


def split(corrections: Corrections, other: str) -> Corrections:
    """Return the corrections without the merging of the entity `other` into another.

    Raises:
        CorrectionError: it was not merged.
    """
    kept = tuple(m for m in corrections.merges if not _same(m.other, other))
    if len(kept) == len(corrections.merges):
        raise CorrectionError(f"{other} was not merged into anyone. Check the name.")
    return replace(corrections, merges=kept)


def apply(
    corrections: Corrections, attribution: Attribution, passages: Sequence[Passage]
) -> tuple[Attribution, tuple[Passage, ...]]:
    """Return an attribution and its passages as the corrections have them.

    `passages` are those of the attribution's article. Setting a speaker gives the speaker all the speech of the
    passage, or, where it holds none, the whole passage as reported speech. A statement that reaches into other
    passages keeps its speaker there. Speakers left with no statement are gone.
    """
    for one in corrections.merges:
        attribution = _merged(attribution, one)
    chosen = {correction.passage: correction for correction in corrections.passages}
    for passage in passages:
        correction = chosen.get(passage_key(passage.text))
        if correction is not None:
            attribution = _corrected(attribution, passage, correction)
    speaking = {statement.speaker for statement in attribution.statements}
    speakers = tuple(s for s in attribution.speakers if s.id in speaking)
    statements = tuple(sorted(attribution.statements, key=lambda s: s.spans[0]))
    final = Attribution(speakers, statements)
    return final, tuple(replace(p, statements=statements_within(p.span, final)) for p in passages)


def unused(corrections: Corrections, passages: Sequence[Passage]) -> tuple[PassageCorrection, ...]:
    """Return the corrections whose passage is in none of `passages`: the source was edited there."""
    keys = {passage_key(passage.text) for passage in passages}
    return tuple(c for c in corrections.passages if c.passage not in keys)


def check_names(attribution: Attribution, *names: str) -> None:
    """See that every name is a speaker's.

    Raises:
        CorrectionError: one is not; the message lists those that there are.
    """
    for name in names:
        if _find(attribution, name) is None:
            known = "; ".join(speaker.name for speaker in attribution.speakers) or "nobody"
            raise CorrectionError(f"No speaker is called {name!r}. Name one of those who speak: {known}.")


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections; a file that does not exist holds none.

    Raises:
        CorrectionError: the file cannot be read or is not what `write_corrections` writes.
    """
    try:
        return _JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return Corrections()
    except OSError as error:
        raise CorrectionError(f"{path} cannot be read: {error.strerror}. Let the bot read it.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise CorrectionError(
            f"{path.name} is damaged (at {where}). Mend it, or move it away to go on without corrections."
        ) from error


def write_corrections(corrections: Corrections, path: Path) -> None:
    """Write corrections to `path` in one step: a reader finds the old file or the new one, whole.

    Raises:
        CorrectionError: the folder cannot be written to.
    """
    text = json.dumps(_JSON.dump_python(corrections, mode="json"), ensure_ascii=False, indent=2) + "\n"
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CorrectionError(
            f"The corrections could not be kept in {path.parent}: {error.strerror}. Make room, or let the bot "
            "write there."
        ) from error


def _with(corrections: Corrections, text: str, speaker: str | None, role: str | None) -> Corrections:
    made = PassageCorrection(passage_key(text), speaker, role, cut(" ".join(text.split()), _EXCERPT))
    others = tuple(c for c in corrections.passages if c.passage != made.passage)
    return replace(corrections, passages=(*others, made))


def _same(a: str, b: str) -> bool:
    return " ".join(a.split()).casefold() == " ".join(b.split()).casefold()


def _find(attribution: Attribution, name: str) -> Speaker | None:
    """Return the speaker of a name, or else the only one with that alias."""
    named = [s for s in attribution.speakers if _same(s.name, name)]
    known = named or [s for s in attribution.speakers if any(_same(alias, name) for alias in s.aliases)]
    return known[0] if len(known) == 1 or named else None


def _merged(attribution: Attribution, one: Merge) -> Attribution:
    """Return an attribution in which one entity is part of another, or has its name; unchanged without the former."""
    keep, other = _find(attribution, one.keep), _find(attribution, one.other)
    if other is None or (keep is not None and keep.id == other.id):
        return attribution
    if keep is None:
        kind = SpeakerKind.PERSON if other.kind is SpeakerKind.UNNAMED else other.kind
        known = tuple(dict.fromkeys([other.name, *other.aliases]))
        named = replace(other, name=one.keep, kind=kind, aliases=known, settled=True)
        return replace(attribution, speakers=tuple(named if s.id == other.id else s for s in attribution.speakers))
    aliases = tuple(dict.fromkeys([*keep.aliases, other.name, *other.aliases]))
    whole = replace(keep, aliases=aliases, role=keep.role or other.role)
    speakers = tuple(whole if s.id == keep.id else s for s in attribution.speakers if s.id != other.id)
    statements = tuple(replace(s, speaker=keep.id) if s.speaker == other.id else s for s in attribution.statements)
    return Attribution(speakers, statements)


def _corrected(attribution: Attribution, passage: Passage, correction: PassageCorrection) -> Attribution:
    """Return an attribution with one passage's speaker set, or with no speech in the passage."""
    speakers = list(attribution.speakers)
    speaker: Speaker | None = None
    if correction.speaker is not None:
        speaker = _find(attribution, correction.speaker)
        if speaker is None:
            speaker = Speaker(
                f"c{len(speakers) + 1}", correction.speaker, SpeakerKind.PERSON, correction.role, settled=True
            )
            speakers.append(speaker)
        elif correction.role:
            speakers[speakers.index(speaker)] = replace(speaker, role=correction.role)
    statements = [piece for s in attribution.statements for piece in _resolved(s, passage, speaker)]
    touched = any(any(part.overlaps(passage.span) for part in s.spans) for s in statements)
    if speaker is not None and not touched:
        statements.append(Statement(StatementKind.INDIRECT, (passage.span,), speaker.id, rule=RULE))
    return Attribution(tuple(speakers), tuple(statements))


def _resolved(statement: Statement, passage: Passage, speaker: Speaker | None) -> Iterator[Statement]:
    """Yield what becomes of a statement: its part in the passage by `speaker` (or gone), the rest as it was."""
    inside = tuple(span for span in statement.spans if span.overlaps(passage.span))
    outside = tuple(span for span in statement.spans if not span.overlaps(passage.span))
    if outside:
        yield replace(statement, spans=outside)
    if inside and speaker is not None:
        yield replace(statement, spans=inside, speaker=speaker.id, confidence=1.0, rule=RULE)
