"""What the reader learns from, and that it learns.

PyTorch is imported by the tests that need it: every process of the suite reads this file, and one or two run it.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest

from index.article import Span
from index.embedding import Encoder
from index.multilingual import PackedWeights
from index.reading import Reader
from tests.benchmarks.reports import our_reports, read_report
from tests.training import reports, squad
from tests.training.example import Candidate, Example

if TYPE_CHECKING:
    from tests.training.model import TrainedReader

FIRST = (
    "The Old Mill at Garrow was built by Nels Oberg in 1843. It burned twice in the following decade. "
    "The owners then rebuilt it in stone, and it has stood beside the river Tarn ever since that summer."
)
SECOND = "Visitors come by boat from Port Selm. In 1901 a bridge was built by Nels Oberg the younger."
ARTICLE: dict[str, Any] = {
    "title": "Garrow_Mill",
    "paragraphs": [
        {
            "context": FIRST,
            "qas": [
                {"question": "When was the mill built?", "answers": [{"text": "1843", "answer_start": 50}]},
                {
                    "question": "Who sold the mill?",
                    "answers": [],
                    "is_impossible": True,
                    "plausible_answers": [{"text": "Nels Oberg", "answer_start": 36}],
                },
            ],
        },
        {"context": SECOND, "qas": []},
    ],
}


@pytest.fixture(scope="module")
def weights() -> PackedWeights:
    return PackedWeights.installed()


@pytest.fixture
def small() -> TrainedReader:
    import torch
    from transformers import BertConfig, BertModel

    from tests.training.model import TrainedReader

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=1, hidden_size=384, num_hidden_layers=1, num_attention_heads=4, intermediate_size=64, pad_token_id=0
    )
    return TrainedReader(BertModel(config, add_pooling_layer=False))


def test_what_squad_teaches_is_right() -> None:
    found = [e for seed in range(30) for e in squad.examples(ARTICLE, True, random.Random(seed))]
    assert {e.kind for e in found} == {"answerable", "unanswerable"}
    assert any(len(e.candidates) > 1 for e in found)
    for example in found:
        answers = [c.answer.of(c.words) for c in example.candidates if c.answer]
        assert answers == (["1843"] if example.kind == "answerable" else [])
        for candidate in example.candidates:
            assert candidate.before.rpartition(") ")[2] in {"", "Garrow Mill: "}
            if candidate.answer is None and example.kind == "answerable":
                assert "1843" not in candidate.words


def test_an_article_is_either_learned_from_or_reported_on() -> None:
    assert not squad.is_held_back("squad2_part", 6)
    assert squad.is_held_back("squad2_part", 7)
    assert squad.is_held_back("shifts_new_wiki", 5)
    assert not squad.is_for_figures("shifts_new_wiki", 5)
    assert squad.is_for_figures("shifts_new_wiki", 11)
    assert not any(
        squad.is_for_figures(name, n) and not squad.is_held_back(name, n) for name in squad.TITLED for n in range(60)
    )


REPORT: dict[str, Any] = {
    "held_out": False,
    "title": "Mill keepers meet at Garrow",
    "paragraphs": [
        "Ada Lum, the dean of the Garrow school, opened the meeting of the mill keepers on Friday in the hall.",
        "“Water is cheaper than coal, and it sings,” Lum said. She asked for four new wheels by the spring.",
        "Bo Hall, who keeps the mill at Selm, disagreed. “Nobody pays for singing,” he said to the keepers.",
        "About 90 people came, and the soup was free. The next meeting will be held in the month of May.",
    ],
    "speakers": [
        {"name": "Ada Lum", "role": "dean", "aliases": ["Lum", "the dean"]},
        {"name": "Bo Hall", "role": "keeper", "aliases": ["Hall"]},
    ],
    "questions": [
        {
            "id": "what_said_01",
            "type": "what_said",
            "lang": "en",
            "question": "what did Lum say about water",
            "gold": [2],
            "speaker": "Ada Lum",
            "answer": "Water is cheaper than coal",
        },
        {
            "id": "un_nearmiss_01",
            "type": "un_nearmiss",
            "lang": "en",
            "question": "who paid for the soup?",
            "gold": [],
            "speaker": None,
            "answer": None,
            "closest": [4],
        },
    ],
}


def test_what_reports_teach_is_right(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / "mill.json"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    indexed = reports.index(read_report(path), encoder)
    found = [e for seed in range(40) for e in reports.examples(indexed, random.Random(seed))]
    assert {e.kind for e in found} == {"what_said", "missing", "speaker swapped", "un_nearmiss"}
    for example in found:
        answers = [c.answer.of(c.words) for c in example.candidates if c.answer]
        assert answers == (["Water is cheaper than coal"] if example.kind == "what_said" else [])
        if example.kind == "what_said":
            (answering,) = [c for c in example.candidates if c.answer]
            assert answering.before.startswith("(Ada Lum, the dean of the Garrow school, opened the meeting")
            assert ") Ada Lum" in answering.before
        if example.kind == "speaker swapped":
            assert "Hall say about water" in example.question
        if example.kind == "un_nearmiss":
            assert any("soup" in c.words for c in example.candidates)


def test_reports_that_are_kept_aside_are_not_learned_from() -> None:
    every = our_reports()
    learned = [report for report in every if reports.is_for_training(report)]
    assert {r.name for r in every} >= reports.FITTING
    assert not any(r.held_out or r.name in reports.FITTING for r in learned)
    assert len(learned) == len(every) - len(reports.FITTING) - sum(r.held_out for r in every)


def _examples() -> list[Example]:
    right = Candidate("", "The wheel turns at noon in the mill.", Span(10, 15))
    wrong = Candidate("", "Nobody came to the hall on Monday.")
    return [Example(f"question {i}", (right, wrong), "x") for i in range(24)]


def test_a_question_s_passages_stay_together_in_a_batch(weights: PackedWeights) -> None:
    from tests.training.run import batches, pairs_of

    groups = pairs_of(_examples(), weights.tokenizer)
    made = list(batches(groups, random.Random(0)))
    assert sorted(p.group for b in made for p in b) == sorted(p.group for g in groups for p in g)
    for batch in made:
        counts = [sum(p.group == pair.group for p in batch) for pair in batch]
        assert set(counts) == {2}


def test_the_loss_falls_for_the_right_answer_at_the_right_place(weights: PackedWeights) -> None:
    import torch

    from tests.training.model import collate, loss_of
    from tests.training.run import pairs_of

    pairs = [pair for group in pairs_of(_examples()[:1], weights.tokenizer) for pair in group]
    batch = collate(pairs)
    place = torch.zeros(*batch.tokens.shape, 2)
    at_first = loss_of(batch, place, torch.zeros(2), 1.0)
    knowing = torch.tensor([5.0 if pair.answers else -5.0 for pair in pairs])
    assert loss_of(batch, place, knowing, 1.0) < at_first
    assert loss_of(batch, place, -knowing, 1.0) > at_first
    assert pairs[0].place is not None
    for end, token in enumerate(pairs[0].place):
        place[0, token, end] = 5.0
    assert loss_of(batch, place, torch.zeros(2), 1.0) < at_first


def test_training_learns_and_what_is_exported_reads_alike(
    tmp_path: Path, weights: PackedWeights, small: TrainedReader
) -> None:
    import torch

    from tests.training.export import export
    from tests.training.model import collate
    from tests.training.run import Course, Stage, pairs_of, train

    groups = pairs_of(_examples() * 8, weights.tokenizer)
    losses: list[float] = []
    course = Course(Stage(rate=2e-3, warmup=2, decay=4), weights.rows, random.Random(0))
    train(small, groups, course, lambda _done, _total, loss: losses.append(loss))
    assert np.mean(losses[-2:]) < np.mean(losses[:2]) / 2
    path = tmp_path / "reader.onnx"
    export(small, path)
    readings = Reader(weights, path).read("question 3", [("", c.words) for c in _examples()[0].candidates])
    assert readings[0].answers > readings[1].answers
    assert readings[0].words.of("The wheel turns at noon in the mill.") == "turns"
    pairs = pairs_of(_examples()[3:4], weights.tokenizer)[0]
    batch = collate(pairs)
    small.eval()
    rows: npt.NDArray[np.float32] = weights.rows(batch.tokens.numpy())
    with torch.no_grad():
        _, answers = small(torch.from_numpy(rows), batch.mask)
    assert [r.answers for r in readings] == pytest.approx(answers.tolist(), abs=0.5)


def test_the_mean_of_two_readers_lies_between_them(small: TrainedReader) -> None:
    import torch

    from tests.training.run import mean_of

    earlier = {name: values.clone() for name, values in small.state_dict().items()}
    later = {name: values + 3 if values.is_floating_point() else values for name, values in earlier.items()}
    mean = mean_of(earlier, later, 2 / 3)
    small.load_state_dict(mean)
    for name, values in earlier.items():
        moved = 2 if values.is_floating_point() else 0
        assert torch.allclose(mean[name], values + moved, atol=1e-5)
    with pytest.raises(ValueError, match="different models"):
        mean_of({}, later, 2 / 3)


def test_what_stands_before_a_window_leads_up_to_it() -> None:
    whole = f"{FIRST} {SECOND}"
    led = set()
    for seed in range(40):
        for example in squad.examples(ARTICLE, False, random.Random(seed)):
            for candidate in example.candidates:
                if candidate.before and candidate.words in whole:
                    led.add(candidate.before)
                    before = whole[: whole.index(candidate.words)].rstrip()
                    assert before.endswith(candidate.before.removeprefix("(").removesuffix(") "))
    assert len(led) > 1
