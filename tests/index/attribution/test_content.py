"""Content: which words are reported, for each frame of a cue."""

from __future__ import annotations

import pytest

from tests.index.attribution.samples import said


def words_of(text: str) -> list[list[str]]:
    """Return the words of each statement."""
    return [words for _, _, words in said(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ada Quill said the pier was safe.", ["the pier was safe"]),
        ("Ada Quill told reporters on Monday that the pier was safe.", ["the pier was safe"]),
        ("The pier was safe, Ada Quill said.", ["The pier was safe"]),
        ("The pier, Ada Quill said, is safe for the winter.", ["The pier", "is safe for the winter"]),
        ("The pier is safe, according to Ada Quill.", ["The pier is safe"]),
        ("According to Ada Quill, the pier is safe.", ["the pier is safe"]),
        ("As Ada Quill noted, the pier is safe.", ["the pier is safe"]),
        ("The storm ended, as Ada Quill put it, “with more noise than harm”.", ["with more noise than harm"]),
        ("Ada Quill said that was enough for her.", ["that was enough for her"]),
        ("The pier is safe, Ada Quill insisted on Wednesday.", ["The pier is safe"]),
        ("The plan was praised by Ada Quill.", ["The plan"]),
        ("Ada Quill repeated her call for a new pier.", ["a new pier"]),
        ("In Ada Quill's view the pier is safe for now.", ["the pier is safe for now"]),
        ("Ada Quill pointed to the new bolts on the pier.", ["the new bolts on the pier"]),
        ("Ada Quill called for a new pier.", ["a new pier"]),
        ("Ada Quill left, saying the pier was safe.", ["the pier was safe"]),
        ("Ada Quill called on Monday for a new pier.", ["a new pier"]),
        ("The pier was unsafe, Ada Quill said, in May it had nearly gone.", ["The pier was unsafe"]),
        ("Ada Quill highlighted the role of the new bolts.", ["the role of the new bolts"]),
        ("Ada Quill called the pier a disgrace.", ["the pier a disgrace"]),
        ("Ada Quill urged the council to close the pier.", ["the council to close the pier"]),
        ("Ada Quill promised to close the pier.", ["to close the pier"]),
        ("Ada Quill asked whether the pier was safe.", ["whether the pier was safe"]),
        ("The message from Ada Quill was blunt: the pier would close.", ["the pier would close"]),
        ("Ada Quill told a crowded boathouse that the pier was safe.", ["the pier was safe"]),
        ("Ada Quill told a crowded boathouse the pier was safe.", ["the pier was safe"]),
        ("Ada Quill rejected the charge that the pier was old.", ["the charge that the pier was old"]),
        ("Ada Quill put the repairs at between £3m and £4m.", ["the repairs at between £3m and £4m"]),
        ("Ada Quill spoke. To her mind bolts last longer than piers.", ["bolts last longer than piers"]),
        ("Ada Quill spoke. To her, the pier was a friend.", ["the pier was a friend"]),
        ("Speaking of the storm, Ada Quill said the pier was safe.", ["the pier was safe"]),
        ("The bolts were praised by Ada Quill for their strength.", ["The bolts", "for their strength"]),
        ("Bolts praised by Ada Quill for their strength had to go.", ["Bolts", "for their strength"]),
        ("Ada Quill said it was fair, but required an effort.", ["it was fair, but required an effort"]),
        ("Ada Quill called the opening of the pier “a farce”.", ["the opening of the pier “a farce”"]),
        ("Ada Quill branded the whole plan “childish”.", ["the whole plan “childish”"]),
        ("Ada Quill vowed to close the pier and went home.", ["to close the pier"]),
        ("Ada Quill is the harbour master. She saw it as a menace.", ["it as a menace"]),
        ("Ada Quill opened with a number: 40 boats were idle.", ["40 boats were idle"]),
        ("The council's promise to close the pier came late.", ["to close the pier"]),
        ("The council announced who it believes deserves the title.", ["who it believes deserves the title"]),
        (
            "Ada Quill made no effort to introduce a toll, which she favours but says would never win support.",
            ["would never win support"],
        ),
        ("And, Ada Quill said, the pier was safe.", ["the pier was safe"]),
        ("If the tide goes out, the pier falls, Ada Quill said.", ["If the tide goes out, the pier falls"]),
        ("The pier is safe, said the mayor of Tessaly in June.", ["The pier is safe"]),
        ("Pilots fear party's split will hurt the divers' chances.", ["party's split will hurt the divers' chances"]),
    ],
)
def test_frames(text: str, content: list[str]) -> None:
    assert words_of(text) == [content]


def test_two_clauses_that_each_have_a_that() -> None:
    text = "Ada Quill said that the pier was safe in winter, and that the bolts were new in spring."
    assert words_of(text) == [["the pier was safe in winter"], ["the bolts were new in spring"]]


def test_a_that_within_marks_begins_no_second_clause() -> None:
    text = "Ada Quill said that the pier “is safe, and that it is dry”, and that the bolts were new."
    assert words_of(text) == [["the pier “is safe, and that it is dry”"], ["the bolts were new"]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Ada Quill said the pier was safe, while others said it was a wreck.",
            ["the pier was safe", "it was a wreck"],
        ),
        ("Ada Quill praised the divers, while Tobias Donk said they were late.", ["the divers", "they were late"]),
    ],
)
def test_what_another_says_meanwhile_is_a_statement_of_its_own(text: str, content: list[str]) -> None:
    assert words_of(text) == [[words] for words in content]


@pytest.mark.parametrize("lead", ["", "later ", "only later "])
def test_a_further_cue_ends_the_content_of_the_first(lead: str) -> None:
    text = f"Ada Quill said the pier was safe, {lead}adding that the bolts were new."
    assert words_of(text) == [["the pier was safe"], ["the bolts were new"]]


@pytest.mark.parametrize(
    "text",
    [
        "As the tide came in, Ada Quill began repairing the pier.",
        "Ada Quill, who asked not to be named, left by the side door.",
        "The scheme that he praised costs every household seven pounds.",
        "The council rejected the plan for the pier in June, which costs nothing.",
        "Ada Quill put 20 chairs at the back, and a bell at the door.",
        "A tune came to her mind. To her left sat Tobias Donk.",
        "The minutes are a summary in Ada Quill's words.",
        "Visitors heard the plan told in Ada Quill's words at noon.",
        "The council put the first of the chairs at 7:30, and the rest at 9 pm.",
        "Ada Quill explained in the hall where the boats lay.",
        "Ada Quill left, fearing the pier would fall.",
        "The pier costs more every year, according to the reporting.",
        "As the digest's own narration has it, the pier costs more every year.",
        "The hall promised comfort to nobody, and promising young actors stayed away.",
    ],
)
def test_what_reports_nothing(text: str) -> None:
    unsaid = ("costs", "repairing", "plan", "chairs", "left", "summary")
    assert not any(word in words[0] for words in words_of(text) for word in unsaid)
    assert ["not to be named"] not in words_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Praised by Ada Quill, the pier opened on Monday.",
        "Ada Quill saw the pier as a menace.",
        "Ada Quill told the story of the pier.",
        "Ada Quill accused the council.",
        "If the tide goes out, Ada Quill said.",
        "The man that drove the boat, Ada Quill said.",
    ],
)
def test_a_cue_without_content_is_no_statement(text: str) -> None:
    assert said(text) == []
