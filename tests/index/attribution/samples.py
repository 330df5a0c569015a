"""Articles for the tests of attribution, made of plain text by the project's own reader."""

from __future__ import annotations

from index.article import Article, Attribution
from index.attribution import attribute
from index.attribution.document import Document, read_document
from index.sources.text import read_text


def article_of(text: str) -> Article:
    """Return a text as an article."""
    return read_text("invented.txt", text, "")


def document_of(text: str) -> Document:
    """Return a text as the steps of attribution read it."""
    return read_document(article_of(text))


def said(text: str) -> list[tuple[str | None, str, list[str]]]:
    """Return the name of the speaker, the kind and the words of every statement of a text."""
    article = article_of(text)
    attribution: Attribution = attribute(article)
    names = {speaker.id: speaker.name for speaker in attribution.speakers}
    return [
        (
            names[statement.speaker] if statement.speaker is not None else None,
            str(statement.kind),
            [" ".join(span.of(article.text).split()) for span in statement.spans],
        )
        for statement in attribution.statements
    ]
