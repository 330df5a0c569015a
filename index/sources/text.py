"""Plain text: paragraphs between blank lines, or one a line; hard-wrapped lines are one paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

from index.article import Article, Span
from index.sources.metadata import Block, article_of_blocks

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_WIDEST_WRAP = 120  # columns; no mail program or editor wraps prose wider
_SLACK = 1  # a break before a space that would just have fitted


def read_text(name: str, text: str, sha256: str) -> Article:
    """Read an article from plain text.

    A block of lines is one paragraph where its lines were broken to fit a width (no line could have
    taken the next one's first word); else every line is a paragraph of its own.
    """
    blocks: list[Block] = []
    for match in _BLOCK.finditer(text):
        lines = [Span(*line.span()) for line in _LINE.finditer(text, match.start(), match.end())]
        if _is_wrapped([line.of(text) for line in lines]):
            blocks.append(Block(Span(lines[0].start, lines[-1].end)))
        else:
            blocks.extend(Block(line) for line in lines)
    return article_of_blocks(name, text, sha256, [_trimmed(text, block) for block in blocks])


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    width = max(len(line.rstrip()) for line in lines)
    if width > _WIDEST_WRAP:
        return False
    fitting = [
        len(line.rstrip()) + 1 + len(following.split()[0]) <= width - _SLACK for line, following in pairwise(lines)
    ]
    return sum(fitting) <= len(fitting) // 4


def _trimmed(text: str, block: Block) -> Block:
    piece = block.span.of(text)
    start = block.span.start + len(piece) - len(piece.lstrip())
    return Block(Span(start, start + len(piece.strip())))
