import asyncio
import threading
from pathlib import Path

import pytest

from bot.answering import Answer
from bot.assistant import MOST_WAITING, Assistant
from bot.conversation import Thread
from bot.errors import Busy, NotReady
from bot.library import Library
from bot.moderation import Actor, AuditLog, Moderation
from index.embedding import DEFAULT_MODEL, Encoder
from tests.conftest import open_library

HERE = Thread("discord", "guild", "channel", "ann")
OWNER = Actor("discord", "guild", "channel", "ann", runs_the_community=True)


async def test_questions_are_answered_together(assistant: Assistant) -> None:
    replies = await asyncio.gather(
        *(assistant.ask("Who called the city a magnet?", HERE._replace(member=str(i))) for i in range(20))
    )
    assert all(isinstance(reply, Answer) for reply in replies)


async def test_a_conversation_goes_on_in_its_thread_only(assistant: Assistant) -> None:
    await assistant.ask("Who called the city a magnet for the world's money?", HERE)
    assert [t.question for t in assistant._conversations.get(HERE).turns] == [
        "Who called the city a magnet for the world's money?"
    ]
    assert not assistant._conversations.get(HERE._replace(member="bob")).turns


async def test_too_many_waiting_are_told_so(assistant: Assistant) -> None:
    held = threading.Event()
    blocker = asyncio.ensure_future(assistant._off_the_loop(assistant._answering, held.wait))
    questions = [asyncio.ensure_future(assistant.ask("magnet?", HERE)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await assistant.ask("one more?", HERE)
    held.set()
    await blocker
    await asyncio.gather(*questions)
    assert isinstance(await assistant.ask("Who called the city a magnet for the world's money?", HERE), Answer)


async def test_before_it_is_open_it_is_not_ready(tmp_path: Path, encoder: Encoder) -> None:
    library = Library((), tmp_path, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    assistant = Assistant(library, Moderation(library, AuditLog(tmp_path / "a")), 0.5)
    with pytest.raises(NotReady):
        await assistant.ask("magnet?", HERE)
    await assistant.open()
    await assistant.ask("magnet?", HERE)
    assistant.close()


async def test_during_a_reload_the_old_snapshot_answers(tmp_path: Path, encoder: Encoder) -> None:
    source = tmp_path / "report.txt"
    source.write_text("The ferry will run again in April.\n", encoding="utf-8")
    library = open_library(tmp_path / "data", encoder, source)
    assistant = Assistant(library, Moderation(library, AuditLog(tmp_path / "a")), 0.0)
    source.write_text("The ferry was sold for scrap in May.\n", encoding="utf-8")
    inside, go_on = threading.Event(), threading.Event()

    def progress(_what: str, _done: int, _total: int) -> None:
        inside.set()
        assert go_on.wait(30)

    reloading = asyncio.ensure_future(assistant.reload(OWNER, progress))
    await asyncio.to_thread(inside.wait, 30)
    during = await assistant.ask("What about the ferry?", HERE)
    go_on.set()
    await reloading
    after = await assistant.ask("What about the ferry?", HERE)
    assert isinstance(during, Answer)
    assert isinstance(after, Answer)
    assert during.citation.passage.text == "The ferry will run again in April."
    assert after.citation.passage.text == "The ferry was sold for scrap in May."
    assistant.close()


async def test_closing_gives_up_a_reload_between_two_steps(assistant: Assistant) -> None:
    before = assistant.snapshot
    inside, go_on = threading.Event(), threading.Event()

    def progress(_what: str, _done: int, _total: int) -> None:
        inside.set()
        assert go_on.wait(30)

    reloading = asyncio.ensure_future(assistant.reload(OWNER, progress))
    await asyncio.to_thread(inside.wait, 30)
    assistant.close()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await reloading
    assert assistant.snapshot is before
