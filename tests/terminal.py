"""The program in a pseudo-terminal: what is typed, what comes, and what the screen shows."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import pyte

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

LISTENING = "\x1b[?2004h"
"""What prompt_toolkit sends when it begins to listen: keys typed before would go to the cooked terminal."""

HEARD = "\x1b[?2004l"
"""What it sends when it has its line."""


DIM = "brightblack"
"""How dim letters are told from others: pyte knows none."""


class _Screen(pyte.Screen):
    """A screen that answers when it is asked where its cursor is."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, rows)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        self._answer(data)

    def select_graphic_rendition(self, *attrs: int) -> None:
        super().select_graphic_rendition(*(90 if attr == 2 else attr for attr in attrs))


class Terminal:
    """The chat in a pseudo-terminal, with a screen that understands what the program sends."""

    def __init__(
        self,
        data_dir: Path,
        *,
        term: str = "xterm",
        columns: int = 80,
        rows: int = 24,
        program: Sequence[str] = ("-m", "bot"),
    ) -> None:
        """Start the program with the folder `data_dir` in a terminal of `columns` by `rows`."""
        self.screen = _Screen(columns, rows, self.type)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        taken = {name.upper() for name in Settings.model_fields} | {"COLUMNS", "LINES", "COLORTERM", "NO_COLOR"}
        environment = {name: value for name, value in os.environ.items() if name not in taken}
        self.child = subprocess.Popen(
            [sys.executable, *program],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**environment, "PYTHONPATH": str(ROOT), "DATA_DIR": str(data_dir), "TERM": term},
            cwd=data_dir,
        )
        os.close(slave)
        self.seen = ""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program, if it still runs."""
        self.child.kill()
        self.child.wait()
        os.close(self.master)

    def type(self, keys: str) -> None:
        """Press `keys`."""
        os.write(self.master, keys.encode())

    def until(self, text: str) -> None:
        """Read until `text` has come, and forget what came before; fail where it does not come in three minutes."""
        self._read_until(lambda: text in self.seen, text)
        self.seen = self.seen.split(text, 1)[1]

    def until_prompted(self, typed: str = "") -> None:
        """Read until the cursor stands behind `typed` in the prompt's line, where `LISTENING` has come."""

        def prompted() -> bool:
            line = self.screen.display[self.screen.cursor.y]
            return line[: self.screen.cursor.x] == f"> {typed}" and not line[self.screen.cursor.x :].strip()

        self._read_until(prompted, f"> {typed}")

    def _read_until(self, come: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + 180
        while not come():
            ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
            assert ready, "\n".join([f"{what!r} did not come:", *filter(str.strip, self.screen.display)])
            came = self._decoder.decode(os.read(self.master, 65536))
            self.seen += came
            self._stream.feed(came)
