"""Attribution in processes of its own: several articles at once, and no parser in the process that asks.

A process is started when it is needed, kept for a while, since one correction follows another, and then ended, so that
its memory is given back.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time

from pydantic import TypeAdapter, ValidationError

from index.article import Article, Attribution
from index.errors import ModelError, SourceError
from index.processes import ROOT, environment, processors

_MOST = 8  # processes; each takes 170 MB
_IDLE_SECONDS = 60.0
_SECONDS = 900.0, 0.01
"""On the clock for an article: for any, and for each of its characters. An idle machine takes a second and 0.00003; one
that has thirty things to do at once is no reason to refuse a source, only a process that would never end is."""
_LONGEST_ANSWER = 256 << 20  # bytes

_ARTICLE = TypeAdapter(Article)
_ATTRIBUTION = TypeAdapter(Attribution)


class AttributionPool:
    """Processes that attribute articles. Its methods may be called from any thread."""

    def __init__(self, most: int | None = None, idle_seconds: float = _IDLE_SECONDS) -> None:
        """Start no process before there is work.

        Args:
            most: processes at once; None: one a processor, up to eight.
            idle_seconds: for how long a process without work is kept.
        """
        self.most = most or min(_MOST, processors())
        self._idle_seconds = idle_seconds
        self.begin()

    def begin(self) -> None:
        """Have no process: at first, and in a fork, whose parent is given the answers of those that there are."""
        self._turn = threading.BoundedSemaphore(self.most)
        self._lock = threading.Lock()
        self._idle: list[tuple[float, _Worker]] = []
        self._reaping: threading.Timer | None = None

    def attribute(self, article: Article) -> Attribution:
        """Return the speakers of an article and every statement that its text attributes. Blocks.

        Raises:
            SourceError: its process ended before it was done, for lack of memory or time.
            ModelError: the language model is not installed.
            RuntimeError: attribution failed on this article, which is a fault of the program.
        """
        request = _ARTICLE.dump_json(article) + b"\n"
        fixed, each = _SECONDS
        seconds = fixed + each * len(article.text)
        with self._turn:
            answer = self._asked(request, seconds)
        if answer is None:
            raise SourceError(
                f"{article.name}: the process that finds out who speaks in it ended before it was done: too little "
                "memory, or too much text. Try again, or split it into several sources."
            )
        return _read(answer)

    def close(self) -> None:
        """End the processes that wait for work; those at work end when they are done."""
        with self._lock:
            waiting, self._idle = self._idle, []
            if self._reaping:
                self._reaping.cancel()
                self._reaping = None
        for _, worker in waiting:
            worker.end()

    def _asked(self, request: bytes, seconds: float) -> bytes | None:
        """Return a process's answer, or None where it ended without one."""
        worker = self._waiting()
        if worker is not None:  # it may have been ended while it waited, which is no fault of this article
            answer = worker.ask(request, seconds)
            if answer is not None:
                self._keep(worker)
                return answer
            worker.end()
        worker = _Worker()
        answer = worker.ask(request, seconds)
        if answer is None:
            worker.end()
        else:
            self._keep(worker)
        return answer

    def _waiting(self) -> _Worker | None:
        with self._lock:
            return self._idle.pop()[1] if self._idle else None

    def _keep(self, worker: _Worker) -> None:
        with self._lock:
            self._idle.append((time.monotonic(), worker))
            self._reap_later()

    def _reap_later(self) -> None:
        if self._reaping is None and self._idle:
            self._reaping = threading.Timer(self._idle_seconds, self._reap)
            self._reaping.daemon = True
            self._reaping.start()

    def _reap(self) -> None:
        """End the processes that have waited for long enough, and look again where others still wait."""
        until = time.monotonic() - self._idle_seconds
        with self._lock:
            old = [worker for since, worker in self._idle if since <= until]
            self._idle = [(since, worker) for since, worker in self._idle if since > until]
            self._reaping = None
            self._reap_later()
        for worker in old:
            worker.end()


class _Worker:
    """One process of `index.attribution.worker`."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(  # nosec B603  # this interpreter, a module of ours, no shell
                [sys.executable, "-m", "index.attribution.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment(),
            )
        except OSError as error:
            raise SourceError(
                f"No process can be started to find out who speaks ({error.strerror}). Try again."
            ) from error

    def ask(self, request: bytes, seconds: float) -> bytes | None:
        """Return the answer to a request; None where the process ended, or was ended after so many seconds."""
        given, answers = self._process.stdin, self._process.stdout
        assert given is not None and answers is not None  # noqa: PT018, S101 - for the type checker: both are pipes
        clock = threading.Timer(seconds, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            given.write(request)
            given.flush()
            answer = answers.readline(_LONGEST_ANSWER)
        except OSError:
            return None
        finally:
            clock.cancel()
        return answer if answer.endswith(b"\n") else None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def _read(answer: bytes) -> Attribution:
    try:
        fields = json.loads(answer)
        if "missing" in fields:
            raise ModelError(fields["missing"])
        if "failed" in fields:
            raise RuntimeError(f"attribution failed: {fields['failed']}")
        return _ATTRIBUTION.validate_python(fields["attribution"])
    except (ValueError, ValidationError, KeyError, TypeError) as error:
        raise RuntimeError("attribution gave no valid answer") from error


POOL = AttributionPool()
"""The processes of this program."""

atexit.register(POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.begin)
