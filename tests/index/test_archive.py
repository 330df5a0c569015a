import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from index.archive import KEPT, Archive
from index.embedding import Encoder
from index.errors import SnapshotError
from index.snapshot import Snapshot, build_snapshot
from tests.records import article_of


def make(encoder: Encoder, text: str) -> Snapshot:
    return build_snapshot([article_of(text)], encoder)


def test_the_last_one_saved_is_current(tmp_path: Path, encoder: Encoder) -> None:
    archive = Archive(tmp_path)
    assert archive.current() is None
    with pytest.raises(SnapshotError, match="no index"):
        archive.load()
    for text in ("It rained.", "It snowed."):
        archive.save(make(encoder, text))
        assert archive.load(encoder.name).passages[0].text == text


def test_old_ones_are_pruned_and_unfinished_ones_deleted(tmp_path: Path, encoder: Encoder) -> None:
    archive = Archive(tmp_path)
    for i in range(KEPT + 2):
        (tmp_path / "snapshots" / f"x{i}.part").mkdir(parents=True)
        archive.save(make(encoder, f"It rained {i} times."))
    kept = list((tmp_path / "snapshots").iterdir())
    assert len(kept) == KEPT
    assert archive.load().passages[0].text == f"It rained {KEPT + 1} times."


def test_a_pointer_to_nothing_is_named(tmp_path: Path, encoder: Encoder) -> None:
    archive = Archive(tmp_path)
    archive.save(make(encoder, "It rained."))
    for wrong in ("gone\n", "\n", "../../etc\n"):
        (tmp_path / "current").write_text(wrong)
        with pytest.raises(SnapshotError, match="not there"):
            archive.load()


def test_two_writers_do_not_meet(tmp_path: Path, encoder: Encoder) -> None:
    with FileLock(tmp_path / "lock"), pytest.raises(SnapshotError, match="Another process"):
        Archive(tmp_path).save(make(encoder, "It rained."))


def test_a_disk_that_refuses_leaves_the_old_one(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    archive.save(make(encoder, "It rained."))
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "sentences.faiss":
            real(path, data[:10])
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SnapshotError, match="No space left on device"):
        archive.save(make(encoder, "It snowed."))
    monkeypatch.undo()
    assert archive.load().passages[0].text == "It rained."
    assert not list((tmp_path / "snapshots").glob("*.part"))


def test_what_was_not_written_right_never_becomes_current(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    archive.save(make(encoder, "It rained."))
    real = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", lambda path, data: real(path, data[: max(len(data) - 8, 0)]))
    with pytest.raises(SnapshotError, match="damaged"):
        archive.save(make(encoder, "It snowed."))
    monkeypatch.undo()
    assert archive.load().passages[0].text == "It rained."


_SAVE_FOR_EVER = """
import sys
from pathlib import Path
from index.archive import Archive
from index.snapshot_files import read_snapshot
archive = Archive(Path(sys.argv[1]))
first, second = (read_snapshot(Path(p)) for p in sys.argv[2:4])
from dataclasses import replace
import itertools
print("ready", flush=True)
for n in itertools.count():
    snapshot = (first, second)[n % 2]
    archive.save(replace(snapshot, manifest=replace(snapshot.manifest, id=f"{n:06}")))
"""


def test_killed_at_any_moment_the_index_is_one_of_the_two(tmp_path: Path, encoder: Encoder) -> None:
    folders = [str(Archive(tmp_path / t).save(make(encoder, f"It {t}."))) for t in ("rained", "snowed")]
    root = tmp_path / "root"
    command = [sys.executable, "-c", _SAVE_FOR_EVER, str(root), *folders]
    for delay in (0.0, 0.003, 0.011, 0.02, 0.05):
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()}) as child:  # noqa: PTH109
            assert child.stdout is not None
            child.stdout.readline()
            # Not a guess at how long anything takes: the delays only vary the moment of the kill.
            time.sleep(delay)
            child.send_signal(signal.SIGKILL)
        if Archive(root).current() is not None:
            assert Archive(root).load(encoder.name).passages[0].text in {"It rained.", "It snowed."}
    Archive(root).save(make(encoder, "It stopped."))
    assert Archive(root).load().passages[0].text == "It stopped."
