"""What the reader is given: a question and a passage in one sequence of tokens.

    <s> query: QUESTION </s></s> passage: SPEAKER, ROLE: PASSAGE </s>

The two prompts are the embedding model's own, from whose weights the reader was trained. A question that goes on
from the one before carries it in brackets. Training and answering both build their input here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from index.article import Speaker

BEGIN, PAD, END = 0, 1, 2
"""Token numbers of `<s>`, of padding and of `</s>`."""
MAX_QUESTION, MAX_TOKENS = 64, 256
_QUERY, _PASSAGE = "query: ", "passage: "


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """One sequence: its token numbers, and where each token of the passage's own words stands in the passage.

    `tokens[first + i]` covers the characters `[offsets[i][0], offsets[i][1])` of the passage.
    """

    tokens: list[int]
    first: int
    offsets: list[tuple[int, int]]


def asked(question: str, previous: str | None = None) -> str:
    """Return the question as the reader is given it, with the question that it goes on from."""
    return f"{question} (after: {previous})" if previous else question


def said_by(speakers: Sequence[Speaker]) -> str:
    """Return what goes before a passage: who speaks in it, empty for narration."""
    named = [f"{s.name}, {s.role}" if s.role else s.name for s in speakers[:3]]
    return "; ".join(named) + ": " if named else ""


def encode(
    tokenizer: Tokenizer, questions: Sequence[str], passages: Sequence[tuple[str, str]], longest: int = MAX_TOKENS
) -> list[ReaderInput]:
    """Return the reader's input for each question and the passage beside it.

    Args:
        tokenizer: the embedding model's.
        questions: n questions, each from `asked`.
        passages: n pairs of what goes before the passage (from `said_by`) and the passage, on one line.
        longest: how many tokens a sequence may have; what is beyond is cut off.
    """
    inputs = []
    of_questions = tokenizer.encode_batch([_QUERY + q for q in questions], add_special_tokens=False)
    of_passages = tokenizer.encode_batch([_PASSAGE + a + b for a, b in passages], add_special_tokens=False)
    for question, passage, (before, words) in zip(of_questions, of_passages, passages, strict=True):
        head = [BEGIN, *question.ids[:MAX_QUESTION], END, END]
        kept = passage.ids[: longest - len(head) - 1]
        skipped = len(_PASSAGE) + len(before)
        own = next((i for i, (_, end) in enumerate(passage.offsets[: len(kept)]) if end > skipped), len(kept))
        offsets = [(max(0, a - skipped), min(len(words), b - skipped)) for a, b in passage.offsets[own : len(kept)]]
        inputs.append(ReaderInput([*head, *kept, END], len(head) + own, offsets))
    return inputs
