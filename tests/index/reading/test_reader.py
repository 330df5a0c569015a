from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from index.reading import Reader

QUESTION = "When was the mill built?"
PASSAGES = [
    ("", "Nobody came."),
    (
        "Ada Lum, dean: ",
        "The mill was built in 1843, Lum said, and it burned twice before the owners rebuilt it in stone.",
    ),
    ("Bo Hall: ", "“Nobody pays for singing.”"),
]


def test_each_passage_is_read_as_if_it_were_alone() -> None:
    reader = Reader.installed()
    alone = [reader.read(QUESTION, [passage])[0] for passage in PASSAGES]
    assert reader.read(QUESTION, PASSAGES) == alone
    assert max(alone, key=lambda reading: reading.answers) is alone[1]
    assert "1843" in alone[1].words.of(PASSAGES[1][1])
    assert reader.read(QUESTION, []) == []


def test_several_questions_are_read_at_once_as_one_after_the_other() -> None:
    reader = Reader.installed()
    questions = [QUESTION, "Who came?", "What did Hall say?", "Who rebuilt it?"]
    in_turn = [reader.read(question, PASSAGES) for question in questions]
    with ThreadPoolExecutor(len(questions)) as threads:
        assert list(threads.map(lambda question: reader.read(question, PASSAGES), questions)) == in_turn
