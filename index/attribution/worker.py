"""Attribution as a program: an article a line on its standard input, an answer a line on its standard output.

The parser takes 170 MB and a second to load; here a process has it for a while and gives all of that back. An answer is
the attribution, or what is missing, or where attributing failed, each as JSON. The end of the input ends the process
at once, whatever it is doing: nobody waits for it any more.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from index.article import Article

_NICENESS = 5  # members' questions come first
_EXPENDABLE = 500  # of 1000: where memory runs out, the system takes this process before the bot


def _main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints something is no answer
    _step_back()
    # The parser's library imports PyTorch where that is installed, 180 MB and a second more; this model needs none.
    sys.modules["torch"] = None  # type: ignore[assignment]  # how Python is told that a module cannot be imported
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_serve, args=(lines, answers), daemon=True).start()
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)


def _serve(lines: queue.SimpleQueue[bytes], answers: BinaryIO) -> None:
    """Answer until nobody reads the answers; whatever else goes wrong ends the process too."""
    try:
        _answer_all(lines, answers)
    finally:
        os._exit(1)


def _answer_all(lines: queue.SimpleQueue[bytes], answers: BinaryIO) -> None:
    from pydantic import TypeAdapter  # noqa: PLC0415 - with the next one a quarter of a second, spent before a request

    from index.article import Article  # noqa: PLC0415

    read = TypeAdapter(Article)
    while True:
        answers.write(_answer(read.validate_json(lines.get())) + b"\n")
        answers.flush()


def _answer(article: Article) -> bytes:
    """Return what is answered about an article, whatever happens."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    from index.article import Attribution  # noqa: PLC0415
    from index.attribution import attribute  # noqa: PLC0415
    from index.attribution.document import load_model  # noqa: PLC0415
    from index.errors import ModelError  # noqa: PLC0415

    try:
        load_model()
    except ModelError as error:
        return json.dumps({"missing": str(error)}).encode()
    try:
        return b'{"attribution": %s}' % TypeAdapter(Attribution).dump_json(attribute(article))
    except Exception as error:  # noqa: BLE001 - whoever asked raises it there
        # Without the error's own words, which may be the article's.
        frames = "".join(traceback.format_tb(error.__traceback__))
        return json.dumps({"failed": f"{type(error).__name__}\n{frames}"}).encode()


def _step_back() -> None:
    """Let the bot itself come first, with the processors and with memory, as far as the system can.

    Ctrl-C is for the bot: it may finish what it does first.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_EXPENDABLE), encoding="ascii")


if __name__ == "__main__":
    _main()
