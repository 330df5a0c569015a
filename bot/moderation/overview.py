"""What answers in a community: the state of its library, its sources, and the versions that it had."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from bot.libraries import Holding, Holdings, Past
from bot.moderation.notice import Act, Fact, Item, Notice
from bot.moderation.passages import Place
from bot.moderation.rendering import (
    cited,
    names,
    names_in,
    page_acts,
    passage_item,
    render_moment,
    render_past,
    source_line,
)
from bot.moderation.watching import WATCHER
from bot.paging import page
from bot.phrases import Phrases
from bot.rendering import article_title
from index.article import Statement
from index.corrections import RULE as CORRECTED
from index.corrections import unused
from index.plain import cut, on_one_line
from index.snapshot import Snapshot

ON_A_PAGE = 8
_MOST_STATEMENTS = 8
_EXCERPT = 160  # characters


def render_status(holdings: Holdings, watched: int, asked: int, say: Phrases) -> Notice:
    """Return what answers and how it was made.

    Args:
        holdings: what is held.
        watched: minutes between two looks at sources of the web; 0: none is looked at.
        asked: questions that were not answered and are still written down.
        say: the phrases.
    """
    made = holdings.snapshot.manifest
    model = (
        PurePath(made.model).name if PurePath(made.model).is_absolute() else made.model
    )  # the folder is the operator's
    corrected = [held.corrections for held in holdings.sources]
    count = sum(len(one.passages) + len(one.merges) for one in corrected)
    lost = sum(len(unused(one, holdings.snapshot.passages)) for one in corrected)
    from_web = sum(held.article.address is not None and not holdings.is_default for held in holdings.sources)
    facts = [
        Fact(say("status-version"), _version(holdings, say)),
        Fact(say("status-made"), say("status-made-when", when=made.created, model=on_one_line(model))),
        Fact(
            say("status-holds"),
            say(
                "status-holds-counts",
                sources=len(holdings.sources),
                passages=len(holdings.snapshot.passages),
                speakers=len(holdings.snapshot.speakers()),
            ),
        ),
        Fact(say("status-corrections"), say("status-corrections-count", count=count, lost=lost)),
        Fact(say("status-gaps"), say("status-gaps-count", count=asked)),
    ]
    if from_web:
        watch = say("status-watch-every", minutes=watched, count=from_web) if watched else say("status-watch-never")
        facts.append(Fact(say("status-watch"), watch))
    lead = say("status-default") if holdings.is_default else say("status-own")
    return Notice(lead, tuple(facts))


def _version(holdings: Holdings, say: Phrases) -> str:
    index = holdings.snapshot.manifest.id
    return say("status-version-number", number=holdings.number, index=index) if holdings.number else index


def render_list(holdings: Holdings, number: int, say: Phrases) -> Notice:
    """Return page `number` of the sources that are held."""
    shown = page(
        [_source_item(i, held, holdings, say) for i, held in enumerate(holdings.sources, start=1)], number, ON_A_PAGE
    )
    lead = say("list-default" if holdings.is_default else "list-own", count=len(holdings.sources))
    left_out = len(holdings.sources) - len(shown.items)
    return Notice(lead, items=shown.items, left_out=left_out, acts=page_acts("list", shown, say))


def _source_item(number: int, held: Holding, holdings: Holdings, say: Phrases) -> Item:
    passages = [p for p in holdings.snapshot.passages if p.article == held.article.sha256]
    speaking = names(names_in(passages, holdings.snapshot), most=6)
    lines = [say("list-counts", passages=held.passages, speakers=held.speakers), speaking]
    added = say("list-added", when=render_moment(held.added)) if held.added else ""
    looked, by = _by(held.added_by or "", say)
    corrected = len(held.corrections.passages) + len(held.corrections.merges)
    notes = [
        held.article.address or on_one_line(held.article.name),
        added,
        say("list-corrected", count=corrected) if corrected else "",
        looked,
    ]
    return Item(
        f"{number}. {source_line(held, say)}",
        " ".join(line for line in lines if line),
        note=" · ".join(on_one_line(note) for note in notes if note),
        by=by,
    )


def render_history(past: Sequence[Past], number: int, say: Phrases) -> Notice:
    """Return page `number` of the versions that a library had; `past` has the newest first."""
    if not past:
        return Notice(say("history-none"))
    shown = page([_past_item(one, say) for one in past], number, ON_A_PAGE)
    return Notice(
        say("history-lead", count=len(past)),
        items=shown.items,
        left_out=len(past) - len(shown.items),
        acts=page_acts("history", shown, say),
    )


def _past_item(past: Past, say: Phrases) -> Item:
    current = f" ({say('history-current')})" if past.current else ""
    looked, by = _by(past.made_by, say)
    return Item(
        f"{past.number}. {render_past(past, say)}{current}",
        names(past.sources, most=6) or say("history-default"),
        note=" · ".join(filter(None, (render_moment(past.made), looked))),
        by=by,
    )


def _by(who: str, say: Phrases) -> tuple[str, str]:
    """Return in words that no moderator did something, or else the id of the one who did."""
    return (say("by-watch"), "") if who == WATCHER else ("", on_one_line(who))


def render_passage(place: Place, holdings: Holdings, say: Phrases) -> Notice:
    """Return a passage with who speaks in it, and how each piece of its speech was attributed."""
    snapshot, passage = holdings.snapshot, place.passage
    at = next(i for i, one in enumerate(snapshot.passages) if one.id == passage.id)
    whole = passage_item(cited(snapshot, at), say)
    article = place.holding.article
    items = [_statement_item(statement, place, snapshot, say) for statement in passage.statements[:_MOST_STATEMENTS]]
    lead = say("show-lead", place=place.label, title=on_one_line(article_title(article)))
    beside = ((at - 1, "show-before"), (at + 1, "show-after"))
    acts = tuple(
        Act(f"show:{place.source}:{snapshot.passages[other].number}", say(label))
        for other, label in beside
        if 0 <= other < len(snapshot.passages) and snapshot.passages[other].article == passage.article
    )
    return Notice(
        lead,
        items=(whole, *items),
        left_out=len(passage.statements) - len(items),
        acts=acts,
    )


def _statement_item(statement: Statement, place: Place, snapshot: Snapshot, say: Phrases) -> Item:
    text = place.holding.article.text
    if statement.speaker is None:
        who = say("answer-unclear")
    else:
        who = on_one_line(snapshot.people.shown_in((place.passage.article, statement.speaker)).name)
    words = on_one_line(" … ".join(span.of(text) for span in statement.spans))
    if statement.rule == CORRECTED:
        how = [say("show-corrected")]
    else:
        how = [
            say(f"show-{statement.kind.value}"),
            say("show-denied") if statement.polarity.value == "denied" else "",
            say("show-cue", cue=on_one_line(statement.cue.of(text))) if statement.cue else "",
            say("show-named", source=on_one_line(statement.source.of(text))) if statement.source else "",
            say("show-sure", percent=round(statement.confidence * 100)),
        ]
    return Item(who, cut(words, _EXCERPT), quoted=True, note="; ".join(part for part in how if part))
