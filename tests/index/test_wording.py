"""Whether two texts say the same in nearly the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.wording import about_the_same, holds_words, telling_words

QUOTED = "We will dredge the outer harbour before winter, or we close it"


def holds(text: str, words: str) -> bool:
    return holds_words(telling_words(text), telling_words(words))


@pytest.mark.parametrize(
    "reported",
    [
        QUOTED,
        "they would dredge the outer harbour before winter, or close it",
        "WE'LL DREDGE THE OUTER HARBOR BEFORE WINTER OR CLOSE IT",
        "the town would, she promised, dredge its outer harbour before winter or close it",
    ],
)
def test_reported_speech_holds_the_words_of_the_quotation(reported: str) -> None:
    assert holds(f"Nobody came on Monday. {reported}. The hall was cold, and 300 people were waiting.", QUOTED)


@pytest.mark.parametrize(
    "other",
    [
        "We will not dredge the outer harbour before winter, or we close it",
        "We won't dredge the outer harbour before winter, or we close it",
        "We may dredge the outer harbour before winter, or we close it",
        "We will dredge the outer harbour after winter, or we close it",
        "We will dredge the inner harbour before winter, or we close it",
        "It is not true that we will dredge the outer harbour before winter, or we close it",
        "We will dredge the outer harbour before summer 2027, or we close it",
        "The outer harbour is to be dredged, and winter is near",
        "",
    ],
)
def test_another_statement_does_not(other: str) -> None:
    assert not holds(other, QUOTED)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The levy would cost 40 crowns a berth", "The levy would cost 45 crowns a berth"),
        ("The levy brings in £4m for the town", "The levy brings in $4m for the town"),
        ("Rents in the harbour district rose by a third", "Rents in the harbour district fell by a third"),
        ("Most anglers want the boats back in spring", "Few anglers want the boats back in spring"),
        ("All anglers want the boats back in spring", "Some anglers want the boats back in spring"),
        ("The forum opens on Monday in the old fish hall", "The forum opens on Tuesday in the old fish hall"),
        ("我們不會在冬天之前疏浚海港", "我們會在冬天之前疏浚海港"),
        ("泊位費每年四十元起", "泊位費每年五十元起"),
    ],
)
def test_one_word_that_decides_makes_another_statement(one: str, other: str) -> None:
    assert not holds(one, other)
    assert not holds(other, one)


def test_tenses_persons_and_spellings_do_not_count() -> None:
    assert holds("they knew that the programme had cost us ten boats", "we know that the program has cost us ten boats")
    assert holds("I think we can’t go on like this", "he thought they could not go on like this")


def test_chinese_is_compared_by_characters() -> None:
    assert holds("她說，我們會在冬天之前疏浚海港，否則關閉。", "我們會在冬天之前疏浚海港")


def test_the_same_statement_in_other_words() -> None:
    def same(one: str, other: str) -> bool:
        return about_the_same(telling_words(one), telling_words(other))

    quoted = "Mussels need quiet water and clean sand, and they will be gone from the bay in ten years"
    assert same(quoted, "mussels would be gone from the bay within ten years for want of clean sand")
    assert not same(
        "The levy would cost 40 crowns a berth a year", "the levy would cost boats 45 crowns a berth a year"
    )
    assert not same(quoted, "the ferry will run from the outer quay again in May")


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_text_holds_its_own_words_and_nothing_holds_none(text: str, other: str) -> None:
    words = telling_words(text)
    assert holds_words(words, words) == bool(words)
    holds_words(words, telling_words(other))  # whatever it is, it ends
