"""Reading a source in a process of its own, with little memory, little time and none of our secrets.

A hostile file can make a parser loop, eat all memory or crash. Here that ends one worker; whoever called gets a
`SourceError`. The worker is this module as a program: the request and the bytes come on its standard input, an
article or an error goes to its standard output, both as JSON.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass

from index.article import Article
from index.errors import SourceError
from index.processes import ROOT, environment
from index.sources.formats import Format
from index.sources.parsing import Request, load_reader, parse

if sys.platform != "win32":  # no such limits there; the clock's holds everywhere
    import resource

_MOST_AT_ONCE = threading.BoundedSemaphore(2)
_MEBIBYTE = 1 << 20
_DAMAGED = "The file is damaged or made to do harm; save the article's text to a file and add that."
_TOO_LARGE = f"takes more memory to read than a source may. {_DAMAGED}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may take: address space and answer in bytes, processor and clock time in seconds."""

    memory: int = 1024 * _MEBIBYTE
    answer: int = 32 * _MEBIBYTE
    processor: int = 20
    clock: float = 60.0


def parse_in_worker(request: Request, data: bytes, limits: Limits | None = None) -> Article:
    """Read a source as `parsing.parse` does, in a worker. Blocks: call it off the event loop.

    Raises:
        SourceError: as `parse`; or the worker ran out of memory or time, or crashed.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - the worker itself does without it

    bounds = limits or Limits()
    header = json.dumps({"request": asdict(request), "limits": asdict(bounds)}).encode()
    with _MOST_AT_ONCE, tempfile.TemporaryFile() as out:
        code = _run(request.name, header + b"\n" + data, out.fileno(), bounds)
        out.seek(0)
        answer = out.read(bounds.answer + 1)
    if code != 0:
        raise SourceError(_ended(request.name, code, bounds))
    try:
        fields = json.loads(answer)
        if "error" in fields:
            raise SourceError(fields["error"])
        return TypeAdapter(Article).validate_python(fields["article"])
    except (ValueError, ValidationError, KeyError, TypeError) as error:
        raise SourceError(_ended(request.name, None, bounds)) from error


def _run(name: str, given: bytes, out: int, limits: Limits) -> int:
    """Run a worker and return its exit code, negative for a signal."""
    try:
        return subprocess.run(  # nosec B603  # this interpreter, a module of ours, no shell
            [sys.executable, "-m", "index.sources.worker"],
            input=given,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment(),
            timeout=limits.clock,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise SourceError(_too_slow(name, limits.clock)) from error
    except OSError as error:
        raise SourceError(
            f"{name} could not be read: no process can be started ({error.strerror}). Try again."
        ) from error


def _ended(name: str, code: int | None, limits: Limits) -> str:
    """Return what is said of a worker that ended without an answer."""
    if sys.platform != "win32" and code is not None:
        if -code == signal.SIGXCPU:
            return _too_slow(name, limits.processor)
        if -code == signal.SIGKILL:  # so ends a system short of memory the process that takes most
            return f"{name} {_TOO_LARGE}"
        if -code == signal.SIGXFSZ:
            return f"{name} unpacks into more text than a source may hold. Split it into several files."
    return f"{name} could not be read: reading it ended its process. {_DAMAGED}"


def _too_slow(name: str, seconds: float) -> str:
    return f"{name} could not be read within {seconds:g} seconds. {_DAMAGED}"


def _limit(limits: Limits) -> None:
    """Hold this process to its limits, as far as the system can."""
    if sys.platform == "win32":
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.answer),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def answer(request: Request, data: bytes) -> dict[str, object]:
    """Read a source, in this process; return {"article": its fields} or {"error": what is wrong}, whatever happens."""
    try:
        return {"article": asdict(parse(request, data))}
    except SourceError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": f"{request.name} {_TOO_LARGE}"}
    except Exception:  # noqa: BLE001 - a parser may fail in any way on a file made to make it fail
        return {"error": f"{request.name} cannot be read as {request.format}. {_DAMAGED}"}


def _main() -> None:
    """Read a request and the bytes from the standard input, and write the answer."""
    fields = json.loads(sys.stdin.buffer.readline())
    request = Request(**{**fields["request"], "format": Format(fields["request"]["format"])})
    load_reader(request.format)
    _limit(Limits(**fields["limits"]))
    sys.stdout.write(json.dumps(answer(request, sys.stdin.buffer.read())))


if __name__ == "__main__":
    _main()
