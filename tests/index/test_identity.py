"""Who is one person across articles, and who only shares a name."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from index.article import Article, Attribution, Speaker, SpeakerKind
from index.corrections import Corrections, apply, merge
from index.identity import People
from index.passages import cut_passages
from tests.records import article_of, attribution_of, said

_numbers = count(1)
DREDGE = "We will dredge the outer harbour before winter, or we close it"


def report(*speakers: Speaker, words: str = "") -> tuple[Article, Attribution]:
    """Return an article in which each speaker says `words`, or a few that nobody else says."""
    numbered = [replace(one, id=f"s{i}") for i, one in enumerate(speakers, start=1)]
    lines = [words or f"That is remark {next(_numbers)}" for _ in numbered]
    article = article_of(*(f"“{line},” was said." for line in lines))
    statements = [said(article, line, one.id) for line, one in zip(lines, numbered, strict=True)]
    return article, attribution_of(numbered, *statements)


def person(name: str, role: str | None = None, *aliases: str) -> Speaker:
    return Speaker("", name, role=role, aliases=aliases)


def people_of(*reports: tuple[Article, Attribution]) -> People:
    return People([article for article, _ in reports], [attribution for _, attribution in reports])


def are_one(one: Speaker, other: Speaker, words: str = "") -> bool:
    first, second = report(one, words=words), report(other, words=words and f"{words} this year")
    people = people_of(first, second)
    joined = people.of((first[0].sha256, "s1")) is people.of((second[0].sha256, "s1"))
    assert len(people.all) == 2 - joined
    return joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Ines Okoro", "harbour master"), person("Ines Okoro", "novelist")),
        (person("José Peña-Ruiz"), person("Jose Pena Ruiz", "miller")),
        (person("Yip Wai-lam Agnes"), person("Agnes Yip Wai-lam")),
        (person("黃小明"), person("黃小明", "市長")),
        (person("Agnes Yip", "dean of law"), person("Agnes Yip Wai-lam", "the law school's dean")),
        (person("Agnes Yip"), person("Agnes Yip Wai-lam", "dean of law")),
        (person("Okoro", "harbour master"), person("Ines Okoro", "harbour master of Lowhaven")),
        (person("Okoro", None, "Mayor Okoro", "the mayor"), person("Ines Okoro", "mayor of Lowhaven")),
        (person("I. Okoro", "harbour master"), person("Ines Okoro", "harbour master of Lowhaven")),
        (
            Speaker("", "Lowhaven Port Authority", SpeakerKind.ORGANISATION, aliases=("LPA",)),
            Speaker("", "LPA", SpeakerKind.ORGANISATION),
        ),
        (Speaker("", "the Saltline", SpeakerKind.ORGANISATION), Speaker("", "Saltline", SpeakerKind.ORGANISATION)),
    ],
)
def test_one_person(one: Speaker, other: Speaker) -> None:
    assert are_one(one, other)
    assert are_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Ines Okoro", "harbour master"), person("Piet Okoro", "harbour master")),
        (person("Okoro", "harbour master"), person("Ines Okoro", "deputy harbour master")),
        (person("Okoro", "former mayor"), person("Ines Okoro", "mayor of Lowhaven")),
        (person("Okoro", "professor of law"), person("Ines Okoro", "professor of law at Tarn")),
        (person("Okoro", "harbour master"), person("Ines Okoro", "novelist")),
        (person("Okoro"), person("Ines Okoro", "mayor")),
        (person("Okoro"), person("Okoro")),
        (person("David Wong", "taxi driver"), person("David Wong Kam-fai", "professor of chemistry")),
        (person("Sam Okoro", None, "Mr Okoro"), person("Sam Okoro", None, "Ms Okoro")),
        (Speaker("", "a teacher", SpeakerKind.UNNAMED), Speaker("", "a teacher", SpeakerKind.UNNAMED)),
        (person("Saltline"), Speaker("", "Saltline", SpeakerKind.ORGANISATION)),
    ],
)
def test_two_people(one: Speaker, other: Speaker) -> None:
    assert not are_one(one, other)
    assert not are_one(other, one)


@pytest.mark.parametrize("role", [None, "teacher"])
def test_who_says_the_same_under_a_part_of_the_name_is_the_same(role: str | None) -> None:
    assert are_one(person("Okoro", role), person("Ines Okoro", "harbour master"), DREDGE)
    assert not are_one(person("Brandvold", role), person("Ines Okoro", "harbour master"), DREDGE)


def test_who_may_be_either_of_two_stays_apart() -> None:
    okoro = report(person("Okoro", "harbour master"))
    both = report(person("Ines Okoro", "harbour master of Lowhaven"), person("Piet Okoro", "harbour master of Tarn"))
    assert len(people_of(okoro, both).all) == 3
    short, one, other = (report(person(f"David Wong{rest}")) for rest in ("", " Kam-fai", " Siu-ming"))
    assert len(people_of(short, one, other).all) == 3
    assert len(people_of(short, one).all) == 1


def test_two_speakers_of_one_article_are_two() -> None:
    both = report(person("Ines Okoro", "mayor"), person("Okoro", "mayor"))
    assert len(people_of(both, report(person("Ines Okoro", "mayor"))).all) == 2


def test_three_articles_quote_one_person_who_has_the_fullest_name_and_the_roles_of_all() -> None:
    reports = [
        report(person("Okoro", "harbour master", "Ms Okoro")),
        report(person("Ines Okoro", "harbour master of Lowhaven", "Okoro")),
        report(person("Ines Okoro-Lund", "chair of the anglers' club")),
    ]
    (one,) = people_of(*reports[:2], report(person("Ines Okoro Lund", "harbour master"))).all
    assert one.speaker.name == "Ines Okoro Lund"
    assert one.speaker.role == "harbour master of Lowhaven"
    assert set(one.speaker.aliases) == {"Okoro", "Ms Okoro", "Ines Okoro"}
    assert len(one.keys) == 3
    people = people_of(*reports[1:])
    assert len(people.all) == 2  # nothing but a part of the name says that they are one
    people = people_of(reports[1], report(person("Ines Okoro", "chair of the anglers' club")))
    assert people.all[0].speaker.role == "harbour master of Lowhaven; chair of the anglers' club"


def test_an_article_shows_its_own_role_and_the_name_of_all() -> None:
    first, second = report(person("Ines Okoro", "harbour master")), report(person("Ines Okoro", "novelist"))
    third = report(person("Ines Okoro"))
    people = people_of(first, second, third)
    shown = [people.shown_in((article.sha256, "s1")) for article, _ in (first, second, third)]
    assert [one.role for one in shown] == ["harbour master", "novelist", "harbour master; novelist"]
    assert people.named_in((third[0].sha256, "s1")) == third[1].speakers[0]


def test_with_one_article_everybody_is_as_the_article_has_them() -> None:
    article, attribution = report(person("Ines Okoro"), person("Okoro"), Speaker("", "a man", SpeakerKind.UNNAMED))
    people = people_of((article, attribution))
    assert tuple(one.speaker for one in people.all) == attribution.speakers
    for speaker in attribution.speakers:
        assert people.shown_in((article.sha256, speaker.id)) is speaker


@pytest.mark.parametrize("kind", [SpeakerKind.PERSON, SpeakerKind.UNNAMED])
def test_a_moderator_makes_two_names_in_two_articles_one_and_takes_that_back(kind: SpeakerKind) -> None:
    first = report(person("Okoro", "harbour master"))
    second = report(Speaker("", "a senior official", kind, "teacher"))
    passages = cut_passages(*second)
    corrections = merge(Corrections(), "Okoro", "a senior official")
    corrected, _ = apply(corrections, second[1], passages)
    (one,) = people_of(first, (second[0], corrected)).all
    assert one.speaker.name == "Okoro"
    assert "a senior official" in one.speaker.aliases
    assert len(people_of(first, second).all) == 2


def test_a_moderator_parts_two_people_of_one_name_by_giving_one_another_name() -> None:
    first, second = report(person("Ines Okoro", "harbour master")), report(person("Ines Okoro", "novelist"))
    renamed, _ = apply(merge(Corrections(), "Ines Okoro (novelist)", "Ines Okoro"), second[1], cut_passages(*second))
    assert {one.speaker.name for one in people_of(first, (second[0], renamed)).all} == {
        "Ines Okoro",
        "Ines Okoro (novelist)",
    }
