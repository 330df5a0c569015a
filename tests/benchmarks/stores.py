"""Keeps many communities' snapshots in folders and in PostgreSQL, and asks them: time and memory, and the same answers.

    python -m tests.benchmarks.stores measure --communities 200 --passages 500

The words are those of our reports, mixed; the vectors are drawn at random, as many as the default model makes. Without
`--url`, an empty database on a server of the tests' own is used. Each engine is asked in a process of its own, which
holds all the snapshots at once.
"""

from __future__ import annotations

import gc
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sqlalchemy import create_engine, make_url, text

from index.article import Attribution
from index.embedding import Embedding
from index.passages import cut_passages
from index.retrieval import DenseIndex, Embedded, TokenIndex
from index.snapshot import FORMAT, Manifest, Record, Snapshot, counts, sentences_of
from index.stores import FolderStore, Store
from index.stores.postgres import PostgresStore
from index.stores.tables import METADATA
from tests.benchmarks.reports import our_reports
from tests.postgres import shared_server
from tests.records import article_of
from tests.searching import search

_DIMENSION = 384
_QUESTIONS = 20
app = typer.Typer()


@app.command("measure")
def main(
    communities: Annotated[int, typer.Option(min=1)] = 200,
    passages: Annotated[int, typer.Option(min=10, help="In each community.")] = 500,
    url: Annotated[str, typer.Option(help="A PostgreSQL with pgvector; its tables are made.")] = "",
) -> None:
    """Print what each engine takes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with shared_server(root / "cluster") as server:
            address = url or server.create().render_as_string(hide_password=False)
            _make_tables(address)
            engines = {"folders": str(root / "store"), "PostgreSQL": address}
            print(f"{communities} communities of {passages} passages; seconds, milliseconds, MB")
            print(f"{'':12}{'save s':>8}{'load ms':>9}{'question ms':>13}{'slowest':>9}{'MB':>7}{'answers':>9}")
            found = {}
            for name, place in engines.items():
                saving = _saved(_store(place), communities, passages)
                command = [sys.executable, "-m", "tests.benchmarks.stores", "asked", place, str(communities)]
                asked = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                found[name] = asked["answers"]
                same = sum(a == b for a, b in zip(asked["answers"], found["folders"], strict=True))
                figures = f"{saving:8.2f}{asked['load']:9.0f}{asked['question']:13.1f}{asked['slowest']:9.1f}"
                print(f"{name:12}{figures}{asked['memory']:7.0f}{same / len(found[name]):9.3f}", flush=True)


@app.command()
def asked(place: str, communities: int) -> None:
    """Load all snapshots of a store, ask them in turn, and print what that took as JSON."""
    store = _store(place)
    gc.collect()
    before = _resident()
    loading, held = [], []
    for i in range(communities):
        started = time.perf_counter()
        snapshot = store.shelf(f"c:{i}").load(f"s{i}")
        _ = snapshot.retriever
        loading.append(time.perf_counter() - started)
        held.append(snapshot)
    taken, answers = [], []
    for i, (question, embedding) in enumerate(_questions()):
        started = time.perf_counter()
        found = search(held[i % len(held)].retriever, question, embedding)
        taken.append(time.perf_counter() - started)
        answers.append(found[:10])
    figures = {
        "load": statistics.mean(loading) * 1e3,
        "question": statistics.median(taken) * 1e3,
        "slowest": max(taken) * 1e3,
        "memory": _resident() - before,
        "answers": answers,
    }
    print(json.dumps(figures))
    store.close()


def _store(place: str) -> Store:
    return PostgresStore(make_url(place)) if "://" in place else FolderStore(Path(place))


def _make_tables(address: str) -> None:
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        METADATA.create_all(connection)
    engine.dispose()


def _saved(store: Store, communities: int, passages: int) -> float:
    """Save a snapshot for each community, and return the seconds that one takes."""
    taken = []
    for i in range(communities):
        snapshot = _drawn(i, passages)
        started = time.perf_counter()
        store.shelf(f"c:{i}").save(snapshot)
        taken.append(time.perf_counter() - started)
    return statistics.mean(taken)


def _drawn(number: int, passages: int) -> Snapshot:
    """Return a snapshot of passages of our reports, with vectors drawn at random: the same for the same number."""
    chosen = random.Random(number)
    paragraphs = [paragraph for report in our_reports() for paragraph in report.paragraphs]
    article = article_of(*itertools.islice(itertools.cycle(chosen.sample(paragraphs, len(paragraphs))), passages))
    cut = cut_passages(article, Attribution())[:passages]
    record = Record((article,), (Attribution(),), cut)
    sentences = sentences_of(record)
    lengths = [len(of_passage) for of_passage in sentences]
    drawn = np.random.default_rng(number)
    dense = DenseIndex.of_vectors(
        _unit(drawn, len(cut)), _unit(drawn, sum(lengths)), np.repeat(np.arange(len(cut)), lengths).astype(np.int64)
    )
    # A token of the default model is some four letters.
    owners = np.repeat(np.arange(sum(lengths)), [len(one) // 4 + 1 for of_passage in sentences for one in of_passage])
    codes = drawn.integers(-127, 128, (len(owners), _DIMENSION), np.int8)
    scales = np.full(len(owners), 1 / np.linalg.norm(codes[0].astype(np.float32)), np.float32)
    tokens = TokenIndex(np.zeros(_DIMENSION, np.float32), codes, scales, owners.astype(np.int64))
    manifest = Manifest(f"s{number}", FORMAT, "", "drawn", _DIMENSION, (), {}, {}, {})
    made = Snapshot(manifest, record, Embedded(dense, tokens))
    return replace(made, manifest=replace(manifest, counts=counts(record, dense)))


def _questions() -> Iterator[tuple[str, Embedding]]:
    """Yield questions of our reports, ten times over, with vectors drawn at random."""
    texts = [question.text for report in our_reports() for question in report.questions][:: len(our_reports())]
    drawn = np.random.default_rng(0)
    for words in texts[:_QUESTIONS] * 10:
        spans = np.array([(i, i + 4) for i in range(0, len(words), 4)], np.int32)
        yield words, Embedding(_unit(drawn, 1)[0], _unit(drawn, len(spans)), spans)


def _unit(drawn: np.random.Generator, count: int) -> np.ndarray:
    vectors = drawn.standard_normal((count, _DIMENSION), np.float32)
    unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _resident() -> float:
    """Return the MB of this process's memory, files that it reads from not counted."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024


if __name__ == "__main__":
    app()
