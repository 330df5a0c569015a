"""From a source's bytes to its article, in whichever process this is called: one reader a format."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module

from index.article import Article
from index.errors import SourceError
from index.sources.captions import looks_like_captions, read_captions
from index.sources.decoding import decode_page, decode_text
from index.sources.emptiness import nothing_found
from index.sources.formats import Format
from index.sources.frontmatter import front_matter
from index.sources.metadata import with_facts
from index.sources.text import read_text
from index.sources.transcript import looks_like_transcript, read_transcript

MAX_CHARACTERS = 1_000_000  # a thick book; the language model takes no more at once
MAX_PARAGRAPH = 100_000  # characters; more is no paragraph, and parsing it takes gigabytes


_HEAVY = {
    Format.HTML: "index.sources.page",
    Format.PDF: "index.sources.pdf",
    Format.MARKDOWN: "index.sources.markdown",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read beside the bytes: the source's name and format, and what is known of it."""

    name: str
    format: Format
    charset: str | None = None
    address: str | None = None


def load_reader(form: Format) -> None:
    """Import what reading a format takes, half a second's worth for some; what is imported cannot fail later."""
    if form in _HEAVY:
        import_module(_HEAVY[form])


def parse(request: Request, data: bytes) -> Article:
    """Read a source.

    Raises:
        SourceError: it is damaged, holds no paragraph, or is too long.
    """
    article = _read(request, data)
    if not article.paragraphs:
        raise nothing_found(request.name, article.text)
    check_length(article)
    return article


def check_length(article: Article) -> None:
    """Look whether an article is short enough for its speakers to be found.

    Raises:
        SourceError: it is too long, or a paragraph of it is.
    """
    if len(article.text) > MAX_CHARACTERS:
        raise SourceError(
            f"{article.name} holds more than {MAX_CHARACTERS:,} characters of text. Split it into several sources."
        )
    if any(paragraph.span.end - paragraph.span.start > MAX_PARAGRAPH for paragraph in article.paragraphs):
        raise SourceError(
            f"{article.name} holds a paragraph of more than {MAX_PARAGRAPH:,} characters, which nobody could read. "
            "Divide it into paragraphs and try again."
        )


def _read(request: Request, data: bytes) -> Article:
    sha256 = hashlib.sha256(data).hexdigest()
    if request.format is Format.HTML:
        from index.sources.page import read_page  # noqa: PLC0415 - half a second, see `load_reader`

        return read_page(request.name, decode_page(data, request.charset), request.address)
    if request.format is Format.PDF:
        from index.sources.pdf import read_pdf  # noqa: PLC0415 - as above

        return read_pdf(request.name, data, sha256)
    text = decode_text(request.name, data, request.charset)
    if request.format is Format.CAPTIONS or looks_like_captions(text):
        return read_captions(request.name, text, sha256)
    front, head = front_matter(text)
    if looks_like_transcript(text[head:]):
        return with_facts(read_transcript(request.name, text[head:], sha256), front)
    if request.format is Format.MARKDOWN:
        from index.sources.markdown import read_markdown  # noqa: PLC0415 - as above

        return read_markdown(request.name, text, sha256)
    return read_text(request.name, text, sha256)
