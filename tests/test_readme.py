"""The README is true: every command in it is run here, by another test, or by `.ci/run`."""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.library import Library
from bot.settings import Settings
from tests.bot.test_main import run
from tests.conftest import SHARED
from tests.picture import PICTURE, shown

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.strip()
]
BY_CI = {"make chat", "make test", "make check", "make setup"}
"""Run by `.ci/run`, from nothing (`make setup` is the first half of `make chat`)."""
BY_OTHER_TESTS = {".venv/bin/python -m bot"}
"""Started with and without platforms in tests/bot."""
FILES = {
    "QUESTIONS.jsonl": '{"id": "q1", "question": "When will the ferry run again?"}\n',
    "EXPECTED.jsonl": "".join(re.findall(r"```jsonl\n(.*?)```", README, re.DOTALL)),
    "BEFORE.jsonl": '{"id": "q2", "answered": true, "passage": "Rain, all week.", "speaker": null}\n',
    "ARTICLE.txt": "“The ferry will run again in April,” said Ines Okoro, the harbour master.\n\n"
    "Okoro said that nobody objected. A boy asked for ice cream.\n",
}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in BY_CI | BY_OTHER_TESTS and "-m tests." not in c])
def test_every_command_runs(command: str, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    environment = {**os.environ, "DATA_DIR": str(tmp_path / ".data")}
    if "index show" in command or "index check" in command:
        assert run(environment, "index", "build", "ARTICLE.txt", cwd=tmp_path).returncode == 0
    words = shlex.split(command.split(" > ", maxsplit=1)[0])
    assert words[:2] == [".venv/bin/python", "-m"]
    done = run(environment, words[2], *words[3:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_every_benchmark_and_training_named_is_there() -> None:
    for package, name in re.findall(r"tests\.(benchmarks|training|pictures)(?:\.(\w+))?", README):
        assert (ROOT / "tests" / package / f"{name or '__main__'}.py").is_file()


@pytest.mark.parametrize("stage", ["general", "reports"])
def test_the_training_that_is_named_takes_what_it_is_given(stage: str) -> None:
    command = next(c for c in COMMANDS if f"tests.training {stage}" in c)
    assert command.split()[4:] == ["../shared/data/reading", "--checkpoint", "reader.pt"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.training", stage, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "reading" in done.stdout.lower()
    assert "--checkpoint" in done.stdout


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
    assert settings_table() in README


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_picture_shows_what_the_program_shows(library: Library) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[\w’']+", text)

    drawn = html.unescape(re.sub(r"<[^>]+>", " ", PICTURE.read_text(encoding="utf-8").split("</defs>")[-1]))
    now = shown(library).export_text()
    assert words(drawn.replace("\xa0", " "))[-len(words(now)) :] == words(now)


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
