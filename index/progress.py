"""A progress bar for long work, on standard error, and only where somebody is watching."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from index.snapshot import Progress as Report


@contextmanager
def progress_bar() -> Iterator[Report]:
    """Show one bar a stage; yields the function to report to. Nothing is shown where output is piped."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        stages: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in stages:
                stages[what] = bar.add_task(what.capitalize(), total=total)
            bar.update(stages[what], completed=done, total=total)  # type: ignore[arg-type]

        yield report
