"""A snapshot: one immutable index of one or more articles, and how it is built."""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, wraps
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import TypeAdapter

from index.article import Article, Attribution, Passage, Span, Speaker
from index.attribution.pool import POOL
from index.corrections import Corrections, Origin, apply, unused
from index.embedding import Encoder
from index.errors import SourceError
from index.identity import People, Person
from index.passages import cut_passages
from index.plain import on_one_line
from index.repeats import Repeats
from index.retrieval import DenseIndex, Embedded, Retriever, TokenIndex, VectorSource
from index.retrieval.building import embed_record

log = logging.getLogger(__name__)

T = TypeVar("T")

FORMAT = 3

REBUILD = "Build the index again with `python -m index build`."

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("attributing", "embedding"), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source as the manifest lists it.

    `path` is the file that it was read from, empty for the bundled digest; `corrections` is a hash of the
    moderators' corrections, or empty.
    """

    name: str
    sha256: str
    path: str = ""
    corrections: str = ""


def source_entry(article: Article, origin: Origin) -> SourceEntry:
    """Return the entry of an article: equal for equal contents from the same place."""
    return SourceEntry(article.name, article.sha256, origin.path, hash_of(origin.corrections))


def hash_of(corrections: Corrections) -> str:
    """Return what a manifest holds of corrections: a hash, or nothing where there are none."""
    made = corrections.passages or corrections.merges
    return hashlib.sha256(repr(corrections).encode()).hexdigest() if made else ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of and by: the first thing read, and what everything else is checked against.

    `created` is in UTC, ISO 8601. `counts` has "articles", "passages", "sentences", "speakers" and
    "statements"; `files` the sha256 of each file beside the manifest (empty in memory).
    """

    id: str
    format: int
    created: str
    model: str
    dimension: int
    sources: tuple[SourceEntry, ...]
    counts: Mapping[str, int]
    versions: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Record:
    """The words of a snapshot: its articles, who said what in each, and the passages cut from them."""

    articles: tuple[Article, ...]
    attributions: tuple[Attribution, ...]
    passages: tuple[Passage, ...]


RECORD_JSON = TypeAdapter(Record)


@dataclass(frozen=True)
class Snapshot:
    """An index that questions are answered from. Immutable: a reload makes another one."""

    manifest: Manifest
    record: Record
    vectors: VectorSource

    @property
    def dense(self) -> DenseIndex:
        """The vectors of its passages and sentences, in memory; fetched at each call where they are in a store."""
        return self.vectors.dense

    @property
    def tokens(self) -> TokenIndex:
        """The vectors of its tokens, likewise."""
        return self.vectors.tokens

    @property
    def follows_rules(self) -> bool:
        """Whether it was made by the rules that hold now: others may read a source otherwise."""
        return self.manifest.versions.get("rules") == rules_version()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of the sources and of the text."""
        return self.record.passages

    @cached_property
    def retriever(self) -> Retriever:
        """What finds passages for a question; made at the first call."""
        sentences = [sentence for passage in sentences_of(self.record) for sentence in passage]
        order = {article.sha256: number for number, article in enumerate(self.record.articles)}
        articles = np.array([order[passage.article] for passage in self.passages], np.int64)
        return Retriever(self.vectors.engine(sentences), articles)

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.sha256: article for article in self.record.articles}

    @cached_property
    def people(self) -> People:
        """Who speaks, each once, however many articles quote them; made at the first call."""
        return People(self.record.articles, self.record.attributions)

    @cached_property
    def repeats(self) -> Repeats:
        """Which passages say what another article says too; made at the first call."""
        return Repeats(self.record.articles, self.passages, self.people)

    def article_of(self, passage: Passage) -> Article:
        """Return the article that `passage` was cut from."""
        return self._articles[passage.article]

    def speakers_of(self, passage: Passage) -> tuple[Speaker, ...]:
        """Return who speaks in `passage`, in order; empty for the reporter's narration.

        Each has the name under which all the articles know the person, and the role that the passage's article gives.
        """
        return tuple(self.people.shown_in((passage.article, speaker)) for speaker in passage.speakers)

    def speakers(self) -> tuple[tuple[Speaker, int], ...]:
        """Return everyone who speaks, in order of appearance, each with the number of passages.

        A passage that only repeats what another article has of the same person is not counted.
        """
        return tuple((person.speaker, count) for person, count in self.persons)

    @cached_property
    def persons(self) -> tuple[tuple[Person, int], ...]:
        """The same as `speakers`, with the articles' own speakers that each of them is."""
        places: dict[Person, dict[int, list[Span]]] = {}
        for place, passage in enumerate(self.passages):
            for statement in passage.statements:
                if statement.speaker is not None:
                    person = self.people.of((passage.article, statement.speaker))
                    places.setdefault(person, {}).setdefault(place, []).extend(statement.spans)
        return tuple((person, len(self.repeats.distinct(found))) for person, found in places.items())


def once_a_snapshot(make: Callable[[Snapshot], T]) -> Callable[[Snapshot], T]:
    """Have `make` called once for each snapshot, and what it made kept as long as the snapshot is."""
    kept: dict[int, T] = {}

    @wraps(make)
    def of(snapshot: Snapshot) -> T:
        if (known := kept.get(id(snapshot))) is None:
            known = kept.setdefault(id(snapshot), make(snapshot))
            weakref.finalize(snapshot, kept.pop, id(snapshot), None)
        return known

    return of


def build_snapshot(
    articles: Sequence[Article],
    encoder: Encoder,
    progress: Progress | None = None,
    origins: Mapping[str, Origin] | None = None,
    earlier: Snapshot | None = None,
) -> Snapshot:
    """Attribute, cut and embed `articles` into a snapshot in memory.

    Args:
        articles: the sources, read.
        encoder: the embedding model.
        progress: told how far the work has come.
        origins: where an article was read from and what moderators corrected in it, by its `sha256`.
        earlier: another snapshot by the same model; its vectors are taken where the passages are the same, as they are
            after a correction.

    Raises:
        SourceError: there is no article, one is given twice, or one yields no passage.
    """
    report = progress or (lambda _what, _done, _total: None)
    known = {article.sha256: (origins or {}).get(article.sha256, Origin()) for article in articles}
    if not articles:
        raise SourceError("No source was given. Name at least one article.")
    if len({article.sha256 for article in articles}) < len(articles):
        raise SourceError("The same article was given twice. Name each source once.")
    attributions: list[Attribution] = []
    passages: list[Passage] = []
    for article, spoken in zip(articles, _all_attributed(articles, report), strict=True):
        cut = cut_passages(article, spoken)
        if not cut:
            raise SourceError(
                f"{article.name}: no passage was found in it, so there is nothing to quote. Check that it holds the "
                "article's text."
            )
        corrections = known[article.sha256].corrections
        for correction in unused(corrections, cut):
            # By its key, for its words are the article's, which not everybody who reads the log may read.
            log.warning("%s: a correction fits no passage any more: %s", article.name, correction.passage[:12])
        found, cut = apply(corrections, spoken, cut)
        attributions.append(found)
        passages.extend(cut)
    record = Record(tuple(articles), tuple(attributions), tuple(passages))
    embedded = _same_vectors(record, encoder, earlier) or _embed(record, encoder, report)
    entries = tuple(source_entry(article, known[article.sha256]) for article in articles)
    return Snapshot(_manifest(record, entries, embedded.dense, encoder.name), record, embedded)


def _all_attributed(articles: Sequence[Article], report: Progress) -> list[Attribution]:
    """Attribute articles, as many at once as there are processes for it."""
    report("attributing", 0, len(articles))
    with ThreadPoolExecutor(min(len(articles), POOL.most), thread_name_prefix="attributing") as threads:
        found = [threads.submit(_attributed, article) for article in articles]
        try:
            for done, _ in enumerate(as_completed(found), start=1):
                report("attributing", done, len(articles))
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
    return [one.result() for one in found]


@lru_cache(maxsize=64)
def _attributed(article: Article) -> Attribution:
    """Attribute an article; the last ones are remembered: one correction of an article comes after another."""
    return POOL.attribute(article)


def _same_vectors(record: Record, encoder: Encoder, earlier: Snapshot | None) -> Embedded | None:
    """Return the vectors of an earlier snapshot, or None where this one would have others."""
    if earlier is None or earlier.manifest.model != encoder.name or earlier.manifest.dimension != encoder.dimension:
        return None
    rules = earlier.follows_rules
    same = rules and sentences_of(earlier.record) == sentences_of(record)
    return Embedded(earlier.dense, earlier.tokens) if same else None


def _embed(record: Record, encoder: Encoder, report: Progress) -> Embedded:
    passages = sentences_of(record)
    total = len(passages) + sum(map(len, passages))
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        report("embedding", done, total)

    report("embedding", 0, total)
    return embed_record(passages, encoder, advance)


def sentences_of(record: Record) -> list[list[str]]:
    """Return the sentences of each passage, each on one line: what is embedded."""
    texts = {article.sha256: article.text for article in record.articles}
    return [[on_one_line(s.of(texts[passage.article])) for s in passage.sentences] for passage in record.passages]


def _manifest(record: Record, sources: tuple[SourceEntry, ...], dense: DenseIndex, model: str) -> Manifest:
    now = datetime.datetime.now(datetime.UTC)
    content = hashlib.sha256(RECORD_JSON.dump_json(record)).hexdigest()
    packages = ("faiss-cpu", "sentence-transformers", "spacy")
    return Manifest(
        id=f"{now:%Y%m%dT%H%M%S.%fZ}-{content[:8]}",
        format=FORMAT,
        created=now.isoformat(timespec="seconds"),
        model=model,
        dimension=dense.dimension,
        sources=sources,
        counts=counts(record, dense),
        versions={
            **{package: importlib.metadata.version(package) for package in packages},
            "rules": rules_version(),
        },
        files={},
    )


def counts(record: Record, dense: DenseIndex) -> dict[str, int]:
    """Return what the manifest says of how much there is."""
    return {
        "articles": len(record.articles),
        "passages": len(record.passages),
        "sentences": len(dense.owners),
        "speakers": sum(len(a.speakers) for a in record.attributions),
        "statements": sum(len(a.statements) for a in record.attributions),
    }


@cache
def rules_version() -> str:
    """Return what tells one state of this package's rules and word lists from another: a hash of their files."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".txt", ".tsv"})
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
