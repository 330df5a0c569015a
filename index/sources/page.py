"""Web pages: the article in them, without what stands around it."""

from __future__ import annotations

import hashlib

import trafilatura
from trafilatura.settings import Document

from index.article import Article, Span
from index.errors import SourceError
from index.sources.metadata import Block, article_of_blocks


def read_page(name: str, text: str, address: str | None = None) -> Article:
    """Read the article of a web page."""
    document = trafilatura.bare_extraction(
        text, url=address, favor_precision=True, include_comments=False, include_tables=False, with_metadata=True
    )
    if not isinstance(document, Document) or not document.text:
        raise SourceError(f"{name}: no article was found in the page.")
    blocks = []
    position = 0
    for line in document.text.split("\n"):
        blocks.append(Block(Span(position, position + len(line))))
        position += len(line) + 1
    front = [(key, value) for key, value in (("title", document.title), ("publisher", document.sitename)) if value]
    return article_of_blocks(name, document.text, hashlib.sha256(document.text.encode()).hexdigest(), blocks, front)
