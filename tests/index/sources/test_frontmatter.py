"""Front matter, of Markdown, plain text and transcripts alike."""

from __future__ import annotations

import pytest

from index.sources.formats import Format
from index.sources.frontmatter import front_matter
from index.sources.parsing import Request, parse

HEAD = """---
title: "Ports: who pays for the cable"
authors:
  - Deng Wei-lin
  - Olga Marin
publisher: Straits Monitor
date: 2026-02-27
language: en-HK
url: https://straits.example/cable
layout: wide
---
"""
PROSE = "The ministers met on Friday in Tarn Bay.\n\nNobody paid for the cable, it turned out.\n"
TURNS = "NUNES: We pay a third.\n\nMARIN: And the rest?\n\nNUNES: The rest pays itself.\n\nMARIN: I see.\n"


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN])
@pytest.mark.parametrize("body", [PROSE, TURNS])
def test_what_a_file_says_of_itself_comes_along(form: Format, body: str) -> None:
    article = parse(Request("a", form), (HEAD + body).encode())
    assert article.title == "Ports: who pays for the cable"
    assert article.authors == ("Deng Wei-lin", "Olga Marin")
    assert (article.publisher, article.date, article.language) == ("Straits Monitor", "2026-02-27", "en-hk")
    assert article.address == "https://straits.example/cable"
    assert [paragraph.label for paragraph in article.paragraphs] == (
        [None] * 2 if body == PROSE else ["NUNES", "MARIN"] * 2
    )
    assert not any("---" in paragraph.span.of(article.text) for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\ntitle: Ports: a report: again\n---\n", [("title", "Ports: a report: again")]),
        ("---\nTitle: Ports\nauthor: A B\n...\nText", [("Title", "Ports"), ("author", "A B")]),
        ("---\nA scene.\n---\nAnother scene.\n", []),
        ("---\ntitle: [" + "[" * 500 + "\n---\n", [("title", "[" * 501)]),
        ("---\ntitle: !!python/object/apply:os.system ['true']\n---\n", [("title", "true")]),
        ("---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n", []),
        ("---\n- title\n- author\n---\n", []),
        ("--- title: no\n", []),
    ],
)
def test_odd_front_matter(text: str, wanted: list[tuple[str, str]]) -> None:
    assert front_matter(text)[0] == wanted
