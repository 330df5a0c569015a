from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from index.batching import Batches


class Slow:
    """Work that goes on only when it is let, so that what is asked for meanwhile has to wait."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.threads: list[str] = []
        self.go_on = threading.Event()

    def __call__(self, texts: list[str]) -> Sequence[str]:
        self.batches.append(texts)
        self.threads.append(threading.current_thread().name)
        assert self.go_on.wait(60)
        if "bad" in texts:
            raise ValueError("bad")
        if "enough" in texts:
            raise KeyboardInterrupt
        return [text.upper() for text in texts]


def ask_at_once(batches: Batches[str, str], work: Slow, first: str, *others: str) -> list[Future[str]]:
    """Ask for `first`, and while it is being done for the others, one after the other; return when all are done."""
    with ThreadPoolExecutor(1 + len(others)) as threads:
        asked = [threads.submit(batches, first)]
        until(lambda: len(work.batches), 1)
        for count, other in enumerate(others, start=1):
            asked.append(threads.submit(batches, other))
            until(lambda: len(batches._waiting), count)
        work.go_on.set()
    return asked


def until(counted: Callable[[], int], count: int) -> None:
    """Wait until so many are counted."""
    deadline = time.monotonic() + 60
    while counted() < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_what_comes_alone_is_done_by_itself_in_the_thread_that_asks() -> None:
    work = Slow()
    work.go_on.set()
    batches = Batches(work)
    assert [batches("one"), batches("two")] == ["ONE", "TWO"]
    assert work.batches == [["one"], ["two"]]
    assert set(work.threads) == {threading.current_thread().name}


def test_what_comes_during_the_work_is_done_together_and_everybody_gets_the_own() -> None:
    work = Slow()
    batches = Batches(work)
    asked = ask_at_once(batches, work, "one", "two", "three", "four", "two")
    assert [one.result() for one in asked] == ["ONE", "TWO", "THREE", "FOUR", "TWO"]
    assert work.batches == [["one"], ["two", "three", "four", "two"]]


def test_no_batch_is_larger_than_is_good_and_the_oldest_come_first() -> None:
    work = Slow()
    batches = Batches(work, most=2)
    asked = ask_at_once(batches, work, *"abcdef")
    assert [one.result() for one in asked] == list("ABCDEF")
    assert work.batches == [["a"], ["b", "c"], ["d", "e"], ["f"]]


def test_what_is_unlike_is_done_apart_and_nobody_is_passed_over() -> None:
    work = Slow()
    batches = Batches(work, alike=lambda one, other: len(one) == len(other))
    ask_at_once(batches, work, "x", "long", "a", "wide", "b")
    assert work.batches == [["x"], ["long", "wide"], ["a", "b"]]


@pytest.mark.parametrize(("wrong", "error"), [("bad", ValueError), ("enough", KeyboardInterrupt)])
def test_an_error_is_raised_for_the_thing_that_it_is_about_alone(wrong: str, error: type[BaseException]) -> None:
    work = Slow()
    batches = Batches(work)
    asked = ask_at_once(batches, work, "one", "two", wrong, "three")
    assert [one.result() for one in asked if one is not asked[2]] == ["ONE", "TWO", "THREE"]
    with pytest.raises(error):
        asked[2].result()
    assert batches("after it") == "AFTER IT"
