r"""The nouns of the record: an article, its paragraphs, its passages, and who said what in them.

All offsets are positions in `Article.text`, counted in Unicode code points, half open (`[start, end)`).
`Article.text` is the decoded source itself (newlines normalised to `\n`, byte order mark removed), so a
slice of it is a verbatim piece of the source. Some formats are read into another text first, and a slice is
verbatim in that: paragraphs of Markdown with inline marks stand in it without them, captions as one turn a
line, and of a web page or a PDF it is what was extracted, one paragraph a line. A transcript's is without
its front matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, `[start, end)`, in an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the piece of `text` that this span covers."""
        return text[self.start : self.end]

    def moved(self, by: int) -> Span:
        """Return the span that many characters further on: from a passage's text to its article's, or back by less."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article, a turn of a transcript, or a block quotation with the name of who says it.

    `span` covers the words alone. For a turn or such a quotation, `label` is the speaker's label exactly as printed
    ("TROUT", "VOICE FROM THE FLOOR"), `label_span` is where it stands, and `time` is the printed
    time; a paragraph that goes on with the turn before it carries the same label, with no
    `label_span` of its own.
    """

    span: Span
    label: str | None = None
    label_span: Span | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One source, read: its text, its paragraphs and what is known about it.

    `name` is the source as the operator named it (a file's name, an address); `sha256` is the hash of the
    source's bytes, of a web page that of the text read from it. Title, byline and contact lines are metadata
    and never paragraphs.
    """

    name: str
    text: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: str | None = None
    dateline: str | None = None
    address: str | None = None
    contact: str | None = None
    language: str = "en"


class SpeakerKind(StrEnum):
    """What sort of source a speaker is.

    A document is a survey, a poll, a report or anything else in print that states things.
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    UNNAMED = "unnamed"


class StatementKind(StrEnum):
    """How a statement reports its words: in quotation marks, in the reporter's, or in both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Polarity(StrEnum):
    """Whether the speaker asserts the content or denies it ("denied that ...")."""

    ASSERTED = "asserted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One entity that speaks in an article.

    `name` is the full name as the article first gives it, without titles; for an organisation, a
    document or an unnamed speaker, the words that name it ("Tessaly Petroleum", "a middle school teacher").
    `role` is the fullest that the text gives, or None. `aliases` are the other ways in which the text
    names the speaker (surname, title and surname, a role used as a name), never pronouns. `settled` says that a
    moderator gave the name: whoever bears it in another article is the same.
    """

    id: str
    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    role: str | None = None
    aliases: tuple[str, ...] = ()
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of speech and who said it.

    `spans` cover the content (several where the cue splits it); quotation marks lie outside them.
    `cue` is the word or words that report the speech, `source` the mention of the speaker, both
    None where the layout alone attributes (a transcript's turn). `speaker` is a `Speaker.id`, or
    None where the text leaves it unclear. `confidence` is the estimated probability that the
    speaker is right; `rule` names what made the statement.
    """

    kind: StatementKind
    spans: tuple[Span, ...]
    speaker: str | None
    cue: Span | None = None
    source: Span | None = None
    polarity: Polarity = Polarity.ASSERTED
    confidence: float = 1.0
    rule: str = ""

    @property
    def span(self) -> Span:
        """The range from the first character of the content to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what in one article: its speakers, in order of appearance, and their statements."""

    speakers: tuple[Speaker, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim piece of an article that can be posted as an answer.

    `id` is unique within a snapshot; `number` counts the article's passages from 1, `paragraph` its
    paragraphs, of which a long one gives several passages. `span` lies in the article's text and `text` is that slice.
    `sentences` are spans of the same text. `statements` are those whose content lies, at least in
    part, within the passage.
    """

    id: str
    article: str
    number: int
    paragraph: int
    span: Span
    text: str
    sentences: tuple[Span, ...] = ()
    statements: tuple[Statement, ...] = field(default=())

    @property
    def speakers(self) -> tuple[str, ...]:
        """Ids of the speakers whose words the passage holds, in order, each once."""
        return tuple(dict.fromkeys(s.speaker for s in self.statements if s.speaker is not None))

    @property
    def unclear(self) -> bool:
        """Whether the passage holds speech whose speaker the text leaves unclear."""
        return any(s.speaker is None for s in self.statements)
