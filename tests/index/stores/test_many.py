from pathlib import Path

import numpy as np
import pytest

from index.embedding import Encoder
from index.errors import SnapshotError
from index.retrieval import dense, nearest
from index.stores import FolderStore
from tests.index.stores.small import built
from tests.records import article_of
from tests.searching import search

THINGS = ("ferry", "bridge", "harbour", "museum", "library", "tram", "market", "school", "bakery", "chapel")


def test_what_finds_the_nearest_of_very_many_is_kept_in_files_and_checked(
    tmp_path: Path, quick: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT", 9)
    monkeypatch.setattr(nearest, "FOUND", 4)
    made = built(quick, article_of(*(f"The {thing} is open. The {thing} was dear." for thing in THINGS)))
    shelf = FolderStore(tmp_path).shelf("slack:T1")
    folder = shelf.save(made)
    monkeypatch.setattr(nearest.Nearest, "of_vectors", lambda *_: pytest.fail("it was made again"))
    read = shelf.load(made.manifest.id)
    for question in ("Was the tram dear?", "Is the bakery open?"):
        embedding = quick.embed_question(question)
        found, wanted = (one.retriever.evidence(question, embedding) for one in (read, made))
        assert np.array_equal(found.features, wanted.features)
        assert search(read.retriever, question, embedding)[0] == next(
            i for i, thing in enumerate(THINGS) if thing in question
        )
    for name in ("paragraphs.nearest.faiss", "sentences.nearest.faiss"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[:-1])
        with pytest.raises(SnapshotError, match=f"damaged: {name}"):
            shelf.load(made.manifest.id)
        (folder / name).unlink()
        with pytest.raises(SnapshotError, match=f"incomplete: {name}"):
            shelf.load(made.manifest.id)
        (folder / name).write_bytes(whole)
