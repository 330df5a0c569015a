"""Trains the reader and writes `index/reading/reader.onnx`.

    python -m tests.training general READING_FOLDER --checkpoint FILE
    python -m tests.training reports READING_FOLDER --checkpoint FILE
    python -m tests.training mean EARLIER LATER

Data: SQuADShifts (new Wikipedia, Amazon reviews, Reddit; CC BY 4.0) and ten articles of SQuAD 2.0's development set
(CC BY-SA 4.0), less the articles that `squad.is_held_back` names; then our own invented reports, less those that
`reports.is_for_training` leaves to the fitting of the confidence and to the figures. Seed 0.

The reader that is installed took these steps in several sittings on two processor cores, about eleven and a half hours
in all: each began with a fresh optimiser from where the last had stopped. The twin questions of the reports came
with the last 12,090 steps, the second series of reports with the last 10,140, the third (36 reports, 28 of them for
the reader) with the last 5,520, the fourth (24 and 20, half of their questions not English) with the last 4,740,
what leads up to a passage and the fifth and the sixth series (54 and 42) with the last 2,960, the seventh (32 and
22) with the last 1,630, the eighth (16 and 12) with the last 750; the last 7,740 were taken with one and a half
times the pairs, by two processes that shared their gradients. The last 880 of the seventh and the 750 of the eighth
(seed 25, rate 3e-5) began from what was installed and saw the newest reports most often; what is installed is each
time the mean of the weights before and after them, with a share of 0.6 and of 0.8 for the later, the latter chosen
on the four reports of the eighth series that are left to the fitting and ten of the seventh's. To run the commands
again gives a reader like it, not the same one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import torch
import typer

from index.embedding import Encoder
from index.multilingual import PackedWeights
from index.progress import progress_bar
from index.reading.reader import WEIGHTS
from tests.benchmarks.reports import our_reports
from tests.training import reports, squad
from tests.training.example import Example
from tests.training.export import export
from tests.training.layers import unpacked
from tests.training.model import Pair, TrainedReader
from tests.training.run import Course, Stage, mean_of, pairs_of, train

_GENERAL = Stage(rate=1e-4, warmup=100, steps=300)
_REPORTS = Stage(rate=8e-5, warmup=30, decay=880, answering=2.0, steps=13_390)
_LATER = 0.8  # share of the later checkpoint in the mean of two
_PASSES = 4  # over the reports, each with other draws
_ALONGSIDE = 8_000  # questions of the first stage that go along in each pass, so that they are not unlearned
_INFORMAL, _INFORMAL_SHARE = ("shifts_amazon_reviews", "shifts_reddit"), 0.35

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Train the reader.")
Checkpoint = Annotated[Path, typer.Option(help="Where the model's state is kept between the stages.")]


@app.command()
def general(reading: Path, checkpoint: Checkpoint) -> None:
    """Stage one: SQuADShifts and SQuAD 2.0."""
    shuffle = random.Random(0)
    torch.manual_seed(0)
    model, weights = _fresh()
    examples = _general(reading, shuffle)
    _train(model, pairs_of(examples, weights.tokenizer), Course(_GENERAL, weights.rows, shuffle))
    torch.save(model.state_dict(), checkpoint)
    export(model, WEIGHTS)


@app.command(name="reports")
def on_reports(reading: Path, checkpoint: Checkpoint) -> None:
    """Stage two, from CHECKPOINT: the invented reports, with some of stage one."""
    shuffle = random.Random(0)
    torch.manual_seed(0)
    model, weights = _fresh()
    model.load_state_dict(torch.load(checkpoint))
    encoder = Encoder.load()
    indexed = []
    learned = [report for report in our_reports() if reports.is_for_training(report)]
    with progress_bar() as progress:
        for done, report in enumerate(learned, start=1):
            indexed.append(reports.index(report, encoder))
            progress("indexing reports", done, len(learned))
    alongside = _general(reading, shuffle)
    examples: list[Example] = []
    for _ in range(_PASSES):
        examples += [e for r in indexed for e in reports.examples(r, shuffle)]
        examples += shuffle.sample(alongside, _ALONGSIDE)
    groups = pairs_of(examples, weights.tokenizer)
    _train(model, groups, Course(_REPORTS, weights.rows, shuffle))
    torch.save(model.state_dict(), checkpoint.with_suffix(".reports.pt"))
    export(model, WEIGHTS)


@app.command()
def mean(earlier: Path, later: Path) -> None:
    """Install the mean of two checkpoints of one training, which varies less from passage to passage than either."""
    model, _ = _fresh()
    model.load_state_dict(mean_of(torch.load(earlier), torch.load(later), _LATER))
    export(model, WEIGHTS)


def _fresh() -> tuple[TrainedReader, PackedWeights]:
    weights = PackedWeights.installed()
    return TrainedReader(unpacked(weights)), weights


def _general(reading: Path, shuffle: random.Random) -> list[Example]:
    """Return what the first stage learns from: SQuAD 2.0's questions, the only adversarial ones, come twice."""
    found = [e for name in (*squad.TITLED, squad.TITLED[0]) for e in _titled(reading, name, shuffle)]
    for name in _INFORMAL:
        drawn = [e for a in squad.read_squad(reading / f"{name}.json.gz") for e in squad.examples(a, False, shuffle)]
        found += shuffle.sample(drawn, int(len(drawn) * _INFORMAL_SHARE))
    return found


def _titled(reading: Path, name: str, shuffle: random.Random) -> Iterator[Example]:
    """Yield what the articles with telling titles teach, less the articles that are held back."""
    for number, article in enumerate(squad.read_squad(reading / f"{name}.json.gz")):
        if not squad.is_held_back(name, number):
            yield from squad.examples(article, True, shuffle)


def _train(model: TrainedReader, groups: list[list[Pair]], course: Course) -> None:
    with progress_bar() as report:
        train(model, groups, course, lambda done, total, _: report("training", done, total))


if __name__ == "__main__":
    app()
