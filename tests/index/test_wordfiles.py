from __future__ import annotations

import pytest

from index.attribution.wordlists import word_group
from index.wordfiles import of_group


def test_a_group_has_all_words_of_its_lines() -> None:
    lines = of_group("index.attribution", "word_groups.txt", "ministers")
    assert word_group("ministers") == {word for line in lines for word in line.split()}
    assert "minister" in word_group("ministers")


def test_a_group_that_is_not_there_is_an_error_and_not_a_group_without_words() -> None:
    with pytest.raises(KeyError, match="'Ministers'"):
        word_group("Ministers")
