"""Only what is new or changed is embedded again, and nothing of that shows in the index."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedding, Encoder
from index.retrieval.building import embed_record
from index.vector_cache import CachedEncoder, VectorCache
from tests.index.stores.small import QuickModel, same_tokens
from tests.index.test_late import vectors_of

PASSAGES = [["The ferry will run again.", "It rained."], ["Loans were dear."], ["It rained."]]


class Counting(QuickModel):
    """Counts what it embeds."""

    def __init__(self, shift: float = 0.0) -> None:
        self.texts: list[str] = []
        self._shift = shift

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        self.texts += texts
        return super().embed(texts, prompt)

    def _vector(self, word: str) -> np.ndarray:
        return super()._vector(word) + self._shift


def cached(
    path: Path, shift: float = 0.0, most_bytes: int = 1 << 30, name: str = "m"
) -> tuple[CachedEncoder, Counting]:
    model = Counting(shift)
    encoder = CachedEncoder(Encoder(model, name), VectorCache(path, most_bytes))
    encoder.encode_passages([])
    model.texts.clear()
    return encoder, model


def read_but_for_the_probe(model: Counting) -> list[str]:
    return [text for text in model.texts if not text.startswith("The model is known")]


def test_what_was_embedded_once_is_not_again_and_the_index_is_the_same(tmp_path: Path) -> None:
    first, _ = cached(tmp_path / "v.db")
    wanted = embed_record(PASSAGES, first)
    again, model = cached(tmp_path / "v.db")
    done: list[int] = []
    found = embed_record(PASSAGES, again, done.append)
    assert read_but_for_the_probe(model) == []
    assert sum(done) == 7
    assert same_tokens(found.tokens, wanted.tokens)
    assert np.array_equal(found.dense.sentences.reconstruct_n(0, 4), wanted.dense.sentences.reconstruct_n(0, 4))
    changed = [*PASSAGES[:2], ["It snowed."]]
    embed_record(changed, again)
    assert read_but_for_the_probe(model) == ["It snowed.", "It snowed."]  # the passage, and its sentence


def test_without_the_cache_the_vectors_are_the_same(tmp_path: Path) -> None:
    plain = embed_record(PASSAGES, Encoder(QuickModel(), "m"))
    kept = embed_record(PASSAGES, cached(tmp_path / "v.db")[0])
    assert np.array_equal(kept.dense.sentences.reconstruct_n(0, 4), plain.dense.sentences.reconstruct_n(0, 4))
    assert vectors_of(kept.tokens) == pytest.approx(vectors_of(plain.tokens), abs=0.02)


@pytest.mark.parametrize("other", [{"shift": 0.1}, {"name": "n"}])
def test_another_model_takes_nothing_also_under_the_same_name(tmp_path: Path, other: dict[str, float]) -> None:
    embed_record(PASSAGES, cached(tmp_path / "v.db")[0])
    encoder, model = cached(tmp_path / "v.db", **other)  # type: ignore[arg-type]  # either a number or a name
    embed_record(PASSAGES, encoder)
    assert len(read_but_for_the_probe(model)) == 6  # one sentence is there twice


def test_it_stays_within_its_bounds_and_the_newest_stay(tmp_path: Path) -> None:
    encoder, _ = cached(tmp_path / "v.db", most_bytes=200_000)
    for i in range(40):
        encoder.embed_passages([f"Sentence {i * 20 + j} of very many." for j in range(20)])
    with sqlite3.connect(tmp_path / "v.db") as database:
        held = database.execute("SELECT count(*) FROM vector").fetchone()[0]
    assert 20 < held < 400
    assert (tmp_path / "v.db").stat().st_size < 400_000
    again, model = cached(tmp_path / "v.db", most_bytes=200_000)
    again.embed_passages(["Sentence 799 of very many."])
    assert read_but_for_the_probe(model) == []


@pytest.mark.parametrize("damage", ["file", "rows", "folder"])
def test_what_is_damaged_costs_time_alone(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "v.db"
    wanted = embed_record(PASSAGES, cached(path)[0])
    if damage == "file":
        path.write_bytes(b"no database at all" * 1_000)
        Path(f"{path}-wal").unlink(missing_ok=True)
    elif damage == "rows":
        with sqlite3.connect(path) as database:
            database.execute("UPDATE vector SET made = substr(made, 1, 200)")
    else:
        path.unlink()
        path.mkdir()
    encoder, model = cached(path)
    found = embed_record(PASSAGES, encoder)
    assert len(read_but_for_the_probe(model)) == 6
    assert same_tokens(found.tokens, wanted.tokens)
    assert ("cannot be used" in caplog.text) == (damage != "rows")
    if damage == "file":
        again, model = cached(path)
        embed_record(PASSAGES, again)
        assert read_but_for_the_probe(model) == []
    assert "ferry" not in caplog.text


@pytest.mark.parametrize("method", ["exists", "unlink"])
def test_a_file_that_can_be_neither_used_nor_removed_costs_time_alone(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "v.db"
    path.write_bytes(b"no database at all" * 1_000)

    def refused(*_: object, **__: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, method, refused)
    encoder, model = cached(path)
    embed_record(PASSAGES, encoder)
    monkeypatch.undo()
    assert len(read_but_for_the_probe(model)) == 6
    assert "cannot be used" in caplog.text
