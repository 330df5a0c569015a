"""Which of several articles a question names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import cast

import pytest

from bot.conversation import Conversation, Turn
from bot.questions import Kind, Question, understand
from bot.questions.sources import without_source
from index.article import Article, Speaker, SpeakerKind
from index.passages import cut_passages
from index.retrieval import VectorSource
from index.snapshot import Manifest, Record, Snapshot
from tests.records import article_of, attribution_of, said

GAZETTE = replace(
    article_of("“We dredge or we close,” said Ines Okoro. The standard fee stays.", title="Lowhaven argues over silt"),
    publisher="The Lowhaven Gazette",
    date="2026-05-04",  # a Monday
)
POST = replace(
    article_of(
        "Okoro told Saltline that dredging would wait. Saltline had no comment in Tarn.", name="tarn-day-two.txt"
    ),
    title="Digest of the second day",
    publisher="Tarn Post",
    date="Tuesday, May 5, 2026",
    address="https://www.tarnpost.example/2",
)
CHINESE = replace(article_of("「疏浚要錢。」何小敏說。", title="海港論壇爭論淤泥", name="c.txt"), publisher="海濱日報")


@cache
def held(*articles: Article) -> Snapshot:
    found = [
        attribution_of(
            [Speaker("s1", "Ines Okoro"), Speaker("s2", "Saltline", SpeakerKind.ORGANISATION)],
            said(article, article.text[1:10], "s1"),
            said(article, article.text[-12:-4], "s2"),
        )
        for article in articles
    ]
    passages = [passage for pair in zip(articles, found, strict=True) for passage in cut_passages(*pair)]
    # Understanding reads words alone: no manifest and no vectors.
    record = Record(articles, tuple(found), tuple(passages))
    return Snapshot(cast(Manifest, None), record, cast(VectorSource, None))


ALL = GAZETTE, POST, CHINESE


@pytest.mark.parametrize(
    ("question", "rest", "article"),
    [
        ("According to the Lowhaven Gazette, what did Okoro say?", "what did Okoro say?", GAZETTE),
        ("What did Okoro say in the Tarn Post's report about silt?", "What did Okoro say about silt?", POST),
        ("what does the tarn post say about silt?", "what does the article say about silt?", POST),
        ("What does the Gazette say about silt?", "What does the article say about silt?", GAZETTE),
        ("Who spoke of silt, in the digest?", "Who spoke of silt?", POST),
        ("Who spoke of silt in tarn-day-two?", "Who spoke of silt?", POST),
        ("Who spoke of silt at tarnpost.example?", None, None),
        ("Who spoke of silt on page 2 of tarnpost.example's article?", None, POST),
        ("In “Lowhaven argues over silt”, who speaks?", None, GAZETTE),
        ("What was said in Monday's report?", "What was said?", GAZETTE),
        ("What does the report of 5 May say about silt?", "What does the article say about silt?", POST),
        ("Who spoke, according to the article from May 4th?", "Who spoke?", GAZETTE),
        ("the 2026-05-05 report: who spoke?", None, POST),
        ("根據《海濱日報》，誰說疏浚要錢？", "誰說疏浚要錢？", CHINESE),
        ("《海港論壇爭論淤泥》裏誰說疏浚要錢？", "誰說疏浚要錢？", CHINESE),
        ("誰在《Tarn Post》的報道說話？", None, POST),
    ],
)
def test_a_source_that_is_named(question: str, rest: str | None, article: Article | None) -> None:
    search, articles = without_source(question, held(*ALL))
    assert articles == (frozenset({article.sha256}) if article else frozenset())
    if rest is not None:
        assert search == rest


@pytest.mark.parametrize(
    "question",
    [
        "What is the standard fee?",
        "What did Saltline say in Tarn?",
        "What did she post about silt?",
        "Who spoke in May?",
        "What was decided on Monday?",
        "Give me a digest",
        "According to Saltline, what will happen?",
        "According to Ines Okoro, what comes first?",
        "Who argues over silt in Lowhaven?",
        "What does the Evening Star say about silt?",
        "What was the report about?",
        "誰在論壇上說話？",
    ],
)
def test_a_question_that_names_no_source_stays_as_it_is(question: str) -> None:
    assert without_source(question, held(*ALL)) == (question, frozenset())


def test_with_one_article_no_source_is_looked_for() -> None:
    question = "According to the Lowhaven Gazette, what did Okoro say?"
    assert without_source(question, held(GAZETTE)) == (question, frozenset())


def test_a_publisher_of_several_articles_means_all_of_them() -> None:
    later = replace(POST, sha256="f" * 64, date="2026-05-06", title="Third day", name="three", address=None)
    _, articles = without_source("What does the Tarn Post say?", held(GAZETTE, POST, later))
    assert articles == {POST.sha256, later.sha256}
    _, articles = without_source("What does the Tarn Post say?", held(POST, later))
    assert articles == frozenset()


def test_a_paper_that_also_speaks_is_a_speaker_unless_its_report_is_meant() -> None:
    saltline = replace(POST, publisher="Saltline")
    asked = "What did Saltline say?", "What did Okoro say in Saltline's report?"
    speaking, printed = (without_source(question, held(GAZETTE, saltline))[1] for question in asked)
    assert speaking == frozenset()
    assert printed == {saltline.sha256}


def read(text: str, *before: str) -> Question:
    conversation = Conversation()
    for question in before:
        asked = understand(question, conversation, held(*ALL))
        shown = (held(*ALL).passages[0].id,)
        conversation = Conversation((*conversation.turns, Turn(question, shown, shown, asked)))
    return understand(text, conversation, held(*ALL))


@pytest.mark.parametrize("text", ["And in the Tarn Post?", "What does the Tarn Post say?", "what about the tarn post"])
def test_a_source_alone_asks_the_same_again(text: str) -> None:
    again = read(text, "What did Okoro say about silt?")
    assert again.search == "What did Okoro say about silt?"
    assert again.kind is Kind.WHAT_SAID
    assert [named.name for named in again.speakers] == ["Ines Okoro"]
    assert again.articles == {POST.sha256}


def test_another_question_to_a_source_is_another_question() -> None:
    other = read("Who speaks in the Tarn Post?", "What did Okoro say about silt?")
    assert other.kind is Kind.SPEAKERS
    assert other.articles == {POST.sha256}
