"""Labels: which words before a colon name somebody who speaks, and who of them is a stranger."""

from __future__ import annotations

import pytest

from index.sources.labels import is_label, is_stranger


@pytest.mark.parametrize(
    "words",
    [
        "ORR",
        "Ruth Orr",
        "Ruth Orr, host of Tarn Radio",
        "Ludovic van der Meer",
        "Audience member 2",
        "Audience member (Tom, teacher)",
        "Q",
    ],
)
def test_who_speaks(words: str) -> None:
    assert is_label(words)


@pytest.mark.parametrize(
    "words",
    [
        "...",
        "The rules are these",
        "Ruth Orr, host, author, diver",
        "Ruth Orr, who has run Tarn Radio for years",
        "Ruth Orr, she said",
        "Orr, editor",
        "Ruth Anna Maria Orr Quill Of Upper Tarn",
        "Ruth Orr Laughed. Then",
    ],
)
def test_what_names_nobody(words: str) -> None:
    assert not is_label(words)


@pytest.mark.parametrize(
    ("words", "stranger"),
    [("Audience member (Tom, teacher)", True), ("Audience member 2", True), ("MODERATOR", False), ("Ruth Orr", False)],
)
def test_whose_name_nobody_knows(words: str, stranger: bool) -> None:
    assert is_stranger(words) is stranger
