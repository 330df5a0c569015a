"""A process that forks others, which moderate a library until they are killed, or look what is there afterwards.

`python -m tests.bot.libraries.moderating FOLDER` loads everything that takes long, says "ready", and then obeys lines:
"moderate SEED" forks a process that changes the library again and again, saying before each change "planning", when it
is about to write "writing NUMBER FINGERPRINT", and when the change is confirmed "confirmed NUMBER"; it ends when it is
killed. "look" forks one that opens the library as a start of the bot does and says "found NUMBER FINGERPRINT WHOLE".
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import sys
import zlib
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.libraries import Add, Change, Correct, Holdings, Libraries, Reload, Remove, Replace, Rollback, SourceBytes
from bot.library import Library
from bot.moderation import Actor
from bot.state.database import Database
from index.corrections import set_speaker
from index.embedding import Embedding, Encoder, Vectors
from index.snapshot import Snapshot
from index.sources import Fetched
from tests.attributing import attribute_here, load_parser

HERE = "slack:T01"
ACTOR = Actor("slack", "T01", "C1", "U1", runs_the_community=True)
_SPEAKERS = ("Ines Okoro, the harbour master", "Lena Wu, the mayor of Namping", "Guo Wenbin, a ferryman")
_THINGS = ("ferry", "bridge", "harbour", "tunnel", "market", "lighthouse")
_MOST = 3  # sources


class WordEncoder(Encoder):
    """An embedding model without weights: a text is the sum of its words, each a direction of its own."""

    dimension = 32

    def __init__(self) -> None:
        """Load nothing."""
        self.name = "words"

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Embedding]:
        """Embed texts."""
        if progress:
            progress(len(texts))
        return [self._of(text) for text in texts]

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed texts."""
        if progress:
            progress(len(texts))
        return np.stack([self._of(text).pooled for text in texts])

    def _of(self, text: str) -> Embedding:
        words, at = text.split(), 0
        spans = []
        for word in words:
            at = text.index(word, at)
            spans.append((at, at + len(word)))
        tokens = np.stack([self._word(word) for word in words])
        pooled = tokens.sum(axis=0)
        return Embedding(pooled / np.linalg.norm(pooled), tokens, np.array(spans, np.int32))

    def _word(self, word: str) -> Vectors:
        drawn = np.random.default_rng(zlib.crc32(word.lower().encode())).normal(size=self.dimension)
        return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def fingerprint(snapshot: Snapshot) -> str:
    """Return what tells one state of a library from another: who says what in it."""
    said = [(p.text, [s.name for s in snapshot.speakers_of(p)]) for p in snapshot.passages]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _text(chance: random.Random) -> str:
    thing, speaker = chance.choice(_THINGS), chance.choice(_SPEAKERS)
    return f"“The {thing} has {chance.randrange(10**6)} steps,” said {speaker}.\n\nNobody counted them.\n"


def _change(chance: random.Random, held: Holdings, numbers: list[int]) -> Change:
    own = () if held.is_default else held.sources
    made = SourceBytes(f"{chance.randrange(10**6)}.txt", _text(chance).encode(), "text/plain")
    if not own:
        return Add(made)
    one = chance.choice(own)
    said = next(p for p in held.snapshot.passages if p.article == one.article.sha256)
    changes: list[Change] = [
        Replace(one.id, made),
        Remove(one.id),
        Correct(one.id, set_speaker(one.corrections, said.text, f"Speaker {chance.randrange(10**6)}")),
        Rollback(chance.choice([0, *numbers])),
        Reload(),
    ]
    if len(own) < _MOST:
        on_the_web = SourceBytes("page", made.data, "text/plain", "https://example.org/page")
        changes += [Add(made), Add(on_the_web)]
    return chance.choice(changes)


def _libraries(folder: Path, default: Library, chance: random.Random) -> Libraries:
    async def fetch(address: str, **_: object) -> Fetched:
        return Fetched(address, _text(chance).encode(), "text/plain")

    return Libraries(default, Database(folder / "record.db"), folder / "communities", fetch)


async def _moderate(folder: Path, default: Library, seed: int) -> None:
    chance = random.Random(seed)
    libraries = _libraries(folder, default, chance)
    await libraries.open()
    while True:
        numbers = [past.number for past in await libraries.history(HERE)]
        held = await libraries.holdings(HERE)
        _tell("planning")
        plan = await libraries.plan(HERE, _change(chance, held, numbers))
        if plan.nothing:
            continue
        _tell("writing", max(numbers, default=0) + 1, fingerprint(plan.snapshot))
        _tell("confirmed", (await libraries.carry_out(plan, ACTOR)).number)


async def _look(folder: Path, default: Library) -> None:
    libraries = _libraries(folder, default, random.Random(0))
    await libraries.open()
    held = await libraries.holdings(HERE)
    current = [past for past in await libraries.history(HERE) if past.current]
    # What answers lies on the disk as it was written: it was not built again now.
    whole = held.is_default or held.snapshot.manifest.files
    _tell("found", current[0].number if current else 0, fingerprint(held.snapshot), bool(whole))


def _fork(work: Coroutine[Any, Any, None]) -> None:
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(work)
        finally:
            os._exit(1)
    work.close()
    _tell("child", child)
    os.waitpid(child, 0)
    _tell("gone")


def main() -> None:
    """Obey standard input."""
    folder = Path(sys.argv[1])
    source = folder / "default.txt"
    source.write_text("“It rained,” said Ada Byron, the computer.\n", encoding="utf-8")
    attribute_here()
    load_parser()
    encoder = WordEncoder()
    default = Library((source,), folder, encoder.name, lambda _name: encoder)
    default.encoder()
    default.open()
    _tell("ready", fingerprint(default.snapshot))
    for line in sys.stdin:
        command, *words = line.split()
        _fork(_moderate(folder, default, int(words[0])) if command == "moderate" else _look(folder, default))


if __name__ == "__main__":
    main()
