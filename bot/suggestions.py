"""Questions to begin with, made from whoever speaks in an index and what about; each is one that the bot answers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.answers import Answer, Reply
from bot.errors import reference
from bot.phrases import Phrases, phrases
from bot.questions.words import word_list
from index.article import Passage, Span, Speaker, SpeakerKind, StatementKind
from index.identity import Key
from index.plain import on_one_line
from index.retrieval.stemming import stem
from index.snapshot import Snapshot, once_a_snapshot

LONGEST = 75  # characters of a suggestion: what a button of either platform shows
_PATIENCE = 1.0  # seconds that a reply waits for suggestions
_TRIES = 4  # questions of one sort that are tried, each a search
_SUBJECT = re.compile(
    r"(?:^|\b(?:the|of|in|on|for|about|to|with|and|more|our|their) )((?:[a-z]{4,} )?[a-z]{4,})"
    r"(?=$|[,.;:”\"]| (?:is|are|was|were|will|would|has|have|had|and|of|in|for|that|to|on)\b)"
)

_POINTING = frozenset(
    """anybody anyone anything both each either everybody everyone everything herself himself itself many more most much
    neither nobody none nothing other others rest same several some somebody someone something such that their theirs
    them themselves there these they this those yours ours""".split()
)
"""Words that stand for something and name nothing."""


@once_a_snapshot
def _made(_: Snapshot) -> dict[str, list[str]]:
    """Return the suggestions that are made already, by their language."""
    return {}


class _Closed(Exception):
    """The process is ending, and nobody will see the suggestions."""


class Suggester:
    """Makes suggestions in a thread of its own, where no member's question waits for them."""

    def __init__(self, ask: Callable[[str, Snapshot], Reply]) -> None:
        """Ask by `ask`, which answers a question from a snapshot."""
        self._ask = ask
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="suggesting")
        self._making: set[asyncio.Future[Sequence[str]]] = set()
        self._closed = False

    def prepare(self, snapshot: Snapshot) -> None:
        """Begin to make the English suggestions, so that they are there when they are needed."""
        if not self._closed:
            self._begin(snapshot, phrases(), 0)

    async def suggestions(self, snapshot: Snapshot, say: Phrases, most: int) -> Sequence[str]:
        """Return at most `most` questions that `snapshot` answers, when they are made; none where that fails."""
        return [] if self._closed else await _outcome(self._begin(snapshot, say, most))

    async def at_hand(self, snapshot: Snapshot, say: Phrases, most: int) -> Sequence[str]:
        """Return them where they are made in a moment, else none."""
        if self._closed:
            return []
        if (made := _made(snapshot).get(say.language)) is not None:
            return made[:most]
        return await _outcome(self._begin(snapshot, say, most), _PATIENCE)

    def close(self) -> None:
        """Make no more."""
        self._closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _begin(self, snapshot: Snapshot, say: Phrases, most: int) -> asyncio.Future[Sequence[str]]:
        def ask(question: str) -> Reply:
            if self._closed:
                raise _Closed
            return self._ask(question, snapshot)

        def make() -> Sequence[str]:
            try:
                return suggest(snapshot, ask, say, most)
            except _Closed:
                return []

        making = asyncio.get_running_loop().run_in_executor(self._thread, make)
        self._making.add(making)
        making.add_done_callback(self._ended)
        return making

    def _ended(self, making: asyncio.Future[Sequence[str]]) -> None:
        """Log why there are no suggestions; that the process is ending is no reason to."""
        self._making.discard(making)
        if not making.cancelled() and (error := making.exception()):
            reference("Making suggestions", error)


async def _outcome(making: asyncio.Future[Sequence[str]], patience: float | None = None) -> Sequence[str]:
    """Return what `making` gives within so many seconds, else nothing; it goes on, and logs itself why it failed."""
    await asyncio.wait((making,), timeout=patience)
    return making.result() if making.done() and not making.cancelled() and not making.exception() else []


def suggest(snapshot: Snapshot, ask: Callable[[str], Reply], say: Phrases, most: int = 4) -> Sequence[str]:
    """Return questions that `snapshot` answers, no two of one sort. Blocks, at the first call for some seconds.

    Args:
        snapshot: the index to ask about.
        ask: answers a question from it.
        say: the phrases of the language to ask in.
        most: how many questions to return; fewer where the index has no more.
    """
    known = _made(snapshot)
    if say.language not in known:
        known[say.language] = list(_questions(snapshot, ask, say))
    return known[say.language][:most]


def _questions(snapshot: Snapshot, ask: Callable[[str], Reply], say: Phrases) -> Iterator[str]:
    counted = sorted(snapshot.persons, key=lambda pair: -pair[1])
    keys = {person.speaker: person.keys for person, _ in counted if person.speaker.kind is SpeakerKind.PERSON}
    people = list(keys)
    used: set[str] = set()

    def first(candidates: Iterable[tuple[Speaker | None, str]]) -> Iterator[str]:
        """Yield the first question that is short enough and answered, by whom it is about if that is told."""
        tried = 0
        for speaker, question in candidates:
            if len(question) > LONGEST or tried == _TRIES or (speaker and speaker.name in used):
                continue
            tried += 1
            reply = ask(question)
            if isinstance(reply, Answer) and (speaker is None or _speaks(keys[speaker], reply.citation.passage)):
                used.update({speaker.name} if speaker else ())
                yield question
                return

    english = say.language == "en"
    subjects = [
        (one, s if english else s.removeprefix("the ")) for one in people for s in _subjects(keys[one], snapshot)
    ]
    yield from first((one, say("suggest-said-about", name=_name(one), subject=subject)) for one, subject in subjects)
    yield from first((one, say("suggest-who-spoke", subject=subject)) for one, subject in subjects)
    yield from first((one, say("suggest-everything", name=_name(one))) for one in people)
    yield from first([(None, say("suggest-speakers"))])
    yield from first((one, say("suggest-who-is", name=_name(one))) for one in people if one.role)


def _name(speaker: Speaker) -> str:
    return on_one_line(speaker.name)


def _speaks(keys: frozenset[Key], passage: Passage) -> bool:
    return any((passage.article, speaker) in keys for speaker in passage.speakers)


def _subjects(keys: frozenset[Key], snapshot: Snapshot) -> list[str]:
    """Return what the speaker of `keys` speaks about, in two words or one, what the articles come back to most first.

    Two words that stand together once only are hardly ever a term. "The" comes before what the articles mostly put it
    before.
    """
    spoken = [words for passage in snapshot.passages for words in _words_of(keys, passage, snapshot)]
    terms = {match.group(1) for words in spoken for match in _SUBJECT.finditer(words)}
    found = {term for term in terms | {term.split()[-1] for term in terms} if _tells(term)}
    whole = " ".join(passage.text.lower() for passage in snapshot.passages)
    counts = {term: len(re.findall(rf"\b{term}\b", whole)) * len(term.split()) for term in found}
    kept = [term for term in found if " " not in term or counts[term] > 2]
    best = sorted(kept, key=lambda term: (-counts[term], term))[:2]
    return [f"the {term}" if _mostly_the(term, whole) else term for term in best]


def _mostly_the(term: str, text: str) -> bool:
    return 2 * len(re.findall(rf"\bthe {term}\b", text)) >= len(re.findall(rf"\b{term}\b", text))


def _words_of(keys: frozenset[Key], passage: Passage, snapshot: Snapshot) -> Iterator[str]:
    text = snapshot.article_of(passage).text
    for statement in passage.statements:
        if (passage.article, statement.speaker) in keys and statement.kind is not StatementKind.MIXED:
            yield from (on_one_line(Span(*part).of(text)) for part in statement.spans)


def _tells(subject: str) -> bool:
    frame = word_list("frame_words") | _POINTING
    return not any(word in frame or word.endswith(("ly", "ing")) or stem(word) in frame for word in subject.split())
