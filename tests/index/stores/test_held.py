from dataclasses import replace

from index.snapshot import Snapshot
from index.stores import Store
from index.stores.held import Held, weight_of


def test_those_that_nobody_asked_for_longest_go(several: Snapshot) -> None:
    held = Held(3 * weight_of(several))
    for key in "abc":
        held.put(key, several)
    assert held.get("a") is several
    held.put("d", several)
    assert [key for key in "abcd" if key in held] == ["a", "c", "d"]
    assert held.get("b") is None
    held.pop("a")
    held.pop("a")
    held.put("e", several)
    assert [key for key in "acde" if key in held] == ["c", "d", "e"]


def test_one_takes_the_place_of_its_earlier_one(several: Snapshot) -> None:
    held = Held(2 * weight_of(several))
    newer = replace(several)
    for snapshot in (several, newer, several, newer):
        held.put("a", snapshot)
    held.put("b", several)
    assert held.get("a") is newer
    assert len(held) == 2


def test_the_newest_is_held_however_large_it_is(several: Snapshot) -> None:
    held = Held(1)
    held.put("a", several)
    held.put("b", several)
    assert ("a" in held, held.get("b")) == (False, several)


def test_vectors_that_are_elsewhere_weigh_nothing(several: Snapshot, store: Store) -> None:
    store.shelf("a").save(several)
    kept = store.shelf("a").load(several.manifest.id)
    assert weight_of(several) - weight_of(kept) >= several.tokens.codes.nbytes > 0
    assert weight_of(kept) == 40 * sum(len(article.text) for article in several.record.articles)
