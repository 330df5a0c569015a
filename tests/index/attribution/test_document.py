"""The normalised text and its way back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Paragraph, Span
from index.attribution.document import normalise, read_document
from tests.index.attribution.samples import document_of


@pytest.mark.parametrize(
    ("source", "normal"),
    [
        ("“We agree,” she said.", '"We agree," she said.'),
        ("``We agree,'' she said.", '"We agree," she said.'),
        ("„We agree“, she said.", '"We agree", she said.'),
        ("‘It’s late,’ he said.", "'It's late,' he said."),
        ("The vote\nwas\u00a0close.", "The vote was close."),
        ("The infor-\nmation was late.", "The information was late."),
        ("An Anglo-\nDutch firm.", "An Anglo- Dutch firm."),
        ("a\u200bb\u00adc", "abc"),
        ("18.05 - The harbour master speaks.", "The harbour master speaks."),
        ("07:52 – “We wait.”", '"We wait."'),
        ("9.30pm: Jan Obi leaves.", "Jan Obi leaves."),
        ("[10:15 GMT] Recess.", "Recess."),
        ("12.50 euros is the toll.", "12.50 euros is the toll."),
        ("10:00 - 11:00 is for rowers.", "10:00 - 11:00 is for rowers."),
        ("Dr Poon Chi-ho, Rex (潘志豪), spoke.", "Dr Poon Chi-ho Rex, spoke."),
        ("Lam Kwok-wai（林國偉）, of Jade Cove, spoke.", "Lam Kwok-wai, of Jade Cove, spoke."),
        ("Lam Kwok-wai, Simon and Rex left.", "Lam Kwok-wai, Simon and Rex left."),
    ],
)
def test_one_form_for_marks_and_spaces(source: str, normal: str) -> None:
    assert normalise(source, Span(0, len(source)))[0] == normal


@given(st.text(alphabet="aB.“”‘’'\"`\u00a0\n -\u200b", max_size=60))
def test_every_character_keeps_its_place_in_the_source(source: str) -> None:
    text, offsets = normalise(source, Span(0, len(source)))
    assert len(text) == len(offsets)
    assert offsets == sorted(set(offsets))
    for char, offset in zip(text, offsets, strict=True):
        if char.isalnum():
            assert source[offset] == char


def test_offsets_lead_back_over_joined_lines_and_doubled_marks() -> None:
    text = "First.\n\n''We can-\nnot wait,''  said\nAda Quill."
    article = Article("a", text, "", (Paragraph(Span(0, 6)), Paragraph(Span(8, len(text)))))
    document = read_document(article)
    (segment,) = document.segments
    assert document.to_source(segment.span).of(text) == "We can-\nnot wait,"
    name = document.text.index("Ada Quill")
    assert document.to_source(Span(name, name + 9)).of(text) == "Ada Quill"


def test_sentences_stay_within_their_paragraph() -> None:
    document = document_of("The hall was full. Nobody spoke.\n\nThen the lights went out, and everybody did.")
    counts = [len(list(document.sentences(number))) for number in range(len(document.paragraphs))]
    assert counts == [2, 1]
    assert document.doc.text == document.text


def test_an_article_without_words_is_an_empty_document() -> None:
    document = read_document(Article("a", "", "", ()))
    assert document.text == ""
    assert document.segments == ()
