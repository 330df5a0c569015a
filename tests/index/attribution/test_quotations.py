"""Whose a quotation is: by a cue beside it, the sentence it is set in, the paragraph, or the paragraph before."""

from __future__ import annotations

import pytest

from tests.index.attribution.samples import said

QUILL, DONK = "Ada Quill", "Tobias Donk"
WINTER = "The pier will not last another winter"
BOLTS = "The bolts are from 1911 and nobody has counted them"

CASES = {
    "a mark before the comma": ("“The pier is safe”, said Ada Quill.", [(QUILL, "The pier is safe")]),
    "a dash after the marks": ("“The pier is safe” – so said Ada Quill.", [(QUILL, "The pier is safe")]),
    "a question that its own cue follows": ("“Is the pier safe?” asked Ada Quill.", [(QUILL, "Is the pier safe?")]),
    "an adverb of time that looks like 'that'": (
        "“The pier is safe,” Ada Quill said that evening.",
        [(QUILL, "The pier is safe")],
    ),
    "the end of a clause that begins outside the marks": (
        "The new harbour master “is one of us,” said Ada Quill.",
        [(QUILL, "The new harbour master “is one of us")],
    ),
    "an office and a name between commas": (
        "“The pier is safe,” the harbour master, Ada Quill, told the council.",
        [(QUILL, "The pier is safe")],
    ),
    "a person who spoke before a body did": (
        f"Ada Quill said the pier was safe. Lena Wu counted the bolts.\n\nThe council said that it had no money.\n\n"
        f"“{WINTER},” she said.",
        [(QUILL, "the pier was safe"), ("The council", "it had no money"), (QUILL, WINTER)],
    ),
    "a newcomer, and a woman by her title a paragraph before": (
        "Mrs Lena Wu counted the bolts.\n\nRobin Quill came by boat. It rained. Nobody else was there. She said the "
        "pier would last.",
        [("Robin Quill", "the pier would last")],
    ),
    "a role after 'that'": (
        "Ada Quill, a ferry pilot, said the pier had gone. Bo Hall, a baker, shrugged. That pilot said nobody had "
        "asked her.",
        [(QUILL, "the pier had gone"), (QUILL, "nobody had asked her")],
    ),
    "a full stop within the marks": ("“The pier is safe.” said Ada Quill.", [(QUILL, "The pier is safe")]),
    "a colon at the end of a paragraph in which two speak": (
        f"Tobias Donk said the pier had gone. Ada Quill insisted that it stood:\n\n“{WINTER}.”",
        [(DONK, "the pier had gone"), (QUILL, "it stood"), (QUILL, WINTER)],
    ),
    "two quotations side by side": (
        f"Ada Quill said: “{WINTER}.” “It is dry and safe,” replied Tobias Donk.",
        [(QUILL, WINTER), (DONK, "It is dry and safe")],
    ),
    "another's clause before the cue": (
        "After Tobias Donk criticised the bolts, Ada Quill shot back, “You have not counted them.”",
        [(QUILL, "You have not counted them")],
    ),
    "a colon, and no word of speech": (
        f"Tobias Donk counted the bolts. Ada Quill had one answer: “{WINTER}.”",
        [(QUILL, WINTER)],
    ),
    "a name right before the colon": (f"It does not surprise Daron Shaw: “{WINTER}.”", [("Daron Shaw", WINTER)]),
    "a comma, and a verb that is no word of speech": (
        f"Turning to the council, Ada Quill shrugged, “{WINTER}.”",
        [(QUILL, WINTER)],
    ),
    "a verb after it that is no word of speech": (
        f"“{WINTER},” Ada Quill whistled through her teeth.",
        [(QUILL, WINTER)],
    ),
    "a fragment that a cue without content leads to": (
        "Ada Quill spoke of “a new dawn” for the pier.",
        [(QUILL, "a new dawn")],
    ),
    "a fragment that the subject of its sentence holds": (
        "Ada Quill went through “the worst winter of my whole life” in the tea room.",
        [(QUILL, "the worst winter of my whole life")],
    ),
    "a fragment that completes what somebody holds": (
        "Ada Quill's view of it as “a menace to all the shipping here” annoyed them.",
        [(QUILL, "a menace to all the shipping here")],
    ),
    "the sentence before, reported without marks": (
        "Ada Quill said the pier was safe. “It has stood for a century, and it will stand for another.”",
        [(QUILL, "the pier was safe"), (QUILL, "It has stood for a century, and it will stand for another")],
    ),
    "the sentence before, in which somebody acts": (
        f"Ada Quill opened her bag. “{BOLTS}.”",
        [(QUILL, BOLTS)],
    ),
    "the sentence before, about what somebody wrote": (
        f"Ada Quill's first letter was measured. “{BOLTS}.”",
        [(QUILL, BOLTS)],
    ),
    "the rest of the paragraph, reported without marks": (
        f"“{BOLTS}.” Ada Quill said the council knew it.",
        [(QUILL, BOLTS), (QUILL, "the council knew it")],
    ),
    "the paragraph before, in which somebody acts": (
        f"Ada Quill opened her bag.\n\n“{BOLTS}.”",
        [(QUILL, BOLTS)],
    ),
    "the paragraph before, that ends in a colon": (
        f"From the quay Ada Quill, in a borrowed coat, had only this for the council:\n\n“{WINTER}.”",
        [(QUILL, WINTER)],
    ),
    "the paragraph before, in which somebody spoke": (
        f"“The pier is safe,” said Ada Quill.\n\n“{BOLTS}.”",
        [(QUILL, "The pier is safe"), (QUILL, BOLTS)],
    ),
    "nobody": (f"It rained.\n\n“{BOLTS}.”", [(None, BOLTS)]),
    "said of what others told": (
        "Ada Quill said that Tobias Donk had told her the pier was safe.",
        [(QUILL, "Tobias Donk had told her the pier was safe")],
    ),
    "said that, and that": (
        "Ada Quill said that the pier was safe, and that the bolts were new.",
        [(QUILL, "the pier was safe"), (QUILL, "the bolts were new")],
    ),
    "quoted as saying": ("Ada Quill was quoted as saying the pier was safe.", [(QUILL, "the pier was safe")]),
    "ended by saying": ("Ada Quill ended by saying the pier was safe.", [(QUILL, "the pier was safe")]),
    "stood up and said": ("Ada Quill stood up and said the pier was safe.", [(QUILL, "the pier was safe")]),
    "described by": ("The pier was described by Ada Quill as a menace to ships.", [(QUILL, "a menace to ships")]),
    "an office that the parse takes for a verb": (
        "“The pier is safe,” said provost Ada Quill.",
        [(QUILL, "The pier is safe")],
    ),
    "an office of somebody's before the name": (
        "“It is time that we had a pier,” exhorted the guild's host, pilot Ada Quill.",
        [(QUILL, "It is time that we had a pier")],
    ),
    "a double name after the cue": (
        "“Crab,” replied Ada Quill-Donk. “Nobody ever paid off a boat with it.”",
        [("Ada Quill-Donk", "Nobody ever paid off a boat with it")],
    ),
    "a union's president": (
        "“The pier is safe,” said the union's president, Ada Quill.",
        [(QUILL, "The pier is safe")],
    ),
    "after reported words that go on behind their cue": (
        f"Thin planks meant wide gaps, Ada Quill said, and one plank of the pier cost 40 pounds. “{BOLTS}.”",
        [(QUILL, "Thin planks meant wide gaps"), (QUILL, BOLTS)],
    ),
    "an adverb after the cue": (
        "Ada Quill nodded. “The pier is safe,” she said matter-of-factly.",
        [(QUILL, "The pier is safe")],
    ),
    "after an interjection, the other's words": (
        "Ada Quill said the bolts were new, to which Tobias Donk interjected: “It is just not true.”",
        [(QUILL, "the bolts were new"), (DONK, "It is just not true")],
    ),
    "a clause that the quotation ends": (
        "The pier was old and, “in the words of my late mother, a menace,” Ada Quill said.",
        [(QUILL, "The pier was old and, “in the words of my late mother, a menace,”")],
    ),
    "a sentence in part quoted, and one that is": (
        "The mayor “felt a duty to do something about” the pier, Ada Quill said. “This is the core of it.”",
        [(QUILL, "felt a duty to do something about” the pier … This is the core of it")],
    ),
    "words between the quotation and its cue": (
        "“To see the pier go is stunning,” since so much of it is new, said Ada Quill.",
        [(QUILL, "To see the pier go is stunning")],
    ),
    "another's deed between the cue and the quotation": (
        "Ada Quill laughed and the divers left: “You have not counted them at all.”",
        [(QUILL, "You have not counted them at all")],
    ),
    "asked": (
        "Asked whether the council should take the blame, Ada Quill shot back: “That would be good.”",
        [(QUILL, "That would be good")],
    ),
    "a paragraph of nobody's, and the next": (
        f"The council had painted this on a plank:\n\n“{BOLTS}.”",
        [(None, BOLTS)],
    ),
    "a cook named": ("A cook named Lena Wu said the soup was cold.", [("Lena Wu", "the soup was cold")]),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES.keys())
def test_whose_words_they_are(text: str, wanted: list[tuple[str | None, str]]) -> None:
    found = [(name, " … ".join(words)) for name, _, words in said(text)]
    assert [name for name, _ in found] == [name for name, _ in wanted], found
    for (_, content), (_, words) in zip(found, wanted, strict=True):
        assert words in content


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The pier is safe,” said Ada Quill.", "direct"),
        ("Ada Quill said the pier was safe.", "indirect"),
        ("Ada Quill said the pier was “a menace” to ships.", "mixed"),
        ("Ada Quill spoke of “a new dawn” for the pier.", "mixed"),
        ("Ada Quill said “The Pier and the People” was sold out.", "indirect"),
    ],
)
def test_how_words_are_reported(text: str, kind: str) -> None:
    assert [(name, of) for name, of, _ in said(text)] == [(QUILL, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "It was “the worst winter of my whole life” for them.",
        "“The pier is safe,” I said.",
        "The “single most defining role of all our days” was hers.",
        "The pier was late. He said it was safe.",
        "The idea of saying the pier was safe came late.",
        "The pier was late. They said it was safe.",
        "It said the bolts were new.",
        "The pier is late, according to this newspaper's own reporting.",
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert [name for name, _, _ in said(text) if name is not None] == []
