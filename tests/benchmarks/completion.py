"""Measures how long the completion of a speaker's name takes, which runs on the event loop.

python -m tests.benchmarks.completion
"""

from __future__ import annotations

import time

from bot.questions.choices import Directory
from tests.bot.questions.test_choices import crowd

_TYPED = ("", "b", "bakeli", "bakelimo", "director num", "institute for the study", "zuzuzu xon", "998", "陳少明")
_TIMES = 20


def main() -> None:
    """Print the milliseconds of the processor for each text, among a thousand speakers."""
    directory = Directory(crowd(1_000))
    for typed in _TYPED:
        directory.choices(typed)
        started = time.process_time()
        for _ in range(_TIMES):
            directory.choices(typed)
        print(f"{1_000 * (time.process_time() - started) / _TIMES:6.1f} ms  {typed!r}")


if __name__ == "__main__":
    main()
