"""Searches indexes of very many passages in this process: time, memory and recall by size, as a table and a picture.

    python -m tests.benchmarks.large --size 10000 --size 100000 --size 1000000 --picture .github/large.svg

The vectors are drawn from topics, as sentences are about something; `--vectors FILE.npy`, shape (n, d), takes others.
Each way to search is written to disk, loaded with its contents left in the file, and asked the same questions; what it
finds is compared again exactly. The last lines say which way is the fastest at each size that still finds 99 in 100 of
the ten nearest: the rule of `index/retrieval/nearest.py`. The lexical search is bm25s over texts of words drawn by
Zipf's law.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import bm25s
import faiss
import numpy as np
import numpy.typing as npt
import typer
from bm25s.tokenization import Tokenized

from index.embedding import Vectors

T = TypeVar("T")

NEEDED = 0.99
"""Recall of the ten nearest."""
_NEAREST, _COMPARED = 10, 200
_DIMENSION, _TOPICS, _WORDS, _LENGTH = 384, 2_000, 50_000, 40
_STEP = 65_536


@dataclass(frozen=True, slots=True)
class Measured:
    """What a way to search takes with `size` vectors or texts.

    Milliseconds a question, MB on disk, seconds to build, milliseconds to load, and the share of the ten nearest found.
    """

    way: str
    size: int
    question: float
    megabytes: float
    build: float
    load: float
    recall: float


def main(
    size: Annotated[list[int] | None, typer.Option(help="How many passages; may be repeated.")] = None,
    questions: Annotated[int, typer.Option(min=1)] = 100,
    hnsw_up_to: Annotated[int, typer.Option(help="Beyond it no HNSW is built, which takes long.")] = 100_000,
    vectors: Annotated[Path | None, typer.Option(help="Vectors of a model's own, .npy.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Where the picture is drawn, .svg or .png.")] = None,
) -> None:
    """Print what each way takes at each size, and which is best."""
    faiss.omp_set_num_threads(1)
    found: list[Measured] = []
    print(f"{'':10}{'size':>10}{'ms a question':>15}{'MB':>8}{'s to build':>12}{'ms to load':>12}{'recall@10':>11}")
    for count in size or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            for one in measured(count, questions, hnsw_up_to, vectors, Path(folder)):
                found.append(one)
                figures = f"{one.question:15.2f}{one.megabytes:8.0f}{one.build:12.1f}{one.load:12.1f}{one.recall:11.3f}"
                print(f"{one.way:10}{one.size:10,}{figures}", flush=True)
    for count in dict.fromkeys(one.size for one in found):
        able = [one for one in found if one.size == count and one.recall >= NEEDED and one.way != "words"]
        print(f"{count:,}: {min(able, key=lambda one: one.question).way} is the fastest that finds {NEEDED:.0%}")
    if picture is not None:
        draw(found, picture)


def measured(count: int, questions: int, hnsw_up_to: int, vectors: Path | None, folder: Path) -> Iterator[Measured]:
    """Yield what each way takes with `count` vectors; it may use `folder`."""
    random = np.random.default_rng(7)
    held = folder / "vectors.npy"
    _write_vectors(held, count, random, vectors)
    matrix: Vectors = np.load(held, mmap_mode="r")
    asked = _near(matrix[random.integers(0, len(matrix), questions)], 0.5, random)
    nearest = _exactly(matrix, asked)
    cells = int(4 * np.sqrt(count))
    ways = {"exact": "Flat", "fp16": "SQfp16", "SQ8": "SQ8", "IVF": f"IVF{cells},SQ8", "HNSW": "HNSW32,SQ8"}
    for way, factory in ways.items():
        if way != "HNSW" or count <= hnsw_up_to:
            yield _asked(way, factory, matrix, asked, nearest, folder / f"{way}.faiss")
    yield _words(count, questions, random, folder / "words")


def _write_vectors(path: Path, count: int, random: np.random.Generator, given: Path | None) -> None:
    if given is not None:
        np.save(path, np.load(given, mmap_mode="r")[:count])
        return
    topics = random.normal(0, 1, (_TOPICS, _DIMENSION)).astype(np.float32)
    matrix = np.lib.format.open_memmap(path, "w+", np.float32, (count, _DIMENSION))
    for start in range(0, count, _STEP):
        end = min(start + _STEP, count)
        matrix[start:end] = _near(topics[random.integers(0, _TOPICS, end - start)], 0.8, random)
    matrix.flush()


def _near(vectors: Vectors, distance: float, random: np.random.Generator) -> Vectors:
    """Return vectors of length one that lie about others, which may have any length."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    moved = unit + distance * random.normal(0, vectors.shape[1] ** -0.5, vectors.shape)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def _exactly(matrix: Vectors, asked: Vectors) -> npt.NDArray[np.int64]:
    """Return the nearest of each question, shape (questions, 10)."""
    index = faiss.IndexFlatIP(matrix.shape[1])
    best = np.full((len(asked), _NEAREST), -2, np.float32), np.zeros((len(asked), _NEAREST), np.int64)
    for start in range(0, len(matrix), _STEP):
        index.reset()
        index.add(np.ascontiguousarray(matrix[start : start + _STEP]))
        scores, rows = index.search(asked, _NEAREST)
        both = np.hstack([best[0], scores]), np.hstack([best[1], np.where(rows >= 0, rows + start, 0)])
        order = np.argsort(-both[0], axis=1)[:, :_NEAREST]
        best = np.take_along_axis(both[0], order, 1), np.take_along_axis(both[1], order, 1)
    return best[1]


def _asked(
    way: str, factory: str, matrix: Vectors, asked: Vectors, nearest: npt.NDArray[np.int64], path: Path
) -> Measured:
    """Build one index, load it from its file, and ask it."""

    def build() -> None:
        index = faiss.index_factory(matrix.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
        if not index.is_trained:
            index.train(np.ascontiguousarray(matrix[:: max(len(matrix) // 100_000, 1)]))
        for start in range(0, len(matrix), _STEP):
            index.add(np.ascontiguousarray(matrix[start : start + _STEP]))
        faiss.write_index(index, str(path))

    _, building = _timed(build)
    flag = faiss.IO_FLAG_MMAP if way == "IVF" else faiss.IO_FLAG_MMAP_IFC
    index: Any
    index, loading = _timed(lambda: faiss.read_index(str(path), flag))
    if way == "IVF":
        index.nprobe = max(index.nlist // 16, 1)
    elif way == "HNSW":
        index.hnsw.efSearch = _COMPARED

    def ask(question: Vectors) -> npt.NDArray[np.int64]:
        _, rows = index.search(question[None], min(_COMPARED, len(matrix)))
        found = np.sort(rows[0][rows[0] >= 0])
        return np.asarray(found[np.argsort(-(matrix[found] @ question))[:_NEAREST]])

    for question in asked[:5]:  # so that the pages are there, as they are after the first minute
        ask(question)
    taken = [_timed(partial(ask, question)) for question in asked]
    hits = np.mean([np.isin(rows, wanted).mean() for (rows, _), wanted in zip(taken, nearest, strict=True)])
    median = float(np.median([seconds for _, seconds in taken]))
    return Measured(way, len(matrix), median * 1e3, path.stat().st_size / 1e6, building, loading * 1e3, float(hits))


def _words(count: int, questions: int, random: np.random.Generator, folder: Path) -> Measured:
    """Measure the lexical search over `count` texts."""
    ids = ((random.zipf(1.3, (count, _LENGTH)) - 1) % _WORDS).tolist()
    vocabulary = {str(word): word for word in range(_WORDS)}

    def build() -> None:
        index = bm25s.BM25(method="lucene")
        index.index(Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        index.save(folder)

    _, building = _timed(build)
    index, loading = _timed(lambda: bm25s.BM25.load(folder, mmap=True))
    # Words that tell: of those that are in every text no question is made.
    asked = [[[str(word) for word in random.integers(50, 2_000, 6)]] for _ in range(questions)]
    taken = [_timed(partial(index.retrieve, words, k=min(_NEAREST, count), show_progress=False))[1] for words in asked]
    megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    return Measured("words", count, float(np.median(taken)) * 1e3, megabytes, building, loading * 1e3, 1.0)


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    return act(), time.perf_counter() - started


def draw(found: list[Measured], path: Path) -> None:
    """Draw time and memory against size, both by powers of ten."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for way in dict.fromkeys(one.way for one in found):
        of_way = [one for one in found if one.way == way]
        label = "words (BM25)" if way == "words" else f"{way}, recall {min(one.recall for one in of_way):.2f}"
        for axis, value in zip(axes, ("question", "megabytes"), strict=True):
            axis.loglog([one.size for one in of_way], [getattr(one, value) for one in of_way], "o-", label=label)
    for axis, title in zip(axes, ("milliseconds a question", "MB of the index"), strict=True):
        axis.set(title=title, xlabel="passages")
        axis.grid(visible=True, which="major", alpha=0.3)
    axes[0].legend(fontsize=7)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


if __name__ == "__main__":
    typer.run(main)
