from dataclasses import replace

from index.article import Article, Attribution, Speaker
from index.difference import Difference, compare
from index.embedding import Encoder
from index.passages import cut_passages
from index.snapshot import Record, Snapshot, build_snapshot
from tests.records import article_of, attribution_of, said


def snapshot_of(encoder: Encoder, article: Article, attribution: Attribution | None = None) -> Snapshot:
    snapshot = build_snapshot([article], encoder)
    attribution = attribution or Attribution()
    return replace(snapshot, record=Record((article,), (attribution,), cut_passages(article, attribution)))


def test_the_same_article_gives_no_difference(encoder: Encoder) -> None:
    article = article_of("It rained.", "Nobody came.")
    assert compare(snapshot_of(encoder, article), snapshot_of(encoder, article)).nothing


def test_added_removed_and_edited_passages_are_told_apart(encoder: Encoder) -> None:
    old = snapshot_of(encoder, article_of("It rained for nine days in a row.", "Nobody came.", "The end."))
    new = snapshot_of(
        encoder, article_of("Birds sang.", "It rained for ten days in a row.", "Nobody came.", "Bees too.")
    )
    assert compare(old, new) == Difference(2, 1, 1, 0, (), ())


def test_speakers_come_go_and_change_places(encoder: Encoder) -> None:
    article = article_of("“It rained,” she said.", "“Nobody came,” he said.")
    first = attribution_of(
        [Speaker("a", "Ines Okoro"), Speaker("b", "Tom Hale")],
        said(article, "It rained", "a"),
        said(article, "Nobody came", "b"),
    )
    second = attribution_of(
        [Speaker("a", "Ines Okoro"), Speaker("c", "Lena Wu")],
        said(article, "It rained", "a"),
        said(article, "Nobody came", "c"),
    )
    found = compare(snapshot_of(encoder, article, first), snapshot_of(encoder, article, second))
    assert found == Difference(0, 0, 0, 1, ("Lena Wu",), ("Tom Hale",))
