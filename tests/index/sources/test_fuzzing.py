"""Fuzzing: whatever the bytes are, each reader gives an article that holds together, or a clear error."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, Paragraph, Span
from index.errors import SourceError
from index.sources.decoding import decode_page, decode_text
from index.sources.formats import Format, charset_of, format_of
from index.sources.parsing import Request
from index.sources.worker import answer
from tests.index.sources import pdfs
from tests.index.sources.articles import check
from tests.index.sources.hostile import SAID
from tests.index.sources.web.layouts import LAYOUTS, Layout
from tests.index.sources.web.stories import BRIDGE, SEEDS

BOUNDED = settings(suppress_health_check=list(HealthCheck))
FEW = settings(BOUNDED, max_examples=40)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LINES = st.sampled_from(
    [
        SAID, "By Marit Solheim", "# Head", "> It rained.", "> — Ines Okoro", "- one", "---", "title: A",
        "```", "| a | b |",
        "ORR: It rained.", "[00:01:02] ORR: Yes.", "Q. And then?", "A. It rained.", "**Okoro:** No.",
        ">> ORR: Well.",
        "Read more: Rain", "Photo: Jon Vik", "Contact the writer at a@b.example", "PORT ELLA —",
        "“It rained,” she said.",
        "[^1]: note", "<b>bold</b>", "![a](b)", "[a]: b", "***", "\u2028", "\t", "Jan. 4, 2026",
        "https://a.example/b", "",
    ]
)  # fmt: skip
CUES = st.sampled_from(
    [
        "WEBVTT", "WEBVTT - title", "NOTE x", "STYLE", "1", "00:00:01.000 --> 00:00:02.000",
        "00:00:01,000 --> 00:00:02,000",
        "00:01.000 --> 00:00.500 align:start", "99:99:99.999 --> 99:99:99.999", "<v Ines Okoro>It rained.",
        "<v.loud.",
        "<v", ">", "- ORR: It rained.", ">> Yes.", "{\\an8}No.", "&amp;&#x110000;&lt;", "-->", "", "It rained.",
    ]
)  # fmt: skip
TAGS = st.sampled_from(
    [
        "<p>", "</p>", f"<p>{SAID}</p>", "<div class='ad'>", "<div>", "</div>", "<blockquote>",
        "</blockquote>", "<footer>",
        "</footer>", "<cite>Ines Okoro</cite>", "<figure>", "<figcaption>", "<br>", "<ul><li>",
        "<table><tr><td>", "<h1>",
        "<!--", "-->", "<script>", "</script>", "<title>", "<article>", "<main>", "<a href=x>", "&#0;",
        "&#xD800;", "&x;", "&#1;", "&#x1F;", "&#xFFFE;", "\x01", "\ufffe",
        "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"author\": ", "<svg>", "<math>",
        "<![CDATA[",
        "<meta charset=utf-7>", "<form>", "<input type=password>", "<aside>", "\x00", "\x0c", "\u202e",
    ]
)  # fmt: skip


def outcome(form: Format, data: bytes) -> None:
    """Read `data`; a parser of others may stumble, ours may not."""
    found: dict[str, Any] = answer(Request("fuzz", form), data)
    if "error" in found:
        assert found["error"].startswith("fuzz")
        assert form is Format.PDF or "cannot be read as" not in found["error"], found["error"]
        return
    fields = found["article"]
    paragraphs = tuple(
        Paragraph(Span(*one["span"]), one["label"], one["label_span"] and Span(*one["label_span"]), one["time"])
        for one in fields["paragraphs"]
    )
    check(Article(**{**fields, "paragraphs": paragraphs}))


@given(st.lists(LINES | WORDS, max_size=25).map("\n".join), st.sampled_from([Format.TEXT, Format.MARKDOWN]))
@BOUNDED
def test_text_markdown_and_transcripts(text: str, form: Format) -> None:
    outcome(form, text.encode())


@given(st.lists(CUES | WORDS, max_size=25).map("\n".join), st.booleans())
@BOUNDED
def test_captions(text: str, begun: bool) -> None:
    outcome(Format.CAPTIONS, (("WEBVTT\n\n" if begun else "") + text).encode())


@given(st.lists(TAGS | WORDS, max_size=40).map("".join), st.booleans())
@BOUNDED
def test_pages(text: str, long: bool) -> None:
    body = f"<article>{f'<p>{SAID}</p>' * 12}{text}</article>" if long else text
    outcome(Format.HTML, f"<html><body>{body}</body></html>".encode())


@given(
    st.sampled_from(LAYOUTS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=8)), max_size=6),
)
@FEW
def test_pages_with_pieces_cut_out_or_put_in(layout: Layout, edits: list[tuple[float, int, bytes]]) -> None:
    outcome(Format.HTML, edited(layout(SEEDS).encode(), edits))


PDFS: tuple[Callable[[], bytes], ...] = (
    lambda: pdfs.spaced(BRIDGE),
    lambda: pdfs.columns(SEEDS),
    lambda: pdfs.lines(("ORR: It rained.", "OKORO: It did.")),
    lambda: pdfs.locked(pdfs.spaced(SEEDS), ""),
)
"""Made when they are first read: every process of the suite imports this."""


@given(
    st.sampled_from(PDFS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=8)), max_size=6)
)
@FEW
def test_pdfs_with_pieces_cut_out_or_put_in(made: Callable[[], bytes], edits: list[tuple[float, int, bytes]]) -> None:
    outcome(Format.PDF, edited(made(), edits))


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Return `data` with pieces of some length, at some part of it, replaced."""
    for where, length, put in edits:
        at = int(where * len(data))
        data = data[:at] + put + data[at + length :]
    return data


@given(st.binary(max_size=300), WORDS, st.none() | WORDS)
@BOUNDED
def test_any_bytes_have_a_format_or_an_error(data: bytes, name: str, content_type: str | None) -> None:
    with suppress(SourceError):
        form = format_of(name, data, content_type)
        if form not in {Format.HTML, Format.PDF}:
            decode_text(name, data, charset_of(content_type)).encode()
    assert isinstance(decode_page(data, charset_of(content_type)), str)
