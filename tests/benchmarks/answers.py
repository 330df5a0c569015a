"""Scores the bot's answers beside those of a plain bot: on our questions, and on the development sets where present.

    python -m tests.benchmarks.answers [--all] [--by] [--failures] [--plain-model NAME] [--cache FOLDER]

Every set is answered in this one process, on the way that `python -m bot ask --batch` goes, with the operator's
EMBEDDING_MODEL and WRONG_ANSWERS. Indexes are kept in the cache folder and built again only where an article or
the rules changed. Held-out reports are always scored, the others of ours with `--all`; failures of held-out ones are
not shown, since whoever reads them tunes on them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from bot.answering import reply_to
from bot.batch import BatchQuestion, answer_batch
from bot.library import Library
from bot.settings import Settings, load_settings
from index.embedding import Encoder
from index.progress import progress_bar
from index.snapshot import Progress, Snapshot
from tests.benchmarks.judging import CAUSES, FIGURES, Line, Verdict, figures, judge
from tests.benchmarks.plain import MODEL, leave_one_out, load_model, plain_answers
from tests.benchmarks.reports import Question, Report, development_sets, forum_reports, our_reports

_NAME = 30
"""Width of a table's first column."""


def main() -> None:
    """Answer every set, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="our reports that are not held out, too")
    parser.add_argument("--by", action="store_true", help="also by type of question and by language")
    parser.add_argument("--failures", action="store_true", help="also every failure, by cause")
    parser.add_argument("--plain-model", default=MODEL, help="the plain bot's model: a name or a folder")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "on-the-record-benchmarks")
    options = parser.parse_args()

    groups = _groups(options.all)
    reports = [report for group in groups.values() for report in group]
    with progress_bar() as progress:
        ours, snapshots = _answer(reports, load_settings(), options.cache, progress)
        plain = _answer_plainly(reports, snapshots, options.plain_model, progress)
    everything = {"this bot": ours, "plain bot": plain} if plain else {"this bot": ours}
    for who, verdicts in everything.items():
        _table(who, groups, verdicts)
    for name, group in groups.items():
        questions = [question for report in group for question in report.questions]
        share = sum(not question.answerable for question in questions) / len(questions)
        print(f"Declining everything gives a headline of {share:.2f} on the {name}.")
    print()
    if not plain:
        print(f"The plain bot's model, {MODEL}, is not installed: name another with --plain-model.")
    if options.by:
        for what in ("type", "lang"):
            _by(what, groups, everything)
    if options.failures:
        _failures([v for report in reports if not report.held_out for v in ours[report.name]], reports)


def _groups(every: bool) -> dict[str, list[Report]]:
    ours = our_reports()
    groups = {
        "forum's reports": list(forum_reports()),
        "development sets": development_sets(),
        "held-out reports": [report for report in ours if report.held_out],
        "other reports of ours": [report for report in ours if not report.held_out] if every else [],
    }
    return {name: reports for name, reports in groups.items() if reports}


def _answer(
    reports: Sequence[Report], settings: Settings, cache: Path, progress: Progress
) -> tuple[dict[str, list[Verdict]], dict[str, Snapshot]]:
    """Return the judged answers and the snapshot of every report, by its name."""
    encoder = Encoder.load(settings.embedding_model)
    snapshots, verdicts = {}, {}
    for done, report in enumerate(reports, start=1):
        snapshots[report.name] = _open(report, encoder, cache)
        progress("indexing", done, len(reports))
    total, asked = sum(len(report.questions) for report in reports), 0
    for report in reports:
        ask = partial(reply_to, snapshot=snapshots[report.name], encoder=encoder, threshold=settings.answer_threshold)
        lines: list[Line] = []
        for line in answer_batch([BatchQuestion(q.id, q.text, q.previous) for q in report.questions], ask):
            lines.append(line)
            asked += 1
            progress("answering", asked, total)
        verdicts[report.name] = judge(report, lines)
    return verdicts, snapshots


def _open(report: Report, encoder: Encoder, cache: Path) -> Snapshot:
    folder = cache / report.name.replace(" ", "-").replace(",", "")
    folder.mkdir(parents=True, exist_ok=True)
    article = folder / f"article{report.suffix}"
    article.write_text(report.text, encoding="utf-8")
    return Library([article], folder, encoder.name, load_encoder=lambda _name: encoder).open()


def _answer_plainly(
    reports: Sequence[Report], snapshots: dict[str, Snapshot], name: str, progress: Progress
) -> dict[str, list[Verdict]]:
    """Return the plain bot's judged answers by report; nothing where its model is not installed."""
    model = load_model(name)
    if model is None:
        return {}
    lines, cosines = {}, {}
    for done, report in enumerate(reports, start=1):
        lines[report.name], cosines[report.name] = plain_answers(report.questions, snapshots[report.name], model)
        progress("answering plainly", done, len(reports))
    return leave_one_out(reports, lines, cosines)


def _table(who: str, groups: dict[str, list[Report]], verdicts: dict[str, list[Verdict]]) -> None:
    print(_heading(who))
    for name, reports in groups.items():
        for report in reports:
            print(_row(report.name, verdicts[report.name]))
        if len(reports) > 1:
            print(_row(f"= {name}", [v for report in reports for v in verdicts[report.name]]))
    print()


def _by(what: str, groups: dict[str, list[Report]], everything: dict[str, dict[str, list[Verdict]]]) -> None:
    def kind(question: Question) -> str:
        return question.type if what == "type" else question.lang

    for name, reports in groups.items():
        kinds = dict.fromkeys(kind(question) for report in reports for question in report.questions)
        for who, verdicts in everything.items():
            print(_heading(f"{name}: {who}"))
            for value in kinds:
                print(_row(value, [v for r in reports for v in verdicts[r.name] if kind(v.question) == value]))
            print()


def _heading(name: str) -> str:
    return f"{name:<{_NAME}}{'n':>5}" + "".join(f"  {figure}" for figure in FIGURES)


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    values = figures(verdicts)
    # nan is the one value that differs from itself
    cells = (f"{value:.2f}" if value == value else "–" for value in values.values())  # noqa: PLR0124
    columns = (f"{cell:>{len(figure) + 2}}" for figure, cell in zip(values, cells, strict=True))
    return f"{name:<{_NAME}}{len(verdicts):>5}" + "".join(columns)


def _failures(verdicts: Iterable[Verdict], reports: Iterable[Report]) -> None:
    failed = [v for v in verdicts if v.cause]
    paragraphs = {report.name: report.paragraphs for report in reports}
    for cause in CAUSES:
        found = sorted((v for v in failed if v.cause == cause), key=lambda v: v.question.type)
        print(f"== {cause}: {len(found)}\n")
        for verdict in found:
            print(_failure(verdict, paragraphs[verdict.report]) + "\n")


def _failure(verdict: Verdict, paragraphs: Sequence[str]) -> str:
    question, line = verdict.question, verdict.line
    shown: list[tuple[str, str]] = [("Q", question.text)]
    if question.previous:
        shown.append(("after", question.previous))
    for number in question.gold:
        answer = f" [{question.answers[number]}]" if number in question.answers else ""
        shown.append((f"gold {number}", f"{question.speaker or 'the reporter'}: {paragraphs[number - 1]}{answer}"))
    if line["answered"]:
        shown.append(("got", f"{line['speaker'] or 'the reporter'}: {line['passage']}"))
        if verdict.cause == CAUSES[-1]:
            shown.append(("marked", " … ".join(line.get("highlights", ()))))
    else:
        nearest = next(iter(line["passages"]), "")
        shown.append(("got", f"declined ({line.get('reason')}); nearest: {nearest}"))
    body = "\n".join(f"   {label:<8} {' '.join(text.split())}" for label, text in shown)
    return f"{verdict.report} {question.id} {question.type} {question.lang} ({line['confidence']:.2f})\n{body}"


if __name__ == "__main__":
    main()
