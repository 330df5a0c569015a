"""Whose words they are: invented sentences in which something else stands where the speaker is looked for."""

from __future__ import annotations

import pytest

from tests.index.attribution.samples import said

CASES = {
    "a clause right after 'said' is no inverted speaker": (
        "Opening the week on Friday, Verna Castell, governor of the Reef Authority of Sandgate, said permits for stall "
        'holders would be granted "in single digits" in the first year.',
        ["Verna Castell"],
    ),
    "said in a statement that": (
        "The Judges' College, which sent nobody, said in a statement that 190 clerks had finished its course.",
        ["The Judges' College"],
    ),
    "pointed out that": ("Nadia Prowse pointed out that the ditch held a boat.", ["Nadia Prowse"]),
    "according to a measure is nobody's speech": (
        "The bank will lend half; the rest will come from members according to population.",
        [],
    ),
    "the reporter's own digest is nobody's speech": (
        "This digest summarises the Reef Forum on boats, held in Lodmar on 3 May before 300 guests.",
        [],
    ),
    "a statement that is 'its' own": (
        'The Coast Alliance, which groups 44 clubs, kept its statement to one line: "The tide does not vote."',
        ["Coast Alliance"],
    ),
    "whose firm": (
        "Joyce Poole Wing-tan, whose company Siu Mei rents out baby clothes, recalled a banker asking whether her "
        "husband would sign.",
        ["Joyce Poole Wing-tan", "Joyce Poole Wing-tan"],
    ),
    "an office before the name": (
        "Norland's Transport Minister, Wilson Beck, said the road was shut.",
        ["Wilson Beck"],
    ),
    "a role in capitals before the name": (
        'University Librarian Margaret Hobb opened the day. "We rent it back," Hobb said.',
        ["Margaret Hobb"],
    ),
    "a councillor's short title": ('Coun Shabana Ismail spoke first. "Not yet," Coun Ismail said.', ["Shabana Ismail"]),
    "the body at which somebody holds a post is not 'he'": (
        "The last word had Henrik Solberg, chief executive of the 212-screen Polaris Kino chain. He complained that "
        "his halls were empty.",
        ["Henrik Solberg"],
    ),
    "a product is not 'he'": (
        '"The sky told you otherwise," Joseph Tekumara said.\n\n'
        "A new Doppler radar on Bell hill would sharpen the forecast from 25 km to 6 km, he added.",
        ["Joseph Tekumara", "Joseph Tekumara"],
    ),
    "'she' is the unnamed person who has just spoken": (
        "Yadira Colin said the crop was late.\n\n"
        "A student from the college asked why nobody drank it. The town sells only powder, she said.",
        ["Yadira Colin", "A student from the college", "A student from the college"],
    ),
    "his firm's estimate is his": (
        "Rohan Vadya, an economist at Tidewater, said they were wrong. His firm estimates that 200 posts will go.",
        ["Rohan Vadya", "Rohan Vadya"],
    ),
    "what a person wants": (
        "Senator Dale Hutcher wants a cap of $100 a year. The union wants to wait.",
        ["Dale Hutcher"],
    ),
    "results presented, a camera shown": (
        "Professor Ingrid Solberg presented results of a trial in which clay held water. Orm Steel showed a camera.",
        ["Ingrid Solberg"],
    ),
    "whoever was brought in since somebody last spoke": (
        "Karl Varga, boss of the league, said it was over.\n\n"
        "On to pay. The analyst Hamish Mokena had a chart of it all.\n\n"
        '"Half of it was advertising," he said.',
        ["Karl Varga", "Hamish Mokena"],
    ),
    "the council is the one named before": (
        "The Lodmar Council met on Monday. The council said the pier was safe.",
        ["Lodmar Council"],
    ),
    "a body by its letters": (
        "The Harbour Port Authority met on Monday. HPA said the pier was safe.",
        ["Harbour Port Authority"],
    ),
    "the leader is who chairs": ("Ada Quill, chair of the guild, spoke. The leader said it was late.", ["Ada Quill"]),
    "the president is not the mayor": (
        "Ada Quill, mayor of Orm, met the president. The president framed the wreck as a moment to stand together.",
        ["The president"],
    ),
    "the mayor, who": ("The mayor, who said the pier was safe, left.", ["The mayor"]),
    "those who": ("We heard from those who said the pier was safe.", ["those"]),
    "who came and said": ("Tobias Donk, who came by boat and said the pier was safe, left early.", ["Tobias Donk"]),
    "both, where nobody was named": ("The pier opened on Monday. Both said it was safe.", ["Both"]),
    "he and she of one surname": (
        "Mary Quill, a pilot, met John Quill, a diver. Mr Quill said it was safe. Mrs Quill said it was not.",
        ["John Quill", "Mary Quill"],
    ),
    "a headline in capitals": (
        "Ada Quill Refuses To Close Pier.\nAda Quill, the harbour master, said the pier was safe.",
        ["Ada Quill"],
    ),
    "the reporting of another paper is its own": (
        "The pier is safe, according to the reporting of the Harbour Post.",
        ["the reporting of the Harbour Post"],
    ),
    "a heckler calls": (
        'Gethin Price said he would stay. "You have been paid for it," called a voice from the gallery.',
        ["Gethin Price", "a voice"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_speaker_of_a_statement(case: str) -> None:
    text, expected = CASES[case]
    assert [name for name, _, _ in said(text)] == expected
