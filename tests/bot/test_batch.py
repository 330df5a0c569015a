import json

import pytest

from bot.answering import reply_to
from bot.answers import NoAnswer, Reason, Reply
from bot.batch import BatchQuestion, answer_batch, read_questions, reply_as_dict
from bot.conversation import Conversation
from bot.errors import ConfigurationError
from bot.library import Library


def test_questions_are_read_and_blank_lines_passed_over() -> None:
    lines = [
        '{"id": "a", "question": "Who?", "type": "fact"}',
        "",
        '{"id": 2, "question": "", "prev_question": "What?"}',
    ]
    assert read_questions(lines) == [BatchQuestion("a", "Who?"), BatchQuestion(2, "", "What?")]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '"text"', '{"id": "a"}', '{"question": "Who?"}', '{"id": "a", "question": 3}',
     '{"id": "b", "question": "Who?", "prev_question": 3}', '{"id": "a", "question": "Why?"}',
     '{"id": ["b"], "question": "Who?"}', '{"id": "b", "question": "Who?", "expected": "a piece"}',
     '{"id": "b", "question": "Who?", "expected": [""]}', '{"id": "b", "question": "Who?", "expected": [3]}',
     '{"id": "b", "question": "Who?", "expected_speaker": "Ann"}',
     '{"id": "b", "question": "Who?", "expected": ["x"], "expected_speaker": 3}'],
)  # fmt: skip
def test_a_line_that_is_no_question_is_named_by_its_number(line: str) -> None:
    with pytest.raises(ConfigurationError, match="Line 2 "):
        read_questions(['{"id": "a", "question": "Who?"}', line])


def test_the_question_before_is_asked_in_the_same_conversation() -> None:
    asked: list[tuple[str, int]] = []

    def ask(question: str, conversation: Conversation) -> Reply:
        asked.append((question, len(conversation.turns)))
        return NoAnswer(question, Reason.NOT_SAID)

    list(answer_batch([BatchQuestion("a", "And he?", "Who?"), BatchQuestion("b", "Why?")], ask))
    assert asked == [("Who?", 0), ("And he?", 1), ("Why?", 0)]


def test_a_line_says_whether_it_is_right_where_something_is_expected() -> None:
    lines = [
        '{"id": 1, "question": "Who?", "expected": null}',
        '{"id": 2, "question": "Who?", "expected": ["a piece"]}',
        '{"id": 3, "question": "Who?"}',
    ]
    answers = answer_batch(read_questions(lines), lambda question, _: NoAnswer(question, Reason.NOT_SAID))
    assert [answer.get("right") for answer in answers] == [True, False, None]


def test_a_line_of_the_output(library: Library) -> None:
    def ask(question: str) -> dict[str, object]:
        reply = reply_to(question, Conversation(), library.snapshot, library.encoder(), 0.3)
        return json.loads(json.dumps(reply_as_dict(reply)))  # type: ignore[no-any-return]

    answered = ask("Who called the city a magnet for the world's money?")
    assert answered["answered"] is True
    assert answered["speaker"] == "Stephen Wong Yuen-shan"
    assert "Policy Unit" in str(answered["role"])
    ranked = answered["passages"]
    assert isinstance(ranked, list)
    assert ranked[0] == answered["passage"]
    assert len(set(ranked)) == len(ranked) == 5
    declined = ask("What will the weather be?")
    assert (declined["answered"], declined["passage"], declined["speaker"], declined["role"]) == (
        False,
        None,
        None,
        None,
    )
    assert isinstance(declined["confidence"], float)
    assert declined["reason"] == "not-said"
