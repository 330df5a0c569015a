"""Correcting who speaks in a passage, and making two names one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.libraries import Correct, Done, Holding, Holdings
from bot.moderation.arguments import is_on
from bot.moderation.changing import Changing, done_notice, refusals
from bot.moderation.choosing import NOBODY, full_name
from bot.moderation.faults import CorrectionUnclear, NothingToRevert, SpeakerUnknown
from bot.moderation.notice import Fact, Notice
from bot.moderation.passages import Place, find_passage
from bot.moderation.rendering import LONGEST_QUOTE, cited, passage_item
from bot.moderation.request import Request
from bot.phrases import Phrases
from bot.questions import directory_of
from bot.rendering import who_line
from index.article import Passage
from index.corrections import Corrections, clear_speaker, merge, passage_key, set_speaker, split, undo
from index.errors import CorrectionError
from index.identity import Person
from index.plain import on_one_line
from index.snapshot import Snapshot

_DASHES = frozenset({NOBODY, "–", "—"})  # what keyboards make of a hyphen
_MEANT = 3


async def correct(changing: Changing, asked: Request, given: Mapping[str, str]) -> Notice:
    """Correct a passage's speaker, merge two speakers, or take such a correction back; `given` by parameter.

    Raises:
        CorrectionUnclear: what is given says nothing that could be corrected.
        PassageUnknown, PassageUnclear, SpeakerUnknown, NothingToRevert: what is given means nothing here.
        Refused: it could not be made.
    """
    holdings = await changing.holdings(asked.community)
    passage, speaker, other = (given.get(name, "") for name in ("passage", "speaker", "merge"))
    if is_on(given.get("revert", "")):
        if bool(passage) == bool(speaker) or other:
            raise CorrectionUnclear
        if passage:
            return await _revert_passage(changing, asked, holdings, find_passage(holdings, passage))
        return await _revert_merge(changing, asked, holdings, on_one_line(speaker))
    if passage and not other:
        place = find_passage(holdings, passage)
        return await _set(changing, asked, holdings, place, (speaker, given.get("role", "")))
    if speaker and other and not passage:
        return await _merge(changing, asked, holdings, (speaker, other))
    raise CorrectionUnclear


async def _set(changing: Changing, asked: Request, holdings: Holdings, place: Place, to: tuple[str, str]) -> Notice:
    """Set who speaks in a passage, `to` a name and a role; either may be empty."""
    say, (speaker, role) = asked.say, to
    text, old = place.passage.text, place.holding.corrections
    if on_one_line(speaker) in _DASHES:
        new = clear_speaker(old, text)
        lead = say("correct-cleared", place=place.label)
    else:
        name, known = full_name(holdings.snapshot, speaker or _only_speaker(place.passage, holdings.snapshot))
        with refusals():
            new = set_speaker(old, text, name, on_one_line(role))
        lead = say("correct-set" if known else "correct-set-new", place=place.label, name=on_one_line(name))
    return await _correct_passage(changing, asked, holdings, place, (new, lead))


def _only_speaker(passage: Passage, snapshot: Snapshot) -> str:
    """Return who speaks in a passage, where a role alone was given.

    Raises:
        CorrectionUnclear: nobody does, or several do.
    """
    speakers = snapshot.speakers_of(passage)
    if len(speakers) != 1:
        raise CorrectionUnclear
    return speakers[0].name


async def _revert_passage(changing: Changing, asked: Request, holdings: Holdings, place: Place) -> Notice:
    with refusals():
        new = undo(place.holding.corrections, place.passage.text)
    lead = asked.say("correct-reverted", place=place.label)
    return await _correct_passage(changing, asked, holdings, place, (new, lead))


async def _correct_passage(
    changing: Changing, asked: Request, holdings: Holdings, place: Place, to: tuple[Corrections, str]
) -> Notice:
    """Correct one passage, and show who spoke there before and who does now; `to` has the words for it."""
    say, (new, lead) = asked.say, to
    done = await _carry_out(changing, asked, [(place.holding, new)])
    key, number = passage_key(place.passage.text), place.passage.number
    article = place.holding.article.sha256
    at = next(
        i
        for i, one in enumerate(done.snapshot.passages)
        if one.article == article and one.number == number and passage_key(one.text) == key
    )
    before = next(i for i, one in enumerate(holdings.snapshot.passages) if one.id == place.passage.id)
    was = Fact(say("correct-before"), who_line(cited(holdings.snapshot, before), say))
    notice = _notice(done, lead, holdings, say)
    item = passage_item(cited(done.snapshot, at), say, LONGEST_QUOTE)
    return replace(notice, facts=(was, *notice.facts), items=(item,))


async def _merge(changing: Changing, asked: Request, holdings: Holdings, names: tuple[str, str]) -> Notice:
    """Make two names one person, the one to keep first: in every source in which the other speaks."""
    keep, gone = (_person(holdings.snapshot, name) for name in names)
    with refusals():
        if keep == gone:
            raise CorrectionError("Those are one person already. Name two who are not.")
        new = [
            (held, merge(held.corrections, _name_in(held, keep, holdings.snapshot) or keep.speaker.name, other))
            for held in holdings.sources
            if (other := _name_in(held, gone, holdings.snapshot))
        ]
    done = await _carry_out(changing, asked, new)
    kept, other = (on_one_line(person.speaker.name) for person in (keep, gone))
    return _notice(done, asked.say("correct-merged", keep=kept, other=other), holdings, asked.say)


async def _revert_merge(changing: Changing, asked: Request, holdings: Holdings, name: str) -> Notice:
    """Part names that were merged: `name` is the one that is gone."""
    merged = [
        held
        for held in holdings.sources
        if any(one.other.casefold() == name.casefold() for one in held.corrections.merges)
    ]
    if not merged:
        known = "; ".join(dict.fromkeys(one.other for held in holdings.sources for one in held.corrections.merges))
        raise NothingToRevert(name=name, known=on_one_line(known) or "-")
    with refusals():
        new = [(held, split(held.corrections, name)) for held in merged]
    done = await _carry_out(changing, asked, new)
    return _notice(done, asked.say("correct-parted", name=name), holdings, asked.say)


async def _carry_out(changing: Changing, asked: Request, new: Sequence[tuple[Holding, Corrections]]) -> Done:
    """Correct several sources, in one change."""
    first, *others = (Correct(held.id, corrections) for held, corrections in new)
    return await changing.write(asked, await changing.plan(asked, replace(first, also=tuple(others))))


def _notice(done: Done, lead: str, holdings: Holdings, say: Phrases) -> Notice:
    """Return what was corrected, and that an own library began with it, where one did."""
    return done_notice(done, f"{lead} {say('correct-begins')}" if holdings.is_default else lead, say)


def _person(snapshot: Snapshot, typed: str) -> Person:
    """Return the speaker that `typed` names.

    Raises:
        SpeakerUnknown: it names nobody, or several.
    """
    name, _ = full_name(snapshot, typed)
    found = [person for person, _ in snapshot.persons if on_one_line(person.speaker.name) == on_one_line(name)]
    if len(found) != 1:
        meant = directory_of(snapshot).alike(name, _MEANT)
        raise SpeakerUnknown(name=name[:100], count=len(meant), meant="; ".join(meant))
    return found[0]


def _name_in(held: Holding, person: Person, snapshot: Snapshot) -> str | None:
    """Return by which name a source knows a person, None where they do not speak there."""
    for article, found in zip(snapshot.record.articles, snapshot.record.attributions, strict=True):
        if article.sha256 == held.article.sha256:
            return next((s.name for s in found.speakers if (article.sha256, s.id) in person.keys), None)
    return None
