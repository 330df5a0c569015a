"""Markdown: blocks by its own grammar; inline marks (emphasis, links) are not part of what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.article import Article, Span
from index.sources.frontmatter import front_matter
from index.sources.labels import signature
from index.sources.metadata import Block, article_of_blocks

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def read_markdown(name: str, text: str, sha256: str) -> Article:
    """Read an article from Markdown.

    The article's text is the source, except that a paragraph with inline marks stands in it without them.
    Code, tables, rules, images and HTML are not paragraphs. A block quotation's last line that begins with a dash and
    names somebody ("— Ines Okoro, harbour master") says whose words they are.
    """
    told, head = front_matter(text)
    front = [(key, _plain(value)) for key, value in told]
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
    for words, first, last, inside in _inline_blocks(text[head:]):
        raw = text[starts[first] : starts[last]]
        at = raw.find(words)
        before, after = (raw[:at], raw[at + len(words) :]) if at >= 0 else ("", "\n")
        lead = text[done : starts[first]] + before
        span = Span(length + len(lead), length + len(lead) + len(words))
        if "blockquote_open" in inside and (name := signature(words)) is not None:
            _sign(blocks, words, span.start, name)
        else:
            blocks.append(Block(span, "heading_open" in inside, "list_item_open" in inside))
        piece = lead + words + after
        pieces.append(piece)
        length += len(piece)
        done = starts[last]
    pieces.append(text[done:])
    return "".join(pieces), blocks


def _sign(blocks: list[Block], words: str, start: int, name: Span) -> None:
    """Add a quotation's words, which stand at `start`, without the name that signs them, or sign the block before."""
    place = name.moved(start)
    said = words[: max(0, words.rfind("\n", 0, name.start))].rstrip()
    if said:
        blocks.append(Block(Span(start, start + len(said)), signed=place))
    elif blocks:
        blocks[-1] = replace(blocks[-1], signed=place)


def _inline_blocks(text: str) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    """Yield (words, first line, line after the last, the tokens that it is within) of each block of prose."""
    opened: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.nesting == 1:
            opened.append(token.type)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline" and token.map:
            words = _FOOTNOTE.sub("", "".join(_words(token.children or []))).strip()
            if words and "table_open" not in opened and not token.content.startswith("[^"):
                yield words, token.map[0], token.map[1], tuple(opened)


def _plain(value: str) -> str:
    """Return a setting's value without inline marks."""
    return "".join(_words(MarkdownIt("commonmark").parseInline(value)[0].children or []))


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
