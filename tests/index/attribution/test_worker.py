"""The program that attributes: an article a line in, an answer a line out, for as long as somebody asks and listens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest
from pydantic import TypeAdapter

from index.article import Article, Attribution
from index.attribution import attribute
from index.processes import ROOT
from tests.index.attribution.samples import article_of

RAIN, SNOW = (article_of(f"“{what} will fall again in April,” said Ines Okoro.") for what in ("Rain", "Snow"))
SECONDS = 60  # no test waits for so long unless the program hangs


def started(folder: Path, fault: str = "") -> subprocess.Popen[bytes]:
    """Start the program; `fault` is Python that runs in it first, from a file in `folder`."""
    (folder / "sitecustomize.py").write_text(fault, encoding="utf-8")
    path = os.pathsep.join([str(folder), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "-m", "index.attribution.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def pipes(program: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Return the program's standard input and output."""
    assert program.stdin is not None
    assert program.stdout is not None
    return program.stdin, program.stdout


def asked(program: subprocess.Popen[bytes], article: Article) -> dict[str, Any]:
    """Return the answer about an article."""
    given, answers = pipes(program)
    given.write(TypeAdapter(Article).dump_json(article) + b"\n")
    given.flush()
    answer: dict[str, Any] = json.loads(answers.readline())
    return answer


def test_it_answers_one_article_after_another_until_nobody_asks(tmp_path: Path) -> None:
    with started(tmp_path) as program:
        for article in (RAIN, SNOW):
            found = TypeAdapter(Attribution).validate_python(asked(program, article)["attribution"])
            assert found == attribute(article)
        pipes(program)[0].close()
        assert program.wait(SECONDS) == 0


def test_it_ends_where_nobody_listens(tmp_path: Path) -> None:
    with started(tmp_path) as program:
        given, answers = pipes(program)
        answers.close()
        given.write(TypeAdapter(Article).dump_json(RAIN) + b"\n")
        given.flush()
        assert program.wait(SECONDS) == 1


@pytest.mark.parametrize(
    ("fault", "answer", "told"),
    [
        ("import index.attribution.document as document; document._MODEL = 'no_such_model'", "missing", "make setup"),
        ("import index.attribution as a; a.attribute = lambda article: int(article.text)", "failed", "ValueError"),
        ("import os; os.nice = lambda by: os.stat('/no/such/file')", "attribution", "Ines Okoro"),
        (
            "import index.attribution as a; of = a.attribute; a.attribute = lambda article: print() or of(article)",
            "attribution",
            "Ines Okoro",
        ),
    ],
    ids=["no model", "a fault", "a system that keeps its ranks", "a library that prints"],
)
def test_it_always_answers(fault: str, answer: str, told: str, tmp_path: Path) -> None:
    with started(tmp_path, fault) as program:
        given = asked(program, RAIN)
        assert list(given) == [answer]
        assert told in str(given[answer])
        assert "April" not in str(given)  # neither spans nor errors repeat what the article says
        pipes(program)[0].close()
        assert program.wait(SECONDS) == 0
