"""From bytes to text."""

from __future__ import annotations

import codecs
import re

from index.errors import SourceError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_UNDECLARED = ["cp1252", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"]  # of old pages that name no encoding
_BROWSERS = {  # what every browser takes these names for
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "unicode": "utf-8",
}


def decode_text(name: str, data: bytes, charset: str | None = None) -> str:
    r"""Decode plain text: by its byte order mark, as UTF-8, else by the announced charset; newlines become `\n`.

    Raises:
        SourceError: it is text of an encoding that nothing names, or no text.
    """
    for encoding in (_marked(data), "utf-8", charset):
        text = _decoded(data, encoding) if encoding else None
        if text is not None:
            break
    else:
        raise SourceError(f"{name} is not text in UTF-8. Save it as UTF-8 and try again.")
    if "\0" in text:
        raise SourceError(f"{name} is a binary file, not text. Save the article as text and try again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_page(data: bytes, charset: str | None = None) -> str:
    """Decode a web page as browsers do: mark, header, declaration in the page; else UTF-8; else by its looks."""
    declared = _DECLARED.search(data[:200]) or _META.search(data[:4096])
    named = declared[1].decode("ascii") if declared else None
    for encoding in (_marked(data), charset, named, "utf-8"):
        if encoding and (text := _decoded(data, _BROWSERS.get(encoding.lower(), encoding))) is not None:
            return text
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few pages leave their encoding to be guessed

    best = from_bytes(data[:100_000], cp_isolation=_UNDECLARED).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        if not codecs.lookup(encoding)._is_text_encoding:  # "hex" and "zip" are codecs as well
            return None
        return data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None
