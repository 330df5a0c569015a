"""A corpus of broken and malicious files, made here: what is in each, and what must come of it."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.index.sources import pdfs
from tests.index.sources.web.stories import BRIDGE, SEEDS

SAID = "The bridge stays open until Friday, said Ines Okoro, the harbour master of Port Ella, on Tuesday evening."
"""The paragraph of those files that can still be read."""

_MORE = "".join(f"<p>{words}</p>" for words in SEEDS.paragraphs)


@dataclass(frozen=True)
class Case:
    """A file; `complaint` is a part of what is said of it, None where it is read and `SAID` is one of its paragraphs.

    With "any" it may be read or not, as long as it ends well. What takes long to make is made when it is read.
    """

    name: str
    contents: bytes | Callable[[], bytes]
    complaint: str | None = None
    content_type: str | None = None

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.contents() if callable(self.contents) else self.contents


def _zip(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def _epub() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    return out.getvalue()


def page(body: str, head: str = "") -> bytes:
    """Return a page of this body."""
    head = f"<head><title>A</title>{head}</head>"
    return f"<!DOCTYPE html><html lang=en>{head}<body><article>{body}</article></body></html>".encode()


def _good(bad: str, head: str = "") -> bytes:
    """Return a page with a real article and something bad behind it."""
    return page(f"<p>{SAID}</p>{_MORE}{bad}", head)


def raw_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _stream(data: bytes, filters: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), filters, data)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_SHOWN = b"BT /F1 11 Tf 40 700 Td (%s) Tj ET" % SAID.encode()


def _page_object(extra: bytes = b"", box: bytes = b"[0 0 800 800]") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>" % (
        box,
        extra,
    )


def _printed(content: bytes, extra: bytes = b"", box: bytes = b"[0 0 800 800]", *more: bytes) -> bytes:
    return raw_pdf(_CATALOGUE, _PAGES, _page_object(extra, box), content, _FONT, *more)


def _flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return _stream(data, b"/Filter [%s]" % (b"/FlateDecode " * times))


def _spaces(millions: int) -> bytes:
    """Return what unpacks to so many millions of spaces, without ever holding them or packing them one by one."""
    packer, million = zlib.compressobj(9), b" " * 1_000_000
    first, again = (packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    size = millions * len(million)
    # Adler-32 of that many spaces, by which whoever unpacks them to the end sees that nothing is missing.
    sums = 1 + 32 * size, size + 32 * size * (size + 1) // 2
    checksum = (sums[1] % 65_521) << 16 | sums[0] % 65_521
    return first + again * (millions - 1) + packer.flush()[:-4] + checksum.to_bytes(4, "big")


BINARY = (
    Case("empty.txt", b"", "is empty"),
    Case("blank.html", b" \r\n\t " * 50, "is empty"),
    Case("a.txt", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "a picture"),
    Case("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
    Case("a.pdf", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a picture"),
    Case(
        "a.docx",
        _zip(**{"[Content_Types]_xml": "<x/>", "_rels__rels": "", "word__document_xml": "<w/>"}),
        "cannot be read|is a",
    ),
    Case("a.epub", _epub(), "e-book"),
    Case("a.txt", _zip(inner="text " * 1000), "a binary file"),
    Case("a.txt", gzip.compress(SAID.encode()), "a binary file"),
    Case("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a film"),
    Case("a.mp3", b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x00", "a sound recording"),
    Case("a.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 60, "a binary file"),
    Case("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"),
    Case("a.rtf", b"{\\rtf1\\ansi It rained.}", "a Rich Text document"),
    Case("a.db", b"SQLite format 3\0" + b"\0" * 100, "a binary file"),
    Case("a.rar", b"Rar!\x1a\x07\x01\x00" + b"\0" * 20, "a binary file"),
    Case("a.txt", b"It rained.\0Nobody came.", "a binary file"),
    Case("a.txt", SAID.encode("utf-16-le"), "a binary file"),
    Case("a.txt", SAID.encode("utf-32"), "a binary file|UTF-8|no paragraph"),
    Case("a.json", b'{"a": 1}', "announced as application/json", "application/json; charset=utf-8"),
    Case("a.css", b"p { color: red }", "announced as text/css", "text/css"),
    Case("a.txt", SAID.encode(), "announced as image/png", "image/png"),
    Case("a.exe", SAID.encode(), "'.exe'"),
    Case("a.pdf", SAID.encode(), "called a PDF but holds none"),
    Case("https://news.example/a", SAID.encode(), "called a PDF", "application/pdf"),
    Case("a.txt", b"x" * 5_000_001, "larger than 5 MB"),
)
"""Files that no reader sees."""

PAGES = (
    Case("deep.html", _good("<div>" * 100_000), "any"),
    Case("deep-first.html", b"<div>" * 30_000 + _good(""), "any"),
    Case("deep-inline.html", _good("<p>" + "<b><i>" * 20_000 + "x"), "any"),
    Case("attributes.html", _good("<div " + " ".join(f"a{n}=1" for n in range(10_000)) + "></div>")),
    Case("attribute.html", _good(f'<div class="{"ad " * 300_000}"></div>')),
    Case(
        "laughs.xhtml",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
        + b"]>"
        + _good("<p>&k; laughed the chair, and the hall laughed with it for a good while.</p>")[15:],
    ),
    Case(
        "outside.xhtml",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + _good("<p>&x; was read out by the chair, and nobody in the hall said a word.</p>")[15:],
    ),
    Case("comment.html", _good("<!-- <p>never closed")),
    Case("comments.html", _good("<!--" * 100_000)),
    Case("plaintext.html", _good("<plaintext><p>no end")),
    Case("charset-lies.html", _good("", "<meta charset=utf-16le>"), "any"),
    Case("charset-hex.html", _good("", "<meta charset=hex>")),
    Case("charset-none.html", _good("", "<meta charset=klingon-8>"), None, "text/html; charset=zip"),
    Case("bytes.html", _good("").replace(b"harbour master", b"harbour \xff\xfe\x80 master", 1), "any"),
    Case("references.html", _good("<p>&#0; &#xD800; &#x110000; &#x80; &bogus; stood in the minutes of the board.</p>")),
    Case("ld-deep.html", _good("", '<script type="application/ld+json">' + "[" * 200_000 + "</script>")),
    Case(
        "ld-broken.html", _good("", '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>')
    ),
    Case(
        "ld-odd.html",
        _good(
            "",
            '<script type="application/ld+json">{"@type": ["NewsArticle", 7], "headline": {"a": 1}, "author": [1, [], '
            '{"name": [{"name": 2}]}], "publisher": [null, 3], "articleBody": {"x": []}, "datePublished": 20251104, '
            '"inLanguage": ["en"], "isAccessibleForFree": {}}</script>',
        ),
    ),
    Case("table.html", _good("<table>" + "<tr>" + "<td>x" * 20_000)),
    Case("links.html", _good("".join(f'<a href="/{n}">n</a>' for n in range(6_000)))),
    Case("rows-of-paragraphs.html", _good("<p>x</p>" * 8_000)),
    Case("pointers.html", _good("<p>" + "Read more " * 30_000 + "</p>"), "100,000 characters"),
    Case("at-signs.html", _good("<p>" + "a@" * 50_000 + "</p>")),
    Case("brackets.html", _good("<p>" + "(photo " * 30_000 + "</p>"), "100,000 characters"),
    Case("titles.html", _good("", "<title>" + "a - b " * 100_000 + "</title>")),
    Case("invisible.html", page("<p>" + "\u200b\u202e\u2060" * 500 + "</p>"), "no paragraph"),
    Case("canonical.html", _good("", '<link rel=canonical href="javascript:alert(1)">')),
    Case(
        "frames.html",
        b"<html><head><title>A</title></head><frameset><frame src=http://10.0.0.1/></frameset></html>",
        "no paragraph",
    ),
    Case("inside.html", _good('<iframe src="http://169.254.169.254/"></iframe><img src="file:///etc/passwd">')),
    Case("quotations.html", _good("<blockquote>" * 5_000 + "x" + "<footer>y</footer>" * 5_000)),
    Case("figures.html", _good("<figure><blockquote>" * 3_000 + "<p>z</p>"), "any"),
    Case("forms.html", b"<form>" * 10_000 + _good(""), "any"),
    Case("not.html", b"<html>\x01\x02\x03\x04", "no paragraph"),
    Case("script.html", b"<html><script>" + b"x" * 1_000_000, "no paragraph"),
)

_KIDS = b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
DOCUMENTS = (
    Case("good.pdf", _printed(_stream(_SHOWN))),
    Case("header.pdf", b"%PDF-1.7\n", "damaged PDF"),
    Case("garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "a.*PDF|cannot be read as PDF"),
    Case("cut.pdf", lambda: pdfs.spaced(BRIDGE)[:3000], "PDF"),
    Case("cut-late.pdf", lambda: pdfs.spaced(BRIDGE)[:-200], "any"),
    Case("no-root.pdf", b"%PDF-1.4\ntrailer << /Size 1 >>\nstartxref\n9\n%%EOF", "PDF"),
    Case("page-loop.pdf", raw_pdf(_CATALOGUE, _KIDS), "PDF|could not be read"),
    Case("no-pages.pdf", raw_pdf(_CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"), "PDF"),
    Case(
        "billion-pages.pdf",
        raw_pdf(_CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>", b"null"),
        "PDF|could not",
    ),
    Case("xref-loop.pdf", _printed(_stream(_SHOWN)).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"), "any"),
    Case("bomb.pdf", lambda: _printed(_stream(_spaces(1_500), b"/Filter /FlateDecode")), "could not|cannot|PDF"),
    Case("bombs.pdf", lambda: _printed(_flate(_SHOWN + b" " * 5_000_000, 3)), "any"),
    Case("filters.pdf", _printed(_stream(_SHOWN, b"/Filter [" + b"/ASCIIHexDecode " * 5_000 + b"]")), "PDF|could not"),
    Case("run-length.pdf", _printed(_stream(b"\x81 " * 50_000, b"/Filter /RunLengthDecode")), "PDF|could not"),
    Case("lzw.pdf", _printed(_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 99, b"/Filter /LZWDecode")), "PDF"),
    Case("unknown-filter.pdf", _printed(_stream(_SHOWN, b"/Filter /Nonsense")), "PDF"),
    Case("huge-box.pdf", _printed(_stream(_SHOWN), b"", b"[0 0 1e30 1e30]"), "any"),
    Case("no-box.pdf", _printed(_stream(_SHOWN), b"", b"[0 0 0 0]"), "any"),
    Case("odd-box.pdf", _printed(_stream(_SHOWN), b"", b"[(a) null 1 2]"), "any"),
    Case(
        "form-loop.pdf",
        _printed(
            _stream(b"/X Do " + _SHOWN),
            b"/XObject << /X 6 0 R >>",
            b"[0 0 800 800]",
            _stream(
                b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
            ),
        ),
        "any",
    ),
    Case("operators.pdf", _printed(_stream(b"q " * 60_000 + _SHOWN)), "any"),
    Case("unclosed-text.pdf", _printed(_stream(b"BT /F1 11 Tf (" + b"(" * 100_000)), "PDF|could not"),
    Case(
        "program.pdf",
        raw_pdf(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (calc) >> >>",
            _PAGES,
            _page_object(),
            _stream(_SHOWN),
            _FONT,
        ),
    ),
    Case(
        "letters.pdf",
        _printed(_stream(b"BT /F1 11 Tf 40 700 Td <" + b"\\".hex().encode() * 400 + b"> Tj ET")),
        "letters|PDF",
    ),
    Case("scan.pdf", lambda: pdfs.scan(3), "scanned PDF"),
    Case("locked.pdf", lambda: pdfs.locked(pdfs.spaced(BRIDGE), "secret"), "password"),
    Case(
        "odd-lock.pdf",
        _printed(_stream(_SHOWN)).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Odd >> /ID [(a) (b)]"),
        "PDF",
    ),
    Case(
        "many.pdf",
        raw_pdf(
            _CATALOGUE,
            b"<< /Type /Pages /Count 400 /Kids [" + b"3 0 R " * 400 + b"] >>",
            _page_object(),
            _stream(_SHOWN),
            _FONT,
        ),
        "400 pages",
    ),
)

_CUE = f"00:00:01.000 --> 00:00:04.000\n<v Ines Okoro>{SAID}\n"
WORDS = (
    Case("good.vtt", f"WEBVTT\n\n{_CUE}".encode()),
    Case("head.vtt", b"WEBVTT\n", "no words"),
    Case("times.vtt", b"WEBVTT\n\n1:2:3 -> 4:5:6\nIt rained.\n", "captions|caption file"),
    Case("backwards.vtt", f"WEBVTT\n\n00:09.000 --> 00:01.000\n{SAID}\n".encode(), "any"),
    Case("long-time.vtt", f"WEBVTT\n\n{'9' * 5000}:00:00.000 --> {'9' * 5000}:00:01.000\n{SAID}\n".encode(), "any"),
    Case("voices.vtt", ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 50_000 + "\n\n" + _CUE).encode(), "any"),
    Case("tags.vtt", ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 50_000 + "\n\n" + _CUE).encode(), "any"),
    Case(
        "many.srt",
        ("".join(f"{n}\n00:00:0{n % 9},000 --> 00:00:09,000\n\n\n" for n in range(1, 5_000))).encode(),
        "captions|caption file",
    ),
    Case("cr.vtt", f"WEBVTT\r\r{_CUE}".replace("\n", "\r").encode()),
    Case("quotes.md", (">" * 10_000 + f" x\n\n{SAID}\n").encode(), "any"),
    Case("brackets.md", ("[" * 20_000 + f"\n\n{SAID}\n").encode(), "any"),
    Case("ticks.md", (" ".join("`" * n for n in range(1, 800)) + f"\n\n{SAID}\n").encode(), "any"),
    Case("stars.md", ("*a **a " * 8_000 + f"\n\n{SAID}\n").encode(), "any"),
    Case("links.md", ("![a](" * 8_000 + f"\n\n{SAID}\n").encode(), "any"),
    Case("lists.md", ("".join(" " * n + "- a\n" for n in range(700)) + f"\n\n{SAID}\n").encode(), "any"),
    Case("html.md", f"<script>alert(1)</script>\n\n{SAID}\n".encode()),
    Case(
        "yaml.md",
        (
            "---\n"
            + "a: &a [x, x]\n"
            + "".join(f"k{n}: &k{n} [{'*a, ' * 9}*a]\n" for n in range(300))
            + f"title: T\n---\n{SAID}\n"
        ).encode(),
    ),
    Case("open.md", f"---\ntitle: never closed\n\n{SAID}\n".encode()),
    Case("latin.txt", b"caf\xe9 closed, said Ines Okoro.", "not text in UTF-8"),
    Case("marks.txt", b"?!...---,,;;" * 500, "any"),
    Case("emoji.txt", "🦆".encode() * 5_000, "any"),
    Case("line.txt", b"It rained, she said. " * 40_000, "100,000 characters"),
    Case("labels.txt", "".join(f"NAME {n}: It rained.\n\n" for n in range(5_000)).encode(), "any"),
    Case("colons.txt", b"A: " * 60_000, "any"),
    Case("times.txt", b"[00:00:00] " * 30_000 + b"\n" + SAID.encode(), "any"),
    Case("by.txt", b"By " * 100_000 + b"\n\n" + SAID.encode() + b"\n", "any"),
    Case("capitals.txt", b"A " * 200_000 + b"\n\n" + SAID.encode() + b"\n", "any"),
    Case("direction.txt", f"\u202e{SAID}\n\nIt rained.\n".encode(), "any"),
    Case("base64.txt", base64.b64encode(json.dumps(list(range(5000))).encode()), "any"),
)

CORPUS = (*BINARY, *PAGES, *DOCUMENTS, *WORDS)
