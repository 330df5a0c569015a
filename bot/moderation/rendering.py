"""What commands for moderators show in common: a source, a difference, the buttons to confirm and to undo."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.answering import cite
from bot.answers import Citation
from bot.libraries import Done, Holding, Past
from bot.moderation.notice import Act, Fact, Item, Style
from bot.paging import Page
from bot.phrases import Phrases
from bot.questions import Kind, Question
from bot.rendering import article_title, who_line
from index.article import Article, Passage
from index.difference import Difference
from index.plain import on_one_line
from index.snapshot import Snapshot

LONGEST_QUOTE = 700
"""Characters of a passage in a preview; `show` gives it whole."""

T = TypeVar("T")

_MOST_NAMES = 12
_NOBODY = Question("", "en", Kind.FACT, "")


def render_moment(moment: datetime.datetime) -> str:
    """Return a moment as it is written for moderators, who may be anywhere: in UTC."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC"


def render_past(past: Past, say: Phrases) -> str:
    """Return in a few words what made a version: "added ferry.pdf"."""
    source, snapshot = (on_one_line(str(past.about.get(name, ""))) for name in ("source", "snapshot"))
    return say(f"history-{past.what}", source=source, snapshot=snapshot)


def source_facts(article: Article, snapshot: Snapshot, say: Phrases) -> tuple[Fact, ...]:
    """Return what is known of an article of `snapshot`, what is not known included where it is missed."""
    passages = [passage for passage in snapshot.passages if passage.article == article.sha256]
    unknown = say("source-unknown")
    facts = [
        (say("source-title"), article.title or unknown),
        (say("source-publisher"), article.publisher or unknown),
        (say("source-date"), article.date or unknown),
        (say("source-authors"), ", ".join(article.authors)),
        (say("source-language"), article.language),
        (say("source-address"), article.address or ""),
        (say("source-file"), article.name if article.name != article.address else ""),
        (say("source-passages"), say("source-passages-count", count=len(passages))),
        (say("source-speakers"), names(names_in(passages, snapshot)) or say("source-speakers-none")),
    ]
    return tuple(Fact(label, on_one_line(text)) for label, text in facts if text)


def names_in(passages: Iterable[Passage], snapshot: Snapshot) -> list[str]:
    """Return who speaks in `passages`, each once, in order."""
    return list(dict.fromkeys(speaker.name for passage in passages for speaker in snapshot.speakers_of(passage)))


def names(of: Sequence[str], most: int = _MOST_NAMES) -> str:
    """Return names with semicolons between, cut where there are many."""
    return "; ".join([*map(on_one_line, of[:most]), *(["…"] if len(of) > most else [])])


def first_words(article: Article, snapshot: Snapshot, say: Phrases) -> tuple[Item, ...]:
    """Return the first passage of an article and the first in which somebody speaks, each with its speaker."""
    places = [place for place, passage in enumerate(snapshot.passages) if passage.article == article.sha256]
    spoken = next((place for place in places if snapshot.passages[place].speakers), None)
    shown = dict.fromkeys(place for place in (*places[:1], spoken) if place is not None)
    return tuple(passage_item(cited(snapshot, place), say, LONGEST_QUOTE) for place in shown)


def cited(snapshot: Snapshot, place: int) -> Citation:
    """Return the passage at `place` of a snapshot with its article and speakers."""
    return cite(snapshot, _NOBODY, place, 0.0, ())


def passage_item(citation: Citation, say: Phrases, most: int | None = None) -> Item:
    """Return a passage with who speaks in it, cut after `most` characters."""
    text = on_one_line(citation.passage.text)
    if most is not None and len(text) > most:
        text = text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"
    number = say("passage-number", number=citation.passage.number)
    return Item(who_line(citation, say), text, quoted=True, note=number)


def difference_facts(difference: Difference, say: Phrases) -> tuple[Fact, ...]:
    """Return what changes, or changed, in passages and speakers."""
    if difference.nothing:
        return (Fact(say("difference-passages"), say("difference-nothing")),)
    counts = say("difference-counts", added=difference.added, removed=difference.removed, edited=difference.edited)
    reattributed = say("difference-reattributed-count", count=difference.reattributed)
    facts = [
        (say("difference-passages"), counts if difference.added or difference.removed or difference.edited else ""),
        (say("difference-reattributed"), reattributed if difference.reattributed else ""),
        (say("difference-new-speakers"), names(difference.new_speakers)),
        (say("difference-gone-speakers"), names(difference.gone_speakers)),
    ]
    return tuple(Fact(label, text) for label, text in facts if text)


def source_line(held: Holding, say: Phrases) -> str:
    """Return a source in a line: its title, its publisher and date where they are known."""
    published = on_one_line(", ".join(part for part in (held.article.publisher, held.article.date) if part))
    title = on_one_line(article_title(held.article))
    return say("source-line", title=title, published=published) if published else title


def confirm_acts(offer: str, label: str, say: Phrases, style: Style = "primary") -> tuple[Act, Act]:
    """Return the buttons that take an offer up, or leave it."""
    return Act(f"do:{offer}", label, style), Act(f"leave:{offer}", say("desk-leave"))


def undo_acts(done: Done, say: Phrases) -> tuple[Act, ...]:
    """Return the button that takes back what was done, where there is something to take back."""
    if done.number == done.previous:
        return ()
    return (Act(f"undo:{done.number}:{done.previous}", say("desk-undo")),)


def page_acts(what: str, shown: Page[T], say: Phrases) -> tuple[Act, ...]:
    """Return the buttons to the pages before and after."""
    pages = ((shown.earlier, "desk-earlier"), (shown.later, "desk-later"))
    return tuple(Act(f"{what}:{number}", say(label)) for number, label in pages if number is not None)
