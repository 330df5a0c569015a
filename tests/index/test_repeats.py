"""Which passages of a snapshot say what another article says too."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from index.article import Article, Attribution, Passage, Speaker, SpeakerKind, Statement, StatementKind
from index.identity import People
from index.passages import cut_passages
from index.repeats import Repeats
from tests.records import article_of, attribution_of, said

DREDGE = "We will dredge the outer harbour before winter, or we close it"
REPORTED = "they would dredge the outer harbour before winter or close it"
LEVY = "The levy will cost every boat owner dearly in the years to come"
INES = Speaker("s1", "Ines Okoro", role="harbour master")
PIET = Speaker("s2", "Piet Brandvold", role="ferry captain")
TEACHER = Speaker("s3", "a teacher", SpeakerKind.UNNAMED)

Paragraph = tuple[str, str | None, StatementKind] | str
"""What is said, by which speaker and how; or narration."""


def direct(words: str, speaker: str | None = "s1") -> Paragraph:
    return words, speaker, StatementKind.DIRECT


def indirect(words: str, speaker: str | None = "s1") -> Paragraph:
    return words, speaker, StatementKind.INDIRECT


def report(*paragraphs: Paragraph) -> tuple[Article, Attribution]:
    texts = [p if isinstance(p, str) else f"It was said that {p[0]}." for p in paragraphs]
    article = article_of(*texts, name=str(texts))
    article = replace(article, sha256=f"{abs(hash(paragraphs)):064x}")
    statements: list[Statement] = [said(article, *p) for p in paragraphs if not isinstance(p, str)]
    used = {s.speaker for s in statements}
    return article, attribution_of([s for s in (INES, PIET, TEACHER) if s.id in used], *statements)


def repeats_of(*reports: tuple[Article, Attribution]) -> tuple[Repeats, list[Passage]]:
    passages = list(chain.from_iterable(cut_passages(*one) for one in reports))
    articles, attributions = [one for one, _ in reports], [one for _, one in reports]
    return Repeats(articles, passages, People(articles, attributions)), passages


def test_a_statement_is_found_again_in_every_article_that_reports_it() -> None:
    repeats, _ = repeats_of(report(direct(DREDGE)), report("Nobody came.", indirect(REPORTED)), report(direct(LEVY)))
    assert repeats.elsewhere(0) == (2,)
    assert repeats.elsewhere(2) == (0,)
    assert repeats.elsewhere(1) == repeats.elsewhere(3) == ()


def test_the_direct_quotation_is_the_best_of_those_that_say_the_same() -> None:
    repeats, _ = repeats_of(report(indirect(REPORTED)), report(direct(DREDGE)), report(direct(DREDGE), "And so on."))
    assert repeats.best_of(0) == repeats.best_of(1) == repeats.best_of(2) == (1, 2, 0)


def test_a_speaker_who_is_named_is_better_than_one_who_is_not() -> None:
    repeats, _ = repeats_of(report(direct(DREDGE, "s3")), report(direct(DREDGE, None)), report(indirect(REPORTED)))
    assert repeats.best_of(1)[0] == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (direct(DREDGE), direct(DREDGE, "s2")),  # the articles do not agree who said it
        (direct(DREDGE), f"{DREDGE}."),  # a reporter who tells it as a fact has not said who claims it
        (direct(DREDGE), direct(DREDGE.replace("will", "will not"))),
        (direct("Not at all"), direct("Not at all, Sir")),  # too short to be known again
        (direct("No"), direct("No")),
        (direct(f"{DREDGE}. On Monday"), direct(f"{DREDGE}. On Tuesday")),
        ("In 2025 the forum was held in the old fish hall.", "In 2026 the forum was held in the old fish hall."),
    ],
)
def test_what_is_not_the_same_statement(one: Paragraph, other: Paragraph) -> None:
    repeats, _ = repeats_of(report(one), report(other))
    assert repeats.elsewhere(0) == repeats.elsewhere(1) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (direct("Nobody came at all, Sir"), direct("nobody came at all, sir!")),
        ("The forum was held in the old fish hall.", "The forum was held in the old fish hall!"),
        (direct("我們會在冬天之前疏浚海港"), indirect("我們會在冬天之前疏浚海港")),
    ],
)
def test_what_is_the_same(one: Paragraph, other: Paragraph) -> None:
    repeats, _ = repeats_of(report(one), report(other))
    assert repeats.elsewhere(0) == (1,)
    assert repeats.elsewhere(1) == (0,)


def test_within_one_article_nothing_is_a_repetition() -> None:
    repeats, _ = repeats_of(report(direct(DREDGE), indirect(REPORTED)))
    assert repeats.elsewhere(0) == ()
    assert repeats.best_of(1) == (1,)
    assert repeats.distinct({1: [], 0: []}) == [0, 1]


def test_a_longer_passage_holds_a_shorter_one() -> None:
    repeats, passages = repeats_of(report(direct(DREDGE)), report(direct(f"{DREDGE}. {LEVY}")))
    assert repeats.is_within(0, 1)
    assert not repeats.is_within(1, 0)
    assert repeats.best_of(0) == (0,)
    spans = {place: [span for s in passage.statements for span in s.spans] for place, passage in enumerate(passages)}
    assert repeats.distinct(spans) == [1]
    assert repeats.articles_with(1, spans[1], 0.0) == {passages[0].article}
    assert repeats.articles_with(1, spans[1], 0.6) == frozenset()


def test_of_a_speaker_s_words_each_stays_once() -> None:
    first = report(direct(DREDGE), indirect(LEVY), direct("Nobody asked the anglers of the outer quay"))
    second = report(indirect(REPORTED), direct(LEVY), direct(DREDGE, "s2"))
    repeats, passages = repeats_of(first, second)
    theirs = {
        place: [span for s in passage.statements for span in s.spans]
        for place, passage in enumerate(passages)
        if "s1" in passage.speakers
    }
    assert repeats.distinct(theirs) == [0, 2, 4]  # the levy from the second article, which quotes it


def test_a_statement_in_other_words_is_told_from_another_statement() -> None:
    mussels = "Mussels need quiet water and clean sand, and soon they will be gone from the bay"
    told = "for want of clean sand the mussels would soon be gone from the bay"
    repeats, _ = repeats_of(report(direct(mussels), direct(LEVY)), report(indirect(told), indirect(told, "s2")))
    assert repeats.elsewhere(0) == ()
    assert repeats.in_other_words(0, 2)
    assert not repeats.in_other_words(0, 3)  # somebody else
    assert not repeats.in_other_words(1, 2)
    assert not repeats.in_other_words(0, 1)  # one article
