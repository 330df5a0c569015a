"""Cues: what reports speech, and what only looks as if it did."""

from __future__ import annotations

import pytest

from index.article import Polarity
from index.attribution.cues import Form, find_cues, is_misspelling
from index.attribution.lexicon import cue_nouns, cue_verbs, cue_words
from tests.index.attribution.samples import document_of


def cues_of(text: str) -> list[str]:
    """Return the cues of a text, in order."""
    document = document_of(text)
    return [cue.span.of(document.text) for cue in find_cues(document)]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Mara Quillon said the tunnel would pay for itself, adding that tolls were fair.", ["said", "adding"]),
        ("According to Ingrid Halvorsen, the levy would cost little.", ["According to"]),
        ("In her view the levy is too low.", ["In her view"]),
        ("The message from Salma Idrissi was blunt: phones would be collected.", ["message"]),
        ("Ada Quill went on to say that the pier was safe.", ["say"]),
        ("Lucien Barreau was quoted by the Gazette as saying that he would close.", ["quoted", "saying"]),
        ("“The pier is safe,” Ada Quill siad on Monday.", ["siad"]),
        ("“The pier is safe.” Ada Quill slid on the ice.", []),
        ("“The pier is safe,” Ada Quill siad.", ["siad"]),
        ("“The pier is safe,” she addded.", ["addded"]),
        ("Told by Ada Quill that the pier was safe, Tobias Donk left.", ["Told"]),
        ("Urged by Ada Quill to leave, Tobias Donk stayed.", ["Urged"]),
        ("To her mind bolts last longer than piers.", ["To her mind"]),
        ("To her, the pier was a friend.", ["To"]),
        ("Ada Quill put the repairs at between £3m and £4m.", ["put"]),
    ],
)
def test_what_reports_speech(text: str, cues: list[str]) -> None:
    assert cues_of(text) == cues


@pytest.mark.parametrize(
    "text",
    [
        "The minister did not say that the line would be cancelled.",
        "Ada Quill never said that the pier was safe.",
        "Had Mr Farrow said that the fund was safe, nobody would have sold.",
        "It is unclear what she would say about the pier.",
        "If she says that the pier is safe, it is.",
        "The council met to discuss the pier.",
        "The ministry neither confirmed nor denied the plan.",
        "To her left sat Tobias Donk.",
        "The council put the chairs at 7:30 in the hall.",
        "Ada Quill put the case that fares would stay at 300 crowns.",
        "“I said it was late and he told me to go home,” was all that could be read.",
    ],
)
def test_what_was_not_said(text: str) -> None:
    assert cues_of(text) == []


def test_a_denial_is_a_cue_of_its_own_kind() -> None:
    (cue,) = find_cues(document_of("Ada Quill denied that the pier had moved."))
    assert cue.polarity is Polarity.DENIED
    assert cue.form is Form.VERB


@pytest.mark.parametrize("word", ["siad", "sadi", "saidd", "sid", "saod"])
def test_slips_of_the_keys(word: str) -> None:
    assert is_misspelling(word, "said")


@pytest.mark.parametrize("word", ["said", "rents", "harbour", "dais", "sdai"])
def test_words_that_are_no_slips(word: str) -> None:
    assert not is_misspelling(word, "said")


def test_the_word_lists_are_read_whole() -> None:
    verbs = cue_verbs()
    assert {"say", "tell", "according"} & verbs.keys() == {"say", "tell"}
    assert verbs["point"].prepositions == {"to"}
    assert verbs["go"].needs == {"on"}
    assert "view" in cue_nouns("in")
    assert set(cue_words("form").values()) <= verbs.keys()
    known = {"quote", "that", "wh", "noun", "to", "object", "claim", "at", "result"}
    assert all(verb.frames <= known for verb in verbs.values())
