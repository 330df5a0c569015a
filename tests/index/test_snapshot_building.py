"""What a snapshot is made of, what its manifest says of it, and what is told while it is made."""

from __future__ import annotations

import datetime
import gc
import hashlib
import importlib.metadata
import threading
import weakref
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from index.article import Article, Attribution, Speaker
from index.corrections import Corrections, Origin, clear_speaker, merge, passage_key, set_speaker
from index.embedding import DEFAULT_MODEL, Embedding, Encoder
from index.errors import SourceError
from index.snapshot import FORMAT, Manifest, Snapshot, build_snapshot, once_a_snapshot, rules_version
from tests.at_once import AtOnce
from tests.index.stores.small import QuickModel
from tests.records import article_of, attribution_of, said

FERRY = article_of("“It runs\nagain,” said Ada Obi.", "Nobody was\tsurprised. It rained.", name="ferry.txt")
PIER = article_of("“It is shut,” said Ada Obi.", "“We wait,” said Lena Wu.", name="pier.txt")
SPOKEN = {
    FERRY.sha256: attribution_of([Speaker("s1", "Ada Obi")], said(FERRY, "It runs\nagain,", "s1")),
    PIER.sha256: attribution_of(
        [Speaker("s1", "Ada Obi", role="mayor"), Speaker("s2", "Lena Wu")],
        said(PIER, "It is shut,", "s1"),
        said(PIER, "We wait,", "s2"),
    ),
}


class Noting(QuickModel):
    """Remembers what it embedded."""

    def __init__(self, dimension: int = 24) -> None:
        self.texts: list[str] = []
        self.dimension = dimension

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        self.texts += texts
        return super().embed(texts, prompt)


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it known who says what: to find that is another part's, and takes long."""
    monkeypatch.setattr("index.snapshot._attributed", lambda article: SPOKEN.get(article.sha256, Attribution()))


@pytest.fixture
def model() -> Noting:
    return Noting()


@pytest.fixture
def encoder(model: Noting) -> Encoder:
    return Encoder(model, DEFAULT_MODEL)


@pytest.fixture
def both(encoder: Encoder) -> Snapshot:
    return build_snapshot([FERRY, PIER], encoder)


def of_manifest(snapshot: Snapshot, **changes: object) -> Snapshot:
    """Return the snapshot as if it had been made otherwise."""
    manifest: Manifest = replace(snapshot.manifest, **changes)  # type: ignore[arg-type]
    return replace(snapshot, manifest=manifest)


def test_each_passage_has_its_article_and_its_speakers(both: Snapshot) -> None:
    shown = [(both.article_of(p).name, [(s.name, s.role) for s in both.speakers_of(p)]) for p in both.passages]
    assert shown == [
        ("ferry.txt", [("Ada Obi", "mayor")]),
        ("ferry.txt", []),
        ("pier.txt", [("Ada Obi", "mayor")]),
        ("pier.txt", [("Lena Wu", None)]),
    ]
    assert [(speaker.name, count) for speaker, count in both.speakers()] == [("Ada Obi", 2), ("Lena Wu", 1)]


def test_what_is_embedded_stands_on_one_line(model: Noting, both: Snapshot) -> None:
    assert "“It runs again,” said Ada Obi." in model.texts
    assert "Nobody was surprised." in model.texts
    assert not [text for text in model.texts if "\n" in text or "\t" in text]
    assert len(both.dense) == 4


def test_every_sentence_vector_belongs_to_its_passage(both: Snapshot) -> None:
    assert both.dense.owners.tolist() == [0, 1, 1, 2, 3]


def test_every_token_belongs_to_its_sentence(encoder: Encoder) -> None:
    made = build_snapshot([article_of("It rained. The ferry will run again.", "Loans were dear.")], encoder)
    assert np.bincount(made.tokens.sentences).tolist() == [2, 5, 3]


def test_the_manifest_says_what_a_snapshot_holds_and_what_made_it(both: Snapshot) -> None:
    manifest = both.manifest
    assert manifest.counts == {"articles": 2, "passages": 4, "sentences": 5, "speakers": 3, "statements": 3}
    assert (manifest.format, manifest.model, manifest.dimension) == (FORMAT, DEFAULT_MODEL, 24)
    packages = {name: importlib.metadata.version(name) for name in ("faiss-cpu", "sentence-transformers", "spacy")}
    assert manifest.versions == {**packages, "rules": rules_version()}
    assert both.follows_rules
    assert manifest.files == {}


def test_the_moment_is_of_utc_and_the_id_begins_with_it(both: Snapshot) -> None:
    made = datetime.datetime.fromisoformat(both.manifest.created)
    assert made.utcoffset() == datetime.timedelta(0)
    assert made.microsecond == 0
    assert both.manifest.id.startswith(f"{made:%Y%m%dT%H%M%S}.")


def test_the_id_ends_with_what_tells_one_record_from_another(encoder: Encoder, both: Snapshot) -> None:
    def content(snapshot: Snapshot) -> str:
        return snapshot.manifest.id.partition("Z-")[2]

    again, other = build_snapshot([FERRY, PIER], encoder), build_snapshot([FERRY], encoder)
    assert len(content(both)) == 8
    assert content(again) == content(both) != content(other)
    assert again.manifest.id != both.manifest.id


def test_a_source_is_known_by_its_name_its_contents_its_place_and_its_corrections(encoder: Encoder) -> None:
    words = FERRY.text[:28]
    (plain,) = build_snapshot([FERRY], encoder).manifest.sources
    assert (plain.name, plain.sha256, plain.path, plain.corrections) == ("ferry.txt", FERRY.sha256, "", "")
    seen = set()
    for corrections in (
        Corrections(),
        set_speaker(Corrections(), words, "Lena Wu"),
        clear_speaker(Corrections(), words),
        merge(Corrections(), "Lena Wu", "Ada Obi"),
    ):
        origins = {FERRY.sha256: Origin("reports/ferry.txt", corrections)}
        first, second = (build_snapshot([FERRY], encoder, origins=origins).manifest.sources[0] for _ in range(2))
        assert first == second
        assert first.path == "reports/ferry.txt"
        seen.add(first.corrections)
    assert len(seen) == 4
    assert {len(one) for one in seen} == {0, len(hashlib.sha256().hexdigest())}


def test_a_correction_that_fits_no_passage_any_more_is_told_and_kept(
    encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    corrections = set_speaker(Corrections(), "Words that\nthe source once held.", "Lena Wu")
    made = build_snapshot([FERRY], encoder, origins={FERRY.sha256: Origin(corrections=corrections)})
    told = f"ferry.txt: a correction fits no passage any more: {passage_key('Words that the source once held.')[:12]}"
    assert [record.getMessage() for record in caplog.records] == [told]
    assert made.manifest.sources[0].corrections
    assert [s.name for s in made.speakers_of(made.passages[0])] == ["Ada Obi"]


def test_each_source_has_its_own_corrections(encoder: Encoder) -> None:
    words = next(p.text for p in build_snapshot([FERRY], encoder).passages)
    origins = {FERRY.sha256: Origin(corrections=set_speaker(Corrections(), words, "Bo Falk"))}
    made = build_snapshot([FERRY, PIER], encoder, origins=origins)
    assert [[s.name for s in made.speakers_of(p)] for p in made.passages] == [["Bo Falk"], [], ["Ada Obi"], ["Lena Wu"]]


@pytest.mark.parametrize(
    ("articles", "sentence"),
    [
        ((), "No source was given. Name at least one article."),
        ((FERRY, FERRY), "The same article was given twice. Name each source once."),
        (
            (FERRY, article_of(name="empty.txt")),
            "empty.txt: no passage was found in it, so there is nothing to quote. Check that it holds the article's "
            "text.",
        ),
    ],
)
def test_what_cannot_be_built_says_why(encoder: Encoder, articles: tuple[Article, ...], sentence: str) -> None:
    with pytest.raises(SourceError) as caught:
        build_snapshot(articles, encoder)
    assert str(caught.value) == sentence


def test_every_step_is_told_and_how_many_there_are(encoder: Encoder) -> None:
    steps: list[tuple[str, int, int]] = []
    build_snapshot([FERRY, PIER], encoder, lambda *step: steps.append(step))
    attributing = [step for step in steps if step[0] == "attributing"]
    assert attributing == steps[:3] == [("attributing", done, 2) for done in range(3)]
    embedding = [done for what, done, total in steps[3:] if (what, total) == ("embedding", 9)]
    assert len(embedding) == len(steps) - 3
    assert (embedding[0], embedding[-1]) == (0, 9)
    assert embedding == sorted(embedding)


def test_who_gives_up_waits_for_no_article_that_has_not_begun(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    over = threading.Event()

    def attributed(article: Article) -> Attribution:
        begun.append(article.name)
        if len(begun) > 1:
            over.wait(0.05)
        return Attribution()

    def give_up(_what: str, done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    monkeypatch.setattr("index.snapshot._attributed", attributed)
    monkeypatch.setattr("index.snapshot.POOL.most", 1)
    many = [article_of(f"Article {number}.", name=f"{number}.txt") for number in range(60)]
    with pytest.raises(KeyboardInterrupt):
        build_snapshot(many, encoder, give_up)
    assert len(begun) < len(many)


def test_as_many_articles_are_attributed_at_once_as_there_are_processes_for_it(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = AtOnce(3)

    def attributed(_article: Article) -> Attribution:
        processes.visit()
        return Attribution()

    monkeypatch.setattr("index.snapshot._attributed", attributed)
    monkeypatch.setattr("index.snapshot.POOL.most", 3)
    made = build_snapshot([article_of(f"Article {number}.") for number in range(7)], encoder)
    assert [passage.text for passage in made.passages] == [f"Article {number}." for number in range(7)]
    assert processes.most == 3


@pytest.fixture
def corrected() -> dict[str, Origin]:
    return {FERRY.sha256: Origin(corrections=set_speaker(Corrections(), "“It runs\nagain,” said Ada Obi.", "Bo Falk"))}


def test_the_vectors_of_the_same_passages_are_taken_over(
    model: Noting, encoder: Encoder, both: Snapshot, corrected: dict[str, Origin]
) -> None:
    model.texts.clear()
    again = build_snapshot([FERRY, PIER], encoder, origins=corrected, earlier=both)
    assert model.texts == []
    assert (again.dense, again.tokens) == (both.dense, both.tokens)
    assert [s.name for s in again.speakers_of(again.passages[0])] == ["Bo Falk"]


@pytest.mark.parametrize(
    "changes",
    [{"model": "another"}, {"dimension": 23}, {"versions": {}}, {"versions": {"rules": "those of before"}}],
)
def test_vectors_of_another_model_or_by_other_rules_are_not(
    model: Noting, encoder: Encoder, both: Snapshot, changes: dict[str, object]
) -> None:
    earlier = of_manifest(both, **changes)
    assert earlier.follows_rules is ("versions" not in changes)
    model.texts.clear()
    assert build_snapshot([FERRY, PIER], encoder, earlier=earlier).dense is not both.dense
    assert model.texts


def test_vectors_of_other_words_are_not(model: Noting, encoder: Encoder, both: Snapshot) -> None:
    for articles in ([PIER, FERRY], [FERRY], [FERRY, PIER, article_of("More.")]):
        model.texts.clear()
        made = build_snapshot(articles, encoder, earlier=both)
        assert made.dense is not both.dense
        assert model.texts


def test_what_is_made_once_a_snapshot_goes_with_it(encoder: Encoder) -> None:
    """A library that was replaced leaves nothing in memory."""

    class Made:
        """What is made of a snapshot."""

        def __init__(self, snapshot: Snapshot) -> None:
            self.words = [passage.text for passage in snapshot.passages]

    make = once_a_snapshot(Made)
    one, other = (build_snapshot([article_of(words)], encoder) for words in ("It rained.", "It snowed."))
    assert make(one) is make(one)
    assert [make(one).words, make(other).words] == [["It rained."], ["It snowed."]]
    left = weakref.ref(make(one))
    del one
    gc.collect()
    assert left() is None
    assert make(other).words == ["It snowed."]
