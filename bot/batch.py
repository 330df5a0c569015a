"""Many questions at once, from and to JSON lines: what an operator compares before and after a change."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answers import Answer, Courtesy, Reply
from bot.conversation import Conversation
from bot.errors import ConfigurationError
from bot.regression import Expectation, Outcome, comparison, judge, lost, read_expectation, shown, summary
from index.plain import on_one_line


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of the input.

    `prev_question` was asked just before in the same conversation; `expected` is what should come, where the
    operator said so.
    """

    id: str | int
    question: str
    prev_question: str | None = None
    expected: Expectation | None = None


def read_questions(lines: Sequence[str]) -> list[BatchQuestion]:
    """Read the questions, a JSON object a line; blank lines are passed over.

    Raises:
        ConfigurationError: a line is not a question, or repeats an id; it is named by its number.
    """
    questions: dict[str | int, BatchQuestion] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            raise ConfigurationError(
                f"Line {number} of the questions is not JSON. Correct it and start again."
            ) from None
        if (
            not isinstance(fields, dict)
            or not isinstance(fields.get("question"), str)
            or not isinstance(fields.get("id"), str | int)
        ):
            raise ConfigurationError(
                f"Line {number} of the questions is no object with the keys id (a text or a number) and question "
                "(a text). Correct it and start again."
            )
        if fields["id"] in questions:
            raise ConfigurationError(
                f"Line {number} of the questions repeats the id {fields['id']!r}. Give it another."
            )
        previous = fields.get("prev_question")
        if previous is not None and not isinstance(previous, str):
            raise ConfigurationError(
                f"Line {number} of the questions has a prev_question that is not a text. Make it one, or leave it out."
            )
        expected = read_expectation(fields, number)
        questions[fields["id"]] = BatchQuestion(fields["id"], fields["question"], previous or None, expected)
    return list(questions.values())


def read_lines(file: Path, what: str) -> list[str]:
    """Return the lines of a file of `what`; of standard input where it is called "-".

    Raises:
        ConfigurationError: it cannot be read, or is not text in UTF-8.
    """
    try:
        text = (sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"The {what} in {file} cannot be read: {error.strerror}. Check the path.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"The {what} in {file} are not text in UTF-8. Save them as UTF-8.") from None
    return text.split("\n")


def answer_batch(
    questions: Sequence[BatchQuestion], ask: Callable[[str, Conversation], Reply]
) -> Iterator[dict[str, Any]]:
    """Answer the questions in turn, each in a conversation of its own, and yield the lines of the output.

    A line says whether it is `right` where its question says what is expected.
    """
    for item in questions:
        conversation = Conversation()
        if item.prev_question is not None:
            conversation = conversation.after(ask(item.prev_question, conversation))
        line = {"id": item.id, **reply_as_dict(ask(item.question, conversation))}
        if item.expected is not None:
            line["right"] = judge(item.expected, line) is Outcome.RIGHT
        yield line


def report(
    questions: Sequence[BatchQuestion],
    answers: Mapping[str | int, Mapping[str, Any]],
    earlier: Mapping[str | int, Mapping[str, Any]],
    passages: Sequence[str],
) -> tuple[list[str], bool]:
    """Return in lines what changed and what was not as expected, and whether all was that anything is expected of.

    Args:
        questions: as they were asked.
        answers: the lines of the output by their questions' ids.
        earlier: those of an earlier run; empty where there is none to compare with.
        passages: the texts of the index that answered.
    """
    expected = {question.id: question.expected for question in questions}
    lines: list[str] = []
    if earlier:
        texts = {question.id: question.question for question in questions}
        lines += [comparison(texts, expected, earlier, answers), ""]
    outcomes = {key: judge(wanted, answers[key]) for key, wanted in expected.items() if wanted is not None}
    for question in questions:
        if question.expected and outcomes[question.id] is not Outcome.RIGHT:
            lines.append(f"{outcomes[question.id]}: {question.id}  {on_one_line(question.question)}")
            lines.append(f"  got: {shown(answers[question.id])}")
            missing = lost(question.expected, passages)
            lines += [f"  No passage of the index holds the expected “{piece}”." for piece in missing]
    if outcomes:
        lines.append(summary(outcomes.values()))
    return lines, set(outcomes.values()) <= {Outcome.RIGHT}


def reply_as_dict(reply: Reply) -> dict[str, Any]:
    """Return a reply as JSON values.

    `passage`, `speaker` and `role` are null where there is no answer; `speaker` is also null for the
    reporter's narration and for what a document states. `narrated` says that the words that answer are
    narration in a passage where somebody speaks; `also_in` names the other articles that report the same.
    `passages` are the texts that came closest, best first, in either case: of a list all its passages in
    order, then the others.
    """
    if isinstance(reply, Answer):
        citation = reply.citation
        voice = citation.voice
        found: dict[str, Any] = {
            "answered": True,
            "passage": citation.passage.text,
            "speaker": voice.name if voice else None,
            "role": voice.role if voice else None,
            "unclear": citation.unclear,
            "narrated": citation.narrated,
            "highlights": [span.of(citation.passage.text) for span in citation.highlights],
            "article": citation.article.title or citation.article.name,
            "paragraph": citation.passage.paragraph,
            "also_in": [article.title or article.name for article in citation.also_in],
        }
    else:
        reason = reply.kind if isinstance(reply, Courtesy) else reply.reason
        found = {"answered": False, "reason": reason.value, "passage": None, "speaker": None, "role": None}
    return {
        **found,
        "confidence": 0.0 if isinstance(reply, Courtesy) else round(reply.confidence, 4),
        "passages": [citation.passage.text for citation in reply.shown],
    }
