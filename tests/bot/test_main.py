"""The program as an operator starts it: commands in this process, real processes where signals and exits count."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app as bot_app
from bot.settings import Settings
from index.__main__ import app as index_app

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = """Ferry to run again from spring

“We should never have stopped it,” said Ines Okoro, the harbour master.

The ferry across the estuary will run again from April, the council decided on Tuesday.
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "PYTHONPATH": str(ROOT), "DATA_DIR": str(tmp_path / "data"), "COLUMNS": "100"}


@dataclass
class Outcome:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def run(environment: dict[str, str], program: str, *arguments: str, stdin: str = "", cwd: Path) -> Outcome:
    """Run a command of `program`; without arguments in a process of its own, since the chat ends its process."""
    if not arguments:
        done = subprocess.run(
            [sys.executable, "-m", program],
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            cwd=cwd,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)
    app = bot_app if program == "bot" else index_app
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(app, arguments, input=stdin, env=environment, prog_name=f"python -m {program}")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def indexed(environment: dict[str, str], digest_archive: Path) -> dict[str, str]:
    """Return an environment whose data folder holds the digest's index, so that a process need not build it."""
    shutil.copytree(digest_archive, environment["DATA_DIR"])
    return environment


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.mark.parametrize("program", ["bot", "index"])
def test_help_needs_neither_model_nor_index(environment: dict[str, str], program: str) -> None:
    code = (
        f"import runpy, sys; sys.argv = ['{program}', '--help']\n"
        f"try: runpy.run_module('{program}', run_name='__main__')\n"
        "except SystemExit as ended: assert not ended.code\n"
        "heavy = {'torch', 'faiss', 'spacy', 'discord', 'slack_bolt', 'numpy', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == 0, result.stderr
    assert "Usage:" in result.stdout


def test_the_terminal_through_a_pipe(indexed: dict[str, str], tmp_path: Path) -> None:
    lines = [
        "Who called the city a magnet for the world's money?",
        "What will the weather be?",
        "/speakers",
        "/sources",
        "/help",
        "/nonsense",
        "",
        "/reload",
        "/quit",
        "never asked",
    ]
    result = run(indexed, "bot", stdin="\n".join(lines), cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    asked, declined = result.stdout.split("The article does not say.", 1)
    assert "│ Wong argued that Hong Kong has a crucial part to play" in asked
    assert "— Stephen Wong Yuen-shan, " in asked
    for expected in ("Who speaks", "What the answers come from", "There is no command /nonsense", "Changes: no change"):
        assert expected in declined
    assert "never asked" not in result.stdout
    with closing(sqlite3.connect(tmp_path / "data" / "record.db")) as database:
        assert database.execute("SELECT community, what FROM audit").fetchall() == [("terminal:terminal", "reload")]


def test_one_question_for_people_and_for_machines(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    question = "Who said that the ferry should never have been stopped?"
    arguments = ("bot", "ask", question, "--source", str(report))
    page = run(environment, *arguments, cwd=tmp_path)
    assert "Ines Okoro, " in page.stdout
    answer = json.loads(run(environment, *arguments, "--json", cwd=tmp_path).stdout)
    assert answer["passage"] == "“We should never have stopped it,” said Ines Okoro, the harbour master."
    assert (answer["answered"], answer["speaker"]) == (True, "Ines Okoro")
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["vectors.db"]  # of the words, not the index


def test_a_batch(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    questions = [
        {"id": "q1", "question": "When will the ferry run again?", "type": "fact"},
        {"id": "q2", "question": "what did he say about it?", "prev_question": "Who is Ines Okoro?"},
        {"id": "q3", "question": ""},
    ]
    lines = "\n".join(json.dumps(q) for q in questions)
    result = run(environment, "bot", "ask", "--batch", "-", "--source", str(report), stdin=lines, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["q1", "q2", "q3"]
    assert {"answered", "passage", "speaker", "role", "confidence", "passages"} <= set(answers[0])
    assert answers[0]["passages"][0].startswith("The ferry across the estuary")
    assert answers[2]["answered"] is False


def test_a_batch_as_a_regression(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    def ask(questions: list[dict[str, object]], *more: str) -> Outcome:
        lines = "\n".join(json.dumps(q) for q in questions)
        return run(environment, "bot", "ask", "--batch", "-", "--source", str(report), *more, stdin=lines, cwd=tmp_path)

    ferry: dict[str, object] = {"id": "q1", "question": "When will the ferry across the estuary run again?"}
    right = ask([{**ferry, "expected": ["from April"], "expected_speaker": None}, {"id": "q2", "question": ""}])
    assert right.returncode == 0, right.stderr
    assert "1 expectations: 1 right" in right.stderr
    answers = [json.loads(line) for line in right.stdout.splitlines()]
    assert [answer.get("right") for answer in answers] == [True, None]
    assert answers[0]["index"] == answers[1]["index"]

    earlier = tmp_path / "earlier.jsonl"
    earlier.write_text(right.stdout, encoding="utf-8")
    wrong = ask([{**ferry, "expected": ["from May"]}, {"id": "q2", "question": "", "expected": []}])
    assert wrong.returncode == 1
    assert "wrong passage: q1  When will the ferry" in wrong.stderr
    assert "  got: the reporter: The ferry across the estuary" in wrong.stderr
    assert "No passage of the index holds the expected “from May”." in wrong.stderr
    assert "2 expectations: 1 right, 1 wrong passage" in wrong.stderr

    same = ask([ferry], "--compare", str(earlier))
    assert same.returncode == 0
    assert f"From index {answers[0]['index']} to " in same.stderr
    assert "nothing changed" in same.stderr
    earlier.write_text(json.dumps({**answers[0], "answered": False, "passage": None}), encoding="utf-8")
    assert "newly answered: q1" in ask([ferry], "--compare", str(earlier)).stderr
    assert run(environment, "bot", "ask", "Who?", "--compare", str(earlier), cwd=tmp_path).returncode == 2
    earlier.write_text("", encoding="utf-8")
    assert ask([ferry], "--compare", str(earlier)).returncode == 78


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "sentence"),
    [
        (("bot", "ask"), {}, 2, "Give one of the two."),
        (("bot", "ask", "x", "--source", "gone.txt"), {}, 78, "gone.txt does not exist."),
        (("bot", "ask", "--batch", "gone.jsonl"), {}, 78, "gone.jsonl cannot be read"),
        (("bot",), {"WRONG_ANSWERS": "high"}, 78, "WRONG_ANSWERS"),
        (("bot",), {"SOURCES": "gone.txt"}, 78, "gone.txt does not exist."),
        (("bot",), {"SLACK_BOT_TOKEN": "xoxb-1"}, 78, "SLACK_APP_TOKEN"),
        (("bot",), {"DISCORD_TOKEN": "nonsense"}, 78, "discord.com/developers"),
        (("bot", "ask", "x"), {"EMBEDDING_MODEL": "./gone"}, 78, "EMBEDDING_MODEL"),
        (("index", "check"), {}, 1, "index build"),
        (("index", "show"), {}, 1, "index build"),
        (("index", "build", "gone.txt"), {}, 1, "gone.txt does not exist."),
    ],
)
def test_what_is_wrong_is_one_sentence_and_an_exit_code(
    environment: dict[str, str],
    tmp_path: Path,
    arguments: tuple[str, ...],
    settings: dict[str, str],
    code: int,
    sentence: str,
) -> None:
    result = run({**environment, **settings}, *arguments, cwd=tmp_path)
    assert result.returncode == code, result.stderr
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_build_show_check_and_damage(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    built = run(environment, "index", "build", str(report), cwd=tmp_path)
    assert "1 article, 2 passages, 2 sentences, " in built.stdout
    shown = run(environment, "index", "show", cwd=tmp_path).stdout
    assert "Ines Okoro, " in shown
    assert "[direct] Ines Okoro" in shown
    assert "is whole" in run(environment, "index", "check", cwd=tmp_path).stdout
    (snapshot,) = (tmp_path / "data" / "snapshots").iterdir()
    (snapshot / "record.json").write_bytes(b"{}")
    checked = run(environment, "index", "check", cwd=tmp_path)
    assert checked.returncode == 1
    assert "damaged: record.json" in checked.stderr


def test_sigterm_ends_the_terminal_at_once(indexed: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=indexed, cwd=tmp_path, text=True
    ) as child:
        assert child.stdout is not None
        assert "Ask what was said" in child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0


def test_attribution_and_corrections_by_command(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    quotes = json.loads(run(environment, "index", "attribute", str(report), "--json", cwd=tmp_path).stdout)["quotes"]
    assert [q["canonical"] for q in quotes if q["kind"] == "direct"] == ["Ines Okoro"]
    line = json.dumps({"doc_id": "d", "text": REPORT})
    piped = run(environment, "index", "attribute", "--json", stdin=line + "\n", cwd=tmp_path)
    assert json.loads(piped.stdout) == {"doc_id": "d", "quotes": quotes}
    assert "[direct] Ines Okoro" in run(environment, "index", "attribute", str(report), cwd=tmp_path).stdout

    endless = json.dumps({"doc_id": "endless", "text": "It rained. " * 100_000})
    for line, complaint in (
        (endless, "endless holds more than 1,000,000 characters of text. Split it"),
        ('{"doc_id": "d", "text": 1}', "Line 2 of the input is no JSON object with doc_id and text. Correct it"),
        ("[]", "Line 2 of the input is no JSON object"),
    ):
        refused = run(environment, "index", "attribute", "--json", stdin=f"\n{line}\n", cwd=tmp_path)
        assert (refused.returncode, refused.stdout, complaint in refused.stderr) == (1, "", True)
    unnamed = run(environment, "index", "attribute", cwd=tmp_path)
    assert (unnamed.returncode, "No article was named." in " ".join(unnamed.stderr.split())) == (2, True)

    corrected = run(
        environment, "index", "correct", str(report), "1", "--speaker", "Lena Wu", "--role", "mayor", cwd=tmp_path
    )
    assert corrected.returncode == 0, corrected.stderr
    run(environment, "index", "build", str(report), cwd=tmp_path)
    shown = run(environment, "index", "show", cwd=tmp_path).stdout
    assert "1. Lena Wu (corrected)" in shown
    assert "Lena Wu, mayor" in shown
    assert run(environment, "index", "correct", str(report), "1", "--undo", cwd=tmp_path).returncode == 0
    wrong = run(environment, "index", "correct", str(report), "9", "--clear", cwd=tmp_path)
    assert (wrong.returncode, "numbers, 1 to 2" in wrong.stderr) == (1, True)
    assert run(environment, "index", "correct", str(report), "--clear", cwd=tmp_path).returncode == 2


def test_an_index_built_by_hand_is_what_the_bot_answers_from(
    environment: dict[str, str], report: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run(environment, "index", "build", str(report), cwd=tmp_path)
    (tmp_path / ".env").write_text("SOURCE=another.txt\n", encoding="utf-8")
    question = "Who said that the ferry should never have stopped?"
    asked = run(environment, "bot", "ask", question, "--json", cwd=tmp_path)
    assert json.loads(asked.stdout)["article"] == "Ferry to run again from spring"
    chat = run(environment, "bot", stdin="/reload\n/sources\n", cwd=tmp_path)
    misspelt = "SOURCE in .env is no setting. If it is to be SOURCES, mend it there."
    assert misspelt in caplog.messages
    assert chat.stderr == f"{misspelt}\n"
    assert "Changes: no change" in chat.stdout
    assert "Ferry to run again from spring" in chat.stdout


def test_the_index_s_commands_read_the_file_of_settings(tmp_path: Path, report: Path) -> None:
    (tmp_path / ".env").write_text(f"DATA_DIR=elsewhere\nSOURCES={report.name}\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    built = subprocess.run(
        [sys.executable, "-m", "index", "build"],
        env={**environment, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Built elsewhere/snapshots/" in built.stdout
    assert "2 passages" in built.stdout


def test_a_locale_without_the_article_s_letters(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    plain = {**environment, "SOURCES": str(report), "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "NO_COLOR": "1"}
    result = run(plain, "bot", stdin="Who said that the ferry should never have been stopped?\n", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "  > ?We should never have stopped it,? said Ines Okoro" in result.stdout


@pytest.mark.parametrize("line", ['{"id": 1, "question": "a\u2028b"}', '\ufeff{"id": "x", "question": "y"}'])
def test_odd_but_valid_lines_of_a_batch(environment: dict[str, str], report: Path, tmp_path: Path, line: str) -> None:
    result = run(environment, "bot", "ask", "--batch", "-", "--source", str(report), stdin=line + "\n", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_two_names_become_one_speaker_and_two_again(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    report.write_text(f"{REPORT}\n“It was a mistake,” said Bo Falk, the mayor.\n", encoding="utf-8")

    def speakers() -> list[str]:
        run(environment, "index", "build", str(report), cwd=tmp_path)
        shown = run(environment, "index", "show", cwd=tmp_path).stdout
        return [name for name in ("Ines Okoro", "Bo Falk") if f"[direct] {name}" in shown]

    correct = ("index", "correct", str(report))
    assert run(environment, *correct, "--merge", "Ines Okoro", "Bo Falk", cwd=tmp_path).returncode == 0
    assert speakers() == ["Ines Okoro"]
    assert run(environment, *correct, "--split", "Bo Falk", cwd=tmp_path).returncode == 0
    assert speakers() == ["Ines Okoro", "Bo Falk"]
    again = run(environment, *correct, "--split", "Bo Falk", cwd=tmp_path)
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)


def test_merging_names_that_nobody_has_is_refused(environment: dict[str, str], report: Path, tmp_path: Path) -> None:
    refused = run(environment, "index", "correct", str(report), "--merge", "Ines Okoro", "Nobody", cwd=tmp_path)
    assert refused.returncode == 1
    assert "No speaker is called 'Nobody'. Name one of those who speak: Ines Okoro" in " ".join(refused.stderr.split())


def test_a_damaged_database_ends_the_start_and_stays_as_it_is(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    damaged = tmp_path / "data" / "record.db"
    damaged.write_bytes(b"not a database at all, but long enough to look like one" * 40)
    result = run(environment, "bot", cwd=tmp_path)
    assert result.returncode == 78, result.stderr
    assert "record.db is damaged. Put back a copy of it, or move it away" in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert damaged.read_bytes() == b"not a database at all, but long enough to look like one" * 40


def test_what_nobody_foresaw_ends_it_with_a_reference_and_exit_code_1(
    environment: dict[str, str], tmp_path: Path
) -> None:
    code = (
        "import sys, bot.run\n"
        "async def fail(*_): raise ValueError('a detail')\n"
        "bot.run.serve = fail\n"
        "from bot.__main__ import app\n"
        "sys.argv = ['bot']\n"
        "app()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**environment, "SLACK_BOT_TOKEN": "xoxb-1", "LOG_FORMAT": "json"},
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    *_, line, sentence = done.stderr.splitlines()
    logged = json.loads(line)
    assert "a detail" in logged["exception"]
    assert sentence.endswith(f"for the reference {logged['reference']}.")
    assert "detail" not in sentence
