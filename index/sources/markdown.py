"""Markdown: blocks by its own grammar; inline marks (emphasis, links) are not part of what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.article import Article, Span
from index.sources.metadata import FIELDS, Block, article_of_blocks

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<body>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"(?P<key>[A-Za-z_ ]+?)\s*:\s*(?P<value>\S.*?)\s*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def read_markdown(name: str, text: str, sha256: str) -> Article:
    """Read an article from Markdown.

    The article's text is the source, except that a paragraph with inline marks stands in it without them.
    Code, tables, rules, images and HTML are not paragraphs.
    """
    front: list[tuple[str, str]] = []
    head = 0
    if match := _FRONT_MATTER.match(text):
        front = [
            (m["key"], _plain(m["value"].strip("\"'")))
            for m in _SETTING.finditer(match["body"])
            if m["key"].lower() in FIELDS
        ]
        head = match.end()
    readable, blocks = _readable(text, head)
    return article_of_blocks(name, readable, sha256, blocks, front)


def _readable(text: str, head: int) -> tuple[str, list[Block]]:
    """Return `text` without inline marks, and its blocks as spans of that."""
    starts = [head]
    for line in text[head:].split("\n"):  # the only line break that Markdown knows
        starts.append(min(starts[-1] + len(line) + 1, len(text)))
    pieces: list[str] = []
    blocks: list[Block] = []
    done = length = 0
    for words, first, last, heading, item in _inline_blocks(text[head:]):
        raw = text[starts[first] : starts[last]]
        at = raw.find(words)
        before, after = (raw[:at], raw[at + len(words) :]) if at >= 0 else ("", "\n")
        lead = text[done : starts[first]] + before
        blocks.append(Block(Span(length + len(lead), length + len(lead) + len(words)), heading, item))
        piece = lead + words + after
        pieces.append(piece)
        length += len(piece)
        done = starts[last]
    pieces.append(text[done:])
    return "".join(pieces), blocks


def _inline_blocks(text: str) -> Iterator[tuple[str, int, int, bool, bool]]:
    """Yield (words, first line, line after the last, is a heading, is a list's item) of each block of prose."""
    opened: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.nesting == 1:
            opened.append(token.type)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline" and token.map:
            words = _FOOTNOTE.sub("", "".join(_words(token.children or []))).strip()
            if words and "table_open" not in opened and not token.content.startswith("[^"):
                yield words, token.map[0], token.map[1], "heading_open" in opened, "list_item_open" in opened


def _plain(value: str) -> str:
    """Return a setting's value without inline marks."""
    return "".join(_words(MarkdownIt("commonmark").parseInline(value)[0].children or []))


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
