"""What the reader is given: a question and a passage in one sequence of tokens.

    <s> query: QUESTION </s></s> passage: (WHAT LED UP TO IT) SPEAKER, ROLE: PASSAGE </s>

The two prompts are the embedding model's own, from whose weights the reader was trained. A question that goes on
from the one before carries it in brackets. Training and answering both build their input here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Speaker
from index.multilingual.tokenizer import Tokenizer

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


def before(context: str, speakers: Sequence[Speaker]) -> str:
    """Return all that goes before a passage: what led up to it (see `context.led_up_to`), and who speaks in it."""
    return (f"({context}) " if context else "") + said_by(speakers)


def encode(
    tokenizer: Tokenizer, questions: Sequence[str], passages: Sequence[tuple[str, str]], longest: int = MAX_TOKENS
) -> list[ReaderInput]:
    """Return the reader's input for each question and the passage beside it.

    Args:
        tokenizer: the embedding model's.
        questions: n questions, each from `asked`.
        passages: n pairs of what goes before the passage (from `before`) and the passage, on one line.
        longest: how many tokens a sequence may have; what is beyond is cut off.
    """
    inputs = []
    for question, (lead, words) in zip(questions, passages, strict=True):
        head = [BEGIN, *tokenizer.tokens(_QUERY + question).ids[:MAX_QUESTION], END, END]
        passage = tokenizer.tokens(_PASSAGE + lead + words)
        kept, spans = passage.ids[: longest - len(head) - 1], passage.spans[: longest - len(head) - 1]
        skipped = len(_PASSAGE) + len(lead)
        own = next((i for i, span in enumerate(spans) if span.end > skipped), len(kept))
        offsets = [(max(0, a - skipped), min(len(words), b - skipped)) for a, b in spans[own:]]
        inputs.append(ReaderInput([*head, *kept, END], len(head) + own, offsets))
    return inputs
