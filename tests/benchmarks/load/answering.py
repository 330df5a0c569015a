"""A process that answers: the bot without a platform, asked over a socket.

`python -m tests.benchmarks.load.answering URL FOLDER PORT` answers from the database at URL what comes from PORT.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.assembly import assembled
from bot.batch import reply_as_dict
from bot.conversation import Thread
from bot.errors import BotError
from bot.settings import Settings
from tests.benchmarks.load.asking import LIMIT

PLATFORM = "slack"


async def answer(url: str, folder: Path, port: int) -> None:
    """Answer from the database at `url` what comes from `port`, until that is closed.

    Whatever else the bot does beside its platforms it does too: it keeps each exchange, listens for changes of
    libraries, and reads them when somebody asks there. Every question is another member's first.
    """
    settings = Settings(_env_file=None, database_url=SecretStr(url), data_dir=folder)
    run = secrets.token_hex(4)
    async with assembled(settings) as assistant:
        await assistant.open()
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
        writer.write(f"{os.getpid()}\n".encode())

        async def reply(told: dict[str, Any]) -> None:
            thread = Thread(PLATFORM, str(told["community"]), "C1", f"U{run}{told['id']}")
            line: dict[str, Any] = {"id": told["id"]}
            try:
                line["reply"] = reply_as_dict(await assistant.ask(told["question"], thread))
            except BotError as error:
                line["failure"] = type(error).__name__
            writer.write(json.dumps(line).encode() + b"\n")

        async with asyncio.TaskGroup() as replying:
            async for line in reader:
                replying.create_task(reply(json.loads(line)))
        writer.close()
        assistant.close()


if __name__ == "__main__":
    asyncio.run(answer(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
