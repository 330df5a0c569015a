"""PDFs: paragraphs as they were printed, without what every page repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from index.article import Article
from index.errors import SourceError
from index.sources.pdf import read_pdf
from tests.index.sources import pdfs
from tests.index.sources.web.stories import BRIDGE, SEEDS, STORIES, Story


def read(data: bytes) -> Article:
    return read_pdf("a.pdf", data, hashlib.sha256(data).hexdigest())


def paragraphs(article: Article) -> list[str]:
    return [paragraph.span.of(article.text) for paragraph in article.paragraphs]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
@pytest.mark.parametrize("printed", [pdfs.spaced, pdfs.indented, pdfs.columns], ids=lambda printed: printed.__name__)
def test_paragraphs_as_they_were_printed(printed: Callable[[Story], bytes], story: Story) -> None:
    article = read(printed(story))
    assert paragraphs(article) == list(story.paragraphs)
    assert (article.title, article.authors) == (story.title, (story.author,))
    assert article.language == "en-gb"


def test_headers_and_footers_of_many_pages_do_not_come_between() -> None:
    read_article = read(pdfs.spaced(SEEDS, times=4))
    assert paragraphs(read_article) == list(SEEDS.paragraphs) * 4


def test_title_and_author_are_found_in_print_where_the_file_does_not_say_them() -> None:
    article = read(pdfs.spaced(BRIDGE, facts=False))
    assert (article.title, article.authors) == (BRIDGE.title, (BRIDGE.author,))
    assert article.date is not None


def test_words_divided_at_the_end_of_a_line_are_whole_again() -> None:
    printed = (
        "The commission wants to close the har-",
        "bour for a well-",
        "known reason in 2025-",
        "26, and the vice-",
        "president of the Anglo-",
        "Dutch line said that short-sea ships would suffer. Short-",
        "sea ships carry most of the fish, he said to the com-",
        "mission on Tuesday.",
    )
    assert paragraphs(read(pdfs.lines(printed))) == [
        "The commission wants to close the harbour for a well-known reason in 2025-26, and the vice-president of the "
        "Anglo-Dutch line said that short-sea ships would suffer. Short-sea ships carry most of the fish, he said to "
        "the commission on Tuesday."
    ]


def test_lines_far_apart_are_paragraphs_and_those_of_a_typescript_are_not() -> None:
    far = (
        "The village well has been dry since March, and water comes by lorry twice a week.",
        '"We wash the children with what is left of the tea," said Mara Olin, a teacher.',
        "The district promised on Monday that there would be a deeper well before winter.",
    )
    assert paragraphs(read(pdfs.lines(far, height=13))) == list(far)
    twice = ("The village well has been dry since the hot days of March, and water comes", "by lorry twice a week.")
    assert paragraphs(read(pdfs.lines(twice, height=8))) == [" ".join(twice)]


def test_a_transcript_in_print_has_turns() -> None:
    printed = (
        "ORR: Good evening, and welcome to the hearing on the bridge.",
        "OKORO: Thank you. We can nurse it through a mild winter.",
        "ORR: And through a hard one?",
        "OKORO: Nobody in this room can promise me that.",
    )
    assert [paragraph.label for paragraph in read(pdfs.lines(printed)).paragraphs] == ["ORR", "OKORO"] * 2


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_may_be_read_but_not_changed_is_read(algorithm: str) -> None:
    data = pdfs.locked(pdfs.spaced(SEEDS), "", algorithm=algorithm)
    assert paragraphs(read(data)) == list(SEEDS.paragraphs)


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        (pdfs.scan, "scanned PDF.*2 pages.*OCR"),
        (lambda: pdfs.locked(pdfs.spaced(SEEDS), "secret"), "password"),
        (lambda: pdfs.locked(pdfs.spaced(SEEDS), "secret", algorithm="RC4-128"), "password"),
        (lambda: b"%PDF-1.7\n", "damaged PDF"),
        (lambda: pdfs.spaced(SEEDS)[:2000], "damaged PDF"),
    ],
    ids=["scan", "AES", "RC4", "header alone", "cut off"],
)
def test_a_pdf_without_text_says_why(made: Callable[[], bytes], complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as caught:
        read(made())
    assert "a.pdf" in str(caught.value)
