"""Corrections: what a moderator sets outlives rebuilding and is never lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.article import Article, Attribution, Paragraph, Passage, Span, Speaker, SpeakerKind, Statement, StatementKind
from index.corrections import (
    RULE,
    Corrections,
    apply,
    check_names,
    clear_speaker,
    corrections_path,
    merge,
    read_corrections,
    set_speaker,
    split,
    undo,
    unused,
    write_corrections,
)
from index.errors import CorrectionError
from index.passages import cut_passages

TEXT = "The lock leaks, Aalto said. It always did.\nThe ferry sank in May.\nThe gate is new, said Bekele.\n"
ARTICLE = Article("lock.txt", TEXT, "ab" * 32, tuple(Paragraph(Span(*m.span())) for m in re.finditer(r"[^\n]+", TEXT)))


def statement(words: str, speaker: str | None) -> Statement:
    start = TEXT.index(words)
    return Statement(StatementKind.INDIRECT, (Span(start, start + len(words)),), speaker)


ATTRIBUTION = Attribution(
    (
        Speaker("s1", "Ines Aalto", role="oceanographer", aliases=("Aalto",)),
        Speaker("s2", "Tom Bekele", aliases=("Bekele", "the ferryman")),
        Speaker("s3", "T. Bekele", SpeakerKind.UNNAMED, role="ferryman"),
    ),
    (statement("The lock leaks", "s1"), statement("It always did", "s3"), statement("The gate is new", "s2")),
)
FIRST, SECOND, THIRD = (passage.text for passage in cut_passages(ARTICLE, ATTRIBUTION))


def corrected(corrections: Corrections) -> tuple[Attribution, tuple[Passage, ...]]:
    return apply(corrections, ATTRIBUTION, cut_passages(ARTICLE, ATTRIBUTION))


def names(corrections: Corrections) -> list[list[str]]:
    attribution, passages = corrected(corrections)
    known = {speaker.id: speaker.name for speaker in attribution.speakers}
    return [[known[speaker] for speaker in passage.speakers] for passage in passages]


def test_without_corrections_nothing_changes() -> None:
    assert corrected(Corrections()) == (ATTRIBUTION, cut_passages(ARTICLE, ATTRIBUTION))


def test_setting_a_speaker_by_name_or_alias() -> None:
    assert names(set_speaker(Corrections(), FIRST, "the ferryman")) == [["Tom Bekele"], [], ["Tom Bekele"]]
    assert names(set_speaker(Corrections(), THIRD, " ines  aalto ")) == [
        ["Ines Aalto", "T. Bekele"],
        [],
        ["Ines Aalto"],
    ]


def test_a_new_speaker_of_a_passage_that_held_no_speech() -> None:
    attribution, passages = corrected(set_speaker(Corrections(), SECOND, "Ruth Orr", "editor"))
    assert attribution.speakers[-1].name == "Ruth Orr"
    assert attribution.speakers[-1].role == "editor"
    (made,) = passages[1].statements
    assert made.spans == (passages[1].span,)
    assert made.rule == RULE


def test_clearing_makes_narration_and_undo_takes_it_back() -> None:
    cleared = clear_speaker(Corrections(), FIRST)
    assert names(cleared) == [[], [], ["Tom Bekele"]]
    assert [s.name for s in corrected(cleared)[0].speakers] == ["Tom Bekele"]
    assert undo(cleared, FIRST) == Corrections()
    with pytest.raises(CorrectionError, match="no correction"):
        undo(Corrections(), FIRST)


def test_a_statement_that_goes_on_in_another_passage_keeps_its_speaker_there() -> None:
    spans = (*statement("It always did", None).spans, *statement("The ferry sank in May", None).spans)
    attribution = Attribution(ATTRIBUTION.speakers, (Statement(StatementKind.DIRECT, spans, "s1"),))
    corrections = set_speaker(Corrections(), SECOND, "Tom Bekele")
    _, passages = apply(corrections, attribution, cut_passages(ARTICLE, attribution))
    assert [passage.speakers for passage in passages] == [("s1",), ("s2",), ()]


def test_merging_two_entities() -> None:
    merged = merge(Corrections(), "Tom Bekele", "T. Bekele")
    attribution, _ = corrected(merged)
    assert names(merged) == [["Ines Aalto", "Tom Bekele"], [], ["Tom Bekele"]]
    assert attribution.speakers[1].role == "ferryman"
    assert "T. Bekele" in attribution.speakers[1].aliases
    assert split(merged, "t. bekele") == Corrections()


def test_a_speaker_takes_the_name_that_another_article_has_for_them() -> None:
    attribution, _ = corrected(merge(Corrections(), "Thomas Bekele", "T. Bekele"))
    assert [speaker.name for speaker in attribution.speakers] == ["Ines Aalto", "Tom Bekele", "Thomas Bekele"]
    assert attribution.speakers[2].aliases[0] == "T. Bekele"


@pytest.mark.parametrize(
    ("keep", "other"), [("Tom Bekele", "tom  bekele"), ("", "Tom Bekele"), ("T. Bekele", "Tom Bekele")]
)
def test_senseless_merges_are_refused(keep: str, other: str) -> None:
    with pytest.raises(CorrectionError):
        merge(merge(Corrections(), "Tom Bekele", "T. Bekele"), keep, other)


def test_the_last_word_counts_and_white_space_does_not() -> None:
    corrections = set_speaker(set_speaker(Corrections(), FIRST, "Tom Bekele"), FIRST.replace(" ", "\n"), "Ruth Orr")
    assert len(corrections.passages) == 1
    assert names(corrections)[0] == ["Ruth Orr"]
    assert unused(corrections, cut_passages(ARTICLE, ATTRIBUTION)) == ()
    assert len(unused(set_speaker(corrections, "Gone.", "Ruth Orr"), cut_passages(ARTICLE, ATTRIBUTION))) == 1


def test_file_beside_the_source_survives_a_round_trip(tmp_path: Path) -> None:
    path = corrections_path(tmp_path / "lock.txt")
    assert path.name == "lock.txt.corrections.json"
    assert read_corrections(path) == Corrections()
    corrections = merge(set_speaker(Corrections(), FIRST, "Zoë Łaski"), "Tom Bekele", "T. Bekele")
    write_corrections(corrections, path)
    write_corrections(clear_speaker(corrections, THIRD), path)
    assert read_corrections(path) == clear_speaker(corrections, THIRD)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("damage", ["", "[]", '{"format": 2}', '{"passages": [{"speaker": "A"}]}', "\xff"])
def test_a_damaged_file_is_named_and_left_alone(tmp_path: Path, damage: str) -> None:
    path = corrections_path(tmp_path / "lock.txt")
    path.write_text(damage, encoding="latin-1")
    with pytest.raises(CorrectionError, match=r"lock\.txt\.corrections\.json is damaged"):
        read_corrections(path)
    assert path.read_text(encoding="latin-1") == damage


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="could not be kept"):
        write_corrections(Corrections(), tmp_path / "gone" / "lock.txt.corrections.json")


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(CorrectionError, match="full name"):
        set_speaker(Corrections(), FIRST, "  ")


def test_taking_a_merging_back_that_there_is_not_is_refused() -> None:
    with pytest.raises(CorrectionError, match="Tom Bekele was not merged"):
        split(merge(Corrections(), "Tom Bekele", "T. Bekele"), "Tom Bekele")


def test_a_merging_of_somebody_who_speaks_no_more_changes_nothing() -> None:
    assert corrected(merge(Corrections(), "Ines Aalto", "Ruth Orr")) == corrected(Corrections())


def test_who_speaks_is_listed_where_a_name_is_nobody_s() -> None:
    check_names(ATTRIBUTION, "ines aalto", "the ferryman")
    with pytest.raises(CorrectionError, match=r"'Ruth Orr'.*: Ines Aalto; Tom Bekele; T\. Bekele\."):
        check_names(ATTRIBUTION, "Ines Aalto", "Ruth Orr")
    with pytest.raises(CorrectionError, match="nobody"):
        check_names(Attribution((), ()), "Ruth Orr")


def test_a_corrected_role_is_the_speaker_s_everywhere() -> None:
    attribution, _ = corrected(set_speaker(Corrections(), THIRD, "Ines Aalto", "diver"))
    assert [(s.name, s.role) for s in attribution.speakers if s.id == "s1"] == [("Ines Aalto", "diver")]


def test_a_file_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="cannot be read"):
        read_corrections(tmp_path)


def test_what_could_not_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    path = corrections_path(tmp_path / "lock.txt")
    path.mkdir()
    with pytest.raises(CorrectionError, match="could not be kept"):
        write_corrections(Corrections(), path)
    assert list(tmp_path.iterdir()) == [path]
