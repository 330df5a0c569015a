"""Opening a source: which reader a file gets, and what is refused before any reader sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from index.article import Article
from index.corrections import Origin, corrections_path, read_corrections
from index.errors import SourceError
from index.sources.captions import looks_like_captions, read_captions
from index.sources.markdown import read_markdown
from index.sources.text import read_text
from index.sources.transcript import looks_like_transcript, read_transcript

BUNDLED_SOURCE = Path(__file__).parent / "forum-digest.md"
MAX_BYTES = 5_000_000

_READERS: dict[str, Callable[[str, str, str], Article]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
    "": read_text,
    ".vtt": read_captions,
    ".srt": read_captions,
}


def read_sources(paths: Sequence[Path]) -> tuple[list[Article], dict[str, Origin]]:
    """Read the articles at `paths`, and the moderators' corrections that stand beside them.

    Returns:
        The articles in order; by an article's hash, where it came from and what was corrected.

    Raises:
        SourceError: as `read_source`.
        CorrectionError: a file of corrections is damaged.
    """
    articles = [read_source(path) for path in paths]
    origins = {}
    for path, article in zip(paths, articles, strict=True):
        where = "" if path == BUNDLED_SOURCE else str(path.resolve())
        origins[article.sha256] = Origin(where, read_corrections(corrections_path(path)))
    return articles, origins


def read_source(path: Path) -> Article:
    """Read the article in the file at `path`: plain text, Markdown, a transcript of either, WebVTT or SRT; in UTF-8.

    Raises:
        SourceError: the file is missing, unreadable, too large, of another format, or holds no paragraph.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            f"{path.name}: files of type {path.suffix!r} cannot be read. "
            "Save the article as plain text (.txt), Markdown (.md) or captions (.vtt, .srt)."
        )
    data = _bytes(path)
    text = _decoded(path.name, data)
    if looks_like_captions(text):
        reader = read_captions
    elif reader is not read_captions and looks_like_transcript(text):
        reader = read_transcript
    article = reader(path.name, text, hashlib.sha256(data).hexdigest())
    if not article.paragraphs:
        raise SourceError(
            f"{path.name}: no paragraph was found in it, so there is nothing to quote. "
            "Check that the file holds the article's text."
        )
    return article


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder. Name the files in it.")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist. Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path} cannot be read: {reason}.") from error
    if len(data) > MAX_BYTES:
        raise SourceError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB. Split it into several files.")
    return data


def _decoded(name: str, data: bytes) -> str:
    r"""Decode a source's bytes; newlines become `\n`, a byte order mark goes."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{name} is not text in UTF-8. Save it as UTF-8 and try again.") from error
    if "\0" in text:
        raise SourceError(f"{name} is a binary file, not text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
