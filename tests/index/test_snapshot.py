import gc
import json
import weakref
from pathlib import Path

import numpy as np
import pytest

from index.corrections import Corrections, Origin, set_speaker
from index.embedding import DEFAULT_MODEL, Encoder
from index.errors import SnapshotError, SourceError
from index.snapshot import FORMAT, Snapshot, build_snapshot, once_a_snapshot
from index.snapshot_files import read_snapshot, write_snapshot
from tests.index.stores.small import QuickModel
from tests.records import article_of


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Return a model that takes no time, under the default's name: a snapshot keeps any model's vectors."""
    return Encoder(QuickModel(), DEFAULT_MODEL)


@pytest.fixture(scope="module")
def snapshot(encoder: Encoder) -> Snapshot:
    return build_snapshot([article_of("The ferry will run again.", "The bakery burnt down.", title="News")], encoder)


@pytest.fixture
def folder(snapshot: Snapshot, tmp_path: Path) -> Path:
    write_snapshot(snapshot, tmp_path / "s")
    return tmp_path / "s"


def test_what_was_written_is_read_again(snapshot: Snapshot, folder: Path, encoder: Encoder) -> None:
    read = read_snapshot(folder, encoder.name)
    assert read.record == snapshot.record
    question = encoder.embed_question("When does the boat go?")
    found, wanted = (one.retriever.evidence("the boat", question) for one in (read, snapshot))
    assert np.array_equal(found.features, wanted.features)
    assert read.manifest.counts == snapshot.manifest.counts
    assert read.manifest.counts["passages"] == 2
    assert read.manifest.sources[0].sha256 == snapshot.record.articles[0].sha256


def test_progress_ends_at_the_whole(encoder: Encoder) -> None:
    seen: dict[str, tuple[int, int]] = {}
    build_snapshot([article_of("It rained.")], encoder, lambda what, done, total: seen.update({what: (done, total)}))
    assert seen == {"attributing": (1, 1), "embedding": (2, 2)}


def test_nothing_and_twice_the_same_are_refused(encoder: Encoder) -> None:
    with pytest.raises(SourceError, match="No source"):
        build_snapshot([], encoder)
    with pytest.raises(SourceError, match="twice"):
        build_snapshot([article_of("It rained."), article_of("It rained.")], encoder)


def test_another_model_is_refused_with_the_remedy(folder: Path) -> None:
    with pytest.raises(SnapshotError, match=r"index build.*EMBEDDING_MODEL=multilingual-e5-small"):
        read_snapshot(folder, "other-model")


@pytest.mark.parametrize("name", ["record.json", "paragraphs.faiss", "sentences.faiss", "tokens.npz", "codes.npy"])
def test_any_damage_is_found(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    middle = len(whole) // 2
    for damaged in (b"", whole[:-1], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]):
        (folder / name).write_bytes(damaged)
        with pytest.raises(SnapshotError, match=f"damaged: {name}"):
            read_snapshot(folder)
    (folder / name).unlink()
    with pytest.raises(SnapshotError, match=f"incomplete: {name}"):
        read_snapshot(folder)


def test_the_format_before_this_one_is_to_be_built_again(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": FORMAT - 1}))
    with pytest.raises(SnapshotError, match=f"format {FORMAT - 1};.*Build the index again"):
        read_snapshot(folder)


def test_a_damaged_or_newer_manifest_is_found(folder: Path) -> None:
    manifest = folder / "manifest.json"
    fields = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**fields, "format": FORMAT + 1}))
    with pytest.raises(SnapshotError, match=f"format {FORMAT + 1}"):
        read_snapshot(folder)
    manifest.write_text("{")
    with pytest.raises(SnapshotError, match="makes no sense"):
        read_snapshot(folder)
    manifest.unlink()
    with pytest.raises(SnapshotError, match=r"no readable manifest\.json"):
        read_snapshot(folder)


def test_counts_that_do_not_agree_are_found(folder: Path) -> None:
    manifest = folder / "manifest.json"
    fields = json.loads(manifest.read_text())
    fields["counts"]["passages"] = 999
    manifest.write_text(json.dumps(fields))
    with pytest.raises(SnapshotError, match="counts do not agree"):
        read_snapshot(folder)


@pytest.mark.parametrize("names", [("paragraphs.faiss", "sentences.faiss"), ("tokens.npz", "codes.npy")])
def test_vectors_of_another_record_are_found(
    folder: Path, encoder: Encoder, tmp_path: Path, names: tuple[str, ...]
) -> None:
    """Each file may be whole and they not belong together."""
    write_snapshot(build_snapshot([article_of("One.", "Two.", "Three.")], encoder), tmp_path / "other")
    fields = json.loads((folder / "manifest.json").read_text())
    others = json.loads((tmp_path / "other" / "manifest.json").read_text())
    for name in names:
        (folder / name).write_bytes((tmp_path / "other" / name).read_bytes())
        fields["files"][name] = others["files"][name]
    (folder / "manifest.json").write_text(json.dumps(fields))
    with pytest.raises(SnapshotError):
        read_snapshot(folder)


def test_every_sentence_vector_belongs_to_its_passage(snapshot: Snapshot) -> None:
    counts = [len(p.sentences) for p in snapshot.passages]
    assert np.array_equal(snapshot.dense.owners, np.repeat(np.arange(len(counts)), counts))


def test_every_token_belongs_to_its_sentence(encoder: Encoder) -> None:
    made = build_snapshot([article_of("It rained. The ferry will run again.", "Loans were dear.")], encoder)
    assert np.bincount(made.tokens.sentences).tolist() == [
        len(encoder.embed_passages([sentence])[0].tokens)
        for sentence in ("It rained.", "The ferry will run again.", "Loans were dear.")
    ]


def test_what_says_the_same_is_not_embedded_again(encoder: Encoder) -> None:
    article = article_of("“It rained,” said Ada Obi.", "Nobody was surprised.")
    first = build_snapshot([article], encoder)

    class Idle(Encoder):
        """The same model, which cannot embed anything."""

        dimension = encoder.dimension

        def __init__(self) -> None:
            self.name = encoder.name

    corrections = set_speaker(Corrections(), first.passages[0].text, "Lena Wu")
    origins = {article.sha256: Origin(corrections=corrections)}
    second = build_snapshot([article], Idle(), origins=origins, earlier=first)
    assert [s.name for s in second.speakers_of(second.passages[0])] == ["Lena Wu"]
    assert second.dense is first.dense
    assert second.manifest.id != first.manifest.id
    for other in ("It snowed.", "Nobody was surprised."):
        again = build_snapshot([article, article_of(other)], encoder, earlier=first)
        assert again.dense is not first.dense
        assert len(again.dense) == 3


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
