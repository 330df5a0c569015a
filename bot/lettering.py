"""Setting text in a picture: fonts that hold its characters, and lines broken as its language breaks them.

Noto Serif draws Latin, Cyrillic and Greek, Noto Sans CJK draws Chinese, Japanese and Korean; both come as packages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont
from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

_WESTERN = str(files("fontpkg_noto_serif") / "files" / "NotoSerif[wdth,wght].ttf")
_EASTERN = str(files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc")
_JAPANESE, _KOREAN, _SIMPLIFIED, _HONG_KONG = 0, 1, 2, 4
"""Places in Noto Sans CJK's file: characters are drawn differently from one language to the next."""
_UNIT = 100.0  # pixels of the size at which widths are measured; they grow in proportion

Colour = tuple[int, int, int]


def is_eastern(text: str) -> bool:
    """Return whether more of the letters of `text` are Chinese, Japanese or Korean than not."""
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(map(_eastern, letters)) > len(letters)


def quoted(text: str) -> str:
    """Return `text` in the quotation marks of its language."""
    opening, closing = "「」" if is_eastern(text) and _variant(text) in (_JAPANESE, _HONG_KONG) else "“”"
    return f"{opening}{text}{closing}"


def missing(text: str) -> str:
    """Return the characters of `text` that no font has, each once: they would be drawn as boxes."""
    known = _characters(_WESTERN, 0) | _characters(_EASTERN, _HONG_KONG)
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and not c.isspace()))


def drawable(text: str) -> str:
    """Return `text` with its letters and their marks composed, and without characters that nobody sees."""
    return "".join(
        c
        for c in unicodedata.normalize("NFC", text)
        if unicodedata.category(c) != "Cf" and not 0xFE00 <= ord(c) <= 0xFE0F
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """How a text is written: in which language's characters, how bold (100 to 900) and in which colour."""

    eastern: bool
    variant: int
    weight: int
    colour: Colour

    @classmethod
    def for_text(cls, text: str, colour: Colour, weight: int = 400) -> Hand:
        """Return the hand for `text`."""
        return cls(is_eastern(text), _variant(text), weight, colour)

    def width(self, text: str, size: float) -> float:
        """Return how many pixels wide `text` is on one line, written `size` pixels high."""
        return sum(_font(*face, self.weight, _UNIT).getlength(part) for part, face in self._parts(text)) * size / _UNIT

    def write(self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: float) -> None:
        """Write `text` on one line, its baseline beginning at `place`."""
        x, y = place
        for part, face in self._parts(text):
            font = _font(*face, self.weight, size)
            draw.text((x, y), part, fill=self.colour, font=font, anchor="ls")
            x += font.getlength(part)

    def lines(self, text: str, size: float, width: float) -> list[str]:
        """Return `text` broken into lines of at most `width` pixels."""
        lines: list[str] = []
        line, filled = "", 0.0
        for unit, whole, seen in _measured(self, text, width * _UNIT / size):
            if line and (filled + seen) * size / _UNIT > width:
                lines.append(line.rstrip())
                line, filled = "", 0.0
            line += unit
            filled += whole
        return [*lines, line.rstrip()] if line.strip() else lines

    def _parts(self, text: str) -> list[tuple[str, tuple[str, int]]]:
        """Cut `text` where the font changes."""
        western, eastern = (_WESTERN, 0), (_EASTERN, self.variant)
        first, second = (eastern, western) if self.eastern else (western, eastern)
        known = _characters(*first)
        return [
            ("".join(part), first if holds else second)
            for holds, part in groupby(text, key=lambda c: ord(c) in known or c.isspace())
        ]


def shortened(lines: Sequence[str], most: int, hand: Hand, size: float, width: float) -> list[str]:
    """Return the first `most` of `lines`, the last with an ellipsis where others follow."""
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    while last and hand.width(f"{last}…", size) > width:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


@lru_cache(maxsize=8)  # a text is broken at several sizes, one after the other
def _units(hand: Hand, text: str) -> tuple[tuple[str, float, float], ...]:
    """Return the pieces of `text` that a line may end after, with their widths, and those without a closing space."""
    return tuple((unit, hand.width(unit, _UNIT), hand.width(unit.rstrip(), _UNIT)) for unit in line_break_units(text))


def _measured(hand: Hand, text: str, widest: float) -> Iterator[tuple[str, float, float]]:
    """Yield the same, but single characters of a piece that is wider than a line."""
    for unit, whole, seen in _units(hand, text):
        if seen <= widest:
            yield unit, whole, seen
        else:
            for character in grapheme_clusters(unit):
                width = hand.width(character, _UNIT)
                yield character, width, width


@cache
def _characters(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=24)
def _font(path: str, index: int, weight: int, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size, index=index)
    # Noto Serif has a second axis, its width.
    font.set_variation_by_axes([weight, 100] if path == _WESTERN else [weight])
    return font


def _variant(text: str) -> int:
    """Return the place in Noto Sans CJK's file of the language that `text` seems to be in."""
    names = {unicodedata.name(c, "").split(" ")[0] for c in text}
    if names & {"HIRAGANA", "KATAKANA"}:
        return _JAPANESE
    if "HANGUL" in names:
        return _KOREAN
    simplified, traditional = (_encodable(text, code) for code in ("gb2312", "big5hkscs"))
    return _SIMPLIFIED if simplified > traditional else _HONG_KONG


def _encodable(text: str, code: str) -> int:
    return sum(bool(c.encode(code, errors="ignore")) for c in text if _eastern(c))


def _eastern(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")
