"""Captions: WebVTT and SubRip (SRT) files read into the turns of those who speak.

The words of a turn are strewn over many cues with times between them, so no piece of the file itself could be
posted. The article's text is therefore the captions as a reader would write them out: one turn a line, "Voice:
words", the words of its cues joined by single spaces, without markup. Offsets of the article point into that text;
`caption_offsets` leads from it back to the file.
"""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.article import Article, Paragraph, Span
from index.errors import SourceError
from index.sources.labels import in_capitals, is_function, is_label
from index.sources.transcript import split_turn

if TYPE_CHECKING:
    import webvtt

UNNAMED_VOICE = "VOICE NOT NAMED"
"""The label of a turn whose captions name nobody."""

_PAUSE = 1.5  # seconds of silence at which a long turn is divided
_LONG = 100  # words after which a pause divides a turn
_TAG = re.compile(r"<[^<>\n]{0,300}>|\{\\[^{}\n]{0,300}\}")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_VOICE = re.compile(r"<v(?:\.[^\s<>.]{1,50}){0,9}\s{1,9}([^<>]{1,200})>")
_PRINTED = re.compile(
    r"\s*(?:-\s*)?(?P<change>>>+\s*)?(?:(?P<label>[^\W\d_][\w.'’ -]{0,40}(?:\([\w.,'’ -]{1,40}\))?):\s+)?"
)
_SRT = re.compile(r"\s*\d+[ \t]*\n\s*\d+:\d{1,2}:\d{1,2}[,.]\d+\s*-->")


@dataclass(slots=True)
class _Turn:
    """The words of one voice, each character with its offset in the file, and when they begin."""

    label: str
    time: str
    new: bool = True
    chars: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def add(self, pieces: list[tuple[str, int]]) -> None:
        """Add words after a space; a space of our own has the offset of what follows it."""
        if self.chars and pieces:
            self.chars.append(" ")
            self.offsets.append(pieces[0][1])
        for char, offset in pieces:
            self.chars.append(char)
            self.offsets.append(offset)

    @property
    def words(self) -> int:
        """How many words the turn has."""
        return len("".join(self.chars).split())


def looks_like_captions(text: str) -> bool:
    """Return whether `text` is a WebVTT or SRT file."""
    return text.startswith("WEBVTT") or _SRT.match(text) is not None


def read_captions(name: str, text: str, sha256: str) -> Article:
    """Read captions into an article with a labelled paragraph for each turn; see the module for its text.

    A turn goes on while the voice is the same. Its label is the voice tag (`<v Name>`), else a name printed before
    a colon, else `UNNAMED_VOICE`. A long turn is divided at pauses, and at sentence ends where there is none.

    Raises:
        SourceError: the file is no valid WebVTT or SRT, or holds no words.
    """
    turns = _turns(name, text)
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    position = 0
    for turn in turns:
        head = f"{turn.label}: " if turn.new else ""
        line = head + "".join(turn.chars)
        label_span = Span(position, position + len(turn.label)) if turn.new else None
        spans = [span.moved(position) for span in split_turn(line, Span(len(head), len(line)))]
        paragraphs.append(Paragraph(spans[0], turn.label, label_span, turn.time))
        paragraphs.extend(Paragraph(span, turn.label) for span in spans[1:])
        pieces.append(line + "\n")
        position += len(line) + 1
    return Article(name=name, text="".join(pieces), sha256=sha256, paragraphs=tuple(paragraphs))


def caption_offsets(name: str, text: str) -> tuple[int, ...]:
    """Return for each character of `read_captions(name, text, ...).text` its offset in the file `text`.

    A label, a space between cues and a line's end, which the file does not hold, have the offset of the word that
    follows or, at the end of a turn, of its last character.

    Raises:
        SourceError: as `read_captions`.
    """
    offsets: list[int] = []
    for turn in _turns(name, text):
        head = len(turn.label) + 2 if turn.new else 0
        offsets.extend([turn.offsets[0]] * head)
        offsets.extend(turn.offsets)
        offsets.append(turn.offsets[-1])
    return tuple(offsets)


def _turns(name: str, text: str) -> list[_Turn]:
    """Return the turns of a caption file, cues of one voice joined."""
    turns: list[_Turn] = []
    ended = 0.0
    cues = list(_cues(name, text))
    recurring = _recurring_labels(line for _, lines in cues for line, _ in lines)
    for cue, lines in cues:
        start = _seconds(cue.start)
        for voice, change, pieces in _voices(lines, recurring):
            last = turns[-1] if turns else None
            label = voice or (UNNAMED_VOICE if change or last is None else last.label)
            if last is None or label != last.label or change:
                turns.append(_Turn(label, cue.start))
            elif start - ended >= _PAUSE and last.words >= _LONG:
                turns.append(_Turn(label, cue.start, new=False))
            turns[-1].add(pieces)
        ended = _seconds(cue.end)
    turns = [turn for turn in turns if turn.chars]
    if not turns:
        raise SourceError(f"{name}: the captions hold no words. Check that the file is complete.")
    return turns


def _cues(name: str, text: str) -> Iterator[tuple[webvtt.Caption, list[tuple[str, int]]]]:
    """Yield each cue with its lines and their offsets, without lines that the cue before it showed already."""
    import webvtt  # noqa: PLC0415 - every text is asked whether it is captions, and few are
    from webvtt.errors import MalformedCaptionError, MalformedFileError  # noqa: PLC0415 - as above

    try:
        if text.startswith("WEBVTT"):
            captions = webvtt.from_string(text)
        else:
            captions = webvtt.from_buffer(io.BytesIO(text.strip().encode()), format="srt")
    except (MalformedFileError, MalformedCaptionError) as error:
        raise SourceError(
            f"{name} breaks the rules for captions. Export them again as WebVTT (.vtt) or SubRip (.srt)."
        ) from error
    position = 0
    shown: list[str] = []
    for cue in captions.captions:
        placed: list[tuple[str, int]] = []
        for line in cue.lines:
            position = max(position, text.find(line, position))
            placed.append((line, position))
            position += len(line)
        # Rolling captions repeat the line above in the next cue.
        repeated = next((n for n in range(len(placed), 0, -1) if [x for x, _ in placed[:n]] == shown[-n:]), 0)
        shown = [line for line, _ in placed]
        yield cue, placed[repeated:]


def _recurring_labels(lines: Iterable[str]) -> frozenset[str]:
    """Return the labels of one word in small letters ("Helga: ...") that stand before more than one line."""
    matches = (_PRINTED.match(line) for line in lines)
    counts = Counter(match["label"] for match in matches if match is not None and match["label"])
    return frozenset(label for label, count in counts.items() if count > 1 and is_label(label))


def _voices(
    lines: list[tuple[str, int]], recurring: frozenset[str]
) -> Iterator[tuple[str | None, bool, list[tuple[str, int]]]]:
    """Yield the pieces of a cue by voice: the label or None, whether the speaker changes, and the words' characters."""
    voice: str | None = None
    for line, offset in lines:
        start = 0
        for match in [*_VOICE.finditer(line), None]:
            part = line[start : match.start()] if match else line[start:]
            words = list(_plain(part, offset + start))
            if words:
                yield _printed_label(voice, words, recurring)
            if match:
                voice = html.unescape(match.group(1)).strip()
                start = match.end()


def _printed_label(
    voice: str | None, words: list[tuple[str, int]], recurring: frozenset[str]
) -> tuple[str | None, bool, list[tuple[str, int]]]:
    """Return words with the label that a tag or the words themselves print, and whether ">>" changes the voice."""
    if voice is not None:
        return voice, False, words
    match = _PRINTED.match("".join(char for char, _ in words))
    if match is None:
        return None, False, words
    label, change = match["label"], bool(match["change"])
    named = label is not None and (
        in_capitals(label) or is_function(label) or label in recurring or (is_label(label) and " " in label)
    )
    rest = words[match.end() :] if named else words[match.end("change") if change else 0 :]
    return (label.strip() if named and label else None), change and not named, rest


def _plain(line: str, offset: int) -> Iterator[tuple[str, int]]:
    """Yield the characters of a line without markup, entities decoded, each with its offset in the file."""
    position = 0
    characters: list[tuple[str, int]] = []
    while position < len(line):
        if tag := _TAG.match(line, position):
            position = tag.end()
        elif entity := _ENTITY.match(line, position):
            characters.extend((char, offset + position) for char in html.unescape(entity.group()))
            position = entity.end()
        else:
            characters.append((line[position], offset + position))
            position += 1
    while characters and characters[-1][0].isspace():
        characters.pop()
    first = next((i for i, (char, _) in enumerate(characters) if not char.isspace()), len(characters))
    yield from characters[first:]


def _seconds(time: str) -> float:
    """Return a cue's time ("00:01:02.500") in seconds."""
    seconds = 0.0
    for part in time.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
