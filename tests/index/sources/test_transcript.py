"""Transcripts: labelled turns in several styles, and prose that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.sources.transcript import MAX_TURN_WORDS, looks_like_transcript, read_transcript

STYLES = {
    "bracketed times": "[14:02:10] ORR: We begin.\n[14:02:15] EL-AMIN: We do.\n[14:02:20] ORR: Good.",
    "plain times": "00:01:02 ORR: We begin.\n00:01:09 EL-AMIN: We do.\n00:01:12 ORR: Good.",
    "times after the name": "Orr (00:12): We begin.\nEl-Amin (00:19): We do.\nOrr (00:22): Good.",
    "bold": "**Orr:** We begin.\n\n**El-Amin:** We do.\n\n**Orr:** Good.",
    "bold before the colon": "**Orr**: We begin.\n\n**El-Amin**: We do.\n\n**Orr**: Good.",
    "chevrons": ">> ORR: We begin.\n>> EL-AMIN: We do.\n>> ORR: Good.",
    "name and time on a line of their own": "Orr  0:12\nWe begin.\n\nEl-Amin  0:19\nWe do.\n\nOrr  0:22\nGood.",
    "capitals": "ORR: We begin.\nEL-AMIN: We do.\nORR: Good.",
}


@pytest.mark.parametrize("style", STYLES)
def test_styles(style: str) -> None:
    text = STYLES[style]
    assert looks_like_transcript(text)
    article = read_transcript("talk.txt", text, "0")
    turns = [((p.label or "").title(), p.span.of(text)) for p in article.paragraphs]
    assert turns == [("Orr", "We begin."), ("El-Amin", "We do."), ("Orr", "Good.")]
    for paragraph in article.paragraphs:
        assert paragraph.label_span is not None
        assert paragraph.label_span.of(text) == paragraph.label
        assert (paragraph.time is not None) == ("0:" in text or "14:" in text)


def test_questions_and_answers() -> None:
    text = "Q: When does it open?\nA: In May, I hope.\nQ: And if it rains?\nA: Then in June."
    assert looks_like_transcript(text)
    assert [p.label for p in read_transcript("qa.txt", text, "0").paragraphs] == ["Q", "A", "Q", "A"]


INTRODUCED = """# Panel: who owns the tide?

Recorded at the Old Lock on 3 May.
On the panel: Ines Aalto, an oceanographer; Tom Bekele, who runs the ferry.
Moderator: Ruth Orr, editor of the Lock Gazette.

ORR: Welcome. Remember this: the lock closes at ten.
Let us begin.

[Applause]

AALTO: Nobody owns it. Tom: what do you say?
BEKELE: I rent it.
"""


def test_introduction_title_and_continued_turns() -> None:
    assert looks_like_transcript(INTRODUCED)
    article = read_transcript("panel.md", INTRODUCED, "0")
    assert article.title == "Panel: who owns the tide?"
    labels = [(p.label, p.label_span is not None, p.span.of(INTRODUCED).split()[0]) for p in article.paragraphs]
    assert labels == [
        (None, False, "Recorded"),
        (None, False, "On"),
        (None, False, "Moderator:"),
        ("ORR", True, "Welcome."),
        ("ORR", False, "Let"),
        (None, False, "[Applause]"),
        ("AALTO", True, "Nobody"),
        ("BEKELE", True, "I"),
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "ORR: The lock was built in the year of the\nlong frost, when the river stood for nine weeks and\n"
        "the masons worked by fires on the ice.\nAALTO: My grandmother carried the wood, and she\n"
        "never forgave the river for it.\nORR: Nor should she."
    )
    article = read_transcript("wrapped.txt", text, "0")
    assert [p.label for p in article.paragraphs] == ["ORR", "AALTO", "ORR"]
    assert article.paragraphs[0].span.of(text).endswith("fires on the ice.")


def test_a_wrapped_line_may_end_a_sentence_within_a_paragraph() -> None:
    text = (
        "ORR: The lock was built in the year of the long frost by nine masons.\n"
        "They worked by fires that were lit on the ice and kept all night, and\n"
        "nobody slept for nine weeks while the gates were hung and then tarred on\n"
        "both of the sides that face the sea and on the one that faces the town\n"
        "in which the masons slept and drank and sang and were paid by the week.\n"
        "AALTO: So it was."
    )
    article = read_transcript("wrapped.txt", text, "0")
    assert [p.label for p in article.paragraphs] == ["ORR", "AALTO"]


def test_long_turns_are_divided_at_sentence_ends() -> None:
    sentence = "The water came up to the third step and stayed there for the whole of the winter. "
    text = f"ORR: {sentence * 25}\nAALTO: Quite.\nORR: Yes."
    pieces = [p for p in read_transcript("long.txt", text, "0").paragraphs if p.label == "ORR"][:-1]
    assert len(pieces) == 3
    assert pieces[0].label_span is not None
    assert all(p.label_span is None for p in pieces[1:])
    for piece in pieces:
        words = piece.span.of(text)
        assert words.startswith("The water")
        assert words.endswith("winter.")
        assert len(words.split()) <= MAX_TURN_WORDS


PROSE = {
    "an article with one labelled answer": (
        "The lock opened on Monday.\n“It leaks,” said Ines Aalto, an oceanographer.\n"
        'Bekele: "It always did. Ask the ferry."\nThe crowd went home at ten.\n'
        "Tickets for the next opening are sold at the kiosk."
    ),
    "an event's particulars": "When: Monday, 3 May\nWhere: the Old Lock\nTickets: at the kiosk\nContact: Ruth Orr",
    "counts": (
        "Results of the vote.\nThe count went on until four in the morning.\nAalto: 1,769.\nBekele: 1,501.\n"
        "These are the votes in both wards.\nAalto: 547.\nBekele: 46."
    ),
    "a heading with a colon": "Orr: the lock will open\nThe lock will open in May, said Ruth Orr.\nIt is old.",
    "nothing": "",
}


@pytest.mark.parametrize("kind", PROSE)
def test_prose_is_no_transcript(kind: str) -> None:
    assert not looks_like_transcript(PROSE[kind])


SHARED = Path(__file__).parents[4] / "shared"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development reports lie beside the repository only")
@pytest.mark.parametrize(
    ("report", "expected"), [("dev_climate", False), ("dev_openhw", False), ("dev_transcript", True)]
)
def test_development_reports(report: str, expected: bool) -> None:
    text = (SHARED / "eval" / report / "article.txt").read_text(encoding="utf-8")
    assert looks_like_transcript(text) is expected
