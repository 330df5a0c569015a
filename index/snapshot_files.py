"""A snapshot as bytes: what stores keep of it, and the files of a folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
from pydantic import TypeAdapter, ValidationError

from index.errors import SnapshotError
from index.retrieval import DenseIndex, Embedded, TokenIndex
from index.retrieval.nearest import Nearest
from index.snapshot import FORMAT, REBUILD, RECORD_JSON, Manifest, Snapshot, counts

_MANIFEST, RECORD = "manifest.json", "record.json"
_PARAGRAPHS, _SENTENCES, _TOKENS, _CODES = "paragraphs.faiss", "sentences.faiss", "tokens.npz", "codes.npy"
_FILES = (RECORD, _PARAGRAPHS, _SENTENCES, _TOKENS, _CODES)
_NEAREST = "paragraphs.nearest.faiss", "sentences.nearest.faiss"
"""Of very many vectors alone: see `index.retrieval.nearest`."""
_MANIFEST_JSON = TypeAdapter(Manifest)


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write `snapshot` into `folder`, which must not exist yet. The manifest comes last.

    Raises:
        OSError: the disk is full, the folder is read-only, or the like.
    """
    folder.mkdir(parents=True)
    dense, (tokens, codes) = snapshot.dense, snapshot.tokens.to_bytes()
    contents = {
        RECORD: RECORD_JSON.dump_json(snapshot.record),
        _PARAGRAPHS: faiss.serialize_index(dense.paragraphs).tobytes(),
        _SENTENCES: faiss.serialize_index(dense.sentences).tobytes(),
        _TOKENS: tokens,
        _CODES: codes,
    }
    kept = zip(_NEAREST, dense.nearest, strict=True)
    contents |= {name: nearest.to_bytes() for name, nearest in kept if nearest is not None}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = replace(snapshot.manifest, files=hashes)
    (folder / _MANIFEST).write_bytes(manifest_to_bytes(manifest))


def manifest_to_bytes(manifest: Manifest) -> bytes:
    """Return what `manifest_of` reads."""
    return _MANIFEST_JSON.dump_json(manifest, indent=2)


def _read_manifest(folder: Path, model: str | None) -> Manifest:
    try:
        content = (folder / _MANIFEST).read_bytes()
    except OSError as error:
        raise SnapshotError(
            f"The snapshot {folder.name} is incomplete: it has no readable {_MANIFEST}. {REBUILD}"
        ) from error
    return manifest_of(content, folder.name, model)


def manifest_of(content: bytes, name: str, model: str | None = None) -> Manifest:
    """Read the manifest of the snapshot called `name`; `model` is what must have made its vectors, None: any.

    Raises:
        SnapshotError: it is damaged, a newer version of the program wrote it, or another model made the vectors.
    """
    try:
        manifest = _MANIFEST_JSON.validate_json(content)
    except ValidationError as error:
        raise SnapshotError(f"The snapshot {name} is damaged: its {_MANIFEST} makes no sense. {REBUILD}") from error
    if manifest.format != FORMAT:
        raise SnapshotError(
            f"The snapshot {name} has format {manifest.format}; "
            f"this version of the program reads format {FORMAT}. {REBUILD}"
        )
    if model is not None and manifest.model != model:
        raise SnapshotError(
            f"The snapshot {name} was made by the embedding model {manifest.model!r}, but EMBEDDING_MODEL is "
            f"{model!r}. Build the index again with `python -m index build`, or set EMBEDDING_MODEL={manifest.model}."
        )
    return manifest


def read_snapshot(folder: Path, model: str | None = None) -> Snapshot:
    """Read the snapshot in `folder`, checking every file against the manifest.

    Args:
        folder: where `write_snapshot` put it.
        model: the name of the embedding model that questions will be encoded by; None checks no model.

    Raises:
        SnapshotError: it is incomplete, damaged, of another format, or made by another model.
    """
    manifest = _read_manifest(folder, model)
    for name in (*_FILES, *(name for name in _NEAREST if name in manifest.files)):
        _check(folder, name, manifest)
    try:
        record = RECORD_JSON.validate_json((folder / RECORD).read_bytes())
        # The vectors stay in their files, and come from them when they are needed.
        indexes = [faiss.read_index(str(folder / n), faiss.IO_FLAG_MMAP_IFC) for n in (_PARAGRAPHS, _SENTENCES)]
        tokens = TokenIndex.read(folder / _TOKENS, folder / _CODES)
        passages, sentences = (Nearest.read(folder / n) if n in manifest.files else None for n in _NEAREST)
    except (OSError, ValidationError, RuntimeError, ValueError) as error:
        raise SnapshotError(f"The snapshot {folder.name} is damaged: its contents make no sense. {REBUILD}") from error
    owners = np.repeat(np.arange(len(record.passages)), [len(p.sentences) for p in record.passages])
    try:
        dense = DenseIndex(indexes[0], indexes[1], owners.astype(np.int64), (passages, sentences))
    except ValueError as error:
        raise SnapshotError(f"The snapshot {folder.name} is damaged: {error}. {REBUILD}") from error
    agree = counts(record, dense) == manifest.counts and len(dense) == len(record.passages)
    agree = agree and len(tokens.mean) == dense.dimension and int(tokens.sentences.max(initial=-1)) < len(owners)
    if not agree or dense.dimension != manifest.dimension:
        raise SnapshotError(f"The snapshot {folder.name} is damaged: its counts do not agree. {REBUILD}")
    return Snapshot(manifest, record, Embedded(dense, tokens))


def _check(folder: Path, name: str, manifest: Manifest) -> None:
    try:
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SnapshotError(f"The snapshot {folder.name} is incomplete: {name} cannot be read. {REBUILD}") from error
    if found != manifest.files.get(name):
        raise SnapshotError(f"The snapshot {folder.name} is damaged: {name} is not what was written. {REBUILD}")
