"""The quotation as a picture: which may be one, what it shows, and that it fits."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.answering import reply_to
from bot.answers import Answer, Citation
from bot.card import HEIGHT, WIDTH, Card, can_be_card, draw_card, make_card
from bot.conversation import Conversation
from bot.errors import NoCard
from bot.lettering import Hand, missing
from bot.library import Library
from bot.phrases import phrases
from index.article import Span, StatementKind
from index.embedding import Encoder
from tests.conftest import open_library

SHORT = Card("The ferry will run again in April.", "Ines Okoro", "harbour master", "Coast Gazette", "")
ARTICLE = """The harbour looks ahead

“The ferry will run again in April,” said Ines Okoro, the harbour master. “Nobody will have to wait,” she added.

Okoro said that the pier would be painted green before the summer.

A boy asked for ice cream, and the band played until the rain came.
"""


def picture(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(card)))


def citations(library: Library, encoder: Encoder) -> list[Citation]:
    questions = ("When will the ferry run again?", "What colour will the pier be painted?", "Who asked for ice cream?")
    replies = [reply_to(question, Conversation(), library.snapshot, encoder, 0.0) for question in questions]
    assert all(isinstance(reply, Answer) for reply in replies)
    return [reply.shown[0] for reply in replies]


@pytest.fixture
def harbour(tmp_path: Path, encoder: Encoder) -> Library:
    (tmp_path / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    return open_library(tmp_path / "data", encoder, tmp_path / "harbour.txt")


def test_only_the_speaker_s_own_words_become_a_card(harbour: Library, encoder: Encoder) -> None:
    direct, reported, narrated = citations(harbour, encoder)
    assert can_be_card(direct)
    assert not can_be_card(reported)
    assert not can_be_card(narrated)
    for citation in (reported, narrated, replace(direct, narrated=True), replace(direct, voice=None)):
        with pytest.raises(NoCard):
            make_card(citation, phrases())


def test_a_card_holds_the_words_without_what_the_reporter_put_between(harbour: Library, encoder: Encoder) -> None:
    card = make_card(citations(harbour, encoder)[0], phrases())
    assert card.words == "The ferry will run again in April … Nobody will have to wait"
    assert (card.speaker, card.role) == ("Ines Okoro", "harbour master")
    assert card.source.startswith("The harbour looks ahead")
    for part in (card.words, card.speaker, card.role or "", card.source):
        assert part in card.alt


def test_of_a_passage_that_reports_speech_too_only_direct_words_that_answer_are_put_on_the_card(
    harbour: Library, encoder: Encoder
) -> None:
    direct = citations(harbour, encoder)[0]
    words = "Nobody will have to wait"
    start = direct.passage.text.index(words)
    first, *others = direct.passage.statements
    reported = (replace(first, kind=StatementKind.INDIRECT), *others)
    passage = replace(direct.passage, statements=reported)
    mixed = replace(direct, passage=passage, kind=StatementKind.MIXED, highlights=(Span(start, start + len(words)),))
    assert make_card(mixed, phrases()).words == words
    assert not can_be_card(replace(mixed, highlights=(Span(0, start - 2),)))
    assert not can_be_card(replace(mixed, highlights=()))


def test_what_another_speaker_says_in_the_passage_is_not_put_on_the_card(harbour: Library, encoder: Encoder) -> None:
    direct = citations(harbour, encoder)[0]
    first, *others = direct.passage.statements
    others = [replace(statement, speaker="somebody else") for statement in others]
    passage = replace(direct.passage, statements=(first, *others))
    assert make_card(replace(direct, passage=passage), phrases()).words == "The ferry will run again in April"


def test_words_beyond_the_passage_are_not_on_the_card(harbour: Library, encoder: Encoder) -> None:
    direct = citations(harbour, encoder)[0]
    start = direct.passage.span.start
    passage = replace(direct.passage, span=Span(start, start + len("“The ferry")))
    assert make_card(replace(direct, passage=passage), phrases()).words == "The ferry"


@pytest.mark.parametrize(
    "card",
    [
        SHORT,
        replace(SHORT, words="我哋唔應該問人工智能會唔會取代會計師，而係邊個會最先學識用佢。" * 3, speaker="黃元山"),
        replace(SHORT, words="答案会决定十年之后谁还有生意。" * 200),
        replace(SHORT, words="One more sentence of a very long speech. " * 200),
        replace(SHORT, words="a" * 5_000, speaker="b" * 3_000, role="c " * 3_000, source="ｄ" * 3_000),
        replace(SHORT, words="x", role=None),
    ],
)
def test_everything_stays_within_the_margins(card: Card) -> None:
    drawn = picture(card)
    assert drawn.format == "PNG"
    assert drawn.width == WIDTH
    assert HEIGHT <= drawn.height <= 1_350
    paper = Image.new("RGB", drawn.size, drawn.convert("RGB").getpixel((WIDTH - 1, 0)))
    ink = ImageChops.difference(drawn.convert("RGB"), paper).crop((40, 0, WIDTH, drawn.height)).getbbox()
    assert ink is not None
    left, top, right, bottom = ink
    assert left > 0
    assert right + 40 <= WIDTH - 60
    assert top >= 60
    assert bottom <= drawn.height - 40


def test_other_words_make_another_picture() -> None:
    assert draw_card(SHORT) != draw_card(replace(SHORT, words="The ferry will run again in March."))
    assert draw_card(SHORT) != draw_card(replace(SHORT, speaker="Ines Okora"))


def test_long_words_are_cut_at_the_end_of_a_sentence() -> None:
    from bot.card import fit

    words = "One more sentence of a very long speech by Dr. Smith. " * 200
    lines, _ = fit(words, 150)
    assert " ".join(lines).endswith("by Dr. Smith. …”")
    lines, _ = fit("word after word without an end " * 200, 150)
    assert " ".join(lines).endswith(("word…”", "after…”", "without…”", "an…”", "end…”"))
    lines, _ = fit("答案会决定十年之后谁还有生意。" * 200, 150)
    assert "".join(lines).endswith("生意。 …”")


def test_a_line_never_begins_with_a_mark_that_closes() -> None:
    text = "她說：「今日係好日子，大家都開心。」（笑）！" * 20
    for width in range(300, 700, 37):
        lines = Hand.for_text(text, (0, 0, 0)).lines(text, 40, width)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，。、！」）"]
        assert not [line for line in lines if line[-1] in "「（"]


@pytest.mark.parametrize(
    "text",
    [
        "Łódź Ōsaka Siobhán Ñandú Nguyễn ﬁ “”‘’—…•€£",
        "Паром, ніхто, ґанок, объявление",
        "Πειραιάς ώρα",
        "黃元山說灣體鬱，冇嘅喺咗啲嚟㗎",
        "黄元山说湾体郁们",
        "フェリーは東京、ひらがな。",
        "한국어",
    ],
)
def test_the_fonts_have_the_letters_of_europe_china_japan_and_korea(text: str) -> None:
    assert missing(text) == ""


@pytest.mark.parametrize("text", ["مرحبا", "नमस्ते", "🙂", "\ue000"])
def test_a_letter_that_no_font_has_is_refused_and_not_drawn_as_a_box(text: str) -> None:
    for card in (replace(SHORT, words=text), replace(SHORT, speaker=text), replace(SHORT, source=text)):
        with pytest.raises(NoCard):
            draw_card(card)


def test_what_nobody_sees_is_left_out_and_marks_are_joined_to_their_letters() -> None:
    plain = draw_card(replace(SHORT, words="Siobhán said so"))
    assert draw_card(replace(SHORT, words="Siobha\u0301n\u200b said\u00ad so\ufeff")) == plain
