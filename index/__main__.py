"""`python -m index`: build a snapshot, show what it holds, check it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from dotenv import load_dotenv

if TYPE_CHECKING:
    from index.snapshot import Manifest

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
_FOLDER, _MODEL = Path(".data"), "multilingual-e5-small"


@app.command()
def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files (.txt, .md, .html, .pdf, .vtt, .srt) or addresses; none: those in SOURCES, or the digest."
        ),
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
        from index.sources import BUNDLED_SOURCE, read_sources, source_of  # noqa: PLC0415
        from index.vector_cache import FILE, CachedEncoder, VectorCache  # noqa: PLC0415

        articles, origins = read_sources(
            [source_of(named) for named in sources or _named_in_environment()] or [BUNDLED_SOURCE]
        )
        with progress_bar() as report:
            report("loading the embedding model", 0, 1)
            encoder = CachedEncoder(Encoder.load(model), VectorCache(out / FILE))
            report("loading the embedding model", 1, 1)
            snapshot = build_snapshot(articles, encoder, report, origins)
        folder = Archive(out).save(snapshot)
        typer.echo(f"Built {folder}: {_summary(snapshot.manifest)}.")


def _named_in_environment() -> list[str]:
    return [part.strip() for part in os.environ.get("SOURCES", "").split(",") if part.strip()]


@app.command()
def watch(
    minutes: Annotated[float, typer.Option(min=1, help="Minutes between two looks.")] = 30,
    times: Annotated[int, typer.Option(min=0, help="How many looks; 0: until it is stopped.")] = 0,
    out: Folder = _FOLDER,
    model: Model = _MODEL,
) -> None:
    """Look at the web sources of the index again and again, and build it anew whenever one of them changed."""
    with _plain_errors():
        from index.archive import Archive  # noqa: PLC0415
        from index.watching import Watch  # noqa: PLC0415

        Watch(Archive(out), model, typer.echo).run(minutes * 60, times)


@app.command()
def show(out: Folder = _FOLDER) -> None:
    """Print the speakers, and each passage with what is said in it and by whom, to be checked by eye."""
    with _plain_errors():
        from index.archive import Archive  # noqa: PLC0415
        from index.listing import show_snapshot  # noqa: PLC0415

        show_snapshot(Archive(out).load())


@app.command()
def check(out: Folder = _FOLDER, model: Model = _MODEL) -> None:
    """Verify the index: every file against the manifest, every count, and the model that made it."""
    with _plain_errors():
        from index.archive import Archive  # noqa: PLC0415

        made = Archive(out).load(model).manifest
        typer.echo(f"The index {made.id} is whole: {_summary(made)}.")
        typer.echo(f"Made {made.created} by {made.model} from {', '.join(s.name for s in made.sources)}.")


@app.command()
def attribute(
    source: Annotated[
        str | None,
        typer.Argument(help="A file or an address; none: a JSONL of {doc_id, text} on standard input."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print {doc_id, quotes} as JSON, a line an article.")] = False,
) -> None:
    """Print an article's passages with the speech in each speaker's colour, or its quotations as JSON."""
    with _plain_errors():
        if source is None:
            if not as_json:
                raise typer.BadParameter(
                    "No article was named. Name one, or give articles on standard input with --json."
                )
            _attribute_lines()
            return
        from index.attribution import attribute as find_speech  # noqa: PLC0415
        from index.attribution.export import to_quotes  # noqa: PLC0415
        from index.listing import show_article  # noqa: PLC0415
        from index.sources import read_source, source_of  # noqa: PLC0415

        article = read_source(source_of(source))
        attribution = find_speech(article)
        if as_json:
            typer.echo(json.dumps(to_quotes(article, attribution), ensure_ascii=False))
        else:
            show_article(article, attribution)


def _attribute_lines() -> None:
    from index.attribution.export import quotes_of_text  # noqa: PLC0415
    from index.errors import SourceError  # noqa: PLC0415

    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            name, text = str(fields["doc_id"]), fields["text"]
            if not isinstance(text, str):
                raise TypeError(text)
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(
                f"Line {number} of the input is no JSON object with doc_id and text. Correct it and start again."
            ) from error
        typer.echo(json.dumps(quotes_of_text(name, text), ensure_ascii=False))


@app.command()
def correct(  # noqa: PLR0917 - typer makes options of them
    source: Annotated[Path, typer.Argument(help="The article that the correction is for.")],
    passage: Annotated[int | None, typer.Argument(help="The passage's number, as `show` prints it.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Full name of who speaks in the passage.")] = None,
    role: Annotated[str | None, typer.Option(help="The speaker's role, with --speaker.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Nobody speaks in the passage: it is narration.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the passage's correction.")] = False,
    merge: Annotated[
        tuple[str, str] | None, typer.Option(help="Two names of one speaker: the one to keep, the other.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Take back the merging of this name into another.")] = None,
) -> None:
    """Correct who speaks in a passage, or make two names one speaker. It holds from the next build on."""
    chosen = [speaker is not None, clear, undo, merge is not None, split is not None]
    if sum(chosen) != 1 or (passage is None) == any(chosen[:3]):
        raise typer.BadParameter(
            "One correction is made at a time. Give PASSAGE with one of --speaker, --clear and --undo; or --merge or "
            "--split alone."
        )
    with _plain_errors():
        from index import corrections as kept  # noqa: PLC0415
        from index.article import Attribution  # noqa: PLC0415
        from index.errors import CorrectionError  # noqa: PLC0415
        from index.passages import cut_passages  # noqa: PLC0415
        from index.plain import on_one_line  # noqa: PLC0415
        from index.sources import read_source  # noqa: PLC0415

        path = kept.corrections_path(source)
        now = kept.read_corrections(path)
        article = read_source(source)
        passages = cut_passages(article, Attribution())
        if merge is not None:
            from index.attribution import attribute as find_speech  # noqa: PLC0415 - takes a second or two

            kept.check_names(find_speech(article), *merge)
            new = kept.merge(now, *merge)
        elif split is not None:
            new = kept.split(now, split)
        else:
            if passage is None or not 1 <= passage <= len(passages):
                raise CorrectionError(
                    f"{source.name} has no passage {passage}. Give one of its numbers, 1 to {len(passages)}."
                )
            text = passages[passage - 1].text
            typer.echo(f"Passage {passage}: {on_one_line(text)}")
            if speaker is not None:
                new = kept.set_speaker(now, text, speaker, role)
            else:
                new = (kept.clear_speaker if clear else kept.undo)(now, text)
        kept.write_corrections(new, path)
        typer.echo(f"Kept in {path}. It holds from the next build or reload on.")


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
    load_dotenv(Path(".env"))
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a locale without some of an article's letters
    app()
