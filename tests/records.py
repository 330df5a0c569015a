"""Making small records for tests, without spaCy deciding who speaks."""

from __future__ import annotations

import hashlib

from index.article import Article, Attribution, Paragraph, Span, Speaker, Statement, StatementKind


def article_of(
    *paragraphs: str, name: str = "test.txt", title: str | None = None, address: str | None = None
) -> Article:
    """Return an article with these paragraphs."""
    text, spans = "", []
    for words in paragraphs:
        spans.append(Paragraph(Span(len(text), len(text) + len(words))))
        text += words + "\n\n"
    return Article(name, text, hashlib.sha256(text.encode()).hexdigest(), tuple(spans), title=title, address=address)


def said(article: Article, words: str, speaker: str | None, kind: StatementKind = StatementKind.DIRECT) -> Statement:
    """Return the statement of `words`, found in the article's text."""
    start = article.text.index(words)
    return Statement(kind, (Span(start, start + len(words)),), speaker)


def attribution_of(speakers: list[Speaker], *statements: Statement) -> Attribution:
    """Return an attribution with these speakers and statements."""
    return Attribution(tuple(speakers), statements)
