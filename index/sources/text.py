"""Plain text: paragraphs between blank lines, or one a line; hard-wrapped lines are one paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

from index.article import Article, Span
from index.sentences import SENTENCE_END
from index.sources.frontmatter import front_matter
from index.sources.metadata import Block, article_of_blocks

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_WRAP = range(40, 121)  # columns; nothing wraps prose narrower or wider
_SLACK = 1  # a break before a space that would just have fitted


def read_text(name: str, text: str, sha256: str) -> Article:
    """Read an article from plain text.

    Lines between blank ones are one paragraph where they were broken to fit a width; else every line is a
    paragraph of its own. Front matter says something of the article and is no part of it.
    """
    front, head = front_matter(text)
    found = _BLOCK.finditer(text, head)
    parts = [[Span(*line.span()) for line in _LINE.finditer(text, *match.span())] for match in found]
    lines_of_parts = [[span.of(text).rstrip() for span in spans] for spans in parts]
    width = max((len(line) for lines in lines_of_parts if len(lines) > 1 for line in lines), default=0)
    breaks = [pair for lines in lines_of_parts for pair in pairwise(lines)]
    wrapped = width in _WRAP and _fits_a_width(breaks, width) and _mostly_within_sentences(breaks)
    blocks: list[Block] = []
    for spans, lines in zip(parts, lines_of_parts, strict=True):
        if wrapped and _fits_a_width(list(pairwise(lines)), width):
            blocks.append(Block(Span(spans[0].start, spans[-1].end)))
        else:
            blocks.extend(Block(span) for span in spans)
    return article_of_blocks(name, text, sha256, [_trimmed(text, block) for block in blocks], front)


def _fits_a_width(breaks: list[tuple[str, str]], width: int) -> bool:
    """Return whether hardly any line could have taken the first word of the next one."""
    could = [len(line) + 1 + len(following.split()[0]) <= width - _SLACK for line, following in breaks]
    return sum(could) <= len(could) // 4


def _mostly_within_sentences(breaks: list[tuple[str, str]]) -> bool:
    return sum(bool(SENTENCE_END.search(line)) for line, _ in breaks) <= len(breaks) // 2


def _trimmed(text: str, block: Block) -> Block:
    piece = block.span.of(text)
    start = block.span.start + len(piece) - len(piece.lstrip())
    return Block(Span(start, start + len(piece.strip())))
