"""Searches indexes of very many passages in this process: time, memory and recall by size, as a table and a picture.

    python -m tests.benchmarks.large --size 10000 --size 100000 --size 1000000 --picture .github/large.svg

The vectors are those of sentences of our reports, as the default model makes them, and as many others near them as it
takes; the questions are those about the reports. Each way to search is written to disk, loaded with its contents left
in the file where it can be, and asked the same questions by one thread, for as many as the bot needs
(`index/retrieval/nearest.py`); what it finds is compared again exactly. The last lines say which way is the fastest at
each size that still finds 99 in 100 of the ten nearest. The lexical search is bm25s over texts of words drawn by Zipf's
law.
"""

from __future__ import annotations

import os
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

from index.article import Attribution
from index.embedding import Encoder, Vectors
from index.passages import cut_passages
from index.retrieval.nearest import FOUND, PROBED
from index.snapshot import Record, sentences_of
from tests.benchmarks.reports import our_reports
from tests.records import article_of

T = TypeVar("T")

NEEDED = 0.99
"""Recall of the ten nearest."""
_NEAREST = 10
_REAL = 2_000
"""Sentences that the model embeds; the other vectors lie about theirs."""
_SAMPLE = 64  # vectors a cell to learn the cells from
_WORDS, _LENGTH = 50_000, 40
_STEP = 65_536


@dataclass(frozen=True, slots=True)
class Measured:
    """What a way to search takes with `size` vectors or texts.

    Milliseconds of the processor a question, MB on disk, seconds to build, milliseconds to load, and the share of the
    ten nearest found.
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
    picture: Annotated[Path | None, typer.Option(help="Where the picture is drawn, .svg or .png.")] = None,
) -> None:
    """Print what each way takes at each size, and which is best."""
    real, asked = embedded(questions)
    found: list[Measured] = []
    print(f"{'':10}{'size':>10}{'ms a question':>15}{'MB':>8}{'s to build':>12}{'ms to load':>12}{'recall@10':>11}")
    for count in size or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            for one in measured(count, real, asked, hnsw_up_to, Path(folder)):
                found.append(one)
                figures = f"{one.question:15.2f}{one.megabytes:8.0f}{one.build:12.1f}{one.load:12.1f}{one.recall:11.3f}"
                print(f"{one.way:10}{one.size:10,}{figures}", flush=True)
    for count in dict.fromkeys(one.size for one in found):
        able = [one for one in found if one.size == count and one.recall >= NEEDED and one.way != "words"]
        print(f"{count:,}: {min(able, key=lambda one: one.question).way} is the fastest that finds {NEEDED:.0%}")
    if picture is not None:
        draw(found, picture)


def embedded(questions: int) -> tuple[Vectors, Vectors]:
    """Return vectors of sentences of our reports, and of so many questions about them, as they are from the mean."""
    reports = our_reports()
    article = article_of(*(paragraph for report in reports for paragraph in report.paragraphs))
    record = Record((article,), (Attribution(),), cut_passages(article, Attribution()))
    sentences = [sentence for passage in sentences_of(record) for sentence in passage]
    texts = [question.text for report in reports for question in report.questions if question.answerable]
    encoder = Encoder.load()
    real = encoder.encode_passages(sentences[:: max(len(sentences) // _REAL, 1)])
    asked = encoder.encode_questions(texts[:: max(len(texts) // questions, 1)][:questions])
    mean = real.mean(axis=0)
    return _unit(real - mean), _unit(asked - mean)


def measured(count: int, real: Vectors, asked: Vectors, hnsw_up_to: int, folder: Path) -> Iterator[Measured]:
    """Yield what each way takes with `count` vectors; it may use `folder`."""
    random = np.random.default_rng(7)
    held = folder / "vectors.npy"
    _write_vectors(held, count, real, random)
    matrix: Vectors = np.load(held, mmap_mode="r")
    nearest = _exactly(matrix, asked)
    yield _all_compared(matrix, asked, nearest, held)
    cells = int(4 * np.sqrt(count))
    ways = {"fp16": "SQfp16", "SQ8": "SQ8", "IVF": f"IVF{cells},SQ8", "HNSW": "HNSW32,SQ8"}
    for way, factory in ways.items():
        if way != "HNSW" or count <= hnsw_up_to:
            yield _asked(way, factory, matrix, asked, nearest, folder / f"{way}.faiss")
    yield _words(count, len(asked), random, folder / "words")


def _write_vectors(path: Path, count: int, real: Vectors, random: np.random.Generator) -> None:
    matrix = np.lib.format.open_memmap(path, "w+", np.float32, (count, real.shape[1]))
    for start in range(0, count, _STEP):
        end = min(start + _STEP, count)
        matrix[start:end] = _near(real[random.integers(0, len(real), end - start)], 0.8, random)
    matrix.flush()


def _near(vectors: Vectors, distance: float, random: np.random.Generator) -> Vectors:
    """Return vectors of length one that lie about others of length one."""
    return _unit(vectors + distance * random.normal(0, vectors.shape[1] ** -0.5, vectors.shape))


def _unit(vectors: npt.NDArray[np.floating[Any]]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


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


def _all_compared(matrix: Vectors, asked: Vectors, nearest: npt.NDArray[np.int64], path: Path) -> Measured:
    """Compare each question with all vectors, as the bot does while they are few."""
    held, loading = _timed(lambda: np.load(path, mmap_mode="r"))

    def ask(question: Vectors) -> npt.NDArray[np.int64]:
        products = held @ question
        found = np.argpartition(-products, _NEAREST)[:_NEAREST]
        return np.asarray(found[np.argsort(-products[found])])

    return _timed_questions("exact", ask, asked, nearest, path, (len(matrix), 0.0, loading))


def _asked(
    way: str, factory: str, matrix: Vectors, asked: Vectors, nearest: npt.NDArray[np.int64], path: Path
) -> Measured:
    """Build one index, load it from its file, and ask it."""

    def build() -> None:
        index = faiss.index_factory(matrix.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
        sample = _SAMPLE * getattr(index, "nlist", 0) or _STEP
        if not index.is_trained:
            index.train(np.ascontiguousarray(matrix[:: max(len(matrix) // sample, 1)]))
        for start in range(0, len(matrix), _STEP):
            index.add(np.ascontiguousarray(matrix[start : start + _STEP]))
        faiss.write_index(index, str(path))

    faiss.omp_set_num_threads(os.cpu_count() or 1)
    _, building = _timed(build)
    faiss.omp_set_num_threads(1)
    flag = faiss.IO_FLAG_MMAP if way == "IVF" else faiss.IO_FLAG_MMAP_IFC
    index: Any
    index, loading = _timed(lambda: faiss.read_index(str(path), flag))
    if way == "IVF":
        index.nprobe = max(index.nlist // PROBED, 1)
    elif way == "HNSW":
        index.hnsw.efSearch = FOUND

    def ask(question: Vectors) -> npt.NDArray[np.int64]:
        _, rows = index.search(question[None], min(FOUND, len(matrix)))
        found = np.sort(rows[0][rows[0] >= 0])
        return np.asarray(found[np.argsort(-(matrix[found] @ question))[:_NEAREST]])

    return _timed_questions(way, ask, asked, nearest, path, (len(matrix), building, loading))


def _timed_questions(
    way: str,
    ask: Callable[[Vectors], npt.NDArray[np.int64]],
    asked: Vectors,
    nearest: npt.NDArray[np.int64],
    path: Path,
    made: tuple[int, float, float],
) -> Measured:
    """Ask, and return what that took; `made` is how many there are, and the seconds to build and to load them."""
    for question in asked[:5]:  # so that the pages are there, as they are after the first minute
        ask(question)
    taken = [_timed(partial(ask, question), time.thread_time) for question in asked]
    hits = np.mean([np.isin(rows, wanted).mean() for (rows, _), wanted in zip(taken, nearest, strict=True)])
    median = float(np.median([seconds for _, seconds in taken]))
    count, building, loading = made
    return Measured(way, count, median * 1e3, path.stat().st_size / 1e6, building, loading * 1e3, float(hits))


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
    found = [partial(index.retrieve, words, k=min(_NEAREST, count), show_progress=False) for words in asked]
    taken = [_timed(ask, time.thread_time)[1] for ask in found]
    megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    return Measured("words", count, float(np.median(taken)) * 1e3, megabytes, building, loading * 1e3, 1.0)


def _timed(act: Callable[[], T], clock: Callable[[], float] = time.perf_counter) -> tuple[T, float]:
    started = clock()
    return act(), clock() - started


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
