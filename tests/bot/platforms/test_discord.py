"""What members and moderators meet on Discord: the real client in a simulated Discord, the real index behind it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.assistant import Assistant
from bot.errors import Busy
from bot.library import Library
from bot.moderation import AuditLog, Moderation
from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform
from bot.settings import Settings
from index.article import Passage
from index.embedding import DEFAULT_MODEL, Encoder
from index.snapshot import Snapshot
from tests.bot.platforms.discord_markdown import HOSTILE, flat, seen, without_pings

SAY = phrases()
COMPONENTS_V2 = 1 << 15
QUESTION = "Who says that doing business without AI has become hard to imagine?"
TOKEN_EXPIRED = 50027

pytestmark = pytest.mark.simcord(settle_timeout=60)

MakeAssistant = Callable[..., Assistant]


@pytest.fixture
def make_assistant(library: Library, tmp_path: Path) -> Iterator[MakeAssistant]:
    """Return a function that makes an assistant which answers from a given confidence on."""
    made: list[Assistant] = []

    def make(threshold: float = 0.0, moderators: frozenset[str] = frozenset(), of: Library = library) -> Assistant:
        made.append(Assistant(of, Moderation(of, AuditLog(tmp_path / "audit.jsonl"), moderators), threshold))
        return made[-1]

    yield make
    for assistant in made:
        assistant.close()


def settings(data_dir: Path) -> Settings:
    return Settings(_env_file=None, discord_token="AAAA.BBBB.CCCC", data_dir=data_dir)


class World:
    """A server with a channel and a member, and the bot in it."""

    def __init__(self, env: simcord.Env, platform: DiscordPlatform) -> None:
        """Make the server."""
        self.env = env
        self.platform = platform
        self.guild = env.create_guild("Forum watchers")
        self.channel = self.guild.create_text_channel("general")
        self.alice = self.guild.add_member(env.create_user("alice"))
        manage = discord.Permissions(manage_guild=True)
        self.moderator = self.guild.add_member(
            env.create_user("mod"), roles=[self.guild.create_role("Mods", permissions=manage)]
        )

    @property
    def me(self) -> discord.ClientUser:
        """The bot."""
        user = self.platform.client.user
        assert user is not None
        return user

    async def ask(self, question: str) -> list[str]:
        """Return the texts of the answer to `/ask`."""
        result = await self.alice.slash(self.channel, "ask", question=question)
        assert not result.ephemeral
        return shown(result)

    def sent(self, method: str, path: str) -> list[dict[str, Any]]:
        """Return the bodies of the bot's requests to paths that match the regular expression `path`."""
        requests = self.env.http_requests
        return [r.json or {} for r in requests if r.method == method and re.fullmatch(path, r.path)]


@asynccontextmanager
async def world_of(assistant: Assistant, data_dir: Path) -> AsyncIterator[World]:
    platform = DiscordPlatform(assistant, settings(data_dir))
    async with simcord.run(platform.client, settle_timeout=60) as env:
        yield World(env, platform)


@pytest.fixture
def platform(make_assistant: MakeAssistant, tmp_path: Path) -> DiscordPlatform:
    """Return a platform that calls the best passage an answer, however unsure it is."""
    return DiscordPlatform(make_assistant(), settings(tmp_path))


@pytest.fixture
def simcord_bot(platform: DiscordPlatform) -> discord.Client:
    """Return the client that simcord's own fixture connects."""
    return platform.client


@pytest.fixture
def world(simcord_env: simcord.Env, platform: DiscordPlatform) -> World:
    """Return a world around `platform`."""
    return World(simcord_env, platform)


def texts(components: list[Any]) -> list[str]:
    """Return the text displays of a message, in order."""
    found: list[str] = []
    for component in components:
        fields = component if isinstance(component, dict) else component.to_dict()
        found += [fields["content"]] if "content" in fields else []
        found += texts(fields.get("components", []))
    return found


def shown(result: simcord.InteractionResult) -> list[str]:
    """Return the text displays of the outcome of a command."""
    assert result.response is not None
    return texts(result.response.components)


def last(channel: simcord.ChannelHandle) -> discord.Message:
    """Return the newest message in a channel."""
    message = channel.last_message
    assert message is not None
    return message


def replied_to(message: discord.Message) -> int | None:
    """Return the id of the message that another replies to."""
    return message.reference.message_id if message.reference else None


def quoted(parts: list[str]) -> str:
    """Return the words of the first quotation in a message, as a member sees them."""
    quote = next(line for part in parts for line in part.split("\n") if line.startswith("> "))
    return seen(re.sub(r"(?<!\\)\*\*", "", quote.removeprefix("> ")))


def passage_with(words: str, snapshot: Snapshot) -> Passage:
    return next(passage for passage in snapshot.passages if words in passage.text)


# Answers


async def test_ask_is_answered_with_the_passage_word_for_word(world: World, library: Library) -> None:
    parts = await world.ask(QUESTION)
    passage = passage_with("hard to imagine", library.snapshot)
    assert parts[0] == f"-# “{QUESTION}”"
    assert quoted(parts) == passage.text
    whole = "\n".join(parts)
    assert f"paragraph {passage.number}" in whole
    assert any(SAY(f"sure-{level}") in whole for level in ("high", "fair", "low"))
    for speaker in library.snapshot.speakers_of(passage):
        assert re.search(rf"^— \*\*.*{re.escape(speaker.name)}.*\*\*, ", whole, re.MULTILINE)
    if not passage.statements:
        assert f"— *{SAY('answer-narration')}*" in whole


async def test_the_words_that_answer_stand_out(world: World) -> None:
    parts = await world.ask("Does Hong Kong get the chance to set up data and computing facilities?")
    assert "**Doing business without AI has become hard to imagine, he went on," in "".join(parts)


async def test_ask_is_acknowledged_before_anything_else(world: World) -> None:
    await world.ask(QUESTION)
    requests = [(r.method, r.path, r.json) for r in world.env.http_requests if "/commands" not in r.path][-2:]
    assert requests[0][1].endswith("/callback")
    assert requests[0][2] == {"type": 5}
    assert requests[1][0] == "PATCH"


async def test_where_nothing_answers_the_closest_passage_is_called_that(
    make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    async with world_of(make_assistant(threshold=1.0), tmp_path) as world:
        parts = await world.ask("What will the weather be?")
        assert parts[1] == SAY("closest-lead")
        assert quoted(parts)
        assert not any(SAY(f"sure-{level}") in "".join(parts) for level in ("high", "fair", "low"))


async def test_no_question_gets_a_hint(world: World) -> None:
    assert (await world.ask("?!"))[0].startswith("Ask me ")
    await world.alice.send(world.channel, world.me.mention)
    assert texts(last(world.channel).components)[0].startswith("Ask me ")


async def test_a_text_too_long_for_a_question_is_told_so(world: World) -> None:
    await world.alice.send(world.channel, world.me.mention + " why" * 400)
    assert texts(last(world.channel).components) == [SAY("too-long-lead", most=1000)]


@pytest.mark.parametrize("command", ["speakers", "sources", "help"])
async def test_lists_are_for_the_member_alone(world: World, library: Library, command: str) -> None:
    result = await world.alice.slash(world.channel, command)
    assert result.ephemeral
    text = "\n".join(shown(result))
    if command == "sources":
        assert str(library.snapshot.record.articles[0].title) in text
        assert f"{len(library.snapshot.passages)} passages" in text
    elif command == "help":
        assert all(f"**/{name}**" in text for name in ("ask", "speakers", "sources", "help", "reload"))
    else:
        names = [speaker.name for speaker, _ in library.snapshot.speakers()]
        assert all(name in text for name in names[:10])
        assert names or text == f"**{SAY('speakers-none')}**"


# Mentions and direct messages


async def test_a_mention_is_answered_in_place(world: World, library: Library) -> None:
    question = await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    reply = last(world.channel)
    assert reply.author.id == world.me.id
    assert replied_to(reply) == question.id
    assert quoted(texts(reply.components)) == passage_with("hard to imagine", library.snapshot).text
    paths = [r.path for r in world.env.http_requests][-2:]
    assert paths == [f"/channels/{world.channel.id}/typing", f"/channels/{world.channel.id}/messages"]
    body = world.sent("POST", r"/channels/\d+/messages")[-1]
    assert body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert (body["nonce"], body["enforce_nonce"]) == (str(question.id), True)


async def test_a_reply_to_an_answer_is_answered(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    answer = last(world.channel)
    follow_up = await world.alice.send(world.channel, f"{world.me.mention} and about chips?", reply_to=answer)
    assert replied_to(last(world.channel)) == follow_up.id


async def test_a_direct_message_is_answered(world: World, library: Library) -> None:
    bob = world.env.create_user("bob")
    await bob.send_dm(QUESTION)
    reply = last(bob.dm_channel)
    assert quoted(texts(reply.components)) == passage_with("hard to imagine", library.snapshot).text
    assert "reload" not in bob.available_commands()
    assert shown(await bob.slash("ask", question=QUESTION))[0].startswith("-# ")


async def test_a_mention_in_a_thread_is_answered_there(world: World) -> None:
    channel = world.platform.client.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="AI", type=discord.ChannelType.public_thread)
    thread = world.channel.threads[0]
    question = await world.alice.send(thread, f"{world.me.mention} {QUESTION}")
    assert replied_to(last(thread)) == question.id


async def test_nobody_else_is_answered(world: World) -> None:
    other_bot = world.guild.add_member(world.env.create_user("other", bot=True))
    webhook = world.guild.create_webhook(world.channel)
    await other_bot.send(world.channel, f"{world.me.mention} {QUESTION}")
    await webhook.send(f"{world.me.mention} {QUESTION}")
    await world.alice.send(world.channel, QUESTION)
    await world.moderator.send(world.channel, f"@everyone {QUESTION}")
    assert all(message.author.id != world.me.id for message in world.channel.history())


async def test_a_reply_needs_no_right_to_read_older_messages(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=160002)
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert last(world.channel).author.id == world.me.id
    assert last(world.channel).reference is None


async def test_a_channel_where_the_bot_may_not_write_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.env.inject_error("POST", "/channels/*/typing", status=403, code=50013)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert "was refused" in caplog.text
    assert "Traceback" not in caplog.text


# What an article holds


async def test_an_article_can_neither_ping_nor_format(
    encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    paragraphs = [
        f"Paragraph {n} of the report on the harbour says {flat(text)} to all." for n, text in enumerate(HOSTILE)
    ]
    source = tmp_path / "hostile.txt"
    source.write_text("@everyone [a](https://evil.example) `title`\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    library = Library((source,), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    passages = {without_pings(re.sub(r"\s", " ", passage.text)) for passage in library.snapshot.passages}
    async with world_of(make_assistant(of=library), tmp_path) as world:
        for number in range(len(paragraphs)):
            parts = await world.ask(f"What does paragraph {number} say @everyone <@1> ||x||?")
            assert quoted(parts) in passages
        everything = [await world.alice.slash(world.channel, name) for name in ("sources", "speakers", "help")]
        await world.alice.send(world.channel, f"{world.me.mention} what about @everyone?")
        message = last(world.channel)
        assert not message.mention_everyone
        assert not message.mentions + message.role_mentions
        bodies = world.sent("PATCH", "/webhooks/.*") + world.sent("POST", r"/channels/\d+/messages")
        assert len(bodies) == len(paragraphs) + len(everything) + 1
        for body in bodies:
            assert body["allowed_mentions"]["parse"] == []
            assert body["flags"] & COMPONENTS_V2
            assert "@everyone" not in json.dumps(body)


async def test_a_very_long_passage_fits(encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path) -> None:
    source = tmp_path / "long.txt"
    source.write_text("A title\n\n" + "The *chair* of the_board said it would rain, and " * 300, encoding="utf-8")
    library = Library((source,), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    async with world_of(make_assistant(of=library), tmp_path) as world:
        parts = await world.ask("What did the chair of the board say?")
    assert sum(map(len, parts)) <= 4000
    words = quoted(parts)
    assert words.endswith("…")
    assert library.snapshot.passages[0].text.startswith(words[:-1])


# Moderation


def audit(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


async def test_a_moderator_reloads_and_sees_how_it_goes(world: World, library: Library, tmp_path: Path) -> None:
    before = library.snapshot
    result = await world.moderator.slash(world.channel, "reload")
    assert library.snapshot is not before
    assert result.ephemeral
    edits = [texts(body["components"])[0] for body in world.sent("PATCH", "/webhooks/.*")]
    assert edits[0].startswith("Rebuilding the index: ")
    assert edits[-1] == shown(result)[0]
    assert re.match(r"The index was rebuilt in \d+\.\d s: 16 passages, .*\.\nNothing changed\.$", edits[-1])
    entry = audit(tmp_path)[-1]
    assert entry["who"] == str(world.moderator.id)
    assert entry["where"] == f"discord/{world.guild.id}/{world.channel.id}"
    assert entry["result"].startswith("done")


async def test_the_permission_is_checked_on_arrival(world: World, library: Library, tmp_path: Path) -> None:
    before = library.snapshot
    command = next(c for c in await world.platform.client.tree.fetch_commands() if c.name == "reload")
    assert "reload" not in world.alice.available_commands(world.channel)
    world.guild.set_command_permissions(command, {world.alice: True})
    result = await world.alice.slash(world.channel, "reload")
    needed = SAY("error-not-allowed-needed-discord")
    assert shown(result) == [SAY("error-not-allowed", needed=needed)]
    assert result.ephemeral
    assert library.snapshot is before
    assert audit(tmp_path)[-1]["result"].startswith("refused")


async def test_a_role_that_the_operator_named_may_reload(
    world: World, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    role = world.guild.create_role("Archivists")
    archivist = world.guild.add_member(world.env.create_user("archie"), roles=[role])
    command = next(c for c in await world.platform.client.tree.fetch_commands() if c.name == "reload")
    world.guild.set_command_permissions(command, {role: True})
    assistant = make_assistant(moderators=frozenset({str(role.id)}))
    await world.env.restart_bot(DiscordPlatform(assistant, settings(tmp_path)).client)
    result = await archivist.slash(world.channel, "reload")
    assert shown(result)[0].startswith("The index was rebuilt")


async def test_a_reload_that_fails_says_why_and_the_old_index_serves(
    encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    source = tmp_path / "report.txt"
    source.write_text("A title\n\nThe harbour was full of ships, the mayor said on Monday.", encoding="utf-8")
    library = Library((source,), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    async with world_of(make_assistant(of=library), tmp_path) as world:
        source.unlink()
        result = await world.moderator.slash(world.channel, "reload")
        text = shown(result)[0]
        assert text.startswith("The reload failed, and the old index goes on serving.")
        assert "report.txt" in seen(text)
        assert "harbour" in quoted(await world.ask("Was the harbour full?"))


# Faults


async def test_a_fault_is_told_in_a_sentence_and_logged(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a detail that is nobody's business")

    monkeypatch.setattr(Assistant, "ask", fail)
    assert await world.ask(QUESTION) == [SAY("error-unexpected")]
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert texts(last(world.channel).components) == [SAY("error-unexpected")]
    assert caplog.text.count("RuntimeError: a detail") == 2


async def test_too_many_questions_are_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.assistant.MOST_WAITING", 0)
    assert await world.ask(QUESTION) == [SAY(Busy.phrase)]


async def test_before_the_index_is_open_everything_says_so(
    encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    closed = Library((), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    async with world_of(make_assistant(of=closed), tmp_path) as world:
        assert await world.ask(QUESTION) == [SAY("error-not-ready")]
        assert await world.ask("?") == [SAY("error-not-ready")]
        for command in ("speakers", "sources"):
            result = await world.alice.slash(world.channel, command)
            assert shown(result) == [SAY("error-not-ready")]


async def test_a_command_that_discord_gave_up_on_is_not_carried_out(
    world: World, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    before = library.snapshot
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    await world.moderator.slash(world.channel, "reload")
    assert library.snapshot is before
    assert "came too late" in caplog.text
    assert not world.sent("PATCH", "/webhooks/.*")


async def test_an_outcome_after_fifteen_minutes_comes_as_a_direct_message(world: World) -> None:
    world.env.inject_error("PATCH", "/webhooks/*", status=401, code=TOKEN_EXPIRED)
    await world.alice.slash(world.channel, "help")
    direct = world.env.backend.get_dm_channel(world.alice.id).id
    assert "**/ask**" in texts(world.sent("POST", f"/channels/{direct}/messages")[-1]["components"])[0]


async def test_a_command_that_is_no_more_gets_a_sentence(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.platform.client.tree.remove_command("sources")
    result = await world.alice.slash(world.channel, "sources")
    assert shown(result) == [SAY("error-unexpected")]
    assert "sources" in caplog.text
    with pytest.raises(ExceptionGroup):
        world.env.raise_errors()  # the simulation holds every error of the tree against the bot


# The commands themselves


async def test_commands_are_sent_only_when_they_changed(
    world: World, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    path = r"/applications/\d+/commands"

    async def restart() -> int:
        await world.env.restart_bot(DiscordPlatform(make_assistant(), settings(tmp_path)).client)
        return len(world.sent("PUT", path))

    assert len(world.sent("PUT", path)) == 1
    assert await restart() == 1
    note = tmp_path / "discord-commands.json"
    known = json.loads(note.read_text(encoding="utf-8"))
    assert list(known) == [str(world.platform.client.application_id)]
    note.write_text(json.dumps({"1": "another application's"}), encoding="utf-8")
    assert await restart() == 2
    assert json.loads(note.read_text(encoding="utf-8")) == {"1": "another application's", **known}
    for damaged in ("{", "[]", "\x00"):
        note.write_text(damaged, encoding="utf-8")
        await restart()
        assert json.loads(note.read_text(encoding="utf-8")) == known
    assert await restart() == 5


async def test_a_folder_that_cannot_be_written_stops_nothing(
    make_assistant: MakeAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    async with world_of(make_assistant(), in_the_way) as world:
        assert quoted(await world.ask(QUESTION))
    assert "the next start sends the commands again" in caplog.text


async def test_commands_that_discord_refuses_stop_no_mention(
    world: World, make_assistant: MakeAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "discord-commands.json").unlink()
    world.env.inject_error("PUT", "/applications/*/commands", status=403, code=50001)
    await world.env.restart_bot(DiscordPlatform(make_assistant(), settings(tmp_path)).client)
    assert "Discord did not take the commands" in caplog.text
    assert not (tmp_path / "discord-commands.json").exists()
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert quoted(texts(last(world.channel).components))


async def test_what_discord_is_told_of_the_commands(world: World) -> None:
    commands: Any = world.sent("PUT", r"/applications/\d+/commands")[0]
    by_name = {command["name"]: command for command in commands}
    assert set(by_name) == {"ask", "speakers", "sources", "help", "reload"}
    manage_guild = str(discord.Permissions(manage_guild=True).value)
    for name, command in by_name.items():
        moderators_only = name == "reload"
        assert command["description"] == SAY(f"command-{name}")
        assert len(command["description"]) <= 100
        assert str(command["default_member_permissions"]) == (manage_guild if moderators_only else "None")
        assert command["contexts"] == ([0] if moderators_only else [0, 1])
        assert command["integration_types"] == [0]


def test_no_privileged_intent_is_asked_for(make_assistant: MakeAssistant, tmp_path: Path) -> None:
    intents = DiscordPlatform(make_assistant(), settings(tmp_path)).client.intents
    assert {name for name, wanted in intents if wanted} == {"guilds", "guild_messages", "dm_messages"}
