"""What moderators can do to their community's library, and the sources that it then holds."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from bot.errors import SourceUnknown
from index.corrections import Corrections

Contents = tuple["HeldSource", ...]
"""What a library is made of: its sources in order. An empty one means that the default library answers."""


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """A source as it came: a file, or what an address answered.

    Attributes:
        name: the file's name, or the address; tells the format where `content_type` does not.
        data: the bytes, as they came.
        content_type: what the platform or the server says that they are.
        address: where they were fetched from, after redirects; None for a file.
        etag: what the server calls this version of them.
        last_modified: when the server says that they were changed last, as it wrote it.
    """

    name: str
    data: bytes = field(repr=False)
    content_type: str | None = None
    address: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class HeldSource:
    """A source of a library: `id` is its own within the community, also in earlier snapshots that held it."""

    id: str
    source: SourceBytes
    corrections: Corrections = field(default_factory=Corrections)


@dataclass(frozen=True, slots=True)
class Add:
    """Another source; where the default library answers, the community's own begins with it alone."""

    source: SourceBytes


@dataclass(frozen=True, slots=True)
class Replace:
    """Another version of a source, in its place; what was corrected in the old one holds where it fits the new."""

    source_id: str
    source: SourceBytes


@dataclass(frozen=True, slots=True)
class Remove:
    """A source less; with the last of its own the community goes back to the default library."""

    source_id: str


@dataclass(frozen=True, slots=True)
class Correct:
    """All corrections of a source from now on, those of before included; `also` corrects others in the same step."""

    source_id: str
    corrections: Corrections
    also: tuple[Correct, ...] = ()


@dataclass(frozen=True, slots=True)
class Rollback:
    """What an earlier snapshot held; 0 is the default library, as it was before the first change."""

    number: int


@dataclass(frozen=True, slots=True)
class Reload:
    """The same sources, those of addresses fetched again; where the default library answers, that one is reloaded."""


Change = Add | Replace | Remove | Correct | Rollback | Reload


def changed(contents: Contents, change: Add | Replace | Remove | Correct) -> Contents:
    """Return what a library holds after `change`, in the same order; what is new comes last.

    Raises:
        SourceUnknown: it holds no source of that id.
    """
    match change:
        case Add(source):
            return *contents, HeldSource(_new_id(), source)
        case Replace(source_id, source):
            new = HeldSource(_new_id(), source, find(contents, source_id).corrections)
            return tuple(new if held.id == source_id else held for held in contents)
        case Remove(source_id):
            gone = find(contents, source_id)
            return tuple(held for held in contents if held is not gone)
        case Correct(source_id, corrections, also):
            old = find(contents, source_id)
            after = tuple(replace(held, corrections=corrections) if held is old else held for held in contents)
            return changed(after, replace(also[0], also=also[1:])) if also else after


def described(change: Change) -> tuple[str, dict[str, str | int]]:
    """Return the command of a change, and what it is about, as the history of a library keeps them."""
    match change:
        case Add(source):
            return "add", {"source": source.name}
        case Replace(source_id, source):
            return "replace", {"source": source.name, "id": source_id}
        case Remove(source_id):
            return "remove", {"id": source_id}
        case Correct(source_id):
            return "correct", {"id": source_id}
        case Rollback(number):
            return "rollback", {"snapshot": number}
        case Reload():
            return "reload", {}


def find(contents: Contents, source_id: str) -> HeldSource:
    """Return the source of an id.

    Raises:
        SourceUnknown: there is none.
    """
    for held in contents:
        if held.id == source_id:
            return held
    raise SourceUnknown


def _new_id() -> str:
    return secrets.token_hex(6)
