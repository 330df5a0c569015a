"""Sources: which words name the speaker, for each way of setting them beside a cue."""

from __future__ import annotations

import pytest

from index.attribution.cues import find_cues
from index.attribution.sources import find_source
from tests.index.attribution.samples import document_of


def source_of(text: str, cue: int = 0) -> str | None:
    """Return the words of the source of the text's cue."""
    document = document_of(text)
    source = find_source(document, find_cues(document)[cue])
    return source.span.of(document.text) if source else None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ren Okabe said that demand had doubled.", "Ren Okabe"),
        ("“Demand has doubled,” said Ren Okabe, head of the railway.", "Ren Okabe"),
        ("The chef, Lucien Barreau, said the kitchen would close.", "Lucien Barreau"),
        (
            "Hannah Pell and Osei Tutu-Grant said in a joint statement that it would close.",
            "Hannah Pell and Osei Tutu-Grant",
        ),
        ("A senior official at the ministry said a deal was near.", "A senior official at the ministry"),
        ("The report by the wardens concluded that the alarm was off.", "The report by the wardens"),
        ("According to the Department of Lighting, the lamps are new.", "the Department of Lighting"),
        ("In Wong's view the harbour is full.", "Wong"),
        ("In her words, the harbour is full.", "her"),
        ("The plan was praised by Tobias Donk, who built the first pier.", "Tobias Donk"),
        ("The warning from Salma Idrissi was blunt: phones would be collected.", "Salma Idrissi"),
        ("The office released a statement saying that the pier would close.", "The office"),
    ],
)
def test_who_is_named(text: str, source: str) -> None:
    assert source_of(text) == source


def test_a_second_cue_shares_the_subject_of_the_first() -> None:
    text = "Ren Okabe said demand had doubled and warned that trains would be full, adding that more were coming."
    assert [source_of(text, number) for number in range(3)] == ["Ren Okabe"] * 3


def test_a_relative_pronoun_leads_to_the_noun_before_it() -> None:
    document = document_of("The prize went to Mara Quillon, who said that it belonged to her mother.")
    source = find_source(document, find_cues(document)[0])
    assert source is not None
    assert source.span.of(document.text) == "Mara Quillon"
    assert source.relative is not None
    assert source.relative.of(document.text) == "who"


@pytest.mark.parametrize("text", ["I said that the pier was safe.", "On Monday said nobody in particular that it was."])
def test_nobody_who_can_be_named(text: str) -> None:
    assert source_of(text) in {None, "nobody in particular", "nobody"}
