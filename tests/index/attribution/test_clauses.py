"""Roles that a relative clause states, and clauses that state none."""

from __future__ import annotations

import pytest

from index.attribution import attribute
from tests.index.attribution.samples import article_of


def role_of(clause: str) -> str | None:
    """Return the role of the one who speaks, of whom a clause after "who" tells something."""
    (speaker,) = attribute(article_of(f"Ada Quill, who {clause}, said the pier was safe.")).speakers
    assert speaker.name == "Ada Quill"
    return speaker.role


@pytest.mark.parametrize(
    ("clause", "role"),
    [
        ("serves as a diver", "diver"),
        ("served as harbour master", "former harbour master"),
        ("teaches in the harbour school", "teacher in the harbour school"),
        ("sits on the harbour board", "member of the harbour board"),
        ("owns the quay for nine years now", "owner of the quay"),
        ("runs the ferry and was harbour master", "who runs the ferry; former harbour master"),
        ("runs the ferry and will retire in May", "who runs the ferry"),
        ("is also a pilot and has led the guild since 2001", "pilot; leader of the guild"),
        ("as a dean leads the school", "dean of the school"),
        ("leads the campaign for clean water", "leader of the campaign for clean water"),
        ("has run the fund for widows for ten years", "who has run the fund for widows"),
    ],
)
def test_a_role_that_a_clause_states(clause: str, role: str) -> None:
    assert role_of(clause) == role


@pytest.mark.parametrize(
    "clause",
    [
        "was once late",
        "works as well as she can",
        "leads",
        "as a pilot knows the tide",
        "as ever leads",
        "swims, and leads",
    ],
)
def test_a_clause_that_states_no_role(clause: str) -> None:
    assert role_of(clause) is None
