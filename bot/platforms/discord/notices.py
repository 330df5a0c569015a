"""From a notice for moderators to a Discord message: whatever it holds, escaped and within the limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import discord

from bot.moderation.notice import Fact, Item, Notice
from bot.phrases import Phrases
from bot.platforms.discord.acts import act_rows
from bot.platforms.discord.layout import MOST_CONTENT, MOST_TEXT, Post, View, view_of
from bot.platforms.discord.markdown import escape, small
from index.plain import cut

_COLOURS = {
    "plain": discord.Colour(0x8A8F98),
    "done": discord.Colour(0x2E7D6B),
    "warning": discord.Colour(0xC77C11),
}
_MOST_ITEMS = 10  # with a separator above each and ten buttons, 38 of the 40 components
_LEAST_ITEM, _LEAST_FACT = 120, 60  # characters below which an entry is rather left out than cut
_LEAD, _FACTS = 3, 2  # the part of the room that each may have

_Make = Callable[[int], str]


def layout_notice(notice: Notice, say: Phrases) -> Post:
    """Lay out a notice with its buttons; entries that are long are cut, and those that do not fit are counted."""
    container: discord.ui.Container[View] = discord.ui.Container(accent_colour=_COLOURS[notice.tone])
    for number, part in enumerate(_parts(notice, MOST_TEXT, say)):
        if number:
            container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(part))
    return Post(view_of(container, act_rows(notice.acts)), "\n".join(_parts(notice, MOST_CONTENT, say)))


def _parts(notice: Notice, most: int, say: Phrases) -> list[str]:
    """Return the texts of a notice, of at most `most` characters together, a line's end between them included."""
    lines = [_plain(line) for line in notice.lead.splitlines() if line.strip()]
    lead = "\n".join(_shared(lines, most // _LEAD, _LEAST_FACT)) or "…"
    left = most - len(lead) - 1
    room = left // _FACTS if notice.items else left - _LEAST_ITEM
    facts = "\n".join(_counted([_fact(one) for one in notice.facts], room, _LEAST_FACT, say))
    left -= len(facts) + 1
    items = _counted(
        [_item(one) for one in notice.items], left, _LEAST_ITEM, say, left_out=notice.left_out, most=_MOST_ITEMS
    )
    return [part for part in (lead, facts, *items) if part]


def _counted(
    makers: Sequence[_Make], room: int, least: int, say: Phrases, *, left_out: int = 0, most: int | None = None
) -> list[str]:
    """Return as many texts as have room, at most `most`, and a line that counts the others and those `left_out`."""
    # "one more" is longer than "9 more".
    counting = max(len(_more(count, say)) for count in (1, len(makers) + left_out))
    shown = _shared(makers[:most], room - counting - 1, least)
    missing = len(makers) - len(shown) + left_out
    return [*shown, _more(missing, say)] if missing else shown


def _shared(makers: Sequence[_Make], room: int, least: int) -> list[str]:
    """Let as many texts as get `least` characters share `room`, each as long as it is, or an equal part of the rest."""
    whole = [make(room) for make in makers[: room // (least + 1)]]
    left = room - len(whole)  # what joins them is one character each
    shares = [0] * len(whole)
    for place, index in enumerate(sorted(range(len(whole)), key=lambda one: len(whole[one]))):
        shares[index] = min(len(whole[index]), left // (len(whole) - place))
        left -= shares[index]
    return [
        text if len(text) <= share else make(share) for text, make, share in zip(whole, makers, shares, strict=False)
    ]


def _plain(line: str) -> _Make:
    return lambda room: _within(line, room)


def _fact(fact: Fact) -> _Make:
    def make(room: int) -> str:
        label = f"**{_within(fact.label, room // 2 - 7)}** · " if fact.label.strip() else ""
        return label + _within(fact.text, room - len(label))

    return make


def _item(item: Item) -> _Make:
    def make(room: int) -> str:
        by = _by(item.by)
        note = _within(item.note, room // 4 - 4 - len(by)) if item.note.strip() else ""
        closing = f"-# {' · '.join(filter(None, (note, by)))}" if note or by else ""
        left = room - len(closing) - 1
        title = (
            f"**{_within(item.heading, (left // 2 if item.text.strip() else left) - 5)}**"
            if item.heading.strip()
            else ""
        )
        mark = "> " if item.quoted else ""
        body = f"{mark}{_within(item.text, left - len(title) - 1 - len(mark))}" if item.text.strip() else ""
        return "\n".join(filter(None, (title, body, closing))) or "…"

    return make


def _by(member: str) -> str:
    """Return the mention of a member: Discord shows their name, and every message goes out with no mention allowed."""
    return f"<@{member}>" if re.fullmatch(r"[0-9]{1,20}", member) else ""


def _within(text: str, room: int) -> str:
    """Return `text` escaped, with at most `room` characters."""
    text = text.strip()
    most = min(len(text), max(room, 1))
    while len(escaped := escape(cut(text, most))) > room and most > 1:
        most -= max(1, (len(escaped) - room) // 3)  # an escaped character is at most three
    return escaped


def _more(count: int, say: Phrases) -> str:
    return small(say("more", count=count))
