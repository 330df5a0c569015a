"""From a reply to a Discord message (Components V2): everything from outside escaped, everything within the limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import discord

from bot.phrases import Phrases
from bot.rendering import Message, Quotation, Run, fit_lines, shorten

MOST_TEXT = 4_000
"""Characters that Discord accepts in all text displays of one message together, marks of its Markdown included."""

_OTHER = 400  # characters of a passage beside the answer
_WHO, _WHERE, _QUESTION, _LINE = 400, 300, 300, 200  # unescaped characters of each
_MOST_LINK = 512
_ANSWER_COLOUR = discord.Colour(0x2E7D6B)
_CLOSEST_COLOUR = discord.Colour(0x8A8F98)

# Emphasis, spoilers, code, quotes, mentions, headings, links, timestamps; :emoji: and what the client makes links of.
# Lists and small text are made by what stands at the start of a line.
_MARKS = re.compile(r"[\\*_~|`<>@#\[\]]|:(?=\S)")
_LIST = re.compile(r"^(\s*\d*)([-+.)])")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def escape(text: str) -> str:
    r"""Return `text` on one line, so that Discord shows exactly its characters: no mark-up, no mention, no link.

    `@everyone` and `@here` also get a zero-width space, for what looks for them in the raw message (a bridge
    to another chat, or another bot) and knows neither Discord's escapes nor its list of allowed mentions.
    """
    line = _EVERYBODY.sub(f"@{_ZERO_WIDTH_SPACE}", " ".join(text.splitlines()))
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))


def cut(text: str, most: int) -> str:
    """Return `text` with at most `most` characters, the last one an ellipsis where some were left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def layout_message(message: Message, say: Phrases, question: str | None = None) -> discord.ui.LayoutView:
    """Lay a reply out; `question` is repeated above it, for places where the member's own words are not shown."""
    if message.quotation is None:
        return layout_text(escape(cut(message.lead or "", 1_000)))
    asked = small(say("discord-asked", question=cut(question, _QUESTION))) if question else None
    lead = escape(message.lead) if message.lead else None
    note = small(message.note) if message.note else None
    who, where = _facts(message.quotation)
    room = MOST_TEXT - sum(len(part) + 1 for part in (asked, lead, who, where, note) if part)
    quote = _quote_within(message.quotation, room // 2 if message.further else room)
    closing = "\n".join(part for part in (where, note) if part)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        accent_colour=_CLOSEST_COLOUR if message.lead else _ANSWER_COLOUR
    )
    for part in (asked, lead, f"{quote}\n{who}", closing):
        if part:
            container.add_item(discord.ui.TextDisplay(part))
    further = _further_within(message, room - len(quote), say)
    if further:
        container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(further))
    others = _others_within(message.others, room - len(quote) - len(further), say)
    if others:
        container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(others))
    return _view(container)


def layout_lines(heading: str, lines: Sequence[str], say: Phrases) -> discord.ui.LayoutView:
    """Lay out a heading and a list, as much of it as fits; `lines` are unescaped."""
    title = f"**{escape(heading)}**"
    items = [f"- {escape(cut(line, _LINE))}" for line in lines]
    return layout_text("\n".join([title, *fit_lines(items, MOST_TEXT - len(title) - 1, say)]))


def layout_text(text: str) -> discord.ui.LayoutView:
    """Lay out text that is already escaped."""
    return _view(discord.ui.TextDisplay(cut(text, MOST_TEXT) or "…"))


def small(text: str) -> str:
    """Return unescaped `text` as a line in small print."""
    return f"-# {escape(text)}"


def _view(item: discord.ui.Item[discord.ui.LayoutView]) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(item)
    return view


def _further_within(message: Message, room: int, say: Phrases) -> str:
    """Return the other passages of a list, as many as fit into `room` characters, and how many do not."""
    pieces: list[str] = []
    left = room - len(say("list-more", count=len(message.further) + message.left_out)) - 1
    for quotation in message.further:
        who, _ = _facts(replace(quotation, who=cut(quotation.who.strip(), _LINE)))
        piece = f"{_quote_within(quotation, _OTHER)}\n{who}"
        if len(piece) + 1 > left:
            break
        pieces.append(piece)
        left -= len(piece) + 1
    missing = len(message.further) - len(pieces) + message.left_out
    return "\n".join([*pieces, *([small(say("list-more", count=missing))] if missing else [])])


def _others_within(quotations: Sequence[Quotation], room: int, say: Phrases) -> str:
    """Return the passages beside the answer, as many as fit into `room` characters."""
    text = small(say("also-close"))
    shown = 0
    for quotation in quotations:
        who = small(cut(quotation.who.strip(), _LINE))
        longer = f"{text}\n{_quote_within(quotation, _OTHER)}\n{who}"
        if len(longer) > room:
            break
        text, shown = longer, shown + 1
    return text if shown else ""


def _facts(quotation: Quotation) -> tuple[str, str]:
    """Return the line that says who speaks and how, and the line that says where it stands."""
    line = f"— {_who(quotation)}, {escape(quotation.how)}" if quotation.how else f"— *{_who(quotation)}*"
    where = escape(cut(quotation.where, _WHERE))
    linked = quotation.link is not None and len(quotation.link) <= _MOST_LINK and quotation.link.isprintable()
    return line, f"-# [{where}](<{quotation.link}>)" if linked else f"-# {where}"


def _who(quotation: Quotation) -> str:
    """Return who speaks, the names in bold."""
    rest = cut(quotation.who.strip(), _WHO)
    pieces: list[str] = []
    for name in filter(None, map(str.strip, quotation.names)):
        before, found, after = rest.partition(name)
        if not found:
            break
        pieces += [escape(before), f"**{escape(found)}**"]
        rest = after
    return "".join([*pieces, escape(rest)])


def _quote_within(quotation: Quotation, room: int) -> str:
    """Return the words as a block quotation of at most `room` characters, the marks of Markdown included."""
    most = len(quotation.text)
    while len(block := f"> {_emphasised(shorten(quotation, most).runs)}") > room:
        most -= max(1, (len(block) - room) // 3)  # an escaped character is at most three
    return block


def _emphasised(runs: Sequence[Run]) -> str:
    pieces: list[str] = []
    for strong, group in groupby(runs, key=lambda run: run.strong):
        text = "".join(run.text for run in group)
        words = text.strip()
        # The marks of emphasis stand at the words: Discord shows those beside white space as asterisks.
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if words else ""
        pieces.append(f"{before}**{escape(words)}**{after}" if strong and words else f"{before}{escape(words)}{after}")
    return "".join(pieces).strip()
