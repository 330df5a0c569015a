"""Several processes that share a PostgreSQL: some answer without pause, one changes what they answer from.

`python -m tests.bot.libraries.sharing URL FOLDER` loads everything that takes long, says "ready", and obeys lines:
"answer NAME" forks a process that answers questions until it is ended. It says "NAME saw NUMBER" whenever what answers
has changed, "NAME default NUMBER" likewise of the default library, "NAME wrong ..." when an answer is empty or of two
states at once, and "NAME answered COUNT" at the end. "swap COUNT" forks one that changes the community's library so
often, each time saying "swapped NUMBER", the last time to a state that never was before; "back NUMBER" one that goes
back to a snapshot without telling anybody; "default NUMBER" one that changes the default library.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from bot.libraries import Add, Change, Libraries, Replace, Rollback, SourceBytes, store_at
from bot.library import Library
from bot.moderation import Actor
from bot.state.communities import DEFAULT
from bot.state.postgres import address
from bot.state.state import State
from index.snapshot import Snapshot
from tests.attributing import attribute_here, load_parser
from tests.bot.libraries.moderating import WordEncoder
from tests.searching import search

HERE = "slack:T01"
ACTOR = Actor("slack", "T01", "C1", "U1", runs_the_community=True)
_THINGS = ("ferry", "bridge", "harbour")
_BUILT = 8
"""Swaps to something new, before they go back to what was; the last one is new again."""
_PAUSE = 0.01  # seconds between two questions of a process: several share a processor
LOOKS = 1.0
"""Seconds between two looks for what no news came of."""


def report(number: int) -> str:
    """Return an article every passage of which says which state of the library it is of."""
    said = (f"“The {thing} has steps, state {number},” said Lena Wu, the mayor." for thing in _THINGS)
    return "\n\n".join(said) + "\n"


def _tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _states(snapshot: Snapshot, encoder: WordEncoder) -> set[int]:
    """Return which states the passages are of that are found for a question; {-1} where there are too few."""
    question = "How many steps has the ferry?"
    found = search(snapshot.retriever, question, encoder.embed_passages([question])[0])
    texts = [snapshot.passages[i].text for i in found]
    numbers = {int(n) for one in texts for n in re.findall(r"state (\d+)", one)}
    return numbers if len(texts) == len(_THINGS) else {-1, *numbers}


class Process:
    """One process of the bot, without a platform."""

    def __init__(self, url: str, folder: Path) -> None:
        """Have everything in the database at `url`."""
        place = address(url)
        self.encoder = WordEncoder()
        self.state = State(folder, 30, url=place)
        library = Library((folder / "default.txt",), folder, self.encoder.name, lambda _name: self.encoder)
        self.store = store_at(place)
        self.libraries = Libraries(library, self.state.database, self.store)
        self.state.news.every = LOOKS
        self.state.news.hear("library", self.libraries.follow, looks=True)

    async def open(self) -> None:
        """Open all of it."""
        await self.state.open()
        await self.libraries.open()

    async def answer(self, name: str) -> None:
        """Answer without pause until told to end, and say what was wrong."""
        ends = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ends.set)
        await self.open()
        answered, seen = 0, {HERE: -1, DEFAULT: -1}
        while not ends.is_set():
            for community, word in ((HERE, "saw"), (DEFAULT, "default")):
                snapshot = await self.libraries.snapshot(community)
                states = await asyncio.to_thread(_states, snapshot, self.encoder)
                if len(states) != 1 or -1 in states:
                    _tell(name, "wrong", sorted(states))
                elif (state := states.pop()) != seen[community]:
                    seen[community] = state
                    _tell(name, word, state)
                answered += 1
                await asyncio.sleep(_PAUSE)
        _tell(name, "answered", answered)

    async def swap(self, count: int) -> None:
        """Change the community's library so often."""
        await self.open()
        for swap in range(1, count + 1):
            held = await self.libraries.holdings(HERE)
            source = SourceBytes(f"{swap}.txt", report(swap).encode(), "text/plain")
            change: Change = Add(source) if held.is_default else Replace(held.sources[0].id, source)
            if _BUILT < swap < count:
                change = Rollback(swap % _BUILT + 1)
            plan = await self.libraries.plan(HERE, change)
            _tell("swapped", (await self.libraries.carry_out(plan, ACTOR)).number)

    async def go_back(self, number: int) -> None:
        """Have an earlier snapshot answer, as if nobody had heard of it."""
        async with self.state.database.session() as session:
            await session.execute(text("UPDATE community SET snapshot = :n WHERE id = :c"), {"n": number, "c": HERE})
        _tell("gone back to", number)

    async def renew(self, folder: Path, number: int) -> None:
        """Change the default library's file, and have it read again."""
        await self.open()
        (folder / "default.txt").write_text(report(number), encoding="utf-8")
        await self.libraries.renew_default()
        _tell("renewed", number)


def main() -> None:
    """Obey standard input."""
    url, folder = sys.argv[1], Path(sys.argv[2])
    (folder / "default.txt").write_text(report(0), encoding="utf-8")
    attribute_here()
    load_parser()
    encoder = WordEncoder()
    warm = Library((folder / "default.txt",), folder / "warm", encoder.name, lambda _name: encoder)
    warm.encoder()
    warm.open()
    _tell("ready")
    children: list[int] = []
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            status = 1
            try:
                asyncio.run(_obey(Process(url, folder), folder, *line.split()))
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


async def _obey(process: Process, folder: Path, command: str, word: str) -> None:
    match command:
        case "answer":
            await process.answer(word)
        case "swap":
            await process.swap(int(word))
        case "back":
            await process.go_back(int(word))
        case "default":
            await process.renew(folder, int(word))


if __name__ == "__main__":
    main()
