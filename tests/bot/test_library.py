from pathlib import Path

import pytest
from filelock import FileLock

from bot.errors import NotReady
from bot.library import Library
from index.archive import Archive
from index.corrections import Corrections, corrections_path, set_speaker, write_corrections
from index.embedding import DEFAULT_MODEL, Encoder
from index.errors import ModelError, SnapshotError, SourceError
from tests.conftest import open_library


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("“The ferry will run again in April,” said Ines Okoro, the harbour master.\n", encoding="utf-8")
    return path


def test_nothing_is_served_before_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        _ = Library((), tmp_path, DEFAULT_MODEL).snapshot


def test_a_saved_snapshot_is_served_without_building(tmp_path: Path, source: Path, encoder: Encoder) -> None:
    first = open_library(tmp_path / "d", encoder, source).snapshot

    def never(_name: str) -> Encoder:
        raise AssertionError("nothing needed the model")

    library = Library((source,), tmp_path / "d", DEFAULT_MODEL, never)
    assert library.open().manifest.id == first.manifest.id


def test_a_changed_source_is_built_at_the_start(tmp_path: Path, source: Path, encoder: Encoder) -> None:
    open_library(tmp_path / "d", encoder, source)
    source.write_text("The ferry will never run again.\n", encoding="utf-8")
    assert open_library(tmp_path / "d", encoder, source).snapshot.passages[0].text == "The ferry will never run again."


def test_newer_rules_of_attribution_build_again_at_the_start(
    tmp_path: Path, source: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_library(tmp_path / "d", encoder, source).snapshot
    assert open_library(tmp_path / "d", encoder, source).snapshot.manifest.id == first.manifest.id
    monkeypatch.setattr("index.snapshot.rules_version", lambda: "newer")
    assert open_library(tmp_path / "d", encoder, source).snapshot.manifest.id != first.manifest.id


def test_a_correction_beside_the_source_builds_again_at_the_start(
    tmp_path: Path, source: Path, encoder: Encoder
) -> None:
    snapshot = open_library(tmp_path / "d", encoder, source).snapshot
    corrections = set_speaker(Corrections(), snapshot.passages[0].text, "Lena Wu", "mayor")
    write_corrections(corrections, corrections_path(source))
    corrected = open_library(tmp_path / "d", encoder, source).snapshot
    assert [s.name for s in corrected.speakers_of(corrected.passages[0])] == ["Lena Wu"]


def test_a_broken_source_at_the_start_leaves_the_saved_one_serving(
    tmp_path: Path, source: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    saved = open_library(tmp_path / "d", encoder, source).snapshot
    source.unlink()
    assert open_library(tmp_path / "d", encoder, source).snapshot.manifest.id == saved.manifest.id
    assert "does not exist" in caplog.text


def test_with_neither_source_nor_snapshot_the_source_is_named(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(SourceError, match=r"gone\.txt does not exist"):
        open_library(tmp_path / "d", encoder, tmp_path / "gone.txt")


@pytest.mark.parametrize("what", ["damaged", "other model", "no pointer target"])
def test_a_snapshot_that_does_not_verify_is_named_and_rebuilt(
    tmp_path: Path, source: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    data = tmp_path / "d"
    open_library(data, encoder, source)
    folder = Archive(data).current()
    assert folder is not None
    if what == "damaged":
        (folder / "record.json").write_bytes((folder / "record.json").read_bytes()[:-5])
    elif what == "other model":
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace(DEFAULT_MODEL, "other-model"))
    else:
        (data / "current").write_text("gone")
    with pytest.raises(SnapshotError):
        Archive(data).load(DEFAULT_MODEL)
    assert open_library(data, encoder, source).snapshot.passages[0].text.startswith("“The ferry")
    assert "Doing that now" in caplog.text
    assert Archive(data).load(DEFAULT_MODEL)


def test_what_is_rebuilt_answers_when_it_is_taken(tmp_path: Path, source: Path, encoder: Encoder) -> None:
    library = open_library(tmp_path / "d", encoder, source)
    before = library.snapshot
    with source.open("a", encoding="utf-8") as stream:
        stream.write("Nobody objected to it.\n")
    made = library.rebuild()
    assert [passage.text for passage in made.passages][1:] == ["Nobody objected to it."]
    assert library.snapshot is before
    assert Archive(tmp_path / "d").load().manifest.id == before.manifest.id
    library.take(made)
    assert library.snapshot is made
    assert Archive(tmp_path / "d").load().manifest.id == made.manifest.id


def test_nothing_is_rebuilt_before_it_is_opened(tmp_path: Path, source: Path, encoder: Encoder) -> None:
    library = Library((source,), tmp_path / "d", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    with pytest.raises(NotReady):
        library.rebuild()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"GIF89a\0"])
def test_a_reload_that_fails_leaves_the_old_one_serving(
    tmp_path: Path, source: Path, encoder: Encoder, content: bytes
) -> None:
    library = open_library(tmp_path / "d", encoder, source)
    before = library.snapshot
    source.write_bytes(content)
    with pytest.raises(SourceError):
        library.rebuild()
    assert library.snapshot is before
    assert Archive(tmp_path / "d").load().manifest.id == before.manifest.id


def test_a_build_that_fails_at_the_start_leaves_the_saved_one_serving(
    tmp_path: Path, source: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    saved = open_library(tmp_path / "d", encoder, source).snapshot
    source.write_text("The ferry will never run again.\n", encoding="utf-8")
    with FileLock(tmp_path / "d" / "lock"):
        assert open_library(tmp_path / "d", encoder, source).snapshot.manifest.id == saved.manifest.id
    assert "Another process is writing" in caplog.text


def test_another_model_of_the_same_name_is_noticed(tmp_path: Path, source: Path, encoder: Encoder) -> None:
    open_library(tmp_path / "d", encoder, source)
    folder = Archive(tmp_path / "d").current()
    assert folder is not None

    class Shorter(Encoder):
        dimension = 7

        def __init__(self) -> None:
            self.name = DEFAULT_MODEL

    library = Library((source,), tmp_path / "d", DEFAULT_MODEL, load_encoder=lambda _name: Shorter())
    library.open()
    with pytest.raises(ModelError, match="7 numbers"):
        library.encoder()
