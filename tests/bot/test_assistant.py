import asyncio
import json
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers import Answer, NoAnswer, Reason
from bot.assistant import Assistant
from bot.channels import ChannelRules, CommunityRules, Presence
from bot.conversation import Thread
from bot.details import render_quotes
from bot.errors import (
    BotError,
    Busy,
    CoolingDown,
    ExchangeGone,
    NotAllowed,
    NothingElse,
    NothingToLookUp,
    NotReady,
    NotYours,
    PassageGone,
)
from bot.exchanges import Verdict
from bot.library import Library
from bot.moderation import Actor
from bot.phrases import phrases
from bot.queue import AT_ONCE
from bot.recall import turns_of
from bot.rendering import render_reply
from bot.state.state import State
from index.embedding import DEFAULT_MODEL, Embedding, Encoder
from index.errors import StoreError
from tests.bot.state.test_exchanges import stored
from tests.conftest import assistant_of, end, open_library, reload

HERE = Thread("discord", "guild", "channel", "ann")
BOB = HERE._replace(member="bob")
OWNER = Actor("discord", "guild", "channel", "ann", runs_the_community=True)


async def test_questions_are_answered_together(assistant: Assistant) -> None:
    replies = await asyncio.gather(
        *(assistant.ask("Who called the city a magnet?", HERE._replace(member=str(i))) for i in range(5))
    )
    assert all(isinstance(reply, Answer) for reply in replies)


async def test_a_conversation_goes_on_in_its_thread_only(assistant: Assistant) -> None:
    await assistant.ask("Who called the city a magnet for the world's money?", HERE)
    assert [t.question for t in assistant._conversations.get(HERE).turns] == [
        "Who called the city a magnet for the world's money?"
    ]
    assert not assistant._conversations.get(HERE._replace(member="bob")).turns


@pytest.mark.parametrize(
    "question", ["Who called the city a magnet?", "What did Stephen Wong say?", "Who spoke?", "Mars?"]
)
async def test_what_is_kept_of_a_reply_is_enough_to_go_on_from(
    assistant: Assistant, state: State, question: str
) -> None:
    reply = await assistant.ask(question, HERE)
    (turn,) = assistant._conversations.get(HERE).turns
    assert turn.exchange == reply.exchange
    kept = await state.exchanges.get(reply.exchange, HERE)
    assert kept is not None
    assert turns_of([kept, replace(kept, reply={})]) == [turn]


async def test_of_a_message_that_is_looked_up_no_word_is_kept(assistant: Assistant, state: State) -> None:
    reply = await assistant.look_up("My aunt thinks that the city is a magnet for money.", HERE)
    kept = await state.exchanges.get(reply.exchange, HERE)
    assert kept is not None
    assert kept.question == ""
    assert not {"aunt", "thinks", "magnet", "money"} & set(re.findall(r"\w+", json.dumps(kept.reply).lower()))
    assert turns_of([kept])[0].passages == tuple(citation.passage.id for citation in reply.shown)


async def test_too_many_waiting_are_told_so(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.queue.MOST", 3)
    held, blockers = hold_up(assistant)
    questions = [asyncio.ensure_future(assistant.ask("magnet?", HERE)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await assistant.ask("one more?", HERE)
    held.set()
    await asyncio.gather(*blockers, *questions)
    assert isinstance(await assistant.ask("Who called the city a magnet for the world's money?", HERE), Answer)


async def test_who_is_told_that_the_bot_is_busy_costs_the_database_nothing(
    assistant: Assistant, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.queue.MOST", 0)
    monkeypatch.setattr(state.exchanges, "said", lambda *_: pytest.fail("the database was asked"))
    for asking in (assistant.ask("magnet?", HERE), assistant.look_up("magnets", HERE), assistant.quotes("Bo", HERE)):
        with pytest.raises(Busy):
            await asking


async def test_who_leaves_while_waiting_costs_nobody_anything(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.queue.MOST", 2)
    embedded: list[str] = []
    encoder = assistant.libraries.encoder()
    embed_question = encoder.embed_question

    def told(text: str) -> Embedding:
        embedded.append(text)
        return embed_question(text)

    monkeypatch.setattr(encoder, "embed_question", told)
    held, blockers = hold_up(assistant)
    staying, leaving = (asyncio.ensure_future(assistant.ask(f"{which} magnet?", HERE)) for which in ("Whose", "Which"))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.wait([leaving])
    coming = asyncio.ensure_future(assistant.ask("What magnet?", BOB))
    await asyncio.sleep(0)
    held.set()
    await asyncio.gather(*blockers, staying, coming)
    assert leaving.cancelled()
    assert sorted(embedded) == ["What magnet?", "Whose magnet?"]


def hold_up(assistant: Assistant) -> tuple[threading.Event, list[asyncio.Future[bool]]]:
    """Occupy all that answers until the event is set."""
    held = threading.Event()
    return held, [asyncio.ensure_future(assistant._queue.turn(held.wait)) for _ in range(AT_ONCE)]


async def test_before_it_is_open_it_is_not_ready(tmp_path: Path, encoder: Encoder) -> None:
    library = Library((), tmp_path, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    assistant = assistant_of(library, 0.5)
    with pytest.raises(NotReady):
        await assistant.ask("magnet?", HERE)
    await assistant.open()
    await assistant.ask("magnet?", HERE)
    await end(assistant)


async def test_during_a_reload_the_old_snapshot_answers(tmp_path: Path, encoder: Encoder) -> None:
    source = tmp_path / "report.txt"
    source.write_text("The ferry will run again in April.\n", encoding="utf-8")
    library = open_library(tmp_path / "data", encoder, source)
    assistant = assistant_of(library, 0.0)
    source.write_text("The ferry was sold for scrap in May.\n", encoding="utf-8")
    inside, go_on = threading.Event(), threading.Event()

    def progress(_what: str, _done: int, _total: int) -> None:
        inside.set()
        assert go_on.wait(30)

    reloading = asyncio.ensure_future(reload(assistant.desk, OWNER, progress))
    await asyncio.to_thread(inside.wait, 30)
    during = await assistant.ask("What about the ferry?", HERE)
    go_on.set()
    await reloading
    after = await assistant.ask("What about the ferry?", HERE)
    assert isinstance(during, Answer)
    assert isinstance(after, Answer)
    assert during.citation.passage.text == "The ferry will run again in April."
    assert after.citation.passage.text == "The ferry was sold for scrap in May."
    await end(assistant)


async def test_closing_gives_up_a_reload_between_two_steps(assistant: Assistant) -> None:
    before = assistant.libraries.default.snapshot
    inside, go_on = threading.Event(), threading.Event()

    def progress(_what: str, _done: int, _total: int) -> None:
        inside.set()
        assert go_on.wait(30)

    reloading = asyncio.ensure_future(reload(assistant.desk, OWNER, progress))
    await asyncio.to_thread(inside.wait, 30)
    assistant.close()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await reloading
    assert assistant.libraries.default.snapshot is before


MAGNET = "Who called the city a magnet for the world's money?"


async def test_a_reply_is_found_again_by_its_id_also_after_a_restart(tmp_path: Path, library: Library) -> None:
    def made() -> Assistant:
        state = State(tmp_path, 30)
        return assistant_of(library, 0.33, state)

    first = made()
    asked = [
        await first.ask(question, HERE)
        for question in (MAGNET, "everything Wong said", "What will the weather be?", "banks and money")
    ]
    await end(first)
    again = made()
    for reply in asked:
        recalled = await again.recall(reply.exchange, HERE)
        assert recalled.reply == reply
        assert recalled.reply.exchange == reply.exchange
        assert recalled.own
        assert not (await again.recall(reply.exchange, BOB)).own
        assert recalled.exchange.question == reply.question
        assert render_reply(recalled.reply, phrases()) == render_reply(reply, phrases())
    await end(again)


async def test_courtesies_and_empty_questions_are_not_kept(assistant: Assistant) -> None:
    for text in ("thanks!", "", "x" * 2_000):
        assert (await assistant.ask(text, HERE)).exchange == ""
    assert (await assistant.kept(HERE)).questions == 0


async def test_a_passage_is_shown_in_its_context(assistant: Assistant) -> None:
    reply = await assistant.ask("everything Wong said", HERE)
    passages = assistant.libraries.default.snapshot.passages
    for place, citation in enumerate(reply.given):
        found = await assistant.context(reply.exchange, HERE, place)
        here = passages.index(citation.passage)
        assert found.citation == citation
        assert (found.before.passage if found.before else None) == (passages[here - 1] if here else None)
        assert (found.after.passage if found.after else None) == (
            passages[here + 1] if here + 1 < len(passages) else None
        )
    with pytest.raises(PassageGone):
        await assistant.context(reply.exchange, HERE, len(reply.given))


async def test_neighbours_are_of_the_same_article(tmp_path: Path, encoder: Encoder) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"The ferry called {name} sank.\n", encoding="utf-8")
    library = open_library(tmp_path / "data", encoder, tmp_path / "one.txt", tmp_path / "two.txt")
    assistant = assistant_of(library, 0.0)
    reply = await assistant.ask("Which ferry sank?", HERE)
    found = await assistant.context(reply.exchange, HERE)
    assert (found.before, found.after) == (None, None)
    await end(assistant)


async def test_the_others_are_those_that_came_close(assistant: Assistant) -> None:
    answer = await assistant.ask(MAGNET, HERE)
    refusal = await assistant.ask("What will the weather be?", HERE._replace(channel="other"))
    assert isinstance(answer, Answer)
    assert isinstance(refusal, NoAnswer)
    assert await assistant.others(answer.exchange, HERE) == answer.alternatives
    assert await assistant.others(refusal.exchange, HERE) == refusal.nearest[1:]
    quotes = await assistant.quotes("Zhu Min", HERE)
    with pytest.raises(NothingElse):
        await assistant.others(quotes.exchange, HERE)


async def test_ids_that_nobody_knows_are_told_so(assistant: Assistant) -> None:
    for lost in (assistant.context("x", HERE), assistant.others("x", HERE), assistant.recall("x", HERE)):
        with pytest.raises(ExchangeGone):
            await lost
    with pytest.raises(ExchangeGone):
        await assistant.verdict("x", HERE, Verdict(helpful=True))
    await assistant.drop("x", HERE)


async def test_passages_are_found_again_in_another_index_or_said_to_be_gone(tmp_path: Path, encoder: Encoder) -> None:
    source = tmp_path / "report.txt"
    source.write_text("The ferry will run again in April.\n\nNobody objected to the plan.\n", encoding="utf-8")
    library = open_library(tmp_path / "data", encoder, source)
    assistant = assistant_of(library, 0.0)
    reply = await assistant.ask("When will the ferry run again?", HERE)
    source.write_text("A new first line.\n\nThe ferry will run again in April.\n", encoding="utf-8")
    await reload(assistant.desk, OWNER)
    found = await assistant.context(reply.exchange, HERE)
    assert found.citation.passage.text == "The ferry will run again in April."
    assert found.before is not None
    assert found.before.passage.text == "A new first line."
    source.write_text("The ferry was sold for scrap.\n", encoding="utf-8")
    await reload(assistant.desk, OWNER)
    with pytest.raises(PassageGone):
        await assistant.context(reply.exchange, HERE)
    await end(assistant)


async def test_a_chosen_speaker_s_words_alone_are_given(assistant: Assistant, state: State) -> None:
    for question in ("what about artificial intelligence?", "AI", "what did Wong say about AI?", "and he?"):
        reply = await assistant.ask(question, HERE, speaker="Zhu Min")
        assert reply.shown
        assert all("Zhu Min" in {s.name for s in c.speakers} or not c.speakers for c in reply.shown), question
    everything = await assistant.ask("everything", HERE, speaker="zhu min")
    assert isinstance(everything, Answer)
    unknown = await assistant.ask("AI?", HERE, speaker="Zhou Mni")
    assert isinstance(unknown, NoAnswer)
    assert (unknown.reason, unknown.meant) == (Reason.UNKNOWN_NAME, ("Zhu Min",))
    assert not unknown.exchange, "no passage is shown, so that no button has anything to show"
    gaps = await state.gaps.recent("discord:guild")
    assert ("AI?", Reason.UNKNOWN_NAME) in [(gap.question, gap.reason) for gap in gaps]
    assert isinstance(await assistant.ask(MAGNET, HERE, speaker="  "), Answer)


async def test_all_quotes_of_a_speaker(assistant: Assistant) -> None:
    reply = await assistant.quotes("wong", HERE)
    assert isinstance(reply, Answer)
    assert {c.voice.name for c in reply.given if c.voice} == {"Stephen Wong Yuen-shan"}
    assert [c.passage for c in reply.given] == [
        p
        for p in assistant.libraries.default.snapshot.passages
        if "Stephen Wong Yuen-shan" in {s.name for s in assistant.libraries.default.snapshot.speakers_of(p)}
    ]
    recalled = (await assistant.recall(reply.exchange, HERE)).reply
    assert isinstance(recalled, Answer)
    assert render_quotes(recalled, phrases()) == render_quotes(reply, phrases())
    for nobody in ("Quentin Maplethorpe", "", "?!", "x" * 3_000):
        refused = await assistant.quotes(nobody, HERE)
        assert isinstance(refused, NoAnswer)
        assert len(render_reply(refused, phrases()).lead or "") < 300


async def test_what_was_said_about_a_message_and_its_words_are_not_kept(tmp_path: Path, library: Library) -> None:
    state = State(tmp_path, 30)
    assistant = assistant_of(library, 0.0, state)
    message = "<@17> lol https://x.example/y Zhu Min overrates artificial intelligence " + "`code` " * 900
    reply = await assistant.look_up(message, HERE)
    assert isinstance(reply, Answer)
    assert [speaker.name for speaker in reply.citation.speakers] == ["Zhu Min"]
    assert any(topic in reply.citation.passage.text for topic in ("artificial intelligence", "AI models"))
    assert (await assistant.recall(reply.exchange, HERE)).exchange.question == ""
    assert b"overrates" not in stored(tmp_path)
    with pytest.raises(NothingToLookUp):
        await assistant.look_up("<@17> https://x.example/y 🎉", HERE)
    await end(assistant)


async def test_an_edited_question_is_answered_as_if_it_had_not_been_asked_before(assistant: Assistant) -> None:
    first = await assistant.ask("What did Wong say?", HERE)
    edited = await assistant.ask(
        "What did Zhu Min stress about artificial intelligence?", HERE, instead_of=first.exchange
    )
    turns = assistant._conversations.get(HERE).turns
    assert [turn.exchange for turn in turns] == [edited.exchange]
    with pytest.raises(ExchangeGone):
        await assistant.recall(first.exchange, HERE)
    await assistant.drop(edited.exchange, HERE)
    assert assistant._conversations.get(HERE).turns == ()


async def test_the_asker_and_moderators_may_delete_and_nobody_else(assistant: Assistant, state: State) -> None:
    ann = Actor(*HERE)
    bob = Actor(*HERE._replace(member="bob"))
    asked = [await assistant.ask(MAGNET, HERE) for _ in range(2)]
    with pytest.raises(NotYours):
        await assistant.delete(asked[0].exchange, bob)
    # To a moderator of another community it is as if it were no longer kept: there is nothing to delete there.
    await assistant.delete(asked[0].exchange, replace(bob, community="another", runs_the_community=True))
    assert (await assistant.recall(asked[0].exchange, HERE)).reply
    await assistant.delete(asked[0].exchange, ann)
    await assistant.delete(asked[1].exchange, replace(bob, groups=frozenset({"moderators"})))
    for reply in asked:
        with pytest.raises(ExchangeGone):
            await assistant.recall(reply.exchange, HERE)
    with pytest.raises(NotYours):
        await assistant.delete("unknown", ann)
    await assistant.delete("unknown", replace(bob, runs_the_community=True))
    assert [entry.what for entry in await state.audit.entries("discord:guild")] == ["delete an answer"] * 2


async def test_a_member_is_forgotten_everywhere(assistant: Assistant) -> None:
    elsewhere = HERE._replace(channel="other")
    bob = HERE._replace(member="bob")
    asked = [await assistant.ask(MAGNET, thread) for thread in (HERE, elsewhere, bob)]
    await assistant.verdict(asked[2].exchange, HERE, Verdict(helpful=True))
    kept = await assistant.kept(HERE)
    assert (kept.questions, kept.verdicts) == (2, 1)
    await assistant.forget(HERE)
    kept = await assistant.kept(HERE)
    assert (kept.questions, kept.verdicts, kept.since) == (0, 0, None)
    assert not assistant._conversations.get(HERE).turns
    assert not assistant._conversations.get(elsewhere).turns
    assert assistant._conversations.get(bob).turns


async def test_moderators_set_what_holds_in_a_channel_and_it_is_recorded(assistant: Assistant, state: State) -> None:
    say = phrases()
    with pytest.raises(NotAllowed):
        await assistant.desk.run(Actor(*HERE), "settings", {"presence": "stays-out"}, say)
    assert assistant.channel(HERE) == ChannelRules()
    await assistant.desk.run(OWNER, "settings", {"presence": "mentioned", "private": "yes"}, say)
    assert assistant.channel(HERE) == ChannelRules(Presence.MENTIONED, private=True)
    entries = await state.audit.entries("discord:guild")
    assert [entry.result for entry in entries] == ["done: presence=mentioned, private=True", "refused: not a moderator"]


async def test_where_nothing_can_be_kept_answers_come_without_buttons(
    tmp_path: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    state = State(tmp_path, 30)
    assistant = assistant_of(library, 0.33, state)
    await state.close()
    reply = await assistant.ask(MAGNET, HERE)
    assert isinstance(reply, Answer)
    assert reply.exchange == ""
    for lost in (assistant.forget(HERE), assistant.kept(HERE), assistant.recall("x", HERE)):
        with pytest.raises(BotError):
            await lost
    assert MAGNET not in caplog.text
    await end(assistant)


async def test_suggestions_are_answered_by_the_bot_itself(assistant: Assistant) -> None:
    offered = await assistant.suggestions(HERE, phrases())
    assert 2 <= len(offered) <= 4
    assert len(set(offered)) == len(offered)
    for question in offered:
        assert len(question) <= 75
        assert isinstance(await assistant.ask(question, HERE._replace(member=question)), Answer)
    refusal = await assistant.ask("What will the weather be?", HERE)
    assert isinstance(refusal, NoAnswer)
    assert await assistant.suggestions_after(refusal, HERE, phrases(), 2) == offered[:2]
    assert await assistant.suggestions_after(await assistant.ask(MAGNET, HERE), HERE, phrases()) == []


async def test_suggestions_that_the_end_interrupts_are_no_failure(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    making = asyncio.ensure_future(assistant.suggestions(HERE, phrases()))
    await asyncio.sleep(0)  # it has begun
    assistant.close()
    assert await making == []
    assert "suggestions" not in caplog.text


async def test_where_making_them_fails_nothing_is_suggested_and_the_log_says_why(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> None:
        raise StoreError("The database is away.")

    monkeypatch.setattr("bot.suggestions.suggest", away)
    assert await assistant.suggestions(HERE, phrases()) == []
    assert "Making suggestions failed" in caplog.text
    assert "The database is away." in caplog.text


async def test_before_it_is_open_nothing_is_offered(tmp_path: Path, encoder: Encoder) -> None:
    library = Library((), tmp_path, DEFAULT_MODEL, load_encoder=lambda _name: encoder)
    assistant = assistant_of(library, 0.5)
    assert assistant.speaker_choices("zhu", HERE) == []
    assert await assistant.suggestions(HERE, phrases()) == []
    await end(assistant)


async def test_speakers_are_offered_while_a_name_is_typed(assistant: Assistant) -> None:
    assert assistant.speaker_choices("zuh mi", HERE)[0].value == "Zhu Min"
    assert len(assistant.speaker_choices("", HERE, 2)) == 2


async def test_what_the_articles_did_not_answer_is_noted_for_the_moderators(assistant: Assistant, state: State) -> None:
    await assistant.ask(MAGNET, HERE)
    refused = await assistant.ask("What will the weather be?", HERE)
    await assistant.look_up("Quentin Maplethorpe on the weather of 1872?", HERE)
    await assistant.quotes("Quentin Maplethorpe", HERE)
    assert [(gap.question, gap.reason) for gap in await state.gaps.recent("discord:guild")] == [
        ("What will the weather be?", "not-said")
    ]
    assert (await assistant.kept(HERE)).gaps == 1
    await assistant.drop(refused.exchange, HERE)
    assert await state.gaps.recent("discord:guild") == []


async def test_nothing_of_a_community_is_found_from_another(assistant: Assistant) -> None:
    reply = await assistant.ask(MAGNET, HERE)
    for elsewhere in (HERE._replace(community="other"), HERE._replace(platform="slack"), HERE._replace(community="")):
        for lost in (
            assistant.recall(reply.exchange, elsewhere),
            assistant.context(reply.exchange, elsewhere),
            assistant.others(reply.exchange, elsewhere),
            assistant.verdict(reply.exchange, elsewhere, Verdict(helpful=True)),
        ):
            with pytest.raises(ExchangeGone):
                await lost
        await assistant.drop(reply.exchange, elsewhere)
        await assistant.ask("And what else?", elsewhere, instead_of=reply.exchange)
    assert (await assistant.recall(reply.exchange, HERE)).own
    assert [turn.exchange for turn in assistant._conversations.get(HERE).turns] == [reply.exchange]
    assert (await assistant.kept(HERE)).verdicts == 0


async def test_moderators_set_how_often_their_members_may_ask(assistant: Assistant, state: State) -> None:
    await state.settings.change_community("discord:guild", CommunityRules(cooldown_member=1))
    assistant.admit(HERE)
    with pytest.raises(CoolingDown):
        assistant.admit(HERE)
    for _ in range(3):
        assistant.admit(HERE._replace(community="other"))
