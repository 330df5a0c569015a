"""Captions: cues joined into turns, with and without voices."""

from __future__ import annotations

import pytest

from index.errors import SourceError
from index.sources.captions import UNNAMED_VOICE, caption_offsets, looks_like_captions, read_captions

VOICED = """WEBVTT - A talk

NOTE made by hand

1
00:00:01.000 --> 00:00:04.200
<v.loud Ines Aalto>The tide &amp; the moon
are <i>old</i> friends.</v>

2
00:00:04.400 --> 00:00:06.000
<v Ines Aalto>They quarrel twice a day.

00:00:06.100 --> 00:00:08.000
<v Tom Bekele>Who wins?</v> <v Ines Aalto>The beach.
"""

SRT = """1
00:00:01,000 --> 00:00:03,000
MODERATOR: Shall we begin?

2
00:00:03,200 --> 00:00:06,000
DR. AALTO: <font color="red">We have begun.</font>

3
00:00:06,200 --> 00:00:08,000
The tide is in.

4
00:00:08,200 --> 00:00:09,000
>> Louder, please!
"""


def test_cues_of_one_voice_are_one_turn() -> None:
    article = read_captions("talk.vtt", VOICED, "0")
    turns = [(p.label, p.span.of(article.text)) for p in article.paragraphs]
    assert turns == [
        ("Ines Aalto", "The tide & the moon are old friends. They quarrel twice a day."),
        ("Tom Bekele", "Who wins?"),
        ("Ines Aalto", "The beach."),
    ]
    assert [p.time for p in article.paragraphs] == ["00:00:01.000", "00:00:06.100", "00:00:06.100"]
    for paragraph in article.paragraphs:
        assert paragraph.label_span is not None
        assert paragraph.label_span.of(article.text) == paragraph.label


def test_every_character_of_the_words_leads_back_to_the_file() -> None:
    article = read_captions("talk.vtt", VOICED, "0")
    offsets = caption_offsets("talk.vtt", VOICED)
    assert len(offsets) == len(article.text)
    for paragraph in article.paragraphs:
        for position in range(*paragraph.span):
            char = article.text[position]
            assert char in (" ", VOICED[offsets[position]])


def test_printed_labels_and_a_change_of_speaker() -> None:
    article = read_captions("talk.srt", SRT, "0")
    turns = [(p.label, p.span.of(article.text)) for p in article.paragraphs]
    assert turns == [
        ("MODERATOR", "Shall we begin?"),
        ("DR. AALTO", "We have begun. The tide is in."),
        (UNNAMED_VOICE, "Louder, please!"),
    ]


def _a_second_each(*cues: str) -> str:
    """Return a WebVTT file of cues that follow each other."""
    timed = (f"00:00:{n:02d}.000 --> 00:00:{n + 1:02d}.000\n{cue}\n" for n, cue in enumerate(cues))
    return "WEBVTT\n\n" + "\n".join(timed)


def test_a_label_may_hold_a_name_or_an_office_in_brackets() -> None:
    cues = ["CHAIR (OLA BRANDT): Good evening.", "Ana Ruiz (Tarn Radio): How long?", "It has (nearly): gone."]
    article = read_captions("hearing.vtt", _a_second_each(*cues), "0")
    assert [(p.label, p.span.of(article.text)) for p in article.paragraphs] == [
        ("CHAIR (OLA BRANDT)", "Good evening."),
        ("Ana Ruiz (Tarn Radio)", "How long? It has (nearly): gone."),
    ]


def test_a_single_name_is_a_label_where_it_recurs() -> None:
    cues = ["Helga: Good morning.", "Remember: the tide.", "Tom: Morning.", "Helga: Shall we?", "Tom: Yes."]
    article = read_captions("call.vtt", _a_second_each(*cues), "0")
    assert [(p.label, p.span.of(article.text)) for p in article.paragraphs] == [
        ("Helga", "Good morning. Remember: the tide."),
        ("Tom", "Morning."),
        ("Helga", "Shall we?"),
        ("Tom", "Yes."),
    ]


def test_rolling_captions_are_said_once() -> None:
    text = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nthe river rose\n\n"
        "00:00:02.000 --> 00:00:03.000\nthe river rose\nin the night\n\n"
        "00:00:03.000 --> 00:00:04.000\nin the night\nand fell by noon\n"
    )
    article = read_captions("auto.vtt", text, "0")
    assert [p.span.of(article.text) for p in article.paragraphs] == ["the river rose in the night and fell by noon"]


def test_a_long_turn_is_divided_at_a_pause() -> None:
    cues = []
    for number in range(12):
        start = number * 4 + (10 if number > 6 else 0)
        words = " ".join(f"w{number}x{k}" for k in range(19)) + " end."
        cues.append(f"00:00:{start:02d}.000 --> 00:00:{start + 4:02d}.000\n<v Ana Ruiz>{words}\n")
    article = read_captions("long.vtt", "WEBVTT\n\n" + "\n".join(cues), "0")
    assert [len(p.span.of(article.text).split()) for p in article.paragraphs] == [140, 100]
    assert [p.label for p in article.paragraphs] == ["Ana Ruiz", "Ana Ruiz"]
    assert article.paragraphs[1].label_span is None


@pytest.mark.parametrize(
    "text", ["WEBVTT\n\n", "1\nnot a time\nwords\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<i></i>\n"]
)
def test_captions_without_words_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SourceError, match=r"^bad\.srt"):
        read_captions("bad.srt", text, "0")


def test_captions_are_told_from_prose() -> None:
    assert looks_like_captions(VOICED)
    assert looks_like_captions(SRT)
    assert not looks_like_captions("1 May was warm.\n\nIt rained.")
