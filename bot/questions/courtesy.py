"""Texts that are no questions to the articles: greetings, thanks, asking for help, orders to the bot, and noise."""

from __future__ import annotations

import re
from functools import cache

from bot.questions.question import Kind
from bot.questions.words import fold, text_lines, tokens

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

# Where an order begins: at the start, after a mark, or after a word that leads to it.
_START = r"(?:^|[.:;,!?}\]>\"“”]\s*|\b(?:please|pls|now|just|then|and|but|must|can you|could you|u|you|bot)\s+)"
# A question about somebody who gave orders is none ("who said to ignore the rules?").
_ASKS = re.compile(
    r"^(?:who|whom|whose|what|when|where|which|why|how|did|does|do|is|are|was|were|has|have|qui|quand|pourquoi|quien|wer|warum)\b"
    r"(?!.{0,40}\b(?:your|system|hidden)\b)"
)


@cache
def _orders() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line.replace("{start}", _START)) for line in text_lines("orders"))


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words of one kind of `data/courtesies.txt`."""
    rows = (line.split("\t") for line in text_lines("courtesies"))
    return frozenset(word for name, words in rows if name == kind for word in words.split())


@cache
def _whole() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return the patterns of `data/courtesies.txt` that fit a whole text, each with its kind."""
    rows = (line.split("\t") for line in text_lines("courtesies"))
    return tuple((Kind(name[:-1]), re.compile(pattern)) for name, pattern in rows if name.endswith("="))


def courtesy_of(text: str) -> Kind | None:
    """Return the kind of a text that is no question to the articles, None for one that is."""
    plain = fold(text)
    if _is_order(plain):
        return Kind.INSTRUCTION
    bare = " ".join(re.sub(r"[^\w' -]+", " ", plain).split())
    together = bare.replace(" ", "")
    for kind, pattern in _whole():
        if pattern.fullmatch(bare) or (not together.isascii() and pattern.fullmatch(together)):
            return kind
    words = [_squeezed(token.word) for token in tokens(plain)]
    if not words or (len(words) == 1 and _is_mashed(words[0])):
        return Kind.NOISE
    greeting, thanks, noise = (_words(kind.value) for kind in (Kind.GREETING, Kind.THANKS, Kind.NOISE))
    known = greeting | thanks | noise | _words("filler")
    if len(words) > 7 or not all(word in known for word in words):
        return None
    if "?" in text and not set(words) & (greeting | noise):
        return None
    if set(words) & thanks or words[:2] == ["well", "done"]:
        return Kind.THANKS
    if set(words) & greeting:
        return Kind.GREETING
    if len(words) > 1 and words[0] == "good":  # "good night", "good job"
        return Kind.THANKS
    return Kind.NOISE if set(words) & noise or (len(words) == 1 and len(words[0]) < 3) else None


def _is_order(plain: str) -> bool:
    return not _ASKS.search(plain) and any(pattern.search(plain) for pattern in _orders())


def _squeezed(word: str) -> str:
    """Return a word without the letters that are drawn out: "heyyy" is "hey", "hmmmm" is "hmm"."""
    return re.sub(r"(.)\1{2,}", r"\1", word) if not re.fullmatch(r"h+m*", word) else "hmm"


def _is_mashed(word: str) -> bool:
    """Return whether a word is a run of neighbouring keys ("asdfgh")."""
    return len(word) >= 4 and any(word in row or word in row[::-1] for row in _KEYS)
