"""What members meet on Discord: the real client in a simulated Discord, the real index behind it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import discord
import pytest

from bot.library import Library
from bot.phrases import phrases
from bot.platforms.discord.markdown import escape
from index.embedding import DEFAULT_MODEL, Encoder
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_markdown import HOSTILE, flat, without_pings
from tests.bot.platforms.discord_world import (
    QUESTION,
    World,
    last,
    passage_with,
    quoted,
    replied_to,
    shown,
    texts,
    world_of,
)

SAY = phrases()
COMPONENTS_V2 = 1 << 15

pytestmark = pytest.mark.simcord(settle_timeout=60)


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
        assert re.search(rf"^— .*\*\*{re.escape(escape(speaker.name))}\*\*.*, ", whole, re.MULTILINE)
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
    (shown_text,) = texts(last(world.channel).components)
    assert shown_text.split("\n")[0] == SAY("too-long-lead", most=1000)


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
    assert "could not be sent" in caplog.text
    assert "Traceback" not in caplog.text


# What an article holds


async def test_an_article_can_neither_ping_nor_format(
    encoder: Encoder, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    paragraphs = [
        f"Paragraph {n} of the report on the harbour says {' and '.join(map(flat, together))} to all."
        for n, together in enumerate(HOSTILE[at : at + 4] for at in range(0, len(HOSTILE), 4))
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
    source.write_text("A title\n\n" + "The *chair* of the_board said it would rain, and " * 100, encoding="utf-8")
    library = Library((source,), tmp_path / "data", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    async with world_of(make_assistant(of=library), tmp_path) as world:
        parts = await world.ask("What did the chair of the board say?")
    assert sum(map(len, parts)) <= 4000
    words = quoted(parts)
    assert words.endswith("…")
    assert library.snapshot.passages[0].text.startswith(words[:-1])
