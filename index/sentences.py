"""Sentence boundaries in a passage: good enough to embed by and to quote by, with exact offsets."""

from __future__ import annotations

import re

from index.article import Span

# Stops are looked at from the first of a run alone, and nothing is tried again shorter: what somebody made of a hundred
# thousand full stops takes no longer than prose of that length.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[]*+[^\W_a-zß-öø-ÿ])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'“‘])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Cpl|Adm|Maj|Rev|Hon|St|Sr|Jr"
    r"|Mdm|Mme|Messrs|Drs|Cllrs?|Crs?|Coun|Ald|Amb|Cmdr|Cdr|Supt|Insp|Det|Brig|Cst|Fr|Br|Ven|Msgr|Ir|Ar|Engr|Adv|Atty"
    r"|Inc|Ltd|Co|Corp|Bros|No|Nos|vs|v|approx|cf|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Mich|Calif|Mass|Conn|Penn|Wash|Tenn|Fla|Tex|Colo|Minn|Wis|Ill|Ore|Ariz|Ga|Va|(?:[^\W\d_]\.)*[^\W\d_])$"
)
# An abbreviation that ends a company's name or a state may also end a sentence; titles and initials do not.
_MAY_END = re.compile(r"(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr|(?:[^\W\d_]\.)+[^\W\d_])$")
_ASIDE = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\))[.\s]*")
_LONGEST = 24  # characters of an abbreviation with what stands before it, even: initials that are cut in two are none
_NEW_SENTENCE = re.compile(r"\s+[\"'“‘«(\[]*(?:The|A|An|He|She|It|They|We|I|But|And|In|On|At|This|That|His|Her|Its)\b")

SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
"""What a line ends with that is a sentence's last, or leads on to a list or a quotation."""


def is_aside(text: str) -> bool:
    """Return whether `text` only tells what was heard ("[Applause]", "(Laughter.)"): nothing that could be quoted."""
    return _ASIDE.fullmatch(text) is not None


def sentence_spans(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """Return the sentences of `text[span]` in order, as spans of `text` without outer white space.

    A full stop after a title, an initial or a common abbreviation does not end a sentence; closing
    quotation marks belong to the sentence that they close. Together the spans cover every character
    that is not white space.
    """
    span = span or Span(0, len(text))
    found: list[Span] = []
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        before = text[max(start, match.start() - _LONGEST) : match.start()]
        if match.group() == "." and _ABBREVIATION.search(before):
            goes_on = _NEW_SENTENCE.match(text, match.end(), span.end)
            if not (_MAY_END.search(before) and goes_on):
                continue
        found.append(_trimmed(text, start, match.end()))
        start = match.end()
    if text[start : span.end].strip():
        found.append(_trimmed(text, start, span.end))
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
