"""The pages are true: every command in a README is run here, by another test, or by `.ci/run`, or listed as by hand."""

from __future__ import annotations

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.test_main import run
from tests.conftest import SHARED
from tests.picture import PICTURE, record

ROOT = Path(__file__).resolve().parent.parent
THREATS = ROOT / "bot" / "moderation" / "THREATS.md"
PAGES = {
    page: page.read_text(encoding="utf-8")
    for page in (
        ROOT / "README.md",
        *sorted(page for top in ("bot", "index", "prompts", "tests") for page in (ROOT / top).rglob("README.md")),
        THREATS,
    )
}
"""The text of every page that is written for people."""
ALL = "\n".join(PAGES.values())
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", ALL, re.DOTALL) for line in block.splitlines() if line.strip()
]
INLINE = [
    " ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", re.sub(r"```.*?```", "", ALL, flags=re.S))
]
"""What stands between backquotes within the text."""
BY_CI = {"make chat", "make test", "make check", "make setup"}
"""Run by `.ci/run`, from nothing (`make setup` is the first half of `make chat`)."""
BY_OTHER_TESTS = {".venv/bin/python -m bot"}
"""Started with and without platforms in tests/bot."""
ON_A_SERVER = {
    ".venv/bin/pip install -e '.[postgres]'": "tests/conftest.py::postgres",
    "createuser --pwprompt bot && createdb --owner=bot record": "tests/conftest.py::postgres",
    "psql record -c 'CREATE EXTENSION vector'          # by a superuser; everything else the bot makes itself": (
        "tests/conftest.py::postgres"
    ),
    "DATABASE_URL=postgresql+psycopg://bot:PASSWORD@db.example/record .venv/bin/python -m bot": (
        "tests/bot/libraries/test_shared.py::test_what_one_process_changes_all_answer_from_and_none_from_two_states"
    ),
    ".venv/bin/python -m bot migrate --from default --to postgresql+psycopg://bot:PASSWORD@db.example/record": (
        "tests/bot/migrating/test_moving.py::test_all_is_there_in_postgresql_and_back_in_files_again"
    ),
    ".venv/bin/python -m bot migrate --from postgresql+psycopg://bot:PASSWORD@db.example/record --to default": (
        "tests/bot/migrating/test_moving.py::test_all_is_there_in_postgresql_and_back_in_files_again"
    ),
    "umask 077 && mkdir -p backup && rm -f backup/record.db": (
        "tests/bot/state/test_backup.py::test_files_are_backed_up_while_the_bot_runs_and_restored"
    ),
    "sqlite3 .data/record.db \"VACUUM INTO 'backup/record.db'\" && cp .data/key backup/": (
        "tests/bot/state/test_backup.py::test_files_are_backed_up_while_the_bot_runs_and_restored"
    ),
    'pg_dump --format=custom --file=record.dump "postgresql://bot@db.example/record"': (
        "tests/bot/state/test_backup.py::test_postgresql_is_backed_up_and_restored_for_the_bot_s_own_user"
    ),
    "createdb --owner=bot record_again && psql record_again -c 'CREATE EXTENSION vector'": (
        "tests/bot/state/test_backup.py::test_postgresql_is_backed_up_and_restored_for_the_bot_s_own_user"
    ),
    "pg_restore --no-owner --no-comments --role=bot --exit-on-error --dbname=record_again record.dump": (
        "tests/bot/state/test_backup.py::test_postgresql_is_backed_up_and_restored_for_the_bot_s_own_user"
    ),
}
"""Commands for a server of the operator's, and the test or fixture that does the same on a server of its own."""
BY_HAND = {
    "tests.benchmarks.answers": "minutes, and better with reports that are not part of the project",
    "tests.benchmarks.attribution": "a corpus that is not part of the project",
    "tests.benchmarks.background": "a corpus that is not part of the project",
    "tests.benchmarks.common_words": "a corpus that is not part of the project",
    "tests.benchmarks.completion": "figures of a machine that does nothing else",
    "tests.benchmarks.large": "minutes, and figures of a machine that does nothing else",
    "tests.benchmarks.load": "minutes, and figures of a machine that does nothing else",
    "tests.benchmarks.peers": "minutes, libraries that the project does without, and a corpus that is not part of it",
    "tests.benchmarks.platforms": "figures of a machine that does nothing else",
    "tests.benchmarks.questions": "a report that is given",
    "tests.benchmarks.reading": "a corpus that is not part of the project",
    "tests.benchmarks.retrieval": "a corpus that is not part of the project",
    "tests.benchmarks.soak": "hours",
    "tests.benchmarks.speed": "figures of a machine that does nothing else",
    "tests.benchmarks.starting": "figures of a machine that does nothing else",
    "tests.benchmarks.stores": "minutes, and figures of a machine that does nothing else",
    "tests.picture": "writes a file of the repository, which is compared below",
    "tests.mutants": "mutmut, and minutes to hours",
    "tests.pictures": "Chromium",
    "tests.training": "hours, and a corpus that is not part of the project",
    "tests.training.ranking": "minutes, and a corpus that is not part of the project",
}
"""Modules whose commands no test runs, and what they need from outside."""
FILES = {
    "QUESTIONS.jsonl": '{"id": "q1", "question": "When will the ferry run again?"}\n',
    "EXPECTED.jsonl": "".join(re.findall(r"```jsonl\n(.*?)```", ALL, re.DOTALL)),
    "BEFORE.jsonl": '{"id": "q2", "answered": true, "passage": "Rain, all week.", "speaker": null}\n',
    "ARTICLE.txt": "“The ferry will run again in April,” said Ines Okoro, the harbour master.\n\n"
    "Okoro said that nobody objected. A boy asked for ice cream.\n",
}


@pytest.mark.parametrize("command", ON_A_SERVER)
def test_what_needs_a_server_is_done_by_another_test(command: str) -> None:
    path, _, name = ON_A_SERVER[command].partition("::")
    assert command in COMMANDS
    assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c not in BY_CI | BY_OTHER_TESTS | ON_A_SERVER.keys() and "-m tests." not in c]
)
def test_every_command_runs(command: str, tmp_path: Path, digest_archive: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    environment = {**os.environ, "DATA_DIR": str(tmp_path / ".data")}
    if "-m bot" in command:
        shutil.copytree(digest_archive, tmp_path / ".data")
    if "index show" in command or "index check" in command:
        assert run(environment, "index", "build", "ARTICLE.txt", cwd=tmp_path).returncode == 0
    words = shlex.split(command.split(" > ", maxsplit=1)[0])
    assert words[:2] == [".venv/bin/python", "-m"]
    done = run(environment, words[2], *words[3:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def module_of(command: str) -> str | None:
    """Return the module that a command runs, None where it runs none."""
    found = re.search(r"python -m ([\w.]+)", command)
    return found[1] if found else None


def test_what_is_run_by_hand_is_listed_with_what_it_needs() -> None:
    named = {module for command in (*COMMANDS, *INLINE) if (module := module_of(command))}
    assert {module for module in named if module.startswith("tests.")} == BY_HAND.keys()


@pytest.mark.parametrize("command", sorted({command for command in (*COMMANDS, *INLINE) if module_of(command)}))
def test_every_module_that_is_named_is_there(command: str) -> None:
    module = module_of(command)
    assert module is not None
    path = ROOT.joinpath(*module.split("."))
    assert module == "pytest" or path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), command


def test_every_target_of_make_that_is_named_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {words[1] for command in (*COMMANDS, *INLINE) if (words := command.split())[0] == "make" and words[1:]}
    assert named
    assert named <= targets


def test_the_training_that_is_named_takes_what_it_is_given() -> None:
    steps = [shlex.split(command)[3:] for command in COMMANDS if "-m tests.training " in command]
    *stages, (last, *checkpoints) = steps
    assert [given for _, *given in stages] == [["../shared/data/reading", "--checkpoint", "reader.pt"]] * 2
    assert (last, len(checkpoints)) == ("mean", 2)
    # All in one process: it imports PyTorch.
    code = "import sys; from tests.training.__main__ import app\n" + "".join(
        f"app([{step!r}, '--help'], standalone_mode=False)\n" for step, *_ in steps
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.lower().count("reading") >= len(stages)
    assert done.stdout.count("--checkpoint") == len(stages)
    assert done.stdout.upper().count("EARLIER") >= 1 <= done.stdout.upper().count("LATER")


def test_what_ci_is_said_to_run_it_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(f"make {target}" in script for target in ("chat", "check", "test"))


def settings_table() -> str:
    """Return the table of settings, made from the code."""
    rows = ["| variable | default | what it is |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown_default = "" if default in (None, (), frozenset()) else f"`{default}`"
        rows.append(f"| `{name.upper()}` | {shown_default} | {field.description} |")
    return "\n".join(rows)


def test_the_table_of_settings_is_the_code_s() -> None:
    assert settings_table() in PAGES[ROOT / "README.md"]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", PAGES[page], flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        path, _, anchor = target.partition("#")
        if path.startswith("https://"):
            continue
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def test_every_page_is_led_to_and_every_picture_shown_with_words_for_who_does_not_see_it() -> None:
    shows: set[Path] = set()
    leads = {ROOT / "README.md"}
    for page, text in PAGES.items():
        for mark, words, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)#]+)[^)]*\)", text):
            (shows if mark else leads).add((page.parent / target).resolve())
            assert words.strip(), target
    assert shows == {picture for picture in (ROOT / ".github").iterdir() if picture.suffix in {".png", ".svg"}}
    assert PAGES.keys() <= leads


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_prose_is_wrapped(page: Path) -> None:
    prose = re.sub(r"```.*?```", "", PAGES[page], flags=re.DOTALL).splitlines()
    long = [line for line in prose if len(line) > 120 and " " in line.strip()]
    assert [line for line in long if not line.startswith(("|", "![", "    "))] == []


def test_nothing_is_said_twice() -> None:
    said = Counter(
        " ".join(part.split())
        for text in PAGES.values()
        for part in re.split(r"\n\s*\n|\n(?=\s*(?:- |\||\d+\. ))", text)
        if len(part.split()) > 12
    )
    assert [part for part, times in said.items() if times > 1] == []


def test_every_threat_names_a_test_that_is_there() -> None:
    threats = re.findall(r"^- \*\*.*\n(?:  .*\n)*", PAGES[THREATS], re.MULTILINE)
    untried = [threat for threat in threats if "::" not in threat]
    assert [threat.split("**")[1] for threat in untried] == ["The operator"]
    for file, test in re.findall(r"`([\w/]+\.py)::(\w+)`", PAGES[THREATS]):
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), f"{file}::{test}"


def test_the_picture_shows_what_the_program_shows(digest_archive: Path, tmp_path: Path) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[\w’']+", text.replace("\xa0", " "))

    drawn = html.unescape(re.sub(r"<[^>]+>", " ", PICTURE.read_text(encoding="utf-8").split("</defs>")[-1]))
    recorded = record(Path(shutil.copytree(digest_archive, tmp_path / "data")))
    assert words(drawn) == words("\n".join(line.plain for line in recorded.lines))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the newspaper's article is not part of the project")
def test_no_sentence_of_the_newspaper_s_article_is_in_the_project() -> None:
    def grams(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[i : i + 9]) for i in range(len(words) - 8)}

    theirs = grams((SHARED / "articles" / "forum-article.txt").read_text(encoding="utf-8"))
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".txt", ".ftl", ".json", ".jsonl", ".toml"} and path.is_file():
            assert len(grams(path.read_text(encoding="utf-8")) & theirs) <= 6, name
