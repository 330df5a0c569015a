"""Draws the README's picture of an answer: the real program's own output, as an SVG.

python -m tests.picture
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.answering import Conversation, reply_to
from bot.library import Library
from bot.platforms.terminal_page import TerminalPage
from bot.settings import Settings
from index.embedding import DEFAULT_MODEL, Encoder

PICTURE = Path(__file__).resolve().parent.parent / ".github" / "answer.svg"
QUESTIONS = ("Who called the city a magnet for the world's money?", "What will the weather be?")


def shown(library: Library) -> Console:
    """Return a console that has recorded a chat with `library`."""
    console = Console(
        record=True, width=90, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False
    )
    page = TerminalPage(console)
    for question in QUESTIONS:
        console.print(Text.assemble(("> ", "dim"), question))
        reply = reply_to(question, Conversation(), library.snapshot, library.encoder(), Settings().answer_threshold)
        page.show_reply(reply, library.snapshot)
    return console


def main() -> None:
    """Draw the picture."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library((), Path(folder), DEFAULT_MODEL, lambda _name: Encoder.load())
        library.open()
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(shown(library).export_svg(title="On the Record"), encoding="utf-8")


if __name__ == "__main__":
    main()
