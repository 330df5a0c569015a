"""Nicknames: told in many ways, an alias ever after, and nobody's name where a thing or another person has them."""

from __future__ import annotations

import pytest

from index.article import Speaker
from index.attribution import attribute
from index.attribution.nicknames import naming_phrases, with_own_nicknames
from tests.index.attribution.samples import article_of, said
from tests.records import article_of as article_of_paragraphs
from tests.records import attribution_of
from tests.records import said as statement

TOLD = {
    "along the": (
        'Marta Quill, who sells eels and has been known along the canal as "the Duchess" since May, spoke. '
        '"No," said the Duchess.',
        "Marta Quill",
    ),
    "whom they call": (
        "Otto Lind, a geologist whom pupils call the Glacier, sat down. The Glacier said rocks were slow.",
        "Otto Lind",
    ),
    "whose pupils call her": (
        "Lena Moss, a vet whose pupils call her the Oracle because she guesses, stood up. "
        "The Oracle said it would rain.",
        "Lena Moss",
    ),
    "popularly called": (
        'Hanne Voss, who is popularly called "Mimi" by bakers, came late. Mimi said flour was dear.',
        "Hanne Voss",
    ),
    "real name": (
        "The clerk, a tall man known in the hall as Captain Maybe, real name Dirk Sand, stood. "
        '"I may," said Captain Maybe.',
        "Dirk Sand",
    ),
    "within the name": (
        'Ray "the Anvil" Brodie, a smith, stood up. "Iron is cheap," said the Anvil.',
        'Ray "the Anvil" Brodie',
    ),
    "affectionately": (
        'Ola Brandt, affectionately "Grandma Buoy" to the crews, stood up. Grandma Buoy said the sea was high.',
        "Ola Brandt",
    ),
    "nicknamed": (
        "Tom Reed, nicknamed the Heron, waded in. The Heron said ponds were dry.",
        "Tom Reed",
    ),
    "beside an English given name": (
        'Leung Tai-ming, Simon, who is known to pupils as "Uncle Ferry", stood up. Uncle Ferry said boats were slow.',
        "Leung Tai-ming, Simon",
    ),
    "a common noun": (
        'Ivo Pratt, known in the trade as "the lamplighter", came. The lamplighter said it was dark.',
        "Ivo Pratt",
    ),
}


@pytest.mark.parametrize(("text", "who"), TOLD.values(), ids=TOLD)
def test_what_is_said_under_a_nickname_is_its_bearers(text: str, who: str) -> None:
    assert [name for name, _, _ in said(text)] == [who]


def test_a_nickname_is_an_alias_and_no_name() -> None:
    speakers = attribute(article_of(TOLD["popularly called"][0])).speakers
    assert [speaker.name for speaker in speakers] == ["Hanne Voss"]
    assert "Mimi" in speakers[0].aliases


def test_a_pronoun_after_a_nickname_means_its_bearer() -> None:
    text = (
        'Hanne Voss, nicknamed "Mimi", said flour was dear. Piet Orr, a miller, said it was not.\n\n'
        "Mimi was not pleased. She said it would rise."
    )
    assert [name for name, _, _ in said(text)] == ["Hanne Voss", "Piet Orr", "Hanne Voss"]


def test_a_things_nickname_is_nobodys() -> None:
    text = 'Ulla Berg, a painter, said the boat known as "the Beast" was sold. Berg said it leaked.'
    assert [(s.name, "the Beast" in s.aliases) for s in attribute(article_of(text)).speakers] == [("Ulla Berg", False)]


def test_what_speakers_tell_of_themselves_is_their_alias() -> None:
    words = "They call me the Ferryman, and I have learned to answer to “the old bear” as well"
    article = article_of_paragraphs(f"“{words}.”")
    found = attribution_of([Speaker("s1", "Bo Lindqvist")], statement(article, words, "s1"))
    assert with_own_nicknames(article.text, found).speakers[0].aliases == ("the Ferryman", "the old bear")


@pytest.mark.parametrize("words", ["Call me tomorrow", "I answer to the Council", "They call me Bo Lindqvist"])
def test_no_nickname_is_made_of_other_words(words: str) -> None:
    article = article_of_paragraphs(f"“{words}.”")
    found = attribution_of([Speaker("s1", "Bo Lindqvist")], statement(article, words, "s1"))
    assert with_own_nicknames(article.text, found) == found


def test_a_phrase_that_tells_a_nickname_reports_nothing_but_a_view_is_one() -> None:
    assert naming_phrases('who is called "Mimi" by bakers')
    assert not naming_phrases('Obi called him "the Mole"')
