"""Prints how well who said what is found: the table of tests/README.md.

    python -m tests.benchmarks.attribution [--documents N] [--part odd|even|all]

Reads `../shared` beside the repository and leaves out what is absent there: PolNeAR's training articles
(scored by `data/attribution/score.py`, speech view; the rules were mended by reading the even-numbered ones, so
that the odd-numbered ones, the default, are the honest figure) and the reports with true speakers of every passage
under `eval/`. The project's own hard cases and reports with marked speech (`tests.benchmarks.speech`) are always there.
CPU seconds are those of attribution alone, the parser included, after loading.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from index.article import Article, Attribution, Span
from index.attribution import attribute
from index.attribution.export import quotes_of_text
from index.sources.reading import read_source
from tests.benchmarks.speech import judge_speech, marked_reports

_ROOT = Path(__file__).resolve().parent.parent.parent
_SHARED = _ROOT.parent / "shared"
_HARD_CASES = _ROOT / "tests" / "index" / "attribution" / "hard_cases.jsonl"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=None, help="how many of PolNeAR's articles (default: all)")
    parser.add_argument("--part", choices=("odd", "even", "all"), default="odd")
    options = parser.parse_args()
    quotes_of_text("warm", "A warm-up sentence, she said.")  # loads the model
    scorer = _scorer(_SHARED / "data" / "attribution" / "score.py")
    if scorer is None:
        print("../shared/data is absent: PolNeAR and the hard cases cannot be scored.")
    else:
        _hard_cases(scorer)
        _polnear(scorer, options.documents, options.part)
    _reports(sorted((_SHARED / "eval").glob("*/passages.json")))
    _speech()


def _scorer(path: Path) -> ModuleType | None:
    """Return the scorer that lies beside the data, as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.exists():
        return None
    sys.path.insert(0, str(path.parent))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _predicted(documents: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], float]:
    """Return the predictions for documents, and the CPU seconds that they took."""
    started = time.process_time()
    found = [quotes_of_text(document["doc_id"], document["text"]) for document in documents]
    return found, time.process_time() - started


def _hard_cases(scorer: ModuleType) -> None:
    cases = [json.loads(line) for line in _HARD_CASES.read_text(encoding="utf-8").splitlines()]
    found, _ = _predicted(cases)
    right = 0
    roles = given = 0
    for case, quotes in zip(cases, found, strict=True):
        raw = scorer.score([case], [quotes], raw=True)
        right += raw["soft"] == raw["ng"] == raw["np"] and raw["spk_can"] == raw["can_n"]
        roles += raw["role_ok"]
        given += raw["role_n"]
    print(f"hard cases all right, with full name      {right} of {len(cases)}")
    print(f"hard cases, role right where given        {100 * roles / given:.0f} %")


def _polnear(scorer: ModuleType, limit: int | None, part: str) -> None:
    path = _SHARED / "data" / "attribution" / "polnear_train.jsonl.gz"
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    documents = {"odd": documents[1::2], "even": documents[0::2], "all": documents}[part][:limit]
    found, seconds = _predicted(documents)
    words = sum(len(document["text"].split()) for document in documents)
    figures = scorer.score(documents, found, view="speech")
    print(f"PolNeAR training part, {part}: {len(documents)} articles, {words} words")
    print(f"  speech view, joint F1                   {figures['joint_F1']} (span F1 {figures['soft_F1']})")
    print(f"  speaker of a quoted segment             {figures['qseg_acc']}")
    print(
        f"  set of speakers of a sentence           {figures['sent_acc']} ({figures['sent_acc_quoted']} where quoted)"
    )
    print("  the steps by themselves:")
    print(f"    marks, quoted segments found          {figures['qseg_found']}")
    print(f"    content, span F1 (to the word)        {figures['soft_F1']} ({figures['exact_F1']})")
    print(f"    sources, speaker of a span found      {figures['spk_acc_sourced']}")
    print(f"    people, the person behind a pronoun   {figures['spk_pron']}")
    print(f"  CPU seconds per 1,000 words             {1000 * seconds / words:.2f}")


def _reports(files: list[Path]) -> None:
    """Print how many passages of each report have the right set of speakers, by full name."""
    right = total = 0
    for file in files:
        report = json.loads(file.read_text(encoding="utf-8"))
        article = read_source(file.parent / report["source"])
        attribution = attribute(article)
        verdicts = [
            _speakers(article, attribution, passage["text"]) == _true(passage) for passage in report["passages"]
        ]
        print(f"{file.parent.name}: set of speakers of a passage  {sum(verdicts)} of {len(verdicts)}")
        right, total = right + sum(verdicts), total + len(verdicts)
    if total:
        print(f"reports together                          {100 * right / total:.1f} %")


def _speech() -> None:
    """Print how many marked stretches of the invented reports are found as their speaker's, and as nobody's."""
    said, told = [], []
    with tempfile.TemporaryDirectory() as folder:
        for report in marked_reports():
            right, left = judge_speech(report, Path(folder))
            said.extend(right)
            told.extend(left)
    print(f"marked speech as its speaker's            {100 * sum(said) / len(said):.1f} % of {len(said)}")
    print(f"what nobody says as nobody's              {100 * sum(told) / len(told):.1f} % of {len(told)}")


def _true(passage: dict[str, Any]) -> set[str | None]:
    return {speaker["name"] for speaker in passage["speakers"]}


def _speakers(article: Article, attribution: Attribution, passage: str) -> set[str | None]:
    """Return the full names of those whose words a passage holds, with None where that is unclear."""
    start = article.text.find(passage)
    place = Span(start, start + len(passage))
    names: dict[str | None, str | None] = {speaker.id: speaker.name for speaker in attribution.speakers}
    statements = [s for s in attribution.statements if any(span.overlaps(place) for span in s.spans)]
    return {names.get(statement.speaker) for statement in statements}


if __name__ == "__main__":
    main()
