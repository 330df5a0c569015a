"""Words of a question: folded, stemmed, with their places, and which of them are ordinary English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from index import wordfiles

_CJK = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:['’][^\W_{_CJK}]+)*")


class Token(NamedTuple):
    """A word of a text: as typed, folded (lower case, no accents, no possessive), and its place."""

    text: str
    word: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it was typed with a capital."""
        return self.text[0].isupper()

    @property
    def possessive(self) -> bool:
        """Whether it ends in "'s"."""
        return self.text.lower().replace("’", "'").endswith("'s")


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and with straight apostrophes."""
    spelt = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return unicodedata.normalize(
        "NFC", "".join(c for c in spelt if not unicodedata.combining(c) or c in "\u3099\u309a")
    )


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of `text` in order; a hyphen parts two words, an apostrophe does not.

    A run of Chinese or Japanese characters is one token.
    """
    return tuple(
        Token(m.group(), fold(m.group()).removesuffix("'s").removesuffix("'"), m.start(), m.end())
        for m in _WORD.finditer(text)
    )


@cache
def common_words() -> frozenset[str]:
    """Return English words that are hardly ever part of a name."""
    return word_list("common_words")


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt`, one a line, `#` for comments."""
    return frozenset(text_lines(name))


@cache
def word_groups(name: str) -> tuple[frozenset[str], ...]:
    """Return the lines of `data/NAME.txt`, each a set of words."""
    return tuple(frozenset(line.split()) for line in text_lines(name))


def text_lines(name: str) -> tuple[str, ...]:
    """Return the lines of `data/NAME.txt` that are no comments."""
    return wordfiles.entries("bot.questions", f"{name}.txt")


def halves(name: str) -> list[tuple[str, str]]:
    """Return both halves of each line of `data/NAME.txt`, which a colon parts."""
    return wordfiles.halves("bot.questions", f"{name}.txt")


def by_word(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return for each word of the first halves of `pairs` the second halves that belong to it, in order."""
    found: dict[str, list[str]] = {}
    for words, other in pairs:
        for word in words.split():
            found.setdefault(word, []).append(other)
    return {word: tuple(others) for word, others in found.items()}


def is_han(character: str) -> bool:
    """Return whether a character is a Chinese one, as Chinese and Japanese write them."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def is_kana(character: str) -> bool:
    """Return whether a character is a Japanese syllable sign."""
    return "\u3041" <= character <= "\u30ff"
