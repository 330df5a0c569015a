"""The reader while it learns: the embedding model's twelve layers with two heads, and the loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from index.reading.inputs import PAD, ReaderInput

_SPANS, _RANKING = 0.7, 0.5
"""Weights in the loss: of the answer's place, and of the order of a question's passages."""


class TrainedReader(nn.Module):
    """Reads a question beside a passage: does it answer, and from which token to which?

    The word embeddings stay as the package carries them (they are looked up outside); all else is learned. Heads as
    in BERT's for SQuAD (Devlin et al. 2019), with one more for whether the passage answers.
    """

    def __init__(self, layers: BertModel) -> None:
        """Start from the embedding model's layers."""
        super().__init__()
        self.layers = layers.requires_grad_(True)
        self.place = nn.Linear(layers.config.hidden_size, 2)
        self.answers = nn.Linear(layers.config.hidden_size, 1)
        for head in (self.place, self.answers):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, embeddings: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return where the answer starts and ends, and whether there is one.

        Args:
            embeddings: word embeddings, shape (batch, tokens, 384).
            mask: 1 for a token, 0 for padding, shape (batch, tokens).

        Returns:
            Logits of shape (batch, tokens, 2) and (batch,).
        """
        states = self.layers(inputs_embeds=embeddings, attention_mask=mask).last_hidden_state
        return self.place(states), self.answers(states[:, 0]).squeeze(-1)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside one of its passages, as tokens.

    `group` is the same for the passages of one question. `answers` tells whether the passage answers, `place` the
    first and the last token of the answer where that is known.
    """

    input: ReaderInput
    group: int
    answers: bool
    place: tuple[int, int] | None


@dataclass(frozen=True)
class Batch:
    """Pairs side by side: shapes (pairs, tokens) but for `group` and `answers`, (pairs,), and `place`, (pairs, 2)."""

    tokens: Tensor
    mask: Tensor
    passage: Tensor
    group: Tensor
    answers: Tensor
    place: Tensor


def collate(pairs: Sequence[Pair]) -> Batch:
    """Return the pairs as tensors; a place that is not known is -1."""
    longest = max(len(pair.input.tokens) for pair in pairs)
    tokens = torch.full((len(pairs), longest), PAD)
    passage = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for row, pair in enumerate(pairs):
        tokens[row, : len(pair.input.tokens)] = torch.tensor(pair.input.tokens)
        passage[row, pair.input.first : pair.input.first + len(pair.input.offsets)] = True
    return Batch(
        tokens=tokens,
        mask=(tokens != PAD).long(),
        passage=passage,
        group=torch.tensor([pair.group for pair in pairs]),
        answers=torch.tensor([pair.answers for pair in pairs]),
        place=torch.tensor([pair.place or (-1, -1) for pair in pairs]),
    )


def loss_of(batch: Batch, place: Tensor, answers: Tensor, answering: float) -> Tensor:
    """Return the loss: does each passage answer, which of a question's passages does, and where.

    `answering` weighs passages that answer against those that do not.
    """
    right = batch.answers.float()
    weights = 1 + (answering - 1) * right
    loss = functional.binary_cross_entropy_with_logits(answers, right, weights)
    same = batch.group[:, None] == batch.group[None, :]
    ranked = batch.answers & (same & ~batch.answers[None, :]).any(dim=1)
    if ranked.any():
        others = answers[None, :].masked_fill(~same | batch.answers[None, :], -1e4).logsumexp(dim=1)
        loss = loss + _RANKING * functional.softplus(others - answers)[ranked].mean()
    known = batch.place[:, 0] >= 0
    if known.any():
        logits = place[known].masked_fill(~batch.passage[known].unsqueeze(-1), -1e4)
        of_ends = [functional.cross_entropy(logits[:, :, end], batch.place[known, end]) for end in (0, 1)]
        loss = loss + _SPANS * (of_ends[0] + of_ends[1]) / 2
    return loss
