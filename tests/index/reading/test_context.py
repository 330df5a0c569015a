from __future__ import annotations

from pathlib import Path

from index.article import Passage
from index.passages import cut_passages
from index.reading.context import ending, led_up_to
from index.sources import read_source
from tests.records import article_of, attribution_of

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


def test_of_a_long_sentence_the_end_is_kept_in_whole_words() -> None:
    long = "It was the mayor, " + "who came late, " * 20 + "who spoke last."
    kept = ending(long)
    assert kept.startswith("… ")
    assert long.endswith(kept[1:])
    assert 130 < len(kept) <= 152
    chinese = ending("市長說" * 60)
    assert chinese == "… " + ("市長說" * 60)[-50:]


def test_a_panel_answers_the_moderators_question_one_after_the_other(tmp_path: Path) -> None:
    file = tmp_path / "panel.txt"
    file.write_text(PANEL, encoding="utf-8")
    article = read_source(file)
    passages = cut_passages(article, attribution_of([]))
    led = {passage.text: led_up_to(passages, i, article) for i, passage in enumerate(passages)}
    asked = "What will be in your pocket in 2040?"
    assert led["A banknote. Purely as a souvenir."] == asked
    assert led["A telephone, I suppose."] == asked
    assert led["Nothing. My pockets will be sewn up."] == asked
    assert asked not in led["And with that we come to the fees."]
    assert led["And with that we come to the fees."] == "Nothing. My pockets will be sewn up."
    assert led["Welcome. I shall be brief."] == ""


def test_nothing_leads_up_to_an_article_from_another_one() -> None:
    one, other = article_of("It rained. Why?"), article_of("“Twice,” said Hall.")
    passages: list[Passage] = [*cut_passages(one, attribution_of([])), *cut_passages(other, attribution_of([]))]
    assert led_up_to(passages, 1, other) == ""
