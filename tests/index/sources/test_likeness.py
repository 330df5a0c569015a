from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.sources.likeness import is_update, likeness
from tests.records import article_of

SENTENCES = [
    "The ferry to Lowhaven will run again from Monday, the harbour office said.",
    "Its engine was taken out in March and mended in the yard at Tarn.",
    "Forty children cross the water every morning on their way to school.",
    "A boat of the coastguard carried them over while the ferry lay idle.",
    "The council has put aside nine thousand crowns for a second engine.",
    "Nobody has asked the anglers, who keep their boats at the outer quay.",
    "They meet on the last Friday of the month in the old fish hall.",
    "The harbour office will hear them, it said, before the summer is over.",
]
PRESS = article_of(*SENTENCES, title="Ferry runs again", address="https://post.example/ferry?id=7")


def version(*sentences: str, **about: str) -> Article:
    made = article_of(*sentences, title="Ferry runs again")
    return replace(made, **about)  # type: ignore[arg-type]  # all fields given here are texts


def test_the_same_words_are_alike_however_they_are_broken_into_paragraphs() -> None:
    assert likeness(PRESS, article_of(" ".join(SENTENCES))) == 1
    assert likeness(PRESS, article_of(*(s.upper().replace(" ", "\n") for s in SENTENCES))) == 1


def test_articles_about_the_same_in_other_words_are_not_alike() -> None:
    other = article_of(
        "Children of Lowhaven go to school by ferry once more, now that its engine is mended.",
        "Nine thousand crowns lie ready for another, and anglers at the outer quay complain.",
    )
    assert likeness(PRESS, other) < 0.1
    assert not is_update(PRESS, other)


def test_chinese_texts_are_compared_by_their_characters() -> None:
    text = "渡輪將於星期一恢復行走，海港辦事處說。四十名學童每天早上乘船上學。"
    assert likeness(article_of(text), article_of(text.replace("四十", "五十"))) > 0.7
    assert likeness(article_of(text), article_of("議會撥款購買第二部引擎，並會聽取釣魚人士的意見。")) < 0.1


def test_an_edited_version_is_an_update() -> None:
    assert is_update(PRESS, version(*SENTENCES[:-1], "The harbour office had no answer to that on Tuesday."))


def test_a_version_that_has_grown_is_an_update_where_the_title_is_the_same() -> None:
    grown = version(*SENTENCES, *(f"Reader number {i} wrote that line {i} of it is wrong." for i in range(12)))
    assert is_update(PRESS, grown)
    assert not is_update(PRESS, replace(grown, title="Letters of the week"))


@pytest.mark.parametrize(
    "address",
    [
        "http://www.post.example/ferry/?id=7",
        "https://post.example/ferry?utm_source=chat&id=7#top",
        "https://post.example:443/ferry?id=7&fbclid=x",
    ],
)
def test_one_address_is_one_source_whatever_it_says_now(address: str) -> None:
    assert is_update(PRESS, article_of("The page was rewritten.", address=address))


@pytest.mark.parametrize(
    "address",
    ["https://post.example/ferry?id=8", "https://tarn.example/ferry?id=7", "ferry", "https://[", "http://a:b/"],
)
def test_another_address_is_another_source(address: str) -> None:
    assert not is_update(PRESS, article_of("The page was rewritten.", address=address))


def test_what_two_publishers_printed_alike_stays_two_sources() -> None:
    agency = version(*SENTENCES, publisher="Tarn Post")
    assert not is_update(replace(PRESS, publisher="The Gazette"), agency)
    assert is_update(replace(PRESS, publisher="TARN  Post"), agency)
    assert is_update(PRESS, agency)  # one of them does not say who published it


def test_articles_without_words_are_like_nothing() -> None:
    assert likeness(article_of("…"), article_of("…")) == 0
    assert not is_update(article_of("…"), article_of("—"))


@given(st.lists(st.sampled_from(SENTENCES)), st.lists(st.sampled_from(SENTENCES)))
def test_likeness_is_the_same_both_ways(one: list[str], other: list[str]) -> None:
    a, b = article_of(*one), article_of(*other)
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert is_update(a, b) == is_update(b, a)
