from collections.abc import Sequence

import faiss
import numpy as np
import pytest

from index.retrieval import DenseIndex


def unit(*rows: Sequence[float] | np.ndarray) -> np.ndarray:
    vectors = np.array(rows, np.float32)
    normalised: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def test_cosines_are_those_from_the_mean_of_the_sentences() -> None:
    random = np.random.default_rng(0)
    paragraphs, sentences = (unit(*random.normal(1, 1, (n, 8))) for n in (3, 7))
    question = unit(random.normal(1, 1, 8))[0]
    mean = sentences.mean(axis=0)
    index = DenseIndex.of_vectors(paragraphs, sentences, np.array([0, 0, 1, 2, 2, 2, 2]))
    for found, vectors in zip(index.cosines(question), (paragraphs, sentences), strict=True):
        assert found == pytest.approx(unit(*(vectors - mean)) @ unit(question - mean)[0], abs=1e-5)


def test_where_all_is_the_same_nothing_is_nearer() -> None:
    index = DenseIndex.of_vectors(unit((1, 1)), unit((1, 1)), np.array([0]))
    for question in (unit((1, 1)), unit((1, 0))):
        assert [scores.tolist() for scores in index.cosines(question[0])] == [[0], [0]]


def test_parts_that_do_not_fit_are_refused() -> None:
    two, one = faiss.IndexFlatIP(2), faiss.IndexFlatIP(2)
    two.add(unit((1, 0), (0, 1)))
    one.add(unit((1, 0)))
    with pytest.raises(ValueError, match="do not fit"):
        DenseIndex(one, two, np.array([0, 1]))
    with pytest.raises(ValueError, match="do not fit"):
        DenseIndex(two, one, np.array([0, 1]))
