"""What the bot is deployed with, judged by the linters of those who read it: systemd, the shell, who builds images."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import EXIT_CONFIGURATION
from bot.run import CLOSING_TIME
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "bot" / "deploy"
UNIT, DOCKERFILE = DEPLOY / "on-the-record.service", DEPLOY / "Dockerfile"
HADOLINT = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
SYSTEMD = shutil.which("systemd-analyze")


def unit() -> configparser.SectionProxy:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.read_string(UNIT.read_text(encoding="utf-8"))
    return parsed["Service"]


@pytest.fixture
def runnable(tmp_path: Path) -> Path:
    """Return the unit with a Python that is there: systemd looks for the program."""
    ours = "/opt/on-the-record/.venv/bin/python"
    text = UNIT.read_text(encoding="utf-8")
    assert f"ExecStart={ours} -m bot\n" in text
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace(ours, sys.executable), encoding="utf-8")
    return copy


@pytest.mark.skipif(not SYSTEMD, reason="systemd is not installed")
def test_systemd_finds_no_fault_with_the_unit(runnable: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(runnable)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(not SYSTEMD, reason="systemd is not installed")
def test_the_unit_is_as_closed_as_a_service_on_the_network_can_be(runnable: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", str(runnable)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-500:]


def test_the_unit_leaves_the_bot_the_time_that_it_takes_and_does_not_repeat_what_cannot_succeed() -> None:
    service = unit()
    assert service["Type"] == "notify"
    assert int(service["TimeoutStopSec"].removesuffix("s")) > CLOSING_TIME + 5
    assert service["KillMode"] == "mixed", "the processes that parse are the bot's to end"
    assert str(EXIT_CONFIGURATION) in service["RestartPreventExitStatus"].split()
    state = service["StateDirectory"]
    assert f"DATA_DIR=/var/lib/{state}" in UNIT.read_text(encoding="utf-8")


@pytest.mark.skipif(not HADOLINT, reason="hadolint is made for few machines")
def test_hadolint_finds_no_fault_with_the_dockerfile(tmp_path: Path) -> None:
    def lint(path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(HADOLINT), "--no-color", str(path)], capture_output=True, text=True, check=False)

    found = lint(DOCKERFILE)
    assert (found.returncode, found.stdout) == (0, "")
    worse = tmp_path / "Dockerfile"
    worse.write_text(DOCKERFILE.read_text(encoding="utf-8").replace("WORKDIR /data", "RUN cd /data"), encoding="utf-8")
    assert lint(worse).returncode == 1


def test_the_image_has_a_user_a_volume_and_a_health_check_and_no_token() -> None:
    last = DOCKERFILE.read_text(encoding="utf-8").rpartition("FROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert "\nVOLUME /data\n" in last
    assert re.search(r'^HEALTHCHECK .* CMD \["python", "-m", "bot\.probe"\]$', last, re.MULTILINE)
    assert last.rstrip().endswith('ENTRYPOINT ["python", "-m", "bot"]')
    assert "TOKEN" not in DOCKERFILE.read_text(encoding="utf-8")


def test_what_is_set_is_a_setting() -> None:
    set_by_unit = re.findall(
        r"(?:Environment=|\s)([A-Z_]+)=",
        "\n".join(re.findall(r"^Environment=.*", UNIT.read_text(encoding="utf-8"), re.MULTILINE)),
    )
    set_by_image = re.findall(
        r"^(?:ENV| {4}) ?([A-Z_]+)=", DOCKERFILE.read_text(encoding="utf-8").rpartition("FROM ")[2], re.MULTILINE
    )
    of_python_or_the_system = {"PATH", "HOME", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
    for names in (set(set_by_unit), set(set_by_image)):
        assert {"DATA_DIR", "HEALTH_PORT", "LOG_FORMAT"} <= names
        assert names - of_python_or_the_system <= {name.upper() for name in Settings.model_fields}


def test_the_image_and_make_install_the_same_pytorch() -> None:
    (in_make,) = re.findall(r"^TORCH := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    (in_image,) = re.findall(r"^ARG TORCH=(\S+)$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert in_make == in_image


def test_nothing_goes_into_the_image_but_what_is_copied_there() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    commands = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)
    copied = {name for command in commands for name in command.split()}
    assert lines[0] == "*"
    assert let_in == copied


@pytest.mark.parametrize("script", ["check-image", "try-image"])
def test_the_scripts_are_scripts(script: str) -> None:
    path = DEPLOY / script
    assert path.stat().st_mode & 0o111
    assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0


def test_every_setting_exit_code_and_figure_that_the_readme_names_is_there() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    for name in re.findall(r"on_the_record_(\w+?)(?:_total|_bucket)?\b", text):
        assert f'"{name}"' in source or f'"on_the_record_{name}"' in source, name
    for path in re.findall(r"`(bot/[\w/.-]+)`", text):
        assert (ROOT / path).exists(), path
    assert "| 78 |" in text
