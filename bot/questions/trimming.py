"""The part of a member's text to search with: no greeting before it, no "thanks" after it, no long preamble."""

from __future__ import annotations

import re
from functools import cache

from bot.questions.words import fold, text_lines, tokens
from index.sentences import sentence_spans

_LONG = 160  # characters; a shorter text is kept whole
_LEANS = frozenset("he she they it him her them his their its this that these those".split())


@cache
def _patterns(part: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of one part of `data/trimming.txt`."""
    rows = (line.split("\t") for line in text_lines("trimming"))
    return tuple(re.compile(pattern, re.IGNORECASE) for name, pattern in rows if name == part)


def _asks(sentence: str) -> bool:
    return any(pattern.search(fold(sentence)) for pattern in _patterns("asks"))


def searchable(text: str) -> str:
    """Return the part of a tidied text that asks; the whole where nothing can be cut."""
    kept = _sentence_that_asks(text) if len(text) > _LONG else text
    for part in ("greeting", "lead", "tail"):
        cut = _patterns(part)[0].sub("", kept)
        lost = part == "tail" and "?" in kept and "?" not in cut
        if any(len(token.word) > 1 for token in tokens(cut)):
            kept = cut.strip() + ("?" if lost else "")
    return kept


def _sentence_that_asks(text: str) -> str:
    """Return the last sentence of `text` that asks, with the one before it where it leans on that."""
    sentences = [span.of(text) for span in sentence_spans(text)]
    asking = [i for i, one in enumerate(sentences) if one.rstrip(" )\"'”").endswith(("?", "？"))]
    asking = asking or [i for i, one in enumerate(sentences) if _asks(one)]
    if not asking:
        return text
    at = asking[-1]
    sentence = sentences[at]
    _, colon, after = sentence.rpartition(": ")
    if colon and _asks(after) and len(after.split()) >= 3:
        sentence = after
    if at and {token.word for token in tokens(sentence)} & _LEANS and len(sentence) < _LONG:
        return f"{sentences[at - 1]} {sentence}" if len(sentences[at - 1]) < _LONG else sentence
    return sentence
