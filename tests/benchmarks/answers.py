"""Scores the bot's answers: on our questions about the forum, and on the development reports where they are present.

    python -m tests.benchmarks.answers

Each set is answered by `python -m bot ask --batch`, as an operator would. A report's answers are judged by the
scorer that stands beside the reports; ours are right where the passage is one of the paragraphs that answer and the
speaker is theirs, or where a question that the text does not answer is declined.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.sources import BUNDLED_SOURCE, read_source

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
OURS = ROOT / "tests" / "data" / "forum_questions.jsonl"


def main() -> None:
    """Answer every set that is there, and print its scores."""
    print(f"{'set':<26}{'headline':>9}{'passage':>9}{'speaker':>9}{'refusals':>10}{'refused wrongly':>17}")
    for text, path in (("digest", BUNDLED_SOURCE), ("article", SHARED / "articles" / "forum-article.txt")):
        if path.is_file():
            _print(f"forum, the {text}", _judge_ours(path, text, _answers(OURS, path)))
    for folder in sorted(p.parent for p in (SHARED / "eval").glob("*/questions.jsonl")):
        _print(folder.name, _judge_report(folder, _answers(folder / "questions.jsonl", folder / "article.txt")))


def _answers(questions: Path, source: Path) -> str:
    command = [sys.executable, "-m", "bot", "ask", "--batch", str(questions), "--source", str(source)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _judge_ours(source: Path, text: str, answers: str) -> Iterator[dict[str, Any]]:
    article = read_source(source)
    paragraphs = [paragraph.span.of(article.text) for paragraph in article.paragraphs]
    questions = {q["id"]: q for q in map(json.loads, OURS.read_text(encoding="utf-8").splitlines())}
    for answer in map(json.loads, answers.splitlines()):
        question = questions[answer["id"]]
        if "paragraphs" not in question:
            yield {"answerable": False, "right": not answer["answered"]}
            continue
        gold = [paragraphs[number - 1] for number in question["paragraphs"][text]]
        passage = answer["answered"] and any(answer["passage"] in paragraph for paragraph in gold)
        speaker = answer["answered"] and answer["speaker"] == question["speaker"]
        yield {
            "answerable": True,
            "right": passage and speaker,
            "top1": passage,
            "speaker": speaker,
            "wrong_refusal": not answer["answered"],
        }


def _judge_report(folder: Path, answers: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as temporary:
        file, judged = Path(temporary) / "answers.jsonl", Path(temporary) / "judged.json"
        file.write_text(answers, encoding="utf-8")
        command = [sys.executable, SHARED / "eval" / "score.py", file, "--dir", folder, "--json", judged]
        subprocess.run(command, capture_output=True, check=True)
        rows: list[dict[str, Any]] = json.loads(judged.read_text(encoding="utf-8"))["rows"]
        return rows


def _print(name: str, judged: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> None:
    rows = list(judged)
    answerable = [row for row in rows if row["answerable"]]
    answered = [row for row in answerable if not row["wrong_refusal"]]
    refusals = [row["right"] for row in rows if not row["answerable"]]
    columns = (
        (_mean([row["right"] for row in rows]), 9),
        (_mean([row["top1"] for row in answerable]), 9),
        (_mean([row["speaker"] for row in answered]), 9),
        (_mean(refusals), 10),
        (_mean([row["wrong_refusal"] for row in answerable]), 17),
    )
    print(f"{name:<26}" + "".join(f"{value:>{width}.2f}" for value, width in columns))


def _mean(values: list[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


if __name__ == "__main__":
    main()
