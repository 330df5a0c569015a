"""Which reader a source gets: by its bytes, then by what was announced, then by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext

import filetype
import pytest

from index.errors import SourceError
from index.sources.decoding import decode_page, decode_text
from index.sources.formats import Format, charset_of, format_of
from tests.effort import ENDURED, growth

PAGE = b"<!DOCTYPE html><p>It rained.</p>"
WORDS = b"It rained, said Okoro."


@pytest.mark.parametrize(
    ("name", "data", "content_type", "form"),
    [
        ("a.txt", WORDS, None, Format.TEXT),
        ("A.TXT", WORDS, "text/plain; charset=utf-8", Format.TEXT),
        ("notes", WORDS, None, Format.TEXT),
        ("a.md", WORDS, None, Format.MARKDOWN),
        ("a.md", WORDS, "text/plain", Format.MARKDOWN),
        ("a.vtt", b"WEBVTT\n", "text/plain", Format.CAPTIONS),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nx\n", "application/x-subrip", Format.CAPTIONS),
        ("a.bin", WORDS, "text/markdown", Format.MARKDOWN),
        ("a.html", b"<p>It rained.</p>", None, Format.HTML),
        ("a.txt", PAGE, "text/plain", Format.HTML),
        ("a", b"\xef\xbb\xbf\n <!-- saved --> <html lang=en>", None, Format.HTML),
        ("a.xhtml", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', None, Format.HTML),
        ("a.pdf", PAGE, "application/pdf", Format.HTML),  # a login instead of the file
        ("a.html", b"junk\n%PDF-1.4\n", "text/html", Format.PDF),
        ("a.pdf", b"%PDF-1.7\n", "application/octet-stream", Format.PDF),
        ("https://news.example/2025/bridge.html?x=a.pdf#y", b"<p>x", "text/html; charset=utf-8", Format.HTML),
        ("https://news.example", b"<p>x", "text/html", Format.HTML),
        ("https://news.example/notes.md", WORDS, "text/plain", Format.MARKDOWN),
        ("https://news.example/v1.2/notes", WORDS, "text/plain", Format.TEXT),
        ("It was \xc3\xa9.txt", "Il pleuvait à Genève.".encode("latin-1"), None, Format.TEXT),
    ],
)
def test_a_source_s_format(name: str, data: bytes, content_type: str | None, form: Format) -> None:
    assert format_of(name, data, content_type) is form


def test_a_file_of_comments_takes_no_more_effort_than_its_length() -> None:
    assert format_of("a.txt", b"<!---->" * 27 + WORDS) is Format.TEXT
    assert format_of("a.txt", b"<!-- a --> <!---->\n" * 200 + b"<html>") is Format.HTML
    assert growth(lambda comments: format_of("a.txt", b"<!---->" * comments + WORDS), 3) < ENDURED
    assert growth(lambda comments: format_of("a.txt", b"<!-- a --> <!---->\n" * comments + WORDS), 25) < ENDURED


@pytest.mark.parametrize(
    ("name", "content_type", "complaint"),
    [
        ("a.pages", None, "'.pages'"),
        ("a.txt", "application/json", "announced as application/json"),
        ("a.pdf", None, "called a PDF but holds none"),
        ("https://news.example/feed", "application/rss+xml; charset=utf-8", "announced as application/rss"),
    ],
)
def test_a_format_without_a_reader_is_named(name: str, content_type: str | None, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as caught:
        format_of(name, WORDS, content_type)
    assert str(caught.value).startswith(name)


@pytest.mark.parametrize(
    ("data", "complaint", "guesses"),
    [
        (WORDS, None, 0),
        ("Il pleuvait à Genève.".encode("latin-1"), None, 1),
        (b"Rar! It rained.", None, 0),
        ("Il pleuvait à Genève.".encode("utf-16"), None, 0),
        (b"\xff\xd8\xff\xe0 no byte of which is zero", "a picture (image/jpeg)", 1),
        (b"It rained\0.", "a binary file, not text", 1),
        (b"{\\rtf1 It rained.}", "a Rich Text document", 1),
    ],
)
def test_a_binary_file_is_told_by_one_guess(
    data: bytes, complaint: str | None, guesses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    guessed: list[bytes] = []

    def guess(data: bytes, guess: Callable[[bytes], object] = filetype.guess) -> object:
        guessed.append(data)
        return guess(data)

    monkeypatch.setattr(filetype, "guess", guess)
    with nullcontext() if complaint is None else pytest.raises(SourceError, match=re.escape(f"a.txt is {complaint}.")):
        format_of("a.txt", data)
    assert len(guessed) == guesses


@pytest.mark.parametrize(
    ("data", "charset", "wanted"),
    [
        ("Pluie à Genève.".encode(), None, "Pluie à Genève."),
        ("Pluie à Genève.".encode("latin-1"), "iso-8859-1", "Pluie à Genève."),
        ("Pluie à Genève.".encode("utf-16"), None, "Pluie à Genève."),
        ("香港".encode("big5"), "big5", "香港"),
        (b"\xef\xbb\xbfIt rained.\r\nTwice.\r", None, "It rained.\nTwice.\n"),
        ("Genève".encode(), "latin-1", "Genève"),  # UTF-8 is never something else by chance
    ],
)
def test_text_is_decoded(data: bytes, charset: str | None, wanted: str) -> None:
    assert decode_text("a.txt", data, charset) == wanted


@pytest.mark.parametrize(
    ("data", "charset", "wanted"),
    [
        ("<meta charset=gb2312><p>香港的“桥”。".encode("gb18030"), None, "香港的“桥”。"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>香港'.encode("big5"), None, "香港"),
        ('<?xml version="1.0" encoding="euc-jp"?><p>橋'.encode("euc-jp"), None, "橋"),
        ("<meta charset=utf-8><p>Genève “x”".encode("cp1252"), "iso-8859-1", "Genève “x”"),
        ("<meta charset=klingon><p>Genève".encode(), "zip", "Genève"),
        (("<p>" + "香港的桥今天开放了。" * 30).encode("gb18030"), None, "香港的桥今天开放了。"),
        (("<p>" + "Il pleuvait à Genève, dès l’été, déjà. " * 20).encode("cp1252"), None, "Il pleuvait à Genève"),
    ],
)
def test_pages_are_decoded_as_browsers_do(data: bytes, charset: str | None, wanted: str) -> None:
    assert wanted in decode_page(data, charset)


@pytest.mark.parametrize(
    ("header", "charset"),
    [("text/html; charset=UTF-8", "utf-8"), ('text/html;charset="big5"', "big5"), ("text/html", None), (None, None)],
)
def test_a_charset_is_read_from_the_header(header: str | None, charset: str | None) -> None:
    assert charset_of(header) == charset
