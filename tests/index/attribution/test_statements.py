"""Statements in whole texts: the forty hard cases, quotations over paragraphs, and what must stay narration."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Polarity
from index.attribution import attribute
from index.attribution.export import quotes_of_text
from tests.index.attribution.samples import article_of, said

_CASES = [
    json.loads(line) for line in Path(__file__).with_name("hard_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


def _words(text: str, spans: list[list[int]]) -> set[tuple[int, int]]:
    """Return the places of the words within spans, marks and spaces left out."""
    return {match.span() for start, end in spans for match in re.compile(r"\w+").finditer(text, start, end)}


@pytest.mark.parametrize("case", _CASES, ids=[f"{case['doc_id']}-{case['category']}" for case in _CASES])
def test_hard_case(case: dict[str, Any]) -> None:
    text = case["text"]
    found = quotes_of_text(case["doc_id"], text)["quotes"]
    assert [quote["canonical"] for quote in found] == [gold["canonical"] for gold in case["quotes"]]
    for quote, gold in zip(found, case["quotes"], strict=True):
        have, want = _words(text, quote["spans"]), _words(text, gold["spans"])
        # The object of "called it 'a love letter'" may be counted to the content or not.
        assert len(have & want) >= 0.8 * len(have | want), [text[start:end] for start, end in quote["spans"]]


def test_a_quotation_goes_on_over_paragraphs_with_its_speaker() -> None:
    text = (
        "Noor Baptiste runs the shelter on the quay.\n\n"
        "“The water came through the floor,” she said. “We moved the children upstairs.\n\n"
        "“Then the lights went out, and somebody started to sing.”\n\n"
        "The shelter reopened in June."
    )
    assert said(text) == [
        (
            "Noor Baptiste",
            "direct",
            [
                "The water came through the floor",
                "We moved the children upstairs",
                "Then the lights went out, and somebody started to sing",
            ],
        )
    ]


def test_single_marks_left_open_go_on_in_the_next_paragraph() -> None:
    text = (
        "‘It's a wreck,’ said Ada Quill. ‘I've a drawer full of letters about it.\n\n"
        "‘Every one of them says “in due course”.’"
    )
    assert said(text) == [
        (
            "Ada Quill",
            "direct",
            ["It's a wreck", "I've a drawer full of letters about it", "Every one of them says “in due course”"],
        )
    ]


def test_narration_between_two_paragraphs_of_one_speaker_stays_narration() -> None:
    text = (
        "“The pier is safe,” said Ada Quill, the harbour master.\n\n"
        "The pier was built in 1911. It has burnt down twice since then, and the second fire took the tea room.\n\n"
        "Quill said the bolts were new."
    )
    assert said(text) == [
        ("Ada Quill", "direct", ["The pier is safe"]),
        ("Ada Quill", "indirect", ["the bolts were new"]),
    ]


def test_a_quotation_led_to_by_the_paragraph_before() -> None:
    text = "Ada Quill, the harbour master, wrote to the council on Monday:\n\n“The pier will not last another winter.”"
    assert said(text) == [("Ada Quill", "direct", ["The pier will not last another winter"])]


def test_each_quotation_of_a_paragraph_has_its_own_speaker() -> None:
    text = "“The pier is safe,” said Ada Quill. “It is a wreck,” replied Tobias Donk. “Come and see it,” Quill said."
    assert [name for name, _, _ in said(text)] == ["Ada Quill", "Tobias Donk", "Ada Quill"]


def test_fragments_make_a_mixed_statement() -> None:
    text = (
        "Ada Quill said the pier was “a menace to shipping” and that the council had shown “no interest at all” in it."
    )
    ((name, kind, words),) = said(text)
    assert (name, kind) == ("Ada Quill", "mixed")
    assert words == ["the pier was “a menace to shipping” and that the council had shown “no interest at all” in it"]


@pytest.mark.parametrize(
    "text", ["Ada Quill denied that the pier had moved.", "Ada Quill rejected the rumour that the pier had moved."]
)
def test_a_denial_is_marked(text: str) -> None:
    (statement,) = attribute(article_of(text)).statements
    assert statement.polarity is Polarity.DENIED


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill declined to comment on the pier.",
        "Ada Quill did not say when the pier would open, and nobody asked her.",
        "The so-called “people's pier” opened in 1911 and burnt down in 1912.",
        "Asked whether the pier would close, the harbour master, Ada Quill, laughed.",
        "Visitors can read “The Pier and the People” in the tea room.",
        "Had Ada Quill said “the pier is safe” in April, somebody would have believed her.",
        "An earlier version of this report said the grants came to $4 million.",
        "The zone, agreed by the two governments in March, is to cover ten miles.",
        "A letter from Ada Obi was read out by Jan Ito.",
        "Mr Sayle was asked by the chair, Ada Obi, to leave.",
        "No one had offered to meet it.",
        "Ada Obi said two days later.",
    ],
)
def test_what_is_not_speech(text: str) -> None:
    assert said(text) == []


def test_confidences_are_probabilities_and_weaker_rules_are_less_sure() -> None:
    text = (
        "“The pier is safe,” said Ada Quill, the harbour master.\n\n"
        "“It has stood for a century, and it will stand for another one.”\n\n"
        "A woman in the hall said the bolts were new. The woman said nobody had counted them."
    )
    first, second, *others = attribute(article_of(text)).statements
    assert 0 < second.confidence < first.confidence <= 1
    assert len(others) == 2
    assert all(0 < other.confidence <= 1 for other in others)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ada Quill said",
                "“",
                "”",
                "‘",
                "’",
                '"',
                ",",
                ".",
                ":",
                "\n\n",
                "the pier",
                "is safe",
                "according to",
                "she told him that",
                "who",
                "—",
                "(",
                ")",
                "MODERATOR:",
                "and",
                "’s",
                "In her view",
                "\u00a0",
                "?",
            ]
        ),
        max_size=25,
    )
)
def test_any_text_yields_spans_within_it(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for quote in quotes_of_text("any", text)["quotes"]:
        assert all(end <= start for (_, end), (start, _) in pairwise(quote["spans"]))
        assert all(0 <= start < end <= len(text) for start, end in quote["spans"])
        assert 0 <= quote["confidence"] <= 1


def test_stray_marks_do_not_make_spans_overlap() -> None:
    text = "Ada Quill runs the pier. Most of “it, she said, was kept s”afe by a handful of bolts."
    for statement in attribute(article_of(text)).statements:
        assert all(first.end <= second.start for first, second in pairwise(statement.spans))


def test_the_narration_of_others_has_a_speaker() -> None:
    assert [name for name, _, _ in said("The pier is late, according to the Tarn Gazette's reporting.")] == [
        "the Tarn Gazette's reporting"
    ]


def test_two_writers_of_one_letter_share_both_cues() -> None:
    text = "“That is generous,” wrote Ines Duarte-Low and Piet van der Hoeven, adding that the fund was empty."
    assert [quote["speaker_text"] for quote in quotes_of_text("letter", text)["quotes"]] == [
        "Ines Duarte-Low and Piet van der Hoeven"
    ] * 2


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Ada Obi said about fifteen years.", "Ada Obi", "about fifteen years"),
        ("Mr Jan Ito interposed to say that it was late.", "Jan Ito", "it was late"),
        (
            "The mayor, Ada Obi, accepted that Mr Ito had “a fair grievance”.",
            "Ada Obi",
            "Mr Ito had “a fair grievance”",
        ),
        ("Ada Obi, who years ago had called it mud, said yesterday that it was not.", "Ada Obi", "it was not"),
        ("Ada Obi would not be drawn on ferries but said the mill would close.", "Ada Obi", "the mill would close"),
        ("“No,” says Noor Ito, coordinator of the Loop, a body of six bakers and one mill.", "Noor Ito", "No"),
        (
            "Ada Obi, lead actuary at Orm and known as the hail lady, told a later session that it paid.",
            "Ada Obi",
            "it paid",
        ),
    ],
)
def test_what_is_said_and_by_whom(text: str, speaker: str, words: str) -> None:
    assert [(name, spans) for name, _, spans in said(text)] == [(speaker, [words])]


def test_of_several_counters_the_apostrophe_is_no_part_of_the_name() -> None:
    assert said("By the organisers' count there are now 40 of them.")[0][0] == "the organisers"


FOLLOWED = {
    "one who is asked does not ask": (
        "Captain Ana Ruiz said that the port was full. Tom Bekele, asked whether he would go, shook his head. "
        '"With eleven people, Friday is half our job."',
        ["Ana Ruiz", "Tom Bekele"],
    ),
    "somebody of the floor acts, then speaks": (
        'Captain Ana Ruiz said that the port was full.\n\nA delegate from Gdynia doubted it. "Since when, please?"',
        ["Ana Ruiz", "A delegate from Gdynia"],
    ),
    "the latter of two": (
        'Captain Ana Ruiz and Tom Bekele debated the tolls. "They are high," said Ruiz. '
        '"They are low," the latter countered. "They are both," the former conceded.',
        ["Ana Ruiz", "Tom Bekele", "Ana Ruiz"],
    ),
    "a title that is no rank keeps nobody from being Mr": (
        "Hon. Josephat Obi, the secretary for finance, said that the fund was empty. Mr Obi told bankers that a law "
        "would come.\n\nNaserian Obi, a farmer and no relation, said she had none.",
        ["Josephat Obi", "Josephat Obi", "Naserian Obi"],
    ),
    "a body that is the subject just before": (
        "Orm Copper said it had no plans. Meridian Steel sent nobody. In a statement it said it was late.",
        ["Orm Copper", "Meridian Steel"],
    ),
    "put in and held": (
        'Tom Bekele replied that it must be erased. "On paper," Ada Wren put in. A guest who pays, Bekele held, '
        "is paid.",
        ["Tom Bekele", "Ada Wren", "Tom Bekele"],
    ),
    "chimed in somebody": (
        'Leonor Pinhal nodded. "Two pages, plus the annex," chimed in the younger Bekele, who is called Tom Bekele.',
        ["Tom Bekele"],
    ),
    "who says it is not in it": (
        "The keynote was given by Dr Mirela Sass. Muscle, memory and money all decline, she told the hall, but not in "
        "that order.",
        ["Mirela Sass"],
    ),
    "a name in apposition to the subject": (
        "Captain Ana Ruiz spoke first. The actuary in question, Tom Bekele of Orm Crop, laughed. In his view the price "
        "is high.",
        ["Tom Bekele"],
    ),
    "its report": (
        "The Marine Directorate prosecuted 14 skippers. Its annual report put landings at 7 percent.",
        ["Marine Directorate"],
    ),
    "as colleagues call him": (
        'The talk came from Edmund Crale, a nurse. Ed, as colleagues call him, was late. "I ran," said Ed.',
        ["Edmund Crale"],
    ),
    "letters after a name": (
        "The chair turned to Tara Pillai, IAS, Commissioner of the Greater Tarn Water Mission. “On Thursday,” replied "
        "Ms. Pillai. The Commissioner said that it was late.",
        ["Tara Pillai", "Tara Pillai"],
    ),
    "called after a place": (
        'Kwabena Asare chuckled that he had hoped for tea. "The rest is distance," said the Ghanaian.\n\n'
        "A warning came from Tendai Mukwashi. The Harare-based economist said that a great many people borrow.\n\n"
        '"We wait," the Norwegians said.',
        ["Kwabena Asare", "Tendai Mukwashi", "the Norwegians"],
    ),
    "a former office": (
        'Justice B.N. Desh opened the hearing. "When did it open?" the former judge asked.',
        ["B.N. Desh"],
    ),
    "named in the paragraph after": (
        '"Forty-one pages in the evening."\n\n"With pizza, and all of it cold."\n\nThe voice was '
        'that of Maeve Quill, who runs the Wolves.\n\n"Quotas fill a bucket."\n\nThat was Tom Bekele, who spoke last.',
        ["Maeve Quill", "Maeve Quill", "Tom Bekele"],
    ),
}


@pytest.mark.parametrize("case", FOLLOWED)
def test_who_speaks_after_somebody_else(case: str) -> None:
    text, wanted = FOLLOWED[case]
    assert [who for who, *_ in said(text)] == wanted
