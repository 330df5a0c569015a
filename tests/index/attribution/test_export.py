"""Attributions as plain data, with offsets into what was read."""

from __future__ import annotations

from index.attribution.export import quotes_of_text

CAPTIONS = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ada Quill>The pier is safe, and

00:00:04.000 --> 00:00:08.000
<v Ada Quill>it will last for years.
"""


def test_a_statement_has_all_that_is_known_of_it() -> None:
    text = "Nobody came.\n\n“The pier,” said Ada Quill, the harbour master, “is safe for the winter.”\n"
    found = quotes_of_text("pier.txt", text)
    assert found["doc_id"] == "pier.txt"
    (quote,) = found["quotes"]
    spans, speaker = quote.pop("spans"), quote.pop("speaker_span")
    assert [text[start:end] for start, end in spans] == ["The pier", "is safe for the winter"]
    assert text[speaker[0] : speaker[1]] == "Ada Quill"
    assert 0 < quote.pop("confidence") <= 1
    assert quote == {
        "start": spans[0][0],
        "end": spans[1][1],
        "kind": "direct",
        "speaker_text": "Ada Quill",
        "canonical": "Ada Quill",
        "role": "harbour master",
        "cue": "said",
        "polarity": "asserted",
        "rule": "quote",
    }


def test_what_nobody_is_found_for_has_no_speaker() -> None:
    (quote,) = quotes_of_text("pier.txt", "“The pier is safe for the winter.”")["quotes"]
    assert [quote[key] for key in ("speaker_text", "speaker_span", "canonical", "role", "cue")] == [None] * 5


def test_offsets_are_those_of_a_caption_file() -> None:
    (quote,) = quotes_of_text("pier.vtt", CAPTIONS)["quotes"]
    assert CAPTIONS[quote["start"] :].startswith("The pier is safe")
    assert CAPTIONS[: quote["end"]].endswith("for years.")
    assert quote["canonical"] == "Ada Quill"
