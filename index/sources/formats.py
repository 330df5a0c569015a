"""Which format a source has: what its bytes are decides, then what was announced, then its name."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from index.errors import SourceError


class Format(StrEnum):
    """The formats that there is a reader for. A transcript is TEXT or MARKDOWN until its words are looked at."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    CAPTIONS = "captions"


SUFFIXES = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    "": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".vtt": Format.CAPTIONS,
    ".srt": Format.CAPTIONS,
}
"""The endings of files, in small letters, that can be read."""

REMEDY = (
    "Save the article as plain text (.txt), Markdown (.md), a web page (.html), PDF or captions (.vtt, .srt) "
    "and add that file."
)

_TYPES = {
    "text/plain": Format.TEXT,
    "text/markdown": Format.MARKDOWN,
    "text/x-markdown": Format.MARKDOWN,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "text/vtt": Format.CAPTIONS,
    "text/srt": Format.CAPTIONS,
    "application/x-subrip": Format.CAPTIONS,
}
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})
# A comment ends where it first may, whatever follows: else many in a row could be told apart in endlessly many ways.
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_BEGINNING = 4096  # bytes that tell a format
_DOCUMENTS = {
    "docx": "a Word document",
    "epub": "an e-book",
    "pptx": "a presentation",
    "rtf": "a Rich Text document",
    "xlsx": "a spreadsheet",
}
_KINDS = {"image": "a picture", "video": "a film", "audio": "a sound recording"}
_PACKED = (b"PK\x03\x04", b"Rar!\x1a", b"{\\rtf")  # so they begin, even where nothing else tells them from text
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def format_of(name: str, data: bytes, content_type: str | None = None) -> Format:
    """Return the format of a source.

    Args:
        name: A file's name or an address; its ending counts where nothing else tells.
        data: The source's bytes.
        content_type: What a server or a platform announced, if anything.

    Raises:
        SourceError: it is a binary file, or of a format that there is no reader for; the message names what it is.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty: no paragraph was found in it. Check the file.")
    beginning = data[:_BEGINNING]
    if beginning.find(b"%PDF-", 0, 1024) >= 0:
        return Format.PDF
    _refuse_binary(name, data)
    announced = (content_type or "").partition(";")[0].strip().lower()
    suffix = _suffix(name)
    if _PAGE.match(beginning.removeprefix(b"\xef\xbb\xbf")):
        return Format.HTML
    told = _TYPES.get(announced)
    if told is None and announced not in _UNTOLD:
        raise SourceError(f"{name} is announced as {announced[:60]}, which is no format of articles. {REMEDY}")
    if told in {None, Format.TEXT}:  # servers call many files plain text
        told = SUFFIXES.get(suffix, told)
    if told is Format.PDF:
        raise SourceError(f"{name} is called a PDF but holds none. Download or save it again.")
    if told is None:
        raise SourceError(f"{name}: files of type {suffix[:20]!r} cannot be read. {REMEDY}")
    return told


def charset_of(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names, if it does."""
    match = _CHARSET.search(content_type or "")
    return match[1].lower() if match else None


def _suffix(name: str) -> str:
    """Return the ending of a file's name or of an address's path, in small letters."""
    path = name.partition("?")[0].partition("#")[0] if "://" in name else name
    if "://" in path:
        path = path.split("://", 1)[1].partition("/")[2]
    return PurePosixPath(path).suffix.lower()


def _refuse_binary(name: str, data: bytes) -> None:
    """Raise where the bytes are no text in any encoding."""
    beginning = data[:_BEGINNING]
    binary = b"\0" in beginning or data.startswith(_PACKED)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (beginning.isascii() and not binary):
        return
    import filetype  # noqa: PLC0415 - most sources are seen to be text, and what reads one in a worker asks nothing here

    known = filetype.guess(data)
    kind = known.mime.partition("/")[0] if known else "text"
    if kind == "text" and not binary:
        return
    if data.startswith(_OLD_OFFICE):
        what = "a document of an old Office program"
    elif known is None:
        what = "a binary file, not text"
    elif known.extension in _DOCUMENTS:
        what = _DOCUMENTS[known.extension]
    else:
        what = f"{_KINDS.get(kind, 'a binary file')} ({known.mime})"
    raise SourceError(f"{name} is {what}. {REMEDY}")
