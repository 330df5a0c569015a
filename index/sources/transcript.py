"""Transcripts: "NAME: text" turns, with or without times, read into an `Article` of labelled paragraphs.

Styles understood, also mixed with blank lines or hard-wrapped lines::

    [14:02:10] NAME: text        00:01:02 NAME: text        NAME (00:12): text
    Name: text                   **NAME:** text             >> NAME: text
    Q: text / A: text            Name Surname  0:12         (the text on the next line)

A transcript keeps to one style, so the commonest style decides which lines begin a turn; a "Moderator:
Yusuf Karaca, editor" in the introduction of a transcript with timed turns stays introduction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.article import Article, Paragraph, Span
from index.sentences import is_aside, sentence_spans
from index.sources.labels import in_capitals, is_function, is_heading_field, is_imprint, is_label, is_stranger
from index.sources.metadata import date_of_line

MAX_TURN_WORDS = 180
"""Turns of more words than this are divided at sentence ends, so that a passage stays readable in a chat."""

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[ap]\.?m\.?)?"
_WORD = r"[^\W\d_][\w.'’&/-]*|\d{1,3}"
_TURN = re.compile(
    rf"""\s*(?:[-–•]\s+)?(?:>>+\s*)?
    (?P<mark>\*\*|__|\*)?                                        # bold or italic Markdown around the label
    (?:[\[(<]?(?P<before>{_TIME})[\])>]?\s*[-–—|]?\s*)?
    (?:(?P=mark))?(?:\*\*|__)?
    (?P<label>(?:{_WORD})(?:,?[ ](?:{_WORD}|\([^)\d]{{1,60}}\))){{0,8}})
    (?:\s*[\[(](?P<after>{_TIME})[\])])?
    (?:[ ]?\[[^\]\d]{{1,60}}\])?                                  # "ORR [from her seat]:"
    (?:\*\*|__|\*)?\s*(?P<colon>:)\s*(?:\*\*|__|\*)?\s*
    """,
    re.VERBOSE,
)
_NAME_THEN_TIME = re.compile(
    rf"\s*(?P<label>(?:{_WORD})(?:[ ](?:{_WORD})){{0,5}})[ \t]+[\[(]?(?P<after>{_TIME})[\])]?\s*$"
)
_NOTE = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]|‘[^‘’]*’")
_FIRST_PERSON = re.compile(r"\b(?:I|we|you|my|our|your|me|us)\b", re.IGNORECASE)
_ENOUGH_TURNS = 6
"""Turns from which on it shows whether turns go on over several paragraphs."""
_DEPOSITION = re.compile(r"\s*(?P<label>[QA])\.[ \t]+(?=\S)")
_TIME_ALONE = re.compile(rf"\s*[\[(<]?(?P<before>{_TIME})[\])>]?(?:\s*[-–—|])?\s+|\s*[\[(]{_TIME}[\])]\s*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """One non-blank line: its span without outer white space and, where it begins a turn, its label."""

    span: Span
    text: Span
    label: str | None = None
    label_span: Span | None = None
    time: str | None = None
    style: str = ""
    after_blank: bool = False
    imprint: bool = False


def looks_like_transcript(text: str) -> bool:
    """Return whether `text` is mostly labelled turns, and not prose with an occasional labelled line."""
    lines = list(_lines(text))
    # "Aalto: 547" in a table of results is no turn; a label alone may have its words on the next line.
    turns = [line for line in lines if line.label and (line.text.start == line.text.end or _worded(text, line))]
    if len(turns) < 2:
        return False
    style, of_style = _commonest_style(turns)
    first = next(i for i, line in enumerate(lines) if line.label and line.style == style)
    share = len(of_style) / max(1, len(lines) - first)
    counts = Counter(line.label for line in of_style)
    repeated = sum(1 for n in counts.values() if n > 1)
    known = any(is_function(label) for label in counts if label)
    if all(is_heading_field(label) for label in counts if label):
        return False
    clocked = sum(1 for line in lines if line.time and line.label is None and line.text.start < line.text.end)
    if style == "timed" and not repeated and not known and clocked > len(of_style):
        return False  # a live blog, whose entries begin with times and seldom with a word and a colon
    if style == "plain":
        return share >= 0.3 and len(of_style) >= 3 and (repeated >= 2 or (known and len(counts) >= 2))
    enough = share >= 0.5 or (share >= 0.15 and repeated >= 2 and len(of_style) >= 4)
    return enough and (style == "timed" or repeated > 0 or known or len(counts) >= 2)


def begins_turn(line: str) -> bool:
    """Return whether a line has the form of a turn's beginning: a label, perhaps with a time."""
    return _parsed(line, 0, after_blank=True).label is not None


def read_transcript(name: str, text: str, sha256: str) -> Article:
    r"""Read a transcript into an article with a paragraph for each turn.

    Args:
        name: The source as the operator named it.
        text: The decoded source, newlines as ``\n``; offsets of the article point into it.
        sha256: Hash of the source's bytes.

    Returns:
        The article. Lines before the first turn are unlabelled paragraphs, save the heading, which is the
        title, and a date. An unlabelled line after a turn is a paragraph of its own under the same label without a
        `label_span`; so is each further piece of a turn of more than `MAX_TURN_WORDS` words. A line that
        is only an aside ("[Applause]") is an unlabelled paragraph.
    """
    lines = _turn_lines(list(_lines(text)))
    title: str | None = None
    if lines and lines[0].label is None and _is_heading(lines[0].text.of(text)):
        title = lines[0].text.of(text).strip("#*_ \t")
        lines = lines[1:]
    paragraphs: list[Paragraph] = []
    speaking: str | None = None
    date: str | None = None
    lines = _unwrapped(text, lines)
    told = _told_after(text, lines)
    for number, line in enumerate(lines):
        if date is None and speaking is None and (date := date_of_line(line.text.of(text))):
            continue
        if line.label is not None:
            speaking = line.label
        if line.text.start == line.text.end:
            # A label alone on its line: the words follow on the next one, which then carries the label's place.
            paragraphs.append(Paragraph(line.text, line.label, line.label_span, line.time))
            continue
        aside = line.imprint or number >= told or (line.label is None and _is_note(line.text.of(text)))
        label = None if aside else speaking
        pieces = split_turn(text, line.text)
        paragraphs.append(Paragraph(pieces[0], label, line.label_span, line.time))
        paragraphs.extend(Paragraph(piece, label) for piece in pieces[1:])
    return Article(name=name, text=text, sha256=sha256, paragraphs=tuple(_filled(paragraphs)), title=title, date=date)


def split_turn(text: str, span: Span) -> list[Span]:
    """Divide `span` of `text` at sentence ends into pieces of about equal length, of at most about `MAX_TURN_WORDS`."""
    words = len(span.of(text).split())
    parts = -(-words // MAX_TURN_WORDS)
    if parts < 2:
        return [span]
    ends = [sentence.end for sentence in sentence_spans(text, span)][:-1]
    pieces: list[Span] = []
    start = span.start
    for part in range(1, parts):
        goal = span.start + part * (span.end - span.start) // parts
        end = min((e for e in ends if e > start), key=lambda e: abs(e - goal), default=None)
        if end is None:
            break
        pieces.append(Span(start, end))
        start = end + len(text[end : span.end]) - len(text[end : span.end].lstrip())
    pieces.append(Span(start, span.end))
    return [piece for piece in pieces if piece.of(text).strip()]


def _is_note(words: str) -> bool:
    """Return whether a line is no part of a turn: what was heard, or what is told in brackets."""
    return is_aside(words) or _NOTE.fullmatch(words) is not None


def _told_after(text: str, lines: list[_Line]) -> int:
    """Return from which line on nobody speaks any more: where the reporter ends what turns have told before.

    Where each turn is one paragraph, so is the last: what follows, unless somebody speaks in it, is the reporter's.
    """
    turns = [number for number, line in enumerate(lines) if line.label is not None]
    if len(turns) < _ENOUGH_TURNS:
        return len(lines)
    between = lines[turns[0] : turns[-1]]
    gone_on = any(line.label is None and not _is_note(line.text.of(text)) for line in between)
    after = [line.text.of(text) for line in lines[turns[-1] + 1 :]]
    alone = any(lines[number].text.start == lines[number].text.end for number in turns)
    if gone_on or alone or any(_FIRST_PERSON.search(_QUOTED.sub("", words)) for words in after):
        return len(lines)
    return turns[-1] + 1


def _worded(text: str, line: _Line) -> bool:
    """Return whether what follows a label holds a word."""
    return any(char.isalpha() for char in line.text.of(text))


def _lines(text: str) -> Iterator[_Line]:
    """Yield the non-blank lines of `text`, each parsed as the possible beginning of a turn."""
    position, after_blank = 0, True
    for raw in text.split("\n"):
        start, position = position, position + len(raw) + 1
        if not raw.strip():
            after_blank = True
            continue
        yield _parsed(raw, start, after_blank)
        after_blank = False


def _parsed(raw: str, start: int, after_blank: bool) -> _Line:
    """Parse one line that begins at offset `start`."""
    left = start + len(raw) - len(raw.lstrip())
    span = Span(left, start + len(raw.rstrip()))
    match = _TURN.match(raw) or _DEPOSITION.match(raw) or _NAME_THEN_TIME.match(raw)
    if match is None or not is_label(match["label"]) or raw[match.end() : match.end() + 2] == "//":
        clock = _TIME_ALONE.match(raw)
        at = min(start + clock.end(), span.end) if clock else span.start
        return _Line(span, Span(at, span.end), time=clock["before"] if clock else None, after_blank=after_blank)
    groups = match.groupdict()
    time = groups.get("before") or groups.get("after")
    label = match["label"].strip()
    if time:
        style = "timed"
    elif groups.get("mark"):
        style = "marked"
    else:
        style = "capitals" if in_capitals(label) else "plain"
    at = match.start("label") + start
    words = Span(min(start + match.end(), span.end), span.end)
    return _Line(span, words, label, Span(at, at + len(label)), time, style, after_blank)


def _commonest_style(turns: list[_Line]) -> tuple[str, list[_Line]]:
    """Return the style that most labelled lines share, and the lines that have it."""
    counts = Counter(line.style for line in turns)
    # On a tie the more deliberate mark wins: a time, then bold, then capitals.
    order = ("timed", "marked", "capitals", "plain")
    style = max(order, key=lambda s: (counts[s], -order.index(s)))
    return style, [line for line in turns if line.style == style]


def _turn_lines(lines: list[_Line]) -> list[_Line]:
    """Take the label from every line that, in view of the whole, does not begin a turn."""
    turns = [line for line in lines if line.label]
    if not turns:
        return lines
    style, _ = _commonest_style(turns)
    counts = Counter(line.label for line in turns)
    styles = {"timed"} if style == "timed" else {"timed", style}
    result: list[_Line] = []
    begun = False
    for line in lines:
        label = line.label
        if label is None:
            result.append(line)
            continue
        if begun and is_imprint(label):
            result.append(replace(line, text=line.span, label=None, label_span=None, imprint=True))
            continue
        genuine = (
            line.style in styles and not (is_heading_field(label) and counts[label] == 1) and not is_imprint(label)
        )
        if style == "plain" and counts[label] == 1 and " " not in label and not is_function(label):
            # A single capitalised word before a colon, once ("Remember: ..."), is prose unless a name has it.
            genuine = genuine and any(label != other and label in (other or "") for other in counts)
        if not begun and genuine and style == "plain" and counts[label] == 1:
            genuine = is_function(label) or len(turns) < 8
        # Somebody of the audience may be labelled in another way than the panel, once, and is no part of its words.
        genuine = genuine or (begun and is_stranger(label) and not is_heading_field(label))
        begun = begun or genuine
        result.append(line if genuine else _Line(line.span, line.span, after_blank=line.after_blank))
    return result


def _is_heading(text: str) -> bool:
    """Return whether a transcript's first line is its heading."""
    words = text.split()
    return text.startswith("#") or (len(words) <= 20 and not text.rstrip("*_ ").endswith((".", "!", ";", ":")))


def _unwrapped(text: str, lines: list[_Line]) -> list[_Line]:
    """Join lines that a fixed line length has broken."""
    longest = max((len(line.span.of(text)) for line in lines), default=0)
    broken = sum(
        1
        for a, b in pairwise(lines)
        if b.label is None and not b.after_blank and text[a.span.end - 1] not in ".!?…\"”’')]:"
    )
    wrapped = longest <= 110 and broken >= 3
    joined: list[_Line] = []
    for line in lines:
        previous = joined[-1] if joined else None
        if previous and line.label is None and line.time is None and not (line.after_blank or line.imprint):
            last = text[previous.span.start : previous.span.end].rsplit("\n", 1)[-1]
            ends = last.endswith((".", "!", "?", "…", '"', "”", "’", "'", ")", "]", ":"))
            if previous.text.start < previous.text.end and (not ends or (wrapped and len(last) > 0.75 * longest)):
                joined[-1] = _Line(
                    Span(previous.span.start, line.span.end),
                    Span(previous.text.start, line.span.end),
                    previous.label,
                    previous.label_span,
                    previous.time,
                    previous.style,
                    previous.after_blank,
                )
                continue
        joined.append(line)
    return joined


def _filled(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Give the place and time of a label alone on its line to the paragraph that holds its words."""
    waiting: Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.span.start == paragraph.span.end:
            waiting = paragraph
        elif waiting is not None and paragraph.label == waiting.label and paragraph.label_span is None:
            yield Paragraph(paragraph.span, paragraph.label, waiting.label_span, waiting.time)
            waiting = None
        else:
            waiting = None
            yield paragraph
