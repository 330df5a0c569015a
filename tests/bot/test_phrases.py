"""The bot's own sentences."""

from __future__ import annotations

import pytest

from bot.phrases import phrases


def test_a_sentence_has_its_values_in_their_places() -> None:
    assert phrases()("where", article="The River Meeting", number="4") == "The River Meeting, paragraph 4"


def test_a_very_long_value_is_cut_and_does_not_fail() -> None:
    said = phrases()("where", article="title " * 1_000, number="4")
    assert said.startswith("title title ")
    assert said.endswith("…, paragraph 4")


def test_a_missing_sentence_or_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrases()("no-such-sentence")
    with pytest.raises(KeyError):
        phrases()("where", article="The River Meeting")
