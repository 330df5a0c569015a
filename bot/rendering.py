"""From a reply to a message that no platform owns: plain pieces of text, which each platform escapes and lays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering import MAX_QUESTION
from bot.answers import Answer, Citation, Courtesy, NoAnswer, Reason, Reply
from bot.errors import NotAllowed, as_bot_error
from bot.phrases import Phrases
from bot.questions import Kind
from index.article import Article, Span, SpeakerKind
from index.plain import printable
from index.snapshot import Snapshot

_ALTERNATIVE = 160  # characters of a passage that is not the answer
_MOST_ALTERNATIVES = 2
_FURTHER = 300  # characters of a passage of a list, after the first
MOST_FURTHER = 9
"""Passages of a list after the first that any platform shows; the others are counted."""
_HIGH, _FAIR = 0.75, 0.5  # the confidence is a probability


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of quoted text; `strong` where it is what answers the question."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage to show: its words, who speaks ("Zhu Min, member of ..."), how, and where it stands.

    All texts are plain and unescaped, some of them from outside. `link` is an http(s) address or None;
    `names` are the speakers' names as they stand in `who`, in order. `also` says which other sources report the same,
    None where none does; `source` names all of them in a few words where the quotation is shown without `where` among
    some from other sources, else it is None.
    """

    runs: tuple[Run, ...]
    who: str
    how: str | None
    where: str
    link: str | None = None
    names: tuple[str, ...] = ()
    also: str | None = None
    source: str | None = None

    @property
    def byline(self) -> str:
        """Who speaks, and in which source where `source` tells: one line for a quotation that is shown briefly."""
        return f"{self.who} · {self.source}" if self.source else self.who

    @property
    def text(self) -> str:
        """The words, without emphasis."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Message:
    """A reply, ready to be laid out: a lead sentence, the quotation, others that come close, a closing note.

    `further` are the other quotations of an answer that is a list; `left_out` counts those beyond them.
    `suggestions` are questions that the member could ask, and `offer` the words above them.
    """

    lead: str | None = None
    quotation: Quotation | None = None
    note: str | None = None
    others: tuple[Quotation, ...] = ()
    further: tuple[Quotation, ...] = ()
    left_out: int = 0
    offer: str | None = None
    suggestions: tuple[str, ...] = ()


def render_reply(reply: Reply, say: Phrases, example: str | None = None, suggestions: Sequence[str] = ()) -> Message:
    """Return the message for `reply`.

    Args:
        reply: what was found, or that nothing was.
        say: the phrases.
        example: a question for who asked none, put into the sentence.
        suggestions: questions for who got no answer, or asked none, shown below.
    """
    if not suggestions or not wants_suggestions(reply):
        return _message(reply, say, example)
    message = _message(reply, say, None)
    return replace(message, offer=say("suggestions-lead"), suggestions=tuple(map(printable, suggestions)))


def wants_suggestions(reply: Reply) -> bool:
    """Return whether a reply leaves the member with nothing, so that it should offer what can be asked."""
    return not isinstance(reply, Answer) and not (isinstance(reply, Courtesy) and reply.kind is Kind.THANKS)


def _message(reply: Reply, say: Phrases, example: str | None) -> Message:
    if isinstance(reply, Courtesy):
        return Message(with_example(say(f"courtesy-{reply.kind.value}"), say, example))
    if isinstance(reply, Answer):
        several = len({article.sha256 for c in reply.shown for article in (c.article, *c.also_in)}) > 1
        others = tuple(_briefly(c, say, _ALTERNATIVE, several) for c in reply.alternatives[:_MOST_ALTERNATIVES])
        further = tuple(_briefly(c, say, _FURTHER, several) for c in reply.further[:MOST_FURTHER])
        lead = say("list-lead", count=len(reply.given)) if further else None
        note = None if further else say(_sure(reply.confidence))
        left_out = len(reply.further) - len(further)
        return Message(lead, quotation_of(reply.citation, say), note, () if further else others, further, left_out)
    return _render_refusal(reply, say, example)


def with_example(words: str, say: Phrases, example: str | None) -> str:
    """Return the bot's `words`, with a question behind them that could be asked, where there is one."""
    return f"{words} {say('for-example', example=example)}" if example else words


def _render_refusal(reply: NoAnswer, say: Phrases, example: str | None) -> Message:
    if reply.reason is Reason.EMPTY:
        return Message(with_example(say("empty-lead"), say, example))
    if reply.reason is Reason.TOO_LONG:
        return Message(say("too-long-lead", most=MAX_QUESTION))
    if reply.reason is Reason.UNKNOWN_NAME and reply.asked:
        names = printable(", ".join(reply.asked.unknown))
        if reply.meant:
            return Message(say("unknown-name-lead-meant", names=names, meant=printable("; ".join(reply.meant))))
        return Message(say("unknown-name-lead", names=names))
    if reply.reason is Reason.UNQUOTED and reply.asked:
        return Message(say("unquoted-lead", names=printable(", ".join(one.name for one in reply.asked.speakers))))
    if not reply.nearest:
        return Message(say("nothing-lead"))
    closest = replace(reply.nearest[0], highlights=())
    return Message(say("closest-lead"), quotation_of(closest, say))


def _sure(confidence: float) -> str:
    return "sure-high" if confidence >= _HIGH else "sure-fair" if confidence >= _FAIR else "sure-low"


def quotation_of(citation: Citation, say: Phrases) -> Quotation:
    """Return a passage as it is shown, the words that answer marked."""
    how = say(f"answer-spoken-{citation.kind.value}") if citation.kind and citation.speakers else None
    if citation.speakers and citation.highlights and citation.narrated:
        how = say("answer-words-narrated")
    return Quotation(
        runs=_runs(citation.passage.text, citation.highlights),
        who=who_line(citation, say),
        how=how,
        where=_where(citation, say),
        link=_web_address(citation.article),
        names=tuple(printable(speaker.name) for speaker in citation.speakers),
        also=_also_in(citation, say),
    )


def _briefly(citation: Citation, say: Phrases, most: int, several: bool) -> Quotation:
    """Return a quotation among others, of `several` sources or of one; it has at most `most` characters."""
    quotation = shorten(quotation_of(replace(citation, highlights=()), say), most)
    if not several:
        return quotation
    articles = (citation.article, *citation.also_in)
    sources = (_published(article) if article.publisher else article_title(article) for article in articles)
    return replace(quotation, source="; ".join(dict.fromkeys(sources)))


def who_line(citation: Citation, say: Phrases) -> str:
    """Return who speaks in a passage: names with roles, or that it is narration, or that it is unclear."""
    if not citation.speakers:
        return say("answer-unclear") if citation.unclear else say("answer-narration")
    names = [printable(f"{s.name}, {s.role}" if s.role else s.name) for s in citation.speakers]
    if citation.unclear:
        names.append(say("answer-also-unclear"))
    return "; ".join(names)


def _runs(text: str, highlights: Sequence[Span]) -> tuple[Run, ...]:
    """Cut `text` into runs; line breaks of the source become spaces."""
    runs: list[Run] = []
    done = 0
    for span in highlights:
        runs += [Run(printable(text[done : span.start])), Run(printable(span.of(text)), strong=True)]
        done = span.end
    runs.append(Run(printable(text[done:])))
    return tuple(run for run in runs if run.text)


def _where(citation: Citation, say: Phrases) -> str:
    title = article_title(citation.article)
    number = str(citation.passage.paragraph)
    published = _published(citation.article)
    if published:
        return say("where-published", article=title, published=published, number=number)
    return say("where", article=title, number=number)


def _also_in(citation: Citation, say: Phrases) -> str | None:
    names = [article_named(article, say) for article in citation.also_in]
    return say("also-in", articles="; ".join(names)) if names else None


def article_named(article: Article, say: Phrases) -> str:
    """Return an article's title with its publisher and date, as far as it says them."""
    title, published = article_title(article), _published(article)
    return say("article-published", article=title, published=published) if published else title


def _published(article: Article) -> str:
    return printable(", ".join(part for part in (article.publisher, article.date) if part))


def article_title(article: Article) -> str:
    """Return an article's title, or its source's name where it has none."""
    return printable(article.title or article.name)


def _web_address(article: Article) -> str | None:
    address = article.address or ""
    usable = (
        address.startswith(("https://", "http://")) and address.isprintable() and not set(address) & set(" <>|\"'`()")
    )
    return address if usable else None


def shorten(quotation: Quotation, most: int) -> Quotation:
    """Return `quotation` with at most `most` characters of its words, cut between words and marked by an ellipsis."""
    if len(quotation.text) <= most:
        return quotation
    kept: list[Run] = []
    left = most - 1
    for run in quotation.runs:
        if len(run.text) <= left:
            kept.append(run)
            left -= len(run.text)
            continue
        head = run.text[:left]
        cut = head.rsplit(" ", 1)[0] if " " in head else head
        kept.append(replace(run, text=cut.rstrip() + "…"))
        break
    return replace(quotation, runs=tuple(kept))


def render_speakers(snapshot: Snapshot, say: Phrases) -> tuple[str, list[str]]:
    """Return a heading and one line for everyone who speaks."""
    lines = [
        say("speakers-line", name=printable(speaker.name), role=printable(speaker.role), count=count)
        if speaker.role
        else say("speakers-line-plain", name=printable(speaker.name), count=count)
        for speaker, count in snapshot.speakers()
    ]
    return (say("speakers-heading"), lines) if lines else (say("speakers-none"), [])


def render_sources(snapshot: Snapshot, say: Phrases) -> tuple[str, list[str]]:
    """Return a heading and one line for every article."""
    lines = []
    for article in snapshot.record.articles:
        count = sum(passage.article == article.sha256 for passage in snapshot.passages)
        published = _published(article)
        title = article_title(article)
        lines.append(
            say("sources-line-published", title=title, published=published, passages=count)
            if published
            else say("sources-line", title=title, passages=count)
        )
    return say("sources-heading"), lines


def fit_lines(lines: Sequence[str], most: int, say: Phrases) -> list[str]:
    """Return as many of `lines` as fit `most` characters, with a last line that counts those left out."""
    kept: list[str] = []
    room = most - len(say("more", count=len(lines))) - 1
    for line in lines:
        if len(line) + 1 > room:
            return [*kept, say("more", count=len(lines) - len(kept))]
        kept.append(line)
        room -= len(line) + 1
    return kept


def render_error(error: Exception, say: Phrases, platform: str) -> str:
    """Return the sentence for `error`. What is no `BotError` is logged here, with a reference that the member reads."""
    known = as_bot_error(error)
    if isinstance(known, NotAllowed):
        return say(known.phrase, needed=say(f"error-not-allowed-needed-{platform}"))
    return say(known.phrase, **known.values)


def example_question(snapshot: Snapshot, say: Phrases) -> str | None:
    """Return a question about the first person who speaks, or None where nobody does."""
    people = (speaker.name for speaker, _ in snapshot.speakers() if speaker.kind is SpeakerKind.PERSON)
    first = next(people, None)
    return say("example-question", name=printable(first)) if first else None


def example_for(reply: Reply, snapshot: Snapshot, say: Phrases) -> str | None:
    """Return the example that `render_reply` shows with `reply`: a question for who asked none, else None."""
    empty = isinstance(reply, NoAnswer) and reply.reason is Reason.EMPTY
    greeted = isinstance(reply, Courtesy) and reply.kind in (Kind.GREETING, Kind.HELP)
    return example_question(snapshot, say) if empty or greeted else None
