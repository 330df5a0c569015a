"""Several sources in one index: one person, one statement, every source named. Two invented reports of one forum."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.answering import quotes_of, reply_to
from bot.answers import Answer, NoAnswer, Reply
from bot.conversation import Conversation
from bot.details import render_quotes
from bot.phrases import phrases
from bot.platforms.discord.layout import layout_message
from bot.platforms.slack.layout import lay_out
from bot.questions import chosen, directory_of, understand
from bot.ranking import Weights, find_candidates, rank
from bot.recall import abridged, restored
from bot.rendering import render_reply, render_speakers
from index.embedding import Encoder
from index.snapshot import Snapshot, build_snapshot
from index.sources import read_sources

GAZETTE = """---
title: Lowhaven argues over silt
publisher: The Lowhaven Gazette
date: 2026-05-04
---

The two-day Lowhaven Harbour Forum drew 300 people to the old fish hall.

“We will dredge the outer harbour before winter, or we close it,” said Ines Okoro-Lund, harbour master of Lowhaven. She spoke for an hour.

Okoro-Lund said the silt in the inner basin had doubled since 2019.

“Mussels need quiet water and clean sand,” said Dr Tobias Wrenfield, a marine biologist at the Tarn Institute.

Piet Brandvold, a ferry captain, complained that his boats sat idle for ten weeks. “My boats rot at the quay,” he said.

The levy would cost 40 crowns a berth, said Chan Siu-ming, deputy mayor of Lowhaven.
"""  # noqa: E501 - a paragraph is a line

POST = """---
title: Harbour quarrel reaches the council
publisher: The Tarn Post
date: 2026-05-05
---

Harbours along the coast are filling up, and nobody wants to pay for it.

Okoro-Lund, the harbour master of Lowhaven, told the forum they would dredge the outer harbour before winter or close it.

“The silt in the inner basin has doubled since 2019,” Okoro-Lund said.

Mette Brandvold, a teacher, asked for a school boat. “Forty children cross the water every morning,” she said.

Tobias Wrenfield, who studies shellfish at the Tarn Institute, warned that the beds would be gone within a decade.

The levy would cost 45 crowns a berth, said Chan Siu-ming, deputy mayor of Lowhaven.
"""  # noqa: E501 - a paragraph is a line

INES = "Ines Okoro-Lund"
SAY = phrases()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "gazette.md").write_text(GAZETTE, encoding="utf-8")
    (folder / "post.md").write_text(POST, encoding="utf-8")
    for number in range(5):
        copy = POST.replace("The Tarn Post", f"Paper {number}").replace("2026-05-05", f"2026-06-1{number}")
        (folder / f"copy{number}.md").write_text(copy, encoding="utf-8")
    return folder


def built(encoder: Encoder, *paths: Path) -> Snapshot:
    return build_snapshot(read_sources(paths)[0], encoder)


@pytest.fixture(scope="module")
def both(folder: Path, encoder: Encoder) -> Snapshot:
    return built(encoder, folder / "gazette.md", folder / "post.md")


@pytest.fixture(scope="module")
def many(folder: Path, encoder: Encoder) -> Snapshot:
    """Return seven reports, of which six are nearly the same."""
    return built(encoder, *sorted(folder.glob("*.md"), key=lambda path: (len(path.name) < 9, path.name)))


def ask(text: str, snapshot: Snapshot, encoder: Encoder, before: Conversation | None = None) -> Reply:
    return reply_to(text, before or Conversation(), snapshot, encoder, 0.33)


def publishers(reply: Answer) -> list[list[str | None]]:
    return [[article.publisher for article in (c.article, *c.also_in)] for c in reply.given]


def test_speakers_are_listed_once_and_namesakes_apart(both: Snapshot) -> None:
    assert {speaker.name: count for speaker, count in both.speakers()} == {
        INES: 2,
        "Tobias Wrenfield": 2,
        "Piet Brandvold": 1,
        "Chan Siu-ming": 2,
        "Mette Brandvold": 1,
    }
    _, lines = render_speakers(both, SAY)
    assert f"{INES}, harbour master of Lowhaven (2)" in lines
    offered = [choice.value for choice in directory_of(both).choices("okoro")]
    assert offered == [INES]
    assert {article for named in chosen(INES, both) for article, _ in named.keys} == {
        article.sha256 for article in both.record.articles
    }


def test_an_answer_names_both_sources_and_quotes_the_one_that_quotes_directly(both: Snapshot, encoder: Encoder) -> None:
    reply = ask("What will happen to the outer harbour before winter?", both, encoder)
    assert isinstance(reply, Answer)
    assert reply.citation.passage.text.startswith("“We will dredge")
    assert publishers(reply) == [["The Lowhaven Gazette", "The Tarn Post"]]
    shown = [c.passage.text for c in reply.shown]
    assert not any("they would dredge" in text for text in shown)
    silt = ask("Who said that the silt has doubled?", both, encoder)
    assert isinstance(silt, Answer)
    assert silt.citation.voice is not None
    assert silt.citation.voice.name == INES  # though that article gives her surname alone
    assert publishers(silt) == [["The Tarn Post", "The Lowhaven Gazette"]]


def test_every_platform_shows_the_other_source(both: Snapshot, encoder: Encoder) -> None:
    message = render_reply(ask("What will happen to the outer harbour before winter?", both, encoder), SAY)
    assert message.quotation is not None
    also = "Also reported in Harbour quarrel reaches the council (The Tarn Post, 2026-05-05)"
    assert message.quotation.also == also
    slack = lay_out(message, SAY)
    assert also in slack.text
    assert any(also in str(block.to_dict()) for block in slack.blocks)
    assert "Also reported in Harbour quarrel" in layout_message(message, SAY).content
    listed = render_reply(ask("Everything Okoro-Lund said", both, encoder), SAY)
    assert listed.further[0].byline.endswith("· The Tarn Post, 2026-05-05; The Lowhaven Gazette, 2026-05-04")
    assert "The Tarn Post, 2026-05-05" in layout_message(listed, SAY).content
    assert "The Tarn Post, 2026-05-05" in lay_out(listed, SAY).text


def test_what_the_sources_do_not_agree_on_is_shown_twice(both: Snapshot, encoder: Encoder) -> None:
    reply = ask("How much would the levy cost?", both, encoder)
    shown = [c for c in reply.shown if "crowns" in c.passage.text]
    assert {"40" in c.passage.text for c in shown} == {True, False}
    assert not any(c.also_in for c in shown)


def test_all_that_a_speaker_said_has_each_statement_once(both: Snapshot) -> None:
    reply = quotes_of("okoro-lund", both)
    assert isinstance(reply, Answer)
    assert [c.passage.text.split(",")[0] for c in reply.given] == [
        "“We will dredge the outer harbour before winter",
        "“The silt in the inner basin has doubled since 2019",
    ]
    assert publishers(reply) == [["The Lowhaven Gazette", "The Tarn Post"], ["The Tarn Post", "The Lowhaven Gazette"]]
    assert all(section.quotation.also for section in render_quotes(reply, SAY).sections)
    namesakes = quotes_of("Mette Brandvold", both)
    assert isinstance(namesakes, Answer)
    assert len(namesakes.given) == 1


def test_a_kept_answer_names_both_sources_again(both: Snapshot, encoder: Encoder) -> None:
    for question in ("What will happen to the outer harbour before winter?", "Everything Okoro-Lund said"):
        reply = ask(question, both, encoder)
        assert isinstance(reply, Answer)
        again = restored(question, abridged(reply), both)
        assert isinstance(again, Answer)
        assert publishers(again) == publishers(reply)


def test_a_question_may_name_its_source(both: Snapshot, encoder: Encoder) -> None:
    levy = [
        ask(f"According to the {paper}, how much would the levy cost?", both, encoder)
        for paper in ("Lowhaven Gazette", "Tarn Post")
    ]
    assert all(isinstance(reply, Answer) for reply in levy)
    assert ["40" in reply.shown[0].passage.text for reply in levy] == [True, False]
    assert {c.article.publisher for c in levy[1].shown} == {"The Tarn Post"}
    quoted = ask("All that Okoro-Lund said in the Tarn Post", both, encoder)
    assert {c.article.publisher for c in quoted.given} == {"The Tarn Post"}
    for paper, asked in (
        ("The Tarn Post", "What do mussels need, according to the Tarn Post?"),
        ("The Tarn Post", "What does the Tarn Post say about boats that rot at the quay?"),
        ("The Lowhaven Gazette", "According to the Lowhaven Gazette, who asked for a school boat?"),
    ):
        elsewhere = ask(asked, both, encoder)
        assert isinstance(elsewhere, NoAnswer)
        assert {c.article.publisher for c in elsewhere.shown} == {paper}
    before = Conversation().after(ask("How much would the levy cost?", both, encoder))
    again = ask("And in the Tarn Post?", both, encoder, before)
    assert isinstance(again, Answer)
    assert "45" in again.citation.passage.text


def test_what_else_somebody_said_is_not_the_same_from_another_source(both: Snapshot, encoder: Encoder) -> None:
    before = Conversation().after(ask("What did Okoro-Lund say about the outer harbour?", both, encoder))
    more = ask("What else did she say?", both, encoder, before)
    assert not any("outer harbour" in c.passage.text for c in more.given)


def test_six_reports_of_the_same_leave_room_for_the_one_that_says_something_else(
    many: Snapshot, encoder: Encoder
) -> None:
    assert len(many.record.articles) == 7
    assert sum(speaker.name == INES for speaker, _ in many.speakers()) == 1
    question = understand("What did people say about boats, water and silt?", Conversation(), many)
    found = find_candidates(question, None, many, encoder).passages
    texts = [many.passages[i].text for i in found]
    assert len(set(texts)) == len(texts) > 7
    reply = ask("Who said that mussels need quiet water?", many, encoder)
    assert isinstance(reply, Answer)
    assert publishers(reply) == [["The Lowhaven Gazette"]]
    silt = ask("Who said that the silt has doubled?", many, encoder)
    assert isinstance(silt, Answer)
    assert len(publishers(silt)[0]) == 7
    assert len({c.passage.text for c in silt.shown}) == len(silt.shown)
    alone = ask("Who said that the silt has doubled?", built_alone(many, encoder), encoder)
    assert isinstance(alone, Answer)
    assert silt.confidence > alone.confidence - 0.1  # six of one mind do not halve each other's share


def built_alone(many: Snapshot, encoder: Encoder) -> Snapshot:
    return build_snapshot([one for one in many.record.articles if one.publisher == "The Tarn Post"], encoder)


@pytest.mark.parametrize(
    "text",
    ["Who said that the silt has doubled?", "What did Brandvold say about boats?", "How much would the levy cost?"],
)
def test_one_article_answers_as_if_there_were_no_others_to_think_of(text: str, folder: Path, encoder: Encoder) -> None:
    snapshot = built(encoder, folder / "gazette.md")
    question = understand(text, Conversation(), snapshot)
    evidence = snapshot.retriever.evidence(question.search, encoder.embed_question(question.search))
    order = [int(i) for i in np.argsort(-snapshot.retriever.scores(evidence), kind="stable")]
    candidates = find_candidates(question, None, snapshot, encoder)
    kept = [i for i in order if i in candidates.passages]
    assert list(candidates.passages) == kept  # all of them in the order in which they were found, none left out
    ranked, sure = rank(question, None, snapshot, encoder)
    candidates = find_candidates(question, None, snapshot, encoder, Weights.installed())
    shares = Weights.installed().shares(candidates)
    read = {one.passage: one.share for one in ranked if one.share}
    assert read == dict(zip(candidates.passages, map(float, shares), strict=True))
    assert [one.passage for one in ranked[len(read) :]] == [passage for passage, _ in candidates.unread]
    assert sure == Weights.installed().probability(shares)
    (attribution,) = snapshot.record.attributions
    assert {id(s) for p in snapshot.passages for s in snapshot.speakers_of(p)} <= set(map(id, attribution.speakers))
    for speaker, count in snapshot.speakers():
        assert count == sum(speaker.id in passage.speakers for passage in snapshot.passages)
    reply = ask(text, snapshot, encoder)
    message = render_reply(reply, SAY)
    assert not any(c.also_in for c in reply.shown)
    assert not any(q and (q.also or q.source) for q in (message.quotation, *message.further, *message.others))
