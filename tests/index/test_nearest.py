from pathlib import Path

import numpy as np
import pytest

from index.retrieval import DenseIndex, dense, nearest


@pytest.mark.parametrize("cells", [10_000, 2_000])
def test_of_very_many_the_nearest_are_compared_exactly_and_the_others_are_no_nearer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cells: int
) -> None:
    random = np.random.default_rng(0)
    # Vectors as a model gives them: topics, and sentences near their topic.
    topics = random.normal(0, 1, (100, 32))
    vectors = (topics[random.integers(0, 100, 3_000)] + random.normal(0, 0.4, (3_000, 32))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    plain = DenseIndex.of_vectors(vectors[:1_000], vectors, np.repeat(np.arange(1_000), 3))
    monkeypatch.setattr(dense, "EXACT", 900)
    monkeypatch.setattr(nearest, "CELLS", cells)
    monkeypatch.setattr(nearest, "_STEP", 1_000)
    monkeypatch.setattr(nearest, "FOUND", 200)
    quick = DenseIndex.of_vectors(vectors[:1_000], vectors, np.repeat(np.arange(1_000), 3))
    kept = [tmp_path / name for name in ("passages", "sentences")]
    for path, one in zip(kept, quick.nearest, strict=True):
        assert one is not None
        path.write_bytes(one.to_bytes())
    read = nearest.Nearest.read(kept[0]), nearest.Nearest.read(kept[1])
    again = DenseIndex(quick.paragraphs, quick.sentences, quick.owners, read)
    with pytest.raises(ValueError, match="do not fit"):
        DenseIndex(quick.paragraphs, quick.sentences, quick.owners, read[::-1])
    hits = 0
    for question in vectors[::100]:
        assert [found.tolist() for found in again.cosines(question)] == [
            found.tolist() for found in quick.cosines(question)
        ]
        for found, wanted in zip(quick.cosines(question), plain.cosines(question), strict=True):
            best = np.argsort(-wanted)[:10]
            hits += int(np.isin(np.argsort(-found)[:10], best).sum())
            near = found > found.min()
            assert found[near] == pytest.approx(wanted[near], abs=1e-5)
            assert 10 <= near.sum() <= 200
    assert hits >= 0.99 * 10 * 2 * 30
