"""What every store promises, asked of each."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from index.embedding import Encoder
from index.errors import RecordError, SnapshotError
from index.snapshot import Snapshot
from index.stores import Store
from tests.index.stores.small import QUESTIONS, built, same_figures, same_tokens
from tests.records import article_of

HOME = "discord:1"


def named(snapshot: Snapshot, name: str) -> Snapshot:
    return replace(snapshot, manifest=replace(snapshot.manifest, id=name))


def test_what_was_saved_is_loaded(store: Store, several: Snapshot, quick: Encoder) -> None:
    store.shelf(HOME).save(several)
    kept = store.shelf(HOME).load(several.manifest.id, quick.name)
    assert replace(kept.manifest, files={}) == several.manifest
    assert kept.record == several.record
    for found, wanted in (
        (kept.dense.paragraphs, several.dense.paragraphs),
        (kept.dense.sentences, several.dense.sentences),
    ):
        assert np.array_equal(found.reconstruct_n(0, found.ntotal), wanted.reconstruct_n(0, wanted.ntotal))
    assert same_tokens(kept.tokens, several.tokens)
    assert np.array_equal(kept.dense.owners, several.dense.owners)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_finds_what_it_finds_in_memory(
    store: Store, several: Snapshot, quick: Encoder, question: str
) -> None:
    store.shelf(HOME).save(several)
    same_figures(store.shelf(HOME).load(several.manifest.id), several, quick, question)


def test_communities_are_apart_also_where_ids_are_the_same(store: Store, several: Snapshot, quick: Encoder) -> None:
    other = built(quick, article_of("The ferry is on fire, and loans were dear. It rained."))
    keys = "slack:T1", "slack:T1 ", "slack:t1", "slack:T1%", "slack:T", ""
    for i, key in enumerate(keys):
        store.shelf(key).save(named((several, other)[i % 2], "same"))
    for i, key in enumerate(keys):
        wanted = (several, other)[i % 2]
        kept = store.shelf(key).load("same")
        assert kept.record == wanted.record
        same_figures(kept, wanted, quick, "When does the ferry run?")
    store.forget("slack:T1")
    assert store.shelf("slack:T1").names() == []
    with pytest.raises(SnapshotError):
        store.shelf("slack:T1").load("same")
    assert all(store.shelf(key).names() == ["same"] for key in keys[1:])
    store.forget("nobody:1")


def test_two_snapshots_of_a_community_are_apart(store: Store, several: Snapshot, quick: Encoder) -> None:
    other = built(quick, article_of("The ferry is on fire, and loans were dear. It rained."))
    shelf = store.shelf(HOME)
    shelf.save(several)
    first = shelf.load(several.manifest.id)
    shelf.save(other, {several.manifest.id})
    assert shelf.names() == [other.manifest.id, several.manifest.id]
    for kept, wanted in ((first, several), (shelf.load(other.manifest.id), other)):
        same_figures(kept, wanted, quick, "When does the ferry run?")


def test_the_newest_and_the_needed_are_kept(store: Store, several: Snapshot) -> None:
    shelf = store.shelf(HOME)
    for i in range(8):
        shelf.save(named(several, f"2026-{i}"), {"2026-1"})
        assert shelf.holds(f"2026-{i}")
    names = shelf.names()
    assert names[0] == "2026-7"
    assert names == sorted(names, reverse=True)
    assert "2026-1" in names
    assert 3 <= len(names) <= 6
    assert not shelf.holds("2026-0")
    assert not shelf.holds("2026-9")


def test_one_that_is_held_already_stays(store: Store, several: Snapshot) -> None:
    shelf = store.shelf(HOME)
    for _ in range(2):
        shelf.save(several)
    assert shelf.names() == [several.manifest.id]
    assert shelf.load(several.manifest.id).record == several.record


def test_what_is_saved_at_once_is_whole(store: Store, several: Snapshot, quick: Encoder) -> None:
    """An engine may refuse one that comes while another is written; what it took, it has."""
    snapshots = [named(several, f"2026-{i % 2}") for i in range(6)]

    def save(snapshot: Snapshot) -> str:
        try:
            store.shelf(HOME).save(snapshot)
        except RecordError:
            return ""
        return snapshot.manifest.id

    with ThreadPoolExecutor(6) as threads:
        saved = set(threads.map(save, snapshots)) - {""}
    assert saved
    assert set(store.shelf(HOME).names()) == saved
    for name in saved:
        kept = store.shelf(HOME).load(name)
        assert kept.record == several.record
        same_figures(kept, several, quick, QUESTIONS[0])


def test_what_is_not_there_and_another_models_are_refused(store: Store, several: Snapshot) -> None:
    shelf = store.shelf(HOME)
    for name in ("gone", "", "..", "../../etc", "a/b"):
        assert not shelf.holds(name)
        with pytest.raises(SnapshotError, match="Build the index again"):
            shelf.load(name)
    shelf.save(several)
    with pytest.raises(SnapshotError, match="other-model"):
        shelf.load(several.manifest.id, "other-model")


def test_a_snapshot_that_is_in_a_store_can_be_saved_in_another(store: Store, several: Snapshot, quick: Encoder) -> None:
    store.shelf(HOME).save(several)
    kept = store.shelf(HOME).load(several.manifest.id)
    store.shelf("slack:T2").save(kept)
    again = store.shelf("slack:T2").load(several.manifest.id)
    assert same_tokens(again.tokens, several.tokens)
    same_figures(again, several, quick, QUESTIONS[0])


def test_what_says_the_same_takes_the_vectors_of_a_stored_one(store: Store, several: Snapshot) -> None:
    store.shelf(HOME).save(several)
    kept = store.shelf(HOME).load(several.manifest.id)

    class Idle(Encoder):
        """The same model, which cannot embed anything."""

        dimension = several.manifest.dimension

        def __init__(self) -> None:
            self.name = several.manifest.model

    again = built(Idle(), *several.record.articles, earlier=kept)
    assert same_tokens(again.tokens, several.tokens)
