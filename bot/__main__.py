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
    from sqlalchemy import URL

    from bot.assistant import Assistant
    from bot.run import Platform
    from bot.settings import Settings

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
            help="A file of questions, a JSON object a line (id, question, prev_question; to check the answers also "
            "expected and expected_speaker); - reads standard input."
        ),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(help="With --batch: the answers of an earlier run, to say what changed since."),
    ] = None,
    source: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="<path>", help="Answer from this article instead of the bot's own index; may be repeated."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for machines.")] = False,
) -> None:
    """Answer one question, or with --batch many, and end."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("One question is asked, or many by --batch. Give one of the two.")
    if compare is not None and batch is None:
        raise typer.BadParameter("--compare is for the answers of --batch. Give --batch FILE too.")
    with _plain_errors():
        from bot.settings import load_settings, warn_of_misspelt_settings  # noqa: PLC0415

        settings = load_settings()
        warn_of_misspelt_settings()
        if batch is not None:
            _ask_batch(settings, batch, source or [], compare)
        else:
            _ask_one(settings, question or "", source or [], as_json)


@app.command()
def migrate(
    source: Annotated[
        str, typer.Option("--from", help="Where everything is: default (DATA_DIR), or an address as in DATABASE_URL.")
    ],
    target: Annotated[str, typer.Option("--to", help="Where it shall be: an address as in DATABASE_URL, or default.")],
    replace: Annotated[bool, typer.Option(help="Delete what is there of other things.")] = False,
) -> None:
    """Move all that is kept to PostgreSQL, or back to files; it may be repeated, and is compared at the end."""
    with _plain_errors():
        import asyncio  # noqa: PLC0415

        from bot.settings import load_settings  # noqa: PLC0415

        data_dir = load_settings().data_dir
        if source == target:
            raise typer.BadParameter("--from and --to name the same place. Name two.")
        asyncio.run(_migrate(_place(source, "--from", data_dir), _place(target, "--to", data_dir), replace))


async def _migrate(source: Path | URL, target: Path | URL, replace: bool) -> None:
    from bot.migrating import kept_at, move  # noqa: PLC0415
    from index.progress import progress_bar  # noqa: PLC0415

    async with kept_at(source) as before, kept_at(target) as after:
        with progress_bar() as report:
            moved = await move(before, after, report, replace=replace)
        rows = sum(digest.count for digest in moved.tables.values())
        done = "holds all of it already" if moved.nothing else "now holds all of it"
        typer.echo(
            f"{after.name} {done}: {rows} rows in {len(moved.tables)} tables, {moved.snapshots} communities' own"
        )
        typer.echo(
            f"libraries, the default library {moved.default or '(none yet)'}. Counts and contents were compared."
        )
        for name, digest in moved.tables.items():
            typer.echo(f"  {name}: {digest.count} rows, {digest.sum:064x}"[:60])
        if moved.missing:
            typer.echo(f"Of {len(moved.missing)} communities the index is built again when it is first needed.")


def _place(text: str, option: str, data_dir: Path) -> Path | URL:
    from bot.state.postgres import address  # noqa: PLC0415

    return data_dir if text == "default" else address(text, option, "give default for DATA_DIR")


@app.command(name="slack-manifest")
def slack_manifest(
    address: Annotated[str, typer.Argument(help="The bot's public address, as https://bot.example.")],
) -> None:
    """Print the manifest of a Slack app that many workspaces install, over HTTP."""
    from bot.platforms.slack.manifest import manifest_over_http  # noqa: PLC0415

    if not address.startswith("https://"):
        raise typer.BadParameter("Slack calls only addresses that begin with https://. Give one of those.")
    typer.echo(manifest_over_http(address), nl=False)


def _run() -> None:
    import asyncio  # noqa: PLC0415

    from bot.logs import configure_logging  # noqa: PLC0415
    from bot.settings import load_settings, warn_of_misspelt_settings  # noqa: PLC0415

    settings = load_settings()
    platforms = settings.platforms()
    # In the terminal the log must not come between the lines of the chat: its details go to a file.
    file = None if platforms else settings.data_dir / "bot.log"
    configure_logging(settings.log_level, settings.secrets(), file, settings.log_format)
    warn_of_misspelt_settings()
    if platforms:
        asyncio.run(_to_the_end(_serve(settings, platforms)))
        return
    asyncio.run(_to_the_end(_chat(settings)))


async def _chat(settings: Settings) -> None:
    from bot.assembly import assembled  # noqa: PLC0415
    from bot.platforms.terminal import TerminalChat  # noqa: PLC0415

    async with assembled(settings) as assistant:
        await TerminalChat(assistant, settings.data_dir).run()


async def _serve(settings: Settings, names: list[str]) -> None:
    from bot.assembly import assembled  # noqa: PLC0415
    from bot.health import Health  # noqa: PLC0415
    from bot.run import serve  # noqa: PLC0415

    async with assembled(settings) as assistant:
        platforms = [_platform(name, assistant, settings) for name in names]
        port = settings.health_port
        await serve(assistant, platforms, Health(assistant, platforms, settings.health_host, port) if port else None)


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Await `work` and end the process, without waiting for threads that load a model or look up an address."""
    from bot.errors import ConfigurationError, reference  # noqa: PLC0415
    from index.errors import RecordError  # noqa: PLC0415

    try:
        await work
    except (ConfigurationError, RecordError) as error:
        typer.echo(str(error), err=True)
        _leave_now(_exit_code(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator gets a sentence, and the log the rest
        number = reference("The bot", error)
        typer.echo(
            f"The bot ended over something that nobody foresaw. Look into the log for the reference {number}.", err=True
        )
        _leave_now(EXIT_FAILURE)
    _leave_now()


def _platform(name: str, assistant: Assistant, settings: Settings) -> Platform:
    if name == "discord":
        from bot.platforms.discord import DiscordPlatform  # noqa: PLC0415

        return DiscordPlatform(assistant, settings)
    from bot.platforms.slack import SlackPlatform  # noqa: PLC0415

    return SlackPlatform(assistant, settings)


def _ask_one(settings: Settings, question: str, sources: list[Path], as_json: bool) -> None:
    from bot.answering import reply_to  # noqa: PLC0415
    from bot.asking import opened  # noqa: PLC0415
    from bot.batch import reply_as_dict  # noqa: PLC0415
    from bot.conversation import Conversation  # noqa: PLC0415
    from bot.platforms.terminal_page import TerminalPage  # noqa: PLC0415

    snapshot, encoder = opened(settings, sources)
    reply = reply_to(question, Conversation(), snapshot, encoder, settings.answer_threshold)
    if as_json:
        typer.echo(json.dumps(reply_as_dict(reply), ensure_ascii=False, indent=2))
    else:
        TerminalPage().show_reply(reply, snapshot)


def _ask_batch(settings: Settings, batch: Path, sources: list[Path], compare: Path | None) -> None:
    from functools import partial  # noqa: PLC0415

    from bot.answering import reply_to  # noqa: PLC0415
    from bot.asking import opened  # noqa: PLC0415
    from bot.batch import answer_batch, read_lines, read_questions, report  # noqa: PLC0415
    from bot.regression import read_answers  # noqa: PLC0415
    from index.progress import progress_bar  # noqa: PLC0415

    questions = read_questions(read_lines(batch, "questions"))
    earlier = read_answers(read_lines(compare, "answers"), str(compare)) if compare else {}
    snapshot, encoder = opened(settings, sources)
    ask = partial(reply_to, snapshot=snapshot, encoder=encoder, threshold=settings.answer_threshold)
    answers: dict[str | int, dict[str, Any]] = {}
    with progress_bar() as told:
        for done, answer in enumerate(answer_batch(questions, ask), start=1):
            line = {**answer, "index": snapshot.manifest.id}
            typer.echo(json.dumps(line, ensure_ascii=False))
            answers[line["id"]] = line
            told("answering", done, len(questions))
    lines, as_expected = report(questions, answers, earlier, [passage.text for passage in snapshot.passages])
    for sentence in lines:
        typer.echo(sentence, err=True)
    if not as_expected:
        raise typer.Exit(EXIT_FAILURE)


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
        typer.echo(
            f"The output could not be written: {error.strerror or error}. Make room, or write it elsewhere.", err=True
        )
        _leave_now(EXIT_FAILURE)
    except KeyboardInterrupt:
        _leave_now(130)


def _exit_code(error: Exception) -> int:
    from bot.state.faults import Unreachable  # noqa: PLC0415
    from index.errors import SnapshotError, StoreError  # noqa: PLC0415

    # A server that is away comes back: whatever looks after the process shall start it again.
    passing = (SnapshotError, StoreError, Unreachable)
    return EXIT_FAILURE if isinstance(error, passing) else EXIT_CONFIGURATION


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
