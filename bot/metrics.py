"""What is counted and timed while the bot serves, in the form that Prometheus reads.

The only labels are a platform's name, a step of the work and an outcome: never a member, a place or a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.answering import Answer, NoAnswer, Reason, Reply
from bot.errors import AlreadyRunning, NotAllowed

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Upper edges of the histogram's buckets; 3 s is how long the platforms wait for a sign of life."""


class Step(StrEnum):
    """A part of the time between a question and its answer."""

    WAITING = "waiting"
    """For the questions before it."""
    ANSWERING = "answering"
    """Understanding, searching and reading."""
    SENDING = "sending"
    """Until the platform has taken the answer."""


class Metrics:
    """The instruments of one process. Each instance counts for itself, from any thread."""

    content_type = CONTENT_TYPE_LATEST
    """Of what `page` returns, for the header of an HTTP response."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = CollectorRegistry()

        def count(name: str, what: str, *labels: str) -> Counter:
            return Counter(f"on_the_record_{name}", what, ("platform", *labels), registry=self._registry)

        self._questions = count("questions", "Questions asked.")
        self._answers = count("answers", "Questions answered with a passage.")
        self._abstentions = count("abstentions", "Questions that the articles do not answer.")
        self._failures = count("failures", "Questions that were refused, or failed, before there was a reply.")
        self._reloads = count("reloads", "Reloads, by how they ended.", "outcome")
        self._reconnects = count("reconnects", "Connections made again after one was lost.")
        self._connected = Gauge(
            "on_the_record_connected", "1 while the platform is connected.", ("platform",), registry=self._registry
        )
        self._seconds = Histogram(
            "on_the_record_step_seconds",
            "How long each step between a question and its answer took.",
            ("platform", "step"),
            buckets=_SECONDS,
            registry=self._registry,
        )

    @contextmanager
    def question(self, platform: str) -> Iterator[None]:
        """Count a question, and a failure where what is done inside ends without a reply."""
        self._questions.labels(platform).inc()
        try:
            yield
        except BaseException:
            self._failures.labels(platform).inc()
            raise

    def timing(self, platform: str, answer: Callable[[], Reply]) -> Callable[[], Reply]:
        """Return `answer`, so that its waiting is timed from now on, and its work from when it is called."""
        since = perf_counter()

        def timed() -> Reply:
            self._seconds.labels(platform, Step.WAITING.value).observe(perf_counter() - since)
            with self.timed(platform, Step.ANSWERING):
                return answer()

        return timed

    def replied(self, platform: str, reply: Reply) -> None:
        """Count an answer or an abstention; a reply to what asks nothing is neither."""
        if isinstance(reply, Answer):
            self._answers.labels(platform).inc()
        elif isinstance(reply, NoAnswer) and reply.reason not in (Reason.EMPTY, Reason.TOO_LONG):
            self._abstentions.labels(platform).inc()

    @contextmanager
    def reload(self, platform: str) -> Iterator[None]:
        """Count a reload as done, refused or failed, by how what is done inside ends."""
        outcome = "failed"
        try:
            yield
            outcome = "done"
        except (NotAllowed, AlreadyRunning):
            outcome = "refused"
            raise
        finally:
            self._reloads.labels(platform, outcome).inc()

    def connected(self, platform: str, is_connected: bool, *, again: bool = False) -> None:
        """Set whether `platform` is connected; `again` says that it was before."""
        self._connected.labels(platform).set(is_connected)
        self._reconnects.labels(platform).inc(again)

    @contextmanager
    def timed(self, platform: str, step: Step) -> Iterator[None]:
        """Time what is done inside, whether it succeeds or not."""
        started = perf_counter()
        try:
            yield
        finally:
            self._seconds.labels(platform, step.value).observe(perf_counter() - started)

    def page(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self._registry)
