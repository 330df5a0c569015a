"""Finding a passage by number and by words, with one source and with several."""

from __future__ import annotations

import pytest

from bot.libraries import Holding, Holdings
from bot.moderation.faults import PassageUnclear, PassageUnknown
from bot.moderation.overview import render_list, render_passage, render_status
from bot.moderation.passages import find_passage, passage_choices
from bot.phrases import LANGUAGES, phrases
from index.corrections import Corrections, Origin, set_speaker
from index.embedding import Encoder
from index.snapshot import build_snapshot
from index.sources import read_bytes

FERRY = """# Ferry to run again

By Ola Lund

The ferry lay idle for nine weeks.

"It will run from Monday," said Ines Okoro, the harbour master.

"The engine is 'as good as new'," said Bo Falk, who repaired it.
"""
PIER = """# Pier stays closed

"Nobody may walk there," said Ines Okoro, the harbour master, of the pier.

The pier was built in 1911.
"""


@pytest.fixture(scope="module")
def held(encoder: Encoder) -> Holdings:
    articles = [read_bytes("ferry.md", FERRY.encode()), read_bytes("pier.md", PIER.encode())]
    snapshot = build_snapshot(articles, encoder)
    sources = tuple(
        Holding(f"id-{i}", article, sum(p.article == article.sha256 for p in snapshot.passages), 1)
        for i, article in enumerate(articles)
    )
    return Holdings(sources, 3, is_default=False, snapshot=snapshot)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("1:2", "1:2"),
        ("2:1", "2:1"),
        (" 2 : 1. ", "2:1"),
        ("2：1", "2:1"),
        ("3", "1:3"),
        ("nine WEEKS", "1:1"),
        ("“as good as new”", "1:3"),
        ("pier nobody", "2:1"),
        ("built in 1911", "2:2"),
    ],
)
def test_a_passage_is_found_by_number_and_by_words(held: Holdings, typed: str, label: str) -> None:
    assert find_passage(held, typed).label == label


@pytest.mark.parametrize("typed", ["0", "9", "3:1", "1:99", "1911", "nothing of the kind", "?", '"', "99999999999"])
def test_what_means_no_passage_is_said_so(held: Holdings, typed: str) -> None:
    with pytest.raises(PassageUnknown) as caught:
        find_passage(held, typed)
    for language in LANGUAGES:
        assert "5" in phrases(language)(caught.value.phrase, **caught.value.values)


def test_of_several_all_are_named(held: Holdings) -> None:
    with pytest.raises(PassageUnclear) as caught:
        find_passage(held, "harbour master")
    assert "1:2, 2:1" in phrases()(caught.value.phrase, **caught.value.values)
    with pytest.raises(PassageUnclear):
        find_passage(held, "1")


def test_passages_are_offered_while_a_number_or_words_are_typed(held: Holdings) -> None:
    assert [one.value for one in passage_choices(held, "", 3)] == ["1:1", "1:2", "1:3"]
    assert [one.value for one in passage_choices(held, "2:", 25)] == ["2:1", "2:2"]
    (found,) = passage_choices(held, "from mon", 25)
    assert found.label.startswith("1:2 · Ines Okoro · ")
    assert all(len(one.label) <= 100 and len(one.value) <= 100 for one in passage_choices(held, "", 25))
    assert passage_choices(held, "x" * 5_000, 25) == []


def test_a_passage_is_shown_with_how_its_speaker_is_known(held: Holdings) -> None:
    notice = render_passage(find_passage(held, "1:2"), held, phrases())
    whole, *statements = notice.items
    assert whole.heading == "Ines Okoro, harbour master"
    assert whole.text.startswith('"It will run')
    assert statements[0].heading == "Ines Okoro"
    assert statements[0].text == "It will run from Monday"
    assert "known by “said”" in statements[0].note
    assert "in their own words" in statements[0].note
    assert [act.id for act in notice.acts] == ["show:1:1", "show:1:3"]
    first = render_passage(find_passage(held, "1:1"), held, phrases())
    assert [act.id for act in first.acts] == ["show:1:2"]


def test_a_corrected_passage_says_so(encoder: Encoder) -> None:
    article = read_bytes("ferry.md", FERRY.encode())
    text = "The ferry lay idle for nine weeks."
    corrections = set_speaker(Corrections(), text, "Ola Lund", "reporter")
    snapshot = build_snapshot([article], encoder, origins={article.sha256: Origin(corrections=corrections)})
    held = Holdings((Holding("id", article, 3, 3, corrections),), 1, is_default=False, snapshot=snapshot)
    notice = render_passage(find_passage(held, "1"), held, phrases())
    assert notice.items[0].heading == "Ola Lund, reporter"
    assert notice.items[1].note == "corrected by a moderator"
    status = {fact.label: fact.text for fact in render_status(held, 0, 0, phrases()).facts}
    assert status["Corrections"] == "1; all of them fit"
    assert "one correction" in render_list(held, 1, phrases()).items[0].note


def test_the_list_and_the_status_count_what_is_held(held: Holdings) -> None:
    for language in LANGUAGES:
        say = phrases(language)
        listed = render_list(held, 1, say)
        assert [item.heading for item in listed.items] == ["1. Ferry to run again", "2. Pier stays closed"]
        assert "Ines Okoro; Bo Falk" in listed.items[0].text
        facts = render_status(held, 0, 7, say).facts
        assert any("7" in fact.text for fact in facts)
    status = {fact.label: fact.text for fact in render_status(held, 0, 7, phrases()).facts}
    assert status["Holds"] == "2 sources, 5 passages, 2 speakers"
