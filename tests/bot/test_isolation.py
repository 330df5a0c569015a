"""One community never sees another's sources, questions, gaps or settings: not by asking, nor by a forged id."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answers import Answer, Courtesy, NoAnswer, Reply
from bot.assistant import Assistant
from bot.channels import CommunityRules, Presence
from bot.conversation import Thread
from bot.errors import BotError, ExchangeGone, GuildOnly, NotAllowed, SnapshotUnknown, SourceUnknown
from bot.exchanges import Verdict
from bot.libraries import Add, Change, Correct, Remove, Replace, Rollback, SourceBytes
from bot.library import Library
from bot.moderation import Actor
from bot.moderation.commands import INDEX_COMMANDS
from bot.moderation.notice import Notice
from bot.phrases import phrases
from bot.state.state import State
from index.corrections import Corrections, set_speaker
from tests.conftest import assistant_of

pytestmark = pytest.mark.usefixtures("read_here")

SAY = phrases()

# The same member and moderator everywhere: what keeps communities apart cannot be who asks.
THEIRS = Thread("discord", "guild-a", "channel-1", "member-1")
OURS = THEIRS._replace(community="guild-b")
OTHERS = (
    OURS,
    THEIRS._replace(community="guild-c"),  # from the default library
    THEIRS._replace(community=""),  # a direct message
    THEIRS._replace(platform="slack"),  # another platform's community of the same id
)

QUESTION = "What did Zofia Quill say about the marmalade tariff?"
SECRET = (
    "“The marmalade tariff will ruin every orchard in Zanquil,” said Zofia Quill, the orchard warden of Zanquil.\n\n"
    "“Nobody asked the orchards before the marmalade tariff,” said Pavo Zubrin, a beekeeper.\n\n"
    "The orchards of Zanquil stand on the slopes above the river.\n"
)
OPEN = (
    "“The ferry will run again in April,” said Ines Okoro, the harbour master of Namping.\n\n"
    "“We waited nine weeks for the ferry,” said Lena Wu, the mayor of Namping.\n"
)
WORDS = ("marmalade", "zofia", "quill", "zanquil", "zubrin", "beekeeper", "orchard", "secret-name")


def moderator(thread: Thread) -> Actor:
    """Return a moderator who gives a command where `thread` is."""
    return Actor(*thread, runs_the_community=True)


def tells(shown: object) -> list[str]:
    """Return which of the other community's words are in what is shown."""
    text = repr(shown).casefold()
    return [word for word in WORDS if word in text]


def cited(reply: Reply) -> object:
    """Return all that a reply shows but the words of who asked."""
    return None if isinstance(reply, Courtesy) else [(c.passage, c.article, c.speakers) for c in reply.shown]


@dataclass
class World:
    """An assistant; a community with sources, questions and settings of its own; and what can be forged of them."""

    assistant: Assistant
    state: State
    exchange: str
    source_id: str
    acts: list[str]


@pytest_asyncio.fixture
async def world(library: Library, state: State) -> AsyncIterator[World]:
    assistant = assistant_of(library, 0.33, state)
    libraries, desk = assistant.libraries, assistant.desk
    await state.open()
    for thread, name, text in ((THEIRS, "secret-name.txt", SECRET), (OURS, "open.txt", OPEN)):
        plan = await libraries.plan(thread.community_key, Add(SourceBytes(name, text.encode(), "text/plain")))
        await libraries.carry_out(plan, moderator(thread))
    answered = await assistant.ask(QUESTION, THEIRS)
    assert isinstance(answered, Answer)
    assert tells(cited(answered))
    await assistant.verdict(answered.exchange, THEIRS, Verdict(helpful=False, remark="marmalade"))
    refused = await assistant.ask("In which year was the beekeeper born?", THEIRS)
    assert isinstance(refused, NoAnswer)
    assert tells(await state.gaps.recent(THEIRS.community_key))
    await desk.run(moderator(THEIRS), "settings", {"presence": "stays-out", "private": "yes"}, SAY)
    assert assistant.channel(THEIRS).presence is Presence.STAYS_OUT
    (held,) = (await libraries.holdings(THEIRS.community_key)).sources
    acts = []
    for command, given in (("list", {}), ("history", {}), ("remove", {"source": held.id}), ("rollback", {})):
        notice = await desk.run(moderator(THEIRS), command, given, SAY)
        assert command == "rollback" or tells(notice)
        acts += [act.id for act in notice.acts]
    yield World(assistant, state, answered.exchange, held.id, acts)
    assistant.close()
    await state.close()


async def test_no_question_finds_it(world: World) -> None:
    for thread in OTHERS:
        ask = world.assistant
        for reply in (
            await ask.ask(QUESTION, thread),
            await ask.ask("And what else did she say?", thread),
            await ask.ask("Everything that Zofia Quill said", thread),
            await ask.ask("What about orchards?", thread, speaker="Zofia Quill"),
            await ask.ask(QUESTION, thread, instead_of=world.exchange),
            await ask.look_up("Zofia Quill on the marmalade tariff", thread),
            await ask.quotes("Zofia Quill", thread),
            await ask.quotes("Pavo Zubrin", thread),
        ):
            assert not tells(cited(reply))
            assert not tells(await ask.suggestions_after(reply, thread, SAY))
        assert tells((await ask.recall(world.exchange, THEIRS)).reply), "theirs is still there"


async def test_nothing_that_is_listed_or_completed_shows_it(world: World) -> None:
    for thread in OTHERS:
        ask = world.assistant
        snapshot = await ask.snapshot(thread)
        assert not tells(snapshot.record)
        assert not tells(ask.libraries.served(thread.community_key))
        for typed in ("", "zof", "Zofia Quill", "zubrin", "warden"):
            assert not tells(ask.speaker_choices(typed, thread))
        assert not tells(await ask.suggestions(thread, SAY))
        assert tells(ask.speaker_choices("zof", THEIRS))


async def test_a_forged_exchange_is_as_one_that_is_gone(world: World) -> None:
    for thread in OTHERS:
        ask, forged = world.assistant, world.exchange
        for pressed in (
            ask.recall(forged, thread),
            ask.context(forged, thread),
            ask.others(forged, thread),
            ask.verdict(forged, thread, Verdict(helpful=True)),
        ):
            with pytest.raises(ExchangeGone):
                await pressed
        await ask.drop(forged, thread)
        await ask.delete(forged, moderator(thread))
        assert (await ask.recall(forged, THEIRS)).own
        assert [v.remark for v in await world.state.exchanges.verdicts(forged, THEIRS)] == ["marmalade"]


async def test_a_conversation_that_began_elsewhere_is_not_gone_on_with(world: World) -> None:
    for thread in OTHERS:
        ask = world.assistant
        before = await ask.ask("What did she say about it?", thread)
        assert not tells(before)
        assert not tells(ask._conversations.get(thread))
        assert tells(ask._conversations.get(THEIRS))


async def test_settings_gaps_and_the_log_of_moderation_are_each_communitys_own(world: World) -> None:
    for thread in OTHERS:
        ask, state, key = world.assistant, world.state, thread.community_key
        assert ask.channel(thread).presence is Presence.ANSWERS
        assert not ask.channel(thread).private
        assert ask.rules(thread) == CommunityRules()
        assert not tells(await state.gaps.recent(key))
        assert not tells(await state.audit.entries(key))
        assert not tells(await ask.libraries.history(key))
        assert not tells(await ask.libraries.holdings(key))
        assert await state.gaps.close(key, [gap.exchange for gap in await state.gaps.recent(THEIRS.community_key)]) == 0


async def test_a_forged_source_or_version_changes_nothing_of_theirs(world: World) -> None:
    for thread in OTHERS:
        libraries, key = world.assistant.libraries, thread.community_key
        source = SourceBytes("x.txt", b"It rained.", "text/plain")
        forged: tuple[Change, ...] = (
            Remove(world.source_id),
            Replace(world.source_id, source),
            Correct(world.source_id, set_speaker(Corrections(), SECRET.partition("\n")[0], "Mallory")),
        )
        for change in forged:
            with pytest.raises((SourceUnknown, GuildOnly)):
                await libraries.plan(key, change)
        if key == OURS.community_key:
            assert (await libraries.plan(key, Rollback(1))).nothing, "a version's number is the community's own"
        else:
            with pytest.raises((SnapshotUnknown, GuildOnly)):
                await libraries.plan(key, Rollback(1))
        plan = await libraries.plan(THEIRS.community_key, Remove(world.source_id))
        with pytest.raises(NotAllowed):
            await libraries.carry_out(plan, moderator(thread))
        assert tells(await libraries.snapshot(THEIRS.community_key))


async def shown(work: Awaitable[Notice]) -> object:
    """Return what a moderator reads: a notice, or the values of a refusal."""
    try:
        return await work
    except BotError as error:
        return error.values


async def test_no_command_or_button_for_moderators_shows_or_changes_it(world: World) -> None:
    for thread in OTHERS:
        desk, actor = world.assistant.desk, moderator(thread)
        forged = (world.source_id, "secret-name.txt", f"{world.source_id}:1", "1:1", "1", "Zofia Quill")
        before = await world.assistant.libraries.history(THEIRS.community_key)

        for command in INDEX_COMMANDS:
            for parameter in command.parameters:
                for typed in ("", "zof", "secret"):
                    assert not tells(await desk.complete(actor, command.name, parameter.name, typed, SAY))
            wanted = [one for one in command.parameters if one.kind.completes]
            assert not tells(await shown(desk.run(actor, command.name, {}, SAY)))
            for parameter in wanted:
                for value in forged:
                    found = repr(await shown(desk.run(actor, command.name, {parameter.name: value}, SAY)))
                    for own in forged:
                        found = found.replace(own, "")
                    assert not tells(found), (command.name, parameter.name, value)
        assert world.acts
        for act in world.acts:
            assert not tells(await shown(desk.press(actor, act, SAY)))
        assert await world.assistant.libraries.history(THEIRS.community_key) == before
        assert tells(await world.assistant.snapshot(THEIRS))


def test_whatever_an_assistant_does_for_a_member_is_tried_here() -> None:
    """A method that is new must say of which community it is, and be tried above."""
    tried = Path(__file__).read_text(encoding="utf-8")
    of_nobody = {"open", "close", "may_moderate", "admit", "go_on", "reload", "kept", "forget"}
    public = {name for name, what in vars(Assistant).items() if inspect.isfunction(what) and not name.startswith("_")}
    for name in public - of_nobody:
        assert {"thread", "actor"} & set(inspect.signature(getattr(Assistant, name)).parameters), name
        assert f".{name}(" in tried, name
