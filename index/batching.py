"""Things of one kind that several threads want at the same moment, done together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Wanted = TypeVar("Wanted")
Made = TypeVar("Made")

MOST = 16
"""Things that are done at once: more of them take as long as one batch after the other."""


class Batches(Generic[Wanted, Made]):
    """A queue before a function that does several things sooner together than one after the other.

    Nothing waits for a batch to fill: who finds nobody at work does what waits, the oldest first and the own thing
    with it, in the own thread, and meanwhile the next batch gathers. So a thing that comes alone is done at once and by
    itself, and there is nothing to close. A thread waits until its thing is done and can ask for no other: at most as
    many things wait as there are threads.
    """

    def __init__(
        self,
        work: Callable[[list[Wanted]], Sequence[Made]],
        alike: Callable[[Wanted, Wanted], bool] = lambda _one, _other: True,
        most: int = MOST,
    ) -> None:
        """Queue for `work`.

        Args:
            work: does several things and returns what they make, in their order; never called twice at once.
            alike: whether a thing is done well together with the one that has waited longest.
            most: how many are done at once.
        """
        self._work = work
        self._alike = alike
        self._most = most
        self._changed = threading.Condition()
        self._waiting: list[tuple[Wanted, Future[Made]]] = []
        self._at_work = False

    def __call__(self, wanted: Wanted) -> Made:
        """Return what is made of `wanted`, when it is; what goes wrong with it is raised here and nowhere else."""
        mine: Future[Made] = Future()
        with self._changed:
            self._waiting.append((wanted, mine))
        while not mine.done():
            with self._changed:
                self._changed.wait_for(lambda: mine.done() or not self._at_work)
                if mine.done():
                    break
                batch = self._next()
                self._at_work = True
            try:
                self._do(batch)
            finally:
                with self._changed:
                    self._at_work = False
                    self._changed.notify_all()
        return mine.result()

    def _next(self) -> list[tuple[Wanted, Future[Made]]]:
        """Take what is done next: what has waited longest, and what is like it."""
        oldest, _ = self._waiting[0]
        batch = [self._waiting[0], *(one for one in self._waiting[1:] if self._alike(oldest, one[0]))][: self._most]
        taken = {id(future) for _, future in batch}
        self._waiting = [one for one in self._waiting if id(one[1]) not in taken]
        return batch

    def _do(self, batch: list[tuple[Wanted, Future[Made]]]) -> None:
        try:
            made = self._work([wanted for wanted, _ in batch])
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised in the thread whose thing it is about
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            for one in batch:
                self._do([one])
            return
        for (_, future), done in zip(batch, made, strict=True):
            future.set_result(done)
