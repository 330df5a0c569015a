from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import reference
from bot.in_flight import InFlight
from bot.logs import RedactingFormatter, configure_logging
from bot.settings import LogFormat

SECRETS = (
    "xoxb-" + "1234567890-abcdef",
    "xapp-" + "1-A0B1-987654-abcdef",
    "MTA" + "x" * 21 + ".G1a2b3." + "y" * 30,
    "wss://wss.example/link/?ticket=abc",
    "me:s3cret-word@",
)
QUOTED = 'pass"word\\'


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers, logging.root.level = before


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("bot", logging.INFO, "f", 1, message, arguments, None)


@pytest.mark.parametrize("secret", SECRETS)
def test_whatever_looks_like_a_token_is_hidden(secret: str) -> None:
    shown = f"postgresql://{secret}host/name" if secret.endswith("@") else f"token {secret}!"
    line = RedactingFormatter(()).format(record("%s", shown))
    assert secret not in line
    assert "[hidden]" in line


def test_a_secret_of_any_shape_is_hidden_in_a_traceback_too() -> None:
    try:
        raise ValueError("refused: plain-secret")
    except ValueError:
        failed = logging.LogRecord("bot", logging.ERROR, "f", 1, "no", (), sys.exc_info())
    text = RedactingFormatter(("plain-secret", "")).format(failed)
    assert "Traceback" in text
    assert "plain-secret" not in text


def test_with_a_file_only_sentences_reach_standard_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    configure_logging("INFO", ("s3cret",), tmp_path / "new" / "bot.log")
    logging.getLogger("bot.x").info("for the file")
    try:
        raise ValueError("s3cret")
    except ValueError:
        logging.getLogger("bot.x").exception("It failed: %s", "s3cret")
    assert capsys.readouterr().err == "It failed: [hidden]\n"
    text = (tmp_path / "new" / "bot.log").read_text(encoding="utf-8")
    assert "for the file" in text
    assert "Traceback" in text
    assert "s3cret" not in text
    assert "\x1b" not in text
    assert not text.startswith("{")


def test_everything_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", ("s3cret",))
    logging.getLogger("bot.x").info("with s3cret")
    for library in ("discord.gateway", "alembic.runtime.migration"):
        logging.getLogger(library).info("chatter")
    talkative = logging.getLogger("a_library_that_sets_its_own_level")
    talkative.setLevel(logging.DEBUG)
    talkative.debug("chatter")
    captured = capsys.readouterr()
    assert "with [hidden]" in captured.err
    assert "chatter" not in captured.err
    assert captured.out == ""


def logged(form: LogFormat, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is written of an error to standard error in that form."""
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging("INFO", (QUOTED,), form=form)
    question = "What did the mayor say?"
    try:
        raise ValueError(QUOTED + str(len(question)))
    except ValueError as error:
        reference("A thing \x1b[31m\n", error)
    return stream.getvalue()


@pytest.mark.parametrize("form", [LogFormat.AUTO, LogFormat.JSON])
def test_json_is_one_object_a_line_with_the_traceback_and_no_secret(
    form: LogFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = logged(form, io.StringIO(), monkeypatch)
    (line,) = text.splitlines()
    fields = json.loads(line)
    assert fields["level"] == "error"
    assert fields["logger"] == "bot.errors"
    assert fields["reference"] in fields["message"]
    assert fields["timestamp"].endswith("Z")
    assert "Traceback" in fields["exception"]
    assert QUOTED not in str(fields)
    assert "[hidden]23" in fields["exception"]
    assert "mayor" not in text, "tracebacks show no variables"


@pytest.mark.parametrize("form", [LogFormat.AUTO, LogFormat.TEXT])
def test_a_terminal_gets_coloured_lines_and_nothing_that_it_would_obey(
    form: LogFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = logged(form, Terminal(), monkeypatch)
    assert "\x1b[0m" in text
    assert "A thing \\x1b[31m\\n failed" in text
    assert QUOTED not in text
    assert "mayor" not in text


def test_text_where_there_is_no_terminal_has_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    text = logged(LogFormat.TEXT, io.StringIO(), monkeypatch)
    assert "\x1b" not in text
    assert "[error" in text


async def test_the_lines_of_a_request_have_a_word_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging("INFO", (), form=LogFormat.JSON)
    in_flight, log = InFlight(), logging.getLogger("bot.x")

    async def part() -> None:
        with in_flight.request():
            log.info("the same request")

    async def whole() -> None:
        with in_flight.request():
            log.info("a request")
            await asyncio.create_task(part())

    await asyncio.gather(whole(), whole())
    log.info("nobody's")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    words = [line.get("request") for line in lines]
    assert words.pop() is None
    assert sorted(words.count(word) for word in words) == [2, 2, 2, 2]
