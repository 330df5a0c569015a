import numpy as np
import pytest

from index.embedding import Encoder
from index.retrieval import DenseIndex, Match, Retriever, confidence

TEXTS = ["The ferry will run again in April. It is late.", "The bakery burnt down.", "Loans were dear."]
SENTENCES = ["The ferry will run again in April.", "It is late.", "The bakery burnt down.", "Loans were dear."]


@pytest.fixture
def retriever(encoder: Encoder) -> Retriever:
    vectors = encoder.encode_passages(TEXTS + SENTENCES)
    return Retriever(DenseIndex.of_vectors(vectors[:3], vectors[3:], np.array([0, 0, 1, 2])), SENTENCES)


def test_every_passage_is_ranked_and_the_right_one_is_first(retriever: Retriever, encoder: Encoder) -> None:
    for question, passage, sentence in (("When does the boat start?", 0, 0), ("Were loans dear?", 2, 0)):
        matches = retriever.search(question, encoder.encode_questions([question])[0])
        assert (matches[0].passage, matches[0].sentence) == (passage, sentence)
        assert sorted(m.passage for m in matches) == [0, 1, 2]
        assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)


def test_words_in_common_and_nearness_both_count(retriever: Retriever, encoder: Encoder) -> None:
    vector = encoder.encode_questions(["loans"])[0]
    with_words, _ = retriever.evidence("loans", vector)
    without, _ = retriever.evidence("", vector)
    assert with_words[:, 2].tolist() == [0, 0, 1]
    assert without[:, 2].tolist() == [0, 0, 0]
    assert np.array_equal(with_words[:, :2], without[:, :2])


def test_confidence_is_a_probability_that_rises_with_score_and_lead() -> None:
    def of(*scores: float) -> float:
        return confidence([Match(i, 0, score) for i, score in enumerate(scores)])

    assert confidence([]) == 0
    assert 0 < of(1) < of(8, 8) < of(8, 4) < of(12, 4) < 1
