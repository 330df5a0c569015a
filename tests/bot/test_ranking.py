from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.conversation import Conversation
from bot.library import Library
from bot.questions import Kind, Question, understand
from bot.ranking import (
    OF_NONE,
    OF_PASSAGE,
    READ_AT_MOST,
    READ_WITHIN,
    WEIGHTS,
    Candidates,
    Weights,
    find_candidates,
    rank,
)
from bot.risk import threshold_for
from index.article import Span
from index.embedding import Encoder
from index.snapshot import build_snapshot
from index.sources import read_bytes


def _understood(library: Library, text: str) -> Question:
    return understand(text, Conversation(), library.snapshot)


def _candidates(utilities: list[float], none: float) -> tuple[Weights, Candidates]:
    """Return weights and candidates whose utilities are as given."""
    of_passages = np.zeros((len(utilities), len(OF_PASSAGE)))
    of_passages[:, 0] = utilities
    of_none = np.zeros(len(OF_NONE))
    of_none[0] = none
    first_passage, first_none = np.eye(len(OF_PASSAGE))[0], np.eye(len(OF_NONE))[0]
    count = range(len(utilities))
    made = Candidates(tuple(count), (Span(0, 1),) * len(utilities), of_passages, of_none)
    return Weights(first_passage, first_none, np.array([0.0, 0.5, 0.5]), first_passage), made


def test_shares_of_passages_and_of_none_add_up_to_one() -> None:
    weights, candidates = _candidates([1.0, 0.0, -1.0], 0.5)
    shares = weights.shares(candidates)
    none = np.exp(0.5) / np.exp([1.0, 0.0, -1.0, 0.5]).sum()
    assert shares.sum() + none == pytest.approx(1)
    assert list(shares) == sorted(shares, reverse=True)


def test_the_probability_rises_with_the_best_passage_and_falls_with_none() -> None:
    def probability(best: float, none: float) -> float:
        weights, candidates = _candidates([best, 0.0], none)
        return weights.probability(weights.shares(candidates))

    assert probability(3.0, 0.0) > probability(1.0, 0.0) > probability(1.0, 2.0)
    assert 0 < probability(-900.0, 900.0) < probability(900.0, -900.0) < 1


def test_without_candidates_nothing_is_probable() -> None:
    weights, _ = _candidates([1.0], 0.0)
    assert weights.probability(np.array([])) == 0


def test_weights_that_lack_a_column_are_refused(tmp_path: Path) -> None:
    held = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    del held["of_passage"]["reader"]
    (tmp_path / "ranking.json").write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(KeyError, match="reader"):
        Weights.read(tmp_path / "ranking.json")


def test_the_passage_that_answers_comes_first_with_the_words_that_do(library: Library) -> None:
    question = _understood(library, "Who called the city a magnet for the world's money?")
    ranked, sure = rank(question, None, library.snapshot, library.encoder())
    passage = library.snapshot.passages[ranked[0].passage]
    assert "magnet for the world's money" in passage.text
    assert ranked[0].words.of(passage.text).strip()
    assert [one.share for one in ranked] == sorted((one.share for one in ranked), reverse=True)
    assert 0 < sure < 1


def test_another_speaker_s_words_are_no_candidates_for_what_somebody_said(library: Library) -> None:
    question = _understood(library, "What did Zhu Min say about the world's money?")
    assert question.kind is Kind.WHAT_SAID
    found = find_candidates(question, None, library.snapshot, library.encoder())
    speakers = [{s.name for s in library.snapshot.speakers_of(library.snapshot.passages[i])} for i in found.passages]
    assert any("Zhu Min" in names for names in speakers)
    assert all("Zhu Min" in names or not names for names in speakers)


def test_a_question_in_another_language_is_marked_so(library: Library) -> None:
    for text, foreign in (("Who spoke of money?", False), ("誰說過錢？", True)):
        found = find_candidates(_understood(library, text), None, library.snapshot, library.encoder())
        assert bool(found.of_none[OF_NONE.index("other language")]) is foreign
        assert bool(found.of_passages[:, OF_PASSAGE.index("reader, other language")].any()) is foreign


def test_how_much_of_the_articles_is_told_by_their_reporters_alone_counts(library: Library, encoder: Encoder) -> None:
    told = [
        "The bridge at Corran was opened in 1911 and carried trams until the war.",
        "Its towers are of brick, and its two spans together measure 214 metres.",
        "The third span was taken down in 1954, when the harbour was widened.",
    ]
    said = [f'"I would paint the {part} red," said Odile Brandt.' for part in ("towers", "spans", "rails", "lamps")]

    def narrated(paragraphs: list[str]) -> tuple[float, set[float]]:
        snapshot = build_snapshot([read_bytes("bridge.txt", "\n\n".join(paragraphs).encode())], encoder)
        question = understand("How long is the bridge at Corran?", Conversation(), snapshot)
        found = find_candidates(question, None, snapshot, encoder)
        plain, weighed = (found.of_passages[:, OF_PASSAGE.index(name)] for name in ("reader", "reader, narrated"))
        return float(found.of_none[OF_NONE.index("narrated")]), set(np.round(weighed / plain, 6).tolist())

    assert narrated(told) == (1.0, {1.0})
    assert narrated(said) == (0.0, {0.0})
    some, shares = narrated([*told[:2], *said])
    assert 0 < some < 1
    assert shares == {round(some, 6)}


def test_whoever_bears_more_wrong_answers_gets_a_lower_threshold() -> None:
    thresholds = [threshold_for(wrong) for wrong in range(0, 101, 5)]
    assert thresholds == sorted(thresholds, reverse=True)
    assert 0 < thresholds[-1] < thresholds[0] < 1


def test_the_likeliest_candidates_are_read_and_for_a_list_all() -> None:
    weights, made = _candidates([0.1, 1.2, 0.3, 1.1, 0.2, 1.0, 0.9, 0.8], 0.0)
    assert _to_read(weights, made) == ([1, 3, 5, 6], [7, 2, 4, 0])
    assert _to_read(weights, made, most=5) == ([1, 3, 5, 6, 7], [2, 4, 0])
    assert _to_read(weights, made, most=1) == ([1], [3, 5, 6, 7, 2, 4, 0])
    assert _to_read(weights, made, several=True) == (list(range(8)), [])


def test_candidates_that_are_far_less_likely_are_not_read() -> None:
    weights, made = _candidates([5.0, 1.0, 4.0], 0.0)
    assert _to_read(weights, made) == ([0, 2], [1])
    assert _to_read(weights, made, within=0.5) == ([0], [2, 1])
    assert _to_read(weights, made, several=True) == ([0, 1, 2], [])


def _to_read(
    weights: Weights, made: Candidates, several: bool = False, most: int = READ_AT_MOST, within: float = READ_WITHIN
) -> tuple[list[int], list[int]]:
    read, others = weights.to_read(made.of_passages, several, most, within)
    return read.tolist(), others.tolist()


def test_candidates_that_are_not_read_are_left_out(library: Library) -> None:
    question = _understood(library, "Who called the city a magnet for the world's money?")
    asked = question, None, library.snapshot, library.encoder()
    every, chosen = find_candidates(*asked), find_candidates(*asked, Weights.installed())
    assert 0 < len(chosen.passages) <= READ_AT_MOST < len(every.passages)
    kept = [every.passages.index(passage) for passage in chosen.passages]
    assert chosen.words == tuple(every.words[i] for i in kept)
    assert {passage for passage, _ in chosen.unread} == set(every.passages) - set(chosen.passages)
    assert np.array_equal(chosen.of_passages, every.of_passages[kept])


def test_what_was_not_worth_reading_still_comes_close(library: Library) -> None:
    asked = _understood(library, "Who called the city a magnet for the world's money?"), None
    found = find_candidates(*asked, library.snapshot, library.encoder(), Weights.installed())
    ranked, _ = rank(*asked, library.snapshot, library.encoder())
    assert [one.passage for one in ranked[len(found.passages) :]] == [passage for passage, _ in found.unread]
    for passage, words in found.unread:
        text = library.snapshot.passages[passage].text
        assert any(
            words.of(text) == sentence.of(library.snapshot.record.articles[0].text)
            for sentence in library.snapshot.passages[passage].sentences
        )
