"""Attribution in real processes of its own: the same as here, several at once, and none that stays or is waited for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.article import Article
from index.attribution import attribute, pool
from index.attribution.pool import AttributionPool
from index.errors import ModelError, SourceError
from index.processes import environment
from index.sources import BUNDLED_SOURCE, read_source
from index.sources.text import read_text

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def attributors() -> Iterator[AttributionPool]:
    made = AttributionPool(2)
    yield made
    made.close()


def article(number: int, paragraphs: int = 1) -> Article:
    words = f"“The ferry {number} will run again in April,” said Ines Okoro, the harbour master.\n\n" * paragraphs
    return read_text(f"{number}.txt", words, f"{number:064}")


def processes() -> set[int]:
    """Return the ids of this process's workers that run."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == os.getpid() and b"index.attribution.worker" in words:
            found.add(int(folder.name))
    return found


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_it_is_what_attributing_here_gives(attributors: AttributionPool) -> None:
    for one in (read_source(BUNDLED_SOURCE), article(1)):
        assert attributors.attribute(one) == attribute(one)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_one_process_serves_one_article_after_another_and_at_most_two_several_at_once() -> None:
    before = processes()
    attributors = AttributionPool(2)
    for number in range(3):
        attributors.attribute(article(number))
    assert len(processes() - before) == 1
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(attributors.attribute, [article(number) for number in range(6)]))
    assert found == [attribute(article(number)) for number in range(6)]
    assert len(processes() - before) == 2
    attributors.close()
    assert not processes() - before


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_without_work_is_ended_after_a_while() -> None:
    before = processes()
    attributors = AttributionPool(1, idle_seconds=0.2)
    attributors.attribute(article(1))
    wait_until(lambda: not processes() - before)
    assert attributors.attribute(article(2)) == attribute(article(2))
    attributors.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_that_was_killed_while_it_waited_is_replaced(attributors: AttributionPool) -> None:
    before = processes()
    attributors.attribute(article(1))
    for process in processes() - before:
        os.kill(process, signal.SIGKILL)
    assert attributors.attribute(article(2)) == attribute(article(2))


def test_an_article_that_takes_too_long_is_refused_by_name_and_the_next_is_served(
    attributors: AttributionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pool, "_SECONDS", (0.05, 0.0))
        with pytest.raises(SourceError, match=r"7\.txt"):
            attributors.attribute(article(7))
    assert attributors.attribute(article(8)) == attribute(article(8))


@pytest.mark.parametrize(
    ("fault", "error", "told"),
    [
        ("document._MODEL = 'no_such_model'", ModelError, "make setup"),
        ("attribution.attribute = lambda article: int(article.text)", RuntimeError, "ValueError"),
    ],
)
def test_a_missing_model_and_a_failure_are_told(
    attributors: AttributionPool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    fault: str, error: type[Exception], told: str,
) -> None:  # fmt: skip
    start = f"import index.attribution as attribution\nimport index.attribution.document as document\n{fault}\n"
    (tmp_path / "sitecustomize.py").write_text(start, encoding="utf-8")
    ordinary = environment()
    path = os.pathsep.join([str(tmp_path), ordinary["PYTHONPATH"]])
    monkeypatch.setattr(pool, "environment", lambda: {**ordinary, "PYTHONPATH": path})
    with pytest.raises(error, match=told) as failure:
        attributors.attribute(article(1))
    assert "ferry" not in str(failure.value)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_outlives_a_program_that_is_killed_at_work(tmp_path: Path) -> None:
    code = (
        "from tests.index.attribution.test_pool import article, processes\n"
        "from index.attribution.pool import POOL\n"
        "POOL.attribute(article(1))\n"
        "print(*processes(), flush=True)\n"
        "POOL.attribute(article(2, 3000))\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert program.stdout is not None
    workers = program.stdout.readline().split()
    assert workers
    program.kill()
    program.communicate()
    wait_until(lambda: not any(Path("/proc", worker).exists() for worker in workers))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_fork_asks_processes_of_its_own_and_reads_no_answer_of_another() -> None:
    code = """
import os
from index.attribution.pool import POOL
from tests.index.attribution.test_pool import article, processes

def statements(number):
    return len(POOL.attribute(article(number, number)).statements)

print(statements(1), len(processes()), flush=True)
child = os.fork()
if child == 0:
    print(statements(2), len(processes()), flush=True)
    os._exit(0)
os.waitpid(child, 0)
print(statements(3), len(processes()), flush=True)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.splitlines() == ["1 1", "2 1", "3 1"], done.stderr


def test_neither_the_parser_nor_pytorch_is_loaded_where_a_source_is_added(tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text(article(1).text, encoding="utf-8")
    code = f"""
import asyncio, sys
from pathlib import Path
from bot.libraries import Add, Libraries, SourceBytes
from bot.library import Library
from bot.moderation import Actor
from bot.moderation.gaps import grouped
from bot.state.state import State

async def main():
    folder = Path({str(tmp_path)!r})
    state = State(folder)
    await state.open()
    library = Library([folder / "report.txt"], folder, "multilingual-e5-small")
    libraries = Libraries(library, state.database, folder / "own")
    await libraries.open()
    text = "“It rains,” said Bo Lind, a baker.\\n\\nNobody else spoke that day."
    plan = await libraries.plan("slack:T1", Add(SourceBytes("rain.txt", text.encode())))
    await libraries.carry_out(plan, Actor("slack", "T1", "C1", "U1", runs_the_community=True))
    snapshot = await libraries.snapshot("slack:T1")
    print([speaker.name for speaker, _ in snapshot.speakers()])
    print(sorted({{"torch", "spacy", "thinc", "sentence_transformers", "transformers"}} & sys.modules.keys()))
    libraries.close()
    await state.close()

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.splitlines() == ["['Bo Lind']", "[]"], done.stderr
