import pytest

from index.retrieval.lexical import LexicalIndex, stems


def test_inflections_accents_and_function_words() -> None:
    assert stems("What did the Dean say about Málaga’s loans?") == stems("dean, malaga: LOAN")


def test_contractions_and_possessives_leave_no_stray_letters() -> None:
    assert stems("Whose idea was Wong's? Don't ask; it's Wong’s.") == [*stems("idea wong ask wong")]


def test_coverage_is_the_share_of_telling_words() -> None:
    index = LexicalIndex(["The dean spoke of loans.", "The mayor spoke of loans.", "Nobody came."])
    coverage = index.coverage("Which loans did the dean speak of?")
    assert coverage[0] > coverage[1] > coverage[2] == 0
    assert index.coverage("dean") == pytest.approx([1, 0, 0])


def test_a_word_that_no_text_holds_counts_against_all() -> None:
    index = LexicalIndex(["The dean spoke of loans.", "Nobody came."])
    assert index.coverage("dean")[0] > index.coverage("dean Zanzibar")[0] > 0


def test_function_words_alone_cover_nothing() -> None:
    assert LexicalIndex(["The dean spoke."]).coverage("who is it?") == pytest.approx([0])
