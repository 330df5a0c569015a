"""Given names of speakers whose labels hold family names alone, by how others address them."""

from __future__ import annotations

from index.attribution import attribute
from index.attribution.addressed import given_names_by_label
from index.sources.transcript import read_transcript
from tests.index.attribution.test_turns import spoken

RADIO = """Who owns the tide?
HOLM: Welcome. Four guests tonight. Bertil, you run the works. Why now?
ORR-LINDQUIST: Because it leaks.
HOLM: And who pays, Keith?
TANAKA: Everybody.
ORR-LINDQUIST: Well, Keith, not quite.
TANAKA: Nearly.
HOLM: Bertil?
ORR-LINDQUIST: Good night.
"""


def test_a_panel_that_is_called_by_given_names_has_them() -> None:
    assert [name for name, _ in spoken(RADIO)][:4] == ["Holm", "Bertil Orr-Lindquist", "Holm", "Keith Tanaka"]


def test_a_name_that_two_answer_to_is_nobodys() -> None:
    turns = [("A", "Keith, who pays?"), ("B", "I do."), ("A", "Keith, who pays?"), ("C", "I do.")]
    assert given_names_by_label(turns, ()) == {}


def test_a_name_that_somebody_has_is_no_other_s() -> None:
    turns = [("A", "Keith, who pays?"), ("B", "I do.")]
    assert given_names_by_label(turns, ()) == {"B": "Keith"}
    assert given_names_by_label(turns, {"keith"}) == {}


def test_words_that_open_a_sentence_are_no_names() -> None:
    turns = [
        ("A", "However, who pays? Sometimes, nobody."),
        ("B", "I do."),
        ("A", "However, who pays?"),
        ("B", "However."),
    ]
    assert "B" not in given_names_by_label([*turns, ("A", "I know however it ends, sometimes.")], ())


def test_a_role_that_a_speaker_opens_with_is_known() -> None:
    text = "ORR: First card, please.\nHALE-OUM: Lyn Hale-Oum. I'm a nurse. Who pays?\nORR: We do.\nHALE-OUM: Thanks."
    speakers = {s.name: s.role for s in attribute(read_transcript("t", text, "0")).speakers}
    assert speakers["Lyn Hale-Oum"] == "nurse"
