"""Printing a snapshot for the eye: who speaks, and every passage with its speech marked."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.article import Passage, Polarity, Speaker, Statement
from index.snapshot import Snapshot

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")


def show_snapshot(snapshot: Snapshot, console: Console | None = None) -> None:
    """Print the speakers, then each passage with its speakers and statements; each speaker has a colour."""
    console = console or Console(highlight=False)
    colours: dict[Speaker, str] = {}
    for article, attribution in zip(snapshot.record.articles, snapshot.record.attributions, strict=True):
        console.print(Text(article.title or article.name, "bold underline"))
        known = (article.publisher, ", ".join(article.authors), article.date, article.dateline, article.address)
        console.print(Text(" · ".join(part for part in known if part), "dim"))
        for speaker in attribution.speakers:
            colours[speaker] = _COLOURS[len(colours) % len(_COLOURS)]
            count = sum(speaker in snapshot.speakers_of(p) for p in snapshot.passages if p.article == article.sha256)
            console.print(_speaker_line(speaker, count, colours[speaker]))
        console.print()
        for passage in snapshot.passages:
            if passage.article == article.sha256:
                _show_passage(snapshot, passage, colours, console)


def _speaker_line(speaker: Speaker, count: int, colour: str) -> Text:
    line = Text.assemble("  ", (speaker.name, f"bold {colour}"))
    if speaker.role:
        line.append(f", {speaker.role}")
    line.append(f" ({count} passage{'' if count == 1 else 's'})")
    if speaker.aliases:
        line.append("  also: " + "; ".join(speaker.aliases), "dim")
    return line


def _show_passage(snapshot: Snapshot, passage: Passage, colours: dict[Speaker, str], console: Console) -> None:
    speakers = {speaker.id: speaker for speaker in snapshot.speakers_of(passage)}
    names = [speaker.name for speaker in speakers.values()]
    if passage.unclear:
        names.append("unclear")
    console.print(Text.assemble((f"{passage.number:>3}. ", "bold"), ("; ".join(names) or "narration", "bold")))
    body = Text(passage.text)
    for statement in passage.statements:
        speaker = speakers.get(statement.speaker or "")
        for span in statement.spans:
            start, end = (max(0, min(len(body), at - passage.span.start)) for at in span)
            body.stylize(colours[speaker] if speaker else "reverse", start, end)
    console.print(Padding(body, (0, 0, 0, 5)))
    for statement in passage.statements:
        console.print(Padding(Text(_statement_line(statement, speakers), "dim"), (0, 0, 0, 5)))
    console.print()


def _statement_line(statement: Statement, speakers: dict[str, Speaker]) -> str:
    speaker = speakers.get(statement.speaker or "")
    denied = ", a denial" if statement.polarity is Polarity.DENIED else ""
    who = speaker.name if speaker else "unclear"
    return f"[{statement.kind}{denied}] {who}, {statement.confidence:.2f} ({statement.rule})"
