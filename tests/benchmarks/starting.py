"""Measures a first answer, from the start of a process to its end: seconds, processor time and memory.

python -m tests.benchmarks.starting

The bot answers from the saved index of the bundled digest. Its peer is the bot of the tutorials (tests/benchmarks/
plain.py): sentence-transformers loads all-MiniLM-L6-v2, embeds one question and looks for the nearest of the vectors
that it finds on disk. Both run in turns, `--rounds` times, and the median is shown.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

# Nothing heavy is imported here: a child's largest memory is never counted as less than its parent's when it began.
_QUESTION = "Who called the city a magnet for the world's money?"
_PLAIN_VECTORS = """
import sys
import numpy as np
from tests.benchmarks.plain import load_model
model = load_model()
if model is not None:
    np.save(sys.argv[1], model.encode(["The city draws money.", "The dean spoke."], normalize_embeddings=True))
"""
_PLAIN = """
import sys
import numpy as np
from tests.benchmarks.plain import load_model
model = load_model()
question = model.encode([sys.argv[2]], normalize_embeddings=True)[0]
print(int(np.argmax(np.load(sys.argv[1]) @ question)))
"""


class Cost(NamedTuple):
    """What a process took: seconds on the clock, seconds of the processors, MB at its largest."""

    clock: float
    processor: float
    memory: float


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """Run `command` to its end and return what it took.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}")
    in_kilobytes = 1 if sys.platform == "linux" else 1024
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / in_kilobytes / 1000)


def main(rounds: Annotated[int, typer.Option(help="Of which the median is shown.")] = 5) -> None:
    """Print what a first answer takes."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder}
        python = sys.executable
        subprocess.run([python, "-m", "index", "build"], env=environment, check=True, stdout=subprocess.DEVNULL)
        commands = {"this bot": [python, "-m", "bot", "ask", _QUESTION]}
        vectors = Path(folder) / "vectors.npy"
        subprocess.run([python, "-c", _PLAIN_VECTORS, str(vectors)], env=environment, check=True)
        if vectors.exists():
            commands["plain bot"] = [python, "-c", _PLAIN, str(vectors), _QUESTION]
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                costs[name].append(measured(command, environment))
    print(f"{'a first answer':16}{'seconds':>9}{'of the processor':>18}{'MB':>7}")
    for name, taken in costs.items():
        clock, processor, memory = (statistics.median(column) for column in zip(*taken, strict=True))
        print(f"{name:16}{clock:9.1f}{processor:18.1f}{memory:7.0f}")


if __name__ == "__main__":
    typer.run(main)
