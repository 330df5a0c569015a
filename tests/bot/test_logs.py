import logging
import sys
from pathlib import Path

import pytest

from bot.logs import RedactingFormatter, configure_logging

SECRETS = (
    "xoxb-" + "1234567890-abcdef",
    "xapp-" + "1-A0B1-987654-abcdef",
    "MTA" + "x" * 21 + ".G1a2b3." + "y" * 30,
    "wss://wss.example/link/?ticket=abc",
)


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("bot", logging.INFO, "f", 1, message, arguments, None)


@pytest.mark.parametrize("secret", SECRETS)
def test_whatever_looks_like_a_token_is_hidden(secret: str) -> None:
    line = RedactingFormatter(()).format(record("token %s!", secret))
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
    before = logging.root.handlers[:], logging.root.level
    try:
        configure_logging("INFO", ("s3cret",), tmp_path / "new" / "bot.log")
        logging.getLogger("bot.x").info("for the file")
        try:
            raise ValueError("s3cret")
        except ValueError:
            logging.getLogger("bot.x").exception("It failed: %s", "s3cret")
    finally:
        logging.root.handlers, logging.root.level = before
    assert capsys.readouterr().err == "It failed: [hidden]\n"
    text = (tmp_path / "new" / "bot.log").read_text(encoding="utf-8")
    assert "for the file" in text
    assert "Traceback" in text
    assert "s3cret" not in text


def test_everything_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:], logging.root.level
    try:
        configure_logging("INFO", ("s3cret",))
        logging.getLogger("bot.x").info("with s3cret")
        logging.getLogger("discord.gateway").info("chatter")
        talkative = logging.getLogger("a_library_that_sets_its_own_level")
        talkative.setLevel(logging.DEBUG)
        talkative.debug("chatter")
    finally:
        logging.root.handlers, logging.root.level = before
    captured = capsys.readouterr()
    assert "with [hidden]" in captured.err
    assert "chatter" not in captured.err
    assert captured.out == ""
