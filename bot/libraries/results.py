"""What a library holds, what a change would make of it, and what it made of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.libraries.changes import Change, Contents
from index.article import Article
from index.corrections import Corrections
from index.difference import Difference
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Holding:
    """One source as moderators see it.

    Attributes:
        id: what changes name it by.
        article: it, read: title, publisher, date, language, address and text; `article.sha256` is what
            `Passage.article` of its passages in the snapshot names.
        passages: how many it gives.
        speakers: how many speak in it.
        corrections: what moderators corrected in it.
        added: when, in UTC, and by whom; None where it belongs to the default library.
        added_by: the member's id.
    """

    id: str
    article: Article
    passages: int
    speakers: int
    corrections: Corrections = field(default_factory=Corrections)
    added: datetime.datetime | None = None
    added_by: str | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What answers in a community: the sources and the snapshot made of them.

    `number` counts the community's snapshots from 1; it is 0 as long as nothing was changed there. `is_default` says
    whether it is the default library that answers, which after a change back to it may have any number.
    """

    sources: tuple[Holding, ...]
    number: int
    is_default: bool
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Base:
    """What a plan was made from: the number of the community's snapshot, and the id of what answered."""

    number: int
    snapshot: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A change, made ready in memory: nothing is written and nobody sees it until it is carried out.

    Attributes:
        community: `Thread.community_key` of where.
        change: what was asked for.
        base: what it was made from; where that has changed meanwhile, the plan is not carried out.
        contents: what the library will hold; empty: the default library will answer.
        snapshot: what will answer.
        difference: from what answers now to that.
        begins: whether the community's own library begins with it, where the default one answers now.
        unfetched: of a reload, why a source could not be fetched again, by the source's name; it stays as it was.
    """

    community: str
    change: Change
    base: Base
    contents: Contents = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    difference: Difference
    begins: bool = False
    unfetched: Mapping[str, str] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether all would stay as it is."""
        return self.snapshot.manifest.id == self.base.snapshot

    @property
    def ends(self) -> bool:
        """Whether the default library answers afterwards."""
        return not self.contents


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was carried out and is on the disk.

    `number` is the community's snapshot now, and `previous` the one before: `Rollback(previous)` takes the change back.
    Both are the same where nothing had to be written: a default library that was reloaded, or nothing that changed.
    """

    number: int
    previous: int
    snapshot: Snapshot
    difference: Difference
    seconds: float


@dataclass(frozen=True, slots=True)
class Past:
    """One of a community's snapshots, in its history.

    `what` is the command that made it and `about` what that was about: "source", a name, or "snapshot", a number.
    `sources` are the names of what it holds, none where the default library answered.
    """

    number: int
    made: datetime.datetime
    made_by: str
    what: str
    about: Mapping[str, Any]
    sources: tuple[str, ...]
    current: bool
