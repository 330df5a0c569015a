"""Records a chat with the real program in a pseudo-terminal, and draws it as an SVG that moves.

python -m tests.picture
"""

from __future__ import annotations

import io
import itertools
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte
from rich.console import Console
from rich.text import Text

from tests.terminal import DIM, LISTENING, Terminal

PICTURE = Path(__file__).resolve().parent.parent / ".github" / "terminal.svg"
QUESTIONS = (
    "Who called the city a magnet for the world's money?",
    "What did he say about supply chains?",
    "What will the weather be?",
)
COLUMNS = 90
ROWS = 30
"""Rows of the window; what is above has been scrolled away."""
_TALL = 200
"""Rows of the terminal that is recorded, in which nothing is scrolled away."""
_PATIENT = ("-c", "import bot.suggestions as s; s._PATIENCE = 180; from bot.__main__ import app; app()")
"""The program, but it waits for what else can be asked, which a person who reads in between need not."""
_WAITING, _TYPING, _PAUSE, _READING = 1.5, 2.0, 0.5, 6.0  # seconds

_WIDTH, _HEIGHT = 12.2, 24.4  # of a letter as Rich draws it
_BACKGROUND, _FOREGROUND = "#292929", "#c5c8c6"
_BOX = f"0 0 {COLUMNS * _WIDTH + 18:g} {ROWS * _HEIGHT + 50:g}"
_MOVES = "/* moves */"
_SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_BOX}">
<style>
.{{unique_id}}-matrix {{{{ font: {{char_height}}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace }}}}
{{styles}}
{_MOVES}
@media (prefers-reduced-motion: reduce) {{{{ .page, .below, .here {{{{ animation: none }}}} }}}}
</style>
<defs><clipPath id="window"><rect y="1.5" width="100%" height="{ROWS * _HEIGHT:g}"/></clipPath>
{{lines}}</defs>
<rect fill="{_BACKGROUND}" width="100%" height="100%" rx="8"/>
<circle cx="26" cy="22" r="7" fill="#ff5f57"/><circle cx="48" cy="22" r="7" fill="#febc2e"/>
<circle cx="70" cy="22" r="7" fill="#28c840"/>
<g transform="translate(9, 41)" clip-path="url(#window)"><g class="page">
{{backgrounds}}<g class="{{unique_id}}-matrix">{{matrix}}</g>
<rect class="below" y="1.5" fill="{_BACKGROUND}" width="100%" height="{_TALL * _HEIGHT:g}"/>
<g class="here"><rect y="1.5" fill="{_BACKGROUND}" width="100%" height="{_HEIGHT:g}"/>
<rect y="1.5" fill="{_FOREGROUND}" width="{_WIDTH:g}" height="{_HEIGHT:g}"/></g>
</g></g>
</svg>
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the cursor stands, for how many seconds; in `typed` of them before it comes there letter by letter."""

    row: int
    column: int
    seconds: float
    typed: float = 0.0


@dataclass(frozen=True, slots=True)
class Recording:
    """All lines that a chat has shown, and how they came."""

    lines: Sequence[Text]
    moments: Sequence[Moment]


def record(data_dir: Path) -> Recording:
    """Record a chat: an answer, a follow-up, a question without an answer, and Ctrl-C twice."""
    moments: list[Moment] = []
    with Terminal(data_dir, columns=COLUMNS, rows=_TALL, program=_PATIENT) as terminal:

        def note(seconds: float, typed: str = "") -> None:
            terminal.until_prompted(typed)
            cursor = terminal.screen.cursor
            moments.append(Moment(cursor.y, cursor.x, seconds, _TYPING if typed else 0.0))

        terminal.until(LISTENING)
        note(_WAITING)
        for question in QUESTIONS:
            terminal.type(question)
            note(_PAUSE, question)
            terminal.type("\r")
            terminal.until(LISTENING)
            note(_READING)
        terminal.type("\x03")
        terminal.until(LISTENING)
        note(_WAITING)
        terminal.type("\x03")
        terminal.child.wait(180)
        return Recording([_text(terminal.screen, row) for row in range(moments[-1].row + 1)], moments)


def _text(screen: pyte.Screen, row: int) -> Text:
    """Return a row of a screen, with its letters' styles."""
    letters = [screen.buffer[row][column] for column in range(screen.columns)]
    text = Text()
    for style, alike in itertools.groupby(letters, _style):
        text.append("".join(letter.data for letter in alike), style)
    text.rstrip()
    return text


def _style(letter: pyte.screens.Char) -> str:
    named = {"default": "", DIM: "dim", "brown": "yellow"}.get(letter.fg, letter.fg)
    return " ".join(filter(None, ("bold" if letter.bold else "", named)))


def drawn(recording: Recording) -> str:
    """Return a recording as an SVG: the whole chat, moved behind a window and uncovered as it came."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in recording.lines:
        console.print(line, highlight=False)
    return console.export_svg(code_format=_SVG, unique_id="chat").replace(_MOVES, _moves(recording.moments))


def _moves(moments: Sequence[Moment]) -> str:
    """Return the styles by which the page, what covers its end, and the cursor move.

    It begins with the first answer, so that there is something to see at once; where nothing moves, the last is seen.
    """
    whole = sum(moment.typed + moment.seconds for moment in moments)
    frames: dict[str, list[str]] = {"page": [], "below": [], "here": []}
    begin = sum(moment.typed + moment.seconds for moment in moments[:2])
    still = max(moments, key=lambda moment: (moment.seconds, moment.row))
    at, before = 0.0, moments[0]
    for moment in moments:
        if moment.typed:
            _add(frames, before, f"{at / whole:.2%}", f"steps({moment.column - before.column})")
        at += moment.typed
        _add(frames, moment, f"{at / whole:.2%}", "step-end")
        at, before = at + moment.seconds, moment
    _add(frames, before, "100%", "step-end")
    rules = [
        f".{name}{{transform:{_place(still)[name]};animation:{name} {whole:g}s {-begin:g}s infinite}}\n"
        f"@keyframes {name}{{{''.join(steps)}}}"
        for name, steps in frames.items()
    ]
    return "\n".join(rules)


def _add(frames: Mapping[str, list[str]], moment: Moment, at: str, steps: str) -> None:
    for name, place in _place(moment).items():
        frames[name].append(f"{at}{{transform:{place};animation-timing-function:{steps}}}")


def _place(moment: Moment) -> dict[str, str]:
    """Return where what moves stands at a moment."""
    cells = {
        "page": (0, -max(0, moment.row + 1 - ROWS)),
        "below": (0, moment.row + 1),
        "here": (moment.column, moment.row),
    }
    return {name: f"translate({x * _WIDTH:g}px,{y * _HEIGHT:g}px)" for name, (x, y) in cells.items()}


def main() -> None:
    """Draw the picture."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(drawn(record(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
