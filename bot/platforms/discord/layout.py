"""From a reply to a Discord message (Components V2): everything from outside escaped, everything within the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import discord

from bot.details import Details, Section
from bot.phrases import Phrases
from bot.platforms.discord.markdown import escape, small
from bot.rendering import Message, Quotation, Run, fit_lines, shorten
from index.plain import cut

MOST_TEXT = 4_000
"""Characters that Discord accepts in all text displays of one message together, marks of its Markdown included."""

MOST_CONTENT = 2_000
"""Characters of a message without components."""

MOST_ALT = 1_024
"""Characters of the description of an attachment."""

_LEAD, _LABEL = 300, 60  # unescaped characters of each
_PASSAGE = 1_000  # characters of a passage among others, marks of Markdown included
_MOST_SUGGESTIONS = 4
_OTHER = 400  # characters of a passage beside the answer
_LINE = 200  # unescaped characters of a line of a list
_WHO, _WHERE, _QUESTION = 10, 13, 13  # the part of a message's characters that each may have, before it is escaped
_LINK = 8
_ANSWER_COLOUR = discord.Colour(0x2E7D6B)
_CLOSEST_COLOUR = discord.Colour(0x8A8F98)

View = discord.ui.LayoutView
Row = discord.ui.ActionRow[discord.ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, as the bytes of a PNG, with `alt`, what is read to whom cannot see it."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Post:
    """A message: as Components V2, and as plain `content` for where Discord does not take those.

    With a `picture` it is an ordinary message instead, of `content`, the picture, and a `view` of buttons or none: only
    there can the words that go with a picture be as long as a quotation.
    """

    view: View | discord.ui.View | None
    content: str
    picture: Picture | None = None


def layout_message(message: Message, say: Phrases, question: str | None = None, rows: Sequence[Row] = ()) -> Post:
    """Lay a reply out.

    Args:
        message: the reply.
        say: the member's language.
        question: repeated above the reply, for places where the member's own words are not shown.
        rows: buttons below it.
    """
    if message.quotation is None:
        lead = escape(cut(message.lead or "", 1_000))
        return layout_text("\n".join([lead, *_offer(message)]), rows)
    container: discord.ui.Container[View] = discord.ui.Container(
        accent_colour=_CLOSEST_COLOUR if message.lead and not message.further else _ANSWER_COLOUR
    )
    for number, section in enumerate(_sections(message, say, question, MOST_TEXT)):
        if number:
            container.add_item(discord.ui.Separator())
        for part in section:
            container.add_item(discord.ui.TextDisplay(part))
    content = "\n".join(part for section in _sections(message, say, question, MOST_CONTENT) for part in section)
    return Post(view_of(container, rows), content)


def layout_details(details: Details, say: Phrases, rows: Sequence[Row] = ()) -> Post:
    """Lay passages out below one another, as many as fit, each with its label; that of the one asked about is bold."""
    pieces = [_piece(section) for section in details.sections]
    container: discord.ui.Container[View] = discord.ui.Container(accent_colour=_CLOSEST_COLOUR)
    container.add_item(discord.ui.TextDisplay(f"**{escape(cut(details.lead, _LEAD))}**"))
    shown = _within(pieces, details, MOST_TEXT, say)
    for piece in shown:
        container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(piece))
    brief = [f"**{escape(cut(details.lead, _LEAD))}**", *_within(pieces, details, MOST_CONTENT, say)]
    return Post(view_of(container, rows), "\n".join(brief))


def layout_picture(png: bytes, alt: str, about: str, view: discord.ui.View | None = None) -> Post:
    """Return a message with a picture; `about` is a line beside it, and `alt` what is read in its place."""
    return Post(view, escape(cut(about, _LEAD)), Picture(png, cut(alt, MOST_ALT)))


def layout_lines(heading: str, lines: Sequence[str], say: Phrases, rows: Sequence[Row] = ()) -> Post:
    """Lay out a heading with a list, as much of it as fits; the lines are unescaped."""
    title = f"**{escape(cut(heading, _LEAD))}**"
    items = [f"- {escape(cut(line, _LINE))}" for line in lines]

    def within(most: int) -> str:
        return "\n".join([title, *fit_lines(items, most - len(title) - 1, say)])

    return layout_text(within(MOST_TEXT), rows, within(MOST_CONTENT))


def layout_text(text: str, rows: Sequence[Row] = (), content: str | None = None) -> Post:
    """Lay out text that is Markdown of our own, with what came from outside escaped in it.

    `content` is the same within `MOST_CONTENT` characters, where it is not short anyway.
    """
    display: discord.ui.TextDisplay[View] = discord.ui.TextDisplay(cut(text, MOST_TEXT) or "…")
    return Post(view_of(display, rows), cut(text if content is None else content, MOST_CONTENT) or "…")


def view_of(item: discord.ui.Item[View], rows: Sequence[Row]) -> View:
    """Return a message of Components V2 with `item` and the `rows` of buttons below it."""
    view = discord.ui.LayoutView(timeout=None)
    for one in (item, *rows):
        view.add_item(one)
    return view


def _sections(message: Message, say: Phrases, question: str | None, most: int) -> list[list[str]]:
    """Return the texts of a reply with a quotation, in sections, of at most `most` characters together."""
    if message.quotation is None:
        return []
    asked = small(say("discord-asked", question=cut(question, most // _QUESTION))) if question else None
    lead = escape(message.lead) if message.lead else None
    note = small(message.note) if message.note else None
    who, where = _facts(message.quotation, most)
    room = most - sum(len(part) + 1 for part in (asked, lead, who, where, note) if part)
    several = message.further or message.left_out
    quote = _quote_within(message.quotation, room // 2 if several else room)
    closing = "\n".join(part for part in (where, note) if part)
    answer = [part for part in (asked, lead, f"{quote}\n{who}", closing) if part]
    room -= len(quote)
    further = _further_within(message, room - 1, say)
    others = _others_within(message.others, room - len(further) - 2, say)
    offer = "\n".join(_offer(message))
    offer = offer if len(offer) < room - len(further) - len(others) - 3 else ""
    return [answer, *([part] for part in (further, others, offer) if part)]


def _offer(message: Message) -> list[str]:
    """Return the lines that say what could be asked."""
    if not message.suggestions:
        return []
    lines = [f"- {escape(cut(one, _LINE))}" for one in message.suggestions[:_MOST_SUGGESTIONS]]
    return [small(message.offer), *lines] if message.offer else lines


def _piece(section: Section) -> str:
    """Return a passage with its label, who speaks and where it stands."""
    quotation = replace(section.quotation, who=cut(section.quotation.who.strip(), _LINE))
    who, where = _facts(quotation, MOST_CONTENT)
    label = escape(cut(section.label, _LABEL)) if section.label else ""
    title = [f"**{label}**" if section.marked else f"-# {label}"] if label else []
    return "\n".join([*title, _quote_within(quotation, _PASSAGE), who, where])


def _within(pieces: Sequence[str], details: Details, most: int, say: Phrases) -> list[str]:
    """Return as many of `pieces` as fit into a message of `most` characters, with the note that goes with them."""
    note = small(cut(details.note, _LABEL)) if details.note else ""
    left = most - 2 * _LEAD - 10 - len(note) - len(small(say("list-more", count=len(pieces))))
    shown: list[str] = []
    for piece in pieces:
        if len(piece) + 1 > left:
            break
        shown.append(piece)
        left -= len(piece) + 1
    missing = len(pieces) - len(shown)
    return [*shown, *filter(None, [small(say("list-more", count=missing)) if missing else "", note])]


def _further_within(message: Message, room: int, say: Phrases) -> str:
    """Return the other passages of a list, as many as fit into `room` characters, and how many do not."""
    pieces: list[str] = []
    left = room - len(small(say("list-more", count=len(message.further) + message.left_out))) - 1
    for quotation in message.further:
        who, _ = _facts(replace(quotation, who=cut(quotation.byline.strip(), _LINE)), MOST_CONTENT)
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
        who = small(cut(quotation.byline.strip(), _LINE))
        longer = f"{text}\n{_quote_within(quotation, _OTHER)}\n{who}"
        if len(longer) > room:
            break
        text, shown = longer, shown + 1
    return text if shown else ""


def _facts(quotation: Quotation, most: int) -> tuple[str, str]:
    """Return the line that says who speaks and how, and the line or two that say where it stands.

    Each takes at most a part of the `most` characters of the whole message.
    """
    who = _who(quotation, most // _WHO)
    line = f"— {who}, {escape(quotation.how)}" if quotation.how else f"— *{who}*"
    where = escape(cut(quotation.where, most // _WHERE))
    linked = quotation.link is not None and len(quotation.link) <= most // _LINK and quotation.link.isprintable()
    place = f"-# [{where}](<{quotation.link}>)" if linked else f"-# {where}"
    return line, f"{place}\n{small(cut(quotation.also, most // _WHERE))}" if quotation.also else place


def _who(quotation: Quotation, most: int) -> str:
    """Return who speaks, the names in bold, of `most` unescaped characters."""
    rest = cut(quotation.who.strip(), most)
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
