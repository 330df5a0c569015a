"""Turns: labels of transcripts resolved to the people whom the introduction, the labels or the turns name."""

from __future__ import annotations

import pytest

from index.article import SpeakerKind
from index.attribution import attribute
from index.attribution.introductions import introduction
from index.sources.transcript import read_transcript

PANEL = """Who owns the tide?
Recorded at the Old Lock.
On the panel: Dr Ines El-Aalto, an oceanographer at the Tide Institute; Tom Bekele, who runs the lock ferry; \
Sir Piers Okafor-Lund, lord of the manor. Moderator: Ruth Orr, editor of the Lock Gazette.
[10:00:01] MODERATOR: Welcome. Tom, who owns it?
[10:00:07] BEKELE: [laughs] I rent it. (pause) By the hour.
[10:00:15] EL-AALTO: Nobody owns it.
And nobody ever has.
[10:00:21] OKAFOR LUND: My family did.
[10:00:25] AUDIENCE MEMBER: Thank you. Joan Tarn, I keep the lock house. Who pays me?
[10:00:32] ORR: A fair question.
[10:00:40] AUDIENCE MEMBER: Is there tea?
[10:00:44] VOICE FROM THE FLOOR: Yes!
"""


def spoken(text: str) -> list[tuple[str, str]]:
    """Return each statement's speaker and words."""
    article = read_transcript("talk.txt", text, "0")
    attribution = attribute(article)
    names = {speaker.id: speaker.name for speaker in attribution.speakers}
    return [
        (names[s.speaker] if s.speaker else "?", " | ".join(span.of(text) for span in s.spans))
        for s in attribution.statements
    ]


def test_a_panel_speaks_under_full_names() -> None:
    assert spoken(PANEL) == [
        ("Ruth Orr", "Welcome. Tom, who owns it?"),
        ("Tom Bekele", "I rent it. | By the hour."),
        ("Ines El-Aalto", "Nobody owns it."),
        ("Ines El-Aalto", "And nobody ever has."),
        ("Piers Okafor-Lund", "My family did."),
        ("Joan Tarn", "Thank you. Joan Tarn, I keep the lock house. Who pays me?"),
        ("Ruth Orr", "A fair question."),
        ("AUDIENCE MEMBER", "Is there tea?"),
        ("VOICE FROM THE FLOOR", "Yes!"),
    ]


def test_roles_kinds_and_labels_of_a_panel() -> None:
    attribution = attribute(read_transcript("talk.txt", PANEL, "0"))
    speakers = {speaker.name: speaker for speaker in attribution.speakers}
    assert speakers["Ruth Orr"].role == "moderator; editor of the Lock Gazette"
    assert speakers["Ruth Orr"].aliases == ("MODERATOR", "ORR")
    assert speakers["Tom Bekele"].role == "who runs the lock ferry"
    assert speakers["Ines El-Aalto"].role == "oceanographer at the Tide Institute"
    assert speakers["Joan Tarn"].role == "who keeps the lock house"
    assert speakers["VOICE FROM THE FLOOR"].kind is SpeakerKind.UNNAMED
    assert all(s.confidence >= 0.9 and s.rule == "turn" for s in attribution.statements)


def test_full_labels_without_an_introduction() -> None:
    text = (
        "DR. SELMA O'DOWD: The well is low.\nMODERATOR: Mr Hale, is it?\nGORDON MCHALE: It is.\nO'DOWD: Told you.\n"
        "MCHALE: You did."
    )
    assert [name for name, _ in spoken(text)] == [
        "Selma O'Dowd", "MODERATOR", "Gordon McHale", "Selma O'Dowd", "Gordon McHale",
    ]  # fmt: skip


def test_a_label_of_one_word_is_a_surname_before_a_given_name() -> None:
    text = (
        "Who owns the lock?\nOn the panel: Ada Quill, a diver; Quill Tarn, a cook; Ruth Orr, a nurse.\n"
        "ORR: Welcome.\nQUILL: The lock is ours.\nTARN: It is not.\n"
    )
    assert [name for name, _ in spoken(text)] == ["Ruth Orr", "Ada Quill", "Quill Tarn"]


def test_role_in_a_label_and_two_of_one_surname() -> None:
    text = (
        "JUDY ORR, HOST: Good evening.\nSAM WONG: Hello.\nLI WONG: Hello.\nJUDY ORR: Who is first?\nSAM WONG: I am.\n"
        "WONG: No, I am."
    )
    names = [name for name, _ in spoken(text)]
    assert names[:5] == ["Judy Orr", "Sam Wong", "Li Wong", "Judy Orr", "Sam Wong"]
    assert names[5] not in ("Sam Wong", "Li Wong")


def test_functions_beside_names() -> None:
    text = (
        "**Moderator (Ruth Orr):** Hello.\n\n**Speaker Ryan Tarn:** Hi.\n\n**Dr. Ana M. Ruiz, chemist:** Hi.\n\n"
        "**Moderator (Ruth Orr):** Who is first?\n\n**Dr. Ana M. Ruiz, chemist:** I am."
    )
    assert [name for name, _ in spoken(text)] == ["Ruth Orr", "Ryan Tarn", "Ana M. Ruiz", "Ruth Orr", "Ana M. Ruiz"]
    speakers = attribute(read_transcript("talk.md", text, "0")).speakers
    assert [s.role for s in speakers] == ["moderator", None, "chemist"]


def test_an_interview_in_questions_and_answers() -> None:
    text = (
        "Interview with Noor Castell\n\nNoor Castell, the lock keeper, spoke to the Gazette on Monday.\n\n"
        "Q: Does it leak?\nA: Every night.\nQ: Since when?\nA: Since May."
    )
    assert [name for name, _ in spoken(text)] == ["Q", "Noor Castell", "Q", "Noor Castell"]


def test_a_hearing_with_functions_and_numbers() -> None:
    text = (
        "Present: Alderman Piet Voss (chair), Dr. Amina Haddad, Lucas Brandt – harbour master, Sofia Lind (clerk).\n\n"
        "CHAIR: Order.\n\nDR. HADDAD: Thank you, chair.\n\n(Laughter.)\n\nMR. BRANDT: And the ducks?\n\n"
        "PUBLIC SPEAKER 1: What about them?\n\nCLERK: Your name?\n\n"
        "PUBLIC SPEAKER 1: Ada Fenn. I keep the ducks.\n\nPUBLIC SPEAKER 2: Quack.\n\nVOSS: Noted."
    )
    assert [name for name, _ in spoken(text)] == [
        "Piet Voss", "Amina Haddad", "Lucas Brandt", "Ada Fenn", "Sofia Lind", "Ada Fenn", "PUBLIC SPEAKER 2",
        "Piet Voss",
    ]  # fmt: skip


def test_prose_around_the_turns_is_reported_speech() -> None:
    text = (
        "Noor Castell, the lock keeper, said on Monday that the gate was safe. Here is our talk with her.\n\n"
        "GAZETTE: Is it safe?\n\nCASTELL: I said so.\n\nGAZETTE: Is it new?\n\nCASTELL: She said it was."
    )
    assert spoken(text) == [
        ("Noor Castell", "the gate was safe"),
        ("Gazette", "Is it safe?"),
        ("Noor Castell", "I said so."),
        ("Gazette", "Is it new?"),
        ("Noor Castell", "She said it was."),
    ]


INTRODUCTIONS = {
    "Thank you. Joan Tarn, I run the post office in Upper Marl. Why?": (
        "Joan Tarn",
        "who runs the post office in Upper Marl",
    ),
    "Hi, my name is Ravi Menon and I'm a student at the Tech College. So?": (
        "Ravi Menon",
        "student at the Tech College",
    ),
    "Ana Ruiz from the Daily Post. Why now?": ("Ana Ruiz", "from the Daily Post"),
    "Good evening. I’m Siobhán Ní Bhriain, I teach maths. Is it true?": ("Siobhán Ní Bhriain", "who teaches maths"),
    "My name is Bo Lind, I drive a delivery van and I rent on Cannery Row. Why?": (
        "Bo Lind",
        "who drives a delivery van",
    ),
    "Oyin Ade, I teach year four and my husband keeps the shop. Who?": ("Oyin Ade", "who teaches year four"),
    "Hi, I am Jo Tarn, I keep the lock and run the kiosk.": ("Jo Tarn", "who keeps the lock and runs the kiosk"),
    "Ana Ruiz from the Daily Post and I have two questions.": ("Ana Ruiz", "from the Daily Post"),
    "Helga Strand, do you agree?": None,
    "I'm very worried about this.": None,
    "Mr Hale, who pays?": None,
}


@pytest.mark.parametrize("turn", INTRODUCTIONS)
def test_who_introduces_herself(turn: str) -> None:
    assert introduction(turn) == INTRODUCTIONS[turn]


def test_a_family_name_alone_is_whoever_a_fuller_label_names() -> None:
    text = (
        "MODERATOR: Will the lock hold?\n\nFUNKE ADE, keeper, Old Lock: It will.\n\n"
        "PAAVO ORN (Boaters' League): For how long?\n\nADE: A year.\n\nORN: I feared so.\n"
    )
    assert spoken(text)[1:] == [
        ("Funke Ade", "It will."),
        ("Paavo Orn", "For how long?"),
        ("Funke Ade", "A year."),
        ("Paavo Orn", "I feared so."),
    ]
    roles = {s.name: s.role for s in attribute(read_transcript("t", text, "0")).speakers}
    assert roles["Funke Ade"] == "keeper, Old Lock"
    assert roles["Paavo Orn"] == "Boaters' League"


def test_a_name_in_brackets_names_the_function_before_it_and_ever_after() -> None:
    text = """Who owns the bridge?
MODERATOR (Fenna Oduya): Good evening, and welcome to the library.
TARN: I keep the bridge house.
AUDIENCE MEMBER (PETRA SVOBODA-KHAN): Who pays for the paint?
AUDIENCE MEMBER (JON ILES): And for the lamps?
AUDIENCE MEMBER (man at the back): Is there tea?
AUDIENCE MEMBER (Pia Lundgren, with a red umbrella): Since when does it leak?
MODERATOR: Last question, please.
"""
    assert spoken(text) == [
        ("Fenna Oduya", "Good evening, and welcome to the library."),
        ("Tarn", "I keep the bridge house."),
        ("Petra Svoboda-Khan", "Who pays for the paint?"),
        ("Jon Iles", "And for the lamps?"),
        ("AUDIENCE MEMBER (man at the back)", "Is there tea?"),
        ("Pia Lundgren", "Since when does it leak?"),
        ("Fenna Oduya", "Last question, please."),
    ]


def test_what_stands_in_brackets_after_a_name_is_no_name() -> None:
    text = """Who owns the bridge?
ORR (Tarn Radio): Good evening, and welcome to the library.
ILES (Bridge House): I keep the bridge.
ORR (Tarn Radio): And who pays?
"""
    assert [name for name, _ in spoken(text)] == ["Orr", "Iles", "Orr"]


def test_somebody_of_the_audience_is_labelled_in_another_way_once() -> None:
    text = """Who owns the bridge?
ORR: Good evening, and welcome to the library.
ILES: I keep the bridge.
Audience member (Tom, teacher): Who pays for the paint?
ILES: You do. Remember: paint is cheap.
ORR: Good night.
"""
    assert spoken(text)[2:4] == [
        ("Audience member (Tom, teacher)", "Who pays for the paint?"),
        ("Iles", "You do. Remember: paint is cheap."),
    ]


def test_a_role_that_the_first_turn_gives_is_given_once() -> None:
    text = (
        "SPEAKER 1: My name is Bo Lind, I drive a van and I rent here.\nMS ORR: Noted.\nSPEAKER 1: Since when?\n"
        "MS ORR: Since May.\nSPEAKER 1: Thank you.\n"
    )
    assert {s.name: s.role for s in attribute(read_transcript("t", text, "0")).speakers}[
        "Bo Lind"
    ] == "who drives a van"


@pytest.mark.parametrize(
    "end", ["Photo: Tessa Lund", "Contact: events@hall.example", "Credits: the Row Radio Club.", "Pictures: Jo Tarn"]
)
def test_lines_about_the_text_are_nobodys_words(end: str) -> None:
    text = f"MODERATOR: Who is first?\nORR: I am.\nMODERATOR: Go on.\nORR: It leaks.\n{end}\n"
    assert spoken(text)[-1] == ("Orr", "It leaks.")
    twice = text.replace("MODERATOR: Go on.", f"{end}\nMODERATOR: Go on.")
    assert {name for name, _ in spoken(twice)} == {"MODERATOR", "Orr"}


def test_two_of_one_family_name_are_told_apart_by_their_titles() -> None:
    text = (
        "COUNCILLOR PEREIRA: For those who have just got off the boat, I am Ruth Pereira and I chair the board.\n"
        "SKIPPER PEREIRA: Joaquim Pereira, I skippered the Kittiwake.\nCOUNCILLOR PEREIRA: I do not enjoy it.\n"
        "SKIPPER PEREIRA: A boat needs a crew.\nMS LEE: It is late.\nMR LEE: It is not.\nMS LEE: It is.\n"
        "DR ORR: Is it?\nMS ORR: Yes.\nDR ORR: Oh.\n"
    )
    assert [name for name, _ in spoken(text)] == [
        "Ruth Pereira", "Joaquim Pereira", "Ruth Pereira", "Joaquim Pereira", "Ms Lee", "Mr Lee", "Ms Lee",
        "Orr", "Orr", "Orr",
    ]  # fmt: skip


def test_a_chair_gives_her_name_within_the_first_turn() -> None:
    text = (
        "CHAIR: Good evening, and welcome to the hall of St Orme's church. I am Olwen Tarn, and I have a bell.\n"
        "BEKELE: Ring it.\nCHAIR: I shall.\nBEKELE: Now.\n"
    )
    assert [name for name, _ in spoken(text)] == ["Olwen Tarn", "Bekele", "Olwen Tarn", "Bekele"]


def test_a_turn_that_begins_with_the_labels_own_name_tells_it() -> None:
    text = (
        "CR. LINDHOLM: Saga Lindholm, finance committee. The state has promised it.\nCR. BRANDT: Jan Orr, you did.\n"
        "CR. LINDHOLM: I did.\nAUDIENCE MEMBER 1: Desmond Tarn, 87. I live here.\nCR. BRANDT: So we pay.\n"
    )
    attribution = attribute(read_transcript("talk.txt", text, "0"))
    assert [(s.name, s.role) for s in attribution.speakers] == [
        ("Saga Lindholm", "finance committee"), ("Brandt", "councillor"), ("Desmond Tarn", None),
    ]  # fmt: skip


def test_an_office_as_a_label_is_its_holder() -> None:
    text = (
        "Piet Voss, its treasurer, and Sofia Lind, the clerk, sat beside the harbour master, Lucas Brandt.\n\n"
        "TREASURER: We are poor.\nHARBOUR MASTER: We are not.\nCLERK: Order.\nTREASURER: Very poor.\n"
        "HARBOUR MASTER: Hm.\nPORTER: I carry.\nCLERK: Good.\nPORTER: Yes.\n"
    )
    assert [name for name, _ in spoken(text)] == [
        "Piet Voss", "Lucas Brandt", "Sofia Lind", "Piet Voss", "Lucas Brandt", "Porter", "Sofia Lind", "Porter",
    ]  # fmt: skip


def test_an_initial_tells_two_of_one_family_name_apart() -> None:
    text = (
        "CHAIR: First, Mrs Halloran.\nHALLORAN: Maeve Halloran, president of the league. You fine the careful.\n"
        "CHAIR: Next.\nD. HALLORAN: Declan Halloran, Maeve is my aunt. A cab needs a licence.\nCHAIR: Any more?\n"
        "HALLORAN: No.\nD. HALLORAN: Yes.\n"
    )
    assert [name for name, _ in spoken(text) if name != "CHAIR"] == [
        "Maeve Halloran", "Declan Halloran", "Maeve Halloran", "Declan Halloran",
    ]  # fmt: skip


def test_strangers_in_turn_give_their_names() -> None:
    text = (
        "CHAIR: Questions?\nAudience member: Ada Sa Obi, third-year student in Tarn. We are taught it late.\n"
        "LENA WU: No.\nSecond audience member: Tomas Iles, geriatrician, Orm. We doctors wave it away.\nWU: Yes.\n"
        "Another audience member: Lena Wu, you said it was late. Was it?\nWU: It was.\n"
    )
    attribution = attribute(read_transcript("talk.txt", text, "0"))
    assert [(s.name, s.role) for s in attribution.speakers if s.name != "CHAIR"] == [
        ("Ada Sa Obi", "third-year student in Tarn"), ("Lena Wu", None), ("Tomas Iles", "geriatrician"),
        ("Another audience member", None),
    ]  # fmt: skip


HEARING = """DAME ADA ORR: Good evening.
CITY CLERK: Item one.
P. Q. TARN: Tarn, Mill Lane. I object.
[Councillor Okafor arrived late and was shown to a seat by the clerk, who had kept it for an hour.]
IDA BEK [from the floor]: So do I! [She was asked to wait until the end, and did so. The clerk noted it.]
ORR: Order.
BEN ORR: No relation.
P. Q. TARN: Thank you.

The meeting was closed at ten. Tea was served in the yard.
"""


def test_notes_beside_labels_and_in_brackets_are_nobodys_words() -> None:
    assert spoken(HEARING) == [
        ("Ada Orr", "Good evening."),
        ("CITY CLERK", "Item one."),
        ("P. Q. Tarn", "Tarn, Mill Lane. I object."),
        ("Ida Bek", "So do I!"),
        ("Ada Orr", "Order."),
        ("Ben Orr", "No relation."),
        ("P. Q. Tarn", "Thank you."),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "TARN: Thank you.\n\nI shall be brief.",  # somebody speaks in it
        "TARN: I rent it.\nBy the hour.\nORR: Thanks.\n\nThe lock closes at ten.",  # turns go on over lines
    ],
)
def test_what_goes_on_after_the_last_label_is_a_turns(end: str) -> None:
    lines = "ORR: Welcome.\nTARN: Hello.\nORR: Who owns it?\nTARN: Nobody.\nORR: Why?\nTARN: It moves.\n"
    last = end.splitlines()[-1]
    assert last in [words for _, words in spoken(lines + end)]


def test_what_is_read_out_is_from_whom_it_is_said_to_be() -> None:
    text = (
        "CLERK: Item one.\nORR: Go on.\n"
        'CLERK: This is from Abel Tarn of Weir School. "Dear council, keep the bridge."\nORR: Thank you.\n'
        "CLERK: And a shorter one, from the Harbour Society. It says that the iron is old.\nORR: It is."
    )
    found = spoken(text)
    assert ("Abel Tarn", "Dear council, keep the bridge.") in found
    assert ("Harbour Society", "the iron is old") in found
