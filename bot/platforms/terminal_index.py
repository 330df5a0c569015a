"""`/index ...` in the terminal: moderators' commands as they are typed, their notices, and the answers to those."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from rich.text import Text

from bot.assistant import Assistant
from bot.moderation import Actor
from bot.moderation.notice import Act, Attachment, Notice
from bot.moderation.typed import parse_typed
from bot.phrases import Phrases
from bot.platforms.terminal_page import TerminalPage
from index.errors import SourceError
from index.progress import progress_bar
from index.sources import is_address

_YES = frozenset({"yes", "y", "是"})
_NO = frozenset({"no", "n", "否", "不"})


class TerminalIndex:
    """Carries out what the person at the terminal types after `/index`, and remembers what can be answered to it."""

    def __init__(self, assistant: Assistant, actor: Actor, page: TerminalPage) -> None:
        """Have `assistant` do what `actor` types, and show it on `page`."""
        self._assistant = assistant
        self._actor = actor
        self._page = page
        self._acts: tuple[Act, ...] = ()

    async def run(self, typed: str) -> None:
        """Carry out the words after `/index`; with none, list what there is.

        Raises:
            BotError: it cannot be done.
        """
        self._acts = ()
        parsed = parse_typed(typed)
        name, arguments = (parsed.command.name, with_files(parsed.arguments)) if parsed else ("", {})
        with progress_bar() as report:
            notice = await self._assistant.desk.run(self._actor, name, arguments, self._page.say, report)
        self._show(notice)

    def takes(self, line: str) -> bool:
        """Return whether `line` answers the notice that was shown last: "yes", or the number of one of its acts.

        Any other line leaves what was offered.
        """
        if self._meant(line) is not None:
            return True
        self._acts = ()
        return False

    async def answer(self, line: str) -> None:
        """Do what `line`, which `takes` took, answers.

        Raises:
            BotError: it cannot be done.
        """
        act, self._acts = self._meant(line), ()
        if act is None:
            return
        with progress_bar() as report:
            notice = await self._assistant.desk.press(self._actor, act.id, self._page.say, report)
        self._show(notice)

    async def tell(self, _community: str, _channel: str, notice: Notice, _say: Phrases) -> None:
        """Show a notice to which nobody gave a command."""
        self._show(notice)

    def _meant(self, line: str) -> Act | None:
        text = line.strip().lower()
        if text in _YES:
            return next((act for act in self._acts if act.style != "plain"), None)
        if text in _NO:
            return next((act for act in self._acts if act.id.startswith("leave:")), None)
        if text.isascii() and text.isdigit() and 0 < int(text[:3]) <= len(self._acts):
            return self._acts[int(text[:3]) - 1]
        return None

    def _show(self, notice: Notice) -> None:
        page, say = self._page, self._page.say
        page.show_line(notice.lead, {"warning": "bold yellow", "done": "bold green", "plain": "bold"}[notice.tone])
        for fact in notice.facts:
            page.show_indented(Text.assemble((f"{fact.label}: ", "dim"), fact.text), "  ")
        for item in notice.items:
            page.show_indented(Text(item.heading, "bold cyan" if item.quoted else "bold"), page.bullet)
            if item.text:
                page.show_indented(Text(item.text), page.quote_mark if item.quoted else "    ", every_line=item.quoted)
            if note := " · ".join(filter(None, (item.note, item.by))):
                page.show_indented(Text(note, "dim"), "    ")
        if notice.left_out:
            page.show_line(say("more", count=notice.left_out), "dim")
        for number, act in enumerate(notice.acts, start=1):
            confirms = act.style != "plain" and act is next(one for one in notice.acts if one.style != "plain")
            key = say("chat-act-yes") if confirms else str(number)
            page.show_indented(Text.assemble((f"[{key}] ", "bold"), act.label), "  ")
        if notice.acts:
            page.show_line(say("chat-acts"), "dim")
        self._acts = notice.acts


def with_files(given: Mapping[str, str]) -> dict[str, str | Attachment]:
    """Return what was typed, with a file to read where a path was given in place of an address."""
    arguments: dict[str, str | Attachment] = dict(given)
    typed = given.get("file") or given.get("address")
    if typed and ("file" in given or not is_address(typed)):
        arguments["file"] = _attachment(Path(os.path.expanduser(typed)))  # noqa: PTH111 - Path.expanduser raises where there is no such user
        arguments.pop("address", None)
    return arguments


def _attachment(path: Path) -> Attachment:
    def read() -> bytes:
        try:
            if not path.is_file():
                raise SourceError(
                    f"There is no file {path}. Name an article's file, or give its address with https://."
                )
            return path.read_bytes()
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror or error}. Let the bot read it.") from error

    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0  # reading says what is wrong
    return Attachment(path.name, size, None, lambda: asyncio.to_thread(read))
