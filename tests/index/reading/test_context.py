from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Attribution, Passage, Speaker
from index.embedding import DEFAULT_MODEL, Encoder
from index.passages import cut_passages
from index.reading.context import ending, lead_of, led_up_to
from index.snapshot import build_snapshot
from index.sources import read_source
from tests.index.stores.small import QuickModel
from tests.records import article_of, attribution_of, said

PANEL = """\
LUM: Welcome. I shall be brief.

What will be in your pocket in 2040? Bo, you first.

HALL: A banknote. Purely as a souvenir.

OKORO: A telephone, I suppose.

WU: Nothing. My pockets will be sewn up.

LUM: And with that we come to the fees.

HALL: They are too high.
"""


def of_texts(*paragraphs: str) -> list[str]:
    article = article_of(*paragraphs)
    passages = cut_passages(article, attribution_of([]))
    return [led_up_to(passages, i, article) for i in range(len(passages))]


def of_transcript(folder: Path, text: str) -> list[tuple[str, str]]:
    """Return each passage of a transcript with what leads up to it."""
    file = folder / "panel.txt"
    file.write_text(text, encoding="utf-8")
    article = read_source(file)
    passages = cut_passages(article, attribution_of([]))
    return [(passage.text, led_up_to(passages, i, article)) for i, passage in enumerate(passages)]


def test_a_passage_goes_on_from_the_end_of_the_one_before() -> None:
    first = "The hall was full. A woman in the second row asked whether anyone had ever been sued over a repaired pump."
    assert of_texts(first, "“Twice,” said Hall.", "Nobody laughed.") == [
        "",
        "A woman in the second row asked whether anyone had ever been sued over a repaired pump.",
        "“Twice,” said Hall.",
    ]


def test_a_short_sentence_takes_the_one_before_it_along() -> None:
    assert ending("We asked for a bridge.", "They laughed.") == "We asked for a bridge. They laughed."
    long = "They laughed until the lights were switched off and the doors were locked."
    assert ending("We asked for a bridge.", long) == long
    assert of_texts("He came. He saw a bridge. He laughed.", "So did we.")[1] == "He saw a bridge. He laughed."


def test_a_sentence_of_fifty_characters_stands_alone() -> None:
    just = "They laughed until the lights were switched off at"
    assert len(just) == 50
    assert ending("We asked.", just) == just
    assert ending("We asked.", just[:-1]) == f"We asked. {just[:-1]}"


def test_of_a_long_sentence_the_end_is_kept_in_whole_words() -> None:
    long = "It was the mayor, " + "who came late, " * 20 + "who spoke last."
    assert ending(long) == "… came late, " + "who came late, " * 8 + "who spoke last."
    assert ending(f"{long} Again.") == "… late, " + "who came late, " * 8 + "who spoke last. Again."
    chinese = "市長說" * 60
    assert ending(chinese) == f"… {chinese[-50:]}"
    assert ending(f"{chinese}!") == f"… {chinese[-49:]}!", "no character is cut in two"


def test_a_panel_answers_the_moderators_question_one_after_the_other(tmp_path: Path) -> None:
    led = dict(of_transcript(tmp_path, PANEL))
    asked = "What will be in your pocket in 2040?"
    assert led["A banknote. Purely as a souvenir."] == asked
    assert led["A telephone, I suppose."] == asked
    assert led["Nothing. My pockets will be sewn up."] == asked
    assert asked not in led["And with that we come to the fees."]
    assert led["And with that we come to the fees."] == "Nothing. My pockets will be sewn up."
    assert led["Welcome. I shall be brief."] == ""


def test_a_question_is_answered_by_four_one_after_the_other_and_no_more(tmp_path: Path) -> None:
    panel = "LUM: Who pays?\n\nHALL: One.\n\nOKORO: Two.\n\nWU: Three.\n\nBAUM: Four.\n\nBYRON: Five.\n"
    assert of_transcript(tmp_path, panel) == [
        ("Who pays?", ""),
        ("One.", "Who pays?"),
        ("Two.", "Who pays?"),
        ("Three.", "Who pays?"),
        ("Four.", "Who pays?"),
        ("Five.", "Four."),
    ]


@pytest.mark.parametrize("question", ["They ask me, “Who pays?”", "他們問：「誰付錢？」", "One thing (who pays?)"])
def test_a_question_in_quotation_marks_or_brackets_is_answered_too(tmp_path: Path, question: str) -> None:
    led = dict(of_transcript(tmp_path, f"LUM: {question}\n\nHALL: Nobody.\n\nWU: You do.\n"))
    assert led["You do."] == question


def test_no_question_that_is_put_later_leads_up_to_a_turn(tmp_path: Path) -> None:
    assert of_transcript(tmp_path, "LUM: We begin.\n\nHALL: Good.\n\nWU: Who has the key?\n") == [
        ("We begin.", ""),
        ("Good.", "We begin."),
        ("Who has the key?", "Good."),
    ]


def test_nothing_leads_up_to_an_article_from_another_one() -> None:
    one, other = article_of("It rained. Why?"), article_of("“Twice,” said Hall.")
    passages: list[Passage] = [*cut_passages(one, attribution_of([])), *cut_passages(other, attribution_of([]))]
    assert led_up_to(passages, 1, other) == ""


def test_a_transcript_that_follows_another_article_is_led_up_to_by_its_own_turns(tmp_path: Path) -> None:
    file = tmp_path / "panel.txt"
    file.write_text("LUM: We begin.\n\nHALL: Good.\n\nWU: At last.\n", encoding="utf-8")
    one, panel = article_of("Who has the key?"), read_source(file)
    passages = [*cut_passages(one, attribution_of([])), *cut_passages(panel, attribution_of([]))]
    assert [led_up_to(passages, i, panel) for i in range(1, 4)] == ["", "We begin.", "Good."]


def test_the_reader_is_given_what_led_up_to_a_passage_and_who_speaks_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rain, court = article_of("It rained."), article_of("Has anyone been sued?", "“Twice,” said Bo Hall.")
    spoken = {court.sha256: attribution_of([Speaker("s1", "Bo Hall", role="dean")], said(court, "Twice,", "s1"))}
    monkeypatch.setattr("index.snapshot._attributed", lambda article: spoken.get(article.sha256, Attribution()))
    snapshot = build_snapshot([rain, court], Encoder(QuickModel(), DEFAULT_MODEL))
    assert [lead_of(snapshot, i) for i in range(3)] == ["", "", "(Has anyone been sued?) Bo Hall, dean: "]
