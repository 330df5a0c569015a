"""Printing a snapshot for the eye: who speaks, and every passage with its speech marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.article import Article, Attribution, Passage, Polarity, Speaker, Statement
from index.corrections import RULE as CORRECTED
from index.passages import cut_passages
from index.plain import printable
from index.snapshot import Snapshot

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")


def show_snapshot(snapshot: Snapshot, console: Console | None = None) -> None:
    """Print each article with its speakers and passages; each speaker has a colour."""
    for article, attribution in zip(snapshot.record.articles, snapshot.record.attributions, strict=True):
        passages = [p for p in snapshot.passages if p.article == article.sha256]
        _show(article, attribution, passages, console or Console(highlight=False))


def show_article(article: Article, attribution: Attribution, console: Console | None = None) -> None:
    """Print one article, as `show_snapshot` prints those of a snapshot."""
    _show(article, attribution, cut_passages(article, attribution), console or Console(highlight=False))


def _show(article: Article, attribution: Attribution, passages: Sequence[Passage], console: Console) -> None:
    console.print(Text(printable(article.title or article.name), "bold underline"))
    known = (article.publisher, ", ".join(article.authors), article.date, article.dateline, article.address)
    if any(known):
        console.print(Text(printable(" · ".join(part for part in known if part)), "dim"))
    voices: dict[str, tuple[Speaker, str]] = {}
    for speaker in attribution.speakers:
        colour = _COLOURS[len(voices) % len(_COLOURS)]
        voices[speaker.id] = speaker, colour
        console.print(_speaker_line(speaker, sum(speaker.id in p.speakers for p in passages), colour))
    console.print()
    for passage in passages:
        _show_passage(passage, voices, console)


def _speaker_line(speaker: Speaker, count: int, colour: str) -> Padding:
    line = Text(printable(speaker.name), f"bold {colour}")
    if speaker.role:
        line.append(f", {printable(speaker.role)}", "not bold default")
    line.append(f" ({count} passage{'' if count == 1 else 's'})", "not bold default")
    if speaker.aliases:
        line.append("  also: " + printable("; ".join(speaker.aliases)), "not bold default dim")
    return Padding(line, (0, 0, 0, 2), expand=False)


def _show_passage(passage: Passage, voices: Mapping[str, tuple[Speaker, str]], console: Console) -> None:
    names = [printable(voices[speaker][0].name) for speaker in passage.speakers]
    if passage.unclear:
        names.append("unclear")
    heading = Text.assemble((f"{passage.number:>3}. ", "bold"), ("; ".join(names) or "narration", "bold"))
    if any(statement.rule == CORRECTED for statement in passage.statements):
        heading.append(" (corrected)", "bold yellow")
    console.print(heading)
    body = Text(printable(passage.text))
    for statement in passage.statements:
        colour = voices[statement.speaker][1] if statement.speaker else "reverse"
        for span in statement.spans:
            start, end = (max(0, min(len(body), at - passage.span.start)) for at in span)
            body.stylize(colour, start, end)
    console.print(Padding(body, (0, 0, 0, 5), expand=False))
    for statement in passage.statements:
        console.print(Padding(Text(_statement_line(statement, voices), "dim"), (0, 0, 0, 5), expand=False))
    console.print()


def _statement_line(statement: Statement, voices: Mapping[str, tuple[Speaker, str]]) -> str:
    denied = ", a denial" if statement.polarity is Polarity.DENIED else ""
    who = voices[statement.speaker][0].name if statement.speaker else "unclear"
    return f"[{statement.kind}{denied}] {who}, {statement.confidence:.2f} ({statement.rule})"
