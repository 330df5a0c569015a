import faiss
import numpy as np
import pytest

from index.retrieval import DenseIndex


def unit(*rows: tuple[float, float]) -> np.ndarray:
    vectors = np.array(rows, np.float32)
    normalised: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def test_cosines_and_the_best_sentence_of_each_passage() -> None:
    index = DenseIndex.of_vectors(unit((1, 0), (1, 1)), unit((0, 1), (1, 0), (1, 1), (-1, 0)), np.array([0, 1, 1, 1]))
    of_passage, of_sentence = index.cosines(unit((1, 0))[0])
    assert of_passage == pytest.approx([1, np.sqrt(0.5)])
    assert of_sentence == pytest.approx([0, 1, np.sqrt(0.5), -1])
    assert index.highest(of_sentence) == pytest.approx([0, 1])
    assert index.best_sentences(of_sentence).tolist() == [0, 0]
    assert index.best_sentences(-of_sentence).tolist() == [0, 2]


def test_parts_that_do_not_fit_are_refused() -> None:
    two, one = faiss.IndexFlatIP(2), faiss.IndexFlatIP(2)
    two.add(unit((1, 0), (0, 1)))
    one.add(unit((1, 0)))
    with pytest.raises(ValueError, match="do not fit"):
        DenseIndex(one, two, np.array([0, 1]))
    with pytest.raises(ValueError, match="do not fit"):
        DenseIndex(two, one, np.array([0, 1]))
