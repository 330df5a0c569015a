"""`python -m index`: build a snapshot, show what it holds, check it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.snapshot import Manifest, Snapshot

app = typer.Typer(
    help="Builds and inspects the index that the bot answers from.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

Folder = Annotated[
    Path, typer.Option("--out", "--dir", envvar="DATA_DIR", help="Folder of the index.", show_default=True)
]
Model = Annotated[
    str, typer.Option(envvar="EMBEDDING_MODEL", help="A sentence-transformers model's name, or its folder.")
]
_FOLDER, _MODEL = Path(".data"), "all-MiniLM-L6-v2"


@app.command()
def build(
    sources: Annotated[
        list[Path] | None, typer.Argument(help="Articles (.txt, .md); none: the bundled digest.")
    ] = None,
    out: Folder = _FOLDER,
    model: Model = _MODEL,
) -> None:
    """Build the index of SOURCES, verify it, and make it the one that answers."""
    with _plain_errors():
        from index.archive import Archive  # noqa: PLC0415 - heavy: FAISS, and with the encoder torch
        from index.embedding import Encoder  # noqa: PLC0415
        from index.progress import progress_bar  # noqa: PLC0415
        from index.snapshot import build_snapshot  # noqa: PLC0415
        from index.sources import BUNDLED_SOURCE, read_source  # noqa: PLC0415

        articles = [read_source(path) for path in sources or [BUNDLED_SOURCE]]
        with progress_bar() as report:
            report("loading the embedding model", 0, 1)
            encoder = Encoder.load(model)
            report("loading the embedding model", 1, 1)
            snapshot = build_snapshot(articles, encoder, report)
        folder = Archive(out).save(snapshot)
        typer.echo(f"Built {folder}: {_summary(snapshot.manifest)}.")


@app.command()
def show(out: Folder = _FOLDER) -> None:
    """Print the speakers, and each passage with what is said in it and by whom, to be checked by eye."""
    with _plain_errors():
        from index.archive import Archive  # noqa: PLC0415
        from index.listing import show_snapshot  # noqa: PLC0415

        show_snapshot(Archive(out).load())


@app.command()
def check(out: Folder = _FOLDER) -> None:
    """Verify the index: every file against the manifest, every count against the others."""
    with _plain_errors():
        from index.archive import Archive  # noqa: PLC0415

        snapshot: Snapshot = Archive(out).load()
        made = snapshot.manifest
        typer.echo(f"The index {made.id} is whole: {_summary(made)}.")
        typer.echo(f"Made {made.created} by {made.model} from {', '.join(s.name for s in made.sources)}.")


def _summary(manifest: Manifest) -> str:
    return ", ".join(f"{count} {what if count != 1 else what[:-1]}" for what, count in manifest.counts.items())


@contextmanager
def _plain_errors() -> Iterator[None]:
    """End the process with one sentence, and exit code 1, where something is wrong with the record."""
    from index.errors import RecordError  # noqa: PLC0415

    try:
        yield
    except RecordError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has enough of it
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


if __name__ == "__main__":
    app()
