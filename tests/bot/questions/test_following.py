import numpy as np
import pytest

from bot.questions import Kind, first_words, preferences, words_of
from tests.bot.questions.reports import asked, harbour, names

ABOUT_TOBIAS = ("What did Wrenfield say about mussels?", 4)


@pytest.mark.parametrize(
    "text",
    [
        "what else did he say?",
        "and about noise?",
        "why?",
        "how many does he count",
        "is that a quote?",
        "咁佢點睇？",
        "et pourquoi ?",
        "who disagreed?",
        "Who pushed back?",
        "what did the harbour master say to that",
        "how did Wrenfield react to it?",
        "who challenged him on that",
        "what did the skipper answer him",
        "did the treasurer agree?",
        "港務長有咩反應？",
    ],
)
def test_what_leans_on_the_turn_before(text: str) -> None:
    question = asked(text, ABOUT_TOBIAS)
    assert question.follows
    assert question.given == (harbour().passages[3].id,)
    assert not asked(text).follows


@pytest.mark.parametrize(
    "text",
    [
        "What did Piet Okoro-Lund say about his boats?",
        "how much would a berth cost in Lowhaven harbour",
        # Nothing in these points back, however little they name.
        "What will the weather be?",
        "what's the weather like today",
        "Where can I park my car?",
        "Will it rain in town tomorrow?",
        "will it snow?",
        "how do I get to the harbour",
        "What is the capital of France?",
        "Who runs KilatPay?",
        "聽日香港嘅天氣會點樣呀？",
        # What these point back to stands in them.
        "what will the captain do with the money that she wins",
        "who can get out of paying their share of the levy",
        "why did the ferry company shut it and reopen the pier so late",
        "how many boats has the oldest captain in the harbour sold so far",
        # "It" and "they" point forward, or to whoever is asked for.
        "whose joke about the nets was it",
        "who said they sleep badly in winter",
        "who called herself a friend of the mussels",
        "in which years did the silt double in the estuary",
        "since when has the harbour had a treasurer",
        "how come the levy is higher than the berth is worth",
        # A reaction to something that is named.
        "who objected to the levy",
        "how did the harbour master react to the silt in the estuary",
        "does the captain agree with the treasurer",
        "who backed the harbour master on mussels",
    ],
)
def test_what_stands_alone(text: str) -> None:
    assert not asked(text, ABOUT_TOBIAS).follows


@pytest.mark.parametrize(
    "text",
    [
        "was anyone injured?",
        "when can I apply?",
        "does it work?",
        "by when?",
        "under which condition?",
        "who pays for it then",
        "did anyone answer her",
        "what did he say about the boats of the other captains in the end",
        "how many of them would there be on the board",
        "幾時開始？",
        "什么时候开始？",
        "两年前呢？",
        "how much did the last one cost",
        "what was the levy before?",
    ],
)
def test_what_is_short_or_points_back_goes_on(text: str) -> None:
    assert asked(text, ABOUT_TOBIAS).follows


def test_a_pronoun_is_whoever_was_asked_about_or_spoke_and_fits() -> None:
    assert names("what else did he say?", ABOUT_TOBIAS) == {"Tobias Wrenfield"}
    assert names("and what did she say", ABOUT_TOBIAS) == set()
    assert names("what did he complain about", ("whose boats rot?", 5)) == {"Piet Okoro-Lund"}
    assert names("and about noise?", ABOUT_TOBIAS) == {"Tobias Wrenfield"}


def test_kinds_see_whom_a_pronoun_means() -> None:
    assert asked("what's his job?", ABOUT_TOBIAS).kind is Kind.WHO_IS
    assert asked("everything he said", ABOUT_TOBIAS).kind is Kind.EVERYTHING
    assert asked("is that a quote or the reporter?", ABOUT_TOBIAS).kind is Kind.PROVENANCE
    assert asked("who said that?", ABOUT_TOBIAS).kind is Kind.PROVENANCE


def test_more_than_was_shown_is_asked_for() -> None:
    assert asked("what else did he say", ABOUT_TOBIAS).more
    assert not asked("why did he say so", ABOUT_TOBIAS).more


def column(text: str, name: str, *before: tuple[str, int]) -> list[float]:
    values = preferences(asked(text, *before), harbour()).column(name)
    assert values.dtype == np.float32
    return [round(float(value), 2) for value in values]


def test_preferences_tell_whose_words_a_passage_holds() -> None:
    question = "what did Wrenfield say about mussels"
    assert column(question, "spoken by a named speaker") == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert column(question, "only others speak") == [0, 1, 1, 0, 1, 1, 1, 1, 0]
    assert column(question, "nobody speaks") == [1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_the_passage_that_says_who_somebody_is_comes_first() -> None:
    for name, number in (("Ines Okoro-Lund", 2), ("Wrenfield", 4), ("Chan Siu-ming", 6), ("Ada Brandvold", 9)):
        assert int(np.argmax(column(f"who is {name}?", "introduces a named speaker"))) + 1 == number


def test_preferences_tell_what_was_shown() -> None:
    assert column("why?", "was given", ABOUT_TOBIAS) == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert column("why?", "next to what was given", ABOUT_TOBIAS) == [0, 0, 1, 0, 1, 0, 0, 0, 0]


def test_passages_of_lists() -> None:
    assert first_words(harbour()) == [1, 3, 4, 5, 6, 7]
    assert words_of(asked("everything Ines said"), harbour()) == [1, 2]
