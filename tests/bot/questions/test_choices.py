from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions import SpeakerChoice, chosen, directory_of
from bot.questions.choices import LONGEST, Directory
from index.article import Speaker
from index.passages import cut_passages
from index.snapshot import Record, Snapshot
from tests.bot.questions.reports import harbour
from tests.records import article_of, attribution_of, said

INES, PIET, TOBIAS, CHAN = "Ines Okoro-Lund", "Piet Okoro-Lund", "Tobias Wrenfield", "Chan Siu-ming"


def offered(typed: str, most: int = 25) -> list[str]:
    return [choice.value for choice in directory_of(harbour()).choices(typed, most)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ines", INES),
        ("In", INES),
        ("OKORO piet", PIET),
        ("wren", TOBIAS),
        ("wrenfeild", TOBIAS),
        ("wrnfield", TOBIAS),
        ("dr tob", TOBIAS),
        ("harbour mas", INES),
        ("harbor master", INES),
        ("biologist", TOBIAS),
        ("marine", TOBIAS),
        ("deputy", CHAN),
        ("siu-ming", CHAN),
        ("saltl", "Saltline Freight"),
        ("teacher", "a retired teacher in the third row"),
        ("陳少明", CHAN),
    ],
)
def test_names_roles_and_aliases_are_completed_misspelt_too(typed: str, first: str) -> None:
    assert offered(typed)[0] == first


def test_who_shares_a_name_is_offered_beside_and_strangers_are_not() -> None:
    assert set(offered("okoro")) == {INES, PIET}
    assert offered("Quentin") == []
    assert len(offered("")) == 6
    assert offered("")[0] == INES  # speaks most
    assert len(offered("", 2)) == 2


def test_a_choice_shows_the_role() -> None:
    assert directory_of(harbour()).choices("ines") == [SpeakerChoice(INES, f"{INES}, harbour master of Lowhaven")]


@given(st.text(max_size=300))
def test_whatever_is_typed_is_completed_within_the_limits(typed: str) -> None:
    for choice in directory_of(harbour()).choices(typed):
        assert 1 <= len(choice.value) <= LONGEST
        assert 1 <= len(choice.label) <= LONGEST


@pytest.mark.parametrize(
    ("name", "who"),
    [
        (INES, {INES}),
        ("ines okoro-lund", {INES}),
        ("okoro-lund", {INES, PIET}),
        ("wrenfeild", {TOBIAS}),
        ("tobias", {TOBIAS}),
        ("harbour master", {INES}),
        ("Ada Brandvold", {"Ada Brandvold"}),
        ("陳少明", {CHAN}),
        ("Quentin Maplethorpe", set()),
        ("?", set()),
    ],
)
def test_whom_a_chosen_or_typed_name_means(name: str, who: set[str]) -> None:
    assert {named.name for named in chosen(name, harbour())} == who


def crowd(count: int) -> Snapshot:
    """Return a record in which `count` people with long names and roles speak."""
    syllables = "ba ke li mo nu ra se ti vo zu".split()
    speakers = []
    for i in range(count):
        digits = [int(digit) for digit in f"{i:03}"]
        first, last = "".join(syllables[d] for d in digits), "".join(syllables[-d] for d in digits)
        role = f"director number {i} of the {syllables[i % 10]} institute for the study of harbours"
        speakers.append(Speaker(f"s{i}", f"{first} {last}son".title(), role=role, aliases=(f"Dr {i}",)))
    article = article_of(*(f"“I am number {s.id},” said {s.name}." for s in speakers))
    statements = [said(article, f"I am number {s.id},", s.id) for s in speakers]
    found = attribution_of(speakers, *statements)
    return replace(harbour(), record=Record((article,), (found,), cut_passages(article, found)))


def test_whoever_is_meant_among_a_thousand_speakers_is_found() -> None:
    record = crowd(1_000)
    directory = Directory(record)
    for speaker, _ in record.speakers()[::97]:
        assert speaker.name in {choice.value for choice in directory.choices(speaker.name)}
        assert len(directory.choices(speaker.name[:2])) <= 25
