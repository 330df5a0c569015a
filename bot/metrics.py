"""What is counted and timed while the bot serves, in the form that Prometheus reads.

The only labels are the names of a platform, of a part of the bot, of a step of the work and of an outcome: never a
member, a place or a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.answers import Answer, NoAnswer, Reason, Reply
from bot.errors import AlreadyRunning, NotAllowed

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Upper edges of the histogram's buckets; 3 s is how long the platforms wait for a sign of life."""


_DELAYS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)  # seconds


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
        ProcessCollector(registry=self._registry)  # resident memory, processor time, open files; on Linux alone

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

        def gauge(name: str, what: str, *labels: str) -> Gauge:
            return Gauge(f"on_the_record_{name}", what, labels, registry=self._registry)

        self._in_progress = gauge("questions_in_progress", "Questions that have no reply yet.", "platform")
        self._ready = gauge("ready", "1 while a part of the bot does its work; seen when it was last asked.", "part")
        self._database_seconds = gauge("database_seconds", "How long the last query for /ready or /metrics took.")
        self._passages = gauge("passages", "Passages of the default library.")
        self._made = gauge("index_timestamp_seconds", "When the default library's index was built, since 1970.")
        self._own = gauge("own_libraries", "Communities with a library of their own.")
        self._delays = Histogram(
            "on_the_record_loop_delay_seconds",
            "By how much later than due the event loop came to a task that is due every quarter of a second.",
            buckets=_DELAYS,
            registry=self._registry,
        )

    @contextmanager
    def question(self, platform: str) -> Iterator[None]:
        """Count a question, and a failure where what is done inside ends without a reply."""
        self._questions.labels(platform).inc()
        try:
            with self._in_progress.labels(platform).track_inprogress():
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

    def ready(self, parts: Mapping[str, bool]) -> None:
        """Set which parts do their work."""
        for name, is_up in parts.items():
            self._ready.labels(name).set(is_up)

    def database_took(self, seconds: float) -> None:
        """Set how long a query took."""
        self._database_seconds.set(seconds)

    def holds(self, passages: int, made: float, own: int) -> None:
        """Set what answers: the default library's passages and when it was made (since 1970), and how many others."""
        self._passages.set(passages)
        self._made.set(made)
        self._own.set(own)

    def delayed(self, seconds: float) -> None:
        """Note by how much the event loop was late."""
        self._delays.observe(seconds)

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
