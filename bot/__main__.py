"""`python -m bot`: the bot on every platform that has a token, or in the terminal; `ask` for single questions."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

# Nothing that imports a model, a platform or the index stands up here: `--help` answers at once.
if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.run import Platform
    from bot.settings import Settings
    from index.embedding import Encoder
    from index.snapshot import Snapshot

EXIT_FAILURE, EXIT_CONFIGURATION = 1, 78

app = typer.Typer(
    help="Answers what was said, and who said it: on Discord, on Slack, or here in the terminal.",
    epilog="Settings come from the environment and from the file .env; .env.example lists them all.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Start every platform that has a token; where there is none, chat in the terminal."""
    if context.invoked_subcommand is None:
        with _plain_errors():
            _run()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question; leave it out with --batch.")] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            help="A file of questions, a JSON object a line (id, question, prev_question); - reads standard input."
        ),
    ] = None,
    source: Annotated[
        list[Path] | None,
        typer.Option(help="Answer from this article instead of the bot's own index; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for machines.")] = False,
) -> None:
    """Answer one question, or with --batch many, and end."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("Give either a question or --batch FILE.")
    with _plain_errors():
        from bot.settings import load_settings  # noqa: PLC0415

        settings = load_settings()
        if batch is not None:
            _ask_batch(settings, batch, source or [])
        else:
            _ask_one(settings, question or "", source or [], as_json)


def _run() -> None:
    import asyncio  # noqa: PLC0415

    from bot.logs import configure_logging  # noqa: PLC0415
    from bot.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    platforms = settings.platforms()
    # In the terminal the log must not come between the lines of the chat: its details go to a file.
    configure_logging(settings.log_level, settings.secrets(), None if platforms else settings.data_dir / "bot.log")
    if platforms:
        from bot.run import serve  # noqa: PLC0415

        assistant = _assistant(settings)
        asyncio.run(_to_the_end(serve(assistant, [_platform(name, assistant, settings) for name in platforms])))
        return
    from bot.platforms.terminal import TerminalChat  # noqa: PLC0415

    asyncio.run(_to_the_end(TerminalChat(_assistant(settings), settings.data_dir).run()))


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Await `work` and end the process, without waiting for threads that load a model or look up an address."""
    from bot.errors import ConfigurationError  # noqa: PLC0415
    from index.errors import RecordError  # noqa: PLC0415

    try:
        await work
    except (ConfigurationError, RecordError) as error:
        typer.echo(str(error), err=True)
        _leave_now(_exit_code(error))
    _leave_now()


def _assistant(settings: Settings) -> Assistant:
    from bot.assistant import Assistant  # noqa: PLC0415
    from bot.library import Library  # noqa: PLC0415
    from bot.moderation import AuditLog, Moderation  # noqa: PLC0415

    library = Library(settings.sources, settings.data_dir, settings.embedding_model)
    groups = settings.discord_moderator_roles | settings.slack_moderator_groups
    moderation = Moderation(library, AuditLog(settings.data_dir / "audit.jsonl"), groups)
    return Assistant(library, moderation, settings.answer_threshold)


def _platform(name: str, assistant: Assistant, settings: Settings) -> Platform:
    if name == "discord":
        from bot.platforms.discord import DiscordPlatform  # noqa: PLC0415

        return DiscordPlatform(assistant, settings)
    from bot.platforms.slack import SlackPlatform  # noqa: PLC0415

    return SlackPlatform(assistant, settings)


def _ask_one(settings: Settings, question: str, sources: list[Path], as_json: bool) -> None:
    from bot.answering import Conversation, reply_to  # noqa: PLC0415
    from bot.batch import reply_as_dict  # noqa: PLC0415
    from bot.platforms.terminal import TerminalPage  # noqa: PLC0415

    snapshot, encoder = _open(settings, sources)
    reply = reply_to(question, Conversation(), snapshot, encoder, settings.answer_threshold)
    if as_json:
        typer.echo(json.dumps(reply_as_dict(reply), ensure_ascii=False, indent=2))
    else:
        TerminalPage().show_reply(reply, snapshot)


def _ask_batch(settings: Settings, batch: Path, sources: list[Path]) -> None:
    from bot.answering import Conversation, Reply, reply_to  # noqa: PLC0415
    from bot.batch import answer_batch, read_questions  # noqa: PLC0415
    from bot.errors import ConfigurationError  # noqa: PLC0415
    from index.progress import progress_bar  # noqa: PLC0415

    try:
        text = (sys.stdin.buffer.read() if str(batch) == "-" else batch.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"The questions in {batch} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"The questions in {batch} are not text in UTF-8. Save them as UTF-8.") from None
    questions = read_questions(text.split("\n"))
    snapshot, encoder = _open(settings, sources)

    def answer(question: str, conversation: Conversation) -> Reply:
        return reply_to(question, conversation, snapshot, encoder, settings.answer_threshold)

    with progress_bar() as report:
        for done, line in enumerate(answer_batch(questions, answer), start=1):
            typer.echo(json.dumps(line, ensure_ascii=False))
            report("answering", done, len(questions))


def _open(settings: Settings, sources: list[Path]) -> tuple[Snapshot, Encoder]:
    """Return the snapshot to answer from: the saved one, or one of `sources` made now and not saved."""
    from bot.library import Library  # noqa: PLC0415
    from index.progress import progress_bar  # noqa: PLC0415
    from index.snapshot import build_snapshot  # noqa: PLC0415
    from index.sources import read_sources  # noqa: PLC0415

    library = Library(settings.sources, settings.data_dir, settings.embedding_model)
    with progress_bar() as report:
        if not sources:
            return library.open(report), library.encoder()
        articles, origins = read_sources(sources)
        return build_snapshot(articles, library.encoder(), report, origins), library.encoder()


@contextmanager
def _plain_errors() -> Iterator[None]:
    """End the process with one sentence, and the exit code that fits, where something is wrong."""
    from bot.errors import ConfigurationError  # noqa: PLC0415
    from index.errors import RecordError  # noqa: PLC0415

    try:
        yield
    except (ConfigurationError, RecordError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_exit_code(error)) from None
    except BrokenPipeError:
        _leave_now()  # whoever read the output has enough of it
    except OSError as error:
        typer.echo(f"The output could not be written: {error.strerror or error}.", err=True)
        _leave_now(EXIT_FAILURE)
    except KeyboardInterrupt:
        _leave_now(130)


def _exit_code(error: Exception) -> int:
    from index.errors import SnapshotError  # noqa: PLC0415

    return EXIT_FAILURE if isinstance(error, SnapshotError) else EXIT_CONFIGURATION


def _leave_now(code: int = 0) -> None:
    """End at once, not waiting for a thread that is still loading a model or building an index."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(code)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a locale without some of an article's letters
    app()
