"""The chat in a terminal: line editing and colour where there is one, plain lines where there is not."""

from __future__ import annotations

import asyncio
import getpass
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from bot.answering import tidy_question
from bot.answers import Answer
from bot.assistant import Assistant
from bot.conversation import Thread
from bot.details import render_quotes
from bot.moderation import Actor
from bot.phrases import Phrases, phrases
from bot.platforms.terminal_index import TerminalIndex
from bot.platforms.terminal_page import TerminalPage
from bot.privacy import render_privacy
from bot.rendering import (
    article_named,
    example_question,
    render_error,
    render_sources,
    render_speakers,
    with_example,
)
from index.plain import cut
from index.progress import progress_bar

_COMMANDS = ("speakers", "quotes", "sources", "privacy", "index", "reload", "help", "quit")
_TITLE = 200  # characters


class TerminalChat:
    """A chat between the bot and the person at the terminal, who may also moderate."""

    def __init__(self, assistant: Assistant, data_dir: Path, page: TerminalPage | None = None) -> None:
        """Chat on `page`, keeping the history of lines in `data_dir`."""
        self._assistant = assistant
        self._data_dir = data_dir
        self._page = page or TerminalPage()
        person = _person()
        self._thread = Thread("terminal", "terminal", "terminal", person)
        self._actor = Actor("terminal", "terminal", "terminal", person, runs_the_community=True)
        self._index = TerminalIndex(assistant, self._actor, self._page)
        self._ending = False

    async def run(self) -> None:
        """Chat until the input ends, `/quit`, a second Ctrl-C, or SIGTERM.

        Raises:
            RecordError: there is no index, and none could be built.
        """
        chatting = asyncio.current_task()
        assert chatting is not None  # noqa: S101 - a coroutine runs in a task
        loop = asyncio.get_running_loop()
        # Both end what is awaited, prompt or answer, so that the terminal is put back in order before the process ends.
        loop.add_signal_handler(signal.SIGINT, chatting.cancel)
        loop.add_signal_handler(signal.SIGTERM, self._end, chatting)
        watching: asyncio.Task[None] | None = None
        try:
            with progress_bar() as report:
                await self._assistant.open(report)
            watching = asyncio.create_task(self._assistant.desk.watch({self._actor.platform: self._index.tell}))
            await self._welcome()
            await self._chat(self._lines())
        except asyncio.CancelledError:
            chatting.uncancel()  # before the first prompt one Ctrl-C is enough
        finally:
            if watching:
                watching.cancel()
            self._assistant.close()

    def _end(self, chatting: asyncio.Task[object]) -> None:
        self._ending = True
        chatting.cancel()

    async def _chat(self, lines: Callable[[], Awaitable[str]]) -> None:
        interrupted = False
        while not self._ending:
            try:
                line = tidy_question(await lines())
                interrupted = False
                if sys.stdin.isatty():
                    self._page.go_on_below()
                if line.lower().removeprefix("/") in {"quit", "exit"}:
                    return
                await self._take(line)
            except EOFError:
                return
            except (KeyboardInterrupt, asyncio.CancelledError) as stopped:  # at the prompt; during an answer
                if isinstance(stopped, asyncio.CancelledError) and (task := asyncio.current_task()):
                    task.uncancel()
                    if sys.stdin.isatty():
                        self._page.console.print()  # the terminal has written ^C
                if interrupted or self._ending:
                    return
                interrupted = True
                self._page.show_line(self._say("chat-interrupted"))

    async def _welcome(self) -> None:
        snapshot = await self._assistant.snapshot(self._thread)
        articles = snapshot.record.articles
        example = example_question(snapshot, self._say)
        self._page.show_line(with_example(self._say("chat-welcome"), self._say, example))
        first = cut(article_named(articles[0], self._say), _TITLE)
        self._page.show_line(self._say("chat-welcome-sources", count=len(articles), article=first), "dim")
        self._page.show_line(self._say("chat-welcome-commands"), "dim")
        self._page.show_gap()

    @property
    def _say(self) -> Phrases:
        return self._page.say

    async def _take(self, line: str) -> None:
        if language := self._assistant.rules(self._thread).language:
            self._page.say = phrases(language)
        try:
            command, _, rest = line.removeprefix("/").partition(" ")
            if self._index.takes(line):
                await self._index.answer(line)
            elif line.lower() == "help" or (line.startswith("/") and command.lower() != "ask"):
                await self._command(command.lower(), rest.strip())
            else:
                reply = await self._assistant.ask(rest if line.startswith("/") else line, self._thread)
                offered = await self._assistant.suggestions_after(reply, self._thread, self._say)
                self._page.show_reply(reply, await self._assistant.snapshot(self._thread), offered)
        except Exception as error:  # noqa: BLE001 - render_error logs it, and the chat goes on
            self._page.show_line(render_error(error, self._say, "terminal"), "yellow")
        self._page.show_gap()

    async def _command(self, command: str, rest: str) -> None:
        if command == "speakers":
            self._page.show_lines(*render_speakers(await self._assistant.snapshot(self._thread), self._say))
        elif command == "sources":
            self._page.show_lines(*render_sources(await self._assistant.snapshot(self._thread), self._say))
        elif command == "quotes":
            await self._quotes(rest)
        elif command == "privacy":
            await self._privacy(rest)
        elif command == "reload":
            await self._index.run("reload")
        elif command == "index":
            await self._index.run(rest)
        elif command == "help":
            self._page.show_line(self._say("help-lead"))
            self._page.show_lines(
                self._say("help-commands"), [f"/{name}: {self._say(f'command-{name}')}" for name in _COMMANDS]
            )
            self._page.show_line(self._say("help-terminal-keys"))
        else:
            known = ", ".join(f"/{name}" for name in _COMMANDS)
            self._page.show_line(self._say("chat-unknown-command", command=command, known=known), "yellow")

    async def _quotes(self, name: str) -> None:
        if not name:
            self._page.show_line(self._say("chat-quotes-of-whom"), "yellow")
            return
        reply = await self._assistant.quotes(name, self._thread)
        if isinstance(reply, Answer):
            whole = max(len(citation.passage.text) for citation in reply.given)
            self._page.show_details(render_quotes(reply, self._say, on_a_page=len(reply.given), most=whole))
        else:
            self._page.show_reply(reply, await self._assistant.snapshot(self._thread))

    async def _privacy(self, rest: str) -> None:
        if rest.lower() == "delete":
            await self._assistant.forget(self._thread)
            self._page.show_line(self._say("privacy-forgotten"))
            return
        for sentence in render_privacy(await self._assistant.kept(self._thread), self._say):
            self._page.show_line(sentence)
        self._page.show_line(self._say("chat-privacy-delete"))

    def _lines(self) -> Callable[[], Awaitable[str]]:
        """Return a function that asks for the next line; it raises EOFError where there is none."""
        if sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
            session: PromptSession[str] = PromptSession("> ", history=self._history(), key_bindings=_keys())
            return partial(session.prompt_async, handle_sigint=False)
        return _PlainLines().next

    def _history(self) -> History:
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            path = self._data_dir / "history"
            path.touch(mode=0o600)
        except OSError:
            return InMemoryHistory()
        return FileHistory(str(path))


class _PlainLines:
    """Lines of standard input, where there is no line editing."""

    def __init__(self) -> None:
        self._reading: asyncio.Future[str] | None = None

    async def next(self) -> str:
        """Return the next line. A read that was given up goes on, and gives its line to the next call."""
        if self._reading is None:
            self._reading = asyncio.ensure_future(asyncio.to_thread(self._read))
        line = await asyncio.shield(self._reading)
        self._reading = None
        if not line:
            raise EOFError
        return line

    @staticmethod
    def _read() -> str:
        if sys.stdin.isatty():
            sys.stdout.write("> ")
            sys.stdout.flush()
        return sys.stdin.readline()


def _keys() -> KeyBindings:
    """Return keys with Ctrl-C as in a shell: it clears a line that holds something."""
    keys = KeyBindings()

    @keys.add("c-c")
    def interrupt(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    return keys


def _person() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container's user need not have a name
        return str(os.getuid())
