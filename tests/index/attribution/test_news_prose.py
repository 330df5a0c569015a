"""Ordinary forms of news prose: in each, the words in question are the named speaker's and nobody else's."""

from __future__ import annotations

import pytest

from tests.index.attribution.samples import said

FORMS = {
    "a role that may be a verb, before an inverted name": (
        "“The roof will hold until spring,” said provost Ines Obi-Hall in her letter. Pupils cheered.\n\n"
        "The provost said a new boiler was on order.",
        [("Ines Obi-Hall", "The roof will hold"), ("Ines Obi-Hall", "a new boiler was on order")],
    ),
    "said, without that, of a fee that would be set": (
        "Marta Quill runs the ferry. Quill said parking there would be set at half the price of the town's.",
        [("Marta Quill", "parking there would be set at half the price")],
    ),
    "a topic, a name with its office, and said that": (
        "On drivers' wages, Fionnuala Ochs, regional officer of the Drivers' Guild, said that weekend crews who do get "
        "paid earn ten crowns an hour.",
        [("Fionnuala Ochs", "weekend crews who do get paid")],
    ),
    "said in a written submission that": (
        "The Ministry for Ports said in a written submission that no pier would be closed before the winter.",
        [("The Ministry for Ports", "no pier would be closed")],
    ),
    "what others argued meanwhile": (
        "The pier must be rebuilt in stone and not in timber, Ada Quill said yesterday, as former mayors and builders "
        "argued over how fast the money should be spent.",
        [("Ada Quill", "The pier must be rebuilt")],
    ),
    "a question from the floor, quoted, and another's answer": (
        "Carla Enwright asked from the floor who would pay if the dam burst. “My premium has doubled in a year. Now "
        "you want a lake behind my house?” Mr Jonas Acheson said the trust would carry the cost of cover.",
        [
            ("Carla Enwright", "who would pay"),
            ("Carla Enwright", "My premium has doubled"),
            ("Jonas Acheson", "the trust would carry"),
        ],
    ),
    "an answer whose verb is left out": (
        "Lena Bellamy, 14, wanted to know whether there would be swimming. There would, said Mr Jonas Acheson: lessons "
        "in the east basin, run by the rowing club.",
        [("Lena Bellamy", "whether there would be swimming"), ("Jonas Acheson", "lessons in the east basin")],
    ),
    "accused those who are described, of what they did": (
        "Nomsa Castell also accused private lenders, who hold a third of the debt, of hiding behind the public banks.",
        [("Nomsa Castell", "of hiding behind the public banks")],
    ),
    "the reporter's remark on what was said": (
        "Hugo Pell told the committee he would rather see a cap on the fares, an idea that Delia Orsini called "
        "“tempting but a matter for next year's fight”.",
        [("Hugo Pell", "a cap on the fares"), ("Delia Orsini", "tempting but a matter")],
    ),
    "an attribution set off within another's clause": (
        "Ravi Pareek said most of the grant would go to beacons for the islands, where, he said, “the chart looks like "
        "a moth got at it”.",
        [("Ravi Pareek", "most of the grant would go"), ("Ravi Pareek", "the chart looks like a moth got at it")],
    ),
    "who, after a name, an age and a place": (
        "The only heckle of the day came from Maureen Adair, 71, a retired cook from the cheap seats, who asked why "
        "there was no soup. Philip Okoro laughed.",
        [("Maureen Adair", "why there was no soup")],
    ),
    "both, of two persons named together": (
        "On health, Carla Enwright and Jonas Acheson found common ground: both said elderly patients should be seen at "
        "home.",
        [("Carla Enwright and Jonas Acheson", "elderly patients should be seen at home")],
    ),
    "a pronoun within the clause of its own subject": (
        "Tess Okafor replied that the crews would be exempt. Emma Abend sided with Tess Okafor, though she admitted "
        "that the rule was strict.",
        [("Tess Okafor", "the crews would be exempt"), ("Emma Abend", "the rule was strict")],
    ),
    "he, after the office whose holder is known": (
        "Hari Lotlikar, Minister for Inland Ports, opened the fair. Imran Dar, founder of the Sahara Line, said it "
        "was late.\n\nOn rates, the minister took a different line. He said some lenders were charging too much.",
        [("Imran Dar", "late"), ("Hari Lotlikar", "some lenders were charging too much")],
    ),
    "an occupation that opens a sentence is no given name": (
        "Floods. Farmer Gethin Prosser said the lower field was under water.",
        [("Gethin Prosser", "the lower field was under water")],
    ),
    "a title that ends a sentence is not the next word's": (
        "“You cut us a slice and want thanks for the loaf,” Afua Tetteh told the Minister. Fertiliser alone, she said, "
        "had doubled in price.",
        [("Afua Tetteh", "You cut us a slice"), ("Afua Tetteh", "had doubled in price")],
    ),
    "a storm is nobody who speaks": (
        "Seraphine Adair-Roux said her island spent a third of its revenue on interest. After Cyclone Berta it "
        "borrowed more to rebuild a port.\n\n“We were offered a rope and charged rent on it,” she told 500 guests.",
        [("Seraphine Adair-Roux", "her island spent"), ("Seraphine Adair-Roux", "We were offered a rope")],
    ),
    "what a cue leads to with a colon": (
        "Beatrix Oyama, who heads the school, opened with one number: 41,000 children in the city learn at weekends.",
        [("Beatrix Oyama", "41,000 children in the city learn at weekends")],
    ),
    "a recommendation with a colon": (
        "Shira Valdez studied the lenders for a year. Her recommendation: pass the cap, but phase it in by spring.",
        [("Shira Valdez", "pass the cap")],
    ),
    "a plan set out": (
        "Tobias Ankrah set out the city's plan for a voluntary register of boats.",
        [("Tobias Ankrah", "the city's plan for a voluntary register of boats")],
    ),
    "pleaded with somebody to": (
        "Sunna Petrak pleaded with members to stop feeding the gulls.",
        [("Sunna Petrak", "members to stop feeding the gulls")],
    ),
    "titles of councillors and clergy, cut short": (
        "Cr. Ulrike Brandt said the drains were old. Sr Agnes Moreau said they were new. Det. Insp. Lee Marsh said "
        "both had a point. Rubbish, said Cr. Brandt. “They leak every winter,” said Sr Moreau.",
        [
            ("Ulrike Brandt", "the drains were old"),
            ("Agnes Moreau", "they were new"),
            ("Lee Marsh", "both had a point"),
            ("Agnes Moreau", "They leak every winter"),
        ],
    ),
    "titles of Malaysia": (
        "Tan Sri Lim Kah Wai said the port was full. Ir. Joko Santoso warned that the wall was cracked. Kapitan Ong "
        "Beng Hui said it would hold. Tan Sri Lim added that he had seen it.",
        [
            ("Lim Kah Wai", "the port was full"),
            ("Joko Santoso", "the wall was cracked"),
            ("Ong Beng Hui", "it would hold"),
            ("Lim Kah Wai", "he had seen it"),
        ],
    ),
    "offices of a college and a village": (
        "Piet Voss, the bursar of Orme College, sat beside Rita Cole, a courier, and the village elder, Sam "
        "Achterberg. The bursar said the purse was empty. The courier said the road was not. The elder said both were "
        "in the hands of the rain.",
        [
            ("Piet Voss", "the purse was empty"),
            ("Rita Cole", "the road was not"),
            ("Sam Achterberg", "both were in the hands of the rain"),
        ],
    ),
    "what a noun of speech is said to be": (
        "Ada Quill studied the tests. Her proposal is that every buyer be called by a counsellor within five days. Tom "
        "Lind disagreed. Lind's main demand was a week without classes in both terms.",
        [("Ada Quill", "every buyer be called by a counsellor"), ("Tom Lind", "a week without classes in both terms")],
    ),
    "advice and another answer, given with a colon": (
        "Constable Ada Quill had advice for sons and daughters: ride along once a month. Dr Rita Cole gave another "
        "answer: they asked the cashier what they would not ask a machine.",
        [("Ada Quill", "ride along once a month"), ("Rita Cole", "they asked the cashier")],
    ),
    "by somebody's count, model or account": (
        "Ada Quill teaches at the harbour school. By her model no more than 3,700 of the jobs would be new. The rest, "
        "by Quill's account, would be drawn from other ports.",
        [("Ada Quill", "no more than 3,700 of the jobs would be new")],
    ),
    "an answer of no clause, before an inverted verb": (
        "Dominoes and cards for an hour a week, said Rita Cole, and it costs nothing. Ask the teacher first, said Tom "
        "Lind. Averages were the national standard, replied Sunniva Orr, the firm's consultant.",
        [
            ("Rita Cole", "Dominoes and cards for an hour a week"),
            ("Tom Lind", "Ask the teacher first"),
            ("Sunniva Orr", "Averages were the national standard"),
        ],
    ),
    "a verb that opens the sentence before its speaker": (
        "Said Ada Quill on Monday: “The gate is old and it leaks.” Repeated Father Tom Lind: “It is very old.” Added "
        "Rita Cole: “It will not be mended.”",
        [
            ("Ada Quill", "The gate is old and it leaks"),
            ("Tom Lind", "It is very old"),
            ("Rita Cole", "It will not be mended"),
        ],
    ),
    "a name that somebody gives": (
        "A boy of fifteen, who gave his name only as Marek, said he had four tutors. “When do I get to play?” he "
        "asked. A student, who gave her name as Odile, told the hall that the loop was broken.",
        [("Marek", "he had four tutors"), ("Marek", "When do I get to play"), ("Odile", "the loop was broken")],
    ),
    "a letter in prose, and what it said": (
        "Ada Quill opened the meeting. The mayor, Tom Lind, did not come but sent a letter. It said that the town had "
        "a school with nine children in it. “Send us a founder,” the mayor's letter said.",
        [("Tom Lind", "the town had a school with nine children in it"), ("Tom Lind", "Send us a founder")],
    ),
    "whoever calls out": (
        "“And who pays for the lamps?” called out a woman near the back. Ada Quill said the town did.",
        [("a woman", "And who pays for the lamps"), ("Ada Quill", "the town did")],
    ),
    "somebody of whom it was least expected": (
        "Ada Quill drew up the plan. It was late, but the plan was praised by, of all people, Tom Lind for its thrift.",
        [("Tom Lind", "for its thrift")],
    ),
    "according to, with words between": (
        "The pier is safe, according to, as ever, Ada Quill. Tom Lind said it was not.",
        [("Ada Quill", "The pier is safe"), ("Tom Lind", "it was not")],
    ),
    "two offices before a name": (
        "As harbour master and engineer Ada Quill put it, the wall is wet. Quill added that it would dry.",
        [("Ada Quill", "the wall is wet"), ("Ada Quill", "it would dry")],
    ),
    "another clause's verb before a quotation": (
        "After Rita Cole criticised the plan, Sam Orr shot back: “You wrote it.”",
        [("Sam Orr", "You wrote it")],
    ),
    "what somebody did not do, but said": (
        "Raymond Siu drives a cab. Siu did not agree to that, but said officials were studying a rebate for cabs.",
        [("Raymond Siu", "officials were studying a rebate for cabs")],
    ),
    "a claim on which the reporter remarks": (
        "Rui Osei runs the works. The leaks could be halved in six years, he claimed, a figure that the ministry "
        "disputes.",
        [("Rui Osei", "The leaks could be halved in six years")],
    ),
    "somebody in a place, who gave no name": (
        "A nurse in the audience, who did not give her name, asked who would answer for a wrong diagnosis.",
        [("A nurse in the audience", "who would answer for a wrong diagnosis")],
    ),
    "a letter of somebody named by an office": (
        "The Heath League did not come to the hearing. Its chair, Rita Cole, sent a letter. It said that the "
        "heath was the last of its kind.",
        [("Rita Cole", "the heath was the last of its kind")],
    ),
    "a body's count": (
        "The island is home to 118,000 companies, by the count of the Ledger Council.",
        [("the Ledger Council", "The island is home to 118,000 companies")],
    ),
    "wants those described by what was done to them to have or do something": (
        "Ruth Abara, who once ran the bank that turned her down, wants rejected tenants to have a say. Rita Cole, who "
        "heads the trust that refused her, wanted refused artists to get a reply. Sam Orr wants retired nurses to be "
        "paid by the shift.",
        [
            ("Ruth Abara", "rejected tenants to have a say"),
            ("Rita Cole", "refused artists to get a reply"),
            ("Sam Orr", "retired nurses to be paid by the shift"),
        ],
    ),
    "a noun of speech asked for, and the quotation that answers": (
        "Ada Quill had read the plan twice. Her answer? “Never.”\n\n"
        "Tom Rolf came to look at the tea room. His verdict? “It is a shed with a kettle and I would go back.”\n\n"
        "Giles Orr lost the case. Orr's reply, when asked on the steps? “I shall plant something else.” The Clarion's "
        "conclusion? “Go, but eat first.”",
        [
            ("Ada Quill", "Never"),
            ("Tom Rolf", "It is a shed with a kettle"),
            ("Giles Orr", "I shall plant something else"),
            ("The Clarion", "Go, but eat first"),
        ],
    ),
    "a noun of speech asked for, and the sentence that answers": (
        "Rita Cole chairs the guild. Cole's advice? Buy the cheap one. Ji-ho Baek leads the work. His conclusion so "
        "far? Islands are less lonely than they look.",
        [("Rita Cole", "Buy the cheap one"), ("Ji-ho Baek", "Islands are less lonely than they look")],
    ),
    "a noun of speech asked for at a paragraph's end": (
        "The pier opened on Monday.\n\nTom Rolf came to look at the tea room. His verdict?\n\n“It is a shed with a "
        "kettle and I would go back.”",
        [("Tom Rolf", "It is a shed with a kettle")],
    ),
    "to whom something is or seems": (
        "To Marta Ruiz, the plan was a gift to the landlords. To Lee Chan, who chairs the guild, the rent is a trick. "
        "To Ada Quill, the board's letter seemed a threat. To Sabine Holl, the roll is the problem: it adds "
        "four minutes.",
        [
            ("Marta Ruiz", "the plan was a gift to the landlords"),
            ("Lee Chan", "the rent is a trick"),
            ("Ada Quill", "the board's letter seemed a threat"),
            ("Sabine Holl", "it adds four minutes"),
        ],
    ),
    "to whom somebody speaks or writes": (
        "Jan Obi rose last. To Marta Ruiz, he said the key would come by Friday. To Ada Quill, Tom Lind wrote: “Come "
        "home.” To Rita Cole, they gave a medal.",
        [("Jan Obi", "the key would come by Friday"), ("Tom Lind", "Come home")],
    ),
    "a quotation that begins with Chinese characters": (
        "Ada Quill keeps a stall. “You cannot bottle it,” she said. “人情味 is not a tenant you can relocate.” Tom "
        "Lind was not so sure. “煙火 is smoke to me,” Lind said.",
        [
            ("Ada Quill", "人情味 is not a tenant you can relocate"),
            ("Tom Lind", "煙火 is smoke to me"),
        ],
    ),
    "wished to know": (
        "Ada Quill sings in the choir. Quill wished to know what would become of the hall.",
        [("Ada Quill", "what would become of the hall")],
    ),
    "pressed by somebody else": (
        "Barnaby Tshilumba, president of the Soda Council, said that 4,000 jobs would go.\n\nPressed on that figure by "
        "Senator Ojo Lindenbaum, he conceded that it came from a study which the council had paid for.",
        [("Barnaby Tshilumba", "it came from a study")],
    ),
    "who, after the union that somebody is of": (
        "The families had a voice in Samuel Jantjies, of the farm workers' union Sakhile, who said 600 jobs had gone.",
        [("Samuel Jantjies", "600 jobs had gone")],
    ),
    "a body named right after who read its letter out": (
        "In a letter read out by the moderator, Radio Pearl presenter Selina Coutinho, the Macau Merchants' "
        "Guild complained that the city was “invited to every photograph and to no decision”.",
        [("the Macau Merchants' Guild", "invited to every photograph")],
    ),
    "it, in a clause about what a firm showed": (
        "Dr Ewart Sorley of Tarn State University said nurses were tired.\n\nFriday belonged to technology. CareLoom, "
        "a Toronto company, showed a ceiling camera that watches for falls, which it said had dropped 38 percent.",
        [("Ewart Sorley", "nurses were tired"), ("CareLoom", "had dropped 38 percent")],
    ),
    "people who were told to leave": (
        "“We had the warning. We didn’t have the buses,” said Tevita Longworth, the district’s head of civil "
        "protection. Of 7,300 people told to leave, he said, some 2,100 stayed, most of them because nobody came for "
        "them or because they would not leave an animal.",
        [("Tevita Longworth", "We had the warning"), ("Tevita Longworth", "some 2,100 stayed")],
    ),
    "a commissioner for one matter, with a family name before": (
        "Commissioner for transport Yeung Kar Wai opened the hall. Yeung said that a cap would be written down.",
        [("Yeung Kar Wai", "a cap would be written down")],
    ),
    "a short name that looks like a body's": (
        "Ada Obi told the dean to leave. Obi told reporters that it was late.",
        [("Ada Obi", "it was late")],
    ),
    "told somebody somewhere that": (
        "Maria Lopez told reporters in the corridor that the city needed patience. She told the Daily in an exclusive "
        "interview that rents were high.",
        [("Maria Lopez", "the city needed patience"), ("Maria Lopez", "rents were high")],
    ),
    "said during, and at, that": (
        "Maria Lopez said during a radio programme that the city needed patience. She pointed out at the closing "
        "session that rents were high.",
        [("Maria Lopez", "the city needed patience"), ("Maria Lopez", "rents were high")],
    ),
    "two with what they are": (
        "Ada Lopez, vice-president of the academy, and Liu Ning, a dean, said that a laboratory would open.",
        [("Ada Lopez and Liu Ning", "a laboratory would open")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), FORMS.values(), ids=FORMS.keys())
def test_the_words_are_the_speakers(text: str, wanted: list[tuple[str, str]]) -> None:
    found = [(name, " ".join(words)) for name, _, words in said(text)]
    for speaker, words in wanted:
        assert any(name == speaker and words in content for name, content in found), found
        assert not any(name != speaker and words in content for name, content in found), found


def test_a_statement_that_a_clerk_reads_is_not_the_clerks() -> None:
    found = said("In a statement read by a clerk, Dashwell Cabs said it valued every driver.")
    assert [name for name, _, _ in found] == ["Dashwell Cabs"]


def test_those_who_ask_for_a_thing_are_no_speakers() -> None:
    found = said("Ada Quill said it had been rude to those asking for their treasures back.")
    assert {name for name, _, _ in found} == {"Ada Quill"}


def test_the_moderator_of_whom_a_name_stands_beside_is_not_the_one_named_before() -> None:
    text = (
        "Rui Castan, a director of the online shop Zippel, said prices were fair. Whistles came from the balcony above "
        "Zippel.\n\nThe moderator, the broadcaster Ilse Varga, told the hall that everybody would be heard."
    )
    assert "Zippel" not in {name for name, _, words in said(text) if "would be heard" in words[0]}


def test_a_noun_of_speech_of_which_something_else_is_told_reports_nothing() -> None:
    found = said("Ada Quill runs the mill. Her proposal was not a success. Her brother's boat was a week late.")
    assert found == []


def test_the_reporters_own_remark_is_not_the_speakers() -> None:
    found = said("The leaks could be halved in six years, Rui Osei claimed, a figure that the ministry disputes.")
    assert found == [("Rui Osei", "indirect", ["The leaks could be halved in six years"])]


def test_what_the_reporter_calls_her_own_is_nobodys() -> None:
    assert said("It was late. My wish was a chair. Our proposal is that the hall be heated.") == []


def test_an_account_that_does_something_is_no_attribution() -> None:
    found = said("The hall was moved by her account of the flood. Rita Cole said it was true.")
    assert [name for name, _, _ in found] == ["Rita Cole"]


@pytest.mark.parametrize(
    "text",
    [
        "To Marta Ruiz, he said: “You will have your key by Friday.”",
        "To Rita Cole, he wrote that the key would come by Friday.",
        "To Ms Orr, she replied that the pier was shut.",
    ],
)
def test_whoever_is_spoken_to_is_not_who_speaks(text: str) -> None:
    assert [name for name, _, _ in said(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Rita Cole was asked again whether she would go. Her reply? She left the stage.",
        "Tom Lind drew up the plan. Was his answer the right one? The hall did not know.",
        "To London, it is a four-hour drive. To be fair, the plan is late. To the north, the pier is shut.",
    ],
)
def test_what_only_looks_like_a_view_or_an_answer(text: str) -> None:
    assert not [name for name, _, words in said(text) if name and words != ["whether she would go"]]


@pytest.mark.parametrize(
    "text",
    [
        "The visit fell into the week of the Northern Ports Conference, which asked whether harbours could survive.",
        "The Tarn Energy Forum asked how long the lamps would burn.",
        "Read more in our newsletter, which asks every week what the railways forgot.",
    ],
)
def test_what_an_event_asked_is_narration(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Turnout fell. 29 said the plan was late.",
        "The guild has 40 members. Two of five said the bus was late.",
        "The hall was full. More than 300 said they would stay.",
    ],
)
def test_a_number_is_nobody(text: str) -> None:
    assert [name for name, _, _ in said(text)] == [None]


@pytest.mark.parametrize("text", ["Nobody agrees on breakfast.", "None said the pier was safe."])
def test_nobody_says_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("label", ["Photo", "Contact", "Credits", "Picture credits"])
def test_a_line_about_the_article_has_no_speaker(label: str) -> None:
    found = said(f"Ada Quill said the pier was safe.\n\n{label}: “The press office is open from nine until noon.”")
    assert [words for _, _, words in found] == [["the pier was safe"]]


def test_a_name_that_another_gave_is_not_the_speakers() -> None:
    found = said("A porter said that the girl, who gave her name as Odile, had left by the back door.")
    assert {name for name, _, _ in found} == {"A porter"}


def test_what_something_is_called_is_said_by_nobody() -> None:
    assert said("The panel, the fourth in the series, was titled “Who is a degree for?” Some 410 people came.") == []


@pytest.mark.parametrize("of", ["about fears", "of her hope"])
def test_that_may_open_what_is_feared(of: str) -> None:
    found = said(f"Maria Lopez told the court {of} that the city would sink.")
    assert not [words for _, _, words in found if words[0].startswith("the city")]
