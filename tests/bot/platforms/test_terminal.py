"""What a person at a terminal sees, and what the keys do: a real pseudo-terminal where it matters."""

from __future__ import annotations

import fcntl
import io
import pty
import re
import shutil
import signal
import struct
import termios
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.assistant import Assistant
from bot.conversation import Thread
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.terminal import TerminalChat
from bot.platforms.terminal_page import TerminalPage
from bot.rendering import Message, Quotation, Run
from index.embedding import Encoder
from tests.conftest import assistant_of
from tests.terminal import HEARD, LISTENING, Terminal

MESSAGE = Message(
    None,
    Quotation(
        (Run("It rained for nine days in a row, and "), Run("nobody came", strong=True), Run(" to the ferry.")),
        "Ines Okoro, harbour master",
        "in her own words",
        "Ferry to run, paragraph 1",
        "https://post.example/ferry",
    ),
    "Probably the answer",
)


def page(width: int, encoding: str = "utf-8", **settings: bool) -> tuple[TerminalPage, io.BytesIO]:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict", write_through=True)
    return TerminalPage(Console(file=stream, width=width, highlight=False, legacy_windows=False, **settings)), raw  # type: ignore[arg-type]


def unstyled(raw: io.BytesIO) -> str:
    return re.sub(r"\x1b\[[\d;]*m|\x1b\]8;.*?\x1b\\", "", raw.getvalue().decode())


def test_a_list_shows_every_passage_and_counts_the_rest() -> None:
    shown, raw = page(80)
    other = Quotation((Run("The pier is dry."),), "Bo Other, clerk", "as reported", "Ferry to run, paragraph 2")
    shown.show_message(replace(MESSAGE, lead="Two:", further=(other,), left_out=3))
    text = raw.getvalue().decode()
    assert "The pier is dry." in text
    assert "Bo Other, clerk (as reported)" in text
    assert shown.say("list-more", count=3) in text


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    shown, raw = page(width, force_terminal=True, no_color=True)
    shown.show_message(MESSAGE)
    lines = unstyled(raw).splitlines()
    assert max(map(cell_len, lines)) <= min(width, 100)
    quoted = " ".join(line.removeprefix("  │ ") for line in lines if line.startswith("  │ "))
    assert quoted == "It rained for nine days in a row, and nobody came to the ferry."


def test_wide_characters_take_two_columns() -> None:
    shown, raw = page(60, force_terminal=True)
    words = "渡輪將於四月恢復航行，而且今年票價不會上調，因為海港基金已全數支付。" * 3
    shown.show_message(Message(quotation=Quotation((Run(words),), "黃元山", None, "海港報，第 3 段")))
    lines = [line for line in unstyled(raw).splitlines() if line.startswith("  │ ")]
    assert "".join(line.removeprefix("  │ ") for line in lines) == words
    assert all(58 <= cell_len(line) <= 60 for line in lines[:-1])


def test_an_address_that_is_wrapped_can_still_be_clicked() -> None:
    address = "https://post.example/2026/05/03/the-ferry-runs-again-in-april-and-the-fares-will-not-rise"
    shown, raw = page(40, force_terminal=True)
    assert MESSAGE.quotation is not None
    shown.show_message(replace(MESSAGE, quotation=replace(MESSAGE.quotation, link=address)))
    pieces = re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\([^\x1b]*)", re.sub(r"\x1b\[\d*m", "", raw.getvalue().decode()))
    assert {where for where, _ in pieces} == {address}
    assert "".join(words for _, words in pieces).strip() == address
    assert len(pieces) > 1


def test_a_dumb_terminal_is_as_wide_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.delenv("COLUMNS", raising=False)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 30, 0, 0))
    with open(ours, "rb", buffering=0) as screen, open(theirs, "w", encoding="utf-8") as stream:  # noqa: PTH123 - descriptors
        TerminalPage(Console(file=stream, highlight=False)).show_line("It rained for nine days in a row, all day.")
        stream.close()
        seen = b""
        with suppress(OSError):  # how a terminal tells that nobody writes to it any more
            while part := screen.read(200):
                seen += part
    assert seen == b"It rained for nine days in a\r\nrow, all day.\r\n"


def test_through_a_pipe_lines_are_whole() -> None:
    shown, raw = page(40)
    shown.show_message(MESSAGE)
    assert "  │ It rained for nine days in a row, and nobody came to the ferry.\n" in raw.getvalue().decode()


def test_the_answering_words_are_bold_where_the_terminal_can() -> None:
    shown, raw = page(100, force_terminal=True)
    shown.show_message(MESSAGE)
    assert b"\x1b[1mnobody came\x1b[0m" in raw.getvalue()


def test_plain_where_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown, raw = page(100, force_terminal=True)
    shown.show_message(MESSAGE)
    assert b"\x1b[36m" not in raw.getvalue()
    shown, raw = page(100)
    shown.show_message(MESSAGE)
    assert b"\x1b" not in raw.getvalue()


def test_without_unicode_the_lines_are_drawn_in_ascii() -> None:
    shown, raw = page(60, encoding="ascii")
    shown.show_message(MESSAGE)
    text = raw.getvalue().decode("ascii")
    assert "  > It rained" in text
    assert "  -- Ines Okoro" in text


def test_brackets_in_a_passage_are_words_not_styles() -> None:
    shown, raw = page(80)
    shown.show_message(Message(quotation=Quotation((Run("[bold]it[/bold] [link=x]"),), "[red]", None, "w")))
    assert "[bold]it[/bold] [link=x]" in raw.getvalue().decode()


async def test_a_chat_that_ends_with_its_input(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Who called the city a magnet for the world's money?\n/speakers\n"))
    shown, raw = page(80)
    await TerminalChat(assistant, tmp_path, shown).run()
    text = raw.getvalue().decode()
    assert "— Stephen Wong Yuen-shan" in text
    assert "Who speaks" in text


@pytest.fixture
def data_dir(digest_archive: Path, tmp_path: Path) -> Path:
    """Return a folder with an index, so that the program need not build it."""
    return Path(shutil.copytree(digest_archive, tmp_path / "data"))


def test_keys_at_a_real_terminal(data_dir: Path) -> None:
    with Terminal(data_dir) as terminal:
        terminal.until(LISTENING)
        terminal.type("/speakerz\r")
        terminal.until("There is no command /speakerz.")
        terminal.until(LISTENING)
        terminal.type("\x1b[A\x7fs\r")  # arrow up brings the line back; delete its last letter, type another
        terminal.until("Who speaks")
        terminal.until(LISTENING)
        terminal.type("half a quest\x03")  # clears the line, as in a shell
        terminal.type("\x03")
        terminal.until("Press Ctrl-C again")
        terminal.until(LISTENING)
        terminal.type("\x03")
        assert terminal.child.wait(15) == 0
        assert "/speakers" in (data_dir / "history").read_text(encoding="utf-8")
        assert (data_dir / "history").stat().st_mode & 0o077 == 0


def test_a_page_of_60_columns_and_ctrl_c_twice_during_an_answer(data_dir: Path) -> None:
    with Terminal(data_dir, columns=60, rows=60) as terminal:
        terminal.until(LISTENING)
        terminal.until_prompted()
        pasted = "Who called the city\r\na magnet for the world's money?"  # several lines are one question
        terminal.type(f"\x1b[200~{pasted}\x1b[201~\r")
        terminal.until("Wong argued that Hong Kong")
        terminal.until(LISTENING)
        terminal.until_prompted()
        shown = [line.rstrip() for line in terminal.screen.display]
        quoted = [number for number, line in enumerate(shown) if line.startswith("  │ ")]
        assert quoted == list(range(quoted[0], quoted[-1] + 1))
        assert shown[quoted[0] - 1] == shown[quoted[-1] + 1] == shown[terminal.screen.cursor.y - 1] == ""
        assert shown[quoted[0] - 2] == "a magnet for the world's money?"
        assert "\n\n\n" not in "\n".join(shown).rstrip()

        terminal.type("Who is a control tower? " * 60 + "\r")
        terminal.until(HEARD)
        terminal.child.send_signal(signal.SIGINT)
        terminal.until("Press Ctrl-C again")
        terminal.until(LISTENING)
        terminal.type("\x03")
        assert terminal.child.wait(15) == 0


def test_one_ctrl_c_is_enough_while_the_model_loads(data_dir: Path) -> None:
    with Terminal(data_dir) as terminal:
        terminal.until("Loading the embedding model")
        terminal.child.send_signal(signal.SIGINT)
        assert terminal.child.wait(15) == 0
        assert "Traceback" not in terminal.seen


def test_sigterm_puts_the_terminal_back_in_order(data_dir: Path) -> None:
    with Terminal(data_dir) as terminal:
        terminal.until(LISTENING)
        assert not termios.tcgetattr(terminal.master)[3] & termios.ECHO
        terminal.child.send_signal(signal.SIGTERM)
        assert terminal.child.wait(15) == 0
        assert termios.tcgetattr(terminal.master)[3] & termios.ECHO


def test_a_dumb_terminal_loses_no_line_and_ends_at_the_second_ctrl_c(data_dir: Path) -> None:
    with Terminal(data_dir, term="dumb") as terminal:
        terminal.until("> ")
        terminal.child.send_signal(signal.SIGINT)
        terminal.until("Press Ctrl-C again")
        terminal.type("/sources\n")
        terminal.until("What the answers come from")
        terminal.child.send_signal(signal.SIGINT)
        terminal.until("Press Ctrl-C again")
        terminal.child.send_signal(signal.SIGINT)
        assert terminal.child.wait(15) == 0


async def test_what_nobody_foresaw_is_one_sentence_with_a_reference_to_the_log(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Who called?\n\x1b[31m/foo\n/\nhelp\n/ask what?\n"))
    monkeypatch.setattr("bot.assistant.reply_to", lambda *_, **__: 1 / 0)
    shown, raw = page(80)
    await TerminalChat(assistant, tmp_path, shown).run()
    text = raw.getvalue().decode()
    told = re.findall(r"the reference\s+(\w{6})", text)
    assert len(set(told)) == 3
    assert all(caplog.text.count(f"(reference {number})") == 1 for number in told)
    assert "\x1b" not in text
    assert "Commands" in text


async def chat(assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    """Return, on one line, what the chat shows for `lines`."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    shown, raw = page(100)
    await TerminalChat(assistant, tmp_path, shown).run()
    return " ".join(raw.getvalue().decode().split())


async def test_all_that_a_speaker_said(assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = [
        passage.text
        for passage in assistant.libraries.default.snapshot.passages
        if "Zhu Min" in {speaker.name for speaker in assistant.libraries.default.snapshot.speakers_of(passage)}
    ]
    text = await chat(assistant, tmp_path, monkeypatch, "/quotes zhu min", "/quotes Quentin", "/quotes")
    assert f"Zhu Min: {len(theirs)} passages" in text
    places = [text.find(" ".join(passage.split())) for passage in theirs]
    assert -1 not in places
    assert places == sorted(places)
    assert "The articles do not name Quentin." in text
    assert "/quotes NAME" in text


async def test_what_is_kept_of_the_person_can_be_seen_and_deleted(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ("Who called the city a magnet?", "/privacy", "/privacy delete", "/privacy")
    text = await chat(assistant, tmp_path, monkeypatch, *lines)
    first, second = text.find("I keep one question and no opinions"), text.rfind("I keep nothing of you.")
    assert 0 <= first < text.find("Done: I keep nothing of you any more.") < second
    assert "/privacy delete" in text


async def test_who_gets_no_answer_is_told_what_can_be_asked(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.suggestions._PATIENCE", 120.0)  # the chat opens the index anew, and they are made anew
    offered = await assistant.suggestions(Thread("terminal", "terminal", "terminal", "x"), phrases())
    text = await chat(assistant, tmp_path, monkeypatch, "What will the weather be?")
    assert text.index("The article does not say.") < text.index("You could ask:") < text.index(offered[0])


ARTICLE = """# Ferry to run again

"It will run again from Monday," said Ines Okoro, the harbour master.
"""


async def test_the_welcome_names_the_article(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (digest,) = assistant.libraries.default.snapshot.record.articles
    text = await chat(assistant, tmp_path, monkeypatch)
    assert "who said it. For example: “What did Jiao Jie say?” I answer from: " in text
    assert f"I answer from: {digest.title} (Digest of public reporting on the forum) /help" in text


async def test_the_welcome_counts_several_articles(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = tuple(tmp_path / f"{name}.md" for name in ("Ferry", "Bakery"))
    for path in paths:
        path.write_text(ARTICLE.replace("Ferry", path.stem).replace("Monday", f"the {path.stem}"), encoding="utf-8")
    assistant = assistant_of(Library(paths, tmp_path, encoder.name, lambda _name: encoder), 0.33)
    text = await chat(assistant, tmp_path, monkeypatch)
    assert "“What did Ines Okoro say?” I answer from 2 articles; /sources lists them." in text


async def test_moderating_by_typed_words(assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "ferry report.md"
    article.write_text(ARTICLE, encoding="utf-8")
    lines = (
        "/index",
        f"/index add {article}",
        "yes",
        "/index list",
        "When will the ferry run again?",
        "/index correct 1 speaker:Bo Falk",
        "1",
        "/index show 1",
        "/index remove 1",
        "no",
        "/index remove 1",
        "/sources",
        "yes",
        "/index history",
    )
    text = await chat(assistant, tmp_path, monkeypatch, *lines)
    said = [
        "/index remove NUMBER",
        "all communities share",
        "[yes] Add it",
        "Added: Ferry to run again.",
        "1. Ferry to run again",
        "— Ines Okoro",
        "In passage 1:1 Bo Falk speaks now.",
        "Taken back.",
        "Ines Okoro, harbour master",
        "[yes] Take it out",
        phrases()("desk-left"),
        "[yes] Take it out",
        "What the answers come from",
        "3 versions",
    ]
    at = 0
    for words in said:
        assert words in text[at:], words
        at = text.index(words, at)
    assert "Taken out" not in text, "another line leaves what was offered"


async def test_a_file_or_command_that_is_not_there_is_told_with_the_remedy(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (f"/index add {tmp_path}/none.md", "/index add ~nobody-here/x.md", "/index sing", "/index add", "yes")
    text = await chat(assistant, tmp_path, monkeypatch, *lines)
    assert f"There is no file {tmp_path}/none.md" in text
    assert "There is no command “sing”" in text
    assert "Please give the address of an article or a file" in text
    assert "went wrong" not in text
