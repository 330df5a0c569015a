"""Persons who are named one after another, each with what he is, speak together; nobody else does."""

from __future__ import annotations

import pytest

from tests.index.attribution.samples import said

ALL = "Mira Okafor, Paul Teng and Ines Roth"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mira Okafor, dean of law, Paul Teng, dean of arts, and Ines Roth, a student, said the rule was unfair.", ALL),
        ("The rule was unfair, said Mira Okafor, dean of law, Paul Teng, dean of arts, and Ines Roth, a student.", ALL),
        ("Mira Okafor (dean of law), Paul Teng (dean of arts) and Ines Roth (student) all said it was unfair.", ALL),
        ("“It is unfair,” said Mira Okafor of the law school, Paul Teng of the arts school and Ines Roth.", ALL),
        (
            "The Trust's chair, Mira Okafor, its treasurer, Paul Teng, and its clerk, Ines Roth, said it would close.",
            ALL,
        ),
        ("Mira Okafor, dean of law and arts, Paul Teng, a judge, and Ines Roth, a student, said the rule held.", ALL),
        (
            "Both Mira Okafor, of the law school, and Paul Teng, of the arts school, agreed that it was unfair.",
            "Mira Okafor and Paul Teng",
        ),
        (
            "Mira Okafor, who chairs the guild, and Paul Teng, who runs the pier, said the rule was unfair.",
            "Mira Okafor and Paul Teng",
        ),
    ],
)
def test_whoever_is_listed_speaks(text: str, who: str) -> None:
    assert {name for name, _, _ in said(text)} == {who}


@pytest.mark.parametrize(
    "text",
    [
        "“It is unfair,” said Mira Okafor, a friend of Paul Teng, and of others.",
        "Mira Okafor, dean of law and sister of Paul Teng, and not Ines Roth, said the rule was unfair.",
        "Mira Okafor, the dean, told Paul Teng, a student, and Ines Roth, another, that the rule was unfair.",
        "Mira Okafor, interviewed beside Paul Teng, dean of arts, and Ines Roth, said the rule was unfair.",
        "“It is unfair,” Mira Okafor, who had met Paul Teng, a dean, and Ines Roth, said.",
        "Mira Okafor, dean of law, joined Paul Teng, dean of arts, and Ines Roth in saying the rule was unfair.",
    ],
)
def test_whoever_stands_beside_the_speaker_does_not(text: str) -> None:
    assert {name for name, _, _ in said(text)} == {"Mira Okafor"}


def test_whoever_the_one_before_thanked_does_not_speak_with_the_next() -> None:
    found = said(
        "Mira Okafor, dean of law, thanked Paul Teng, dean of arts, and Ines Roth, a student, said no rule held."
    )
    assert "Ines Roth" in {name for name, _, _ in found}
