"""A direct quotation as a picture to share: the words, who said them, and where that stands."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import accumulate

from PIL import Image, ImageDraw
from uniseg.linebreak import line_break_units

from bot.answers import Citation
from bot.errors import NoCard
from bot.lettering import Colour, Hand, drawable, missing, quoted, shortened
from bot.phrases import Phrases
from index.article import Span, SpeakerKind, Statement, StatementKind
from index.plain import on_one_line
from index.sentences import sentence_spans

WIDTH, HEIGHT = 1_200, 630
"""Pixels of a card; one with a long quotation is taller."""

_TALLEST = 1_350
_MARGIN, _TOP, _FOOT = 100, 96, 72
_SIZES = range(64, 38, -2)
"""Heights of the words, in pixels, of which a card of the usual height takes the first that fits."""
_SMALL_SIZES = (40, 36, 32)
"""And those that a taller card takes."""
_LEADING, _FOOT_LEADING = 1.45, 1.55  # from line to line, in heights of the letters
_LONGEST = 1_800  # characters, more than the tallest card holds
_NAME, _ROLE, _SOURCE = 34, 27, 23  # heights in pixels
_MOSTLY = 0.6  # how much of what fits a cut must leave
_EASTERN_END = re.compile("[。！？]+[」』”’]*")
_MOST_LINES = 2  # of the speaker, of the role and of the source, each

_PAPER: Colour = (250, 247, 240)
_INK: Colour = (33, 37, 41)
_SOFT: Colour = (96, 100, 106)
_ACCENT: Colour = (46, 125, 107)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. All texts are on one line; `alt` is the card's content for who cannot see it."""

    words: str
    speaker: str
    role: str | None
    source: str
    alt: str


def can_be_card(citation: Citation) -> bool:
    """Return whether a card may be made of a passage: somebody is known to have said its words as they stand.

    Reported speech is never put on a card, since nobody said it in those words; nor is narration that answers.
    """
    return bool(not citation.narrated and _spoken(citation))


def make_card(citation: Citation, say: Phrases) -> Card:
    """Return the card of a passage: the direct words of the one who speaks in it, what lies between left out.

    Raises:
        NoCard: the passage cannot be one.
    """
    if not can_be_card(citation) or citation.voice is None:
        raise NoCard
    article = citation.article
    words = " … ".join(on_one_line(span.of(article.text)).rstrip(",;") for span in _spoken(citation))
    speaker, role = on_one_line(citation.voice.name), on_one_line(citation.voice.role or "") or None
    source = " · ".join(filter(None, map(on_one_line, _source(citation))))
    who = f"{speaker}, {role}" if role else speaker
    return Card(words, speaker, role, source, say("card-alt", words=words, who=who, source=source))


def draw_card(card: Card) -> bytes:
    """Draw a card, as the bytes of a PNG: 1,200 pixels wide, 630 high, and higher where the words need it.

    Long words are written smaller, and cut at the end of a sentence or a word where even that does not fit. Takes a
    good part of a second: call it off the event loop.

    Raises:
        NoCard: it holds characters that no font has.
    """
    words, speaker, role, source = (drawable(text or "") for text in (card.words, card.speaker, card.role, card.source))
    if missing(words + speaker + role + source):
        raise NoCard
    width = WIDTH - 2 * _MARGIN
    foot = [
        (hand, size, line)
        for text, size, colour, weight in (
            (speaker, _NAME, _INK, 700),
            (role, _ROLE, _SOFT, 400),
            (source, _SOURCE, _SOFT, 400),
        )
        for hand in (Hand.for_text(text, colour, weight),)
        for line in shortened(hand.lines(text[:_LONGEST], size, width), _MOST_LINES, hand, size, width)
    ]
    footing = sum(round(size * _FOOT_LEADING) for _, size, _ in foot) + 56
    lines, size = fit(words, footing)
    return _draw(Hand.for_text(words, _INK), lines, size, foot, footing)


def fit(words: str, footing: int) -> tuple[list[str], int]:
    """Return words in lines, in quotation marks, and how many pixels high they are: as high as there is room for.

    Args:
        words: on one line.
        footing: pixels that everything below the words takes.
    """
    words = words[:_LONGEST]
    hand, width = Hand.for_text(words, _INK), WIDTH - 2 * _MARGIN
    for height, sizes in ((HEIGHT, _SIZES), (_TALLEST, _SMALL_SIZES)):
        for size in sizes:
            lines = hand.lines(quoted(words), size, width)
            if _height(len(lines), size, footing) <= height:
                return lines, size
    most = next(n for n in range(len(lines), 0, -1) if _height(n, size, footing) <= _TALLEST)
    room = sum(len(line.replace(" ", "")) for line in lines[:most]) - 4  # the quotation marks and the ellipsis
    return hand.lines(quoted(_cut(words, room)), size, width)[:most], size


def _spoken(citation: Citation) -> list[Span]:
    """Return where in the article the words stand that the citation's voice says directly, within the passage.

    Where the passage reports speech too, only direct statements count that hold words which answer.
    """
    passage = citation.passage.span
    voice = citation.voice
    answering = [span.moved(passage.start) for span in citation.highlights]
    if voice is None or voice.kind is SpeakerKind.DOCUMENT:
        return []

    def said(statement: Statement) -> bool:
        if statement.kind is not StatementKind.DIRECT or statement.speaker != voice.id:
            return False
        answers = any(part.overlaps(words) for part in statement.spans for words in answering)
        return answers or citation.kind is StatementKind.DIRECT

    return sorted(
        Span(max(span.start, passage.start), min(span.end, passage.end))
        for statement in citation.passage.statements
        if said(statement)
        for span in statement.spans
        if span.overlaps(passage)
    )


def _source(citation: Citation) -> list[str]:
    article = citation.article
    return [part for part in (article.title or article.name, article.publisher, article.date) if part]


def _cut(words: str, room: int) -> str:
    """Return the beginning of `words` with at most `room` characters besides spaces, and an ellipsis.

    It ends with a sentence where that leaves out little more, else with a word.
    """
    end = len(words)
    for place, character in enumerate(words):
        room -= character != " "
        if room < 0:
            end = place
            break
    ends = [span.end for span in sentence_spans(words)] + [match.end() for match in _EASTERN_END.finditer(words)]
    sentence = max((place for place in ends if place <= end), default=0)
    if sentence >= end * _MOSTLY:
        return f"{words[:sentence]} …"
    units = accumulate(map(len, line_break_units(words[: end + 1])))
    word = max((place for place in units if place <= end), default=0)
    return f"{words[: word if word >= end * _MOSTLY else end].rstrip()}…"


def _height(lines: int, size: int, footing: int) -> int:
    return _TOP + round(lines * size * _LEADING) + footing + _FOOT


def _draw(hand: Hand, lines: list[str], size: int, foot: list[tuple[Hand, int, str]], footing: int) -> bytes:
    height = max(HEIGHT, _height(len(lines), size, footing))
    picture = Image.new("RGB", (WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 16, height), fill=_ACCENT)
    room = height - _TOP - _FOOT - footing
    y = _TOP + (room - len(lines) * size * _LEADING) / 2
    for line in lines:
        y += size * _LEADING
        # The opening mark hangs in the margin, so that the words stand in one line below each other.
        hang = hand.width(line[0], size) if line is lines[0] else 0.0
        hand.write(draw, (_MARGIN - hang, y - size * (_LEADING - 1)), line, size)
    y = height - _FOOT - footing + 30
    draw.rectangle((_MARGIN, y, _MARGIN + 64, y + 4), fill=_ACCENT)
    y += 26
    for writer, small, line in foot:
        y += round(small * _FOOT_LEADING)
        writer.write(draw, (_MARGIN, y - small * 0.3), line, small)
    stream = io.BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()
