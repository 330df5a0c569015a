"""Readings: what a turn of a transcript reads out or quotes belongs to whoever wrote or said it."""

from __future__ import annotations

import pytest

from tests.index.attribution.test_turns import spoken

INTRODUCED = "Will the lock hold?\nRuth Orr, editor of the Lock Gazette, chaired the meeting.\n"

READ_OUT = {
    "a letter from somebody, in marks": (
        "ORR: I have a letter here from Dr Ada Quill, who runs the mill and is ill. She writes: “The gate leaked for "
        "nine years. Nobody oiled it.” Tom?\nBEKELE: I oiled it.\n",
        ("Ada Quill", "The gate leaked for nine years. Nobody oiled it"),
    ),
    "a letter whose writer could not come": (
        "ORR: I have a letter. Mrs Ada Quill of Tarn could not travel, and writes: “The gate leaked for nine years. "
        "Nobody oiled it.”\nBEKELE: I oiled it.\n",
        ("Ada Quill", "The gate leaked for nine years. Nobody oiled it"),
    ),
    "what somebody in a street writes": (
        "ORR: To the box. Ada Quill in Mill Lane writes: “The gate leaked for nine years. Nobody oiled it.”\n"
        "BEKELE: I oiled it.\n",
        ("Ada Quill", "The gate leaked for nine years. Nobody oiled it"),
    ),
    "a letter of somebody": (
        "ORR: I shall read a letter of Dr Ada Quill. “The gate leaked for nine years. Nobody oiled it.”\n"
        "BEKELE: I oiled it.\n",
        ("Ada Quill", "The gate leaked for nine years. Nobody oiled it."),
    ),
    "the office before the name": (
        "ORR: There's a note here from the teacher at the island school, Miss Ada Quill, who has flu. She writes: "
        '"Eleven of my pupils go by boat. Give them a lamp."\nBEKELE: They shall have it.\n',
        ("Ada Quill", "Eleven of my pupils go by boat. Give them a lamp"),
    ),
    "a statement of whoever owns it, without a cue": (
        "ORR: I read the coastguard's written statement. “The vessel grounded at ten. We would have expected a "
        "call.”\nBEKELE: No.\n",
        ("the coastguard", "The vessel grounded at ten. We would have expected a call."),
    ),
    "a letter announced in one turn and read in the next": (
        "ORR: The clerk will now read a letter from Sister Agnes Moreau, the head nurse.\n"
        "WILK: “Four in ten of our staff have no car. Please run the tram until one.”\nBEKELE: She is too modest.\n",
        ("Agnes Moreau", "Four in ten of our staff have no car. Please run the tram until one."),
    ),
    "a letter retold": (
        "ORR: I have a letter from the islands minister, Fergus Lund. He writes that a ferry will be ordered in "
        "autumn. I shall report when I have finished.\nBEKELE: Good.\n",
        ("Fergus Lund", "a ferry will be ordered in autumn"),
    ),
    "a statement that a body sent": (
        "ORR: The Builders' Council sent us a statement. It says, and I quote, “A single rule cannot fit every site. "
        "We favour plans.” Your reply?\nBEKELE: No.\n",
        ("The Builders' Council", "A single rule cannot fit every site. We favour plans."),
    ),
    "a letter over two paragraphs": (
        "ORR: A letter from Ada Quill. “The gate leaked for nine years.\n“Nobody oiled it, and nobody will.”\n"
        "I thank her.\nBEKELE: Hm.\n",
        ("Ada Quill", "The gate leaked for nine years. | Nobody oiled it, and nobody will."),
    ),
    "somebody absent, quoted by name": (
        "ORR: My predecessor, Ulrich Stanhope, said in 2011 that a stilt is a promise made by a carpenter.\n"
        "BEKELE: Hm.\n",
        ("Ulrich Stanhope", "a stilt is a promise made by a carpenter"),
    ),
    "a body that wrote": (
        "BEKELE: I asked for a pump. The Tide Office wrote that it could wait until April. It could not.\nORR: Hm.\n",
        ("The Tide Office", "it could wait until April"),
    ),
}


@pytest.mark.parametrize(("text", "wanted"), READ_OUT.values(), ids=READ_OUT.keys())
def test_what_is_read_out_is_its_writers(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in spoken(INTRODUCED + text)


def test_the_reader_keeps_the_words_around_it() -> None:
    found = spoken(INTRODUCED + READ_OUT["a statement that a body sent"][0])
    assert found[0] == ("Ruth Orr", "The Builders' Council sent us a statement. It says, and I quote, | Your reply?")


def test_a_letter_over_paragraphs_ends_where_its_marks_do() -> None:
    found = spoken(INTRODUCED + READ_OUT["a letter over two paragraphs"][0])
    assert ("Ruth Orr", "I thank her.") in found


OWN = {
    "the answer to a letter": (
        "ORR: I had a letter from Ada Quill last week, and I wrote back: “Come and see it for yourself.” She came.\n"
        "BEKELE: Hm.\n",
        ("Ruth Orr", "Come and see it"),
    ),
    "what somebody of the panel is said to have said": (
        "ORR: Tom Bekele said in March that the gate was safe. Was it?\nTOM BEKELE: It was.\n",
        ("Ruth Orr", "the gate was safe"),
    ),
    "one's own words of another day": (
        "BEKELE: It did leak. I told my wife, “This gate will not hold.”\nORR: Hm.\n",
        ("Bekele", "This gate will not hold."),
    ),
    "a letter that is only mentioned": (
        "ORR: I sent Ada Quill a letter about the pump. The gate leaked for nine years.\nBEKELE: “Leaked” is mild.\n",
        ("Ruth Orr", "The gate leaked for nine years."),
    ),
}


@pytest.mark.parametrize(("text", "wanted"), OWN.values(), ids=OWN.keys())
def test_what_is_not_read_out_stays_the_speakers(text: str, wanted: tuple[str, str]) -> None:
    name, words = wanted
    found = spoken(INTRODUCED + text)
    assert any(who == name and words in said for who, said in found), found
    assert not any(who != name and words in said for who, said in found), found
