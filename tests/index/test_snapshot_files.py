"""A snapshot on the disk: what is read is what was written, or a sentence says what is wrong with it and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import Encoder
from index.errors import SnapshotError
from index.snapshot import FORMAT, Snapshot
from index.snapshot_files import read_snapshot, write_snapshot
from tests.index.stores.small import QuickModel, built, same_tokens
from tests.records import article_of

MAPS = Path("/proc/self/maps")
REMEDY = "Build the index again with `python -m index build`."


def encoder_of(dimension: int = 24) -> Encoder:
    model = QuickModel()
    model.dimension = dimension
    return Encoder(model, "quick")


def snapshot_of(*paragraphs: str, dimension: int = 24) -> Snapshot:
    return built(encoder_of(dimension), article_of(*paragraphs))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return snapshot_of("The ferry will run again. It rained.", "The bakery burnt down.")


@pytest.fixture
def folder(snapshot: Snapshot, tmp_path: Path) -> Path:
    folder = tmp_path / "snapshots" / "s1"
    write_snapshot(snapshot, folder)
    return folder


def refusal(folder: Path, model: str | None = None) -> str:
    """Return the sentence with which a snapshot is refused."""
    with pytest.raises(SnapshotError) as caught:
        read_snapshot(folder, model)
    return str(caught.value)


def change(folder: Path, **fields: object) -> None:
    """Change fields of the manifest."""
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **fields}))


def take_from(other: Snapshot, folder: Path, *names: str) -> None:
    """Put files of another snapshot in place of this one's, and have the manifest say that they are its own."""
    theirs = folder.parent / "other"
    write_snapshot(other, theirs)
    files: dict[str, Any] = json.loads((folder / "manifest.json").read_text())["files"]
    for name in names:
        (folder / name).write_bytes((theirs / name).read_bytes())
        files[name] = json.loads((theirs / "manifest.json").read_text())["files"][name]
    change(folder, files=files)


def test_all_that_was_written_is_read_again(snapshot: Snapshot, folder: Path) -> None:
    for model in (None, "quick"):
        read = read_snapshot(folder, model)
        assert read.record == snapshot.record
        assert same_tokens(read.tokens, snapshot.tokens)
        question = encoder_of().embed_question("ferry")
        for found, wanted in zip(
            read.dense.cosines(question.pooled), snapshot.dense.cosines(question.pooled), strict=True
        ):
            assert found == pytest.approx(wanted)
        asked = "When does the ferry go?", encoder_of().embed_question("When does the ferry go?")
        assert np.array_equal(read.retriever.evidence(*asked).features, snapshot.retriever.evidence(*asked).features)
        assert {**vars_of(read), "files": {}} == vars_of(snapshot)
        assert set(read.manifest.files) == {one.name for one in folder.iterdir()} - {"manifest.json"}


@pytest.mark.skipif(not MAPS.exists(), reason="the system does not show what a process has mapped")
def test_vectors_stay_in_their_files_until_they_are_needed(snapshot: Snapshot, folder: Path) -> None:
    """However many libraries are open, their vectors take memory only where somebody asks."""
    read = read_snapshot(folder)
    mapped = {name for name in read.manifest.files if f"{folder / name}\n" in MAPS.read_text()}
    assert mapped == {"paragraphs.faiss", "sentences.faiss", "codes.npy"}


def vars_of(snapshot: Snapshot) -> dict[str, object]:
    """Return what a manifest says."""
    return {name: getattr(snapshot.manifest, name) for name in type(snapshot.manifest).__slots__}


def test_a_snapshot_without_any_word_is_read_again(tmp_path: Path) -> None:
    write_snapshot(snapshot_of("…"), tmp_path / "s")
    assert len(read_snapshot(tmp_path / "s").tokens) == 0


def test_no_snapshot_is_written_over_another(snapshot: Snapshot, folder: Path) -> None:
    with pytest.raises(FileExistsError):
        write_snapshot(snapshot, folder)


def test_the_manifest_comes_last(snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is killed meanwhile leaves a folder that says of itself that it is incomplete."""
    written: list[str] = []
    write = Path.write_bytes

    def noting(path: Path, data: bytes) -> int:
        written.append(path.name)
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", noting)
    write_snapshot(snapshot, tmp_path / "s")
    assert (written[-1], len(written)) == ("manifest.json", 6)


def test_what_is_missing_is_named(folder: Path) -> None:
    (folder / "codes.npy").unlink()
    assert refusal(folder) == f"The snapshot s1 is incomplete: codes.npy cannot be read. {REMEDY}"
    (folder / "manifest.json").unlink()
    assert refusal(folder) == f"The snapshot s1 is incomplete: it has no readable manifest.json. {REMEDY}"


def test_what_is_damaged_is_named(folder: Path) -> None:
    (folder / "record.json").write_bytes(b"{}")
    assert refusal(folder) == f"The snapshot s1 is damaged: record.json is not what was written. {REMEDY}"
    for manifest in (b"{}", b"{"):
        (folder / "manifest.json").write_bytes(manifest)
        assert refusal(folder) == f"The snapshot s1 is damaged: its manifest.json makes no sense. {REMEDY}"


@pytest.mark.parametrize("name", ["record.json", "paragraphs.faiss", "sentences.faiss", "tokens.npz", "codes.npy"])
def test_any_damage_is_found(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    middle = len(whole) // 2
    for damaged in (b"", whole[:-1], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]):
        (folder / name).write_bytes(damaged)
        assert f"is damaged: {name} is not what was written" in refusal(folder)
    (folder / name).unlink()
    assert f"is incomplete: {name} cannot be read" in refusal(folder)


def test_what_no_manifest_vouches_for_is_not_read(folder: Path) -> None:
    change(folder, files={})
    assert refusal(folder) == f"The snapshot s1 is damaged: record.json is not what was written. {REMEDY}"


def test_another_format_and_another_model_are_told_with_the_remedy(folder: Path) -> None:
    assert refusal(folder, "big") == (
        "The snapshot s1 was made by the embedding model 'quick', but EMBEDDING_MODEL is 'big'. Build the index again "
        "with `python -m index build`, or set EMBEDDING_MODEL=quick."
    )
    for other in (FORMAT - 1, FORMAT + 1):
        change(folder, format=other)
        assert refusal(folder) == (
            f"The snapshot s1 has format {other}; this version of the program reads format {FORMAT}. {REMEDY}"
        )


@pytest.mark.parametrize("name", ["record.json", "paragraphs.faiss", "sentences.faiss", "tokens.npz", "codes.npy"])
def test_files_that_are_whole_and_make_no_sense_are_told(snapshot: Snapshot, folder: Path, name: str) -> None:
    """As where the disk, or somebody, put another file there and its hash into the manifest."""
    import hashlib

    nonsense = b"nothing that could be read"
    (folder / name).write_bytes(nonsense)
    change(
        folder,
        files={
            **json.loads((folder / "manifest.json").read_text())["files"],
            name: hashlib.sha256(nonsense).hexdigest(),
        },
    )
    assert refusal(folder) == f"The snapshot s1 is damaged: its contents make no sense. {REMEDY}"


def test_vectors_of_fewer_or_more_sentences_do_not_fit(snapshot: Snapshot, folder: Path) -> None:
    take_from(snapshot_of("One."), folder, "sentences.faiss")
    assert refusal(folder) == f"The snapshot s1 is damaged: the vectors do not fit the passages. {REMEDY}"


@pytest.mark.parametrize("names", [("paragraphs.faiss",), ("paragraphs.faiss", "sentences.faiss")])
def test_vectors_of_more_passages_do_not_fit(folder: Path, names: tuple[str, ...]) -> None:
    take_from(snapshot_of("One.", "Two.", "Three."), folder, *names)
    assert refusal(folder) == f"The snapshot s1 is damaged: its counts do not agree. {REMEDY}"


def test_tokens_of_one_sentence_more_do_not_fit(folder: Path) -> None:
    take_from(snapshot_of("One.", "Two.", "Three.", "Four."), folder, "tokens.npz", "codes.npy")
    assert refusal(folder) == f"The snapshot s1 is damaged: its counts do not agree. {REMEDY}"


def test_tokens_of_another_model_do_not_fit(folder: Path) -> None:
    other = snapshot_of("The ferry will run again. It rained.", "The bakery burnt down.", dimension=12)
    take_from(other, folder, "tokens.npz", "codes.npy")
    assert refusal(folder) == f"The snapshot s1 is damaged: its counts do not agree. {REMEDY}"


@pytest.mark.parametrize(
    "wrong",
    [{"dimension": 12}, {"counts": {}}, {"counts": {"articles": 1, "passages": 2, "sentences": 3, "speakers": 0}}],
)
def test_a_manifest_that_says_otherwise_is_told(folder: Path, wrong: dict[str, object]) -> None:
    change(folder, **wrong)
    assert refusal(folder) == f"The snapshot s1 is damaged: its counts do not agree. {REMEDY}"
