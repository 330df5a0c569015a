from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.retrieval.stemming import stem, stems

_ENDS = ("s", "ing", "ization")
WORDS = [f"{first}{end}" for first in ("harbour", "wind", "market", "nation", "loan") for end in _ENDS]


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that are interrupted as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_that_stem_at_once_do_not_disturb_each_other() -> None:
    alone = [stem(word) for word in WORDS]

    def again(_: int) -> list[str]:
        stem.cache_clear()
        return [stem(word) for word in WORDS]

    with ThreadPoolExecutor(8) as pool:
        assert all(found == alone for found in pool.map(again, range(60)))


def test_function_words_are_left_out_and_accents_do_not_count() -> None:
    assert stems("What did the mayor say about loans in Málaga?") == ["mayor", "loan", "malaga"]
