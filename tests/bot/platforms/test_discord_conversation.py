"""Following up, editing, deleting, choosing a speaker, looking a message up: what goes on around a question."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from bot.channels import Presence
from bot.cooldown import Cooldown
from bot.library import Library
from bot.phrases import phrases
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_world import (
    QUESTION,
    World,
    labels,
    last,
    passage_with,
    quoted,
    replied_to,
    shown,
    speak,
    texts,
    world_of,
)

SAY = phrases()
OTHER = "Who called the city a magnet for the world's money?"

pytestmark = pytest.mark.simcord(settle_timeout=120)


def answers(world: World) -> list[discord.Message]:
    return [message for message in world.channel.history() if message.author.id == world.me.id]


async def test_a_reply_goes_on_from_the_answer_it_replies_to(world: World, library: Library) -> None:
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    about_ai = last(world.channel)
    await world.alice.send(world.channel, f"{world.me.mention} {OTHER}")
    where = f"{world.me.mention} where does it say that?"
    await world.alice.send(world.channel, where, reply_to=about_ai)
    assert quoted(texts(last(world.channel).components)) == passage_with("hard to imagine", library.snapshot).text
    # The same words in the channel are about what was asked there last, and nobody else's conversation is touched.
    await world.alice.send(world.channel, where)
    assert "magnet" in quoted(texts(last(world.channel).components))


async def test_an_edited_question_is_answered_anew_in_place(world: World) -> None:
    question = await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    answer = last(world.channel)
    assert "hard to imagine" in quoted(texts(answer.components))
    await world.alice.edit(question, f"{world.me.mention} {OTHER}")
    (now,) = answers(world)
    assert now.id == answer.id
    assert "magnet" in quoted(texts(now.components))
    asked = len(world.env.http_requests)
    await world.alice.edit(question, f"{world.me.mention} {OTHER}")  # as when Discord adds a preview
    assert len(world.env.http_requests) == asked
    kept = await world.alice.slash(world.channel, "privacy")
    assert "one question" in shown(kept)[0]


async def test_a_deleted_question_takes_its_answer_along(world: World) -> None:
    question = await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert answers(world)
    await world.alice.delete(question)
    assert not answers(world)
    kept = await world.alice.slash(world.channel, "privacy")
    assert SAY("privacy-nothing") in shown(kept)[0]


async def test_a_question_that_is_none_any_more_loses_its_answer(world: World) -> None:
    question = await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    await world.alice.edit(question, "never mind")
    assert not answers(world)


async def test_questions_of_others_are_neither_answered_anew_nor_taken_back(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    chat = await world.alice.send(world.channel, "just chatting")
    await world.alice.edit(chat, f"{world.me.mention} {OTHER}")
    await world.alice.delete(chat)
    assert len(answers(world)) == 1


async def test_a_speaker_is_chosen_while_typing_and_alone_asked_about(world: World, library: Library) -> None:
    (speaker, _), *_ = library.snapshot.speakers()
    for command in ("ask", "quotes"):
        choices = await world.alice.autocomplete(world.channel, command, "speaker", speaker.name[:4].lower())
        assert speaker.name in [choice["value"] for choice in choices]
        assert len(await world.alice.autocomplete(world.channel, command, "speaker", "")) <= 25
    result = await world.alice.slash(world.channel, "ask", question="What about the city?", speaker=speaker.name)
    assert speaker.name in "".join(shown(result))


async def test_what_was_said_about_a_message_is_looked_up_for_the_member_alone(world: World) -> None:
    message = await world.moderator.send(
        world.channel, "Look, https://example.org/x : is doing business without AI hard to imagine? @everyone"
    )
    result = await world.alice.context_menu(world.channel, SAY("command-look-up"), message)
    assert result.ephemeral
    assert "hard to imagine" in "".join(shown(result))
    assert result.response is not None
    assert SAY("button-share") in labels(result.response.components)
    empty = await world.moderator.send(world.channel, "https://example.org/x")
    nothing = await world.alice.context_menu(world.channel, SAY("command-look-up"), empty)
    assert shown(nothing) == [SAY("error-nothing-to-look-up")]


async def test_a_flood_is_told_once_in_the_channel_and_moderators_are_let_through(
    make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    async with world_of(make_assistant(cooldown=Cooldown(2, 0, clock=lambda: 0.0)), tmp_path) as world:
        for _ in range(6):
            await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
        replies = [texts(message.components) for message in answers(world)]
        assert sum("hard to imagine" in "".join(parts) for parts in replies) == 2
        assert len(replies) == 3
        result = await world.alice.slash(world.channel, "ask", question=QUESTION)
        assert result.ephemeral
        assert "second" in "".join(shown(result))
        for _ in range(3):
            assert quoted(shown(await world.moderator.slash(world.channel, "ask", question=QUESTION)))


async def test_moderators_say_where_the_bot_speaks(world: World, make_assistant: MakeAssistant) -> None:
    async def rule(**options: str | bool) -> list[str]:
        return shown(await world.moderator.slash(world.channel, "index settings", **options))

    mentioned = SAY("choice-index-settings-presence-mentioned")
    assert mentioned in (await rule(presence=Presence.MENTIONED.value))[1]
    refused = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert refused.ephemeral
    assert shown(refused) == [SAY("error-only-mentioned")]
    assert quoted(shown(await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)))
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert len(answers(world)) == 1
    await rule(presence=Presence.STAYS_OUT.value)
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert len(answers(world)) == 1
    stays_out = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert shown(stays_out) == [SAY("error-stays-out")]
    assert SAY("settings-private-yes") in (await rule(presence=Presence.ANSWERS.value, private=True))[1]
    assert (await world.alice.slash(world.channel, "ask", question=QUESTION)).ephemeral
    assert not (await world.alice.slash(world.channel, "ask", question=QUESTION, private=False)).ephemeral
    assert "index settings" not in world.alice.available_commands(world.channel)


async def test_a_thread_goes_by_the_rules_of_its_channel(world: World) -> None:
    await world.moderator.slash(world.channel, "index settings", presence=Presence.STAYS_OUT.value)
    channel = world.platform.client.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="AI", type=discord.ChannelType.public_thread)
    thread = world.channel.threads[0]
    question = await world.alice.send(thread, f"{world.me.mention} {QUESTION}")
    assert all(replied_to(message) != question.id for message in thread.history())


@pytest.mark.parametrize("locale", ["zh-TW", "zh-CN", "de", "en-GB"])
async def test_the_bots_own_words_are_in_the_members_language(
    world: World, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    say = phrases(locale)
    speak(monkeypatch, locale)
    helped = await world.alice.slash(world.channel, "help")
    assert say("help-lead").split(".")[0] in shown(helped)[0]
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert "hard to imagine" in quoted(shown(result))
    assert result.response is not None
    assert labels(result.response.components)[-1] == say("button-delete")
    # Discord does not tell the language of a message: it is remembered.
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert labels(last(world.channel).components)[-1] == say("button-delete")


async def test_moderators_choose_one_language_for_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.moderator.slash(world.channel, "index settings", language="zh-Hant")
    say = phrases("zh-TW")
    for locale in ("en-US", "zh-CN"):
        speak(monkeypatch, locale)
        result = await world.alice.slash(world.channel, "ask", question=QUESTION)
        assert result.response is not None
        assert labels(result.response.components)[-1] == say("button-delete")
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert labels(last(world.channel).components)[-1] == say("button-delete")
    assert shown(await world.moderator.slash(world.channel, "index settings"))[0] == say("settings-lead")
    await world.moderator.slash(world.channel, "index settings", language="auto")
    assert shown(await world.alice.slash(world.channel, "help"))[0].startswith(phrases("zh-CN")("help-lead"))


async def test_where_only_a_member_has_installed_the_bot_nobody_moderates(
    world: World, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    speak(monkeypatch, installed_for={"1": str(world.moderator.id)})
    before = library.snapshot
    for command in ("reload", "index settings"):
        result = await world.moderator.slash(world.channel, command)
        assert shown(result) == [SAY("error-guild-only")]
    assert library.snapshot is before
    assert quoted(shown(await world.moderator.slash(world.channel, "ask", question=QUESTION)))
    speak(monkeypatch, installed_for={"0": str(world.guild.id), "1": str(world.moderator.id)})
    assert shown(await world.moderator.slash(world.channel, "reload"))[0] == SAY("reload-read")


async def test_where_discord_takes_no_components_the_answer_is_text(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("PATCH", "/webhooks/*", status=400, code=50035)
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response is not None
    assert "hard to imagine" in result.response.content
    assert not result.response.components
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    await world.alice.send(world.channel, f"{world.me.mention} {QUESTION}")
    assert "hard to imagine" in last(world.channel).content
    assert "shown as text" in caplog.text
