"""An operator's own questions as a regression: what was expected, what came, and what changed since an earlier run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.errors import ConfigurationError
from index.plain import cut, on_one_line

_SHOWN = 100
"""Characters of a passage that a comparison shows."""


class Outcome(StrEnum):
    """How an answer compares with what was expected."""

    RIGHT = "right"
    WRONG_PASSAGE = "wrong passage"
    WRONG_SPEAKER = "wrong speaker"
    DECLINED = "declined wrongly"
    ANSWERED = "answered wrongly"


class Change(StrEnum):
    """How an answer differs from the one that an earlier run gave; what matters most comes first."""

    NEWLY_WRONG = "newly wrong"
    NEWLY_RIGHT = "newly right"
    NEWLY_DECLINED = "newly declined"
    NEWLY_ANSWERED = "newly answered"
    OTHER_PASSAGE = "other passage"
    OTHER_SPEAKER = "other speaker"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What should come: a passage that holds one of `passages`; where there are none, no answer.

    `speaker` is compared unless `any_speaker`; None is the reporter's narration, as in an answer.
    """

    passages: tuple[str, ...]
    speaker: str | None = None
    any_speaker: bool = True


def read_expectation(fields: Mapping[str, Any], number: int) -> Expectation | None:
    """Read what the question in `fields`, on line `number`, expects; None where it says nothing about it.

    Raises:
        ConfigurationError: `expected` or `expected_speaker` is of the wrong kind.
    """
    if "expected" not in fields:
        if "expected_speaker" in fields:
            raise ConfigurationError(
                f"Line {number} of the questions has an expected_speaker, but not expected. Add that."
            )
        return None
    passages = [] if fields["expected"] is None else fields["expected"]
    speaker = fields.get("expected_speaker")
    if not isinstance(passages, list) or not all(isinstance(p, str) and p.strip() for p in passages):
        raise ConfigurationError(
            f"Line {number} of the questions has no list of texts as expected. Give a list of pieces of passages that "
            "would be right; or null, where the question should be declined."
        )
    if not isinstance(speaker, str | None):
        raise ConfigurationError(
            f"Line {number} of the questions has an expected_speaker that is not a text. Give a name, or null."
        )
    return Expectation(tuple(map(on_one_line, passages)), speaker or None, "expected_speaker" not in fields)


def judge(expected: Expectation, answer: Mapping[str, Any]) -> Outcome:
    """Compare a line of the output with what was expected of it."""
    if not answer["answered"]:
        return Outcome.DECLINED if expected.passages else Outcome.RIGHT
    if not expected.passages:
        return Outcome.ANSWERED
    given = on_one_line(answer["passage"])
    if not any(piece in given for piece in expected.passages):
        return Outcome.WRONG_PASSAGE
    if not expected.any_speaker and _name(expected.speaker) != _name(answer["speaker"]):
        return Outcome.WRONG_SPEAKER
    return Outcome.RIGHT


def summary(outcomes: Iterable[Outcome]) -> str:
    """Return how many answers came out how, on one line."""
    counts = Counter(outcomes)
    return f"{counts.total()} expectations: " + ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome) + "."


def lost(expected: Expectation, passages: Sequence[str]) -> tuple[str, ...]:
    """Return the expected pieces that none of the index's `passages` holds: no answer can be right by them."""
    folded = [on_one_line(passage) for passage in passages]
    return tuple(piece for piece in expected.passages if not any(piece in passage for passage in folded))


def read_answers(lines: Sequence[str], name: str) -> dict[str | int, dict[str, Any]]:
    """Read the output of an earlier run, from the file called `name`, by the questions' ids.

    Raises:
        ConfigurationError: there is none, or a line is no answer; it is named by its number.
    """
    answers: dict[str | int, dict[str, Any]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        if not _is_answer(answer):
            raise ConfigurationError(
                f"Line {number} of {name} is not an answer. Give --compare the output of an earlier `ask --batch`."
            )
        answers[answer["id"]] = answer
    if not answers:
        raise ConfigurationError(
            f"{name} holds no answers to compare with. Was it overwritten? Write the new answers to another file."
        )
    return answers


def change(expected: Expectation | None, then: Mapping[str, Any], now: Mapping[str, Any]) -> Change | None:
    """Return how `now` differs from `then`, both judged by what is expected today; None where they are alike."""
    if expected is not None:
        was, is_now = (judge(expected, answer) is Outcome.RIGHT for answer in (then, now))
        if was != is_now:
            return Change.NEWLY_RIGHT if is_now else Change.NEWLY_WRONG
    if then["answered"] != now["answered"]:
        return Change.NEWLY_ANSWERED if now["answered"] else Change.NEWLY_DECLINED
    if not now["answered"]:
        return None
    if on_one_line(then["passage"]) != on_one_line(now["passage"]):
        return Change.OTHER_PASSAGE
    return Change.OTHER_SPEAKER if _name(then["speaker"]) != _name(now["speaker"]) else None


def comparison(
    questions: Mapping[str | int, str],
    expected: Mapping[str | int, Expectation | None],
    then: Mapping[str | int, Mapping[str, Any]],
    now: Mapping[str | int, Mapping[str, Any]],
) -> str:
    """Return what changed between two runs, to be read: what got worse first, each with its question.

    Args:
        questions: the questions of this run by their ids.
        expected: what is expected of each.
        then: the answers of the earlier run.
        now: the answers of this run.
    """
    changes = {key: change(expected[key], then[key], now[key]) for key in questions if key in then}
    counts = Counter(found for found in changes.values() if found)
    what = ", ".join(f"{counts[kind]} {kind}" for kind in Change if counts[kind]) or "nothing changed"
    lines = [f"From index {_indexes(then)} to {_indexes(now)}: {what}."]
    for kind in Change:
        for key in (key for key, found in changes.items() if found is kind):
            lines += [
                "",
                f"{kind}: {key}  {on_one_line(questions[key])}",
                f"  then: {shown(then[key])}",
                f"  now:  {shown(now[key])}",
            ]
    added, gone = len(questions) - len(changes), len(then) - len(changes)
    if added or gone:
        lines += ["", f"Only in one of the runs: {added} questions that are new, {gone} that are gone."]
    return "\n".join(lines)


def shown(answer: Mapping[str, Any]) -> str:
    """Return an answer on one line, to be read: who speaks and how the passage begins, or why there is none."""
    if not answer["answered"]:
        return f"declined ({answer.get('reason') or 'no reason given'})"
    return f"{answer['speaker'] or 'the reporter'}: {cut(on_one_line(answer['passage']), _SHOWN)}"


def _is_answer(answer: object) -> bool:
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), str | int):
        return False
    passage = answer.get("passage")
    return (
        isinstance(answer.get("answered"), bool)
        and isinstance(passage, str if answer["answered"] else str | None)
        and isinstance(answer.get("speaker"), str | None)
    )


def _name(speaker: str | None) -> str:
    return on_one_line(speaker or "").casefold()


def _indexes(answers: Mapping[str | int, Mapping[str, Any]]) -> str:
    return ", ".join(sorted({str(a["index"]) for a in answers.values() if "index" in a})) or "unknown"
