"""Training in two stages: on questions over all sorts of text, then on questions about reports of forums as well."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from index.embedding import Vectors
from index.multilingual.tokenizer import Tokenizer
from index.reading.inputs import encode
from tests.training.example import NOWHERE, Example
from tests.training.model import Batch, Pair, TrainedReader, collate, loss_of

_BATCH = 32  # pairs
_MAX_TOKENS = 184  # a longer passage is cut: few are, and they cost most
_POOL = 20  # batches sorted by length together, so that little is padding


@dataclass(frozen=True, slots=True)
class Stage:
    """How a stage of training goes: the highest learning rate, and how many steps lead up to it and down from it.

    `answering` weighs passages that answer against those that do not. Without `decay` the rate stays, and without
    `steps` every question is seen once.
    """

    rate: float
    warmup: int
    decay: int = 0
    answering: float = 1.0
    steps: int | None = None


def pairs_of(examples: Sequence[Example], tokenizer: Tokenizer) -> list[list[Pair]]:
    """Return each example's pairs as tokens; an answer that was cut off leaves its pair out."""
    flat = [(number, e.question, c) for number, e in enumerate(examples) for c in e.candidates]
    passages = [(c.before, c.words) for _, _, c in flat]
    inputs = encode(tokenizer, [q for _, q, _ in flat], passages, _MAX_TOKENS)
    groups: list[list[Pair]] = [[] for _ in examples]
    for (number, _, candidate), made in zip(flat, inputs, strict=True):
        place = None
        if candidate.answer is not None and candidate.answer != NOWHERE:
            span = candidate.answer
            held = [i for i, (start, end) in enumerate(made.offsets) if start < span.end and span.start < end]
            if not held:
                continue
            place = (made.first + held[0], made.first + held[-1])
        groups[number].append(Pair(made, number, candidate.answer is not None, place))
    return [group for group in groups if group]


def batches(groups: Sequence[list[Pair]], shuffle: random.Random) -> Iterator[list[Pair]]:
    """Yield batches of about `_BATCH` pairs in chance order, the pairs of one question together."""
    groups = shuffle.sample(groups, len(groups))
    made: list[list[Pair]] = []
    pool: list[list[Pair]] = []
    size = 0
    for group in groups:
        pool.append(group)
        size += len(group)
        if size >= _BATCH * _POOL:
            made, pool, size = [*made, *_cut(pool)], [], 0
    made += _cut(pool)
    yield from shuffle.sample(made, len(made))


def _cut(pool: list[list[Pair]]) -> list[list[Pair]]:
    pool = sorted(pool, key=lambda group: max(len(pair.input.tokens) for pair in group))
    made: list[list[Pair]] = [[]]
    for group in pool:
        if len(made[-1]) + len(group) > _BATCH and made[-1]:
            made.append([])
        made[-1].extend(group)
    return [batch for batch in made if batch]


def embedded(batch: Batch, rows: Callable[[npt.NDArray[np.int64]], Vectors]) -> torch.Tensor:
    """Return the word embeddings of a batch, shape (pairs, tokens, 384)."""
    flat = rows(batch.tokens.numpy().ravel())
    return torch.from_numpy(flat.reshape(*batch.tokens.shape, -1))


@dataclass(frozen=True, slots=True)
class Course:
    """One stage of training: `rows` gives the word embeddings, shape (n, 384), of n token numbers."""

    stage: Stage
    rows: Callable[[npt.NDArray[np.int64]], Vectors]
    shuffle: random.Random


def train(
    model: TrainedReader,
    groups: Sequence[list[Pair]],
    course: Course,
    report: Callable[[int, int, float], None],
) -> None:
    """Train `model` in place on every group once, or for the stage's number of steps.

    `report` is called with the steps done, of how many, and the loss of the last.
    """
    stage = course.stage
    learned = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, stage.rate, weight_decay=0.01)
    steps = list(batches(groups, course.shuffle))[: stage.steps]
    model.train()
    for step, pairs in enumerate(steps):
        falling = min(1.0, (len(steps) - step) / stage.decay) if stage.decay else 1.0
        for of_optimiser in optimiser.param_groups:
            of_optimiser["lr"] = stage.rate * min(1.0, (step + 1) / stage.warmup) * falling
        batch = collate(pairs)
        with torch.autocast("cpu", torch.bfloat16):
            place, answers = model(embedded(batch, course.rows), batch.mask)
        loss = loss_of(batch, place.float(), answers.float(), stage.answering)
        loss.backward()  # type: ignore[no-untyped-call] # torch's own annotations leave it out
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        report(step + 1, len(steps), loss.item())


def mean_of(
    earlier: Mapping[str, torch.Tensor], later: Mapping[str, torch.Tensor], share: float
) -> dict[str, torch.Tensor]:
    """Return the weighted mean of two models' states ("model soups": Wortsman et al. 2022), `share` of the later one.

    Raises:
        ValueError: they are not of the same model.
    """
    if earlier.keys() != later.keys():
        raise ValueError("the two checkpoints are of different models")
    return {
        name: torch.lerp(earlier[name], one, share) if one.is_floating_point() else one for name, one in later.items()
    }
