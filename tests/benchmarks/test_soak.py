from pathlib import Path

import pytest

from tests.benchmarks.soak import EVERY, WINDOW, growth, resident, rise

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="read from /proc")


def test_growth_is_that_of_the_medians_once_there_are_two_windows() -> None:
    level = [300.0] * WINDOW
    assert growth([*level, *[400.0] * (WINDOW - 1)]) == 0.0
    assert growth([*level, *[310.0] * WINDOW]) == 10.0
    assert growth([*level, 900.0, *level[1:]]) == 0.0, "one peak is no growth"


def test_the_rise_is_that_of_a_line_through_all_samples() -> None:
    assert rise([300.0, 301.0, 302.0, 303.0]) == pytest.approx(1_000 / EVERY)
    assert rise([300.0, 340.0, 300.0]) == pytest.approx(0)


def test_what_is_taken_is_seen() -> None:
    before = resident()
    taken = bytearray(b"x" * 60_000_000)
    assert 40 < resident() - before < 90
    del taken
