from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.sources.text import read_text
from tests.conftest import SHARED

REPORT = """\
Ferry to run again from spring

By Ines Varga and Tom Hale | Estuary Post
Published: 3 March 2026
LOWHAVEN

The ferry across the estuary will run again from April, the council decided on Tuesday.

“We should never have stopped it,” said Ines Okoro, the harbour master.
Contact the writer at desk@estuarypost.example
"""


def article(text: str) -> Article:
    return read_text("test.txt", text, "0" * 64)


def words(read: Article) -> list[str]:
    return [" ".join(p.span.of(read.text).split()) for p in read.paragraphs]


def test_what_is_about_the_article_is_no_passage() -> None:
    read = article(REPORT)
    assert read.title == "Ferry to run again from spring"
    assert read.authors == ("Ines Varga", "Tom Hale")
    assert read.publisher == "Estuary Post"
    assert read.date == "3 March 2026"
    assert read.dateline == "LOWHAVEN"
    assert read.contact == "Contact the writer at desk@estuarypost.example"
    assert words(read) == [
        "The ferry across the estuary will run again from April, the council decided on Tuesday.",
        "“We should never have stopped it,” said Ines Okoro, the harbour master.",
    ]


def test_an_article_without_a_head_keeps_its_first_paragraph() -> None:
    read = article("The ferry will run again from April, the council said.\n\nNobody objected.")
    assert read.title is None
    assert len(read.paragraphs) == 2


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The ferry across the estuary will run again from April, the council\n"
        "decided on Tuesday after a debate that lasted for most of the night\n"
        "and ended in a vote by a show of hands.\n\n"
        "“We should never have stopped it,” said Ines Okoro, harbour master,\n"
        "who had asked for the vote.\n"
    )
    assert len(article(text).paragraphs) == 2


def test_a_paragraph_a_line_stays_a_paragraph_a_line() -> None:
    text = "“No.”\nThe council voted for it all the same, by nine to three.\nShe left.\nThe ferry will run again.\n"
    assert len(article(text).paragraphs) == 4


def test_an_inline_dateline_and_agency_are_not_part_of_the_passage() -> None:
    read = article("LOWHAVEN, Mich. (EP) — The ferry will run again, the council said.")
    assert read.dateline == "LOWHAVEN, Mich."
    assert words(read) == ["The ferry will run again, the council said."]


@pytest.mark.parametrize(
    "line",
    [
        "Contact the writer at a@b.example",
        "ines.varga@estuarypost.example",
        "Reporting by Ines Varga; editing by Tom Hale",
        "Follow the Estuary Post on X",
        "© 2026 Estuary Post. All rights reserved.",
    ],
)
def test_contact_lines_are_set_aside_wherever_they_stand(line: str) -> None:
    read = article(f"The ferry will run again.\n\n{line}\n\nNobody objected to it.")
    assert words(read) == ["The ferry will run again.", "Nobody objected to it."]
    assert read.contact == line


def test_cross_headings_are_set_aside() -> None:
    assert words(article("The ferry will run again.\n\nA long debate\n\nNobody objected to it.")) == [
        "The ferry will run again.",
        "Nobody objected to it.",
    ]


def test_a_quotation_that_opens_an_article_is_not_its_title() -> None:
    assert article("“Never again”\n\nThat was all she said.").title is None


@given(st.text(max_size=300))
def test_any_text_gives_paragraphs_that_are_pieces_of_it(text: str) -> None:
    read = article(text)
    spans = [paragraph.span for paragraph in read.paragraphs]
    assert all(span.of(text).strip() for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reports are not part of the project")
@pytest.mark.parametrize(("name", "count"), [("dev_climate", 26), ("dev_openhw", 27)])
def test_the_development_reports(name: str, count: int) -> None:
    path = SHARED / "eval" / name / "article.txt"
    assert len(article(path.read_text(encoding="utf-8")).paragraphs) == count


@pytest.mark.skipif(not SHARED.is_dir(), reason="the newspaper's article is not part of the project")
def test_the_newspaper_s_article() -> None:
    read = article(Path(SHARED / "articles" / "forum-article.txt").read_text(encoding="utf-8"))
    assert len(read.paragraphs) == 13
    assert read.contact is not None


def test_a_line_of_place_and_date_and_a_dateline_with_a_hyphen() -> None:
    read = article("Ferry to run\n\nPort Alder, 3 March 2026\n\nPORT ALDER - The ferry will run again.")
    assert (read.dateline, read.date) == ("Port Alder", "3 March 2026")
    assert words(read) == ["The ferry will run again."]
