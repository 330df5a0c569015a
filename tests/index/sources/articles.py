"""What is true of every article, whatever it was read from."""

from __future__ import annotations

from index.article import Article


def check(article: Article) -> None:
    """Everything that the rest of the project relies on."""
    position = 0
    for paragraph in article.paragraphs:
        assert 0 <= paragraph.span.start < paragraph.span.end <= len(article.text)
        assert paragraph.span.start >= position
        position = paragraph.span.end
        if paragraph.label_span is not None:
            assert paragraph.label_span.of(article.text) == paragraph.label
    article.text.encode("utf-8")
    assert "\0" not in article.text
    assert "root:" not in article.text
    assert not (article.address or "").startswith("javascript")
