import re
from dataclasses import replace

import pytest

from bot.answering import MAX_QUESTION
from bot.answers import Answer, Citation, Courtesy, NoAnswer, Reason
from bot.errors import AlreadyRunning, Busy, NotAllowed, NotReady, Unexpected
from bot.library import Library
from bot.moderation.faults import Refused
from bot.phrases import phrases
from bot.questions import COURTESIES, Kind
from bot.rendering import (
    MOST_FURTHER,
    Quotation,
    Run,
    example_question,
    fit_lines,
    render_error,
    render_reply,
    render_sources,
    render_speakers,
    shorten,
)
from index.article import Span, Speaker, StatementKind
from index.passages import cut_passages
from tests.records import article_of, attribution_of

SAY = phrases()
OKORO = Speaker("s1", "Ines Okoro", role="harbour master of Lowhaven")


def citation(text: str = "The ferry runs. Nobody objects.", **changes: object) -> Citation:
    article = article_of(text, title="Ferry to run", address="https://post.example/ferry")
    passage = cut_passages(article, attribution_of([]))[0]
    made = Citation(passage, article, (OKORO,), OKORO, False, StatementKind.DIRECT, 0.7, (Span(0, 15),))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_an_answer_shows_the_words_the_speaker_and_the_place() -> None:
    message = render_reply(Answer("q", citation(), 0.9, (citation(), citation(), citation())), SAY)
    assert message.lead is None
    assert message.quotation == Quotation(
        (Run("The ferry runs.", strong=True), Run(" Nobody objects.")),
        "Ines Okoro, harbour master of Lowhaven",
        "in their own words",
        "Ferry to run, paragraph 1",
        "https://post.example/ferry",
        ("Ines Okoro",),
    )
    assert message.note == "Very likely the answer"
    assert len(message.others) == 2


@pytest.mark.parametrize(
    ("changes", "who", "how"),
    [
        ({"speakers": (), "kind": None}, "The reporter's narration; nobody is quoted", None),
        ({"speakers": (), "unclear": True}, "The article does not make clear who said this", None),
        (
            {"unclear": True},
            "Ines Okoro, harbour master of Lowhaven; and somebody whom the article does not make clear",
            "in their own words",
        ),
        (
            {"speakers": (Speaker("s2", "Wu"), OKORO)},
            "Wu; Ines Okoro, harbour master of Lowhaven",
            "in their own words",
        ),
        ({"kind": StatementKind.INDIRECT}, "Ines Okoro, harbour master of Lowhaven", "as reported"),
        (
            {"kind": StatementKind.MIXED},
            "Ines Okoro, harbour master of Lowhaven",
            "partly in their own words, partly as reported",
        ),
    ],
)
def test_who_speaks_and_how_is_said_plainly(changes: dict[str, object], who: str, how: str | None) -> None:
    quotation = render_reply(Answer("q", replace(citation(), **changes), 0.9), SAY).quotation  # type: ignore[arg-type]
    assert quotation is not None
    assert (quotation.who, quotation.how) == (who, how)


@pytest.mark.parametrize(("confidence", "words"), [(0.8, "Very likely"), (0.6, "Probably"), (0.4, "Perhaps")])
def test_how_sure_the_bot_is_in_words(confidence: float, words: str) -> None:
    assert (render_reply(Answer("q", citation(), confidence), SAY).note or "").startswith(words)


def test_a_list_shows_its_passages_and_counts_the_rest() -> None:
    further = tuple(citation(f"Ferry {i} runs. " + "Nobody objects. " * 40) for i in range(12))
    message = render_reply(Answer("q", citation(), 0.9, (citation(),), further), SAY)
    assert message.lead == SAY("list-lead", count=13)
    assert [quotation.text[:7] for quotation in message.further] == [f"Ferry {i}" for i in range(MOST_FURTHER)]
    assert all(len(quotation.text) <= 300 and quotation.names == ("Ines Okoro",) for quotation in message.further)
    assert message.left_out == 12 - MOST_FURTHER
    assert message.others == ()
    assert message.note is None


def test_a_courtesy_is_one_friendly_sentence_with_an_example_where_there_is_one() -> None:
    assert "Who?" in (render_reply(Courtesy("help", Kind.HELP), SAY, "Who?").lead or "")
    assert {render_reply(Courtesy("x", kind), SAY).quotation for kind in COURTESIES} == {None}
    assert len({render_reply(Courtesy("x", kind), SAY).lead for kind in COURTESIES}) == len(COURTESIES)


def test_a_refusal_says_so_and_marks_nothing_as_the_answer() -> None:
    message = render_reply(NoAnswer("q", Reason.NOT_SAID, 0.1, (citation(),)), SAY)
    assert message.lead is not None
    assert message.lead.startswith("The article does not say.")
    assert message.quotation is not None
    assert not any(run.strong for run in message.quotation.runs)
    assert message.note is None
    assert render_reply(NoAnswer("q", Reason.NOT_SAID), SAY).lead == "The article does not say."


def test_no_question_gets_an_example_and_a_long_one_the_limit() -> None:
    assert "Who?" in (render_reply(NoAnswer("", Reason.EMPTY), SAY, "Who?").lead or "")
    assert render_reply(NoAnswer("", Reason.EMPTY), SAY).lead == "Ask me what was said, or who said it."
    assert f"{MAX_QUESTION:,}" in (render_reply(NoAnswer("", Reason.TOO_LONG), SAY).lead or "")


def test_control_characters_of_a_source_never_reach_a_message() -> None:
    shown = citation("A\x1b[31mred\u202e\tword\nhere.", highlights=(), speakers=(replace(OKORO, name="I\x07O"),))
    quotation = render_reply(Answer("q", shown, 0.9), SAY).quotation
    assert quotation is not None
    assert quotation.text == "A [31mred  word here."
    assert quotation.who.startswith("I O,")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.example/x|y>", "https://a b", "https://a.example/\x1b[2J", None]
)
def test_only_plain_web_addresses_become_links(address: str | None) -> None:
    shown = citation()
    quotation = render_reply(
        Answer("q", replace(shown, article=replace(shown.article, address=address)), 0.9), SAY
    ).quotation
    assert quotation is not None
    assert quotation.link is None


@pytest.mark.parametrize("most", [2, 10, 18, 25, 30])
def test_shortening_keeps_verbatim_words_and_says_that_it_cut(most: int) -> None:
    whole = Quotation((Run("The ferry runs.", strong=True), Run(" Nobody objects.")), "w", None, "p")
    short = shorten(whole, most)
    assert len(short.text) <= most
    assert short.text.endswith("…")
    assert whole.text.startswith(short.text[:-1])
    assert shorten(whole, 31) == whole


def test_lists_of_speakers_and_sources(library: Library) -> None:
    heading, lines = render_speakers(library.snapshot, SAY)
    assert heading.startswith("Who speaks")
    assert any(line.startswith("Stephen Wong Yuen-shan, ") for line in lines)
    _, sources = render_sources(library.snapshot, SAY)
    assert len(sources) == 1
    assert sources[0].endswith("(Digest of public reporting on the forum): 16 passages")
    assert example_question(library.snapshot, SAY) == "What did Jiao Jie say?"


def test_lists_that_do_not_fit_are_counted() -> None:
    lines = [f"Speaker number {i}" for i in range(100)]
    kept = fit_lines(lines, 200, SAY)
    assert sum(len(line) + 1 for line in kept) <= 200
    assert kept[:-1] == lines[: len(kept) - 1]
    assert kept[-1] == f"… and {100 - len(kept) + 1} more"
    assert fit_lines(lines[:3], 200, SAY) == lines[:3]


def test_every_error_has_a_sentence_and_the_unforeseen_no_details() -> None:
    sentences = {
        render_error(error, SAY, platform)
        for platform in ("discord", "slack", "terminal")
        for error in (
            Busy(),
            NotReady(),
            NotAllowed(),
            AlreadyRunning(),
            Refused(reason="r."),
            Unexpected(reference="A1"),
        )
    }
    assert len(sentences) == 8


def test_the_unforeseen_is_logged_once_under_a_reference_that_the_member_reads(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sentence = render_error(ZeroDivisionError("secret"), SAY, "slack")
    (record,) = caplog.records
    (number,) = re.findall(r"reference (\w+)", record.getMessage())
    assert sentence == SAY("error-unexpected", reference=number)
    assert "secret" not in sentence
    assert record.exc_info
