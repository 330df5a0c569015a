"""The worker: what a hostile file costs, and what a worker gets to see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources.formats import Format
from index.sources.parsing import MAX_CHARACTERS, MAX_PARAGRAPH, Request, parse
from index.sources.worker import Limits, parse_in_worker
from tests.index.sources import pdfs
from tests.index.sources.web.layouts import wordpress_classic
from tests.index.sources.web.stories import SEEDS

PAGE = wordpress_classic(SEEDS).encode()
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ines Okoro>It rained.\n"


@pytest.mark.parametrize(
    ("form", "made"),
    [
        (Format.HTML, lambda: PAGE),
        (Format.PDF, lambda: pdfs.spaced(SEEDS)),
        (Format.CAPTIONS, lambda: VTT),
        (Format.MARKDOWN, "# Bridge\n\nIt *rained*, said Inés of the 橋.\n".encode),
    ],
    ids=["HTML", "PDF", "captions", "Markdown"],
)
def test_a_worker_reads_what_the_reader_reads(form: Format, made: Callable[[], bytes]) -> None:
    data = made()
    request = Request("a", form, address="https://news.example/a" if form is Format.HTML else None)
    assert parse_in_worker(request, data) == parse(request, data)


def test_the_program_answers_what_it_is_given() -> None:
    request = Request("a.html", Format.HTML, address="https://news.example/a")
    header = json.dumps({"request": asdict(request), "limits": asdict(Limits())}).encode()
    ended = subprocess.run(
        [sys.executable, "-m", "index.sources.worker"], input=header + b"\n" + PAGE, capture_output=True, check=True
    )
    assert json.loads(ended.stdout) == json.loads(json.dumps({"article": asdict(parse(request, PAGE))}))


def test_an_answer_that_is_no_article_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\necho '{\"article\": {}}'\n", encoding="utf-8")
    silent.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(silent))
    with pytest.raises(SourceError, match=r"a\.html could not be read: reading it ended its process"):
        parse_in_worker(Request("a.html", Format.HTML), PAGE)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(
    ("signal", "complaint"),
    [("KILL", "takes more memory to read"), ("XCPU", "within 20 seconds"), ("SEGV", "reading it ended its process")],
)
def test_what_ended_a_worker_is_told(
    signal: str, complaint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ended = tmp_path / "python"
    ended.write_text(f"#!/bin/sh\nkill -{signal} $$\n", encoding="utf-8")
    ended.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(ended))
    with pytest.raises(SourceError, match=rf"^a\.html .*{complaint}.*save the article's text to a file and add that"):
        parse_in_worker(Request("a.html", Format.HTML), b"<p>It rained.")


def test_a_machine_that_starts_no_process_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(SourceError, match="no process can be started"):
        parse_in_worker(Request("a.html", Format.HTML), PAGE)


def test_an_error_in_the_worker_is_the_reader_s_error() -> None:
    with pytest.raises(SourceError, match=r"a\.pdf is a scanned PDF"):
        parse_in_worker(Request("a.pdf", Format.PDF), pdfs.scan())


@pytest.mark.parametrize(
    ("limits", "complaint"),
    [
        (Limits(clock=0.05), "within 0.05 seconds"),
        (Limits(memory=20_000_000), "reading it ended its process|more memory"),
        (Limits(answer=500), "more text than a source may hold|reading it ended"),
    ],
    ids=["time", "memory", "answer"],
)
def test_a_worker_that_takes_too_much_is_ended(limits: Limits, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as caught:
        parse_in_worker(Request("a.html", Format.HTML), PAGE, limits)
    assert str(caught.value).startswith("a.html")
    assert parse_in_worker(Request("a.html", Format.HTML), PAGE).title == SEEDS.title


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of the processor's time")
def test_a_reader_that_loops_is_ended_by_the_processor_s_limit() -> None:
    endless = b"<html><body><article>" + b"<p>It rained on the harbour, said Ines Okoro.</p>\n" * 60_000
    with pytest.raises(SourceError, match=r"a\.html could not be read within 1 seconds"):
        parse_in_worker(Request("a.html", Format.HTML), endless, Limits(processor=1, clock=600))


def test_no_secret_of_ours_is_in_a_worker_s_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "environment"
    spy = tmp_path / "python"
    spy.write_text(f'#!/bin/sh\nenv > {seen}\nexec {sys.executable} "$@"\n', encoding="utf-8")
    spy.chmod(0o755)
    monkeypatch.setenv("DISCORD_TOKEN", "tell-nobody")
    monkeypatch.setattr(sys, "executable", str(spy))
    parse_in_worker(Request("a.txt", Format.TEXT), b"It rained.\nNobody came.\n")
    assert "PYTHONPATH" in seen.read_text(encoding="utf-8")
    assert "tell-nobody" not in seen.read_text(encoding="utf-8")


def test_no_worker_is_left_behind() -> None:
    with pytest.raises(SourceError):
        parse_in_worker(Request("a.html", Format.HTML), PAGE, Limits(clock=0.2))
    listed = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    assert "index.sources.worker" not in listed.stdout


def test_several_at_once_wait_for_one_another() -> None:
    read: list[str | None] = []
    threads = [
        threading.Thread(
            target=lambda: read.append(parse_in_worker(Request("a", Format.CAPTIONS), VTT).paragraphs[0].label)
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert read == ["Ines Okoro"] * 4


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"It rained, she said. " * (MAX_PARAGRAPH // 20), "a paragraph of more than 100,000"),
        (b"It rained, she said.\n" * (MAX_CHARACTERS // 20), "more than 1,000,000 characters"),
    ],
)
def test_a_text_too_long_to_attribute_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint):
        parse(Request("a.txt", Format.TEXT), data)
