"""Telling the lines about an article from the article: title, byline, dateline, date, publisher, contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Paragraph, Span
from index.sources.furniture import is_furniture

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+"
_DAY = (
    rf"(?:{_WEEKDAY})?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
)
_TIME = r"(?:[,T|]?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?)?"
_DATE_LINE = re.compile(
    rf"(?:(?:published|updated|posted|last updated|date)\s*(?:on|at)?\s*:?\s*)?(?P<date>{_DAY}){_TIME}",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(rf"(?P<place>[A-Z][\w.'’-]*(?: [\w.'’-]+){{0,4}}), (?P<date>{_DAY})", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:by|written by|reported by|reporting by|story by|words by|text by)\s*:?\s+(?P<names>[^.!?]{2,120})",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:correspondent|reporter|staff writer|staff reporter|bureau|editor|columnist|special to)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:contact|e-?mail|write to|reach|tips?)\b[^.!?]{0,60}\S+@\S+\.?"
    r"|contact (?:the )?(?:writers?|reporters?|authors?|editors?|us)\b.{0,160}"
    r"|(?:[\w.]+\s+){0,4}[\w.+-]+@[\w-]+\.[\w.]+"
    r"|follow (?:\S+ ){1,5}on (?:twitter|x|facebook|instagram|linkedin|bluesky|threads)\b.{0,120}"
    r"|(?:additional )?(?:reporting|editing|writing|photographs?|photos?) by .{2,160}"
    r"|(?:©|\(c\)|copyright\b).{0,160}"
    r"|all rights reserved\.?",
    re.IGNORECASE,
)
_INLINE_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'’.-]+(?:[ ,/]+[A-Z][A-Z'’.-]+)*(?:,? (?:[A-Z][a-z]+\.?|[A-Z]\.[A-Z]\.))?(?:, "
    rf"{_MONTH} \d{{1,2}})?)(?: \((?:[A-Z][\w.]*\s?){{1,3}}\))?(?:\s*(?:—|–|--|―)\s*|\s+-\s+)(?=\S)"
)
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[\"”’»]$")
_FIELD_NAMES = {
    "headline": "title",
    "authors": "author",
    "byline": "author",
    "source": "publisher",
    "publication": "publisher",
    "published by": "publisher",
    "url": "address",
    "link": "address",
    "lang": "language",
}
FIELDS = frozenset({"title", "author", "publisher", "date", "address", "language", *_FIELD_NAMES})
"""The names under which an article says something of itself, before a colon."""

_FIELD = re.compile(rf"(?P<key>{'|'.join(sorted(FIELDS))})\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
_MAX_TITLE_WORDS = 30
_MAX_HEADING_WORDS = 10


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of a source; `heading` where the format itself marks it as one.

    `signed` is where the name of who says it stands, outside `span`: the footer of a block quotation.
    """

    span: Span
    heading: bool = False
    item: bool = False
    signed: Span | None = None


@dataclass
class _Metadata:
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: str | None = None
    dateline: str | None = None
    address: str | None = None
    contact: str | None = None
    language: str = "en"

    def put(self, key: str, value: str) -> None:
        """Keep the first value that is given for a field of the metadata."""
        key = _FIELD_NAMES.get(key.lower(), key.lower())
        if key == "author":
            self.authors = self.authors or _names(value)
        elif key == "language":
            self.language = value.strip().lower()
        elif getattr(self, key) is None:
            setattr(self, key, value.strip())


def article_of_blocks(
    name: str, text: str, sha256: str, blocks: Sequence[Block], front_matter: Iterable[tuple[str, str]] = ()
) -> Article:
    """Sort a source's blocks into metadata and paragraphs.

    Everything before the first block that reads as a sentence is the article's head: title, byline,
    dateline, date, publisher. Contact lines and cross-headings are set aside wherever they stand.
    """
    about = _Metadata()
    for key, value in front_matter:
        about.put(key, value)
    paragraphs: list[Paragraph] = []
    in_head = True
    for block in blocks:
        line = " ".join(block.span.of(text).split())
        if not line:
            continue
        if in_head and not block.item and block.signed is None:
            if _take_head_line(about, line, block.heading):
                continue
            in_head = False
        if block.signed is not None:
            paragraphs.append(_signed(text, block.span, block.signed, paragraphs))
            continue
        if block.heading or _take_foot_line(about, line) or (not block.item and _is_heading(line)):
            continue
        paragraphs.append(Paragraph(_without_dateline(about, text, block.span)))
    return Article(name=name, text=text, sha256=sha256, paragraphs=tuple(paragraphs), **vars(about))


def with_facts(article: Article, front_matter: Iterable[tuple[str, str]]) -> Article:
    """Return `article` with what its front matter says of it, before what its pages say."""
    about = _Metadata()
    for key, value in front_matter:
        about.put(key, value)
    default = _Metadata()
    return replace(article, **{key: value for key, value in vars(about).items() if value != getattr(default, key)})


def _take_head_line(about: _Metadata, line: str, heading: bool) -> bool:
    """Return whether `line`, standing before the first paragraph, is about the article; note what it says."""
    if heading:
        if about.title is None:
            about.title = line
        return True
    if known := _FIELD.fullmatch(line):
        about.put(known["key"], known["value"])
    elif when := _DATE_LINE.fullmatch(line) or _PLACE_AND_DATE.fullmatch(line):
        about.date = about.date or when["date"]
        about.dateline = about.dateline or when.groupdict().get("place")
    elif line.startswith(("http://", "https://")) and " " not in line:
        about.address = about.address or line
    elif (byline := _BYLINE.fullmatch(line)) and len(line.split()) <= 20:
        names, _, publisher = byline["names"].partition("|")
        about.authors = about.authors or _names(names)
        about.publisher = about.publisher or publisher.strip() or None
    elif _CONTACT.fullmatch(line):
        about.contact = about.contact or line
    else:
        return is_furniture(line) or _take_plain_line(about, line)
    return True


def _take_plain_line(about: _Metadata, line: str) -> bool:
    """Return whether a line that nothing marks is about the article: no sentence, but a title, an office or a place."""
    if _SENTENCE_END.search(line) and not (about.title is None and _is_question_title(line)):
        return False
    if about.title is None and not _is_place(line) and len(line.split()) <= _MAX_TITLE_WORDS:
        about.title = line
    elif len(line.split()) > _MAX_TITLE_WORDS:
        return False
    elif _STAFF.search(line):
        about.authors = about.authors or (line,)
    elif _is_place(line):
        about.dateline = about.dateline or line
    return True


def date_of_line(line: str) -> str | None:
    """Return the date that a line gives, where it gives nothing else."""
    match = _DATE_LINE.fullmatch(line)
    return match["date"] if match else None


def _signed(text: str, span: Span, signed: Span, before: Sequence[Paragraph]) -> Paragraph:
    """Return the paragraph of a block quotation, said by whom its footer names; one that goes on repeats no place."""
    label = signed.of(text)
    goes_on = bool(before) and before[-1].label == label
    return Paragraph(span, label, None if goes_on else signed)


def _take_foot_line(about: _Metadata, line: str) -> bool:
    if len(line.split()) <= 40 and _CONTACT.fullmatch(line):
        about.contact = about.contact or line
        return True
    return is_furniture(line)


def _is_heading(line: str) -> bool:
    """Return whether a line inside the article is a cross-heading: a few words and no end of a sentence."""
    return len(line.split()) <= _MAX_HEADING_WORDS and not _SENTENCE_END.search(line)


def _is_question_title(line: str) -> bool:
    return line.endswith("?") and line[0] not in "\"'“‘" and len(line.split()) <= _MAX_TITLE_WORDS


def _is_place(line: str) -> bool:
    return line.isupper() and len(line.split()) <= 5 and not any(c.isdigit() for c in line)


def _without_dateline(about: _Metadata, text: str, span: Span) -> Span:
    """Note a dateline that opens the paragraph at `span`, and return the span of the paragraph after it."""
    match = _INLINE_DATELINE.match(text, span.start, span.end)
    if match is None:
        return span
    about.dateline = about.dateline or match["place"]
    return span._replace(start=match.end())


def _names(value: str) -> tuple[str, ...]:
    names = re.split(r"\s*(?:,|;|&|\band\b)\s*", value.strip(" []").removeprefix("By ").strip())
    return tuple(name.strip("\"'") for name in names if name)
