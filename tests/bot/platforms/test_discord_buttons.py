"""What the buttons below an answer do, for whom, and that they outlive the process."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
import simcord

from bot.conversation import Thread
from bot.exchanges import Complaint
from bot.library import Library
from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Encoder
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_world import QUESTION, World, labels, last, quoted, settings, shown, texts, world_of

SAY = phrases()
ANSWERED = [SAY(f"button-{what}") for what in ("helpful", "unhelpful", "delete")]

pytestmark = pytest.mark.simcord(settle_timeout=120)


async def asked(world: World, question: str = QUESTION) -> discord.Message:
    """Have Alice mention the bot, and return its answer."""
    await world.alice.send(world.channel, f"{world.me.mention} {question}")
    return last(world.channel)


async def pressed(
    world: World,
    message: discord.Message | simcord.ResponseMessage,
    what: str,
    who: simcord.MemberActor | None = None,
) -> simcord.InteractionResult:
    """Have somebody, or else Alice, press a button."""
    result: simcord.InteractionResult = await (who or world.alice).click(message, label=SAY(f"button-{what}"))
    return result


def exchange_of(message: discord.Message) -> str:
    """Return the id that the buttons of an answer carry."""
    ids = [
        child.custom_id for row in message.components for child in getattr(row, "children", ()) if child.type.value == 2
    ]
    return str(ids[0]).split(":")[1]


@pytest.fixture
def spoken(encoder: Encoder, tmp_path: Path) -> Library:
    """Return a library over a report with direct speech, reported speech, and fifty speakers."""
    source = tmp_path / "report.txt"
    people = "\n\n".join(
        f"“We counted {n} ships in the {word} harbour this year,” said Ann{chr(97 + n % 26)} Bell{word}, the pilot."
        for n, word in enumerate("north south east west upper lower inner outer great small old new far near".split())
    )
    source.write_text(
        "The harbour\n\nThe town met on Monday.\n\n“The harbour has never been busier,” said Ines Okoro, the harbour "
        "master. “We need a second crane.”\n\nThe mayor, Tom Reed, said that the council would pay for the crane in "
        f"spring.\n\n{people}\n",
        encoding="utf-8",
    )
    library = Library((source,), tmp_path / "spoken", DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    library.open()
    return library


async def test_an_answer_has_buttons_and_each_shows_its_outcome_to_who_pressed_it(world: World) -> None:
    answer = await asked(world)
    assert labels(answer.components)[-3:] == ANSWERED
    assert SAY("button-share") not in labels(answer.components)
    before = answer.to_reference()
    context = await pressed(world, answer, "context")
    assert context.ephemeral
    assert shown(context)[0].strip("*") in (SAY("context-lead"), SAY("context-alone"))
    assert quoted(texts(answer.components)) in [quoted([part]) for part in shown(context)[1:]]
    others = await pressed(world, answer, "others", world.moderator)
    assert others.ephemeral
    assert len(shown(others)) > 1
    assert last(world.channel).id == before.message_id


async def test_opinions_are_kept_one_for_each_member_and_can_be_changed(
    make_assistant: MakeAssistant, state: State, tmp_path: Path
) -> None:
    async with world_of(make_assistant(), tmp_path) as world:
        answer = await asked(world)
        assert shown(await pressed(world, answer, "helpful")) == [SAY("verdict-thanks")]
        assert shown(await pressed(world, answer, "helpful", world.moderator)) == [SAY("verdict-thanks")]
        asking = await pressed(world, answer, "unhelpful")
        assert asking.ephemeral
        assert asking.response is not None
        exchange = exchange_of(answer)
        chosen = await world.alice.select(
            asking.response, [Complaint.WRONG_SPEAKER.value], custom_id=f"complaint={exchange}"
        )
        assert shown(chosen) == [SAY("verdict-thanks")]
        here = Thread("discord", str(world.guild.id), str(world.channel.id), "anybody")
        verdicts = await state.exchanges.verdicts(exchange, here)
    assert sorted((one.helpful, one.complaint) for one in verdicts) == [
        (False, Complaint.WRONG_SPEAKER),
        (True, None),
    ]


async def test_only_who_asked_or_a_moderator_deletes_an_answer(world: World) -> None:
    bob = world.guild.add_member(world.env.create_user("bob"))
    answer = await asked(world)
    refused = await pressed(world, answer, "delete", bob)
    assert [texts(one.components) for one in refused.followups] == [[SAY("error-not-yours")]]
    assert refused.followups[0].ephemeral
    assert last(world.channel).id == answer.id
    await pressed(world, answer, "delete")
    assert last(world.channel).id != answer.id
    answer = await asked(world)
    await pressed(world, answer, "delete", world.moderator)
    assert last(world.channel).id != answer.id


async def test_a_private_answer_can_be_shared(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral
    assert result.response is not None
    assert SAY("button-delete") not in labels(result.response.components)
    shared = await pressed(world, result.response, "share")
    (post,) = shared.followups
    assert not post.ephemeral
    assert texts(post.components)[0] == f"-# “{QUESTION}”"
    assert quoted(texts(post.components)) == quoted(shown(result))
    assert labels(post.components)[-3:] == ANSWERED
    assert (await pressed(world, last(world.channel), "context", world.moderator)).ephemeral


async def test_buttons_outlive_the_process(make_assistant: MakeAssistant, tmp_path: Path) -> None:
    first = make_assistant(keeping=State(tmp_path, 30))
    async with world_of(first, tmp_path) as world:
        answer = await asked(world)
        listed = await world.alice.slash(world.channel, "speakers")
        first.close()
        after = make_assistant(keeping=State(tmp_path, 30))
        await world.env.restart_bot(DiscordPlatform(after, settings(tmp_path)).client)
        context = await pressed(world, answer, "context")
        assert shown(context)[0].strip("*") in (SAY("context-lead"), SAY("context-alone"))
        assert listed.response is not None
        # Kept nowhere, as after the days are over: refused kindly.
        await world.env.restart_bot(DiscordPlatform(make_assistant(keeping=State()), settings(tmp_path)).client)
        for what in ("context", "helpful", "others"):
            gone = await pressed(world, answer, what)
            assert gone.ephemeral
            assert shown(gone) == [SAY("error-exchange-gone")]


async def test_a_direct_quote_becomes_a_picture_and_reported_speech_does_not(
    make_assistant: MakeAssistant, spoken: Library, tmp_path: Path
) -> None:
    async with world_of(make_assistant(of=spoken), tmp_path) as world:
        reported = await asked(world, "Who will pay for the crane in spring?")
        assert "council would pay" in "".join(texts(reported.components))
        assert SAY("button-card") not in labels(reported.components)
        direct = await asked(world, "Who said that the harbour has never been busier?")
        assert "never been busier" in "".join(texts(direct.components))
        card = await pressed(world, direct, "card")
        assert card.ephemeral
        assert card.response is not None
        (picture,) = card.response.attachments
        assert picture.filename.endswith(".png")
        assert "The harbour has never been busier" in str(picture.description)
        assert "Ines Okoro" in str(picture.description)
        assert "Ines Okoro" in card.response.content
        posted = await pressed(world, card.response, "share")
        (message,) = posted.followups
        assert not message.ephemeral
        assert "Ines Okoro" in str(message.attachments[0].description)
        assert len(last(world.channel).attachments) == 1


async def test_long_lists_have_pages(make_assistant: MakeAssistant, spoken: Library, tmp_path: Path) -> None:
    async with world_of(make_assistant(of=spoken), tmp_path) as world:
        first = await world.alice.slash(world.channel, "speakers")
        everybody = [speaker.name for speaker, _ in spoken.snapshot.speakers()]
        assert all(any(name in part for part in shown(first)) for name in everybody[:5])
        quotes = await world.alice.slash(world.channel, "quotes", speaker="Ines Okoro")
        assert quotes.ephemeral
        assert "never been busier" in "".join(shown(quotes))
        nobody = await world.alice.slash(world.channel, "quotes", speaker="Zebulon Quux")
        assert "Zebulon Quux" in "".join(shown(nobody))


async def test_pages_are_turned_in_place(
    make_assistant: MakeAssistant, spoken: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.discord.lists._SPEAKERS_ON_A_PAGE", 6)
    async with world_of(make_assistant(of=spoken), tmp_path) as world:
        first = await world.alice.slash(world.channel, "speakers")
        assert first.response is not None
        assert labels(first.response.components) == [SAY("button-later")]
        one = shown(first)
        await pressed(world, first.response, "later")
        two = shown(first)
        assert labels(first.response.components)[0] == SAY("button-earlier")
        assert set(one[0].split("\n")).isdisjoint(two[0].split("\n"))
        await pressed(world, first.response, "earlier")
        assert shown(first) == one


async def test_a_member_sees_what_is_kept_and_has_it_deleted(world: World) -> None:
    await asked(world)
    kept = await world.alice.slash(world.channel, "privacy")
    assert kept.ephemeral
    assert "one question" in shown(kept)[0]
    assert kept.response is not None
    done = await pressed(world, kept.response, "forget")
    assert shown(done)
    after = await world.alice.slash(world.channel, "privacy")
    assert SAY("privacy-nothing") in shown(after)[0]


async def test_a_button_of_another_version_is_refused_kindly(world: World) -> None:
    answer = await asked(world)
    stored = world.env.backend.get_message(world.channel.id, answer.id)
    row = next(one for one in stored.components if one["type"] == 1)
    row["components"][0]["custom_id"] = f"gone:{exchange_of(answer)}:0"
    result = await world.alice.click(answer, custom_id=f"gone:{exchange_of(answer)}:0")
    assert shown(result) == [SAY("error-exchange-gone")]
