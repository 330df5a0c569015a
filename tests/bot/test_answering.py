from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import MAX_QUESTION, cite, reply_to, tidy_question
from bot.answers import Answer, Courtesy, NoAnswer, Reason, Reply
from bot.conversation import Conversation
from bot.library import Library
from bot.phrases import phrases
from bot.questions import Kind, Question
from bot.rendering import render_reply
from index.article import Span, Speaker
from index.passages import cut_passages
from index.snapshot import Record, build_snapshot
from tests.records import article_of, attribution_of, said

Ask = Callable[..., Reply]


@pytest.fixture
def ask(library: Library) -> Ask:
    def ask(text: str, conversation: Conversation | None = None, threshold: float = 0.33) -> Reply:
        return reply_to(text, conversation or Conversation(), library.snapshot, library.encoder(), threshold)

    return ask


def test_the_passage_is_a_verbatim_piece_of_its_article(ask: Ask) -> None:
    reply = ask("Who called the city a magnet for the world's money?")
    assert isinstance(reply, Answer)
    citation = reply.citation
    assert "a magnet for the world's money" in citation.passage.text
    assert citation.article.text[slice(*citation.passage.span)] == citation.passage.text
    marked = [span.of(citation.passage.text) for span in citation.highlights]
    assert len(marked) == 1
    assert "magnet" in marked[0]
    assert [s.name for s in citation.speakers] == ["Stephen Wong Yuen-shan"]
    assert citation.voice is not None
    assert citation.voice.role is not None
    assert "Chief Executive's Policy Unit" in citation.voice.role


def test_alternatives_are_other_passages_in_order(ask: Ask) -> None:
    reply = ask("Who called the city a magnet for the world's money?")
    assert isinstance(reply, Answer)
    shown = [reply.citation, *reply.alternatives]
    assert len({c.passage.id for c in shown}) == len(shown) == 5
    assert [c.score for c in shown] == sorted((c.score for c in shown), reverse=True)


def test_what_the_article_lacks_is_declined_with_the_closest(ask: Ask) -> None:
    reply = ask("What will the weather be?")
    assert isinstance(reply, NoAnswer)
    assert reply.reason is Reason.NOT_SAID
    assert len(reply.nearest) == 5
    assert reply.confidence < 0.33


@pytest.mark.parametrize("text", ["", "   ", "???", "\n\t", "…—!", "\u200b\u200b", "🙂"])
def test_no_question_is_no_search(ask: Ask, text: str) -> None:
    assert ask(text) == NoAnswer(tidy_question(text), Reason.EMPTY)


def test_a_text_that_is_too_long_is_declined(ask: Ask) -> None:
    reply = ask("why " * MAX_QUESTION)
    assert isinstance(reply, NoAnswer)
    assert reply.reason is Reason.TOO_LONG
    assert len(reply.question) == MAX_QUESTION


def test_the_threshold_decides(ask: Ask) -> None:
    assert isinstance(ask("What will the weather be?", threshold=0.0), Answer)
    assert isinstance(ask("Who called the city a magnet for the world's money?", threshold=1.0), NoAnswer)


def test_he_is_whoever_spoke_in_the_passage_shown_last(ask: Ask) -> None:
    first = ask("What did Zhu Min stress about artificial intelligence?")
    assert isinstance(first, Answer)
    assert first.citation.voice is not None
    voice = first.citation.voice
    after = ask("what did he say about money and manufacturing?", Conversation().after(first), threshold=0)
    assert isinstance(after, Answer)
    assert voice in after.citation.speakers
    assert all(voice in c.speakers or not c.speakers for c in after.alternatives)
    alone = ask("what did he say about money and manufacturing?", threshold=0)
    assert isinstance(alone, Answer)
    assert {s.name for c in [alone.citation, *alone.alternatives] for s in c.speakers} > {voice.name}


def test_a_conversation_keeps_its_last_ten_turns() -> None:
    conversation = Conversation()
    for i in range(12):
        conversation = conversation.after(NoAnswer(f"q{i}", Reason.EMPTY))
    assert [turn.question for turn in conversation.turns] == [f"q{i}" for i in range(2, 12)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("good morning!", Kind.GREETING),
        ("thanks", Kind.THANKS),
        ("what can you do?", Kind.HELP),
        ("invent a quote by Zhu Min", Kind.INSTRUCTION),
        ("hmm", Kind.NOISE),
    ],
)
def test_what_is_no_question_is_answered_in_kind(ask: Ask, text: str, kind: Kind) -> None:
    reply = ask(text, threshold=0)
    assert reply == Courtesy(text, kind)
    assert render_reply(reply, phrases()).lead == phrases()(f"courtesy-{kind.value}")


def test_a_courtesy_does_not_part_two_questions(ask: Ask) -> None:
    first = ask("What did Zhu Min stress about artificial intelligence?")
    conversation = Conversation().after(first)
    assert conversation.after(ask("thanks!", conversation)) == conversation


def test_all_that_somebody_said_is_a_list_in_the_order_of_the_article(ask: Ask) -> None:
    reply = ask("everything Wong said", threshold=1.0)
    assert isinstance(reply, Answer)
    numbers = [citation.passage.number for citation in reply.given]
    assert numbers == sorted(numbers)
    assert len(numbers) > 1
    assert {c.voice.name for c in reply.given if c.voice} == {"Stephen Wong Yuen-shan"}
    for citation in reply.given:
        assert citation.highlights
        assert all(span.of(citation.passage.text).strip() for span in citation.highlights)


def test_the_speakers_are_each_shown_once(ask: Ask, library: Library) -> None:
    reply = ask("who speaks?", threshold=1.0)
    assert isinstance(reply, Answer)
    shown = {speaker.name for citation in reply.given for speaker in citation.speakers}
    assert shown == {speaker.name for speaker, _ in library.snapshot.speakers()}
    assert len({citation.passage.id for citation in reply.given}) == len(reply.given)


def test_what_else_leaves_out_what_was_given(ask: Ask) -> None:
    first = ask("What did Zhu Min stress about artificial intelligence?")
    assert isinstance(first, Answer)
    more = ask("what else did he say?", Conversation().after(first), threshold=0)
    assert isinstance(more, Answer)
    assert first.citation.passage.id not in {citation.passage.id for citation in more.given}
    assert all(first.citation.voice in citation.speakers for citation in more.given)


def test_whose_words_were_shown_is_answered_with_them(ask: Ask) -> None:
    first = ask("Who called the city a magnet for the world's money?")
    again = ask("is that a direct quote or the reporter?", Conversation().after(first), threshold=1.0)
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert again.citation.passage == first.citation.passage
    assert again.citation.kind is not None


def test_a_name_that_the_articles_do_not_know_is_declined_by_name(ask: Ask) -> None:
    reply = ask("What did Quentin Maplethorpe say about banks?", threshold=0)
    assert isinstance(reply, NoAnswer)
    assert reply.reason is Reason.UNKNOWN_NAME
    assert "Quentin Maplethorpe" in (render_reply(reply, phrases()).lead or "")


def test_another_s_words_are_never_offered_as_the_speaker_s(ask: Ask) -> None:
    reply = ask("what did zhu min say about the weather", threshold=0)
    assert isinstance(reply, Answer)
    assert all("Zhu Min" in {s.name for s in c.speakers} or not c.speakers for c in reply.shown)


def test_tidying_keeps_words_and_drops_what_cannot_be_seen() -> None:
    assert tidy_question("  what\n did\x00 he\x1b[31m say? ") == "what did he [31m say?"


def test_words_of_the_reporter_are_told_from_the_speaker_s(tmp_path: Path, library: Library) -> None:
    article = article_of("“We saw it,” said Ines Okoro. The bakery burnt down on Monday night.")
    found = attribution_of([Speaker("s1", "Ines Okoro")], said(article, "We saw it", "s1"))
    snapshot = build_snapshot([article], library.encoder())
    record = Record((article,), (found,), cut_passages(article, found))
    reply = reply_to(
        "When did the bakery burn down?", Conversation(), replace(snapshot, record=record), library.encoder(), 0.0
    )
    assert isinstance(reply, Answer)
    assert [span.of(reply.citation.passage.text) for span in reply.citation.highlights] == [
        "The bakery burnt down on Monday night."
    ]
    assert reply.citation.narrated
    quotation = render_reply(reply, phrases()).quotation
    assert quotation is not None
    assert quotation.how == phrases()("answer-words-narrated")


def test_words_without_a_cue_are_shown_beside_who_spoke_before_them(library: Library) -> None:
    article = article_of("“We saw it,” said Ines Okoro. “So did we,” said Tom Bekele. It burnt for three hours.")
    speakers = [Speaker("s1", "Ines Okoro"), Speaker("s2", "Tom Bekele")]
    statements = [said(article, "We saw it", "s1"), said(article, "So did we", "s2")]
    found = attribution_of(speakers, *statements)
    snapshot = replace(
        build_snapshot([article], library.encoder()),
        record=Record((article,), (found,), cut_passages(article, found)),
    )
    asked = Question("How long?", "en", Kind.FACT, "How long?")
    text = snapshot.passages[0].text
    after = cite(snapshot, asked, 0, 0.5, (Span(text.index("It burnt"), len(text)),))
    assert after.narrated
    assert after.voice is not None
    assert after.voice.name == "Tom Bekele"
    before = cite(snapshot, asked, 0, 0.5, (Span(0, 3),))
    assert before.voice is not None
    assert before.voice.name == "Ines Okoro"
