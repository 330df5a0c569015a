"""A process that answers: the bot without a platform, asked over a socket.

`python -m tests.benchmarks.load.answering URL FOLDER PORT` answers from the database at URL what comes from PORT.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.batch import reply_as_dict
from bot.conversation import Thread
from bot.errors import BotError
from bot.libraries import Libraries, store_at
from bot.library import Library
from bot.moderation import Moderation
from bot.state.postgres import address
from bot.state.state import State
from index.embedding import DEFAULT_MODEL
from tests.benchmarks.load.asking import LIMIT

PLATFORM = "slack"
THRESHOLD = 0.33
_KEEP_DAYS = 30


async def answer(url: str, folder: Path, port: int) -> None:
    """Answer from the database at `url` what comes from `port`, until that is closed.

    Whatever else the bot does beside its platforms it does too: it keeps each exchange, listens for changes of
    libraries, and reads them when somebody asks there. Every question is another member's first.
    """
    place = address(url)
    state = State(folder, _KEEP_DAYS, url=place)
    store = store_at(place)
    libraries = Libraries(Library((), folder, DEFAULT_MODEL), state.database, store)
    state.news.hear("library", libraries.follow, looks=True)
    assistant = Assistant(libraries, Moderation(state.audit), THRESHOLD, state=state)
    await state.open()
    await assistant.open()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
    writer.write(f"{os.getpid()}\n".encode())

    async def reply(told: dict[str, Any]) -> None:
        thread = Thread(PLATFORM, str(told["community"]), "C1", f"U{told['id']}")
        line: dict[str, Any] = {"id": told["id"]}
        try:
            line["reply"] = reply_as_dict(await assistant.ask(told["question"], thread))
        except BotError as error:
            line["failure"] = type(error).__name__
        writer.write(json.dumps(line).encode() + b"\n")

    try:
        async with asyncio.TaskGroup() as replying:
            async for line in reader:
                replying.create_task(reply(json.loads(line)))
    finally:
        writer.close()
        assistant.close()
        await state.close()
        store.close()


if __name__ == "__main__":
    asyncio.run(answer(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
