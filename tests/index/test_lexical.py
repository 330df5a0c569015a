import pytest

from index.retrieval.lexical import Idf, LexicalIndex
from index.retrieval.stemming import located_stems, stems

TEXTS = ["The dean spoke of loans.", "The mayor spoke of loans.", "Nobody came."]


def index_of(*texts: str) -> LexicalIndex:
    return LexicalIndex(texts, Idf(texts))


def test_inflections_accents_and_function_words() -> None:
    assert stems("What did the Dean say about Málaga’s loans?") == stems("dean, malaga: LOAN")


def test_contractions_and_possessives_leave_no_stray_letters() -> None:
    assert stems("Whose idea was Wong's? Don't ask; it's Wong’s.") == [*stems("idea wong ask wong")]


def test_a_name_beside_characters_without_spaces_is_a_word() -> None:
    assert stems("Wong說了什麼?") == ["wong"]


def test_stems_say_where_they_stand() -> None:
    text = "The Dean’s loans"
    assert [text[start:end] for start, end, _ in located_stems(text)] == ["Dean’s", "loans"]


def test_words_are_telling_where_few_passages_hold_them_here_and_in_general() -> None:
    idf = Idf(TEXTS)
    assert idf("zanzibar") > idf("dean") > idf("loan") > 0
    assert idf("magistr") > idf("time") > 0  # neither is in the passages


def test_bm25_prefers_the_text_that_holds_more_of_the_telling_words() -> None:
    scores = index_of(*TEXTS).shares(stems("Which loans did the dean speak of?"))
    assert 1 > scores[0] > scores[1] > scores[2] == 0


def test_a_word_that_no_text_holds_counts_against_all() -> None:
    index = index_of("The dean spoke of loans.", "Nobody came.")
    assert index.shares(["dean"])[0] > index.shares(["dean", "zanzibar"])[0] > 0


def test_function_words_alone_find_nothing() -> None:
    assert index_of("The dean spoke.").shares(stems("who is it?")) == pytest.approx([0])


def test_texts_without_a_word_can_be_indexed() -> None:
    assert index_of("It is.", "…").shares(["dean"]) == pytest.approx([0, 0])


def test_which_text_holds_which_stem() -> None:
    held = index_of(*TEXTS).held(["dean", "loan", "zanzibar"])
    assert held.tolist() == [[True, True, False], [False, True, False], [False, False, False]]
