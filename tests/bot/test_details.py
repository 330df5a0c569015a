import datetime
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, Citation, Courtesy, InContext, NoAnswer, Reason, Reply
from bot.buttons import Press, complaint_labels, press_label, presses
from bot.details import LISTED, Details, Section, render_context, render_others, render_quotes
from bot.exchanges import Kept
from bot.paging import page
from bot.phrases import phrases
from bot.privacy import render_privacy
from bot.questions import Kind, Manner, Named, Question
from bot.rendering import render_reply
from index.article import Article, Paragraph, Passage, Span, Speaker, StatementKind

SAY = phrases()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3_000)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)


def cited(text: str, name: str = "Ines Okoro", role: str | None = None, title: str = "Ferry") -> Citation:
    span = Span(0, len(text))
    article = Article("a.txt", text, "f" * 64, (Paragraph(span),), title=title, publisher=title, date=title)
    passage = Passage("ffffffff-p1", article.sha256, 1, 1, span, text, (span,))
    speaker = Speaker("s1", name, role=role)
    return Citation(passage, article, (speaker,), speaker, False, StatementKind.DIRECT, 0.7, (Span(0, len(text) // 2),))


CITATIONS = st.builds(cited, TEXTS, NAMES, st.none() | NAMES, NAMES)


def all_from(citations: list[Citation], name: str = "Ines Okoro") -> Answer:
    asked = Question(name, "en", Kind.EVERYTHING, name, (Named(name, name, Manner.NAME, 1.0),))
    return Answer(name, citations[0], 1.0, (), tuple(citations[1:]), asked)


def shows_no_control(text: str) -> bool:
    return not any(unicodedata.category(c) == "Cc" or c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for c in text)


def check(details: Details, most: int) -> None:
    texts = [details.lead, details.note or ""]
    for section in details.sections:
        assert len(section.quotation.text) <= most
        quotation = section.quotation
        texts += [section.label or "", quotation.text, quotation.who, quotation.where, quotation.how or ""]
    assert all(shows_no_control(text) for text in texts)


@given(st.none() | CITATIONS, CITATIONS, st.none() | CITATIONS, st.integers(2, 2_000))
def test_a_passage_stands_between_its_neighbours_within_its_length(
    before: Citation | None, citation: Citation, after: Citation | None, most: int
) -> None:
    details = render_context(InContext(before, citation, after), SAY, most)
    check(details, most)
    assert [section.marked for section in details.sections].count(True) == 1
    labels = [section.label for section in details.sections]
    here = [SAY("context-before")] * bool(before) + [SAY("context-passage")] + [SAY("context-after")] * bool(after)
    assert labels == here


@given(st.lists(CITATIONS, min_size=1, max_size=5), st.integers(2, 2_000))
def test_other_passages_are_within_their_length(citations: list[Citation], most: int) -> None:
    details = render_others(citations, SAY, most)
    check(details, most)
    assert len(details.sections) == len(citations)


@given(
    st.lists(CITATIONS, min_size=1, max_size=12), NAMES, st.integers(-3, 20), st.integers(1, 6), st.integers(2, 2_000)
)
def test_quotes_are_within_their_length_on_any_page(
    citations: list[Citation], name: str, number: int, on_a_page: int, most: int
) -> None:
    details = render_quotes(all_from(citations, name), SAY, number, on_a_page, most)
    check(details, most)
    assert len(details.lead) < 300
    assert 1 <= details.number <= details.pages
    assert 1 <= len(details.sections) <= on_a_page


@given(CITATIONS, st.lists(TEXTS, max_size=4))
def test_what_can_be_asked_is_shown_without_control_characters(citation: Citation, suggestions: list[str]) -> None:
    message = render_reply(NoAnswer("q", Reason.NOT_SAID, 0.1, (citation,)), SAY, None, suggestions)
    assert all(map(shows_no_control, message.suggestions))
    assert len(message.suggestions) == len(suggestions)
    assert (message.offer is None) == (not suggestions)


def test_every_quote_is_on_one_page_in_order() -> None:
    citations = [cited(f"Words {i}.") for i in range(10)]
    pages = [render_quotes(all_from(citations), SAY, number, 4) for number in (1, 2, 3)]
    assert [section.quotation.text for one in pages for section in one.sections] == [f"Words {i}." for i in range(10)]
    assert [one.note for one in pages] == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]
    assert {one.lead for one in pages} == {"Ines Okoro: 10 passages"}
    assert render_quotes(all_from(citations[:1]), SAY).note is None


@given(st.lists(st.integers(), max_size=50), st.integers(-5, 60), st.integers(1, 9))
def test_pages_cover_a_list_and_lead_to_one_another(items: list[int], number: int, most: int) -> None:
    shown = page(items, number, most)
    assert 1 <= shown.number <= shown.pages
    assert (shown.earlier, shown.later) == (
        shown.number - 1 if shown.number > 1 else None,
        shown.number + 1 if shown.number < shown.pages else None,
    )
    assert [item for i in range(1, shown.pages + 1) for item in page(items, i, most).items] == items


def test_a_passage_alone_in_its_article_is_called_that() -> None:
    details = render_context(InContext(None, cited("Alone."), None), SAY)
    assert details == Details(SAY("context-alone"), (Section("The passage", details.sections[0].quotation, True),))
    assert details.sections[0].quotation.text == "Alone."
    assert len(render_others([cited("x" * 3_000)], SAY).sections[0].quotation.text) == LISTED


ANSWER = Answer("q", cited("We see it."), 0.9, (cited("Other."),), exchange="x")


@pytest.mark.parametrize(
    ("reply", "private", "shown"),
    [
        (ANSWER, False, "context others helpful unhelpful delete"),
        (ANSWER, True, "context others helpful unhelpful share"),
        (replace(ANSWER, alternatives=()), False, "context helpful unhelpful delete"),
        (NoAnswer("q", Reason.NOT_SAID, 0.1, (cited("A."),), exchange="x"), True, "context helpful unhelpful"),
        (
            NoAnswer("q", Reason.NOT_SAID, 0.1, (cited("A."), cited("B.")), exchange="x"),
            False,
            "context others helpful unhelpful delete",
        ),
        (replace(ANSWER, exchange=""), False, ""),
        (Courtesy("hi", Kind.GREETING), False, ""),
    ],
)
def test_a_reply_has_the_buttons_that_do_something(reply: Reply, private: bool, shown: str) -> None:
    assert [press.value for press in presses(reply, private=private)] == shown.split()


def test_every_button_has_a_label_that_fits_both_platforms() -> None:
    labels = {press_label(press, SAY) for press in Press}
    assert len(labels) == len(Press)
    assert all(len(label) <= 75 for label in labels)


def test_privacy_says_how_much_is_kept_since_when_and_for_how_long() -> None:
    some = render_privacy(Kept(2, 0, 1, datetime.datetime(1971, 1, 1, tzinfo=datetime.UTC), 30), SAY)
    assert some[0] == "I keep 2 questions and one opinion on an answer of yours, since 1971-01-01."
    assert any("after 30 days" in sentence for sentence in some)
    assert not any("did not answer" in sentence for sentence in some)
    unanswered = render_privacy(Kept(2, 1, 0, datetime.datetime(1971, 1, 1, tzinfo=datetime.UTC), 30), SAY)
    assert "did not answer one of these questions: the moderators" in unanswered[1]
    nothing = render_privacy(Kept(0, 0, 0, None, 0), SAY)
    assert nothing[0] == "I keep nothing of you."
    assert any("memory only" in sentence for sentence in nothing)
    assert any("30 minutes" in sentence for sentence in nothing)


def test_every_choice_of_moderators_and_members_has_its_words() -> None:
    assert len({words for _, words in complaint_labels(SAY)}) == 4
