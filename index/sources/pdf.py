"""PDF: lines of print put together to paragraphs, words divided at lines' ends made whole."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from index.article import Article, Span
from index.errors import SourceError
from index.sentences import SENTENCE_END
from index.sources.labels import is_label
from index.sources.metadata import Block, article_of_blocks
from index.sources.pdflines import Line, body_size, lines_of, usual_gap, without_furniture
from index.sources.transcript import begins_turn, looks_like_transcript, read_transcript

MAX_PAGES = 300

_HEADING = 1.15  # of the body's size
_PARAGRAPH_GAP = 1.3  # of the usual gap between lines
_WIDEST_GAP = 2.8  # of the body's size; within a paragraph there is less, also in a typescript with double spacing
_INDENT = 0.7  # of the body's size
_SHORT = 0.75  # of a full line; a shorter one that ends a sentence ends its paragraph
_DIVIDED = re.compile(r"(?P<first>[^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENATED = frozenset(
    "all anti co counter cross deputy eight ex far first five four full half hard high ill in inter large left long "
    "low mid multi near nine non north off on one over part post pre pro pseudo quasi re right second self semi seven "
    "short single six small so south sub super ten third three top two ultra under up vice well wide world".split()
)
_NO_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|qxd|rtf|odt|pages|html?)$|^\S+$", re.IGNORECASE)
_LETTERS = 0.5  # the least share of letters in what a PDF says is text
_SCAN = "Run a text recognition (OCR) over it, or save the article's text to a file, and add that."


def read_pdf(name: str, data: bytes, sha256: str) -> Article:
    """Read an article from a PDF; its text is what was put together, one paragraph a line.

    Raises:
        SourceError: it needs a password, is damaged, too long, a scan without text, or of letters nobody can tell.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends in a file is nobody's concern
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{name} is a PDF locked with a password. Save it without the password, and add that.")
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise SourceError(f"{name} has {pages} pages, more than {MAX_PAGES}. Split it into several files.")
        lines = [line for number, page in enumerate(reader.pages) for line in lines_of(page, number)]
        about = {key: str(value) for key, value in (reader.metadata or {}).items() if value is not None}
        language = str(reader.root_object.get("/Lang", ""))
    except PdfReadError as error:
        raise SourceError(f"{name} is a damaged PDF. Download or save it again.") from error
    _refuse_without_text(name, lines, pages)
    kept = without_furniture(lines, pages)
    blocks = list(_paragraphs(kept))
    article = _article(name, blocks, sha256)
    return _with_facts(article, " ".join(line.words for line in lines), about, language)


def _refuse_without_text(name: str, lines: Sequence[Line], pages: int) -> None:
    text = "".join(line.words for line in lines)
    if not pages or len(text) < 15 * pages:
        raise SourceError(f"{name} is a scanned PDF: it holds pictures of its {pages} pages and no text. {_SCAN}")
    if sum(char.isalpha() and not 0xE000 <= ord(char) <= 0xF8FF for char in text) < _LETTERS * len(text):
        raise SourceError(f"{name}: the fonts of this PDF do not say which letters they show. {_SCAN}")


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """Yield the words of each paragraph, and whether it is a heading."""
    size = body_size(lines)
    gap = usual_gap(lines, size)
    body = sorted(len(line.words) for line in lines if line.size == size)
    full = body[len(body) * 3 // 4] if body else 0
    known = frozenset(word.lower() for line in lines for word in _WORD.findall(line.words)[:-1])
    turns = looks_like_transcript("\n".join(line.words for line in lines))
    words, last = "", None
    for line in lines:
        if last is not None and (_begins(last, line, size, gap, full) or (turns and begins_turn(line.words))):
            yield words, last.size >= _HEADING * size
            words = ""
        words = _joined(words, line.words, known) if words else line.words
        last = line
    if last is not None:
        yield words, last.size >= _HEADING * size


def _begins(last: Line, line: Line, size: float, gap: float, full: int) -> bool:
    """Return whether a paragraph begins with `line`, after `last`."""
    if abs(line.size - last.size) > 0.1 * size:
        return True
    ended = SENTENCE_END.search(last.words) is not None
    if line.page != last.page or line.y > last.y + size:  # the next page or column
        return ended and (len(last.words) < _SHORT * full or line.words[0].isupper() or not line.words[0].isalpha())
    widest = min(_PARAGRAPH_GAP * gap, _WIDEST_GAP * size) if gap else _WIDEST_GAP * size
    if last.y - line.y > widest * max(1.0, line.size / size):
        return True
    if line.x - last.x > _INDENT * size and last.y - line.y > 0.5 * size:
        return ended or len(last.words) < _SHORT * full
    return ended and len(last.words) < _SHORT * full


def _joined(before: str, line: str, known: frozenset[str]) -> str:
    """Return words with those of the next line: a word divided between them whole, a hyphen of its own kept."""
    match = _DIVIDED.search(before)
    following = _WORD.match(line)
    if match is None or following is None:
        return f"{before} {line}" if not (before.endswith("-") and line[:1].isdigit()) else before + line
    first, second = match["first"], following[0].partition("-")[0]
    if before.endswith("\u00ad"):
        return before[:-1] + line
    whole, hyphenated = f"{first}{second}".lower(), f"{first}-{second}".lower()
    own = hyphenated in known or not second[0].islower() or (whole not in known and first.lower() in _HYPHENATED)
    return before + line if own else before[:-1] + line


def _article(name: str, paragraphs: Sequence[tuple[str, bool]], sha256: str) -> Article:
    text = "".join(words + "\n" for words, _ in paragraphs)
    if looks_like_transcript(text):
        return read_transcript(name, text, sha256)
    blocks: list[Block] = []
    position = 0
    for words, heading in paragraphs:
        blocks.append(Block(Span(position, position + len(words)), heading))
        position += len(words) + 1
    return article_of_blocks(name, text, sha256, blocks)


def _with_facts(article: Article, text: str, about: dict[str, str], language: str) -> Article:
    """Return the article with what the file says of it, where its pages do not say it or bear it out."""
    title = " ".join(about.get("/Title", "").split())
    author = " ".join(about.get("/Author", "").split())
    made = re.match(r"D:(\d{4})(\d{2})(\d{2})", about.get("/CreationDate", ""))
    borne_out = bool(title) and _letters(title) in _letters(text)
    return replace(
        article,
        title=title if title and not _NO_TITLE.search(title) and (borne_out or not article.title) else article.title,
        authors=article.authors or ((author,) if " " in author and is_label(author) else ()),
        date=article.date or ("-".join(made.groups()) if made else None),
        language=language.lower()
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language)
        else article.language,
    )


def _letters(words: str) -> str:
    return "".join(char for char in words.lower() if char.isalnum())
