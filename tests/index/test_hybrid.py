import numpy as np
import pytest

from index.embedding import Encoder
from index.retrieval import COLUMNS, Retriever
from index.retrieval.building import embed_record
from tests.searching import search

PASSAGES = [
    ["The ferry will run again in April.", "It is late."],
    ["The bakery burnt down."],
    ["Loans were dear.", "The dean was there.", "Nobody spoke of Zanzibar.", "It rained."],
]
SENTENCES = [sentence for passage in PASSAGES for sentence in passage]


@pytest.fixture(scope="module")
def retriever(encoder: Encoder) -> Retriever:
    return Retriever(embed_record(PASSAGES, encoder).engine(SENTENCES), np.array([0, 0, 1]))


@pytest.mark.parametrize(
    ("question", "passage", "sentence"),
    [
        ("When does the boat start?", 0, 0),
        ("Were loans dear?", 2, 0),
        ("麵包店發生了什麼事?", 1, 0),
        ("渡輪甚麼時候再開?", 0, 0),
        ("Quand le ferry va-t-il reprendre ?", 0, 0),
    ],
)
def test_the_right_passage_is_first_in_any_language(
    retriever: Retriever, encoder: Encoder, question: str, passage: int, sentence: int
) -> None:
    embedding = encoder.embed_question(question)
    assert search(retriever, question, embedding)[0] == passage
    assert retriever.evidence(question, embedding).sentences[passage] == sentence


def test_coverage_by_sentence_window_passage_and_article(retriever: Retriever, encoder: Encoder) -> None:
    def of(question: str, column: str) -> list[float]:
        evidence = retriever.evidence(question, encoder.embed_question(question))
        return [float(value) for value in evidence.column(column).round(2)]

    assert of("loans", "sentence coverage") == [0, 0, 1]
    one, two = of("loans of the dean", "sentence coverage"), of("loans of the dean", "window coverage")
    assert 0 < one[2] < two[2] == 1
    assert 0 < of("loans, rain", "window coverage")[2] < of("loans, rain", "passage coverage")[2] == 1
    assert of("bakery", "article coverage") == [1, 1, 0]
    assert 0 < of("bakery Atlantis", "article coverage")[0] < 1


def test_a_question_of_function_words_has_figures_too(retriever: Retriever, encoder: Encoder) -> None:
    for question in ("", "who?", "?"):
        features = retriever.evidence(question, encoder.embed_question(question)).features
        assert features.shape == (3, len(COLUMNS))
        assert np.isfinite(features).all()


def test_maxsim_weighs_by_how_telling_a_word_is(retriever: Retriever, encoder: Encoder) -> None:
    question = "In which of these was there anything of Zanzibar"
    evidence = retriever.evidence(question, encoder.embed_question(question))
    assert evidence.column("MaxSim by idf")[2] > evidence.column("MaxSim")[2]


def test_beyond_the_candidates_passages_still_rank(encoder: Encoder) -> None:
    passages = [[f"Item {i} of the list concerns street number {i}."] for i in range(60)] + PASSAGES
    retriever = Retriever(embed_record(passages, encoder).engine([s for p in passages for s in p]))
    found = search(retriever, "When does the ferry run?", encoder.embed_question("When does the ferry run?"))
    assert found[0] == 60
    assert sorted(found) == list(range(63))
