"""Where the terminal shows messages: laid out for its width, styled where it can show styles."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.answers import Reply
from bot.details import Details
from bot.phrases import Phrases, phrases
from bot.rendering import Message, Quotation, example_for, render_reply
from index.snapshot import Snapshot

_WIDEST = 100  # columns; longer lines of prose are hard to read


class TerminalPage:
    """Where messages are shown: laid out for the console's width, styled where it can show styles."""

    def __init__(self, console: Console | None = None, say: Phrases | None = None) -> None:
        """Write to `console`, or to standard output."""
        self.console = console or Console(highlight=False)
        self.say = say or phrases()
        self._at_gap = True

    @property
    def _width(self) -> int:
        return min(_columns(self.console), _WIDEST)

    def show_reply(self, reply: Reply, snapshot: Snapshot, suggestions: Sequence[str] = ()) -> None:
        """Show an answer or a refusal, with `suggestions` of what else can be asked."""
        self.show_message(render_reply(reply, self.say, example_for(reply, snapshot, self.say), suggestions))

    def show_message(self, message: Message) -> None:
        """Show a message: its lead, the quotations with who said them, and others that come close."""
        if message.lead:
            self.show_line(message.lead)
        if message.quotation:
            self._show_quotation(message.quotation, message.note)
        for quotation in message.further:
            self._show_quotation(quotation, None)
        if message.left_out:
            self.show_line(self.say("list-more", count=message.left_out), "dim")
        for other in message.others:
            self._show_other(other)
        if message.offer:
            self.show_lines(message.offer, message.suggestions)

    def show_details(self, details: Details) -> None:
        """Show several passages below one another."""
        self.show_line(details.lead, "bold")
        for section in details.sections:
            self._show_quotation(section.quotation, None)

    def show_line(self, text: str, style: str = "") -> None:
        """Show one line of the bot's own words."""
        self.show_indented(Text(text, style), "")

    def show_lines(self, heading: str, lines: Sequence[str]) -> None:
        """Show a heading with lines under it."""
        self.show_line(heading, "bold")
        for line in lines:
            self.show_indented(Text(line), self.bullet)

    @property
    def bullet(self) -> str:
        """What stands before an entry of a list."""
        return "  • " if self._draws else "  * "

    @property
    def quote_mark(self) -> str:
        """What stands before every line of a passage."""
        return "  │ " if self._draws else "  > "

    @property
    def _draws(self) -> bool:
        return (self.console.encoding or "").lower().startswith("utf")

    def _show_quotation(self, quotation: Quotation, note: str | None) -> None:
        words = Text()
        for run in quotation.runs:
            words.append(run.text, "bold" if run.strong else "")
        self.show_gap()
        self.show_indented(words, self.quote_mark, every_line=True)
        self.show_gap()
        who = Text(quotation.who, "bold cyan")
        if quotation.how:
            who.append(f" ({quotation.how})", "not bold default")
        self.show_indented(who, "  — " if self._draws else "  -- ")
        where = Text(quotation.where, "dim")
        if quotation.link:
            where.append(" ").append(
                quotation.link, Style(link=quotation.link)
            )  # can be clicked when it is wrapped too
        self.show_indented(where, "    ")
        if quotation.also:
            self.show_indented(Text(quotation.also, "dim"), "    ")
        if note:
            self.show_indented(Text(note, "dim"), "    ")
        self.show_gap()

    def _show_other(self, quotation: Quotation) -> None:
        line = Text.assemble((self.say("also-close"), "dim"), " ", quotation.text, " ")
        names = ", ".join(quotation.names) or quotation.who
        line.append(f"({names} · {quotation.source})" if quotation.source else f"({names})", "dim")
        self.show_indented(line, "    ")
        self.show_gap()

    def go_on_below(self) -> None:
        """Take note that something else, such as what was typed, stands on the line above."""
        self._at_gap = False

    def show_gap(self) -> None:
        """Leave one line empty, where none is yet."""
        if not self._at_gap:
            self.console.print()
        self._at_gap = True

    def show_indented(self, text: Text, mark: str, every_line: bool = False) -> None:
        """Print `text` wrapped, `mark` before its first line (or all) and as much space before the others."""
        width = max(20, self._width - len(mark)) if self.console.is_terminal else sys.maxsize  # a pipe has no width
        for number, line in enumerate(text.wrap(self.console, width) or [Text()]):
            line.rstrip()
            lead = mark if every_line or number == 0 else " " * len(mark)
            self.console.print(Text.assemble((lead, "dim"), line), soft_wrap=True)
        self._at_gap = False


def _columns(console: Console) -> int:
    """Return how wide a console is; Rich takes every dumb terminal to have 80 columns."""
    if console.is_dumb_terminal:
        with suppress(OSError, ValueError):
            return os.get_terminal_size(console.file.fileno()).columns or console.width
    return console.width
