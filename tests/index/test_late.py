import io
from pathlib import Path

import numpy as np
import pytest

from index.retrieval import TokenIndex

RANDOM = np.random.default_rng(0)
TOKENS = RANDOM.normal(1, 1, (40, 16)).astype(np.float32)  # far from centred
SENTENCES = np.sort(RANDOM.integers(0, 6, 40))
SENTENCES[SENTENCES == 3] = 4  # sentence 3 has no token


def unit(vectors: np.ndarray) -> np.ndarray:
    normalised: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def vectors_of(index: TokenIndex) -> np.ndarray:
    vectors: np.ndarray = index.codes * index.scales[:, None]
    return vectors


def test_the_vectors_are_centred_and_kept_within_the_rounding_of_int8() -> None:
    index = TokenIndex.of_vectors(TOKENS, SENTENCES)
    exact = unit(unit(TOKENS) - unit(TOKENS).mean(axis=0))
    assert index.codes.dtype == np.int8
    assert np.abs(vectors_of(index) - exact).max() <= np.abs(exact).max() / 127 / 2 + 1e-6


def test_the_highest_cosines_are_those_of_a_naive_comparison() -> None:
    question = RANDOM.normal(1, 1, (5, 16)).astype(np.float32)
    index = TokenIndex.of_vectors(TOKENS, SENTENCES)
    mean = unit(TOKENS).mean(axis=0)
    tokens, query = unit(unit(TOKENS) - mean), unit(unit(question) - mean)
    found = index.highest(question, [0, 2, 3, 5])
    for row, sentence in zip(found, (0, 2, 3, 5), strict=True):
        cosines = [[q @ t for t, s in zip(tokens, SENTENCES, strict=True) if s == sentence] for q in query]
        assert row == pytest.approx([max(of_token, default=-1) for of_token in cosines], abs=0.02)


def test_files_and_back(tmp_path: Path) -> None:
    index = TokenIndex.of_vectors(TOKENS, SENTENCES)
    files = tmp_path / "tokens.npz", tmp_path / "codes.npy"
    for path, content in zip(files, index.to_bytes(), strict=True):
        path.write_bytes(content)
    again = TokenIndex.read(*files)
    assert len(again) == len(index) == 40
    assert np.array_equal(vectors_of(again), vectors_of(index))
    assert np.array_equal(again.sentences, index.sentences)
    assert np.array_equal(again.mean, index.mean)


def test_something_else_than_token_vectors_is_refused(tmp_path: Path) -> None:
    files = tmp_path / "tokens.npz", tmp_path / "codes.npy"
    with pytest.raises(ValueError, match="token vectors"):
        TokenIndex.read(*files)
    stream = io.BytesIO()
    np.savez(stream, mean=np.zeros(3))
    for damaged in (0, 1):
        for content in (b"", b"PK", stream.getvalue()):
            for path, whole in zip(files, TokenIndex.of_vectors(TOKENS, SENTENCES).to_bytes(), strict=True):
                path.write_bytes(whole)
            files[damaged].write_bytes(content)
            with pytest.raises(ValueError, match="token vectors"):
                TokenIndex.read(*files)
    with pytest.raises(ValueError, match="do not fit"):
        TokenIndex(np.zeros(16, np.float32), np.zeros((2, 16), np.int8), np.ones(1, np.float32), np.zeros(1, np.int64))
